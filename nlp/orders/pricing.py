"""Prices, stock and the delivery line of a draft: pure functions over the company's data.

The worker calls them again with prices and stock fetched from the CRM at the moment the draft is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from models.company import OrderTerms, Product, StockRow
from nlp.orders.reading import OrderLine, StockCheck, StockStatus

_KOPECK = Decimal("0.01")


def line_price(product: Product, quantity: Decimal) -> Decimal | None:
    """Return the price of one base unit when *quantity* of them are bought on one line; ``None`` where unknown.

    From ``wholesale_from`` base units on, the wholesale price holds for the whole line.
    """
    if (
        product.wholesale_price is not None
        and product.wholesale_from is not None
        and quantity >= product.wholesale_from
    ):
        return product.wholesale_price
    return product.price


def line_amount(price: Decimal | None, quantity: Decimal) -> Decimal | None:
    """Return the sum of a line in roubles, rounded to kopecks."""
    return None if price is None else (price * quantity).quantize(_KOPECK, ROUND_HALF_UP)


def check_stock(rows: Sequence[StockRow], quantity: Decimal, warehouse: str | None = None) -> StockCheck:
    """Return whether *quantity* can ship now.

    *rows* are of one article. The client's *warehouse* is looked at first; another one is named only where the
    client's own is not known. ``partial`` means that some, not all, can ship; the expected date is the earliest one.
    """
    if not rows:
        return StockCheck(warehouse, None, StockStatus.UNKNOWN)
    own = [row for row in rows if row.warehouse == warehouse] if warehouse is not None else list(rows)
    if not own:
        return StockCheck(warehouse, Decimal(0), StockStatus.OUT_OF_STOCK, *_expected(rows))
    best = max(own, key=lambda row: row.available)
    if best.available >= quantity:
        status = StockStatus.IN_STOCK
    else:
        status = StockStatus.PARTIAL if best.available > 0 else StockStatus.OUT_OF_STOCK
    expected = _expected(own) if status is not StockStatus.IN_STOCK else (best.expected_date, best.expected_quantity)
    return StockCheck(best.warehouse, best.available, status, *expected)


def _expected(rows: Iterable[StockRow]) -> tuple[dt.date | None, Decimal | None]:
    coming = [row for row in rows if row.expected_date is not None]
    if not coming:
        return None, None
    soonest = min(coming, key=lambda row: row.expected_date or dt.date.max)
    return soonest.expected_date, soonest.expected_quantity


def delivery_charge(
    lines: Sequence[OrderLine], products: Mapping[str, Product], terms: OrderTerms, mode: str | None
) -> Decimal | None:
    """Return the price of the delivery line, or ``None`` where none is added.

    It is added under the minimum sum unless the client collects the goods, the sum or the weight earns free delivery,
    or a price is missing, since a sum that is not known cannot be too small.
    """
    if terms.minimum_sum is None or terms.delivery_price is None or mode == "pickup" or not lines:
        return None
    amounts = [line.amount for line in lines]
    if any(amount is None for amount in amounts):
        return None
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    if total >= terms.minimum_sum:
        return None
    if terms.free_delivery_from_sum is not None and total >= terms.free_delivery_from_sum:
        return None
    weight = order_weight(lines, products)
    if terms.free_delivery_from_kg is not None and weight is not None and weight >= terms.free_delivery_from_kg:
        return None
    return terms.delivery_price


def order_weight(lines: Sequence[OrderLine], products: Mapping[str, Product]) -> Decimal | None:
    """Return the weight of *lines* in kilograms, or ``None`` where the weight of some article is not known."""
    total = Decimal(0)
    for line in lines:
        product = products.get(line.sku)
        if product is None:
            return None
        weight = Decimal(1) if product.unit == "кг" else product.weight_kg
        if weight is None:
            return None
        total += weight * line.quantity
    return total


def price_line(line: OrderLine, product: Product, rows: Sequence[StockRow], warehouse: str | None) -> OrderLine:
    """Return *line* with price, amount and stock of today."""
    price = line_price(product, line.quantity)
    return replace(
        line, price=price, amount=line_amount(price, line.quantity), stock=check_stock(rows, line.quantity, warehouse)
    )
