"""What an outbox row says to the CRM, as JSON: the order of a draft, and the entry of a call."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from crm.seam import CallEntry, DraftOrder, DraftOrderLine
from models.tables import Call, Draft, DraftLine

_ORDER = TypeAdapter(DraftOrder)
_ENTRY = TypeAdapter(CallEntry)
_LONGEST_TEXT = 5000


def draft_order(draft: Draft) -> DraftOrder:
    """Return the order that *draft* holds now; its ``lines``, ``call`` and ``request`` must be loaded."""
    return DraftOrder(
        client_id=draft.client_id,
        lines=tuple(_line(line) for line in draft.lines),
        call_id=str(draft.call_id),
        request_number=str(draft.request.number) if draft.request is not None else None,
        manager_id=draft.manager_id,
        phone=draft.call.phone,
        delivery_mode=draft.delivery_mode,
        delivery_date=draft.delivery_date,
        delivery_time=draft.delivery_time,
        delivery_address=draft.delivery_address,
        delivery_charge=draft.delivery_charge,
        payment=draft.payment,
        comment=_text(draft.comment),
        unresolved=tuple(str(item.get("heard", ""))[:_LONGEST_TEXT] for item in draft.unresolved),
    )


def call_entry(call: Call, outcome: str) -> CallEntry:
    """Return the line of the CRM's call history for one call."""
    return CallEntry(
        call_id=str(call.id),
        started_at=call.started_at,
        direction=call.direction.value,
        duration_s=(call.ended_at - call.started_at).total_seconds(),
        phone=call.phone,
        client_id=call.client_id,
        manager_id=call.manager_id,
        outcome=outcome,
    )


def order_payload(order: DraftOrder) -> dict[str, Any]:
    return {"order": _ORDER.dump_python(order, mode="json")}


def entry_payload(entry: CallEntry) -> dict[str, Any]:
    payload: dict[str, Any] = _ENTRY.dump_python(entry, mode="json")
    return payload


def read_order(payload: dict[str, Any]) -> DraftOrder | None:
    """Return the order of a payload, ``None`` where it has none. Raises pydantic's ``ValidationError``."""
    held = payload.get("order")
    return None if held is None else _ORDER.validate_python(held)


def read_entry(payload: dict[str, Any]) -> CallEntry:
    """Return the call entry of a payload. Raises pydantic's ``ValidationError``."""
    return _ENTRY.validate_python(payload)


def _line(line: DraftLine) -> DraftOrderLine:
    return DraftOrderLine(
        sku=line.sku,
        quantity=line.quantity,
        unit=line.unit,
        price=line.price,
        amount=line.amount,
        warehouse=line.stock_warehouse,
        heard=_text(line.heard),
    )


def _text(text: str | None) -> str | None:
    return None if text is None else text[:_LONGEST_TEXT]
