"""What a measure, a unit or a number said beside goods is: a part of their name or their count; over a mixed depot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit

Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]
MEASURES = (
    pytest.param("скотч сорок восемь на шестьдесят шесть метров сорок", "TAPE 40", id="metres that names state"),
    pytest.param("фольга двести девяносто миллиметров на сто метров тридцать", "FOIL 30", id="behind millimetres"),
    pytest.param("аккумулятор двенадцать вольт семь ампер часов две коробки", "BAT7 10", id="ampere-hours"),
    pytest.param("лента девять и шесть ватт на метр двадцать штук", "LED9 20", id="watts of a metre"),
    pytest.param("сосиски молочные по четыреста пятьдесят три коробки", "WURST 36", id="grams of what is in kilograms"),
    pytest.param("ремень клиновой тринадцать на тысячу сорок шесть штук", "BELT 6", id="a length over a thousand"),
    pytest.param("ремень шесть пэ ка тысяча двести тридцать четыре штуки", "BELT6 4", id="a model over a thousand"),
    pytest.param("добор сто пятьдесят миллиметров две тысячи семьдесят сто пятьдесят штук", "TRIM15 150", id="lengths"),
    pytest.param("хомуты шестьдесят сто тридцать пять миллиметров двадцать пять штук", "CLAMP 25", id="a range"),
)
UNITS = (
    pytest.param("заглушки торцевые пятнадцать пар", "CAP 15", id="a pair of what is a pair by its name"),
    pytest.param("сапоги сорок третий парочку пар", "BOOTS 2", id="a couple of pairs"),
    pytest.param("десять коробок коробов кабельных шестьдесят на сорок", "DUCT 360", id="a unit that is goods besides"),
    pytest.param("короб кабельный штук двести сорок", "DUCT 240", id="behind its unit a number stays whole"),
    pytest.param("губок восьмёрок двадцать", "SPONGE 20", id="a number by which names call the goods"),
    pytest.param("шары цифры золотые единичек десять нулей восемь", "NUM0 8, NUM1 10", id="zeros"),
)


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_a_measure_that_names_state_describes_and_the_number_behind_it_counts(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("depot_goods", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_a_unit_that_names_hold_too_counts_as_it_is_said(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("depot_goods", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected
