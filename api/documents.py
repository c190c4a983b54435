"""A draft as an order document: what corrections and the labelled set are written in."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from models.tables import Draft, DraftLine
from nlp.orders.reading import (
    Callback,
    ClientMatch,
    Delivery,
    Intent,
    MatchedBy,
    OrderLine,
    OrderReading,
    Span,
    StockCheck,
    StockStatus,
    Unresolved,
    UnresolvedReason,
)

Code = TypeVar("Code", bound=StrEnum)

# What decides whether a person changed anything: prices and stock move by themselves.
_LINE_FIELDS = ("sku", "quantity")
_OWN_FIELDS = ("delivery", "payment", "callback", "comment")


def order_document(draft: Draft) -> dict[str, Any]:
    """Return *draft* (with its lines loaded) as it now stands, in the order format."""
    return reading_of(draft).to_document()


def reading_of(draft: Draft) -> OrderReading:
    """Return *draft* (with its lines loaded) as the value it was made from."""
    return OrderReading(
        intent=one_of(Intent, draft.intent, Intent.OTHER),
        client=ClientMatch(draft.client_id, MatchedBy(draft.matched_by), draft.client_confidence),
        lines=tuple(_line(line) for line in draft.lines),
        delivery=Delivery(draft.delivery_mode, draft.delivery_date, draft.delivery_time, draft.delivery_address),
        payment=draft.payment,
        callback=_callback(draft),
        comment=draft.comment,
        unresolved=tuple(unresolved_of(item) for item in draft.unresolved),
        delivery_charge=draft.delivery_charge,
        request_number=draft.reading.get("request_number"),
        reader_version=draft.reader_version,
    )


def meaning(document: dict[str, Any]) -> dict[str, Any]:
    """Return what of an order document a person answers for: two with equal meaning are the same order."""
    return {
        "intent": document.get("intent"),
        "client_id": (document.get("client") or {}).get("client_id"),
        "lines": sorted(tuple(line[name] for name in _LINE_FIELDS) for line in document.get("lines") or []),
        "unresolved": sorted(item["heard"] for item in document.get("unresolved") or []),
        **{name: _nothing_as_none(document.get(name)) for name in _OWN_FIELDS},
    }


def unresolved_of(item: dict[str, Any]) -> Unresolved:
    """Return one kept unresolved phrase as a value. A reason this code does not know counts as no product."""
    return Unresolved(
        heard=item["heard"],
        reason=one_of(UnresolvedReason, item.get("reason"), UnresolvedReason.NO_PRODUCT),
        alternatives=tuple(item.get("alternatives") or ()),
        quantity=to_decimal(item.get("quantity")),
        unit=item.get("unit"),
        spans=tuple(span_of(span) for span in item.get("spans") or ()),
    )


def span_of(span: dict[str, Any]) -> Span:
    """Return one kept span as a value."""
    return Span(int(span["first"]), int(span["last"]), span.get("start"), span.get("end"))


def _line(line: DraftLine) -> OrderLine:
    return OrderLine(
        sku=line.sku,
        quantity=line.quantity,
        unit=line.unit,
        heard=line.heard or "",
        confidence=1.0 if line.confidence is None else line.confidence,
        alternatives=tuple(line.alternatives),
        price=line.price,
        amount=line.amount,
        stock=_stock(line),
        spans=tuple(span_of(span) for span in line.spans),
        note=line.note,
    )


def _stock(line: DraftLine) -> StockCheck:
    return StockCheck(
        warehouse=line.stock_warehouse,
        available=line.stock_available,
        status=one_of(StockStatus, line.stock_status, StockStatus.UNKNOWN),
        expected_date=line.stock_expected_date,
        expected_quantity=line.stock_expected_quantity,
    )


def _callback(draft: Draft) -> Callback | None:
    if draft.callback_phone is None and draft.callback_time is None:
        return None
    return Callback(draft.callback_phone, draft.callback_time)


def _nothing_as_none(value: Any) -> Any:
    """An object of nothing but nulls says the same as no object, and an empty text the same as none."""
    if isinstance(value, dict):
        return value if any(item is not None for item in value.values()) else None
    return None if value == "" else value


def to_decimal(value: Any) -> Decimal | None:
    """Return a number of a JSON document as a decimal, by its shortest text."""
    return None if value is None else Decimal(str(value))


def one_of(kind: type[Code], value: str | None, other: Code) -> Code:
    """Return the member of *kind* with this value, or *other*: a code of a newer version must not break a page."""
    try:
        return kind(value or "")
    except ValueError:
        return other
