"""What goods sold by weight, volume or length come in, and what a number beside such a package counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit

Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]
ORDERS = (
    pytest.param("сливы три ящика айвы два", "PLUM 21, QUINCE 18", id="a bare number goes on in the packages before"),
    pytest.param("слива ящик соли четыре", "PLUM 7, SALT 200", id="in the packages that the next goods come in"),
    pytest.param("соль два мешка айва сто", "QUINCE 100, SALT 100", id="many are kilograms"),
    pytest.param("сливы десять килограмм айвы девять", "PLUM 10, QUINCE 9", id="behind kilograms it is kilograms"),
    pytest.param("морс две кеги эль одну", "ALE 25, CIDER 50", id="kegs"),
    pytest.param("верёвку моток цепь два барабана", "CHAIN 120, ROPE 150", id="coils and drums"),
    pytest.param("свёклы две сетки", "BEET 60", id="of equals the one whose name tells of the net"),
    pytest.param("слива 3 ящ, верёвка 2 бух, соль 1 меш", "PLUM 21, ROPE 300, SALT 50", id="units typed short"),
    pytest.param("соли четыре больших мешка", "SALT 200", id="an adjective between a number and its package"),
    pytest.param("айвы полную коробку", "QUINCE 9", id="a whole box"),
    pytest.param("бри четыре диска", "BRIE 12", id="a package that only names of this price list tell of"),
    pytest.param("шафрана двести грамм", "SAF 0.2", id="grams of what is sold by the kilogram"),
    pytest.param("морс бочку", "unit_mismatch", id="a barrel that nothing converts"),
    pytest.param("сливы паллету", "unit_mismatch", id="a pallet without a number"),
    pytest.param("шафрана два ящика", "unit_mismatch", id="a box that the price list does not give"),
    pytest.param("эмиттер восемь литров в час сорок штук", "DRIP8 40", id="a measure said of a time describes"),
    pytest.param("датчик шестнадцать бар пять", "GAUGE 5", id="a measure that is a word besides"),
    pytest.param("гравия шесть кубов", "SOOT 6", id="cubes"),
    pytest.param("шифера три тысячи штук", "SLATE 3", id="thousands of pieces as a base unit"),
    pytest.param("лента медная коробку и три рулона", "FOIL 7", id="two counts in two units add up"),
    pytest.param("гравия два мешка", "unit_mismatch", id="a bag of what is sold by the cube"),
    pytest.param("ленты медной двенадцать три коробки", "FOIL 12", id="a bare count and as many boxes"),
)


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_a_package_is_never_the_base_unit_of_what_is_measured(
    text: str, expected: str, read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    order = read("packages", text)
    assert ", ".join(filter(None, (lines_of(order), *reasons_of(order)))) == expected
