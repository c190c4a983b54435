"""What was said of goods that are not sold becomes a question; what can mean one article only is that article."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))

SHOP = """
T1;Термобельё мужское Norveg чёрное M;Бельё;компл
T2;Термобельё мужское Norveg чёрное L;Бельё;компл
T3;Носки треккинговые Norveg S;Носки;пара
T4;Носки треккинговые Norveg XL;Носки;пара
W1;Колесо опорное 100 мм поворотное;Колёса;шт
W2;Колесо опорное 125 мм неповоротное;Колёса;шт
H1;Герметик каминный чёрный 310 мл;Герметики;шт
B1;Баллон газовый 27 л;Баллоны;шт
B2;Баллон газовый 50 л;Баллоны;шт
F1;Фонарь налобный Petzl Tikka 300 лм;Фонари;шт
F2;Фонарь налобный Fenix HM50 500 лм;Фонари;шт
F3;Фонарь кемпинговый Fenix CL20 300 лм;Фонари;шт
S1;Спальник Novatour Карелия зелёный;Спальники;шт
S2;Спальник Novatour Сибирь синий;Спальники;шт
K1;Коврик пенный 10 мм зелёный;Коврики;шт
K2;Коврик самонадувной 38 мм синий;Коврики;шт
"""


@lru_cache(maxsize=1)
def reader() -> OrderReader:
    products = []
    for row in SHOP.strip().splitlines():
        sku, name, category, unit = row.split(";")
        products.append(Product(sku, name, category, unit, price=Decimal(100)))
    return OrderReader(CompanyData(products=products))


def read(text: str) -> tuple[dict[str, float], list[dict[str, Any]]]:
    document = reader().read(words_of_text(text), now=NOW).to_document()
    return {line["sku"]: line["quantity"] for line in document["lines"]}, document["unresolved"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("термобельё норвег чёрное эску пять комплектов", id="a letter size that is not sold"),
        pytest.param("примите заказ носки треккинговые норвег элька десять пар", id="a letter size of other goods"),
        pytest.param("колесо опорное 100 мм с тормозом - 16 шт", id="what the goods have, behind a number"),
        pytest.param("герметик силиконовый пять штук", id="another material"),
    ],
)
def test_goods_that_are_stated_otherwise_are_not_taken(text: str) -> None:
    lines, asked = read(text)
    assert lines == {}
    assert len(asked) == 1


def test_a_line_says_how_likely_it_is_right() -> None:
    document = reader().read(words_of_text("спальник карелия зелёный десять штук"), now=NOW).to_document()
    [line] = document["lines"]
    assert line["sku"] == "S1"
    assert line["confidence"] > 0.9


def test_one_word_that_no_name_has_does_not_refuse_what_fits_one_article_alone() -> None:
    text = "колесо поворотное сто миллиметров на тележку десять штук и коврик самонадувной синий пять"
    document = reader().read(words_of_text(text), now=NOW).to_document()
    wheel, mat = document["lines"]
    assert (wheel["sku"], wheel["quantity"], mat["sku"], document["unresolved"]) == ("W1", 10, "K2", [])
    assert "не всё из сказанного" in wheel["note"]
    assert wheel["confidence"] < mat["confidence"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("мангал складной три штуки", id="goods of another kind"),
        pytest.param("носки лыжные норвег три пары", id="one of two that fit"),
        pytest.param("колесо сто миллиметров неповоротное резиновое десять штук", id="the article is stated otherwise"),
    ],
)
def test_what_was_refused_for_good_reason_stays_a_question(text: str) -> None:
    lines, asked = read(text)
    assert (lines, len(asked)) == ({}, 1)
