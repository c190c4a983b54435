"""What people decided, in the format of the labelled set, so that a company can measure first-time-right on its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.documents import order_document
from models.tables import Call, Draft, DraftKind, DraftStatus, TranscriptRow

BATCH = 100


def lines(session: Session, since: dt.datetime | None) -> Iterator[str]:
    """Yield one JSON line for each confirmed order: what was said, and the order that a person stands by."""
    query = (
        select(Draft)
        .where(Draft.kind == DraftKind.ORDER, Draft.status == DraftStatus.CONFIRMED)
        .options(joinedload(Draft.call), selectinload(Draft.lines), selectinload(Draft.corrections))
        .order_by(Draft.decided_at)
        .execution_options(yield_per=BATCH)
    )
    if since is not None:
        query = query.where(Draft.decided_at >= since)
    for draft in session.scalars(query):
        yield json.dumps(labelled_order(draft, _text(session, draft.call)), ensure_ascii=False) + "\n"


def labelled_order(draft: Draft, text: str) -> dict[str, Any]:
    """Return one labelled order."""
    return {
        "id": str(draft.id),
        "text": text,
        "now": draft.call.started_at.isoformat(),
        "phone": draft.call.phone,
        "expected": order_document(draft),
        "corrected": not draft.unchanged,
    }


def _text(session: Session, call: Call) -> str:
    newest = (
        select(TranscriptRow.text)
        .where(TranscriptRow.call_id == call.id)
        .order_by(TranscriptRow.created_at.desc())
        .limit(1)
    )
    return session.scalar(newest) or ""
