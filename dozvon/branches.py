"""Opening hours of the branches from a TOML file.

    [[branch]]
    name = "Екатеринбург"
    numbers = ["+73430000000"]
    timezone = "Asia/Yekaterinburg"
    week = { mon = ["09:00-18:00"], tue = ["09:00-13:00", "14:00-18:00"] }
    overrides = { "2026-12-31" = ["09:00-13:00"], "2027-01-11" = [] }

A day that is not named is closed; an empty list is closed. Days off and moved working days of the Russian calendar
are known without being written down.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dozvon.failure import WorkFailed, failing
from telephony.hours import NINE_TO_SIX, Branch, Period, WorkingDay

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = frozenset({"name", "numbers", "timezone", "week", "overrides", "moved_day", "public_holidays"})


def load_branches(path: Path | None, timezone: str) -> tuple[Branch, ...]:
    """Return the branches of *path*; without a file, one branch whose line answers day and night.

    Raises :class:`WorkFailed` that names the file, the branch and what is wrong in it.
    """
    if path is None:
        return (Branch(timezone=timezone),)
    with failing(OSError, tomllib.TOMLDecodeError, doing=f"часы работы {path} не читаются"):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = document.get("branch")
    if not isinstance(tables, list) or not tables:
        raise WorkFailed(f"{path}: нет ни одного раздела [[branch]]")
    branches = []
    for number, table in enumerate(tables, start=1):
        with failing(ValueError, TypeError, doing=f"{path}, филиал {number}"):
            branches.append(_branch(table, timezone))
    return tuple(branches)


def _branch(table: Mapping[str, Any], timezone: str) -> Branch:
    if unknown := set(table) - KEYS:
        raise ValueError(f"неизвестные ключи: {', '.join(sorted(unknown))}")
    week = table.get("week", {})
    if wrong := set(week) - set(DAYS):
        raise ValueError(f"нет таких дней: {', '.join(sorted(wrong))} (есть {', '.join(DAYS)})")
    return Branch(
        name=str(table.get("name", "")),
        numbers=tuple(str(number) for number in table.get("numbers", ())),
        timezone=_zone(str(table.get("timezone", timezone))),
        week={DAYS.index(day): _periods(periods) for day, periods in week.items()},
        overrides={
            dt.date.fromisoformat(str(day)): _periods(periods) for day, periods in table.get("overrides", {}).items()
        },
        moved_day=_periods(table["moved_day"]) if "moved_day" in table else NINE_TO_SIX,
        public_holidays=bool(table.get("public_holidays", True)),
    )


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"нет часового пояса {name!r}") from error
    return name


def _periods(texts: list[str]) -> WorkingDay:
    if not isinstance(texts, list):
        raise TypeError('часы пишутся списком, например ["09:00-18:00"]')
    periods = []
    for text in texts:
        opens, dash, closes = str(text).partition("-")
        if not dash:
            raise ValueError(f"часы пишутся как 09:00-18:00, а не {text!r}")
        periods.append(Period(dt.time.fromisoformat(opens.strip()), dt.time.fromisoformat(closes.strip())))
    return tuple(periods)
