"""What the stages need, in one value: made once for a process, and by tests from parts of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

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


class Readers:
    """Keeps the reader of the newest company data: its index of a large catalogue takes a while to build."""

    def __init__(self, make: Callable[[CompanyData], Reader]) -> None:
        self._make = make
        self._kept: tuple[CompanyData, Reader] | None = None

    def reader_for(self, company: CompanyData) -> Reader:
        if self._kept is None or self._kept[0] is not company:
            self._kept = (company, self._make(company))
        return self._kept[1]


@dataclass(frozen=True)
class Pipeline:
    """The parts that the stages work with. One stage runs at a time, so nothing here is locked but the shelf."""

    sessions: Maker
    transcriber: Transcriber
    crm: CrmReads
    shelf: CompanyShelf
    readers: Readers
    sound_root: Path
    terms: OrderTerms = field(default_factory=OrderTerms)
    promise: AnswerPromise = field(default_factory=AnswerPromise)
    decode_limits: DecodeLimits | None = None
    clock: Callable[[], dt.datetime] = utc_now
