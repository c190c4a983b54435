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
    pytest.param(
        "простыни шестьдесят на девяносто по тридцать штук которые восемь", "40412 8", id="which is told, then counted"
    ),
    pytest.param(
        "сорок четыреста двенадцать четыре штуки и сорок триста шесть две упаковки",
        "40306 100, 40412 4",
        id="article numbers in groups of digits",
    ),
    pytest.param("петрушка свежая пятьдесят коробки шляпные двадцатые десять", "BX20B 10, GRE 50", id="no «50 boxes»"),
    pytest.param("коробки шляпные двадцать на двадцать десять", "BX20B 10", id="measures called by their letters"),
    pytest.param("ниппель стальной девять шестнадцатых десять штук", "NIP9 10", id="parts of an inch"),
    pytest.param("модули памяти шестьдесят четыре двадцать и тридцать двойки десять", "MEM32 10, MEM64 20", id="32"),
    pytest.param("лента битумная пятнадцать сантиметров четыре и десять коричневая две", "TAP10 2, TAP15 4", id="cm"),
    pytest.param("петрушки три пучка", "GRE 30", id="a bunch is a pack"),
    pytest.param(
        "плёнка на модель пятнадцатую сто и на тринадцатую двести", "GL13 200, GL15 100", id="behind a size it counts"
    ),
    pytest.param("цепь икс девять на девять скоростей пятьдесят штук", "CH9 50", id="behind a code «на» is no cross"),
    pytest.param("халатов рабочих эмок десять элек пять", "ROB L 5, ROB M 10", id="sizes in the plural"),
    pytest.param("гайка дюр рол 400 бел - 1 кор", "GD4R 25", id="words typed short without a full stop"),
    pytest.param(
        "узел сто восемьдесят двести четвёртый две коробки двести второй одну", "UP202 20, UP204 40", id="only the end"
    ),
    pytest.param(
        "лампы север три тысячи кельвинов двести четыре тысячи триста шесть с половиной тысяч сто",
        "LM3 200, LM4 300, LM6 100",
        id="thousands that goods are called by between counts",
    ),
    pytest.param(
        "шестерня девятнадцатая на двадцать зубьев две и на пятнадцать зубьев одна", "SHD 1, SHE 2", id="19 of 19,05"
    ),
    pytest.param("зажимов десятых сто пятьдесят восьмых двести", "CL10 150, CL8 200", id="tens of the count"),
    pytest.param("стропы две тонны двадцать три тонны десять", "SL2 20, SL3 10", id="a count runs into tonnes"),
    pytest.param("ямобуров сто тридцатых два и ножи к ним четыре", "LBR 2, NLB 4", id="not what is for the goods"),
]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_numbers_are_the_goods_or_their_count(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("depot", text)) == expected


def test_several_kilograms_are_not_one(read: Read, lines_of: Show) -> None:
    assert lines_of(read("depot", "мела несколько килограмм")) == ""


def test_a_client_numbered_with_a_sign_is_named_without_it(read: Read) -> None:
    assert read("depot", "это трест семь мела килограмм")["client"]["client_id"] == "C5"


def test_metres_of_what_is_sold_by_the_piece_are_asked_also_typed(
    read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    document = read("depot", "Мел 5; трос тормозной 150 м")
    assert (lines_of(document), list(reasons_of(document))) == ("MEL 5", ["unit_mismatch"])
