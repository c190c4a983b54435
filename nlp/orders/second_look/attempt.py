"""One way of reading an order, with what it stands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.numbers import DigitString
from nlp.orders.around.arrangements import Around
from nlp.orders.course.discourse import Walked
from nlp.orders.items.item import Item
from nlp.orders.measures.marks import NumberMark
from nlp.orders.reading import ClientMatch, OrderLine, OrderReading, SpokenWord, Unresolved
from nlp.orders.second_look.choices import Choice, Hearing
from nlp.orders.speech.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Said:
    """What one caller said, and what is known of the call."""

    words: Sequence[SpokenWord]
    phone: str | None
    client_id: str | None
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around the order; *caller* are the tokens that say who calls, numbers of phones among them."""

    client: ClientMatch
    around: Around
    caller: frozenset[int]
    digits: Sequence[DigitString]

    def moved(self, choice: Choice) -> Beside:
        """Return the same for the tokens after *choice*."""
        if not choice.shift:
            return self
        around = replace(
            self.around,
            taken=_moved(self.around.taken, choice),
            asides=_moved(self.around.asides, choice),
            rings=_moved(self.around.rings, choice),
            remarks=_moved(self.around.remarks, choice),
            left_open=_moved(self.around.left_open, choice),
        )
        return replace(self, around=around, caller=frozenset(_moved(self.caller, choice)))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reading of an order with what it stands on."""

    hearing: Hearing
    beside: Beside
    reading: OrderReading
    outcomes: Sequence[tuple[Item, OrderLine | Unresolved | None]]
    phrases: Sequence[Phrase]
    marks: Sequence[NumberMark]
    walked: Walked

    @property
    def taken(self) -> set[int]:
        return self.beside.around.taken


@dataclass(frozen=True, slots=True)
class Settled:
    """What doubt and trust leave of an attempt: its lines, its questions, and the signs of lines by what they say."""

    lines: Sequence[OrderLine]
    questions: Sequence[Unresolved]
    signs: Mapping[tuple[str, Decimal], Mapping[str, float]]


def _moved(places: Iterable[int], choice: Choice) -> set[int]:
    return {moved for place in places if (moved := choice.moved(place)) is not None}
