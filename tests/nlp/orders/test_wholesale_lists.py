"""Price lists as wholesalers write them, and what people say of their packages, short words and counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit

NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))
SHOPS = {
    "garden": """
GRASS; Трава газонная Спорт меш. 20 кг; кг; 20
CLOVER; Клевер белый вес. меш. 10 кг; кг; 10
BAG; Мешок полипропиленовый 55х95; шт; 100
SOIL; Грунт для рассады 10 л; шт; ; 5
POT; Горшок торфяной 8 см; шт; 50; 500
TOM; Томат Гномик раннесп. 0,1 г; шт; 10; 200""",
}
ORDERS = (
    ("garden", "грунт одна коробка пять штук горшки торфяные тысяча штук это две коробки", "POT 1000, SOIL 5"),
    ("garden", "пять коробок двадцать пять штук грунта и клевера два мешка", "CLOVER 20, SOIL 25"),
    ("garden", "грунт две коробки двадцать штук горшков", "POT 20, SOIL 10"),
    ("garden", "траву газонную мешок и мешок полипропиленовый сто штук", "BAG 100, GRASS 20"),
    ("garden", "клевер мешок ой нет клевера два", "CLOVER 20"),
    ("garden", "грунт для рассады пять каробок", "SOIL 25"),
    ("garden", "клевер весовой пять мешков томат гномик раннеспелый коробка", "CLOVER 50, TOM 200"),
)


@lru_cache
def _reader(shop: str) -> OrderReader:
    products = []
    for line in SHOPS[shop].strip().splitlines():
        sku, name, unit, pack, box = ([part.strip() for part in line.split(";")] + ["", ""])[:5]
        sizes = [Decimal(size) if size else None for size in (pack, box)]
        products.append(Product(sku, name, "", unit, *sizes))
    return OrderReader(CompanyData(products=products))


def _read(shop: str, text: str) -> str:
    """Return what was understood as «sku quantity, …» and then the reasons of what was not."""
    reading = _reader(shop).read(words_of_text(text), now=NOW)
    lines = sorted(f"{line.sku} {line.quantity.normalize():f}" for line in reading.lines)
    return ", ".join([*lines, *sorted(item.reason.value for item in reading.unresolved)])


@pytest.mark.parametrize(("shop", "text", "expected"), ORDERS)
def test_an_order_over_a_wholesale_list_is_read(shop: str, text: str, expected: str) -> None:
    assert _read(shop, text) == expected
