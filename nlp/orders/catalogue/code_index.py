"""The codes of a catalogue («UCP 205», «CF226A», «106R02773», «ПР-19,05»), and every prefix and part of them.

A code is kept as its folded letters and its digits; between two groups of digits stands ``.`` for a decimal and ``-``
for any other mark. So what is said piece by piece can be followed: a number may end within a group, not reach over it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from nlp.orders.speech.tokens import TIMES, normal
from nlp.orders.speech.units import COUNTED_KINDS, PREFIX_KINDS, count_unit, property_unit
from nlp.text.letters import CYRILLIC_ALIKE
from nlp.text.sound import fold_code

_WRITTEN = re.compile(r"[^\W_]+(?:[-/.,+*×()]+[^\W_]+)*")
_PLAIN = re.compile(
    r"\D*|(?!0\d)\d{1,3}(?:[.,]\d{1,2})?(?:[xхXХ×*]\d{1,3}(?:[.,]\d{1,2})?)*[.,;)]?"
)  # words, numbers, sections, not «052»
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_OTHERWISE = re.compile(r"\b([^\W\d_])\(([^\W\d_])\)")  # «В(Б)-1250»: either letter
_ABBREVIATION = re.compile(r"\b([A-ZА-ЯЁ]{1,4}) (?=\d)")
_CROSS = re.compile(r"(?<=\d)[xхXХ×*](?=\d)")
SHORT_CODE = 3  # letters and digits that alone name no goods (a size, a shade), and are no part of a longer code
_FEWEST_DIGITS = 4
APART, DECIMAL = "-", "."
PRICE_LIST = "#"  # before the digits of an article number that is nothing but digits
_FINE = re.compile(r"\.(?:\d{3}|0)")  # «15,875», «19,05»: so fine is no measure that people round
_MOST_PIECES = 6
_LONGEST_LETTERS = 5  # in a row: «Бак-25» is a word and its number


class CodeIndex:
    """Codes and their parts, sorted, with the articles that carry them. Call ``freeze`` after all ``add`` calls."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        self._whole: dict[str, list[int]] = defaultdict(list)  # of them, those that carry it as a code of its own
        self._articles: dict[str, list[int]] = defaultdict(list)
        self._sorted: list[str] = []

    def add(self, text: str, place: int) -> None:
        """Take the codes of *text* (a name or an alias, in its own case) for the article at *place*."""
        if not any(letter.isdigit() for letter in text):
            return
        for form in _forms(text):
            for key, whole in _keys(form):
                _note(self._places[key], place)
                if whole:
                    _note(self._whole[key], place)

    def add_article(self, sku: str, place: int) -> None:
        """Take the article number *sku* as one code: «тэ эр вэ два» is TRV2, and no part of it is anything."""
        for key, whole in _parts(sku):
            if whole and len(key) > SHORT_CODE:
                if key not in self._places:
                    self._articles[key].append(place)
                _note(self._places[key], place)
                _note(self._whole[key], place)

    def add_number(self, sku: str, place: int) -> None:
        """Take the article number *sku* of digits alone, which counts could be as well: kept apart from the codes."""
        for digits in {sku, sku.lstrip("0")} if len(sku) >= SHORT_CODE else ():
            _note(self._places[PRICE_LIST + digits], place)
            _note(self._whole[PRICE_LIST + digits], place)

    def freeze(self) -> None:
        """Prepare the search."""
        self._sorted = sorted(self._places)

    def __contains__(self, code: str) -> bool:
        return code in self._places

    def places(self, code: str) -> list[int]:
        """Return the places of the articles that carry *code*, whole or as a part."""
        return self._places.get(code, [])

    def whole(self, code: str) -> list[int]:
        """Return the places of the articles of which *code* is a whole code: Р6М5 is no Р6М5К5."""
        return self._whole.get(code, [])

    def only_articles(self, code: str) -> list[int]:
        """Return the places of the articles whose number is *code*, where no name carries it."""
        return self._articles.get(code, [])

    def begins(self, start: str) -> bool:
        """Say whether some code begins with *start*."""
        at = bisect_left(self._sorted, start)
        return at < len(self._sorted) and self._sorted[at].startswith(start)


def _note(places: list[int], place: int) -> None:
    if not places or places[-1] != place:
        places.append(place)


def article_key(sku: str) -> str:
    """Return the letters and digits of an article number, lower-case, with look-alike letters in Latin."""
    plain = normal(sku).replace(TIMES, "x")
    return fold_code("".join(letter for letter in plain if letter.isalnum()))


def _forms(text: str) -> Iterable[str]:
    """Yield the ways to write *text*: either letter of «В(Б)», abbreviations joined to the numbers behind them."""
    either = "(" in text and _OTHERWISE.search(text) is not None
    texts = [_OTHERWISE.sub(r"\1", text), _OTHERWISE.sub(r"\2", text)] if either else [text]
    for written in texts:
        yield written
        joined = _ABBREVIATION.sub(r"\1", written)
        if joined != written:
            yield joined


def _keys(text: str) -> Iterable[tuple[str, bool]]:
    """Yield the codes of *text* and their parts, each with whether it is whole."""
    for word in text.split():
        if _PLAIN.fullmatch(word) is not None:
            continue
        for match in _WRITTEN.finditer(_CROSS.sub(TIMES, word)):
            yield from _parts(match[0])


def _parts(written: str) -> Iterable[tuple[str, bool]]:
    pieces = [(found[0], found.start()) for found in _PIECE.finditer(fold_code(normal(written)))]
    for first in range(len(pieces)):
        key, crossed = "", False
        for last in range(first, min(len(pieces), first + _MOST_PIECES)):
            piece, start = pieces[last]
            if piece.isalpha() and len(piece) > _LONGEST_LETTERS:
                break
            if key and key[-1].isdigit() and piece.isdigit():
                mark = written[start - 1]
                crossed = crossed or mark == TIMES
                key += DECIMAL if mark in ".," else APART
            key += piece
            whole = first == 0 and last + 1 == len(pieces)
            if not crossed and is_code(key) and (whole or len(key) > SHORT_CODE):
                yield key, whole
                if key.startswith("00") and key.isdigit():
                    yield "0" + key.lstrip("0"), whole  # «ноль пятый» of 005


def is_code(key: str) -> bool:
    """Say whether *key* can be told from sizes, measures and counts: «20А» and «ДУ50» are no codes, nor is «48-50»."""
    groups = _PIECE.findall(key)
    digits, letters = [group for group in groups if group.isdigit()], [group for group in groups if group.isalpha()]
    if not letters:
        long = len(groups) == 1 and len(key) >= _FEWEST_DIGITS
        return long or any(len(group) > 1 and group[0] == "0" for group in digits) or _FINE.search(key) is not None
    if len(groups) == 2 and _is_measure(letters[0], digits[0], before=groups[0].isalpha()):
        return False
    return bool(digits) and sum(map(len, groups)) >= SHORT_CODE


def _is_measure(letters: str, number: str, *, before: bool) -> bool:
    written = letters.translate(CYRILLIC_ALIKE)
    if before:
        return written in PREFIX_KINDS or letters in PREFIX_KINDS
    units = [property_unit(form, glued=True) for form in (letters, written)]
    if any(unit is not None and not (unit[0] in COUNTED_KINDS and len(number) > 1) for unit in units):
        return True  # «12П» has no twelve poles
    return any(count_unit(form, glued=True) for form in (letters, written))
