"""Which day is meant: «завтра», «в следующий вторник», «до конца недели», «через два дня», «двадцать пятого».

A rule looks at the words from one place on and returns the day with the place where its words end, or ``None``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.dates import calendar
from nlp.dates.spans import Bound
from nlp.dates.words import BOUNDS, MONTHS, NEAREST, NEXT, PAST, PREPOSITIONS, SHORT_WEEKDAYS, WEEKDAYS, Words
from nlp.numbers.items import is_count_noun

_TYPED = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{2}|\d{4}))?")
_RELATIVE = {"сегодня": 0, "завтра": 1, "назавтра": 1, "послезавтра": 2}
_RELATIVE_STEMS = {"сегодняшн": 0, "завтрашн": 1, "послезавтрашн": 2}
_WEEK = frozenset({"неделе", "недели", "неделю", "недельке"})
_HANDING = (
    "достав", "отгруз", "отгруж", "привез", "привоз", "завез", "завоз", "вывез", "вывоз", "забер", "забир", "заед",
    "заезж", "приед", "приезж", "подъед", "подъезж", "самовыв", "нужн", "надо", "отправ", "получ",
)  # fmt: skip
_DELIVERY = (
    *_HANDING, "жд", "будет", "давай", "числа", "число", "позвон", "перезвон", "набер", "готов", "срок", "заявк",
    "поставк",
)  # fmt: skip
_NOT_A_DAY = ("класс", "размер", "рост", "номер", "сорт", "вязк", "гост", "склад", "дом", "этаж", "раз", "цвет",
              "групп", "категор", "градус", "нит", "полюс", "ампер", "сечен", "диаметр", "калибр", "год")  # fmt: skip
_BEFORE_SHORT = frozenset({"дост", "отгр", "сам", "сами", "в", "во", "на", "к", "ко", "до", "с", "со", "по", "после"})
_TIMES = ("час", "ден", "дн", "минут", "недел", "месяц")
_SUFFIXES = frozenset({"го", "ого", "е", "ое", "му", "ому"})  # «25-го» cut at its hyphen
_DAYTIME = frozenset({"утром", "утра", "обеду", "вечером", "днем", "обеда", "вечеру"})
_SPAN_DAYS = {"день": 1, "дня": 1, "дней": 1, "денек": 1, "деньков": 1, "сутки": 1, "суток": 1, "неделю": 7,
              "недели": 7, "недель": 7, "недельку": 7, "недельки": 7}  # fmt: skip
_SPAN_MINUTES = {"час": 60, "часа": 60, "часов": 60, "часик": 60, "часика": 60, "часиков": 60, "полчаса": 30,
                 "минут": 1, "минуты": 1, "минуту": 1, "минуток": 1}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day over words ``start`` up to ``stop`` (exclusive); ``time`` only where it follows from the words."""

    start: int
    stop: int
    date: dt.date
    bound: Bound = "on"
    time: str | None = None


def read_day(words: Words, at: int) -> Day | None:
    """Return the day whose words begin at *at*, prepositions included."""
    core, bound = at, None
    while words.at(core) in PREPOSITIONS and core - at < 3:
        if words.says(core, "после", "завтра"):
            break
        bound = BOUNDS.get(words.at(core), bound)
        core += 1
    if words.at(core).startswith(PAST) or words.at(core - 1).startswith(PAST):
        return None
    for rule in (_relative, _weekday, _week, _edge, _distance, _dated, _numbered, _typed, _days_off, _working):
        day = rule(words, core)
        if day is not None:
            return Day(at, day.stop, day.date, bound or day.bound, day.time)
    return None


def _relative(words: Words, at: int) -> Day | None:
    text = words.at(at)
    if words.says(at, "после", "завтра"):
        return Day(at, at + 2, words.today + dt.timedelta(days=2))
    shift = _RELATIVE.get(text)
    if shift is not None:
        return Day(at, at + 1, words.today + dt.timedelta(days=shift))
    for stem, days in _RELATIVE_STEMS.items():
        if text.startswith(stem):
            stop = at + 2 if words.at(at + 1) in ("день", "дня", "дню") else at + 1
            return Day(at, stop, words.today + dt.timedelta(days=days))
    return None


