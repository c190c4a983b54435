"""Which time of day is meant: «к обеду», «с девяти до шести», «в три часа дня», «в полтретьего».

A bare hour from one to seven is after noon, as people who order goods speak; «утра», «вечера» and a part of the day
said beside it decide otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.dates.spans import Bound
from nlp.dates.words import Words
from nlp.numbers.items import is_count_noun
from nlp.numbers.lexicon import Role, look_up

_TYPED = re.compile(r"([01]?\d|2[0-4])([:.\-])([0-5]\d)")
_PARTS = {
    "утром": "09:00-12:00", "утречком": "09:00-12:00", "днем": "12:00-17:00", "вечером": "17:00-21:00",
    "вечерком": "17:00-21:00", "ночью": "22:00-06:00",
}  # fmt: skip
_PHRASES: dict[tuple[str, ...], tuple[str, Bound]] = {
    ("с", "утра"): ("09:00-12:00", "on"),
    ("с", "утречка"): ("09:00-12:00", "on"),
    ("с", "самого", "утра"): ("09:00-12:00", "on"),
    ("к", "утру"): ("09:00", "by"),
    ("в", "обед"): ("12:00-14:00", "on"),
    ("к", "обеду"): ("12:00", "by"),
    ("до", "обеда"): ("09:00-12:00", "by"),
    ("после", "обеда"): ("13:00-18:00", "after"),
    ("в", "полдень"): ("12:00", "on"),
    ("к", "полудню"): ("12:00", "by"),
    ("до", "полудня"): ("09:00-12:00", "by"),
    ("к", "вечеру"): ("18:00", "by"),
    ("ближе", "к", "вечеру"): ("16:00-18:00", "by"),
    ("до", "вечера"): ("18:00", "by"),
    ("в", "первой", "половине", "дня"): ("09:00-12:00", "on"),
    ("в", "первую", "половину", "дня"): ("09:00-12:00", "on"),
    ("во", "второй", "половине", "дня"): ("13:00-18:00", "on"),
    ("во", "вторую", "половину", "дня"): ("13:00-18:00", "on"),
    ("в", "течение", "дня"): ("09:00-18:00", "on"),
    ("в", "течении", "дня"): ("09:00-18:00", "on"),
    ("до", "конца", "дня"): ("18:00", "by"),
    ("к", "концу", "дня"): ("18:00", "by"),
    ("в", "конце", "дня"): ("18:00", "on"),
    ("до", "конца", "рабочего", "дня"): ("18:00", "by"),
    ("к", "концу", "рабочего", "дня"): ("18:00", "by"),
}
_HALVES = ("первого", "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
           "десятого", "одиннадцатого", "двенадцатого")  # fmt: skip
_HOUR_WORDS = frozenset({"час", "часа", "часов", "часу", "часам", "часик", "часика", "часиков", "часикам", "ч"})
_DAY_PARTS = {"утра": "утра", "дня": "дня", "вечера": "вечера", "ночи": "ночи"}
_HINTS = {"утром": "утра", "утра": "утра", "утречком": "утра", "вечером": "вечера", "вечерком": "вечера", "днем": "дня"}
_BOUNDS: dict[str, Bound] = {"к": "by", "ко": "by", "до": "by", "после": "after", "с": "after", "в": "on", "во": "on"}
_CALLS = ("звон", "перезвон", "позвон", "набер", "привез", "достав", "приед", "подъед", "заед", "завез", "забер",
          "будем", "буду", "отгруз", "открыва", "свяж", "связат", "ждем", "жду", "самовывоз")  # fmt: skip
_MEASURES = (
    "ампер",
    "полюс",
    "фаз",
    "жил",
    "ватт",
    "вольт",
    "квадрат",
    "миллиметр",
    "процент",
    "класс",
    "размер",
    "тысяч",
)
_RAISES = ("добав", "увелич", "довед", "подним", "сократ", "уменьш", "убав")
_GOODS_ENDINGS = ("ам", "ям", "ов", "ев", "ей", "ок", "ек", "ых", "их")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time over words ``start`` up to ``stop`` (exclusive); unless ``sure``, only a day beside it proves it."""

    start: int
    stop: int
    time: str
    bound: Bound = "on"
    sure: bool = True
    part: bool = False  # a part of the day and no hour


