"""Recordings of people that Debian's packages carry, cut into short pieces with their words.

``festvox-ru``: 100 minutes of prose read by one man, with the times of its sounds, so it can be cut at the
reader's pauses. ``asterisk-core-sounds-ru``: telephone prompts by a woman. A fixed share of each is held out of
training for good: see ``is_held_out``.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from num2words import num2words
from numpy.typing import NDArray

from training.speech.alphabet import fold
from training.speech.voices import to_telephone

FESTVOX = Path("/usr/share/festival/voices/russian/msu_ru_nsh_clunits")
PROMPTS = Path("/usr/share/asterisk/sounds/ru_RU_f_IvrvoiceRU")
PROMPT_TEXTS = Path("/usr/share/doc/asterisk-core-sounds-ru/core-sounds-ru.txt.gz")
HELD_OUT_PERCENT = {"reader": 10, "prompts": 40}
_LINE = re.compile(r'\( (\S+) "(.*)" \)')
_PROMPT = re.compile(r"([\w/.-]+): (.*)")
_VOWELS = frozenset("аеиоуыэюя")
_VOWEL_SOUNDS = frozenset("a aa ae ay e ee i ii o oo u uu ur y yy".split())


@dataclass(frozen=True)
class Piece:
    """Some words of a person at 8 kHz. Pieces of one recording share its *source* and are held out together."""

    speaker: str
    source: str
    text: str
    sound: NDArray[np.float32]


def pieces() -> list[Piece]:
    """Return all pieces that the installed packages give, by speaker and source; none where nothing is installed."""
    return [*_reader(), *_prompts()]


def is_held_out(piece: Piece) -> bool:
    """Tell whether a piece is for evaluation only. Depends on the recording's name alone."""
    return zlib.crc32(piece.source.encode()) % 100 < HELD_OUT_PERCENT[piece.speaker]


def _reader() -> Iterator[Piece]:
    listing = FESTVOX / "etc" / "txt.done.data"
    if not listing.exists():
        return
    for found in map(_LINE.match, listing.read_text("utf-8").splitlines()):
        if found:
            yield from _cut(found[1], found[2])


def _cut(name: str, text: str) -> Iterator[Piece]:
    """Cut one recording at those pauses whose place between two words is certain."""
    sounds = _sounds(FESTVOX / "lab" / f"{name}.lab")
    words = fold(text).split()
    spoken = sum(kind in _VOWEL_SOUNDS for _, kind in sounds)
    wave, rate = soundfile.read(FESTVOX / "wav" / f"{name}.wav", dtype="float32")
    if spoken != sum(_vowels(word) for word in words):
        yield Piece("reader", name, " ".join(words), to_telephone(wave, rate))
        return
    first_word, first_s = 0, 0.0
    for place_s, word in [*_certain_pauses(sounds, words, text), (len(wave) / rate, len(words))]:
        if word > first_word:
            cut = wave[int(first_s * rate) : int(place_s * rate)]
            yield Piece("reader", name, " ".join(words[first_word:word]), to_telephone(cut, rate))
        first_word, first_s = word, place_s


def _certain_pauses(sounds: list[tuple[float, str]], words: list[str], text: str) -> list[tuple[float, int]]:
    """Return (middle of a pause, number of words before it)."""
    after = np.cumsum([_vowels(word) for word in words])
    marked = {len(fold(part).split()) for part in _prefixes(text)}
    found, vowels, last_s = [], 0, 0.0
    for end_s, kind in sounds:
        if kind == "pau" and 0 < vowels < after[-1] and end_s - last_s > 0.08:
            fitting = [place + 1 for place in np.flatnonzero(after == vowels).tolist()]
            sure = fitting if len(fitting) == 1 else [place for place in fitting if place in marked]
            if len(sure) == 1:
                found.append(((last_s + end_s) / 2, sure[0]))
        vowels += kind in _VOWEL_SOUNDS
        last_s = end_s
    return found


def _prefixes(text: str) -> list[str]:
    return [text[: found.start()] for found in re.finditer(r"[,.!?;:…]|\s-\s", text)]


def _sounds(path: Path) -> list[tuple[float, str]]:
    fields = (line.split() for line in path.read_text("utf-8").splitlines())
    return [(float(parts[0]), parts[2]) for parts in fields if len(parts) == 3]


def _vowels(word: str) -> int:
    return sum(letter in _VOWELS for letter in word)


def _prompts() -> Iterator[Piece]:
    if not PROMPT_TEXTS.exists():
        return
    listing = gzip.decompress(PROMPT_TEXTS.read_bytes()).decode("utf-8")
    for found in filter(None, map(_PROMPT.match, listing.splitlines())):
        text, path = _as_said(found[2]), PROMPTS / f"{found[1]}.gsm"
        if text and path.is_file():
            yield Piece("prompts", found[1], text, _read_gsm(path))


def _as_said(text: str) -> str:
    """Return a prompt's words; empty for tones and for texts with marks that nobody says."""
    if re.search(r"[\[\]<>a-zA-Z(]", text):
        return ""
    return fold(re.sub(r"\d+", lambda found: str(num2words(int(found[0]), lang="ru")), text))


def _read_gsm(path: Path) -> NDArray[np.float32]:
    sound = soundfile.read(
        path, dtype="float32", samplerate=8000, channels=1, format="RAW", subtype="GSM610", endian="FILE"
    )[0]
    return np.asarray(sound, dtype=np.float32)
