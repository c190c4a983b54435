"""A worker killed at any moment leaves one transcript, one draft and one record in the CRM in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from crm.build import CrmSettings, build_crm
from crm.sandbox.settings import SandboxSettings
from models.database import Maker
from models.tables import Call, CallStatus, Draft, Job, OutboxKind, OutboxMessage, OutboxState, TranscriptRow
from worker.broker import EmbeddedBroker

pytestmark = pytest.mark.service
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


@pytest.mark.parametrize("point", ["decode", "transcribe", "understand", "before_crm_write", "after_crm_write"])
def test_killed_at_any_point_it_makes_one_of_each(
    point: str,
    sessions: Maker,
    broker: EmbeddedBroker,
    sandbox: SandboxSettings,
    record_call: Callable[..., UUID],
    start_worker: Callable[..., Any],
    until: Until,
) -> None:
    call_id = record_call()
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
    for _ in range(3):
        worker = start_worker(broker.url, sandbox)
        until(lambda worker=worker: worker.child.poll() is not None)
    good = record_call()
    start_worker(broker.url, sandbox)
    until(lambda: _status(sessions, good) is CallStatus.DONE)
    with sessions() as session:
        failed = session.scalars(select(Call).where(Call.id == poison)).one()
        attempts = session.scalars(select(Job.attempts).where(Job.call_id == poison)).one()
    assert (failed.status, failed.failure_code, attempts) == (CallStatus.FAILED, "worker.lost", 3)
