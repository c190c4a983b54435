"""The spool: a folder on the local disk where a line group keeps each call until the intake has stored it.

Per call there is a journal ``<call_id>.json`` and its sound ``<call_id>.<part>.wav``. A journal is always whole: it is
written beside, synced, and renamed. Only the line process of the group writes here; the intake only reads, and removes
what it has stored. A journal whose state is ``closed`` will not be written again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from telephony import wav

JOURNAL_VERSION = 1
BAD_SUFFIX = ".bad"


class CallState(StrEnum):
    """answered → recording → closed. Whatever is not closed when a line starts was left by a crash."""

    ANSWERED = "answered"
    RECORDING = "recording"
    CLOSED = "closed"


@dataclass(frozen=True)
class Part:
    """One stretch of sound: the file's name, when it began and its place in the call (seconds from the answer)."""

    file: str
    started_at: str
    offset_s: float
    seconds: float | None = None
    repaired: bool = False


@dataclass(frozen=True)
class Journal:
    """Everything known of one call. Moments are ISO 8601 with an offset; ``…_s`` come from a monotonic clock."""

    call_id: str
    group: int
    answered_at: str
    state: CallState = CallState.ANSWERED
    phone: str = ""  # as signalled; the intake reads it
    called: str = ""
    peer: str = ""
    branch: str = ""
    codec: str = ""
    answer_delay_s: float = 0.0
    notice_played_at: str | None = None
    ended_at: str | None = None
    duration_s: float | None = None
    reason: str | None = None
    request_number: int | None = None
    spoke: bool = False
    urgent: bool = False
    transferred: bool = False
    truncated: bool = False
    interrupted: bool = False
    parts: tuple[Part, ...] = ()
    digits: tuple[dict[str, Any], ...] = ()
    holds: tuple[dict[str, float], ...] = ()
    version: int = JOURNAL_VERSION


class JournalError(Exception):
    """A journal that cannot be read: the file is named, its content is not quoted."""


@dataclass(frozen=True)
class Spool:
    """The folder of one line group."""

    folder: Path
    min_free_bytes: int = field(default=0)

    def open(self) -> None:
        """Make the folder where it is missing. Raises OSError where that is not possible."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def new_call_id(self) -> str:
        """Return an id for a new call: no two calls of any line have the same."""
        return uuid.uuid4().hex

    def has_space(self) -> bool:
        """Return whether the disk has its reserve left."""
        return self.free_bytes() >= self.min_free_bytes

    def free_bytes(self) -> int:
        """Return what is free on the disk of the spool; 0 where the folder itself is gone."""
        try:
            return shutil.disk_usage(self.folder).free
        except OSError:
            return 0

    def sound(self, call_id: str, part: int) -> Path:
        """Return the path of the sound of a part."""
        return self.folder / f"{call_id}.{part}.wav"

    def write(self, journal: Journal) -> None:
        """Put *journal* on disk, whole or not at all. Raises OSError on a full disk; the older one then stays."""
        target = self.folder / f"{journal.call_id}.json"
        write_synced(target, json.dumps(asdict(journal), ensure_ascii=False, indent=1).encode())

    def journals(self) -> Iterator[Path]:
        """Yield the journals, oldest first."""
        yield from sorted(self.folder.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))

    def remove(self, journal: Journal) -> None:
        """Forget a call: its sound first, so that a crash between leaves a journal that is simply taken again."""
        for part in journal.parts:
            (self.folder / part.file).unlink(missing_ok=True)
        (self.folder / f"{journal.call_id}.json").unlink(missing_ok=True)


def read(path: Path) -> Journal:
    """Return the journal at *path*. Raises JournalError where it is none."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        parts = tuple(Part(**part) for part in fields.pop("parts"))
        state = CallState(fields.pop("state"))
        digits, holds = tuple(fields.pop("digits")), tuple(fields.pop("holds"))
        return Journal(**fields, state=state, parts=parts, digits=digits, holds=holds)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise JournalError(f"{path}: not a journal of a call ({type(error).__name__})") from error


def recover(spool: Spool) -> list[Journal]:
    """Close what a crash left: mend the sound, mark the calls interrupted. Return the calls closed now.

    A call that had not reached its beep has no sound and is closed as it stands. A journal that cannot be read is set
    aside under another name, never deleted.
    """
    closed = []
    for path in list(spool.journals()):
        try:
            journal = read(path)
        except JournalError:
            path.rename(path.with_suffix(BAD_SUFFIX))
            continue
        if journal.state is not CallState.CLOSED:
            closed.append(_close_interrupted(spool, journal, path))
    for left in spool.folder.glob("*.tmp"):
        left.unlink(missing_ok=True)
    return closed


def _close_interrupted(spool: Spool, journal: Journal, path: Path) -> Journal:
    last_written = path.stat().st_mtime
    parts = []
    for part in journal.parts:
        sound = spool.folder / part.file
        if not sound.exists():
            continue
        last_written = max(last_written, sound.stat().st_mtime)
        repaired = wav.repair(sound)
        parts.append(replace(part, seconds=wav.facts(sound).seconds, repaired=part.repaired or repaired))
    answered = dt.datetime.fromisoformat(journal.answered_at)
    # The clock may have been set since: a call never ends before it was answered.
    ended = max(answered, dt.datetime.fromtimestamp(last_written, answered.tzinfo))
    journal = replace(
        journal,
        state=CallState.CLOSED,
        parts=tuple(parts),
        interrupted=True,
        reason=journal.reason or "interrupted",
        ended_at=ended.isoformat(),
        duration_s=(ended - answered).total_seconds(),
    )
    spool.write(journal)
    return journal


def write_synced(target: Path, content: bytes) -> None:
    """Replace *target* by *content* in one step that survives a power cut."""
    beside = target.with_name(target.name + ".tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in *folder* durable."""
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Put what was written to *path* on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
