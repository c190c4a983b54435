"""Orders over ten small shops with price lists of different habits; each file holds the articles, then the orders.

An article is «sku;name;category;unit;pack;box;aliases», an order «text => lines and questions», or the intent of a
call that orders nothing. ``+`` marks a client whose last order was the 4th, 8th and 13th article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest

from models.company import Client, CompanyData, PastOrderLine, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
SHOPS = Path(__file__).parent / "shops"
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))
PHONE = "+79001112233"
BOUGHT = (3, 7, 12)


def parts_of(shop: str) -> tuple[list[str], list[str]]:
    articles, orders = (SHOPS / f"{shop}.txt").read_text(encoding="utf-8").split("\n\n")
    return articles.splitlines(), orders.strip().splitlines()


def product_of(line: str) -> Product:
    sku, name, category, unit, pack, box, aliases = (line.split(";") + [""] * 7)[:7]
    held, cased = (Decimal(text) if text else None for text in (pack, box))
    return Product(sku, name, category, unit, held, cased, tuple(aliases.split("|")) if aliases else ())


@lru_cache(maxsize=1)  # the cases of one shop follow each other
def reader_of(shop: str) -> OrderReader:
    products = [product_of(line) for line in parts_of(shop)[0]]
    past = [PastOrderLine("o1", "C1", dt.date(2026, 11, 1), products[n].sku, Decimal(10 * (n + 1))) for n in BOUGHT]
    clients = (Client("C1", "ООО «Ромашка»", "7701234560", (PHONE,)),)
    return OrderReader(CompanyData(products=products, clients=clients, past_orders=past))


def cases() -> Iterator[tuple[str, str, str]]:
    for path in sorted(SHOPS.glob("*.txt")):
        for line in parts_of(path.stem)[1]:
            text, _, expected = line.partition(" => ")
            yield path.stem, text, expected


@pytest.mark.parametrize(("shop", "text", "expected"), list(cases()))
def test_order_of_a_shop_becomes_its_lines_and_questions(shop: str, text: str, expected: str) -> None:
    phone = PHONE if text.startswith("+ ") else None
    spoken = text.removeprefix("+ ").replace("\\n", "\n")
    document = reader_of(shop).read(words_of_text(spoken), phone=phone, now=NOW).to_document()
    found = sorted(f"{line['sku']} {line['quantity']:g}" for line in document["lines"])
    found += sorted(item["reason"] for item in document["unresolved"])
    assert (", ".join(found) if document["intent"] == "order" else document["intent"]) == expected
