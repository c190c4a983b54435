"""What the sweeper does about calls that are due: it rings, and where nobody answers it works."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from models.database import Maker
from models.tables import Call, CallStatus, Job, JobState, Stage
from worker import jobs
from worker.jobs import Claim, Outcome, QueueRules
from worker.sweeper import Patience, Sweeper
from worker.workshop import Workshop

pytestmark = pytest.mark.service
WAIT = Patience(ring_again_s=60, answer_s=60)
AT_ONCE = replace(WAIT, answer_s=0, deaf_after=2)


class Bell:
    """A doorbell that takes rings, or does not."""

    def __init__(self) -> None:
        self.broken = False
        self.rung: list[UUID] = []

    def ring(self, call_id: UUID) -> bool:
        self.rung.append(call_id)
        return not self.broken


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def workshop(sessions: Maker) -> Workshop:
    """A workshop whose only stage ends the call."""
    return Workshop(sessions, QueueRules(60, 3), {Stage.TRANSCRIBE: lambda held: Outcome({}, None, held.engine_key)})


def _status(sessions: Maker, call_id: UUID) -> CallStatus:
    with sessions() as session:
        return session.scalars(select(Call.status).where(Call.id == call_id)).one()


def test_it_queues_and_rings_for_every_recorded_call_once(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    calls = {record_call() for _ in range(3)}
    sweeper = Sweeper(sessions, workshop, bell.ring, WAIT)
    sweeper.sweep()
    sweeper.sweep()
    assert sorted(bell.rung) == sorted(calls)
    assert {_status(sessions, call_id) for call_id in calls} == {CallStatus.RECORDED}


def test_it_rings_again_for_a_call_that_stays_due(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    call_id = record_call()
    sweeper = Sweeper(sessions, workshop, bell.ring, replace(WAIT, ring_again_s=0))
    sweeper.sweep()
    sweeper.sweep()
    assert bell.rung == [call_id, call_id]


def test_a_bell_that_is_broken_is_not_waited_for(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    bell.broken = True
    calls = [record_call() for _ in range(2)]
    sweeper = Sweeper(sessions, workshop, bell.ring, WAIT)
    for _ in calls:
        sweeper.sweep()
    assert {_status(sessions, call_id) for call_id in calls} == {CallStatus.DONE}


def test_a_consumer_that_answers_no_ring_ends_the_process_after_a_while(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    deaths: list[str] = []
    sweeper = Sweeper(sessions, workshop, bell.ring, AT_ONCE, die=lambda: deaths.append("died"))
    for expected in ([], ["died"]):
        call_id = record_call()
        sweeper.sweep()
        assert _status(sessions, call_id) is CallStatus.DONE
        assert deaths == expected


def test_a_ring_that_was_heard_forgives_the_ones_before(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    deaths: list[str] = []
    sweeper = Sweeper(sessions, workshop, bell.ring, AT_ONCE, die=lambda: deaths.append("died"))
    for _ in range(4):
        record_call()
        sweeper.sweep()
        sweeper.heard()
    assert deaths == []


@pytest.mark.parametrize("broken", [False, True])
def test_while_a_stage_runs_nothing_else_is_taken(
    sessions: Maker, bell: Bell, record_call: Callable[..., UUID], broken: bool
) -> None:
    bell.broken = broken
    working, may_end = threading.Event(), threading.Event()

    def slow(held: Claim) -> Outcome:
        working.set()
        may_end.wait(30)
        return Outcome({}, None, held.engine_key)

    workshop = Workshop(sessions, QueueRules(60, 3), {Stage.TRANSCRIBE: slow})
    first = record_call()
    jobs.enqueue_recorded(sessions)
    thread = threading.Thread(target=workshop.process_call, args=(first,))
    thread.start()
    assert working.wait(30)
    second = record_call()
    Sweeper(sessions, workshop, bell.ring, AT_ONCE).sweep()
    assert _status(sessions, second) is CallStatus.RECORDED
    may_end.set()
    thread.join()


def test_a_worker_that_is_stopping_takes_nothing_more(
    sessions: Maker, workshop: Workshop, bell: Bell, record_call: Callable[..., UUID]
) -> None:
    bell.broken = True
    call_id = record_call()
    workshop.stopping.set()
    Sweeper(sessions, workshop, bell.ring, AT_ONCE).sweep()
    assert _status(sessions, call_id) is CallStatus.RECORDED
    with sessions() as session:
        assert session.scalars(select(Job.state)).one() is JobState.QUEUED