def _weekday(words: Words, at: int) -> Day | None:
    """«Пятницу» is the next one after today; «следующую» is that of the next calendar week."""
    following = words.at(at).startswith(NEXT)
    nearest = words.at(at).startswith(NEAREST)
    here = at + 1 if following or nearest else at
    weekday = WEEKDAYS.get(words.at(here))
    before = words.at(at - 1)
    short = weekday is None
    if short and (
        before in _BEFORE_SHORT or before.startswith(_DELIVERY) or words.at(here + 1) in _DAYTIME
    ):  # «вт» is a watt, «в вт» a day
        weekday = SHORT_WEEKDAYS.get(words.at(here))
    bare = weekday == 2 and not short and words.at(here - 1) not in PREPOSITIONS and here == at
    if weekday is None or bare:
        return None
    stop, weeks = _week_named(words, here + 1)
    if following or weeks == 1:
        return Day(at, stop, calendar.monday_of(words.today, 1) + dt.timedelta(days=weekday))
    if nearest and weekday == words.today.weekday():
        return Day(at, stop, words.today)
    return Day(at, stop, calendar.next_weekday(words.today, weekday))


def _week_named(words: Words, at: int) -> tuple[int, int | None]:
    """Return where «(на) следующей неделе» at *at* ends and how many weeks ahead it is."""
    here = at + 1 if words.at(at) in ("на", "уже") else at
    here += words.at(here) == "на"
    word, week = words.at(here), words.at(here + 1)
    if week not in _WEEK:
        return at, None
    if word.startswith(NEXT) or word in ("той", "другой"):
        return here + 2, 1
    return (here + 2, 0) if word.startswith(NEAREST) else (at, None)


def _week(words: Words, at: int) -> Day | None:
    stop, weeks = _week_named(words, at)
    if weeks is None:
        return None
    inner = _weekday_inside(words, stop)
    if inner is not None:
        weekday, end = inner
        return Day(at, end, calendar.monday_of(words.today, weeks) + dt.timedelta(days=weekday))
    if weeks == 0:
        return Day(at, stop, calendar.end_of_week(words.today), "by")
    return Day(at, stop, calendar.first_working_day_of_week(calendar.monday_of(words.today, weeks)))


def _weekday_inside(words: Words, at: int) -> tuple[int, int] | None:
    here = at + 1 if words.at(at) in ("в", "во", "на", "к", "до") else at
    weekday = WEEKDAYS.get(words.at(here))
    return None if weekday is None else (weekday, here + 1)


def _edge(words: Words, at: int) -> Day | None:
    """«(До) конца недели», «в начале следующего месяца», «в середине недели», «до нового года»."""
    if words.at(at) in ("нового", "новому", "конца", "концу") and words.at(at + 1) in ("года", "году"):
        return Day(at, at + 2, dt.date(words.today.year, 12, 31), "by")
    if words.says(at, "первых", "числах") and words.at(at + 2) in MONTHS:
        return Day(at, at + 3, _edge_of_month(words, "начале", 0, MONTHS[words.at(at + 2)]))
    edge = words.at(at)
    if not edge.startswith(("конц", "начал", "середин")):
        return None
    here = at + 1
    ahead = words.at(here).startswith((*NEXT, "той"))
    here += ahead or words.at(here).startswith((*NEAREST, "рабоч"))
    month = MONTHS.get(words.at(here))
    if words.at(here) in _WEEK:
        return Day(at, here + 1, _edge_of_week(words, edge, int(ahead)), "by" if edge[0] == "к" else "on")
    if words.at(here) in ("месяца", "месяцу") or month is not None:
        date = _edge_of_month(words, edge, int(ahead), month)
        return Day(at, here + 1, date, "by" if edge[0] == "к" else "on")
    return None


