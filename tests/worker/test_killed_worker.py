"""A worker killed at any moment leaves one transcript, one draft and one record in the CRM in the end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from crm.build import CrmSettings, build_crm
from crm.sandbox.settings import SandboxSettings
from models.database import Maker
from models.tables import (
    Call,
    CallStatus,
    Draft,
    Job,
    JobState,
    OutboxKind,
    OutboxMessage,
    OutboxState,
    Stage,
    TranscriptRow,
)
from worker.broker import EmbeddedBroker

pytestmark = [pytest.mark.service, pytest.mark.timeout(400)]
Until = Callable[[Callable[[], bool]], None]


def _count(sessions: Maker, table: Any) -> int:
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _status(sessions: Maker, call_id: UUID) -> CallStatus | None:
    with sessions() as session:
        return session.scalar(select(Call.status).where(Call.id == call_id))


def _is_in_crm(sessions: Maker) -> bool:
    with sessions() as session:
        states = session.scalars(select(OutboxMessage.state)).all()
    return len(states) == 2 and set(states) == {OutboxState.SENT}


def test_killed_at_one_point_after_the_other_it_makes_one_of_each(
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    call_id = record_call()
    for point in ("decode", "transcribe", "understand", "before_crm_write", "after_crm_write"):
        victim = start_worker(broker.url, sandbox, stop_at=point)
        until(victim.reached.exists)
        victim.kill()
    start_worker(broker.url, sandbox)
    until(lambda: _status(sessions, call_id) is CallStatus.DONE and _is_in_crm(sessions))
    assert _count(sessions, TranscriptRow) == 1
    assert _count(sessions, Draft) == 1
    crm = build_crm(CrmSettings(url=f"http://{sandbox.host}:{sandbox.port}", token=sandbox.token))
    with sessions() as session:
        draft = session.scalars(select(Draft)).one()
        key = session.scalars(select(OutboxMessage.key).where(OutboxMessage.kind == OutboxKind.CREATE_DRAFT)).one()
    found = crm.find_draft(key)
    assert found is not None
    assert found.draft_id == draft.crm_draft_id
    crm.close()


def test_a_recording_that_kills_every_worker_is_given_up_and_the_queue_moves_on(
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    poison = record_call(seconds=6.0)
    for _ in range(2):
        worker = start_worker(broker.url, sandbox, attempts=2)
        until(lambda worker=worker: worker.child.poll() is not None)
    good = record_call()
    start_worker(broker.url, sandbox, attempts=2)
    until(lambda: _status(sessions, good) is CallStatus.DONE)
    with sessions() as session:
        failed = session.scalars(select(Call).where(Call.id == poison)).one()
        attempts = session.scalars(select(Job.attempts).where(Job.call_id == poison)).one()
    assert (failed.status, failed.failure_code, attempts) == (CallStatus.FAILED, "worker.lost", 2)


def test_told_to_stop_it_finishes_the_stage_in_hand_and_leaves_the_rest_queued(
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    call_id = record_call()
    worker = start_worker(broker.url, sandbox, stop_at="transcribe")
    until(worker.reached.exists)
    worker.child.terminate()
    time.sleep(0.5)
    assert worker.child.poll() is None
    (worker.reached.parent / "go").touch()
    assert worker.child.wait(90) == 0
    with sessions() as session:
        states = dict(session.execute(select(Job.stage, Job.state).where(Job.call_id == call_id)).all())
    assert states == {Stage.TRANSCRIBE: JobState.DONE, Stage.UNDERSTAND: JobState.QUEUED}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_over_postgresql_two_workers_share_the_calls_and_each_is_done_once(
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    calls = [record_call() for _ in range(4)]
    for _ in range(2):
        start_worker(broker.url, sandbox)
    until(lambda: all(_status(sessions, call_id) is CallStatus.DONE for call_id in calls))
    assert _count(sessions, TranscriptRow) == len(calls)
    assert _count(sessions, Draft) == len(calls)
    with sessions() as session:
        assert set(session.scalars(select(Job.attempts))) == {1}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_drops_every_connection_only_delays_the_work(
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    first = record_call()
    worker = start_worker(broker.url, sandbox, stop_at="transcribe", lease_s=6)
    until(worker.reached.exists)
    with sessions() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid != pg_backend_pid()"
            )
        )
    (worker.reached.parent / "go").touch()
    until(lambda: _status(sessions, first) is CallStatus.DONE)
    assert worker.child.poll() is None
    assert _count(sessions, TranscriptRow) == 1
