"""The draft: one for a call, with its lines, its write to the CRM and the call's entry there, in one transaction."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.tables import Call, Draft, DraftKind, Stage
from worker.drafting import Material, fill
from worker.jobs import Claim, Outcome
from worker.leftovers import is_leftover
from worker.messages import create_draft, log_call
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
    made = _place(session, held)
    if made is None:
        return
    call = session.get_one(Call, held.call_id)
    made.call = call
    made.request = request_of(session, call, material)
    fill(made, material)
    session.add(made)
    session.flush()  # the outbox rows below point at it
    if made.kind is DraftKind.ORDER:
        create_draft(session, made)
    log_call(session, call, made)


def _place(session: Session, held: Claim) -> Draft | None:
    """Return the draft to fill in: new, or the task that stood for a failed call; ``None`` where the call has one."""
    known = session.scalar(select(Draft).where(Draft.call_id == held.call_id).options(selectinload(Draft.lines)))
    if known is None:
        return Draft(id=uuid4(), call_id=held.call_id)
    if not is_leftover(known):
        return None
    known.version += 1
    return known
