"""What the stages need, in one value: made once for a process, and by tests from parts of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from asr.decoding import DecodeLimits
from asr.engine import Transcriber
from models.company import CompanyData, OrderTerms
from models.database import Maker
from models.tables import utc_now
from nlp.orders.reading import OrderReading, SpokenWord
from worker.promise import AnswerPromise
from worker.reads import CrmReads
from worker.shelf import CompanyShelf


class Reader(Protocol):
    """Understands one spoken order; made for one state of the company's data."""

    def read(
        self, words: Sequence[SpokenWord], *, phone: str | None, client_id: str | None, now: dt.datetime
    ) -> OrderReading: ...


ReaderFactory = Callable[[CompanyData], Reader]


@dataclass(frozen=True)
class Pipeline:
    """The parts that the stages work with. One stage runs at a time, so nothing here is locked but the shelf."""

    sessions: Maker
    transcriber: Transcriber
    crm: CrmReads
    shelf: CompanyShelf
    make_reader: ReaderFactory
    sound_root: Path
    terms: OrderTerms = field(default_factory=OrderTerms)
    promise: AnswerPromise = field(default_factory=AnswerPromise)
    decode_limits: DecodeLimits | None = None
    clock: Callable[[], dt.datetime] = utc_now

    def zone(self, timezone: str | None) -> ZoneInfo:
        """Return the time zone of a client, or the company's own where his is not known."""
        return ZoneInfo(timezone or self.terms.timezone)
