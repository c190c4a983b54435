"""The intake: moves closed calls from the spools into the database and the sound store, and refills the numbers.

Runs beside the lines, never inside them. A call is taken once, however often this is run or killed: its row has the
call's id as ``external_id``, the file in the store is written before the commit, and the spool is emptied after it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import wave
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import phonenumbers
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from models.call import Call, CallSource, CallStatus, NumberBlock, Recording, Request
from telephony import numbers, wav
from telephony.spool import CallState, Journal, JournalError, Spool, read, sync_folder

REGION = "RU"
FIRST_NUMBER = 1001  # three digits sound like an extension; four are still easy to write down
ATTEMPTS = 5
HUNG_UP_EARLY = "caller_hung_up"

Maker = sessionmaker[Session]
Enqueue = Callable[[Session, UUID], None]

log = logging.getLogger("telephony")


@dataclass(frozen=True)
class Taken:
    """A call that was stored now. *has_work* says that there is sound to be understood."""

    call_id: UUID
    has_work: bool


def take_in(spool_root: Path, sessions: Maker, sound_root: Path, enqueue: Enqueue) -> list[Taken]:
    """Store every closed call below *spool_root* and return those that were new.

    *enqueue* is called in the transaction of each call that has sound. A journal or sound that cannot be read stays
    where it is. Database errors are raised: what was not stored is still in the spool and is taken the next time.
    """
    taken = []
    for spool in spools(spool_root):
        for path in list(spool.journals()):
            try:
                journal = read(path)
            except JournalError as error:
                log.error("intake: %s", error)
                continue
            if journal.state is not CallState.CLOSED:
                continue
            try:
                stored = _take(spool, journal, sessions, sound_root, enqueue)
            except (wave.Error, EOFError) as error:
                log.error("intake: the sound of call %s cannot be read (%s)", journal.call_id, error)
                continue
            spool.remove(journal)
            if stored is not None:
                taken.append(stored)
    return taken


def refill_numbers(spool_root: Path, groups: list[int], sessions: Maker) -> int:
    """Give every group that runs low a further block of request numbers; return how many blocks were given."""
    given = 0
    for group in groups:
        folder = Spool(spool_root / f"group-{group}").folder / numbers.FOLDER

        def reserve(count: int, owner: str = f"group-{group}") -> range:
            return reserve_block(sessions, owner, count)

        given += numbers.refill(numbers.NumberStore(folder), reserve)
    return given


def reserve_block(sessions: Maker, owner: str, count: int) -> range:
    """Return *count* numbers that nobody has had, reserved for *owner* and committed."""
    for _attempt in range(ATTEMPTS):
        try:
            with sessions.begin() as session:
                first = _next_free(session)
                session.add(NumberBlock(first=first, last=first + count - 1, owner=owner))
        except IntegrityError:
            continue  # another group reserved the same moment
        return range(first, first + count)
    raise RuntimeError("no block of request numbers could be reserved")


def spools(root: Path) -> Iterator[Spool]:
    """Yield the spools of all groups below *root*."""
    for folder in sorted(root.glob("group-*")):
        if folder.is_dir():
            yield Spool(folder)


def to_e164(phone: str) -> str | None:
    """Return a signalled number as E.164, read as a Russian one; None where it is not a number (hidden, a name)."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _take(spool: Spool, journal: Journal, sessions: Maker, sound_root: Path, enqueue: Enqueue) -> Taken | None:
    """Store one call; None where it was stored before."""
    with sessions() as session:
        if _known(session, journal):
            return None
    recording = _store_sound(spool, journal, sound_root)
    try:
        with sessions.begin() as session:
            call = _call_of(journal, has_sound=recording is not None)
            session.add(call)
            session.flush()
            if recording is not None:
                recording.call_id = call.id
                session.add(recording)
                if not call.silent:
                    call.request_id = _request_of(session, journal, call.phone).id
                enqueue(session, call.id)  # a silent call too: the line only judged how loud the caller was
            call_id = call.id
    except IntegrityError:
        with sessions() as session:
            if _known(session, journal):
                return None  # another intake was faster
        raise
    return Taken(call_id, recording is not None)


def _known(session: Session, journal: Journal) -> bool:
    query = select(Call.id).where(Call.source == CallSource.NIGHT_LINE, Call.external_id == journal.call_id)
    return session.scalar(query) is not None


def _call_of(journal: Journal, *, has_sound: bool) -> Call:
    answered = dt.datetime.fromisoformat(journal.answered_at)
    parts = journal.parts
    return Call(
        source=CallSource.NIGHT_LINE,
        external_id=journal.call_id,
        status=CallStatus.RECORDED if has_sound else CallStatus.NO_RECORDING,
        phone=to_e164(journal.phone),
        called_number=to_e164(journal.called) or journal.called or None,
        branch=journal.branch or None,
        line_group=str(journal.group),
        started_at=answered - dt.timedelta(seconds=journal.answer_delay_s),
        answered_at=answered,
        notice_played_at=_moment(journal.notice_played_at),
        recording_started_at=_moment(parts[0].started_at) if parts else None,
        ended_at=_moment(journal.ended_at) or answered,
        end_reason=journal.reason or HUNG_UP_EARLY,
        interrupted=journal.interrupted,
        urgent=journal.urgent,
        silent=_is_silent(journal, has_sound=has_sound),
        facts={
            "parts": [asdict(part) for part in parts],
            "digits": list(journal.digits),
            "holds": list(journal.holds),
            "codec": journal.codec,
            "transferred": journal.transferred,
            "request_number": journal.request_number,
        },
    )


def _is_silent(journal: Journal, *, has_sound: bool) -> bool:
    """A call that crashed was never judged: it is listened to, whatever the line had heard by then."""
    return not journal.transferred and not journal.spoke and not (journal.interrupted and has_sound)


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _request_of(session: Session, journal: Journal, phone: str | None) -> Request:
    """Return the request that the caller heard the number of, or one with a number of its own."""
    number = journal.request_number
    if number is None:
        number = _next_free(session)
        session.add(NumberBlock(first=number, last=number, owner="intake"))
    request = Request(number=number, phone=phone)
    session.add(request)
    session.flush()
    return request


def _next_free(session: Session) -> int:
    highest = session.scalar(select(func.max(NumberBlock.last)))
    return FIRST_NUMBER if highest is None else highest + 1


def _store_sound(spool: Spool, journal: Journal, sound_root: Path) -> Recording | None:
    """Copy the sound into the store, whole or not at all; written again where an earlier try was cut short."""
    files = [spool.folder / part.file for part in journal.parts]
    files = [file for file in files if file.exists() and wav.facts(file).seconds > 0]
    if not files:
        return None
    answered = dt.datetime.fromisoformat(journal.answered_at)
    key = f"{answered:%Y/%m/%d}/{journal.call_id}.wav"
    target = sound_root / key
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    wav.join(files, beside)
    beside.replace(target)
    sync_folder(target.parent)
    facts = wav.facts(target)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Recording(
        storage_key=key,
        sha256=digest,
        size_bytes=target.stat().st_size,
        duration_s=facts.seconds,
        sample_rate_hz=facts.rate_hz,
        channels=facts.channels,
        repaired=journal.interrupted and any(part.repaired for part in journal.parts),
        truncated=journal.truncated,
    )
