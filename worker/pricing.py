"""Price and stock of a draft's lines at one moment, asked of the CRM and reckoned by the company's rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.company import OrderTerms, Product, StockRow
from nlp.orders.pricing import check_stock, delivery_charge, line_amount, line_price
from nlp.orders.reading import OrderLine, StockCheck, StockStatus
from worker.reads import PriceSource

UNKNOWN_STOCK = StockCheck(None, None, StockStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Offer:
    """Price and stock of one line at one moment. What the CRM does not know of an article is ``None``."""

    price: Decimal | None = None
    amount: Decimal | None = None
    stock: StockCheck = UNKNOWN_STOCK

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON values; ``from_document`` gives it back."""
        stock = self.stock
        return {
            "price": _text(self.price),
            "amount": _text(self.amount),
            "warehouse": stock.warehouse,
            "available": _text(stock.available),
            "status": stock.status.value,
            "expected_date": stock.expected_date.isoformat() if stock.expected_date else None,
            "expected_quantity": _text(stock.expected_quantity),
        }

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Offer:
        date = document["expected_date"]
        stock = StockCheck(
            warehouse=document["warehouse"],
            available=to_decimal(document["available"]),
            status=StockStatus(document["status"]),
            expected_date=dt.date.fromisoformat(date) if date else None,
            expected_quantity=to_decimal(document["expected_quantity"]),
        )
        return cls(to_decimal(document["price"]), to_decimal(document["amount"]), stock)


@dataclass(frozen=True)
class PriceList:
    """Prices and stock of some articles as the CRM gave them at one moment."""

    products: dict[str, Product]
    stock: dict[str, list[StockRow]]

    def offer(self, sku: str, quantity: Decimal, warehouse: str | None) -> Offer:
        """Return what the company can offer of one article to a client whom *warehouse* serves."""
        product = self.products.get(sku)
        price = line_price(product, quantity) if product is not None else None
        return Offer(price, line_amount(price, quantity), check_stock(self.stock.get(sku, ()), quantity, warehouse))

    def delivery_charge(self, lines: Sequence[Wanted], terms: OrderTerms, mode: str | None) -> Decimal | None:
        """Return the price of the delivery line for these lines, ``None`` where none is added."""
        priced = [
            OrderLine(line.sku, line.quantity, "", "", 1.0, amount=self.offer(line.sku, line.quantity, None).amount)
            for line in lines
        ]
        return delivery_charge(priced, self.products, terms, mode)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of one article is ordered, in base units."""

    sku: str
    quantity: Decimal


def ask_prices(crm: PriceSource, skus: Iterable[str]) -> PriceList:
    """Ask the CRM for prices and stock of this moment. Raises CrmError."""
    wanted = sorted(set(skus))
    products = {product.sku: product for product in crm.products(wanted)}
    stock: dict[str, list[StockRow]] = {}
    for row in crm.stock(wanted):
        stock.setdefault(row.sku, []).append(row)
    return PriceList(products, stock)


def to_decimal(value: str | float | int | None) -> Decimal | None:
    """Return a JSON value as a decimal, exactly as it is written."""
    return None if value is None else Decimal(str(value))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
