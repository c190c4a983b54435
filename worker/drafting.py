"""From what was understood to a draft's row and its lines: nothing is decided here that was not heard or asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from models.tables import Call, Draft, DraftKind, DraftLine, StockState
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


def new_draft(call: Call, material: Material) -> Draft:
    """Return the draft of *call*, not yet in a session; its request is for the caller to set."""
    reading, caller = material.reading, material.caller
    delivery, callback = reading.get("delivery") or {}, reading.get("callback") or {}
    checked_at = material.priced.get("checked_at")
    made = Draft(
        id=uuid4(),
        call_id=call.id,
        kind=DraftKind.ORDER if material.is_order else DraftKind.TASK,
        intent=material.intent,
        client_id=caller.get("client_id"),
        matched_by=caller.get("matched_by", "none"),
        client_confidence=caller.get("confidence", 0.0),
        manager_id=caller.get("manager_id"),
        delivery_mode=delivery.get("mode"),
        delivery_date=_date(delivery.get("date")),
        delivery_time=delivery.get("time"),
        delivery_address=delivery.get("address"),
        delivery_charge=to_decimal(
            material.priced.get("delivery_charge") if checked_at else reading.get("delivery_charge")
        ),
        payment=reading.get("payment"),
        callback_phone=callback.get("phone"),
        callback_time=callback.get("time"),
        comment=reading.get("comment"),
        unresolved=reading.get("unresolved", []),
        reading=reading,
        reader_version=material.understood.get("reader_version", ""),
        stock_state=StockState.KNOWN if checked_at else StockState.UNKNOWN,
        stock_checked_at=dt.datetime.fromisoformat(checked_at) if checked_at else None,
        answer_by=material.answer_by,
    )
    made.call = call
    made.lines = _lines(material)
    return made


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


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
