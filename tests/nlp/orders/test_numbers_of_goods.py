"""Numbers that name goods or measure them, as they are said and typed: over a depot of many trades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]

ORDERS = [
    pytest.param(
        "таблеток двадцать тридцать вторых двести двадцать двадцать пятых сто шестнадцать тридцать вторых десять",
        "C1632 10, C2025 100, C2032 200",
        id="a count runs into the next model",
    ),
    pytest.param("батарейки космос шестые сорок ноль третьих двадцать", "R03 20, R06 40", id="a nought before"),
    pytest.param(
        "аккумуляторы восемнадцать шестьсот пятьдесят на две шестьсот десять штук и на три с половиной четыре",
        "L26 10, L35 4",
        id="thousands said as units with a half",
    ),
    pytest.param("аккумулятор двенадцать вольт семь ампер шесть штук", "P07 6", id="ampere hours are said as amperes"),
    pytest.param("катушка омега четырёхтысячная две двухтысячных пять", "S2 5, S4 2", id="thousands as ordinals"),
    pytest.param("крючки вязальные шестой номер пять", "H6 5", id="the number sign is said as «номер»"),
    pytest.param("мела две тонны триста", "MEL 2300", id="kilograms behind tonnes"),
    pytest.param("мела центнер двадцать сурика тонну двести", "MEL 120, SUR 1200", id="parts behind a measure alone"),
    pytest.param("сурика пятьдесят кило и мела килограмм", "MEL 1, SUR 50", id="«килограмм» alone is one"),
    pytest.param("Титан W4 6 шт; арматура ф12 - 50шт; карт. упак. 4шт", "ARM12 50, KRT 4, W4 6", id="typed codes"),
    pytest.param("шнур капрон. 0.6 - кор, 0.4 - 10шт", "SHN4 10, SHN6 20", id="a package typed short is one"),
    pytest.param("ямобуров сто тридцатых два и ножи к ним четыре", "LBR 2, NLB 4", id="not what is for the goods"),
]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_numbers_are_the_goods_or_their_count(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("depot", text)) == expected


def test_several_kilograms_are_not_one(read: Read, lines_of: Show) -> None:
    assert lines_of(read("depot", "мела несколько килограмм")) == ""


def test_a_client_numbered_with_a_sign_is_named_without_it(read: Read) -> None:
    assert read("depot", "это трест семь мела килограмм")["client"]["client_id"] == "C5"
