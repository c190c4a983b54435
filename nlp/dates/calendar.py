"""Weeks, months and working days, counted from the day of the call."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

import holidays

FRIDAY = 4
_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=1)
def _russian() -> holidays.HolidayBase:
    return holidays.country_holidays("RU")


def is_working_day(day: dt.date) -> bool:
    """Say whether *day* is worked in Russia, with the year's transfers of days off."""
    return _russian().is_working_day(day)


def next_working_day(day: dt.date, count: int = 1) -> dt.date:
    """Return the working day that is *count* working days after *day*."""
    while count:
        day += _DAY
        count -= is_working_day(day)
    return day


def monday_of(day: dt.date, weeks: int = 0) -> dt.date:
    """Return the Monday of the week of *day*, *weeks* later."""
    return day + dt.timedelta(days=7 * weeks - day.weekday())


def first_working_day_of_week(monday: dt.date) -> dt.date:
    """Return the first worked day of a week, Monday where the whole week is off."""
    days = [monday + n * _DAY for n in range(5)]
    return next((day for day in days if is_working_day(day)), monday)


def end_of_week(day: dt.date, weeks: int = 0) -> dt.date:
    """Return the last worked day of the week, or its Sunday where *day* is already at or past it."""
    monday = monday_of(day, weeks)
    days = [monday + n * _DAY for n in range(FRIDAY, -1, -1)]
    last = next((at for at in days if is_working_day(at)), days[0])
    return last if last > day or weeks else monday + 6 * _DAY


def next_weekday(day: dt.date, weekday: int) -> dt.date:
    """Return the first *weekday* (Monday is 0) after *day*."""
    return day + dt.timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of_month(day: dt.date, months: int = 0) -> dt.date:
    """Return the last day of the month of *day*, *months* later."""
    there = add_months(day.replace(day=1), months)
    return there.replace(day=calendar.monthrange(there.year, there.month)[1])


def next_day_of_month(today: dt.date, number: int) -> dt.date | None:
    """Return the nearest day *number* of a month, today or later."""
    for months in range(3):
        month = add_months(today.replace(day=1), months)
        if number <= calendar.monthrange(month.year, month.month)[1] and month.replace(day=number) >= today:
            return month.replace(day=number)
    return None


def day_and_month(today: dt.date, day: int, month: int) -> dt.date | None:
    """Return that date this year, or next year where it is long past; a date lately past stays past."""
    for year in (today.year, today.year + 1):
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            continue
        date = dt.date(year, month, day)
        if date > today - dt.timedelta(days=60):
            return date
    return None
