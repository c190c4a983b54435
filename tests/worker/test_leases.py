"""Leases of long stages, and whose leases are whose."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select, update

from models.database import Maker
from models.tables import Draft, DraftKind, Job, JobState, Stage, utc_now
from worker import jobs
from worker.jobs import Claim, Outcome, QueueRules
from worker.owners import is_dead, new_token
from worker.workshop import Workshop

pytestmark = pytest.mark.service
SHORT = QueueRules(lease_s=0.9, max_attempts=3)


def _state(sessions: Maker) -> JobState:
    with sessions() as session:
        return session.scalars(select(Job.state)).one()


def test_a_stage_longer_than_its_lease_keeps_it(sessions: Maker, record_call: Callable[..., UUID]) -> None:
    claims: list[Claim | None] = []

    def long_stage(held: Claim) -> Outcome:
        for _ in range(4):
            time.sleep(0.6)
            claims.append(jobs.claim(sessions, SHORT, utc_now()))
        return Outcome({}, None, held.engine_key)

    call_id = record_call()
    jobs.enqueue_recorded(sessions)
    Workshop(sessions, SHORT, {Stage.TRANSCRIBE: long_stage}).process_call(call_id)
    assert claims == [None] * 4
    assert _state(sessions) is JobState.DONE


def test_a_stage_that_lost_its_lease_leaves_nothing(sessions: Maker, record_call: Callable[..., UUID]) -> None:
    call_id = record_call()

    def robbed(held: Claim) -> Outcome:
        with sessions.begin() as session:
            session.execute(update(Job).values(lease_owner="somebody else", lease_until=utc_now() + dt.timedelta(1)))
        draft = Draft(call_id=call_id, kind=DraftKind.TASK, intent="other", unresolved=[], reading={})
        return Outcome({}, None, "", lambda session: session.add(draft))

    jobs.enqueue_recorded(sessions)
    Workshop(sessions, SHORT, {Stage.TRANSCRIBE: robbed}).process_call(call_id)
    assert _state(sessions) is JobState.RUNNING
    with sessions() as session:
        assert session.scalar(select(Draft)) is None


def test_a_token_tells_whether_its_process_lives() -> None:
    assert not is_dead(new_token())
    told = "from worker.owners import new_token; print(new_token())"
    dead = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert is_dead(dead.stdout.strip())


@pytest.mark.parametrize("token", ["", "another-machine.12-34.x", "somebody else", "..", "worker"])
def test_nobody_of_another_machine_is_called_dead(token: str) -> None:
    assert not is_dead(token)


def test_the_lease_of_a_killed_neighbour_ends_at_once(sessions: Maker, record_call: Callable[..., UUID]) -> None:
    call_id = record_call()
    jobs.enqueue_recorded(sessions)
    held = jobs.claim(sessions, QueueRules(600, 3), utc_now())
    assert held is not None
    machine = held.token.split(".")[0]
    with sessions.begin() as session:
        session.execute(update(Job).values(lease_owner=f"{machine}.999999-1.x"))
    assert jobs.due_calls(sessions, utc_now(), 9) == []
    assert jobs.release_abandoned(sessions, utc_now()) == 1
    assert jobs.due_calls(sessions, utc_now(), 9) == [call_id]
