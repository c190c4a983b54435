"""What becomes of a recorded call: the words, the draft, what the CRM is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from asr.engine import EngineBusy, EngineError
from crm.seam import CrmUnavailable
from crm.testing import ScriptedCrm
from models.company import OrderTerms
from models.database import Maker
from models.retry import retry_call
from models.tables import (
    Call,
    CallStatus,
    Draft,
    DraftKind,
    DraftStatus,
    Job,
    JobState,
    OutboxKind,
    OutboxMessage,
    Recording,
    Request,
    StockState,
    TranscriptRow,
    utc_now,
)
from worker import jobs
from worker.jobs import QueueRules
from worker.leftovers import COMMENT, make_tasks
from worker.promise import AnswerPromise
from worker.shelf import CompanyShelf
from worker.stages import stages_of
from worker.workshop import Workshop

pytestmark = pytest.mark.service
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
ORDER = "пятьсот пар перчаток с пвх"
Process = Callable[..., UUID]


def _draft(sessions: Maker) -> Draft:
    loaded = select(Draft).options(selectinload(Draft.lines), joinedload(Draft.request), joinedload(Draft.call))
    with sessions() as session:
        return session.scalars(loaded).unique().one()


def _call(sessions: Maker, call_id: UUID) -> Call:
    with sessions() as session:
        return session.scalars(select(Call).where(Call.id == call_id)).one()


def _outbox(sessions: Maker) -> dict[OutboxKind, OutboxMessage]:
    with sessions() as session:
        return {message.kind: message for message in session.scalars(select(OutboxMessage))}


@BOTH
def test_an_order_becomes_a_draft_with_fresh_price_and_stock(sessions: Maker, process: Process) -> None:
    call_id = process(ORDER)
    draft = _draft(sessions)
    [line] = draft.lines
    assert (line.sku, line.quantity, line.unit) == ("P-10-PVC", Decimal(500), "пара")
    assert (line.price, line.amount) == (Decimal("9.8"), Decimal(4900))
    assert (line.stock_warehouse, line.stock_available, line.stock_status) == ("ЕКБ", Decimal(12000), "in_stock")
    assert line.spans
    assert (draft.kind, draft.status, draft.stock_state) == (DraftKind.ORDER, DraftStatus.NEW, StockState.KNOWN)
    assert (draft.client_id, draft.matched_by, draft.manager_id) == ("K-1", "phone", "M-1")
    assert draft.request is not None
    assert draft.reading["lines"][0]["heard"]
    call = _call(sessions, call_id)
    assert (call.status, call.client_id, call.manager_id) == (CallStatus.DONE, "K-1", "M-1")
    assert set(_outbox(sessions)) == {OutboxKind.CREATE_DRAFT, OutboxKind.LOG_CALL}


@BOTH
def test_the_transcript_is_kept_with_its_words_lemmas_and_engine(sessions: Maker, process: Process) -> None:
    call_id = process("Ещё пятьсот перчаток")
    with sessions() as session:
        kept = session.scalars(select(TranscriptRow)).one()
    assert kept.document["call_id"] == str(call_id)
    assert kept.document["source"] == "night_line"
    assert [word["text"] for word in kept.document["segments"][0]["words"]] == ["Ещё", "пятьсот", "перчаток"]
    assert kept.document["segments"][0]["speaker"] == "client"
    assert kept.lemmas == "еще пятьсот перчатка"
    assert kept.engine_key.startswith("scripted:")


def test_silence_is_a_missed_call_and_never_an_order(sessions: Maker, process: Process) -> None:
    call_id = process(ORDER, silent=True)
    draft = _draft(sessions)
    assert (draft.kind, draft.intent, draft.lines) == (DraftKind.TASK, "missed_call", [])
    assert draft.client_id == "K-1"
    assert _call(sessions, call_id).silent
    assert set(_outbox(sessions)) == {OutboxKind.LOG_CALL}
    assert _outbox(sessions)[OutboxKind.LOG_CALL].payload["outcome"] == "missed_call"


def test_a_wish_to_be_called_back_is_a_task(sessions: Maker, process: Process) -> None:
    process("перезвоните мне пожалуйста")
    draft = _draft(sessions)
    assert (draft.kind, draft.intent) == (DraftKind.TASK, "callback")
    assert OutboxKind.CREATE_DRAFT not in _outbox(sessions)


@pytest.mark.parametrize("phone", [None, "+79995550000"], ids=["hidden", "unknown"])
def test_a_caller_nobody_knows_still_gets_a_draft(sessions: Maker, process: Process, phone: str | None) -> None:
    process(ORDER, phone=phone)
    draft = _draft(sessions)
    assert (draft.client_id, draft.matched_by, draft.manager_id) == (None, "none", None)
    assert draft.lines[0].price == Decimal("9.8")


def test_a_company_that_is_named_wins_over_the_phone(sessions: Maker, process: Process) -> None:
    process(f"это пензаснаб строй {ORDER}")
    assert _draft(sessions).client_id == "K-2"
    assert _draft(sessions).manager_id == "M-1"  # of the related company: the client itself has none


def test_a_second_delivery_finds_the_work_done(
    sessions: Maker, process: Process, make_pipeline: Callable[..., Any], crm: ScriptedCrm
) -> None:
    call_id = process(ORDER)
    _, workshop = make_pipeline("двести касок белых")
    assert workshop.process_call(call_id) == 0
    with sessions.begin() as session:  # even a job that is done again, from the first stage on
        for job in session.scalars(select(Job)):
            job.state, job.due_at = JobState.QUEUED, utc_now()
    assert workshop.process_call(call_id) == 5
    assert _draft(sessions).lines[0].sku == "P-10-PVC"
    with sessions() as session:
        assert len(session.scalars(select(TranscriptRow)).all()) == 1
        assert len(session.scalars(select(OutboxMessage)).all()) == 2


def test_a_crm_that_is_down_leaves_the_stock_unknown_and_the_draft_made(
    sessions: Maker, process: Process, crm: ScriptedCrm
) -> None:
    process("тест", silent=True)  # the data are on the shelf by now
    crm.fail("company_data", *[CrmUnavailable()] * 9)
    crm.fail("related_clients", *[CrmUnavailable()] * 9)
    crm.fail("products", *[CrmUnavailable()] * 9)
    call_id = process(ORDER)
    with sessions() as session:
        draft = session.scalars(select(Draft).where(Draft.call_id == call_id).options(selectinload(Draft.lines))).one()
    assert (draft.stock_state, draft.stock_checked_at) == (StockState.UNKNOWN, None)
    assert (draft.client_id, draft.manager_id) == ("K-1", "M-1")
    assert (draft.lines[0].stock_status, draft.lines[0].stock_available) == ("unknown", None)


def test_the_catalogue_outlives_both_the_crm_and_the_worker(crm: ScriptedCrm, tmp_path: Path) -> None:
    CompanyShelf(crm, tmp_path / "company.json", OrderTerms()).current()
    crm.fail("company_data", CrmUnavailable())
    kept = CompanyShelf(crm, tmp_path / "company.json", OrderTerms(timezone="Asia/Omsk")).current()
    assert [product.sku for product in kept.products] == ["P-10-PVC", "K-W"]
    assert kept.products[0].price == Decimal("9.80")
    assert kept.clients[0].phones == ("+79120001122",)
    assert kept.terms.timezone == "Asia/Omsk"


def test_a_copy_of_the_catalogue_that_cannot_be_written_costs_nothing(
    sessions: Maker, process: Process, crm: ScriptedCrm, tmp_path: Path
) -> None:
    (tmp_path / "no-folder").write_text("a file stands in the way")
    process(ORDER, changes={"shelf": CompanyShelf(crm, tmp_path / "no-folder" / "company.json", OrderTerms())})
    assert len(_draft(sessions).lines) == 1


def test_without_any_catalogue_a_call_waits_and_loses_no_attempt(
    sessions: Maker, process: Process, crm: ScriptedCrm
) -> None:
    crm.fail("company_data", *[CrmUnavailable()] * 9)
    process(ORDER)
    with sessions() as session:
        waiting = session.scalars(select(Job).where(Job.state == JobState.QUEUED)).one()
    assert (waiting.stage.value, waiting.attempts, waiting.error_code) == ("understand", 0, "crm.never_seen")


def test_after_long_waiting_a_person_gets_the_words_with_nothing_understood(
    sessions: Maker, process: Process, crm: ScriptedCrm
) -> None:
    crm.fail("company_data", *[CrmUnavailable()] * 9)
    late = {"clock": lambda: utc_now() + dt.timedelta(hours=1)}
    process(f"здравствуйте хочу заказать {ORDER}", changes=late)
    draft = _draft(sessions)
    assert (draft.kind, draft.intent, draft.lines) == (DraftKind.TASK, "other", [])
    assert "прослушайте" in (draft.comment or "").lower()


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        pytest.param(lambda path: path.unlink(), "worker.sound_missing", id="the file is gone"),
        pytest.param(lambda path: path.write_bytes(b"#EXTM3U\nhttp://x/"), "asr.audio_rejected", id="not a sound"),
    ],
)
def test_sound_that_cannot_be_heard_fails_the_call_with_its_reason(
    sessions: Maker,
    record_call: Callable[..., UUID],
    make_pipeline: Callable[..., Any],
    sound_root: Path,
    spoil: Callable[[Path], object],
    code: str,
) -> None:
    call_id = record_call()
    with sessions() as session:
        key = session.scalars(select(Recording.storage_key)).one()
    spoil(sound_root / key)
    _, workshop = make_pipeline(ORDER, attempts=1)
    jobs.enqueue_recorded(sessions)
    workshop.process_call(call_id)
    assert (_call(sessions, call_id).status, _call(sessions, call_id).failure_code) == (CallStatus.FAILED, code)


def test_a_key_that_leads_out_of_the_sound_store_is_refused(
    sessions: Maker, record_call: Callable[..., UUID], make_pipeline: Callable[..., Any], tmp_path: Path
) -> None:
    call_id = record_call()
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    with sessions.begin() as session:
        session.scalars(select(Recording)).one().storage_key = "../secret.wav"
    _, workshop = make_pipeline(ORDER, attempts=1)
    jobs.enqueue_recorded(sessions)
    workshop.process_call(call_id)
    assert _call(sessions, call_id).failure_code == "worker.sound_missing"


def test_an_engine_that_is_busy_is_asked_again(
    sessions: Maker, record_call: Callable[..., UUID], make_pipeline: Callable[..., Any]
) -> None:
    call_id = record_call()
    _, workshop = make_pipeline(EngineBusy(), ORDER)
    jobs.enqueue_recorded(sessions)
    workshop.process_call(call_id)
    assert _call(sessions, call_id).status is CallStatus.PROCESSING
    with sessions.begin() as session:
        session.scalars(select(Job)).one().due_at = utc_now()
    workshop.process_call(call_id)
    assert _call(sessions, call_id).status is CallStatus.DONE


def test_a_stage_that_breaks_ends_as_an_internal_failure_and_its_message_is_not_kept(
    sessions: Maker, record_call: Callable[..., UUID], make_pipeline: Callable[..., Any]
) -> None:
    call_id = record_call()
    pipeline, _ = make_pipeline(ORDER)
    stages = dict(stages_of(pipeline))

    def breaks(_held: object) -> Any:
        raise KeyError("слова звонящего")

    stages[next(iter(stages))] = breaks
    jobs.enqueue_recorded(sessions)
    Workshop(sessions, QueueRules(60, 1), stages).process_call(call_id)
    assert _call(sessions, call_id).failure_code == "internal"


def test_a_failed_call_becomes_a_task_and_turns_into_the_order_when_tried_again(
    sessions: Maker, process: Process, make_pipeline: Callable[..., Any]
) -> None:
    call_id = process(EngineError(), changes={"attempts": 1})
    assert _call(sessions, call_id).status is CallStatus.FAILED
    assert make_tasks(sessions, AnswerPromise()) == 1
    assert make_tasks(sessions, AnswerPromise()) == 0
    task = _draft(sessions)
    assert (task.kind, task.intent, task.comment) == (DraftKind.TASK, "missed_call", COMMENT)
    with sessions.begin() as session:
        retry_call(session, call_id)
    make_pipeline(ORDER)[1].process_call(call_id)
    order = _draft(sessions)
    assert (order.id, order.kind, order.comment, len(order.lines)) == (task.id, DraftKind.ORDER, None, 1)
    assert order.version == task.version + 1
    assert set(_outbox(sessions)) == {OutboxKind.CREATE_DRAFT, OutboxKind.LOG_CALL}


def _number_of(sessions: Maker, call_id: UUID) -> int:
    with sessions() as session:
        return session.scalars(select(Request.number).join(Call).where(Call.id == call_id)).one()


@pytest.mark.parametrize(
    ("phone", "joins"),
    [
        pytest.param("+79120001122", True, id="the same phone"),
        pytest.param("+79120003344", True, id="a related company"),
        pytest.param("+79995550000", False, id="a stranger who says a number"),
        pytest.param(None, False, id="a hidden phone"),
    ],
)
def test_a_call_about_an_earlier_request_joins_it_if_it_may(
    sessions: Maker, process: Process, phone: str | None, joins: bool
) -> None:
    first = process(ORDER)
    number = _number_of(sessions, first)
    second = process(f"по заявке номер {number} добавьте пять касок белых", phone=phone)
    assert (_number_of(sessions, second) == number) is joins
    with sessions() as session:
        draft = session.scalars(select(Draft).where(Draft.call_id == second).options(joinedload(Draft.request))).one()
    assert draft.request is not None
    assert (draft.request.number == number) is joins
    assert ("own_request_number" in _call(sessions, second).facts) is joins
