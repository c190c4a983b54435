"""Rows of the outbox that the pipeline writes, each in the transaction of what it tells of."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.payloads import call_entry, draft_order, entry_payload, order_payload
from models.tables import Call, Draft, OutboxKind, OutboxMessage


def create_draft(session: Session, draft: Draft) -> None:
    """Queue the creation of an order in the CRM; the draft's lines, call and request must be loaded."""
    _write(session, draft, OutboxKind.CREATE_DRAFT, f"draft:{draft.id}", order_payload(draft_order(draft)))


def update_prices(session: Session, draft: Draft) -> None:
    """Queue the prices that were not known when the draft was created; only the first time counts."""
    _write(session, draft, OutboxKind.UPDATE_DRAFT, f"draft:{draft.id}:priced", order_payload(draft_order(draft)))


def log_call(session: Session, call: Call, draft: Draft) -> None:
    """Queue the call for the CRM's call history."""
    _write(session, draft, OutboxKind.LOG_CALL, f"call:{call.id}", entry_payload(call_entry(call, draft.intent)))


def _write(session: Session, draft: Draft, kind: OutboxKind, key: str, payload: dict[str, Any]) -> None:
    """Add the row unless its key is there, and flush: rows of one draft are sent in the order they were made."""
    if session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is not None:
        return
    session.add(
        OutboxMessage(id=uuid4(), kind=kind, key=key, payload=payload, draft_id=draft.id, call_id=draft.call_id)
    )
    session.flush()
