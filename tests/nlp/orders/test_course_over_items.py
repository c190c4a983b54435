"""What is said of goods over several items: shared out over places, corrected with a reason, taken up again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("воздуховод сотый на первый этаж десять и на второй ещё шесть хомуты сотые двадцать", "HM100 20, VD100 16"),
        ("обратка на кухню три на склад две всего пять и глушитель один", "GL125 1, KO125 5"),
        ("анемостат приток сотый двадцать в школу и десять в садик итого тридцать", "AN100 30"),
        ("отвод сотый две упаковки на объект и одну на склад, тройник сотый пять", "OT10090 30, TR100 5"),
        ("хомуты сотые сорок штук половину завтра вторую половину в пятницу", "HM100 40"),
        ("лента семьдесят пять двенадцать завтра и шесть в пятницу", "LN75 18"),
        ("воздуховод на сто десять на сто шестьдесят пять", "VD100 10, VD160 5"),
    ],
)
def test_goods_shared_out_over_places_are_ordered_once_with_all_of_their_counts(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("обратка шесть нет народу прибавилось десять и глушитель один", "GL125 1, KO125 10"),
        ("анемостат приток сотый десять ой там коридор длинный давайте двадцать", "AN100 20"),
        ("решётка белая двести двадцать хотя нет белые у нас пачкаются давайте коричневая сто пятьдесят двадцать",
         "RK150 20"),
        ("домовент сотка двенадцать нет погодите в машину не влезет шесть", "VN100 6"),
        ("лента пятьдесят десять нет что я говорю семьдесят пять десять", "LN75 10"),
        ("гофра алюминиевая сто шестьдесят четыре стоп гофра у нас есть лучше изолированный две", "GI127 2"),
    ],
)  # fmt: skip
def test_a_correction_may_give_its_reason_before_it_says_what_holds(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


def test_a_measure_that_corrects_goods_which_it_cannot_count_is_their_size(read: Read, lines_of: Show) -> None:
    document = read("household", "мешки для мусора шестьдесят литров десять нет сто двадцать литров")
    assert lines_of(document) == "MM120 10"


@pytest.mark.parametrize(
    ("trade", "text", "due"),
    [
        ("ventilation", "воздуховод сотый десять хомуты сотые двадцать обратка пять а воздуховода этого пускай "
         "пятнадцать будет", "HM100 20, KO125 5, VD100 15"),
        ("ventilation", "хомуты сотые двадцать чуть не забыла обратка пять а хомуты эти сотые лучше сорок",
         "HM100 40, KO125 5"),
        ("ventilation", "отвод девяносто сотый две коробки анемостат вытяжка один и отводов сотых не две а одну "
         "коробку хватит", "AV100 1, OT10090 50"),
        ("fasteners", "гайка десятая тысячу анкер пятьдесят гаек мало тысяча сделайте две тысячи",
         "AN1010 50, N10 2000"),
    ],
)  # fmt: skip
def test_goods_taken_up_again_with_these_or_enough_get_the_new_count(
    trade: str, text: str, due: str, read: Read, lines_of: Show
) -> None:
    document = read(trade, text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1) хомут d100 20 шт 2) обратка 3 шт 3) глушитель 1 шт. п. 2 уберите", "GL125 1, HM100 20"),
        ("1. хомут d100 20 шт 2. обратка 3 шт 3. глушитель 1 шт. Пункт 1 исправьте на 40",
         "GL125 1, HM100 40, KO125 3"),
        ("первое обратка три второе глушитель один третье лента семьдесят пять шесть второй пункт не надо",
         "KO125 3, LN75 6"),
        ("первое обратка три второе глушитель один третье лента семьдесят пять шесть в третьем поставьте десять",
         "GL125 1, KO125 3, LN75 10"),
        ("обратка три глушитель один уберите вторую позицию", "KO125 3"),
        ("обратка три глушитель один последнюю позицию вычеркните", "KO125 3"),
    ],
)  # fmt: skip
def test_an_item_is_called_by_its_place_in_the_list(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("обратка восемь и глушитель тоже как обраток", "GL125 8, KO125 8"),
        ("решётка белая сто пятьдесят десять решётка белая двести пять хомуты сотые по количеству решёток",
         "HM100 15, RW150 10, RW200 5"),
        ("вентилятор канальный сто двадцать пять четыре и на каждый по два хомута сто двадцать пятых",
         "HM125 8, VK125 4"),
        ("глушитель две коробки обратка на каждый глушитель по одной", "GL125 8, KO125 8"),
        ("анемостат приток сотый шесть хомуты сотые на каждый по два лента семьдесят пять десять",
         "AN100 6, HM100 12, LN75 10"),
    ],
)  # fmt: skip
def test_goods_are_counted_by_others_that_are_ordered(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("у нас банкет на восемьдесят человек хомуты сотые двадцать", "HM100 20"),
        ("стена сорок квадратов решётка белая двести пять", "RW200 5"),
        ("по проекту двадцать две но берём с запасом обратка тридцать", "KO125 30"),
        ("обратка шесть у соседа четыре но нам мало и глушитель один", "GL125 1, KO125 6"),
        ("красим пятьдесят домов лента семьдесят пять двенадцать", "LN75 12"),
    ],
)
def test_what_the_caller_needs_the_goods_for_orders_nothing(text: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("ventilation", text)
    assert lines_of(document) == due
    assert document["unresolved"] == []


def test_what_is_added_to_the_usual_count_of_an_article_is_ordered_once(read: Read, lines_of: Show) -> None:
    document = read("repair", "как обычно и цемента добавьте к обычному ещё десять", client_id="C1")
    assert lines_of(document) == "CEM 30, GER 24, PEN 36"
