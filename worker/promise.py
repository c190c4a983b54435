"""The hour by which a caller was promised an answer: on the morning of the next working day of the branch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays


@dataclass(frozen=True)
class AnswerPromise:
    """``hour`` is local to the branch that was called; a branch that is not listed has the company's time zone."""

    hour: dt.time = dt.time(10, 0)
    timezone: str = "Europe/Moscow"
    branch_timezones: Mapping[str, str] = field(default_factory=dict)
    every_day: bool = False  # the company answers on weekends and holidays too

    def due(self, called_at: dt.datetime, branch: str | None) -> dt.datetime:
        """Return the first promised hour after *called_at*."""
        zone = ZoneInfo(self.branch_timezones.get(branch or "", self.timezone))
        local = called_at.astimezone(zone)
        day = local.date() if local.time() < self.hour else local.date() + dt.timedelta(days=1)
        while not (self.every_day or _is_working_day(day)):
            day += dt.timedelta(days=1)
        return dt.datetime.combine(day, self.hour, zone)


@lru_cache(maxsize=64)
def _is_working_day(day: dt.date) -> bool:
    return bool(country_holidays("RU", years=day.year).is_working_day(day))
