"""What a day and a time mean when they are said on Friday 20 November 2026 at 22:14 in Yekaterinburg."""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from nlp.dates import DateSpan, find_dates

pytestmark = pytest.mark.unit

FRIDAY = dt.datetime(2026, 11, 20, 22, 14, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
TUESDAY = dt.datetime(2026, 11, 17, 19, 30, tzinfo=ZoneInfo("Europe/Moscow"))


def read(text: str, now: dt.datetime = FRIDAY) -> list[DateSpan]:
    return find_dates(text.split(), now)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("сегодня", "20"),
        ("завтра", "21"),
        ("на завтрашний день", "21"),
        ("послезавтра", "22"),
        ("после завтра", "22"),
        ("в понедельник", "23"),
        ("к понедельнику", "23"),
        ("в среду", "25"),
        ("в пт", "27"),
        ("к чт", "26"),
        ("не позже среды", "25"),
        ("не раньше среды", "25"),
        ("в пятницу", "27"),
        ("в следующий вторник", "24"),
        ("в следующую пятницу", "27"),
        ("на следующей неделе", "23"),
        ("на следующей неделе в среду", "25"),
        ("в четверг на той неделе", "26"),
        ("до конца недели", "22"),
        ("к концу следующей недели", "27"),
        ("до конца месяца", "30"),
        ("через неделю", "27"),
        ("через два дня", "22"),
        ("через пару дней", "22"),
        ("дня через три", "23"),
        ("через три рабочих дня", "25"),
        ("через недельку", "27"),
        ("в течение двух дней", "22"),
        ("двадцать пятого", "25"),
        ("двадцать пятого ноября", "25"),
        ("двадцать пятого числа", "25"),
        ("доставка двадцать третьего", "23"),
        ("на двадцать пятое", "25"),
        ("к двадцать шестому", "26"),
        ("25-го", "25"),
        ("доставка 25 го", "25"),
        ("доставка до 25.11", "25"),
        ("самовывоз 25", "25"),
        ("чтобы в среду привезли", "25"),
        ("25 ноября", "25"),
        ("25.11 привезите", "25"),
        ("25.11.2026", "25"),
        ("в выходные", "21"),
        ("после выходных", "23"),
        ("в ближайший рабочий день", "23"),
    ],
)
def test_day_is_counted_from_the_call(text: str, day: str) -> None:
    [span] = read(text)
    assert span.date == dt.date(2026, 11, int(day))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("пятого декабря", "2026-12-05"),
        ("к пятому декабря", "2026-12-05"),
        ("пятого января", "2027-01-05"),
        ("десятого числа", "2026-12-10"),
        ("первого числа следующего месяца", "2026-12-01"),
        ("в начале декабря", "2026-12-01"),
        ("до конца декабря", "2026-12-31"),
        ("до нового года", "2026-12-31"),
        ("через месяц", "2026-12-20"),
        ("через две недели", "2026-12-04"),
        ("тридцать первого", "2026-12-31"),
        ("до конца года", "2026-12-31"),
        ("в первых числах декабря", "2026-12-01"),
        ("пятого мая две тысячи двадцать седьмого года", "2027-05-05"),
    ],
)
def test_day_of_another_month(text: str, date: str) -> None:
    [span] = read(text)
    assert span.date == dt.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("в пятницу", "20"),
        ("в следующую пятницу", "27"),
        ("во вторник", "24"),
        ("в эту пятницу", "20"),
        ("до конца недели", "20"),
        ("на этой неделе", "20"),
        ("в следующий понедельник", "23"),
        ("в середине недели", "18"),
    ],
)
def test_next_means_the_next_calendar_week(text: str, day: str) -> None:
    [span] = read(text, TUESDAY)
    assert span.date == dt.date(2026, 11, int(day))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("к обеду", "12:00"),
        ("утром", "09:00-12:00"),
        ("с утра", "09:00-12:00"),
        ("вечером", "17:00-21:00"),
        ("после обеда", "13:00-18:00"),
        ("до обеда", "09:00-12:00"),
        ("до двенадцати", "12:00"),
        ("в три часа дня", "15:00"),
        ("в три часа", "15:00"),
        ("часа в три", "15:00"),
        ("часикам к четырем", "16:00"),
        ("к десяти утра", "10:00"),
        ("в семь утра", "07:00"),
        ("до восьми вечера", "20:00"),
        ("с девяти до шести", "09:00-18:00"),
        ("с восьми до пяти", "08:00-17:00"),
        ("с двух до четырех", "14:00-16:00"),
        ("с девяти утра до восемнадцати", "09:00-18:00"),
        ("в полтретьего", "14:30"),
        ("в половине третьего", "14:30"),
        ("без пятнадцати три часа дня", "14:45"),
        ("в час дня", "13:00"),
        ("в четверть пятого", "16:15"),
        ("с восьми до восьми", "08:00-20:00"),
        ("в двенадцать ночи", "00:00"),
        ("после трех", "15:00"),
        ("перезвоните в десять", "10:00"),
        ("наберите меня в пять", "17:00"),
        ("в 10:30", "10:30"),
        ("в течение дня", "09:00-18:00"),
        ("во второй половине дня", "13:00-18:00"),
    ],
)
def test_time_of_day_alone_has_no_date(text: str, clock: str) -> None:
    [span] = read(text)
    assert (span.date, span.time) == (None, clock)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("завтра к обеду", 21, "12:00"),
        ("завтра в десять", 21, "10:00"),
        ("завтра в десять утра", 21, "10:00"),
        ("завтра в десять тридцать", 21, "10:30"),
        ("завтра в двенадцать ноль ноль", 21, "12:00"),
        ("завтра вечером в восемь", 21, "20:00"),
        ("завтра без пятнадцати три", 21, "14:45"),
        ("в понедельник с утра", 23, "09:00-12:00"),
        ("утром в понедельник", 23, "09:00-12:00"),
        ("в понедельник с девяти до шести", 23, "09:00-18:00"),
        ("во вторник ну часикам к трем", 24, "15:00"),
        ("двадцать пятого числа к обеду", 25, "12:00"),
        ("через полтора часа", 20, "23:44"),
        ("двадцать пятого в среду к десяти", 25, "10:00"),
        ("завтра между двенадцатью и двумя", 21, "12:00-14:00"),
        ("через полчаса", 20, "22:44"),
        ("через пару часов", 21, "00:14"),
    ],
)
def test_day_and_time_beside_it_are_one(text: str, day: int, clock: str) -> None:
    [span] = read(text)
    assert (span.date, span.time) == (dt.date(2026, 11, day), clock)
    assert (span.first, span.last) == (0, len(text.split()) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "перчатки десятого класса двести пар",
        "перчатки десятого двести пар",
        "костюм пятьдесят второго размера",
        "в прошлую пятницу заказывали",
        "лампа 11 вт",
        "до пяти коробок",
        "до десяти перчаток",
        "к трем ампер",
        "три на полтора сто метров",
        "автомат на шестнадцать",
        "с пвх до двухсот пар",
        "среда агрессивная",
        "в десять",
        "сто пар",
        "доставка 25 коробок",
        "отклеилась за два дня три пары",
        "сорокового добавьте до восьми",
    ],
)
def test_words_of_goods_are_no_dates(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("text", "bound"), [("в пятницу", "on"), ("до пятницы", "by"), ("после пятницы", "after")])
def test_preposition_gives_the_bound(text: str, bound: str) -> None:
    assert [span.bound for span in read(text)] == [bound]


