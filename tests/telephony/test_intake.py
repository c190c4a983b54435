"""The intake: closed calls become rows once, whatever stops it and however often it is run."""

from __future__ import annotations

import datetime as dt
import wave
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload, sessionmaker

from models.call import Call, CallStatus, NumberBlock, Request
from models.database import make_sessions
from telephony import intake, wav
from telephony.intake import refill_numbers, reserve_block, take_in, to_e164
from telephony.numbers import NumberStore
from telephony.spool import CallState, Journal, Part, Spool

pytestmark = pytest.mark.service

ANSWERED = dt.datetime(2026, 11, 20, 22, 14, 3, tzinfo=dt.timezone(dt.timedelta(hours=5)))
Maker = sessionmaker[Session]


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def sessions(engine: Engine) -> Maker:
    return make_sessions(engine)


class House:
    """A spool root, a sound store, and what was queued."""

    def __init__(self, folder: Path, sessions: Maker) -> None:
        self.root, self.store, self.sessions = folder / "spool", folder / "sound", sessions
        self.queued: list[UUID] = []

    def leave(self, call_id: str, seconds: tuple[float, ...] = (2.0,), group: int = 1, **facts: object) -> Journal:
        """Put a call into the spool as a line does."""
        spool = Spool(self.root / f"group-{group}")
        spool.open()
        parts = []
        for number, length in enumerate(seconds, start=1):
            samples = bytes([number, 0]) * int(length * 8000)
            spool.sound(call_id, number).write_bytes(wav.header(len(samples)) + samples)
            parts.append(Part(f"{call_id}.{number}.wav", ANSWERED.isoformat(), 5.0, length))
        usual = {"state": CallState.CLOSED, "reason": "hash_key", "spoke": True, "phone": "89120001122"}
        usual |= {"ended_at": (ANSWERED + dt.timedelta(seconds=40)).isoformat(), "parts": tuple(parts)}
        journal = Journal(call_id, group, ANSWERED.isoformat(), **(usual | facts))
        spool.write(journal)
        return journal

    def take(self) -> list[intake.Taken]:
        return take_in(self.root, self.sessions, self.store, lambda _session, call_id: self.queued.append(call_id))

    def calls(self) -> list[Call]:
        with self.sessions() as session:
            loaded = (
                select(Call).options(joinedload(Call.recording), joinedload(Call.request)).order_by(Call.created_at)
            )
            return list(session.scalars(loaded))

    def left(self) -> list[str]:
        return sorted(path.name for path in self.root.rglob("*") if path.is_file())


@pytest.fixture
def house(tmp_path: Path, sessions: Maker) -> House:
    return House(tmp_path, sessions)


@BOTH
def test_an_order_becomes_a_call_a_recording_a_request_and_work(house: House) -> None:
    house.leave("a", request_number=1001, branch="Омск", called="+73810000000")
    [taken] = house.take()
    [call] = house.calls()
    assert taken == intake.Taken(call.id, has_work=True)
    assert house.queued == [call.id]
    assert (call.status, call.phone, call.called_number) == (CallStatus.RECORDED, "+79120001122", "+73810000000")
    assert call.answered_at == ANSWERED
    assert call.request is not None
    assert (call.request.number, call.request.phone) == (1001, "+79120001122")
    assert call.recording is not None
    assert call.recording.duration_s == 2.0
    assert wav.facts(house.store / call.recording.storage_key).seconds == 2.0
    assert house.left() == []


@BOTH
def test_a_second_run_changes_nothing(house: House) -> None:
    journal = house.leave("a")
    house.take()
    house.leave("a")  # as if the process had died between commit and removal
    assert house.take() == []
    assert [call.external_id for call in house.calls()] == [journal.call_id]
    assert house.left() == []


def test_two_parts_are_one_recording(house: House) -> None:
    house.leave("a", seconds=(1.0, 2.0))
    house.take()
    [call] = house.calls()
    assert call.recording is not None
    assert call.recording.duration_s == 3.5  # a pause of half a second lies between
    assert [part["seconds"] for part in call.facts["parts"]] == [1.0, 2.0]