def _edge_of_week(words: Words, edge: str, weeks: int) -> dt.date:
    if edge.startswith("конц"):
        return calendar.end_of_week(words.today, weeks)
    day = calendar.monday_of(words.today, weeks) + dt.timedelta(days=2 if edge.startswith("середин") else 0)
    return day if day > words.today else day + dt.timedelta(days=7)


def _edge_of_month(words: Words, edge: str, ahead: int, month: int | None) -> dt.date:
    first = calendar.add_months(words.today.replace(day=1), ahead)
    if month is not None:
        first = dt.date(words.today.year + (month < words.today.month), month, 1)
    if edge.startswith("конц"):
        return calendar.end_of_month(first)
    date = first.replace(day=15 if edge.startswith("середин") else 1)
    return date if date > words.today else calendar.add_months(date, 1)


def _distance(words: Words, at: int) -> Day | None:
    """«Через два дня», «дня через два», «в течение недели», «через полтора часа»."""
    if words.at(at) in ("через", "спустя"):
        return _counted(words, at, at + 1)
    if words.at(at) in ("течение", "течении"):
        inside = _counted(words, at, at + 1)
        return Day(at, inside.stop, inside.date, "by", inside.time) if inside else None
    if words.at(at + 1) == "через" and words.number(at + 2) is not None:
        return _inverted(words, at)
    return None


def _counted(words: Words, start: int, at: int) -> Day | None:
    number = words.number(at)
    unit_at = number.last + 1 if number else at
    count = number.value if number else Decimal(1)
    if words.at(at) in ("пару", "пара", "пары", "парочку"):
        unit_at, count = at + 1, Decimal(2)
    working = words.at(unit_at).startswith("рабоч")
    unit_at += working
    if words.at(at).startswith("пол") and number is not None and number.last == at and number.value < 1:
        return _ahead(words, start, at + 1, words.at(at)[3:], number.value)
    if words.says(at, "день") and number is None:
        return Day(start, at + 1, words.today + dt.timedelta(days=2))  # idiom: every other day, the one after next
    if working:
        return Day(start, unit_at + 1, calendar.next_working_day(words.today, int(count)))
    return _ahead(words, start, unit_at + 1, words.at(unit_at), count)


def _inverted(words: Words, at: int) -> Day | None:
    number = words.number(at + 2)
    return _ahead(words, at, number.last + 1, words.at(at), number.value) if number else None


def _ahead(words: Words, start: int, stop: int, unit: str, count: Decimal) -> Day | None:
    if unit in _SPAN_DAYS and count < 400:
        return Day(start, stop, words.today + dt.timedelta(days=int(count * _SPAN_DAYS[unit])))
    if unit in _SPAN_MINUTES and count < 1000:
        moment = words.now + dt.timedelta(minutes=float(count * _SPAN_MINUTES[unit]))
        return Day(start, stop, moment.date(), time=moment.strftime("%H:%M"))
    if unit.startswith("месяц") and count < 24:
        return Day(start, stop, calendar.add_months(words.today, int(count)))
    return None


def _dated(words: Words, at: int) -> Day | None:
    """«Двадцать пятого ноября», «25 ноября 2026 года», «первого числа следующего месяца»."""
    number = words.number(at)
    if number is None or not 1 <= number.value <= 31 or number.value != int(number.value):
        return None
    here = number.last + 1
    here += words.at(here) in ("числа", "число", "числу")
    month = MONTHS.get(words.at(here))
    if month is not None:
        date = calendar.day_and_month(words.today, int(number.value), month)
        return _with_year(words, Day(at, here + 1, date)) if date else None
    if words.at(here + 1).startswith("месяц") and words.at(here).startswith((*NEXT, *NEAREST)):
        first = calendar.add_months(words.today.replace(day=1), int(words.at(here).startswith(NEXT)))
        last = calendar.end_of_month(first)
        return Day(at, here + 2, first.replace(day=min(int(number.value), last.day)))
    return None


