"""The words of the line: one table of codes and texts, and the check of the sound files that say them.

Every code is a file ``<code>.wav`` (8 kHz, 16 bit, mono). The ones that ship are in ``telephony/prompts/``; a folder of
the company's own recordings may replace any of them, file by file.
"""

from __future__ import annotations

import datetime as dt
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from telephony import wav

SHIPPED = Path(__file__).parent / "prompts"
LONGEST_S = 60.0
SHORTEST_S = 0.02


class Code(StrEnum):
    """The prompts that are whole sentences, and the beep."""

    NOTICE = "notice"
    GREETING = "greeting"
    URGENT_HINT = "urgent_hint"
    BEEP = "beep"
    AFTER_BEEP = "after_beep"
    NUMBER_IS = "number_is"
    WRITTEN_DOWN = "written_down"
    DRAFT = "draft"
    ADD_HINT = "add_hint"
    LIMIT = "limit"
    GOODBYE = "goodbye"
    SILENT = "silent"
    NO_SPACE = "no_space"
    STOPPED = "stopped"
    CONNECTING = "connecting"
    DUTY_SILENT = "duty_silent"
    OFFICE_CLOSED = "office_closed"
    OFFICE_OPENS = "office_opens"
    TODAY = "today"
    TOMORROW = "tomorrow"


DIGITS = tuple(f"digit_{n}" for n in range(10))
WEEKDAYS = tuple(f"weekday_{n}" for n in range(7))  # 0 is Monday
HOURS = tuple(f"hour_{n:02d}" for n in range(24))
MINUTES = ("minute_15", "minute_30", "minute_45")

_WEEKDAY_WORDS = ("в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье")
_DIGIT_WORDS = ("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_HOUR_WORDS = (
    "в ноль часов", "в час ночи", "в два часа", "в три часа", "в четыре часа", "в пять часов", "в шесть часов",
    "в семь часов", "в восемь часов", "в девять часов", "в десять часов", "в одиннадцать часов",
    "в двенадцать часов", "в тринадцать часов", "в четырнадцать часов", "в пятнадцать часов",
    "в шестнадцать часов", "в семнадцать часов", "в восемнадцать часов", "в девятнадцать часов",
    "в двадцать часов", "в двадцать один час", "в двадцать два часа", "в двадцать три часа",
)  # fmt: skip

TEXTS: dict[str, str] = {
    Code.NOTICE: "Здравствуйте! Вы позвонили в отдел продаж. Разговор записывается.",
    Code.GREETING: "Сейчас мы закрыты, но примем заявку. После сигнала назовите себя, товар и количество. "
    "В конце нажмите решётку.",
    Code.URGENT_HINT: "Если вопрос срочный, нажмите один.",
    Code.AFTER_BEEP: "Говорите после сигнала.",
    Code.NUMBER_IS: "Ваша заявка номер",
    Code.WRITTEN_DOWN: "Ваша заявка записана.",
    Code.DRAFT: "Это черновик. Менеджер подтвердит его утром.",
    Code.ADD_HINT: "Чтобы дополнить заявку, нажмите два.",
    Code.LIMIT: "Время записи закончилось.",
    Code.GOODBYE: "Спасибо за звонок. До свидания!",
    Code.SILENT: "Мы вас не услышали. Менеджер перезвонит вам утром. До свидания!",
    Code.NO_SPACE: "Извините, приём заявок временно невозможен. Пожалуйста, позвоните позже.",
    Code.STOPPED: "Извините, приём заявок временно невозможен. То, что вы успели сказать, сохранено. До свидания!",
    Code.CONNECTING: "Соединяю с дежурным. Пожалуйста, подождите.",
    Code.DUTY_SILENT: "К сожалению, дежурный не отвечает.",
    Code.OFFICE_CLOSED: "Сейчас офис закрыт.",
    Code.OFFICE_OPENS: "Офис откроется",
    Code.TODAY: "сегодня",
    Code.TOMORROW: "завтра",
    **dict(zip(DIGITS, _DIGIT_WORDS, strict=True)),
    **dict(zip(WEEKDAYS, _WEEKDAY_WORDS, strict=True)),
    **dict(zip(HOURS, _HOUR_WORDS, strict=True)),
    **dict(zip(MINUTES, ("пятнадцать минут", "тридцать минут", "сорок пять минут"), strict=True)),
}
CODES = (*TEXTS, Code.BEEP)  # the beep has no words


