"""Names that state a type of a standard, a range or what a package holds, and how people say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit

Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]
ORDERS = (
    pytest.param("маслёнки двести пятьдесят миллилитров десять штук", "OIL250 10", id="a measure of a type"),
    pytest.param("маслёнок пятисотмиллилитровых двадцать", "OIL500 20", id="a measure of a type in one word"),
    pytest.param("маслёнка 500 мл 18/24 - 6 шт", "OIL500 6", id="a measure and the end of a type"),
    pytest.param("маслёнку сто миллилитров две", "no_product", id="a measure that no type states"),
    pytest.param("канистру пятьдесят миллилитров одну", "no_product", id="a name with its unit states it"),
    pytest.param("валики опорные шестнадцать на сто пятьдесят тридцать штук", "VAL16 30", id="a type left out"),
    pytest.param("манометр от нуля до десяти три штуки", "MAN10 3", id="a range without its unit"),
    pytest.param("манометры от нуля до шестнадцати бар две", "MAN16 2", id="a range with its unit"),
    pytest.param(
        "реле времени от ста до тысячи два от десяти до ста одно", "REL100 1, REL1000 2", id="ranges in a row"
    ),
    pytest.param("клин чугунный от десяти до двадцати штук", "no_quantity", id="a range of a count is a doubt"),
    pytest.param("шплинтов разводных двадцать упаковок", "SHP 20", id="a package that its name says"),
    pytest.param("смазки графитной три упаковки", "SMZ 3", id="a package of so many kilograms"),
    pytest.param("клин фрикционный две упаковки", "unit_mismatch", id="a package that nothing tells of"),
)


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_what_a_name_states_in_its_own_way_is_found_as_people_say_it(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("workshop", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected


BESIDE = (
    pytest.param("два клина чугунных и форсунок пять", "KLIN 2, no_product", id="behind «и»"),
    pytest.param("клин чугунный десять штук и секундомер один", "KLIN 10, no_product", id="a word like a phrase"),
    pytest.param("клин чугунный десять штук бромгексил пять", "KLIN 10, no_product", id="a name like a verb"),
    pytest.param("клин чугунный десять штук и бромгексил пять", "KLIN 10, no_product", id="… behind «и»"),
    pytest.param("форсунки сорок штук клиньев чугунных сорок восемь", "KLIN 48, no_product", id="before goods"),
    pytest.param("клиньев чугунных десять штук форсунок шестнадцать", "KLIN 10, no_product", id="a number of names"),
    pytest.param("клин чугунный десять и циатим паста пять", "KLIN 10, no_product", id="beside a word of goods"),
)


@pytest.mark.parametrize(("text", "expected"), BESIDE)
def test_counted_goods_that_nobody_sells_change_no_line_beside_them(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("workshop", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected


def test_a_number_word_of_a_name_is_no_count(read: Read, lines_of: Show) -> None:
    assert lines_of(read("workshop", "круг три медведя коробку круг альфа две коробки")) == "KRUG 24, KRUGB 48"
