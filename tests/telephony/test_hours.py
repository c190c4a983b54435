"""When the office is open: zones, holidays moved by decree, nights and clock changes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.hours import WEEKDAYS, Branch, Period, branch_of, is_office_open, next_opening, periods_of

pytestmark = pytest.mark.unit

MOSCOW = Branch("Москва", ("+74950000000",), week=WEEKDAYS)
OMSK = Branch("Омск", ("+73810000000",), timezone="Asia/Omsk", week=WEEKDAYS)


def at(text: str, zone: str = "Europe/Moscow") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        pytest.param("2026-11-20T09:00:00", True, id="opens on the second"),
        pytest.param("2026-11-20T08:59:59", False, id="a second before"),
        pytest.param("2026-11-20T17:59:59", True, id="the last second"),
        pytest.param("2026-11-20T18:00:00", False, id="closes on the second"),
        pytest.param("2026-11-21T12:00:00", False, id="saturday"),
        pytest.param("2026-11-04T12:00:00", False, id="a public holiday on a wednesday"),
        pytest.param("2027-02-20T12:00:00", True, id="a saturday that is worked by decree"),
        pytest.param("2026-01-09T12:00:00", False, id="a day off moved by decree"),
        pytest.param("2026-12-31T12:00:00", False, id="new year's eve of 2026, moved by decree"),
    ],
)
def test_office_hours_follow_the_russian_calendar(moment: str, open_: bool) -> None:
    assert is_office_open(MOSCOW, at(moment)) is open_


def test_each_branch_lives_in_its_own_zone() -> None:
    moment = at("2026-11-20T07:00:00")  # ten in Omsk
    assert is_office_open(OMSK, moment)
    assert not is_office_open(MOSCOW, moment)


def test_an_override_wins_over_holiday_and_week() -> None:
    inventory = dt.date(2026, 11, 20)
    holiday = dt.date(2026, 11, 4)
    branch = Branch(week=WEEKDAYS, overrides={inventory: (), holiday: (Period(dt.time(10), dt.time(14)),)})
    assert not is_office_open(branch, at("2026-11-20T12:00:00"))
    assert is_office_open(branch, at("2026-11-04T12:00:00"))


def test_hours_over_midnight_belong_to_the_day_they_start_on() -> None:
    night = Branch(week={4: (Period(dt.time(20), dt.time(4)),)})
    assert is_office_open(night, at("2026-11-21T03:59:59"))
    assert not is_office_open(night, at("2026-11-21T04:00:00"))
    assert not is_office_open(night, at("2026-11-20T03:00:00"))


def test_a_lunch_break_is_closed() -> None:
    branch = Branch(week={4: (Period(dt.time(9), dt.time(13)), Period(dt.time(14), dt.time(18)))})
    assert not is_office_open(branch, at("2026-11-20T13:30:00"))
    assert next_opening(branch, at("2026-11-20T13:30:00")) == at("2026-11-20T14:00:00")


def test_without_a_week_the_line_answers_day_and_night() -> None:
    assert not is_office_open(Branch(), at("2026-11-20T12:00:00"))
    assert next_opening(Branch(), at("2026-11-20T12:00:00")) is None


def test_the_next_opening_after_new_year_is_the_first_working_morning() -> None:
    opens = next_opening(MOSCOW, at("2026-12-30T19:00:00"))
    assert opens == at("2027-01-11T09:00:00")


def test_a_shop_that_works_on_weekends_is_not_closed_by_them() -> None:
    shop = Branch(week=dict.fromkeys(range(7), (Period(dt.time(9), dt.time(18)),)))
    assert is_office_open(shop, at("2026-11-21T12:00:00"))
    assert not is_office_open(shop, at("2026-11-04T12:00:00"))


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        pytest.param("2026-03-29T00:59:00+00:00", False, id="just before the clocks jump from two to three"),
        pytest.param("2026-03-29T01:00:00+00:00", True, id="three o'clock, an hour early"),
        pytest.param("2026-10-25T00:30:00+00:00", False, id="half past two, the first time"),
    ],
)
def test_clock_changes_move_the_opening(moment: str, open_: bool) -> None:
    week = {6: (Period(dt.time(3), dt.time(8)),)}
    branch = Branch(timezone="Europe/Berlin", week=week, public_holidays=False)
    assert is_office_open(branch, dt.datetime.fromisoformat(moment)) is open_


def test_the_called_number_finds_its_branch_however_it_is_written() -> None:
    assert branch_of((MOSCOW, OMSK), "83810000000") is OMSK
    assert branch_of((MOSCOW, OMSK), "+7 (381) 000-00-00") is OMSK
    assert branch_of((MOSCOW, OMSK), "night") is MOSCOW


moments = st.datetimes(dt.datetime(2025, 1, 2), dt.datetime(2027, 10, 1), timezones=st.just(dt.UTC))


@settings(deadline=None)
@given(moments)
def test_the_next_opening_is_open_and_the_moment_before_it_is_not(moment: dt.datetime) -> None:
    opens = next_opening(MOSCOW, moment)
    assert opens is not None
    assert opens > moment
    assert is_office_open(MOSCOW, opens)
    assert not is_office_open(MOSCOW, opens - dt.timedelta(seconds=1))


@settings(deadline=None)
@given(moments)
def test_open_is_a_matter_of_the_moment_and_not_of_the_zone_it_is_written_in(moment: dt.datetime) -> None:
    assert is_office_open(OMSK, moment) == is_office_open(OMSK, moment.astimezone(ZoneInfo("Asia/Vladivostok")))


@settings(deadline=None)
@given(st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)))
def test_a_week_of_working_days_has_no_hours_of_its_own_making(day: dt.date) -> None:
    assert periods_of(MOSCOW, day) in ((), WEEKDAYS[0])
