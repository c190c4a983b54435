"""What people tell, repeat, take back and liken while they order: a shop of ventilation, and the usual order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]

PHONE = "+79001112233"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("решётка белая сто пятьдесят упаковку коричневая такую же", "RK150 10, RW150 10"),
        ("решётки белые сто пятьдесят две коробки и коричневых таких же две", "RK150 100, RW150 100"),
        ("гибкий изолированный две коробки гофра алюминиевая сто шестьдесят такая же одна коробка", "GB160 4, GI127 4"),
        ("анемостаты вытяжные десять и приточные сотые столько же", "AN100 10, AV100 10"),
        ("решётки белые двести двадцать хомуты сотые сорок таких же решёток коричневых пять",
         "HM100 40, RK150 5, RW200 20"),
    ],
)  # fmt: skip
def test_what_is_alike_takes_over_what_was_said_of_the_goods_before(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("ventilation", text)) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("воздуховод двухсотый шесть хомуты сто шестидесятые сорок ой нет воздуховод не двухсотый а сто шестидесятый",
         "HM160 40, VD160 6"),
        ("воздуховод сотый десять отвод сотый двадцать отводов давайте побольше тридцать", "OT10090 30, VD100 10"),
        ("хомуты сотые двадцать тройник сотый пять а хомутов добавьте ещё столько же", "HM100 40, TR100 5"),
        ("отвод сотый две упаковки тройник сотый пять отвод сотый три", "OT10090 30, TR100 5"),
        ("глушитель сто двадцать пятый два обратка пять не глушитель убери", "KO125 5"),
        ("хомуты сотые двадцать пусть сто хомутов будет а не двадцать", "HM100 100"),
        ("хомуты сотые двадцать обратка пять если есть ладно без них", "HM100 20"),
        ("хомуты сотые двадцать воздуховод сотый один нет воздуховод давайте двухсотый", "HM100 20, VD200 1"),
        ("обратка десять хомуты сотые десять всего по пятнадцать давайте", "HM100 15, KO125 15"),
        ("обратка десять плюс глушитель один анемостат вытяжка один глушителя два", "AV100 1, GL125 2, KO125 10"),
    ],
)  # fmt: skip
def test_a_correction_changes_the_goods_that_it_speaks_of(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


def test_goods_that_were_never_ordered_are_taken_back_in_a_comment(read: Read, lines_of: Show) -> None:
    document = read("ventilation", "анемостат приток сотый десять решётки не надо в этот раз")
    assert lines_of(document) == "AN100 10"
    assert document["unresolved"] == []
    assert "решётки не надо" in document["comment"]


def test_taking_back_another_article_leaves_the_one_that_was_ordered(read: Read, lines_of: Show) -> None:
    assert lines_of(read("ventilation", "решётки белые двести двадцать решётки коричневые не надо")) == "RW200 20"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("повторите но цемента тридцать", "CEM 30, GER 24, PEN 36"),
        ("как обычно цемента тридцать а пену пока не везите", "CEM 30, GER 24"),
        ("вместо обычного заказа только цемент тридцать", "CEM 30"),
        ("тот же заказ что и на прошлой неделе", "CEM 20, GER 24, PEN 36"),
        ("заказ тот же только без пены", "CEM 20, GER 24"),
        ("как обычно только цемента тридцать остальное то же самое", "CEM 30, GER 24, PEN 36"),
        ("как обычно но без пены и герметика вдвое больше", "CEM 20, GER 48"),
        ("как обычно только пены не тридцать шесть а сорок", "CEM 20, GER 24, PEN 40"),
    ],
)
def test_the_last_order_is_repeated_with_what_is_said_of_it(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("repair", text, PHONE)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due", "comment"),
    [
        ("у нас осталось десять хомутов сотых поэтому хомутов сотых ещё сорок", "HM100 40", "осталось десять"),
        ("обратка пять хомуты у нас есть сто штук", "KO125 5", "сто штук"),
        ("у нас ещё осталось штук тридцать решёток белых поэтому обратка пять", "KO125 5", "решёток белых"),
        ("обратка пять у нас в прошлом году триста хомутов ушло", "KO125 5", "триста хомутов"),
        ("обратка пять у нас насосная сломалась две недели стояла", "KO125 5", "две недели"),
    ],
)
def test_what_the_caller_tells_of_himself_orders_nothing(
    text: str, due: str, comment: str, read: Read, lines_of: Show
) -> None:
    document = read("ventilation", text)
    assert document["intent"] == "order"
    assert lines_of(document) == due
    assert document["unresolved"] == []
    assert comment in document["comment"]


@pytest.mark.parametrize(
    ("text", "due", "comment"),
    [
        ("у меня сто двадцать квартир нужно обратка пять", "KO125 5", "сто двадцать квартир"),
        ("а можно добавить к вчерашнему заказу обратка пять", "KO125 5", "вчерашнему заказу"),
        ("мой прошлый заказ дошёл спасибо теперь нужно обратка пять", "KO125 5", ""),
    ],
)
def test_other_orders_and_other_counts_are_no_goods(
    text: str, due: str, comment: str, read: Read, lines_of: Show
) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []
    assert comment in (document["comment"] or "")


def test_a_number_taken_back_is_a_question_and_empties_no_order(
    read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    document = read("ventilation", "глушитель два обратка двадцать уберите пять")
    assert lines_of(document) == "GL125 2"
    assert reasons_of(document) == ["no_quantity"]


def test_goods_that_ran_out_are_ordered(read: Read, lines_of: Show) -> None:
    assert lines_of(read("ventilation", "у нас кончились хомуты сотые двадцать привезите")) == "HM100 20"


@pytest.mark.parametrize(
    "text",
    [
        "обратка пять штук для второго цеха",
        "здравствуйте это иван из перми я у вас по рекомендации запишите обратка пять",
        "громов с рабочего телефона обратка пять",
    ],
)
def test_for_whom_and_from_where_describes_no_goods(text: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == "KO125 5"
    assert document["unresolved"] == []


def test_an_adjective_of_goods_that_is_also_a_paper_is_goods(read: Read, lines_of: Show) -> None:
    document = read("ventilation", "вентиляторы накладные сто двадцать пять пять штук")
    assert (lines_of(document), document["comment"]) == ("VN125 5", None)


@pytest.mark.parametrize(
    ("text", "mode", "date"),
    [
        ("обратка пять доставка завтра на мира тридцать два", "delivery", "2026-11-21"),
        ("обратка пять доставка к концу недели перед выездом позвоните", "delivery", "2026-11-22"),
        ("обратка пять у нас до нового года аврал так что привезите в среду", "delivery", "2026-11-25"),
        ("обратка пять привезите во вторник а в четверг ещё хомуты сотые десять", "delivery", "2026-11-24"),
        ("обратка пять не в среду а в четверг привезите", "delivery", "2026-11-26"),
        ("обратка 5 заберу сам пн утром", "pickup", "2026-11-23"),
    ],
)
def test_the_day_of_delivery_is_the_one_that_was_meant(text: str, mode: str, date: str, read: Read) -> None:
    delivery = read("ventilation", text)["delivery"]
    assert (delivery["mode"], delivery["date"]) == (mode, date)


def test_a_ring_before_coming_is_a_remark_and_no_call_back(read: Read) -> None:
    document = read("ventilation", "обратка пять перед выездом позвоните")
    assert (document["intent"], document["callback"]) == ("order", None)
    assert "перед выездом позвоните" in document["comment"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("вы нам привезли хомуты сотые два из восьми кривые приезжайте забирайте", "complaint"),
        ("моя заявка от пятницы собрана уже или нет там двадцать хомутов сотых", "question"),
        ("сколько идёт доставка до тюмени и можно ли забрать самим", "question"),
        ("анемостаты появились или нет обещали что в среду будут", "question"),
        ("скажите чем отличается воздуховод сотый от сто двадцать пятого", "question"),
        ("наберите меня завтра насчёт возврата", "callback"),
        ("передайте светлане чтобы набрала меня завтра", "callback"),
        ("отводы ваши рассыпаются кто за это отвечать будет", "complaint"),
        ("здравствуйте а вы анемостаты почтой отправляете", "question"),
        ("алло это такси машину на советскую двенадцать можно", "other"),
        ("мы с вами ещё не работали обратка пять", "order"),
    ],
)
def test_the_intent_is_told_by_what_is_asked_and_not_by_single_words(text: str, intent: str, read: Read) -> None:
    assert read("ventilation", text)["intent"] == intent
