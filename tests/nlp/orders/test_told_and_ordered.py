"""Goods that are told of, asked about or ordered; totals, counts and days that are put right: a bee-keeper's shop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("дымарь через неделю прогорел насквозь", "complaint"),
        ("из сорока рамок восемь развалились пока ехали", "complaint"),
        ("крышки винтовые золотые не закручиваются у меня двое покупателей ругаются", "complaint"),
        ("ульи деревянные пришли без крышек на пяти штуках их вообще нет", "complaint"),
        ("вощина прокатная бывает у вас или только литая", "question"),
        ("подойдёт ли паста для маток на старых пчёл", "question"),
        ("костюмы какие у вас размеры", "question"),
        ("пусть мне завтра с утра менеджер наберёт по договору", "callback"),
        ("мам я уже подъезжаю открой домофон не работает", "other"),
        ("вы куда я попал ой извините", "other"),
    ],
)
def test_goods_that_are_only_told_of_make_no_order(text: str, intent: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == intent


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("в прошлый раз дымари пришли мятые я не стала ругаться а сейчас стамеску красную коробку", "STK 24"),
        ("рамки разваливаются конечно но других нет поэтому руту пятьдесят", "RR 50"),
        ("вы мне так и не прислали акт сверки а ещё нужен дымарь пять штук", "DYM 5"),
        ("есть ли костюмы бязевые если есть четыре штуки", "KOS 4"),
        ("дымарь пять штук и скажите менеджеру что прошлый раз один битый был", "DYM 5"),
        ("вощина прокатная которая по акции продаётся две коробки", "VR 10"),
        ("костюмы пчеловода расхватали на ярмарке десять штук", "KOS 10"),
        ("дымарь хорошо берут поэтому десять штук и не забудьте перчатки двадцать пар", "DYM 10, PER 20"),
    ],
)
def test_goods_counted_beside_a_complaint_or_a_question_are_ordered(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    document = read("apiary", text)
    assert document["intent"] == "order"
    assert lines_of(document) == due


@pytest.mark.parametrize(
    "text",
    [
        "дымарь пять штук ип тер оганесян",
        "насос вило двадцать пять на восемь один и дымарь два",
        "это вело мир дымарь два",
        "Метал. рамки 25х60 - 2 шт",
        "медогонка на шестьдесят рамок пять штук не знаю восемь или десять сами решите",
    ],
)
def test_names_and_clipped_words_that_look_like_verbs_tell_nothing(text: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == "order"


@pytest.mark.parametrize(
    "text",
    [
        "дымарь десять перчатки двадцать пар так ладно денег пока нет не оформляйте ничего",
        "рамки дадан пятьдесят стойте директор не подписал не везите пока ничего",
    ],
)
def test_an_order_that_is_taken_back_at_its_end_is_none(text: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == "other"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("банки литровые четыре коробки то есть извините не литровые а пол литра четыре", "BM05 48"),
        ("вощина литая две коробки нет не литая а прокатная две и дымарь один", "DYM 1, VR 10"),
        ("стамеска красная десять синяя шесть то есть нет не синяя а зелёная шесть", "STK 10, STZ 6"),
        ("рамки дадан двести вместо ста а рута пятьдесят", "RD 200, RR 50"),
        ("дымарь пять перчатки десять а впрочем перчатки не надо", "DYM 5"),
    ],
)
def test_what_is_put_right_keeps_what_was_not_denied(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("apiary", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("апибальзама шестьдесят штук поровну с мятой и с лимоном дымарь три", "DYM 3, KML 30, KMM 30"),
        ("рамок двести всего из них сто двадцать дадан и восемьдесят рута", "RD 120, RR 80"),
        ("крышек винтовых пять коробок из них две белых и три золотых", "KRB 800, KRZ 1200"),
        ("сорок рамок дадан и двадцать стамесок красных двадцать белых крышек", "KRB 20, RD 40, STK 20"),
    ],
)
def test_the_parts_of_a_total_stand_behind_it(text: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("apiary", text)) == due


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("дымарь пять в субботу а нет погодите в субботу склад не работает давайте в понедельник", "2026-11-23"),
        ("дымарь пять в воскресенье нас не будет привезите в субботу", "2026-11-21"),
        ("в понедельник ой нет в понедельник у нас приёмки нету во вторник давайте дымарь пять", "2026-11-24"),
    ],
)
def test_a_day_is_put_right_with_the_reason_why(text: str, date: str, read: Read) -> None:
    assert read("apiary", text)["delivery"]["date"] == date


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("дымарь два ой не два а тридцать штук стамесок красных шесть костюмов четыре", "DYM 30, KOS 4, STK 6"),
        ("крышка белая сорок ой сорок это много двадцать и дымарь один", "DYM 1, KRB 20"),
        ("перчатки десять дымарь три ой перчаток хватит пяти", "DYM 3, PER 5"),
        ("апибальзам с мятой тот что в прошлый раз брали тридцать дымарей один", "DYM 1, KMM 30"),
        ("рамки дадан десять костюм сейчас лето не надо хотя ладно пять давай", "KOS 5, RD 10"),
        ("рамки рута десять нет не рута дадан десять", "RD 10"),
        ("крышки белые восемьдесят золотые восемьдесят вместо золотых давайте ещё белых сорок", "KRB 120"),
        ("костюм в том месяце брали на пробу один сейчас три и дымарь один", "DYM 1, KOS 3"),
        ("перчатки десять сколько костюмов не знаю стамесок красных пять а дымарь один", "DYM 1, PER 10, STK 5"),
    ],
)  # fmt: skip
def test_the_number_behind_a_turn_counts_what_was_named_before_it(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("apiary", text)) == due


def test_what_goes_ends_where_other_goods_are_named(read: Read, lines_of: Show) -> None:
    text = "рамки рута пятьдесят дымарь три так а рамки все таки дадан пятьдесят вместо руты а дымарь уберите"
    assert lines_of(read("apiary", text)) == "RD 50"


def test_what_is_said_of_all_tells_apart_those_before(read: Read, lines_of: Show) -> None:
    assert lines_of(read("apiary", "крышек сорок стамесок десять дымарь один все зелёные")) == "DYM 1, STZ 10"


def test_a_story_ends_where_its_conclusion_begins(read: Read, lines_of: Show) -> None:
    document = read("apiary", "у нас теплица течёт на ленина сорок два поэтому дымарь пять")
    assert lines_of(document) == "DYM 5"
    assert document["unresolved"] == []


def test_an_order_goes_through_a_named_company(read: Read) -> None:
    document = read("apiary", "это ремстрой но проведите через фасад мастер дымарь пять")
    assert document["client"]["client_id"] == "C4"
