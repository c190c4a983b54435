"""Sizes, kinds and names of articles as people shorten them, over shops that no rule was made for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from models.company import Client, CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=5)))  # a Tuesday
CLIENTS = (Client("C1", "ИП Сурикова Лидия Ивановна", phones=("+79001112266",)),)
GOODS = """
BX1; Короб почтовый 600х400х300 бурый; шт; 10
BX2; Короб почтовый 600х400х400 бурый; шт; 10
BX3; Короб почтовый 400х400х400 бурый; шт; 10
BX4; Короб почтовый 400х300х300 бурый; шт; 10
PP; Бумага упаковочная серая; кг; 10
CB1; Гофролоток 300х200 серый; шт
CB2; Гофролоток 400х250 серый; шт
FB1; Геотекстиль 1,6х50 м; рул
FB2; Геотекстиль 2х50 м; рул
TP1; Лента двухсторонняя 48 мм х 10 м; рул; 6; 48; двусторонний скотч
TP2; Лента двухсторонняя 48 мм х 25 м; рул; 6; 24; двусторонний скотч
BG1; Мешки для листвы 60 л; рул; ; 50; садовые пакеты
BG2; Мешки для листвы 120 л; рул; ; 20; садовые пакеты
BC; Коробка картонная с крышкой; шт
SH1; Лопата штыковая с черенком; шт; ; 6
SH2; Лопата совковая с черенком; шт; ; 6
ZP1; Молния тракторная тип 5 бежевая; шт; 100
HS1; Шланг поливочный 1/2 25 м; шт
HS2; Шланг поливочный 3/4 25 м; шт
RP1; Веревка хозяйственная 100 м; шт
RP2; Веревка хозяйственная 20 м; шт
GM; Перчатки виниловые M; пара; 50; 500
GS; Перчатки виниловые S; пара; 50; 500
TB20; Труба ПП армированная 20х3,4 PN25; м
TB25; Труба ПП армированная 25х4,2 PN25; м
TL1; Плитка керамогранит 600х600х9 мм; м2
DK1; Поддон пластиковый новый; шт
DK2; Поддон пластиковый б/у; шт
"""


@pytest.fixture(scope="module")
def reader() -> OrderReader:
    products = []
    for line in GOODS.strip().splitlines():
        sku, name, unit, pack, box, aliases = ([part.strip() for part in line.split(";")] + [""] * 6)[:6]
        amounts = [Decimal(text) if text else None for text in (pack, box)]
        products.append(Product(sku, name, "", unit, *amounts, tuple(filter(None, aliases.split("|")))))
    return OrderReader(CompanyData(products=products, clients=CLIENTS))


@pytest.fixture
def read(reader: OrderReader) -> Callable[..., dict[str, Any]]:
    def document(text: str, phone: str | None = None) -> dict[str, Any]:
        return reader.read(words_of_text(text), phone=phone, now=NOW).to_document()

    return document


def test_a_unit_word_that_names_the_goods_leaves_the_size_behind_it_whole(
    read: Callable[..., dict[str, Any]], lines_of: Callable[[dict[str, Any]], str]
) -> None:
    assert lines_of(read("короб шестьсот на четыреста на триста сто штук")) == "BX1 100"
    assert lines_of(read("короб четыреста на триста на триста сорок штук")) == "BX4 40"


def test_numbers_behind_a_unit_word_are_a_size_where_goods_have_it(
    read: Callable[..., dict[str, Any]], lines_of: Callable[[dict[str, Any]], str]
) -> None:
    assert lines_of(read("короб четыреста триста триста сорок штук")) == "BX4 40"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("гофролоток тридцать на двадцать сто штук", "CB1 100"),
        ("лотки четыреста на двести пятьдесят пятьдесят штук", "CB2 50"),
        ("геотекстиль два метра пять рулонов", "FB2 5"),
        ("геотекстиль метр шестьдесят пять рулонов", "FB1 5"),
        ("геотекстиль одна целая шесть десятых метра пять рулонов", "FB1 5"),
    ],
)
def test_a_size_is_known_in_another_unit_and_a_compound_name_by_its_last_noun(
    said: str, expected: str, read: Callable[..., dict[str, Any]], lines_of: Callable[[dict[str, Any]], str]
) -> None:
    assert lines_of(read(said)) == expected


def test_the_callers_own_name_is_no_part_of_the_goods(
    read: Callable[..., dict[str, Any]], lines_of: Callable[[dict[str, Any]], str]
) -> None:
    document = read("бумага упаковочная серая тридцать килограмм сурикова", "+79001112266")
    assert lines_of(document) == "PP 30"
    assert not document["unresolved"]


def test_a_preposition_behind_a_name_belongs_to_the_date(read: Callable[..., dict[str, Any]]) -> None:
    document = read("бумага упаковочная тридцать килограмм это сурикова в пятницу надо")
    assert document["client"]["client_id"] == "C1"
    assert read("бумага упаковочная 30 кг; самовывоз пт")["delivery"]["date"] == "2026-11-20"
    assert document["delivery"]["date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("двусторонний скотч десятиметровый две упаковки двадцатипятиметровый коробку", "TP1 12, TP2 24"),
        ("садовые пакеты шестьдесят литров коробку сто двадцать литров коробку", "BG1 50, BG2 20"),
        ("лопаты штыковые две коробки совковые одну", "SH1 12, SH2 6"),
        ("лопаты штыковые коробку совковые две", "SH1 6, SH2 12"),
        ("виниловые перчатки эмка десять упаковок эска пять", "GM 500, GS 250"),
        ("труба пп двадцатая сто метров и двадцать пятая восемьдесят метров", "TB20 100, TB25 80"),
        ("керамогранит шестьдесят на шестьдесят сорок квадратов", "TL1 40"),
        ("керамогранит пятьдесят квадратных метров", "TL1 50"),
        ("молнии тракторные бежевые двести штук", "ZP1 200"),
        ("шланг поливочный пол дюйма двадцать пять метров пять штук", "HS1 5"),
        ("сто метровая веревка пять штук", "RP1 5"),
        ("поддоны новые двадцать штук бэушные тридцать штук", "DK1 20, DK2 30"),
    ],
)
def test_aliases_packages_and_colloquial_words_are_understood(
    said: str, expected: str, read: Callable[..., dict[str, Any]], lines_of: Callable[[dict[str, Any]], str]
) -> None:
    assert lines_of(read(said)) == expected
