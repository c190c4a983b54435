"""What people decided, in the format of the labelled set (``tests/data/orders``): so a company measures its own orders.

The export beside the company's CSVs is a folder that ``dozvon evaluate orders`` reads.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.documents import order_document
from models.tables import CachedClient, Draft, DraftKind, DraftStatus, TranscriptRow

BATCH = 100
_LINE = ("sku", "quantity")
_UNRESOLVED = ("reason", "heard")


def lines(session: Session, since: dt.datetime | None, zone: ZoneInfo) -> Iterator[str]:
    """Yield one JSON line for each confirmed order: what was said, and the order that a person stands by.

    *zone* is the clock of clients whose own is not known.
    """
    query = (
        select(Draft)
        .where(Draft.kind == DraftKind.ORDER, Draft.status == DraftStatus.CONFIRMED)
        .options(joinedload(Draft.call), selectinload(Draft.lines), selectinload(Draft.corrections))
        .order_by(Draft.decided_at)
        .execution_options(yield_per=BATCH)
    )
    if since is not None:
        query = query.where(Draft.decided_at >= since)
    zones = dict(session.execute(select(CachedClient.client_id, CachedClient.timezone)).all())
    for draft in session.scalars(query):
        own = zones.get(draft.client_id or "")
        order = labelled_order(draft, _words(session, draft), ZoneInfo(own) if own else zone)
        yield json.dumps(order, ensure_ascii=False) + "\n"


def labelled_order(draft: Draft, words: TranscriptRow | None, zone: ZoneInfo) -> dict[str, Any]:
    """Return one labelled order: the fields of the set, and beside them the whole order as ``order``."""
    document = order_document(draft)
    return {
        "id": str(draft.id),
        "text": words.text if words else "",
        "phone": draft.call.phone,
        "client_id": None,
        "now": draft.call.started_at.astimezone(zone).isoformat(),
        "tags": ["own", "unchanged" if draft.unchanged else "corrected"],
        "expected": {
            "intent": document["intent"],
            "client_id": draft.client_id,
            "lines": [{name: line[name] for name in _LINE} for line in document["lines"]],
            "unresolved": [{name: item[name] for name in _UNRESOLVED} for item in document["unresolved"]],
            "delivery": _said(document["delivery"]),
            "payment": document["payment"],
            "callback": document["callback"],
        },
        "transcript": words.document if words else None,
        "first": draft.corrections[0].before if draft.corrections else document,
        "order": document,
    }


def _said(delivery: dict[str, Any]) -> dict[str, Any] | None:
    return delivery if any(value is not None for value in delivery.values()) else None


def _words(session: Session, draft: Draft) -> TranscriptRow | None:
    return session.scalar(
        select(TranscriptRow)
        .where(TranscriptRow.call_id == draft.call_id)
        .order_by(TranscriptRow.created_at.desc())
        .limit(1)
    )
