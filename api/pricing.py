"""Price, stock and the delivery line of a draft after a person changed it, by the same rules as when it was made."""

from __future__ import annotations

from dataclasses import replace

from api.documents import reading_of
from api.quotes import Quote
from models.company import OrderTerms
from models.tables import CachedClient, Draft, DraftLine, StockState, utc_now
from nlp.orders.pricing import delivery_charge, price_line
from nlp.orders.reading import OrderLine, StockCheck, StockStatus

_UNKNOWN = StockCheck(None, None, StockStatus.UNKNOWN)


def price_draft(draft: Draft, quote: Quote, terms: OrderTerms, client: CachedClient | None) -> None:
    """Write prices, sums and stock into *draft*. Stock that the CRM did not tell becomes unknown, never stays old."""
    warehouse = (client.details.get("warehouse") if client else None) or terms.default_warehouse
    for line, value in zip(draft.lines, reading_of(draft).lines, strict=True):
        _set(line, _priced(value, quote, warehouse))
    if draft.lines:
        draft.delivery_charge = delivery_charge(reading_of(draft).lines, quote.products, terms, draft.delivery_mode)
    draft.stock_state = StockState.UNKNOWN if quote.stock is None else StockState.KNOWN
    if quote.stock is not None:
        draft.stock_checked_at = utc_now()


def _priced(line: OrderLine, quote: Quote, warehouse: str | None) -> OrderLine:
    product = quote.products.get(line.sku)
    if product is None:  # taken out of the catalogue meanwhile
        return replace(line, stock=_UNKNOWN)
    return price_line(line, product, quote.stock_of(line.sku) or (), warehouse)


def _set(line: DraftLine, priced: OrderLine) -> None:
    stock = priced.stock or _UNKNOWN
    known = stock.status is not StockStatus.UNKNOWN
    line.price, line.amount = priced.price, priced.amount
    line.stock_status = stock.status.value
    line.stock_warehouse = stock.warehouse if known else None
    line.stock_available = stock.available
    line.stock_expected_date = stock.expected_date
    line.stock_expected_quantity = stock.expected_quantity
