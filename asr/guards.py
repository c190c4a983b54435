"""Throw away words that nobody said.

Voice activity keeps most noise from the engines; these guards look at what an engine made of the rest. Whisper-class
engines also write what their training data had on silence (credits of subtitles) and fall into loops; a CTC network
does neither, but spells a few unsure letters over music.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from asr.gated import Guard, Words
from asr.wording import folded

# A whole stretch that says one of these, and nothing else, was invented.
INVENTED = re.compile(
    r"""(?x)^(
      продолжение\ следует
    | (субтитры|редактор\ субтитров)\b.*
    | (корректор|перевод)\b.*\b(субтитров|dimatorzok)\b.*
    | (большое\ )?спасибо\ за\ (просмотр|субтитры)(\ .*)?
    | (подпишитесь|подписывайтесь|подписывайся)\ на\ (наш\ |мой\ )?канал(\ .*)?
    | (ставьте|поставьте)\ лайки?(\ .*)?
    | (играет|звучит|спокойная|напряженная|тревожная|веселая|лирическая)?\ ?музыка
    | аплодисменты | смех | шум | гудки | телефонный\ звонок | стук\ в\ дверь
    | смотрите\ в\ следующей\ серии(\ .*)?
    | amara\ org | thanks\ for\ watching | thank\ you
    )$"""
)
LOOP_WORDS = 6  # the longest phrase that is looked at for loops
LOOP_TIMES = 4  # nobody says a phrase four times running
SINGLE_TIMES = 7  # but «да-да-да-да» and «ноль ноль ноль ноль» are said
FASTEST_WORDS_PER_S = 9.0


@dataclass(frozen=True, slots=True)
class GuardOptions:
    """How sure an engine must be of a whole stretch before any of it is believed."""

    min_confidence: float = 0.35


def guards_for(engine: str, options: GuardOptions) -> tuple[Guard, ...]:
    """Return the guards that an engine of this name needs."""
    unsure = UnsureGuard(options.min_confidence)
    if engine == "faster-whisper":
        return (drop_invented, drop_loops, drop_impossible, unsure)
    return (unsure,)


@dataclass(frozen=True, slots=True)
class UnsureGuard:
    """Drops a stretch as a whole when its words are unsure on average."""

    min_confidence: float

    def __call__(self, words: Words, _seconds: float) -> Words:
        known = [word.confidence for word in words if word.confidence is not None]
        if known and sum(known) / len(known) < self.min_confidence:
            return ()
        return words


def drop_invented(words: Words, _seconds: float) -> Words:
    """Drop a stretch that says only what Whisper says on silence."""
    text = " ".join(folded(word.text) for word in words)
    return () if INVENTED.match(text) else words


def drop_loops(words: Words, _seconds: float) -> Words:
    """Drop every copy of a phrase that is repeated as no speaker repeats."""
    texts = [folded(word.text) for word in words]
    looped = {place for length in range(1, LOOP_WORDS + 1) for place in _looped(texts, length)}
    return tuple(word for place, word in enumerate(words) if place not in looped)


def drop_impossible(words: Words, seconds: float) -> Words:
    """Drop a stretch that holds more words than a mouth can say in its time."""
    return () if len(words) > max(4.0, FASTEST_WORDS_PER_S * seconds) else words


def _looped(texts: Sequence[str], length: int) -> set[int]:
    """Return the places covered by a phrase of *length* words that follows itself too often."""
    needed = SINGLE_TIMES if length == 1 else LOOP_TIMES
    covered: set[int] = set()
    start = 0
    while start + length <= len(texts):
        end = start + length
        while texts[end : end + length] == texts[start : start + length]:
            end += length
        if (end - start) // length >= needed:
            covered.update(range(start, end))
            start = end
        else:
            start += 1
    return covered
