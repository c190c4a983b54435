"""What was found: a date, a time of day or both, as a span of the token list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Bound = Literal["on", "by", "after", "past"]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A point or stretch of time over tokens ``first`` to ``last`` (inclusive).

    ``date`` is ``None`` where only a time of day was said; ``time`` is ``HH:MM`` or ``HH:MM-HH:MM``, local to the
    call. ``bound`` tells «в пятницу» (``on``) from «до пятницы» (``by``) and «после пятницы» (``after``). A day that
    lies behind («что брали десятого числа») is a span without date and time whose ``bound`` is ``past``: its words are
    no quantity, and nothing is due on it.
    """

    first: int
    last: int
    date: dt.date | None
    time: str | None = None
    bound: Bound = "on"
