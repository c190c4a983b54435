"""Calls that could not be processed still reach a person: a task to listen and call back.

The call itself stays failed, with its reason. When somebody has it tried again and it succeeds, the task becomes what
the caller asked for.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import exists, select

from models.database import Maker, reading
from models.tables import Call, CallSource, CallStatus, Draft, DraftKind, DraftStatus
from worker.drafting import MISSED_CALL
from worker.messages import log_call
from worker.promise import AnswerPromise

COMMENT: Final = "Запись не удалось обработать. Прослушайте звонок и перезвоните клиенту."


def make_tasks(sessions: Maker, promise: AnswerPromise) -> int:
    """Make a task of every failed night call that has none, and return how many there were."""
    failed = (
        select(Call.id)
        .where(Call.status == CallStatus.FAILED, Call.source == CallSource.NIGHT_LINE)
        .where(~exists().where(Draft.call_id == Call.id))
        .limit(100)
    )
    with reading(sessions)() as session:
        ids = session.scalars(failed).all()
    for call_id in ids:
        _make(sessions, promise, call_id)
    return len(ids)


def is_leftover(draft: Draft) -> bool:
    """Return whether *draft* is such a task that nobody has dealt with."""
    return draft.comment == COMMENT and draft.status is DraftStatus.NEW and draft.intent == MISSED_CALL


def _make(sessions: Maker, promise: AnswerPromise, call_id: UUID) -> None:
    with sessions.begin() as session:
        if session.scalar(select(Draft.id).where(Draft.call_id == call_id)) is not None:
            return
        call = session.get_one(Call, call_id)
        task = Draft(
            id=uuid4(),
            call_id=call.id,
            request_id=call.request_id,
            kind=DraftKind.TASK,
            intent=MISSED_CALL,
            client_id=call.client_id,
            manager_id=call.manager_id,
            comment=COMMENT,
            answer_by=promise.due(call.ended_at, call.branch),
        )
        session.add(task)
        session.flush()
        log_call(session, call, task)