@pytest.mark.parametrize(
    "text",
    [
        "десятого ноября заказывали",
        "то что брали десятого числа",
        "в субботу просила",
        "10.11.2026",
        "были в понедельник",
    ],
)
def test_a_day_in_the_past_has_words_and_no_date(text: str) -> None:
    [span] = read(text)
    assert (span.date, span.time, span.bound) == (None, None, "past")


def test_two_days_are_two_spans() -> None:
    spans = read("в понедельник перчатки а во вторник костюмы")
    assert [(span.first, span.last, span.date.day if span.date else 0) for span in spans] == [(0, 1, 23), (4, 5, 24)]


def test_call_after_midnight_counts_from_its_own_day() -> None:
    late = dt.datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Vladivostok"))
    assert [span.date for span in read("завтра", late)] == [dt.date(2027, 1, 1)]


def test_working_days_skip_the_new_year() -> None:
    before = dt.datetime(2026, 12, 30, 20, 0, tzinfo=ZoneInfo("Europe/Moscow"))
    [span] = read("через два рабочих дня", before)
    assert span.date is not None
    assert span.date.month == 1
    assert span.date.day > 8


@settings(max_examples=150, deadline=None)
@given(
    day=st.integers(1, 28),
    month=st.integers(0, 11),
    now=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 1)),
)
def test_spoken_date_is_that_day_near_the_call(day: int, month: int, now: dt.datetime) -> None:
    name = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ][month]
    said = num2words(day, lang="ru", to="ordinal", case="g", gender="n").split()
    [span] = find_dates([*said, name], now.replace(tzinfo=dt.UTC))
    if span.date is None:  # lately past
        assert 0 < (now.date() - dt.date(now.year, month + 1, day)).days <= 60
    else:
        assert (span.date.day, span.date.month) == (day, month + 1)
        assert 0 <= (span.date - now.date()).days < 366


@settings(max_examples=100, deadline=None)
@given(
    weekday=st.sampled_from(["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"]),
    now=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 1)),
)
def test_weekday_is_within_the_next_seven_days(weekday: str, now: dt.datetime) -> None:
    [span] = find_dates(["в", weekday], now.replace(tzinfo=dt.UTC))
    assert span.date is not None
    assert 1 <= (span.date - now.date()).days <= 7


def test_a_hundred_words_are_read_at_once() -> None:
    words = ("завтра к обеду перчатки десятого класса двести пар и в пятницу с утра еще сто " * 8).split()[:100]
    find_dates(words, FRIDAY)
    began = time.perf_counter()
    for _ in range(10):
        find_dates(words, FRIDAY)
    assert (time.perf_counter() - began) / 10 < 0.05
