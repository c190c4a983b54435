"""Which split of a row of numbers holds is told by the goods at hand: over a shop of fittings and haberdashery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from models.company import CompanyData, Product, StockRow
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]

ORDERS = [
    pytest.param(
        "молния тракторная пятьдесят сто штук шестьдесят двести семьдесят сто восемьдесят пятьдесят",
        "ZIP-50 100, ZIP-60 200, ZIP-70 100, ZIP-80 50",
        id="sizes and counts in a row are parted so that each size is one",
    ),
    pytest.param("опора мебельная сто двести штук", "LEG-100 200", id="no doubt where the first number is the size"),
    pytest.param("опора мебельная сто пятьдесят сорок штук", "LEG-150 40", id="a size of two words stays whole"),
    pytest.param("халат синий эс десять эм десять", "COAT-M 10, COAT-S 10", id="a letter and a count are no code"),
    pytest.param("винт эм десять двести штук", "SCR-M10 200", id="a code that is sold stays a code"),
    pytest.param("иглы номер сто десять упаковок", "NEE-100 10", id="the unit wants a number of its own"),
    pytest.param("иглы номер сто десять двадцать упаковок", "NEE-110 20", id="which it has here"),
    pytest.param("силикагелевый три восемь две коробки", "GEL-38 16", id="a decimal without its comma"),
    pytest.param("зеркало метр на сорок шесть штук", "MIR-100 6", id="a section said in metres and centimetres"),
    pytest.param("зеркало шестьдесят на восемьдесят четыре штуки", "MIR-80 4", id="a section and the count behind it"),
    pytest.param("профиль ручка четыре метра двенадцать штук", "PROF 12", id="metres of what is stated in millimetres"),
    pytest.param(
        "опора мебельная сто пять тысяч и сто пятьдесят две", "LEG-100 5000, LEG-150 2000", id="thousands go on"
    ),
    pytest.param("халаты эм и эль пополам всего сорок", "COAT-L 20, COAT-M 20", id="one count parted over letters"),
    pytest.param(
        "опоры сто и сто пятьдесят всего восемьсот штук поровну", "LEG-100 400, LEG-150 400", id="and over sizes"
    ),
    pytest.param(
        "халаты эс эм эль по коробке каждого размера", "COAT-L 20, COAT-M 20, COAT-S 20", id="a box of each letter"
    ),
    pytest.param("халаты эска и эмка поровну всего десять", "COAT-M 5, COAT-S 5", id="a count said after the sharing"),
    pytest.param("халат эс две коробки эм одну", "COAT-M 20, COAT-S 40", id="a package carried to the next letter"),
    pytest.param("крючков маленьких двадцать и два больших крючка", "HOOK-B 2, HOOK-S 20", id="an adjective stays"),
    pytest.param("корм лосось десять коробок курица пять", "FEED-K 130, FEED-L 260", id="packages of another flavour"),
    pytest.param("корм сухой два двести восемь штук", "DRY-22 8", id="kilograms and grams without their names"),
    pytest.param("подкладка рулончика три", "LIN 300", id="a small unit before its number"),
    pytest.param("опора сто двести штук сто пятьдесят сто штук", "LEG-100 200, LEG-150 100", id="pieces are no size"),
    pytest.param("синтепон сто пятьдесят восемьдесят метров", "SYN-150 80", id="what all have is not what was said"),
    pytest.param("бумага наждачная сто на сто пятьсот штук", "SAND-100 500", id="grits of three digits"),
    pytest.param("краска семь один коробку", "DYE-71 48", id="a shade and a package of the other gender"),
    pytest.param(
        "простыня семьдесят на двести голубая две коробки восемьдесят одну",
        "BED-70 40, BED-80 20",
        id="another colour is told by its size",
    ),
]
DOUBTS = ["крючков больших штук до ста", "крючки большие десяток другой", "молний пятьдесят пачек пять шесть"]


@pytest.mark.parametrize("text", DOUBTS)
def test_a_number_that_the_caller_is_not_sure_of_is_a_question(
    text: str, read: Read, reasons_of: Callable[[dict[str, Any]], list[str]]
) -> None:
    document = read("haberdashery", text)
    assert (document["lines"], reasons_of(document)) == ([], ["no_quantity"])


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_the_goods_at_hand_tell_which_numbers_were_said(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("haberdashery", text)) == expected


@pytest.mark.parametrize(("said", "share"), [("двадцать штук", 1.0), ("сорок тысяч штук", 0.6)])
def test_a_hundred_times_what_anybody_holds_or_buys_is_hardly_believed(said: str, share: float) -> None:
    product = Product("LEG", "Опора мебельная 100 мм", "Опоры", "шт")
    stock = (StockRow("LEG", "A", Decimal(300)),)
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    doubted, believed = (
        OrderReader(CompanyData(products=(product,), stock=rows)).read(words_of_text(f"опора {said}"), now=now).lines[0]
        for rows in (stock, ())
    )
    assert 0 < doubted.confidence <= believed.confidence * share
