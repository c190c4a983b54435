"""Article numbers of plain digits, dictated as numbers, over a shop of herbs and tinctures that has such numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit

Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]
ORDERS = (
    pytest.param(
        "диктую по артикулам тысяча сто девятнадцать четыре упаковки тысяча сто тридцать семь двенадцать штук",
        "1119 160, 1137 12",
        id="a list that was announced",
    ),
    pytest.param("тысяча сто девятнадцать сорок штук сто тридцать один пять", "1119 40, 131 5", id="a bare list"),
    pytest.param("одиннадцать тридцать семь две коробки", "1137 24", id="digits in groups"),
    pytest.param("две коробки тысяча сто тридцать семь", "1137 24", id="counted before the number"),
    pytest.param("артикул тысяча сто двадцать четыре штуки", "1120 4", id="a count runs into the number"),
    pytest.param("артикул тысяча сто двадцать четыре пять штук", "1124 5", id="the longer number before a count"),
    pytest.param("код четыреста восемнадцать три коробки", "00418 180", id="zeros in front are left out"),
    pytest.param("номер сто двадцать пять семь килограмм", "125 7", id="a number of that number"),
    pytest.param("позиция тысяча двести пять штук", "1200 5", id="a round number that is announced"),
    pytest.param("семьдесят тысяч сто один двадцать", "70101 20", id="a long number in one piece"),
    pytest.param("глицерин тысяча сто девятнадцать штук", "70101 1119", id="what counts goods is no article"),
    pytest.param("сироп шиповника тысяча двести", "1200 1200", id="nor is a round number"),
    pytest.param("школа номер сто двадцать пять", "", id="the number of a school"),
    pytest.param("глицерин двести нет сто двадцать пять", "70101 125", id="nor is a correction"),
)


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_an_article_number_of_digits_is_followed_where_it_is_announced_or_counted(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("apothecary", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected
