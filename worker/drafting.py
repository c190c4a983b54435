"""From what was understood to a draft's row and its lines: nothing is decided here that was not heard or asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from models.tables import Draft, DraftKind, DraftLine, StockState
from nlp.orders.reading import Intent, StockCheck, StockStatus
from worker.pricing import Offer, to_decimal

MISSED_CALL: Final = "missed_call"  # the intent of a call in which nothing was said: a person calls back


@dataclass(frozen=True)
class Material:
    """Results of the stages before, as their jobs keep them."""

    understood: dict[str, Any]
    caller: dict[str, Any]
    priced: dict[str, Any]
    answer_by: dt.datetime

    @property
    def reading(self) -> dict[str, Any]:
        """Return the order document; empty where nothing was said."""
        reading: dict[str, Any] = self.understood.get("reading", {})
        return reading

    @property
    def intent(self) -> str:
        return str(self.understood.get("intent", MISSED_CALL))

    @property
    def is_order(self) -> bool:
        """Whether it orders something, though perhaps nothing that was understood."""
        return self.intent == Intent.ORDER.value or bool(self.reading.get("lines"))


def fill(draft: Draft, material: Material) -> None:
    """Write into *draft* what its call came to; its call and request are for the caller to set."""
    draft.kind = DraftKind.ORDER if material.is_order else DraftKind.TASK
    draft.intent = material.intent
    draft.reading = material.reading
    draft.reader_version = material.understood.get("reader_version", "")
    draft.unresolved = material.reading.get("unresolved", [])
    draft.comment = material.reading.get("comment")
    draft.payment = material.reading.get("payment")
    draft.answer_by = material.answer_by
    _fill_caller(draft, material.caller)
    _fill_delivery(draft, material.reading.get("delivery") or {}, material.reading.get("callback") or {})
    _fill_prices(draft, material)


def _fill_caller(draft: Draft, caller: dict[str, Any]) -> None:
    draft.client_id = caller.get("client_id")
    draft.matched_by = caller.get("matched_by", "none")
    draft.client_confidence = caller.get("confidence", 0.0)
    draft.manager_id = caller.get("manager_id")


def _fill_delivery(draft: Draft, delivery: dict[str, Any], callback: dict[str, Any]) -> None:
    date = delivery.get("date")
    draft.delivery_mode = delivery.get("mode")
    draft.delivery_date = dt.date.fromisoformat(date) if date else None
    draft.delivery_time = delivery.get("time")
    draft.delivery_address = delivery.get("address")
    draft.callback_phone = callback.get("phone")
    draft.callback_time = callback.get("time")


def _fill_prices(draft: Draft, material: Material) -> None:
    """Write the lines, with the CRM's prices where it answered and the shelf's where it did not."""
    checked_at = material.priced.get("checked_at")
    told = material.priced if checked_at else material.reading
    draft.delivery_charge = to_decimal(told.get("delivery_charge"))
    draft.stock_state = StockState.KNOWN if checked_at else StockState.UNKNOWN
    draft.stock_checked_at = dt.datetime.fromisoformat(checked_at) if checked_at else None
    draft.lines = _lines(material)


def set_offer(line: DraftLine, offer: Offer) -> None:
    """Write price and stock of this moment into a line."""
    line.price = offer.price
    line.amount = offer.amount
    set_stock(line, offer.stock)


def set_stock(line: DraftLine, stock: StockCheck) -> None:
    """Write the stock of this moment into a line and leave its price alone."""
    line.stock_warehouse = stock.warehouse
    line.stock_available = stock.available
    line.stock_status = stock.status.value
    line.stock_expected_date = stock.expected_date
    line.stock_expected_quantity = stock.expected_quantity


def _lines(material: Material) -> list[DraftLine]:
    names = material.understood.get("names", {})
    lines = [_line(position, item, names) for position, item in enumerate(material.reading.get("lines", []))]
    offers = [Offer.from_document(offer) for offer in material.priced.get("offers", [])]
    for line, offer in zip(lines, offers, strict=False):  # no offers at all while the CRM is down
        set_offer(line, offer)
    return lines


def _line(position: int, item: dict[str, Any], names: dict[str, str]) -> DraftLine:
    """Return the line as understood; its price is that of the catalogue on the shelf until the CRM answers."""
    return DraftLine(
        position=position,
        sku=item["sku"],
        name=names.get(item["sku"], item["sku"]),
        quantity=Decimal(str(item["quantity"])),
        unit=item["unit"],
        heard=item["heard"],
        spans=item.get("spans", []),
        confidence=item["confidence"],
        alternatives=item.get("alternatives", []),
        note=item.get("note"),
        price=to_decimal(item.get("price")),
        amount=to_decimal(item.get("amount")),
        stock_status=StockStatus.UNKNOWN.value,
    )