@dataclass(frozen=True, slots=True)
class _Hour:
    stop: int
    hour: int
    minute: int
    part: str | None
    marked: bool  # «часов», «утра» or minutes stood by

    def clock(self, hint: str | None = None, *, late: bool = False) -> str:
        hour, part = self.hour, self.part or hint
        if part == "вечера" or (part == "дня" and hour < 7) or (part is None and hour < (9 if late else 8)):
            hour += 12 if 0 < hour < 12 else 0
        elif part in ("утра", "ночи") and hour == 12:
            hour = 0
        return f"{hour % 24:02d}:{self.minute:02d}"


def read_clock(words: Words, at: int) -> Clock | None:
    """Return the time whose words begin at *at*, preposition included."""
    for rule in (_phrase, _between, _prepared):
        clock = rule(words, at)
        if clock is not None:
            return clock
    part = _PARTS.get(words.at(at))
    if part is not None:
        return Clock(at, at + 1, part, part=True)
    hour = _half_hour(words, at) or _quarter_to(words, at) or _hour(words, at)
    if hour is None or not hour.marked or (hour.part in (None, "дня") and words.number(at) is not None):
        return None  # «два дня» alone is how long, not when
    return Clock(at, hour.stop, hour.clock(), sure=hour.part is not None)


def _phrase(words: Words, at: int) -> Clock | None:
    for length in (4, 3, 2):
        said = tuple(words.texts[at : at + length])
        if said in _PHRASES:
            time, bound = _PHRASES[said]
            return Clock(at, at + len(said), time, bound, part=True)
    return None


def _between(words: Words, at: int) -> Clock | None:
    """«С девяти до шести», «между двумя и четырьмя», «от двух до четырёх»."""
    start, joints = words.at(at), {"с": ("до", "по"), "между": ("и",)}
    both = words.number(at + 1)
    if start == "от" and both is not None and both.high is not None and 1 <= both.value < both.high <= 24:
        low = _Hour(0, int(both.value), 0, None, True).clock()
        return Clock(at, both.last + 1, f"{low}-{_later(low, _Hour(0, int(both.high), 0, None, True))}", sure=False)
    if start not in joints:
        return None
    first = _hour(words, at + 1)
    if first is None or words.at(first.stop) not in joints[start]:
        return None
    second = _hour(words, first.stop + 1)
    if second is None or _counts_goods(words, second):
        return None
    begins = first.clock(second.part if second.part == "утра" else None)
    if first.part is None and second.part in (None, "дня", "вечера") and first.hour >= 7:
        begins = f"{first.hour:02d}:{first.minute:02d}"
    return Clock(at, second.stop, f"{begins}-{_later(begins, second)}")


def _later(begins: str, hour: _Hour) -> str:
    ends = hour.clock()
    if ends <= begins and hour.hour < 12:
        ends = f"{hour.hour + 12:02d}:{hour.minute:02d}"
    return ends


def _prepared(words: Words, at: int) -> Clock | None:
    """An hour behind a preposition: «к десяти утра», «часов в пять», «до двенадцати»."""
    here = at + 1 if words.at(at) in _HOUR_WORDS and words.at(at + 1) in _BOUNDS else at
    bound = _BOUNDS.get(words.at(here))
    if bound is None:
        return None
    hour = _hour(words, here + 1)
    if hour is None or _counts_goods(words, hour) or _raises_quantity(words, at):
        return None
    marked = hour.marked or here > at
    sure = marked or words.at(here) in ("к", "ко", "до", "после") or _speaks_of_call(words, at, hour.stop)
    time = hour.clock(_hint(words, at, hour.stop), late=words.at(here) == "до")
    return Clock(at, hour.stop, time, bound, sure)


def _hint(words: Words, start: int, stop: int) -> str | None:
    """A part of the day said just before or after: «вечером в восемь», «в семь, с утра»."""
    for index in (start - 1, start - 2, stop, stop + 1):
        if words.at(index) in _HINTS:
            return _HINTS[words.at(index)]
    return None


def _speaks_of_call(words: Words, start: int, stop: int) -> bool:
    near = [words.at(index) for index in (*range(start - 4, start), stop, stop + 1)]
    return any(text.startswith(_CALLS) for text in near)


