"""What was understood of one spoken order, and the document it is shown as.

``to_document`` gives exactly the JSON of the order format; ``Span`` carries what the desk needs on top: which words
of the transcript a finding stands on, so that they can be highlighted and played.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    ORDER = "order"
    CALLBACK = "callback"
    QUESTION = "question"
    COMPLAINT = "complaint"
    OTHER = "other"


class MatchedBy(StrEnum):
    PHONE = "phone"
    INN = "inn"
    NAME = "name"
    NONE = "none"


class StockStatus(StrEnum):
    IN_STOCK = "in_stock"
    PARTIAL = "partial"
    OUT_OF_STOCK = "out_of_stock"
    UNKNOWN = "unknown"


class UnresolvedReason(StrEnum):
    NO_PRODUCT = "no_product"
    AMBIGUOUS = "ambiguous"
    NO_QUANTITY = "no_quantity"
    UNIT_MISMATCH = "unit_mismatch"
    NO_HISTORY = "no_history"


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What may have been said in place of a word and those behind it, *words* in all.

    ``behind`` is the natural logarithm by which the recogniser holds it less likely.
    """

    text: str
    words: int
    behind: float


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word as the recogniser gave it; times are ``None`` where the text was typed."""

    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None
    disputed: str | None = None
    others: tuple[OtherWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``first`` to ``last`` (inclusive) of the utterance, and their sound where it is known."""

    first: int
    last: int
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class ClientMatch:
    client_id: str | None
    matched_by: MatchedBy
    confidence: float


@dataclass(frozen=True, slots=True)
class StockCheck:
    warehouse: str | None
    available: Decimal | None
    status: StockStatus
    expected_date: dt.date | None = None
    expected_quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One understood line; ``quantity`` in base units. ``note`` says in Russian what decided, where something did."""

    sku: str
    quantity: Decimal
    unit: str
    heard: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    price: Decimal | None = None
    amount: Decimal | None = None
    stock: StockCheck | None = None
    spans: tuple[Span, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    heard: str
    reason: UnresolvedReason
    alternatives: tuple[str, ...] = ()
    quantity: Decimal | None = None  # where it was understood although the product was not
    unit: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    mode: str | None = None  # "delivery", "pickup"
    date: dt.date | None = None
    time: str | None = None  # "HH:MM" or "HH:MM-HH:MM", as local time of the client
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Callback:
    phone: str | None = None  # E.164
    time: str | None = None


@dataclass(frozen=True, slots=True)
class OrderReading:
    """The whole of what one call said."""

    intent: Intent
    client: ClientMatch
    lines: tuple[OrderLine, ...] = ()
    delivery: Delivery = field(default_factory=Delivery)
    payment: str | None = None  # "invoice", "cash", "card", "deferred"
    callback: Callback | None = None
    comment: str | None = None
    unresolved: tuple[Unresolved, ...] = ()
    delivery_charge: Decimal | None = None  # the delivery line added under the minimum sum
    request_number: str | None = None  # an earlier request that the caller names
    reader_version: str = ""

    def to_document(self) -> dict[str, Any]:
        """Return the JSON document of the order format; decimals become numbers, dates ISO strings."""
        return {
            "intent": self.intent.value,
            "client": {
                "client_id": self.client.client_id,
                "matched_by": self.client.matched_by.value,
                "confidence": round(self.client.confidence, 3),
            },
            "lines": [_line_document(line) for line in self.lines],
            "delivery": {
                "mode": self.delivery.mode,
                "date": self.delivery.date.isoformat() if self.delivery.date else None,
                "time": self.delivery.time,
                "address": self.delivery.address,
            },
            "payment": self.payment,
            "callback": {"phone": self.callback.phone, "time": self.callback.time} if self.callback else None,
            "comment": self.comment,
            "unresolved": [_unresolved_document(item) for item in self.unresolved],
            "delivery_charge": _number(self.delivery_charge),
            "request_number": self.request_number,
        }


def _line_document(line: OrderLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "quantity": _number(line.quantity),
        "unit": line.unit,
        "heard": line.heard,
        "confidence": round(line.confidence, 3),
        "alternatives": list(line.alternatives),
        "price": _number(line.price),
        "amount": _number(line.amount),
        "stock": _stock_document(line.stock),
        "spans": [_span_document(span) for span in line.spans],
        "note": line.note,
    }


def _stock_document(stock: StockCheck | None) -> dict[str, Any]:
    if stock is None:
        stock = StockCheck(warehouse=None, available=None, status=StockStatus.UNKNOWN)
    return {
        "warehouse": stock.warehouse,
        "available": _number(stock.available),
        "status": stock.status.value,
        "expected_date": stock.expected_date.isoformat() if stock.expected_date else None,
        "expected_quantity": _number(stock.expected_quantity),
    }


def _unresolved_document(item: Unresolved) -> dict[str, Any]:
    return {
        "heard": item.heard,
        "reason": item.reason.value,
        "alternatives": list(item.alternatives),
        "quantity": _number(item.quantity),
        "unit": item.unit,
        "spans": [_span_document(span) for span in item.spans],
    }


def _span_document(span: Span) -> dict[str, Any]:
    return {"first": span.first, "last": span.last, "start": span.start, "end": span.end}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
