"""Codes of articles, said letter by letter and in groups of digits, or typed: over a shop of pneumatics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp.orders.catalogue.code_index import CodeIndex
from nlp.text.letters import letters_of

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]

ORDERS = [
    pytest.param("пэ цэ шесть ноль два тридцать штук", "PC602 30", id="a zero said stays in the code"),
    pytest.param("пи си восемь ноль два двадцать штук", "PC802 20", id="letters by their English names"),
    pytest.param("пэ эль восемь ноль два пятнадцать и пи ю восемь двадцать", "PL802 15, PU8 20", id="codes in a row"),
    pytest.param("четыре вэ двести десять ноль восемь две штуки", "V210 2", id="a code that begins with a digit"),
    pytest.param(
        "эл цэ один дэ ноль девять пять штук и эл си один ди двенадцать три", "LC09 5, LC12 3", id="letters inside"
    ),
    pytest.param("рэк семьдесят семь дробь четыре десять штук", "REK77 10", id="a stroke that is said"),
    pytest.param("рэк семьдесят восемь три двадцать штук", "REK78 20", id="a stroke that is not said"),
    pytest.param(
        "а тысяча двести пятьдесят десять штук", "KLC 10", id="the longer code before the shorter and a count"
    ),
    pytest.param("а тысяча сорок штук", "KLB 40", id="the shorter code where the longer one is not sold"),
    pytest.param("бэ тысяча двести пятьдесят десять штук", "KLA 10", id="the other letter that the name gives"),
    pytest.param("сто шесть эр ноль два семьсот семьдесят три две штуки", "SEN 2", id="digits in groups of any size"),
    pytest.param("сто шесть эр ноль два семь семь три две штуки", "SEN 2", id="digits one by one"),
    pytest.param("двадцать клапанов бэ тысяча двести пятьдесят", "KLA 20", id="a code ends the order"),
    pytest.param("сто восемьдесят двести пять десять штук", "PRI 10", id="two groups of one number"),
    pytest.param("сто восемьдесят двести шестых сорок штук", "PRJ 40", id="the last group as an ordinal"),
    pytest.param("шестьдесят два ноль пять три штуки", "PRI 3", id="the other code in the name"),
    pytest.param("пятнадцать восемьсот семьдесят пять двадцать штук", "UPL 20", id="a fine decimal"),
    pytest.param(
        "таймер девятьсот четыре тридцать семь сорок семь десять пять штук", "REL904 5", id="a code is no phone"
    ),
    pytest.param("пи ю восемь два и эс си восемьдесят четыре", "PU8 2, WSC 4", id="«и» before letters is no letter"),
    pytest.param("PC8-02 - 20, PL8-02 - 10, PU8 - 5", "PC802 20, PL802 10, PU8 5", id="typed as they are written"),
    pytest.param("пс8-02 сорок штук", "PC802 40", id="typed in Russian letters"),
    pytest.param("А-1000 - 10, А-1250 - 20, В(Б)-1250 - 15", "KLA 15, KLB 10, KLC 20", id="dashes before the counts"),
    pytest.param("lc1d09 3шт; lc1d12 2шт", "LC09 3, LC12 2", id="a semicolon between items"),
]

SPOKEN = [
    pytest.param("клапан запорный дэ эн двадцать три штуки", "ZR1 3", id="the noun behind an abbreviation is a noun"),
    pytest.param("пробка эм двадцать сорок штук", "PRB20 40", id="a section is called by its letter and first number"),
    pytest.param("штуцер прямой восемь на одну восьмую десять штук", "SHT 10", id="a size with a letter in a section"),
    pytest.param("датчик ноль пятьдесят два шесть и ноль восемьдесят три две", "DAT052 6, DAT083 2", id="a zero first"),
    pytest.param("ка икс двести четыре две штуки", "KX-204 2", id="an article number that no name carries is spelt"),
    pytest.param("код ка икс двести пять три штуки", "KX-205 3", id="or announced, and the count behind it counts"),
    pytest.param("артикул семьсот тридцать два пять штук", "00732 5", id="zeros in front are left out"),
    pytest.param("труба пэ восемьдесят сто метров", "PE80 100", id="a measure is no number of a code"),
    pytest.param("конденсатор тридцать пять микрофарад две на сорок пять штук", "KND35 2, KND40 5", id="microfarads"),
    pytest.param("фреза эр шесть эм пять три штуки", "FR5 3", id="a whole code before the beginning of a longer one"),
    pytest.param("шайбы ка тэ семьдесят семь две штуки", "SET77 2", id="a set is told by its code"),
    pytest.param("турбо две тысячи десять сорок три штуки", "SM2 3", id="a model and the grade run into it"),
    pytest.param("цемент а три четыре штуки", "CEM3 4", id="behind a code a size and a count are no doubt"),
    pytest.param("распределитель пара пять вторых шесть штук", "RSP52 6", id="a fraction that names a kind"),
    pytest.param("дваэсэн три штуки", "", id="letters and numbers in one word are no goods that are not sold"),
    pytest.param("фреза эр шестьэм пять три штуки", "FR5 3", id="letters and numbers in one word are parted"),
    pytest.param("ка икс двести шесть три штуки", "", id="an article number that nobody has is no neighbour's"),
    pytest.param("код два ноля семьсот тридцать два пять штук", "00732 5", id="zeros that are counted"),
    pytest.param("швеллер двенадцать пэ шестьдесят метров", "SHV 60", id="letters leave a measure alone"),
]


@pytest.mark.parametrize(("text", "expected"), SPOKEN)
def test_codes_sizes_and_counts_are_told_apart(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("steam", text)) == expected


def test_a_code_that_fits_no_article_is_asked(read: Read, reasons_of: Callable[[dict[str, Any]], list[str]]) -> None:
    assert reasons_of(read("steam", "тэ эс тринадцать сорок пять три штуки")) == ["no_product"]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_a_code_is_read_however_it_is_said(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("pneumatics", text)) == expected


def test_a_code_that_nobody_sells_is_no_neighbour(read: Read, lines_of: Show) -> None:
    assert lines_of(read("pneumatics", "пэ цэ двенадцать ноль три пять штук")) == ""


@pytest.mark.parametrize(
    ("name", "code", "kept"),
    [
        ("Подшипник UCP 205 на лапах", "ucp205", True),
        ("Ремень В(Б)-1250", "б1250", True),
        ("Цепь ПР-15,875-23", "15.875", True),
        ("Автомат 20А", "20a", False),
        ("Костюм 48-50 рост 182-188", "48-50", False),
        ("Лента 50х100", "50-100", False),
    ],
)
def test_measures_and_sizes_are_no_codes(name: str, code: str, kept: bool) -> None:
    index = CodeIndex()
    index.add(name, 0)
    index.freeze()
    assert (code in index, index.begins(code[:3])) == (kept, kept)


@pytest.mark.parametrize(
    ("word", "letter"), [("эс", "c"), ("сэ", "c"), ("си", "c"), ("у", "u"), ("эйч", "h"), ("ви", "v")]
)
def test_a_letter_has_several_names(word: str, letter: str) -> None:
    assert any(letter in row[0] for row in letters_of(word) if len(row) == 1)