def _with_year(words: Words, day: Day) -> Day:
    year = words.number(day.stop)
    if year is None or not 2020 <= year.value <= 2099 or year.value != int(year.value):
        return day
    stop = year.last + 1
    return Day(day.start, stop + words.at(stop).startswith("год"), day.date.replace(year=int(year.value)))


def _numbered(words: Words, at: int) -> Day | None:
    """«Двадцать пятого» alone, where the words around it speak of a day and not of a class or size."""
    number = words.number(at)
    if number is None or not 1 <= number.value <= 31 or number.value != int(number.value):
        return None
    if number.kind != "ordinal" and words.at(number.last + 1) not in _SUFFIXES and not _ends_delivery(words, at):
        return None
    suffixed = words.at(number.last + 1) in _SUFFIXES
    if (
        not suffixed
        and not words.at(at).isdigit()
        and not words.at(number.last).endswith(("ого", "его", "го", "ое", "е", "ому", "ему", "му"))
    ):
        return None
    stop = number.last + 1 + suffixed
    following = words.at(stop)
    # Classes and grades of goods end before sixteen; «двадцать пятого сотню» counts goods.
    alone = number.value >= 16 and words.at(stop - 1).endswith(("го", "ое", "ье")) and words.number(stop) is None
    alone = alone and (not is_count_noun(following) or following.startswith(_TIMES))  # «круга шестнадцатого тонну»
    said = following in ("числа", "число", "числу")
    if following.startswith(_NOT_A_DAY) or not (said or alone or _speaks_of_day(words, at, stop)):
        return None
    date = calendar.next_day_of_month(words.today, int(number.value))
    return Day(at, stop + said, date) if date else None


def _ends_delivery(words: Words, at: int) -> bool:
    """«Доставка 25» with nothing counted behind it: the ending of «25-го» is often lost on the way here."""
    following = words.at(at + 1)
    return (
        words.at(at).isdigit()
        and words.at(at - 1).startswith(("доставк", "отгрузк", "самовывоз"))
        and (following in ("", "с", "в", "к", "до", "после") or following in _DAYTIME)
    )


def _speaks_of_day(words: Words, at: int, after: int) -> bool:
    before = words.at(at - 1)
    if before in ("на", "к", "ко", "до", "с", "по", "числа", "после", "позднее", "позже"):
        return True
    near = (before, words.at(at - 2), words.at(at - 3))
    if any(text.startswith(_DELIVERY) for text in near) or words.at(after).startswith(_HANDING):
        return True
    return words.at(after) in _DAYTIME or words.at(after + 1) in _DAYTIME


def _typed(words: Words, at: int) -> Day | None:
    match = _TYPED.fullmatch(words.at(at))
    if match is None or len(match[2]) != 2:
        return None
    date = calendar.day_and_month(words.today, int(match[1]), int(match[2]))
    if date is None or (match[3] is None and not _speaks_of_day(words, at, at + 1)):
        return None
    if match[3] is not None:
        date = date.replace(year=int(match[3]) % 100 + 2000)
    return Day(at, at + 1, date)


def _days_off(words: Words, at: int) -> Day | None:
    if words.at(at) not in ("выходные", "выходных", "выходным"):
        return None
    saturday = calendar.next_weekday(words.today, 5)
    if words.at(at - 1) == "после":
        return Day(at, at + 1, calendar.next_working_day(saturday))
    if words.at(at - 1) in ("до", "к"):
        return Day(at, at + 1, calendar.end_of_week(words.today))
    return Day(at, at + 1, saturday)


def _working(words: Words, at: int) -> Day | None:
    """«В ближайший рабочий день», «в первый рабочий день»."""
    here = at + 1 if words.at(at).startswith((*NEAREST, *NEXT, "перв")) else at
    if here == at or not words.says(here, "рабочий", "день"):
        return None
    return Day(at, here + 2, calendar.next_working_day(words.today))
