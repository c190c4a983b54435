"""Find every date and time in a list of words, each day joined with the time said beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from nlp.dates.clock import Clock, read_clock
from nlp.dates.days import Day, read_day
from nlp.dates.spans import DateSpan
from nlp.dates.words import Words

_BETWEEN = frozenset({
    "ну", "где-то", "гдето", "желательно", "прямо", "а", "примерно", "можно", "лучше", "так", "и",
    "пожалуйста", "нужно", "надо", "вот", "чтобы", "мне", "нам", "только", "часика", "часов", "часиков", "как", "раз",
    "или", "утра", "же", "пораньше", "рано", "около", "доставку", "доставка", "привезите", "это",
})  # fmt: skip
_MAX_BETWEEN = 2
_TOLD = re.compile(
    r"(?:бра|взя|заказыва|заказа|дела|сдела|покупа|купи|привози|отгружа|отгрузи|обеща|проси|приезжа|забира|забра|присыла|"
    r"присла|отправля|отправи|получа|получи|оформля|оформи|звони|говори|оставля|остави|бы)(?:л|ла|ли|ло)|(?:при|до)вез(?:|ла|ли)"
)
_WISHED = frozenset({"чтобы", "чтоб", "бы", "хотел", "хотела", "хотели", "хотелось", "если"})


def find_dates(tokens: Sequence[str], now: dt.datetime) -> list[DateSpan]:
    """Return the dates and times of *tokens* by place, counted from *now*, which carries the client's time zone.

    A weekday is the next one after today, «следующий» that of the next calendar week; the end of a week is its last
    working day, the end of a month its last day. A day in the past has its words and no date.
    """
    words = Words(tokens, now)
    return _join(words, _findings(words))


def _findings(words: Words) -> list[Day | Clock]:
    found: list[Day | Clock] = []
    at = 0
    while at < len(words):
        finding = _longer(read_day(words, at), read_clock(words, at))
        if finding is None:
            at += 1
        else:
            found.append(finding)
            at = finding.stop
    return found


def _longer(day: Day | None, clock: Clock | None) -> Day | Clock | None:
    if day is None or clock is None:
        return day or clock
    return clock if clock.stop >= day.stop else day


def _join(words: Words, findings: Sequence[Day | Clock]) -> list[DateSpan]:
    groups: list[list[Day | Clock]] = []
    for finding in findings:
        if groups and _belongs(words, groups[-1], finding):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    spans = [_span(words, group) for group in groups]
    return [span for span in spans if span is not None]


def _belongs(words: Words, group: Sequence[Day | Clock], finding: Day | Clock) -> bool:
    between = words.texts[group[-1].stop : finding.start]
    if len(between) > _MAX_BETWEEN or not _BETWEEN.issuperset(between):
        return False
    if isinstance(finding, Day):  # «в среду двадцать пятого» names one day twice
        return all(other.date == finding.date for other in group if isinstance(other, Day))
    clocks = [other for other in group if isinstance(other, Clock)]
    has_time = any(isinstance(other, Day) and other.time for other in group)
    return not has_time and (not clocks or all(other.part != finding.part for other in clocks))


def _span(words: Words, group: Sequence[Day | Clock]) -> DateSpan | None:
    day = next((item for item in group if isinstance(item, Day)), None)
    if day is not None and (day.date < words.today or _is_told(words, day)):
        return DateSpan(group[0].start, group[-1].stop - 1, None, None, "past")
    clocks = [item for item in group if isinstance(item, Clock)]
    clock = next((item for item in clocks if not item.part), clocks[0] if clocks else None)
    if day is None and (clock is None or not clock.sure):
        return None
    bound = day.bound if day is not None and (clock is None or day.bound != "on") else clock.bound if clock else "on"
    time = day.time if day is not None and day.time else clock.time if clock else None
    return DateSpan(group[0].start, group[-1].stop - 1, day.date if day else None, time, bound)


def _is_told(words: Words, day: Day) -> bool:
    """«Брали десятого числа», «в субботу просила» tell of the past; «чтобы в субботу привезли» is a wish."""
    if day.date <= words.today + dt.timedelta(days=2) and words.at(day.stop - 1).startswith(
        ("завтра", "послезавтра", "сегодня")
    ):
        return False
    near = (words.at(day.start - 1), words.at(day.stop))
    if not any(_TOLD.fullmatch(word) for word in near):
        return False
    return _WISHED.isdisjoint(words.at(index) for index in range(day.start - 4, day.stop + 2))
