"""What one line costs and whether a warehouse has it. Money is rounded to a kopeck, half up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.company import Product, StockRow
from worker.reads import PriceSource

_KOPECK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """Price and stock of one line at one moment. What the CRM does not know of an article is ``None``."""

    price: Decimal | None = None
    warehouse: str | None = None
    available: Decimal | None = None
    status: str = "unknown"  # "in_stock", "partial", "out_of_stock", "unknown"
    expected_date: dt.date | None = None
    expected_quantity: Decimal | None = None

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON values; ``from_document`` gives it back."""
        return {
            "price": _text(self.price),
            "warehouse": self.warehouse,
            "available": _text(self.available),
            "status": self.status,
            "expected_date": self.expected_date.isoformat() if self.expected_date else None,
            "expected_quantity": _text(self.expected_quantity),
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Offer:
        date = document["expected_date"]
        return cls(
            price=_decimal(document["price"]),
            warehouse=document["warehouse"],
            available=_decimal(document["available"]),
            status=document["status"],
            expected_date=dt.date.fromisoformat(date) if date else None,
            expected_quantity=_decimal(document["expected_quantity"]),
        )


@dataclass(frozen=True)
class PriceList:
    """Prices and stock of some articles as the CRM gave them at one moment."""

    products: dict[str, Product]
    stock: dict[str, list[StockRow]]

    def offer(self, sku: str, quantity: Decimal, warehouses: Sequence[str | None]) -> Offer:
        """Return what can be offered, from the first of *warehouses* that keeps the article, else from the fullest."""
        price = unit_price(self.products.get(sku), quantity)
        row = _row(self.stock.get(sku, []), warehouses)
        if row is None:
            return Offer(price=price)
        return Offer(
            price=price,
            warehouse=row.warehouse,
            available=row.available,
            status=_status(row.available, quantity),
            expected_date=row.expected_date,
            expected_quantity=row.expected_quantity,
        )


def ask_prices(crm: PriceSource, skus: Iterable[str]) -> PriceList:
    """Ask the CRM for prices and stock of this moment. Raises CrmError."""
    wanted = sorted(set(skus))
    products = {product.sku: product for product in crm.products(wanted)}
    stock: dict[str, list[StockRow]] = {}
    for row in crm.stock(wanted):
        stock.setdefault(row.sku, []).append(row)
    return PriceList(products, stock)


def unit_price(product: Product | None, quantity: Decimal) -> Decimal | None:
    """Return the price of a base unit when *quantity* of them are bought."""
    if product is None:
        return None
    wholesale = product.wholesale_price is not None and product.wholesale_from is not None
    if wholesale and product.wholesale_from is not None and quantity >= product.wholesale_from:
        return product.wholesale_price
    return product.price


def amount(price: Decimal | None, quantity: Decimal) -> Decimal | None:
    """Return the sum of one line."""
    return None if price is None else (price * quantity).quantize(_KOPECK, ROUND_HALF_UP)


def _row(rows: Sequence[StockRow], warehouses: Sequence[str | None]) -> StockRow | None:
    for warehouse in warehouses:
        own = next((row for row in rows if row.warehouse == warehouse), None)
        if own is not None:
            return own
    return max(rows, key=lambda row: row.available, default=None)


def _status(available: Decimal, quantity: Decimal) -> str:
    if available >= quantity:
        return "in_stock"
    return "partial" if available > 0 else "out_of_stock"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
