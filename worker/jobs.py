"""The queue of record: job rows that are claimed under a lease, renewed, finished or failed.

Every function here is one short transaction. A claim writes a token into the row; whoever lost its lease no longer
finds that token there, so its writes roll back together with the attempt to finish.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.database import Maker, reading
from models.tables import Call, CallStatus, Job, JobState, Stage, utc_now
from worker.owners import is_dead, new_token

LOST_WORKER = "worker.lost"  # the process died during the stage, as often as a stage may be tried
_BACKOFF_S = (5, 30, 120, 600)
_NEVER_SO_LONG = dt.timedelta(seconds=2 * _BACKOFF_S[-1])  # the clock was set back: such a job is due


class LeaseLost(Exception):
    """Another worker holds the job by now, or finished it: nothing of this attempt may be written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on one job until the lease ends. ``attempt`` counts from 1."""

    job_id: UUID
    call_id: UUID
    stage: Stage
    engine_key: str
    token: str
    attempt: int
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage came to: its result, its writes, and the stage that follows.

    ``store`` runs in the transaction that finishes the job. ``engine_key`` is handed to the next stage's job.
    ``next_stage=None`` ends the call as done.
    """

    result: dict[str, Any]
    next_stage: Stage | None
    engine_key: str
    store: Callable[[Session], None] = field(default=lambda _session: None)


@dataclass(frozen=True, slots=True)
class QueueRules:
    """How long a lease lasts and how often a stage is tried before the call is given up."""

    lease_s: float = 60.0
    max_attempts: int = 3


def enqueue(session: Session, call_id: UUID, stage: Stage, engine_key: str = "") -> None:
    """Add one job to the caller's transaction, unless the same job is there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = insert(Job).values(
        id=uuid4(),
        created_at=utc_now(),
        call_id=call_id,
        stage=stage,
        engine_key=engine_key,
        state=JobState.QUEUED,
        due_at=utc_now(),
        attempts=0,
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["call_id", "stage", "engine_key"]))


def enqueue_call(session: Session, call_id: UUID) -> None:
    """Add the first job of a recorded call to the caller's transaction; a second time changes nothing."""
    if session.scalar(select(exists().where(Job.call_id == call_id))):
        return
    enqueue(session, call_id, Stage.TRANSCRIBE)


def enqueue_recorded(sessions: Maker, limit: int = 500) -> int:
    """Give every recorded call that has no job its first one, oldest first, and return how many there were."""
    orphans = (
        select(Call.id)
        .where(Call.status == CallStatus.RECORDED, ~exists().where(Job.call_id == Call.id))
        .order_by(Call.started_at)
        .limit(limit)
    )
    with reading(sessions)() as session:
        ids = session.scalars(orphans).all()
    if ids:
        with sessions.begin() as session:
            for call_id in ids:
                enqueue(session, call_id, Stage.TRANSCRIBE)
    return len(ids)


def due_calls(sessions: Maker, now: dt.datetime, limit: int) -> list[UUID]:
    """Return the first *limit* of the calls that have work to do now, the longest waiting first."""
    query = select(Job.call_id).where(_due(now)).group_by(Job.call_id).order_by(func.min(Job.due_at)).limit(limit)
    with reading(sessions)() as session:
        return list(session.scalars(query))


def claim(sessions: Maker, rules: QueueRules, now: dt.datetime, call_id: UUID | None = None) -> Claim | None:
    """Take one due job (of *call_id*, where given) and count the attempt; ``None`` where nothing is due.

    A job whose workers died as often as it may be tried is not handed out again: it fails here, and the next is taken.
    """
    while True:
        with sessions.begin() as session:
            job = session.scalar(_next_due(now, call_id))
            if job is None:
                return None
            if job.attempts < rules.max_attempts:
                return _take(session, job, rules, now)
            _give_up(session, job, now, LOST_WORKER)


def renew(sessions: Maker, rules: QueueRules, held: Claim, now: dt.datetime) -> bool:
    """Move the end of the lease; return whether the claim still holds."""
    lease_until = now + dt.timedelta(seconds=rules.lease_s)
    with sessions.begin() as session:
        return _write(session, held, lease_until=lease_until) == 1


def finish(sessions: Maker, held: Claim, outcome: Outcome, now: dt.datetime) -> None:
    """Write the stage's results, end its job and queue the next stage, all or nothing. Raises LeaseLost."""
    with sessions.begin() as session:
        ended = _write(
            session,
            held,
            state=JobState.DONE,
            finished_at=now,
            result=outcome.result,
            error_code=None,
            lease_until=None,
            lease_owner=None,
        )
        if ended != 1:
            raise LeaseLost
        outcome.store(session)
        if outcome.next_stage is not None:
            enqueue(session, held.call_id, outcome.next_stage, outcome.engine_key)
        else:
            _set_call(session, held.call_id, CallStatus.DONE, None)


