"""What must never happen twice or be false is refused by the database itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from models.database import make_sessions
from models.tables import (
    Call,
    CallSource,
    CallStatus,
    Draft,
    DraftKind,
    DraftLine,
    DraftStatus,
    Job,
    JobState,
    NumberBlock,
    OutboxKind,
    OutboxMessage,
    Stage,
    TranscriptRow,
)

pytestmark = [
    pytest.mark.service,
    pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True),
]
NIGHT = dt.datetime(2026, 11, 20, 22, 0, tzinfo=dt.UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with make_sessions(engine)() as session:
        yield session


def _call(**changes: Any) -> Call:
    values: dict[str, Any] = {
        "id": uuid4(), "source": CallSource.NIGHT_LINE, "external_id": uuid4().hex, "status": CallStatus.RECORDED,
        "started_at": NIGHT, "ended_at": NIGHT + dt.timedelta(seconds=40), "end_reason": "hash_key",
    }  # fmt: skip
    return Call(**values | changes)


def _draft(call_id: UUID, **changes: Any) -> Draft:
    return Draft(**{"call_id": call_id, "kind": DraftKind.ORDER, "intent": "order"} | changes)


def _job(call_id: UUID, **changes: Any) -> Job:
    return Job(**{"call_id": call_id, "stage": Stage.TRANSCRIBE} | changes)


def _transcript(call_id: UUID) -> TranscriptRow:
    return TranscriptRow(call_id=call_id, engine_key="e", demonstration=True, text="", document={})


def _outbox(_call_id: UUID) -> OutboxMessage:
    return OutboxMessage(key="draft:1", kind=OutboxKind.CREATE_DRAFT, payload={})


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _id: _call(external_id="same"), id="call by source and external id"),
        pytest.param(_draft, id="draft by call"),
        pytest.param(_job, id="job by call, stage and engine"),
        pytest.param(_transcript, id="transcript by call and engine"),
        pytest.param(_outbox, id="write to the CRM by key"),
        pytest.param(lambda _id: NumberBlock(first=100, last=199, owner="line-1"), id="block of request numbers"),
    ],
)
def test_it_is_there_once(session: Session, make: Callable[[UUID], Any]) -> None:
    call = _call()
    session.add(call)
    session.flush()
    session.add(make(call.id))
    session.flush()
    session.add(make(call.id))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda _id: _call(ended_at=NIGHT - dt.timedelta(seconds=1)), id="a call that ends before it starts"
        ),
        pytest.param(lambda id_: _job(id_, state=JobState.RUNNING), id="running work without a lease"),
        pytest.param(lambda id_: _draft(id_, status=DraftStatus.REJECTED, decided_at=NIGHT), id="rejection, no reason"),
        pytest.param(lambda id_: _draft(id_, status=DraftStatus.CONFIRMED), id="a decision without its moment"),
        pytest.param(lambda _id: _draft(uuid4()), id="a draft of no call"),
        pytest.param(lambda _id: NumberBlock(first=5, last=4, owner="line-1"), id="an empty block of numbers"),
    ],
)
def test_it_is_refused(session: Session, make: Callable[[UUID], Any]) -> None:
    call = _call()
    session.add(call)
    session.flush()
    session.add(make(call.id))
    with pytest.raises(IntegrityError):
        session.flush()


def test_confidence_is_a_share(session: Session) -> None:
    call = _call()
    draft = _draft(call.id, id=uuid4())
    session.add(call)
    session.flush()
    session.add(draft)
    session.flush()
    line = DraftLine(
        draft_id=draft.id, position=0, sku="A", name="A", quantity=Decimal(1), unit="шт", confidence=1.5
    )  # fmt: skip
    session.add(line)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_naive_moment_is_refused(session: Session) -> None:
    session.add(_call(answered_at=dt.datetime(2026, 11, 20, 22, 0)))
    with pytest.raises((StatementError, DBAPIError)):
        session.flush()


def test_moments_amounts_and_documents_come_back_as_they_went_in(session: Session) -> None:
    local = NIGHT.astimezone(dt.timezone(dt.timedelta(hours=5)))
    call = _call(started_at=local, facts={"слова": ["ё", 1, None]})
    draft = _draft(call.id, id=uuid4(), delivery_charge=Decimal("350.10"))
    session.add(call)
    session.flush()
    session.add(draft)
    session.commit()
    session.expire_all()
    kept = session.scalars(select(Call).where(Call.id == call.id)).one()
    assert kept.started_at == local
    assert kept.started_at.utcoffset() == dt.timedelta(0)
    assert kept.facts == {"слова": ["ё", 1, None]}
    assert session.scalars(select(Draft.delivery_charge)).one() == Decimal("350.1")
