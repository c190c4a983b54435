"""How many is left open, doubted, or told by as many as of other goods: shops of pools, party goods and ventilation."""

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
        ("хомуты сотые двадцать анемостат приточный сотый тоже нужен но сколько скажу утром", "HM100 20"),
        ("хомуты сотые двадцать отвод сто шестьдесят тоже сколько не решила пока уточню завтра", "HM100 20"),
        ("глушители нужны только сколько посмотрю на складе завтра скажу хомуты сотые двадцать", "HM100 20"),
        ("Хомут 100 - 20 шт, анемостат вытяжной 100 - кол-во завтра напишу", "HM100 20"),
        ("хомуты сотые двадцать домовент сто двадцать пятый не знаю сколько", "HM100 20"),
        ("хомуты сотые двадцать домовентов сотых штук сорок а может и все семьдесят", "HM100 20"),
        ("хомуты сотые двадцать домовентов сотых штук двести двести сорок даже не знаю", "HM100 20"),
        ("хомуты сотые двадцать домовенты сотые пять ну или шесть", "HM100 20"),
        ("хомуты сотые двадцать домовенты сотые десять надо посчитать", "HM100 20"),
    ],
)
def test_an_amount_that_is_left_open_is_asked_and_no_size_counts_for_it(
    text: str, due: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert reasons_of(document) == ["no_quantity"]
    assert document["delivery"]["date"] is None


@pytest.mark.parametrize(
    "text",
    ["домовенты сотые сколько ещё не знаю", "домовенты сотые три или четыре коробки", "домовенты сотые под вопросом"],
)
def test_goods_whose_number_is_open_are_ordered_and_not_asked_about(text: str, read: Read, reasons_of: Reasons) -> None:
    document = read("ventilation", text)
    assert document["intent"] == "order"
    assert reasons_of(document) == ["no_quantity"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("домовентов сотых шесть сколько домовентов столько и хомутов сотых", "HM100 6, VN100 6"),
        ("сколько домовентов сотых столько же и хомутов сотых домовентов сотых восемь", "HM100 8, VN100 8"),
        (
            "обратка пять хомуты сотые двадцать сколько хомутов столько и решёток белых двести",
            "HM100 20, KO125 5, RW200 20",
        ),
    ],
)
def test_as_many_of_one_as_of_the_other_waits_for_the_number(text: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("ventilation", text)) == due


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("хомуты сотые двадцать домовенты сотые шесть исправьте на восемь ошибся", "HM100 20, VN100 8"),
        ("решётка белая сто пятьдесят две коробки ой три решётки", "RW150 150"),
        ("хомуты сотые двадцать вру тридцать", "HM100 30"),
        ("хомуты сотые десять нет дайте пятнадцать пятнадцать и обратку одну", "HM100 15, KO125 1"),
        ("хомуты сотые двадцать вычеркните мы их уже купили обратка пять", "KO125 5"),
        ("хомуты сотые двадцать глушители убирайте их не берут обратка пять", "HM100 20, KO125 5"),
        ("обратка пять если есть если нет не надо", "KO125 5"),
        ("для второго цеха ничего не надо у них всё есть обратка пять", "KO125 5"),
    ],
)  # fmt: skip
def test_corrections_and_their_reasons_leave_an_order_an_order(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert document["intent"] == "order"
    assert lines_of(document) == due
    assert document["unresolved"] == []


def test_goods_left_as_they_were_are_those_of_the_last_order(read: Read, lines_of: Show) -> None:
    assert lines_of(read("repair", "кисть плоская пятьдесят десять пена как была", PHONE)).endswith("PEN 36")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("хомуты сотые сколько там в упаковке двадцать тогда пять упаковок", "HM100 100"),
        ("хомуты сотые есть точно тогда двадцать обратка пять", "HM100 20, KO125 5"),
        ("хомуты сотые двадцать и ещё двадцать всего сорок обратка пять", "HM100 40, KO125 5"),
        ("хомуты сотые двадцать это многовато десять обратка пять", "HM100 10, KO125 5"),
        ("обратка пять нет стойте семь это дурь шесть хомуты сотые двадцать", "HM100 20, KO125 6"),
        ("решётка белая сто пятьдесят упаковку нет слушайте коричневую давайте вместо белой хомуты сотые двадцать",
         "HM100 20, RK150 10"),
    ],
)  # fmt: skip
def test_what_the_caller_asks_and_judges_himself_counts_nothing(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    document = read("ventilation", text)
    assert document["intent"] == "order"
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due", "asked"),
    [
        ("цемент двадцать как всегда валик десять", "CEM 20, VAL 10", []),
        ("герметик белый как обычно валик десять", "GER 24, VAL 10", []),
        ("валик как обычно герметик белый десять", "GER 10", ["no_quantity"]),
        ("валик десять герметик прозрачный как обычно не надо", "VAL 10", []),
        ("валик десять и как обычно", "CEM 20, GER 24, PEN 36, VAL 10", []),
        ("валик десять по счету как всегда", "VAL 10", []),
        ("повторите прошлый заказ только вместо цемента поставьте шпаклёвку столько же", "GER 24, PEN 36, SHT 20", []),
    ],
)
def test_as_usual_behind_goods_speaks_of_these_alone(
    text: str, due: str, asked: list[str], read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    document = read("repair", text, PHONE)
    assert lines_of(document) == due
    assert reasons_of(document) == asked


@pytest.mark.parametrize(
    ("text", "due", "asked"),
    [
        ("хомуты сотые двадцать анемостаты приточные сотые на пять больше", "AN100 25, HM100 20", []),
        ("домовенты сотые шесть хомутов сотых сколько домовентов столько и возьму", "HM100 6, VN100 6", []),
        ("завтра скажу сколько глушителей а хомутов сотых двадцать", "HM100 20", ["no_quantity"]),
        ("хомуты сотые упаковка или две обратка пять", "KO125 5", ["no_quantity"]),
        ("хомуты сотые пять нет берите упаковку целую двадцать", "HM100 20", []),
        ("хомуты сотые упаковку двадцать обратка пять", "HM100 20, KO125 5", []),
        ("хомуты сотые двадцать обратка пять про обратку забудьте", "HM100 20", []),
        ("хомуты сотые двадцать обратка пять обратка отбой", "HM100 20", []),
        ("хомуты сотые двадцать глушители не надо ещё три штуки лежит обратка пять", "HM100 20, KO125 5", []),
        (
            "решётка белая сто пятьдесят десять обратка пять решётку белую поменяйте на коричневую",
            "KO125 5, RK150 10",
            [],
        ),
    ],
)
def test_what_stays_open_or_is_measured_by_others_is_told_apart(
    text: str, due: str, asked: list[str], read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert reasons_of(document) == asked


def test_minus_before_goods_takes_them_out_of_the_usual_order(read: Read, lines_of: Show) -> None:
    assert lines_of(read("repair", "как обычно минус цемент", PHONE)) == "GER 24, PEN 36"


def test_what_is_not_meant_is_no_line(read: Read, lines_of: Show) -> None:
    assert lines_of(read("ventilation", "решётка белая не коричневая белая двести пять")) == "RW200 5"