def fail(sessions: Maker, rules: QueueRules, held: Claim, code: str, now: dt.datetime, *, final: bool = False) -> bool:
    """Write why the attempt failed; queue another after a pause, or end the call as failed. Return whether it ended.

    ``final`` says that another attempt cannot help: the sound itself is refused. Raises LeaseLost.
    """
    with sessions.begin() as session:
        job = session.scalar(select(Job).where(_held(held)).with_for_update())
        if job is None:
            raise LeaseLost
        if final or job.attempts >= rules.max_attempts:
            _give_up(session, job, now, code)
            return True
        _requeue(job, now + dt.timedelta(seconds=_BACKOFF_S[min(job.attempts, len(_BACKOFF_S)) - 1]))
        job.error_code = code
    return False


def postpone(sessions: Maker, held: Claim, code: str, until: dt.datetime) -> None:
    """Hand the job back until *until*, the attempt not counted: it waits for something outside. Raises LeaseLost."""
    with sessions.begin() as session:
        job = session.scalar(select(Job).where(_held(held)).with_for_update())
        if job is None:
            raise LeaseLost
        _requeue(job, until)
        job.attempts -= 1
        job.error_code = code


def release_abandoned(sessions: Maker, now: dt.datetime) -> int:
    """End the leases of workers of this machine that are no more, and return how many there were.

    A lease would run out anyway; this spares the wait after a worker was killed and started again.
    """
    with reading(sessions)() as session:
        owners = session.scalars(select(Job.lease_owner).where(Job.state == JobState.RUNNING)).all()
    dead = [owner for owner in owners if owner is not None and is_dead(owner)]
    if dead:
        with sessions.begin() as session:
            session.execute(
                update(Job).where(Job.lease_owner.in_(dead)).values(lease_until=now - dt.timedelta(seconds=1))
            )
    return len(dead)


def _due(now: dt.datetime) -> ColumnElement[bool]:
    waiting = and_(Job.state == JobState.QUEUED, or_(Job.due_at <= now, Job.due_at > now + _NEVER_SO_LONG))
    abandoned = and_(Job.state == JobState.RUNNING, Job.lease_until < now)
    return or_(waiting, abandoned)


def _next_due(now: dt.datetime, call_id: UUID | None) -> Any:
    # On PostgreSQL rows that another worker is claiming are skipped; SQLite has one writer at a time anyway.
    query = select(Job).where(_due(now)).order_by(Job.due_at, Job.created_at).limit(1)
    if call_id is not None:
        query = query.where(Job.call_id == call_id)
    return query.with_for_update(skip_locked=True)


def _take(session: Session, job: Job, rules: QueueRules, now: dt.datetime) -> Claim:
    job.state = JobState.RUNNING
    job.attempts += 1
    job.lease_owner = new_token()
    job.lease_until = now + dt.timedelta(seconds=rules.lease_s)
    job.started_at = now
    if job.stage is Stage.TRANSCRIBE:
        _set_call(session, job.call_id, CallStatus.PROCESSING, None)
    return Claim(
        job_id=job.id,
        call_id=job.call_id,
        stage=job.stage,
        engine_key=job.engine_key,
        token=job.lease_owner,
        attempt=job.attempts,
        created_at=job.created_at,
    )


def _held(held: Claim) -> ColumnElement[bool]:
    return and_(Job.id == held.job_id, Job.state == JobState.RUNNING, Job.lease_owner == held.token)


def _write(session: Session, held: Claim, **values: Any) -> int:
    done = session.execute(update(Job).where(_held(held)).values(**values).execution_options(synchronize_session=False))
    return int(getattr(done, "rowcount", 0))


def _requeue(job: Job, due_at: dt.datetime) -> None:
    job.state = JobState.QUEUED
    job.due_at = due_at
    job.lease_until = None
    job.lease_owner = None


def _give_up(session: Session, job: Job, now: dt.datetime, code: str) -> None:
    job.state = JobState.FAILED
    job.error_code = code
    job.finished_at = now
    job.lease_until = None
    job.lease_owner = None
    _set_call(session, job.call_id, CallStatus.FAILED, code)


def _set_call(session: Session, call_id: UUID, status: CallStatus, code: str | None) -> None:
    session.execute(
        update(Call)
        .where(Call.id == call_id)
        .values(status=status, failure_code=code)
        .execution_options(synchronize_session=False)
    )
