"""Opening hours of a branch: does the night line answer now, and when does the office open?

Wall-clock times are of the branch's own zone. A period of a day is closed at its start and open at its end: at
18:00:00 sharp the office is already closed. A period may cross midnight (a warehouse that works 20:00 to 04:00); it
belongs to the day it starts on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

SEARCH_DAYS = 60  # the longest Russian holidays with a branch's own closing take far less

WorkingDay = tuple["Period", ...]
NINE_TO_SIX: WorkingDay


@dataclass(frozen=True)
class Period:
    """From *opens* until just before *closes*; over midnight where *closes* is not later."""

    opens: dt.time
    closes: dt.time


NINE_TO_SIX = (Period(dt.time(9), dt.time(18)),)
WEEKDAYS: Mapping[int, WorkingDay] = dict.fromkeys(range(5), NINE_TO_SIX)


@dataclass(frozen=True)
class Branch:
    """A branch: its numbers, zone, week (0 is Monday) and exceptions.

    *overrides* win over everything: a date mapped to no periods is closed, to periods is open then. A public holiday
    closes a day of the week; a working day moved to a weekend by decree has the hours of ``moved_day``. An empty
    *week* is an office that never opens: the line answers day and night.
    """

    name: str = ""
    numbers: tuple[str, ...] = ()
    timezone: str = "Europe/Moscow"
    week: Mapping[int, WorkingDay] = field(default_factory=dict)
    overrides: Mapping[dt.date, WorkingDay] = field(default_factory=dict)
    moved_day: WorkingDay = NINE_TO_SIX
    public_holidays: bool = True


def is_office_open(branch: Branch, now: dt.datetime) -> bool:
    """Return whether people answer the telephone of *branch* at the aware moment *now*."""
    moment = now.astimezone(dt.UTC)
    today = moment.astimezone(ZoneInfo(branch.timezone)).date()
    yesterday = today - dt.timedelta(days=1)
    return any(start <= moment < end for day in (yesterday, today) for start, end in _spans(branch, day))


def next_opening(branch: Branch, now: dt.datetime) -> dt.datetime | None:
    """Return the next moment the office opens, in the branch's zone; None where none is known within two months."""
    zone, moment = ZoneInfo(branch.timezone), now.astimezone(dt.UTC)
    today = moment.astimezone(zone).date()
    for offset in range(SEARCH_DAYS):
        later = [start for start, _end in _spans(branch, today + dt.timedelta(days=offset)) if start > moment]
        if later:
            return min(later).astimezone(zone)
    return None


def periods_of(branch: Branch, day: dt.date) -> WorkingDay:
    """Return when the office works on *day*."""
    if day in branch.overrides:
        return branch.overrides[day]
    usual = branch.week.get(day.weekday(), ())
    if not branch.public_holidays or not branch.week:
        return usual
    calendar = _calendar(day.year)
    if calendar.is_working_day(day):
        return usual or (branch.moved_day if day.weekday() >= 5 else ())
    # A shop that is open on ordinary weekends stays open on them; only named holidays and moved days off close it.
    return usual if day.weekday() >= 5 and day not in calendar else ()


def branch_of(branches: tuple[Branch, ...], called: str) -> Branch:
    """Return the branch that *called* belongs to: compared by the last ten digits; the first branch otherwise."""
    wanted = _tail(called)
    for branch in branches:
        if wanted and wanted in map(_tail, branch.numbers):
            return branch
    return branches[0]


def _tail(number: str) -> str:
    return "".join(ch for ch in number if ch.isdigit())[-10:]


def _spans(branch: Branch, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the periods of *day* in UTC: aware times of one zone would be compared by their wall clocks."""
    zone = ZoneInfo(branch.timezone)
    spans = []
    for period in periods_of(branch, day):
        last_day = day if period.closes > period.opens else day + dt.timedelta(days=1)
        start = dt.datetime.combine(day, period.opens, zone)
        end = dt.datetime.combine(last_day, period.closes, zone)
        spans.append((start.astimezone(dt.UTC), end.astimezone(dt.UTC)))
    return spans


@lru_cache(maxsize=8)
def _calendar(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=year)