class PromptsError(Exception):
    """A prompt is missing or is not what the line can play. The text says which file, and what to do."""


@dataclass(frozen=True)
class Prompt:
    path: Path
    seconds: float


@dataclass(frozen=True)
class Prompts:
    """All prompts of a line, checked."""

    by_code: dict[str, Prompt]

    def files(self, codes: Sequence[str]) -> list[str]:
        """Return the paths that say *codes*."""
        return [str(self.by_code[code].path) for code in codes]

    def seconds(self, codes: Sequence[str]) -> float:
        """Return how long *codes* take."""
        return sum(self.by_code[code].seconds for code in codes)


def load(own: Path | None = None) -> Prompts:
    """Return the prompts, those in *own* before those that ship. Raises PromptsError naming every bad file."""
    if own is not None and not own.is_dir():
        raise PromptsError(f"the folder of prompts {own} does not exist")
    found: dict[str, Prompt] = {}
    faults: list[str] = []
    for code in CODES:
        path = _path_of(code, own)
        fault = check(path)
        if fault:
            faults.append(f"{path}: {fault}")
        else:
            found[code] = Prompt(path, wav.facts(path).seconds)
    if faults:
        raise PromptsError("prompts that cannot be played: " + "; ".join(faults))
    return Prompts(found)


def check(path: Path) -> str | None:
    """Return what is wrong with the prompt at *path*, or None."""
    if not path.is_file():
        return "no such file"
    try:
        facts = wav.facts(path)
    except (wave.Error, EOFError) as error:
        return f"not a PCM WAV file ({error})"
    if (facts.rate_hz, facts.sample_bytes, facts.channels) != (wav.RATE_HZ, wav.SAMPLE_BYTES, 1):
        return (
            f"must be 8000 Hz, 16 bit, mono; is {facts.rate_hz} Hz, {8 * facts.sample_bytes} bit, "
            f"{facts.channels} channels"
        )
    if not SHORTEST_S <= facts.seconds <= LONGEST_S:
        return f"must last {SHORTEST_S} to {LONGEST_S:.0f} s; lasts {facts.seconds:.2f} s"
    return None


def spoken_number(number: int) -> tuple[str, ...]:
    """Return the codes that say *number* digit by digit."""
    return tuple(DIGITS[int(digit)] for digit in str(number))


def opening_words(now: dt.datetime, opens: dt.datetime | None) -> tuple[str, ...]:
    """Return the codes that say when the office opens; both moments in the branch's zone.

    More than six days ahead a weekday would be misunderstood, and minutes are said only on the quarter: the caller
    then hears that the office is closed, nothing wrong.
    """
    if opens is None or opens.minute % 15:
        return (Code.OFFICE_CLOSED,)
    days = (opens.date() - now.date()).days
    if days > 6:
        return (Code.OFFICE_CLOSED,)
    day = {0: str(Code.TODAY), 1: str(Code.TOMORROW)}.get(days, WEEKDAYS[opens.weekday()])
    minutes = (f"minute_{opens.minute}",) if opens.minute else ()
    return (Code.OFFICE_OPENS, day, HOURS[opens.hour], *minutes)


def _path_of(code: str, own: Path | None) -> Path:
    if own is not None and (own / f"{code}.wav").exists():
        return own / f"{code}.wav"
    return SHIPPED / f"{code}.wav"
