"""The queue of record, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.database import Maker
from models.retry import retry_call
from models.tables import Call, CallStatus, Job, JobState, Stage, utc_now
from worker import jobs
from worker.jobs import Claim, LeaseLost, Outcome, QueueRules

pytestmark = [
    pytest.mark.service,
    pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True),
]
RULES = QueueRules(lease_s=60, max_attempts=3)
RecordCall = Callable[..., UUID]


@pytest.fixture
def call_id(sessions: Maker, record_call: RecordCall) -> UUID:
    made = record_call()
    jobs.enqueue_recorded(sessions)
    return made


def _claim(sessions: Maker, at: dt.datetime | None = None) -> Claim:
    held = jobs.claim(sessions, RULES, at or utc_now())
    assert held is not None
    return held


def _later(seconds: float) -> dt.datetime:
    return utc_now() + dt.timedelta(seconds=seconds)


def _call(sessions: Maker, call_id: UUID) -> Call:
    with sessions() as session:
        return session.scalars(select(Call).where(Call.id == call_id)).one()


def _jobs(sessions: Maker) -> list[Job]:
    with sessions() as session:
        return list(session.scalars(select(Job).order_by(Job.created_at)))


def test_a_recorded_call_gets_its_first_job_once(sessions: Maker, call_id: UUID) -> None:
    assert jobs.enqueue_recorded(sessions) == 0
    with sessions.begin() as session:
        jobs.enqueue_call(session, call_id)
        jobs.enqueue(session, call_id, Stage.TRANSCRIBE)
    assert [job.stage for job in _jobs(sessions)] == [Stage.TRANSCRIBE]


@pytest.mark.parametrize("status", [CallStatus.NO_RECORDING, CallStatus.DONE, CallStatus.FAILED])
def test_a_call_that_is_not_recorded_gets_no_job(sessions: Maker, record_call: RecordCall, status: CallStatus) -> None:
    record_call(status=status)
    assert jobs.enqueue_recorded(sessions) == 0


def test_a_claim_counts_the_attempt_and_keeps_others_out(sessions: Maker, call_id: UUID) -> None:
    held = _claim(sessions)
    assert (held.call_id, held.stage, held.attempt) == (call_id, Stage.TRANSCRIBE, 1)
    assert jobs.claim(sessions, RULES, utc_now()) is None
    assert _call(sessions, call_id).status is CallStatus.PROCESSING


def test_many_workers_claim_each_job_once(sessions: Maker, record_call: RecordCall) -> None:
    wanted = {record_call() for _ in range(12)}
    jobs.enqueue_recorded(sessions)
    with ThreadPoolExecutor(6) as pool:
        claims = list(pool.map(lambda _: jobs.claim(sessions, RULES, utc_now()), range(24)))
    taken = [held.call_id for held in claims if held is not None]
    assert len(taken) == len(set(taken))
    while (held := jobs.claim(sessions, RULES, utc_now())) is not None:  # a row skipped while locked is there still
        taken.append(held.call_id)
    assert sorted(taken) == sorted(wanted)


def test_the_longest_waiting_call_goes_first(sessions: Maker, record_call: RecordCall) -> None:
    wanted = [record_call() for _ in range(4)]
    with sessions.begin() as session:
        for call_id in wanted:
            jobs.enqueue(session, call_id, Stage.TRANSCRIBE)
    assert jobs.due_calls(sessions, utc_now(), 9) == wanted
    assert [_claim(sessions).call_id for _ in wanted] == wanted


def test_a_lease_that_ran_out_is_claimed_again(sessions: Maker, call_id: UUID) -> None:
    _claim(sessions)
    assert jobs.due_calls(sessions, _later(59), 9) == []
    assert jobs.due_calls(sessions, _later(61), 9) == [call_id]
    assert _claim(sessions, _later(61)).attempt == 2


def test_a_renewed_lease_holds_on(sessions: Maker, call_id: UUID) -> None:
    held = _claim(sessions)
    assert jobs.renew(sessions, RULES, held, _later(50))
    assert jobs.claim(sessions, RULES, _later(100)) is None


def test_finishing_writes_the_result_and_queues_the_next_stage(sessions: Maker, call_id: UUID) -> None:
    jobs.finish(sessions, _claim(sessions), Outcome({"words": 3}, Stage.UNDERSTAND, "engine-1"), utc_now())
    first, second = _jobs(sessions)
    assert (first.state, first.result, first.lease_until) == (JobState.DONE, {"words": 3}, None)
    assert (second.stage, second.engine_key, second.state) == (Stage.UNDERSTAND, "engine-1", JobState.QUEUED)


def test_the_last_stage_ends_the_call_as_done(sessions: Maker, call_id: UUID) -> None:
    jobs.finish(sessions, _claim(sessions), Outcome({}, None, ""), utc_now())
    assert _call(sessions, call_id).status is CallStatus.DONE
    assert jobs.due_calls(sessions, _later(3600), 9) == []


def _must_not_store(session: Session) -> None:
    raise AssertionError("it must not come to this")


@pytest.mark.parametrize(
    "end",
    [
        lambda maker, held: jobs.finish(maker, held, Outcome({}, Stage.UNDERSTAND, "", _must_not_store), utc_now()),
        lambda maker, held: jobs.fail(maker, RULES, held, "x", utc_now(), final=True),
        lambda maker, held: jobs.postpone(maker, held, "x", utc_now()),
    ],
    ids=["finish", "fail", "postpone"],
)
def test_a_worker_that_lost_its_lease_writes_nothing(
    sessions: Maker, call_id: UUID, end: Callable[[Maker, Claim], object]
) -> None:
    late = _claim(sessions)
    current = _claim(sessions, _later(61))
    with pytest.raises(LeaseLost):
        end(sessions, late)
    assert not jobs.renew(sessions, RULES, late, utc_now())
    assert jobs.renew(sessions, RULES, current, utc_now())
    assert len(_jobs(sessions)) == 1


def test_what_a_stage_writes_is_rolled_back_with_its_end(sessions: Maker, call_id: UUID) -> None:
    held = _claim(sessions)

    def store(session: Session) -> None:
        session.add(Job(call_id=call_id, stage=Stage.DRAFT))
        session.flush()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        jobs.finish(sessions, held, Outcome({}, Stage.UNDERSTAND, "", store), utc_now())
    [job] = _jobs(sessions)
    assert job.state is JobState.RUNNING


def test_a_failed_attempt_is_tried_again_after_a_pause(sessions: Maker, call_id: UUID) -> None:
    assert not jobs.fail(sessions, RULES, _claim(sessions), "asr.engine_busy", utc_now())
    assert jobs.claim(sessions, RULES, utc_now()) is None
    again = _claim(sessions, _later(30))
    assert again.attempt == 2
    assert _jobs(sessions)[0].error_code == "asr.engine_busy"


def test_a_stage_that_fails_as_often_as_it_may_ends_the_call(sessions: Maker, call_id: UUID) -> None:
    for attempt in range(1, 4):
        ended = jobs.fail(sessions, RULES, _claim(sessions, _later(attempt * 3600)), "asr.engine_failed", utc_now())
        assert ended is (attempt == 3)
    call = _call(sessions, call_id)
    assert (call.status, call.failure_code) == (CallStatus.FAILED, "asr.engine_failed")
    assert jobs.due_calls(sessions, _later(999_999), 9) == []


def test_a_final_failure_is_not_tried_again(sessions: Maker, call_id: UUID) -> None:
    assert jobs.fail(sessions, RULES, _claim(sessions), "asr.audio_rejected", utc_now(), final=True)
    assert _call(sessions, call_id).failure_code == "asr.audio_rejected"


def test_a_job_that_kills_its_workers_is_given_up_and_the_next_one_taken(
    sessions: Maker, call_id: UUID, record_call: RecordCall
) -> None:
    for attempt in range(3):
        assert _claim(sessions, _later(attempt * 100)).call_id == call_id
    other = record_call()
    jobs.enqueue_recorded(sessions)
    assert _claim(sessions, _later(400)).call_id == other
    call = _call(sessions, call_id)
    assert (call.status, call.failure_code) == (CallStatus.FAILED, jobs.LOST_WORKER)


def test_waiting_for_something_outside_is_no_attempt(sessions: Maker, call_id: UUID) -> None:
    for _ in range(5):
        held = _claim(sessions, _later(100))
        assert held.attempt == 1
        jobs.postpone(sessions, held, "crm.never_seen", _later(50))
    assert jobs.claim(sessions, RULES, utc_now()) is None


def test_a_person_may_have_a_failed_call_tried_again(sessions: Maker, call_id: UUID) -> None:
    jobs.fail(sessions, RULES, _claim(sessions), "asr.model_missing", utc_now(), final=True)
    with sessions.begin() as session:
        assert retry_call(session, call_id) == 1
    assert _claim(sessions).attempt == 1
    assert _call(sessions, call_id).status is CallStatus.PROCESSING


def test_leases_of_the_living_are_not_released(sessions: Maker, call_id: UUID) -> None:
    _claim(sessions)
    assert jobs.release_abandoned(sessions, utc_now()) == 0
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.RUNNING)) == 1


def test_a_clock_that_is_set_back_keeps_no_call_waiting(sessions: Maker, call_id: UUID) -> None:
    an_hour_ago = _later(-3600)
    assert jobs.due_calls(sessions, an_hour_ago, 9) == [call_id]
    assert _claim(sessions, an_hour_ago).call_id == call_id
