"""The draft: one for a call, with its lines, its write to the CRM and the call's entry there, in one transaction."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.payloads import call_entry, draft_order, entry_payload, order_payload
from models.tables import Call, Draft, DraftKind, OutboxKind, OutboxMessage, Stage
from worker.drafting import Material, new_draft
from worker.jobs import Claim, Outcome
from worker.pipeline import Pipeline
from worker.requests import request_of
from worker.stages.loading import load_call, result_of


def draft(pipeline: Pipeline, held: Claim) -> Outcome:
    """Make the draft of a call from what the earlier stages came to. A call that has one keeps it."""
    call = load_call(pipeline.sessions, held)
    material = Material(
        understood=result_of(pipeline.sessions, held, Stage.UNDERSTAND),
        caller=result_of(pipeline.sessions, held, Stage.MATCH_CLIENT),
        priced=result_of(pipeline.sessions, held, Stage.PRICE_AND_STOCK),
        answer_by=pipeline.promise.due(call.ended_at, call.branch),
    )
    return Outcome({}, None, held.engine_key, partial(_store, held, material))


def _store(held: Claim, material: Material, session: Session) -> None:
    if session.scalar(select(Draft.id).where(Draft.call_id == held.call_id)) is not None:
        return
    call = session.scalars(select(Call).where(Call.id == held.call_id)).one()
    made = new_draft(call, material)
    made.request = request_of(session, call, material)
    session.add(made)
    session.flush()  # the outbox rows below point at it
    _write_to_crm(session, call, made)


def _write_to_crm(session: Session, call: Call, made: Draft) -> None:
    now = dt.datetime.now(dt.UTC)
    if made.kind is DraftKind.ORDER:
        key, payload = f"draft:{made.id}", order_payload(draft_order(made))
        session.add(_message(OutboxKind.CREATE_DRAFT, key, payload, made, now))
    entry = entry_payload(call_entry(call, made.intent))
    after = now + dt.timedelta(microseconds=1)  # rows of one draft go in the order of their creation
    session.add(_message(OutboxKind.LOG_CALL, f"call:{call.id}", entry, made, after))


def _message(
    kind: OutboxKind, key: str, payload: dict[str, Any], made: Draft, created_at: dt.datetime
) -> OutboxMessage:
    return OutboxMessage(
        id=uuid4(),
        kind=kind,
        key=key,
        payload=payload,
        draft_id=made.id,
        call_id=made.call_id,
        created_at=created_at,
    )