def test_a_call_that_still_runs_is_left_alone(house: House) -> None:
    house.leave("a", state=CallState.RECORDING)
    assert house.take() == []
    assert len(house.left()) == 2


def test_a_caller_who_left_before_the_beep_is_a_call_without_sound(house: House) -> None:
    house.leave("a", seconds=(), spoke=False, reason="caller_hung_up")
    assert [taken.has_work for taken in house.take()] == [False]
    [call] = house.calls()
    assert (call.status, call.silent, call.request) == (CallStatus.NO_RECORDING, True, None)


def test_a_silent_call_is_listened_to_but_has_no_request(house: House) -> None:
    house.leave("a", spoke=False, reason="silence")
    assert [taken.has_work for taken in house.take()] == [True]
    [call] = house.calls()
    assert (call.silent, call.request) == (True, None)


def test_an_interrupted_call_is_an_order_with_a_number_of_its_own(house: House) -> None:
    house.leave("a", interrupted=True, spoke=False, reason="interrupted")
    house.take()
    [call] = house.calls()
    assert (call.interrupted, call.silent) == (True, False)
    assert call.request is not None


def test_a_broken_database_leaves_everything_in_the_spool(house: House) -> None:
    house.leave("a")
    engine = house.sessions.kw["bind"]

    def refuse(*_arguments: object) -> None:
        raise OperationalError("INSERT", {}, Exception("the database is away"))

    event.listen(engine, "before_cursor_execute", refuse)
    with pytest.raises(OperationalError):
        house.take()
    event.remove(engine, "before_cursor_execute", refuse)
    assert len(house.left()) == 2
    assert len(house.take()) == 1


def test_a_failed_commit_queues_nothing_and_is_taken_again(house: House) -> None:
    house.leave("a")

    def fail(session: Session, call_id: UUID) -> None:
        raise OperationalError("INSERT", {}, Exception("lost"))

    with pytest.raises(OperationalError):
        take_in(house.root, house.sessions, house.store, fail)
    assert house.calls() == []
    assert len(house.take()) == 1


def test_what_cannot_be_read_does_not_stop_the_others(house: House) -> None:
    house.leave("a")
    house.leave("b")
    (house.root / "group-1" / "a.1.wav").write_bytes(b"RIFF\x00\x00\x00\x00 not sound at all")
    (house.root / "group-1" / "c.json").write_text("{")
    assert len(house.take()) == 1
    assert "a.1.wav" in house.left()
    with pytest.raises(wave.Error):
        wav.facts(house.root / "group-1" / "a.1.wav")


@BOTH
def test_numbers_of_groups_never_meet(house: House, sessions: Maker) -> None:
    assert refill_numbers(house.root, [1, 2], sessions) == 2
    assert refill_numbers(house.root, [1, 2], sessions) == 0
    stores = [NumberStore(house.root / f"group-{group}" / "numbers") for group in (1, 2)]
    taken = [store.take() for store in stores for _ in range(75)]
    assert len(set(taken)) == 150
    assert refill_numbers(house.root, [1, 2], sessions) == 2
    assert stores[0].take() not in taken


def test_a_number_given_by_the_intake_is_not_reserved_again(house: House, sessions: Maker) -> None:
    house.leave("a")
    house.take()
    block = reserve_block(sessions, "group-1", 10)
    with sessions() as session:
        given = session.scalar(select(Request.number))
        owners = set(session.scalars(select(NumberBlock.owner)))
    assert given not in block
    assert owners == {"intake", "group-1"}


@pytest.mark.parametrize(
    ("signalled", "phone"),
    [
        ("89120001122", "+79120001122"),
        ("+79120001122", "+79120001122"),
        ("9120001122", "+79120001122"),
        ("+375291234567", "+375291234567"),
        ("anonymous", None),
        ("", None),
        ("100", None),
    ],
)
def test_a_signalled_number_becomes_e164_where_it_is_one(signalled: str, phone: str | None) -> None:
    assert to_e164(signalled) == phone