def _counts_goods(words: Words, hour: _Hour) -> bool:
    """«До двенадцати коробок», «к десяти парам»: the number counts things."""
    following = words.at(hour.stop)
    if hour.marked or not following:
        return False
    return is_count_noun(following) or following.startswith(_MEASURES) or following.endswith(_GOODS_ENDINGS)


def _raises_quantity(words: Words, at: int) -> bool:
    """«Добавьте до восьми» is about pieces."""
    return any(words.at(index).startswith(_RAISES) for index in (at - 1, at - 2))


def _hour(words: Words, at: int) -> _Hour | None:
    for rule in (_typed_hour, _half_hour, _quarter_past, _quarter_to, _spoken_hour):
        hour = rule(words, at)
        if hour is not None:
            return hour
    return None


def _typed_hour(words: Words, at: int) -> _Hour | None:
    match = _TYPED.fullmatch(words.at(at))
    if match is None or (match[2] == "." and int(match[3]) in range(1, 13) and words.at(at - 1) not in ("в", "с")):
        return None  # «до 20.11» is a date
    return _with_part(words, at + 1, int(match[1]), int(match[3]), marked=":" in match[0])


def _half_hour(words: Words, at: int) -> _Hour | None:
    """«Полтретьего», «пол третьего», «половине третьего»: half past two."""
    text = words.at(at)
    here = at + 1 if text in ("пол", "половине", "половина", "половину") else at
    named = words.at(here) if here > at else text.removeprefix("пол") if text.startswith("пол") else ""
    if named not in _HALVES:
        return None
    return _with_part(words, here + 1, (_HALVES.index(named) or 12), 30, marked=True)


def _quarter_past(words: Words, at: int) -> _Hour | None:
    """«Четверть пятого»: a quarter past four."""
    if words.at(at) != "четверть" or words.at(at + 1) not in _HALVES:
        return None
    return _with_part(words, at + 2, (_HALVES.index(words.at(at + 1)) or 12), 15, marked=True)


def _quarter_to(words: Words, at: int) -> _Hour | None:
    minutes = words.number(at + 1)
    if words.at(at) != "без" or minutes is None or not 0 < minutes.value < 30:
        return None
    here = minutes.last + 1
    here += words.at(here).startswith("минут")
    hour = words.number(here)
    if hour is None or not 1 <= hour.value <= 12 or hour.value != int(hour.value):
        return None
    stop = hour.last + 1 + (words.at(hour.last + 1) in _HOUR_WORDS)
    return _with_part(words, stop, (int(hour.value) - 1) or 12, 60 - int(minutes.value), marked=True)


def _spoken_hour(words: Words, at: int) -> _Hour | None:
    if words.at(at) in ("час", "часу"):
        return _with_part(words, at + 1, 1, 0, marked=True)
    number = words.number(at)
    if number is None or number.high is not None or number.kind in ("ordinal", "fraction", "collective"):
        return None
    if not 0 <= number.value <= 24 or number.value != int(number.value):
        return None
    here = number.last + 1
    marked = words.at(here) in _HOUR_WORDS
    here += marked
    minute, stop = _minutes(words, here)
    return _with_part(words, stop, int(number.value), minute, marked=marked or stop > here)


def _minutes(words: Words, at: int) -> tuple[int, int]:
    """Return the minutes at *at* and where they end: «тридцать», «ноль ноль», «ноль пять»."""
    first, second = look_up(words.at(at)), look_up(words.at(at + 1))
    if first is not None and first.role is Role.ZERO and second is not None and second.value < 10:
        return int(second.value), at + 2
    number = words.number(at)
    if number is None or number.kind != "cardinal" or number.value not in range(10, 60, 5):
        return 0, at
    stop = number.last + 1
    if words.at(stop).startswith("минут"):
        return int(number.value), stop + 1
    return (0, at) if is_count_noun(words.at(stop)) else (int(number.value), stop)


def _with_part(words: Words, at: int, hour: int, minute: int, *, marked: bool) -> _Hour:
    part = _DAY_PARTS.get(words.at(at))
    return _Hour(at + (part is not None), hour, minute, part, marked or part is not None)
