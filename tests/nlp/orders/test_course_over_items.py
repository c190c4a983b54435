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
