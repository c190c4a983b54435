"""What the stages need, in one value: made once for a process, and by tests from parts of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from asr.decoding import DecodeLimits
from asr.engine import Transcriber
from models.company import CompanyData, OrderTerms
from models.database import Maker
from models.tables import utc_now
from nlp.orders.reading import OrderReading, SpokenWord
from worker.names import spoken_names
from worker.promise import AnswerPromise
from worker.reads import CrmReads
from worker.shelf import CompanyShelf

Made = TypeVar("Made")


class Reader(Protocol):
    """Understands one spoken order; made for one state of the company's data."""

    def read(
        self, words: Sequence[SpokenWord], *, phone: str | None, client_id: str | None, now: dt.datetime
    ) -> OrderReading: ...


class Kept(Generic[Made]):
    """Keeps what was made of the newest company data: the index of a large catalogue takes a while to build."""

    def __init__(self, make: Callable[[CompanyData], Made]) -> None:
        self._make = make
        self._kept: tuple[CompanyData, Made] | None = None

    def of(self, company: CompanyData) -> Made:
        """Return what is made of *company*, anew only where it is not the one of last time."""
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
    readers: Kept[Reader]
    sound_root: Path
    names: Kept[tuple[str, ...]] = field(default_factory=lambda: Kept(spoken_names))
    terms: OrderTerms = field(default_factory=OrderTerms)
    promise: AnswerPromise = field(default_factory=AnswerPromise)
    decode_limits: DecodeLimits | None = None
    clock: Callable[[], dt.datetime] = utc_now
