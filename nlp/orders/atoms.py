"""The evidence of a stretch of speech, in order: words, properties, numbers that may count, quantities.

An atom is the smallest thing the segmentation moves around. Words that name nothing (fillers, verbs, pronouns) make
no atom.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from nlp.orders.catalogue import Catalogue, Row
from nlp.orders.lexicon import STOP_WORDS
from nlp.orders.properties import NumberMark, Role
from nlp.orders.terms import Matches
from nlp.orders.tokens import TIMES, Token
from nlp.orders.units import CountUnit, count_unit
from nlp.text.morph import is_content, is_modifier, word_form
from nlp.text.sound import is_latin, is_letter_name

PROPERTY_WEIGHT = 0.9
OPEN_WEIGHT = 0.6
UNKNOWN_WEIGHT = 0.45
UNKNOWN_MODIFIER_WEIGHT = 0.8  # «кевларовые» that no article carries speaks against all of them
_SURE = 0.9
_MOST_JOINED = 6
_SPOKEN_CODE = 4  # letters of a token that may be part of an abbreviation spelt aloud


class Kind(Enum):
    WORD = "word"
    UNKNOWN = "unknown"
    PROPERTY = "property"
    OPEN = "open"
    COUNT = "count"
    UNIT = "unit"  # «коробку перчаток»: one
    ARTICLE = "article"


@dataclass(slots=True)
class Atom:
    """Evidence over tokens ``first`` to ``last``; ``row`` scores every article, ``weight`` is the most it can give."""

    kind: Kind
    first: int
    last: int
    row: Row | None = None
    weight: float = 0.0
    is_head: bool = False
    mark: NumberMark | None = None
    unit: CountUnit | None = None
    matches: Matches = ()
    brk: int = 0  # punctuation after
    text: str = ""
    genitive: bool = False
    nominative: bool = False
    negated: bool = False
    link: bool = False  # «и», «ещё», «плюс» before it
    per: Atom | None = None  # «пять коробок» has «по сто пар»

    @property
    def is_quantity(self) -> bool:
        return self.kind in {Kind.COUNT, Kind.UNIT}


class AtomReader:
    """Turns tokens into atoms for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def read(
        self, tokens: Sequence[Token], first: int, last: int, marks: Sequence[NumberMark], skip: Collection[int]
    ) -> list[Atom]:
        """Return the atoms of tokens *first* to *last* inclusive, leaving out the *skip* tokens."""
        by_start = {mark.first: mark for mark in marks if first <= mark.first and mark.last <= last}
        atoms: list[Atom] = []
        place = first
        negated = link = False
        while place <= last:
            if place in skip:
                place += 1
                continue
            mark = by_start.get(place)
            found = (
                self._number(tokens, mark)
                if mark is not None
                else self._word(tokens, place, last, by_start, skip, negated)
            )
            size = mark.last - mark.first + 1 if mark is not None else (found[1] if isinstance(found, tuple) else 1)
            atom = found[0] if isinstance(found, tuple) else found
            if atom is not None:
                atom.brk = tokens[place + size - 1].brk
                atom.link = link
                atoms.append(atom)
                link = False
            elif atoms:
                atoms[-1].brk = max(atoms[-1].brk, tokens[place].brk)
            link = link or tokens[place].text in LINKS
            negated = tokens[place].text == "без"
            place += size
        return atoms

    def _number(self, tokens: Sequence[Token], mark: NumberMark) -> Atom | None:
        text = " ".join(token.text for token in tokens[mark.first : mark.last + 1])
        if mark.role is Role.NOISE:
            return None
        if mark.role is Role.PROPERTY:
            row = self._catalogue.number_row(mark, PROPERTY_WEIGHT, 0.6)
            return Atom(Kind.PROPERTY, mark.first, mark.last, row, PROPERTY_WEIGHT, mark=mark, text=text)
        if mark.role is Role.COUNT:
            return self._count(tokens, mark, text)
        row = self._catalogue.number_row(mark, OPEN_WEIGHT, 0.5)
        return Atom(Kind.OPEN, mark.first, mark.last, row, OPEN_WEIGHT, mark=mark, unit=mark.unit, text=text)

    def _count(self, tokens: Sequence[Token], mark: NumberMark, text: str) -> Atom:
        row = None
        weight = 0.0
        heads = [
            term
            for place in (mark.first, mark.last)
            for term in word_form(tokens[place].text).lemmas
            if term in self._catalogue.heads
        ]
        if heads:
            weight = self._catalogue.weight(heads[0])
            row = self._catalogue.head_row(heads, weight)
        matches = tuple((head, 1.0) for head in heads)
        return Atom(
            Kind.COUNT, mark.first, mark.last, row, weight, mark=mark, unit=mark.unit, matches=matches, text=text
        )

    def _word(
        self,
        tokens: Sequence[Token],
        place: int,
        last: int,
        numbers: Collection[int],
        skip: Collection[int],
        negated: bool,
    ) -> Atom | tuple[Atom, int] | None:
        token = tokens[place]
        if token.text == TIMES or token.value is not None:
            return None
        joined = self._joined(tokens, place, last, numbers, skip)
        if joined is not None:
            return joined
        text = token.text
        if text in STOP_WORDS:
            return None
        matches = self._catalogue.vocabulary.matches(text)
        unit = count_unit(text)
        if unit is not None and not (matches and matches[0][0] in self._catalogue.heads and matches[0][1] >= _SURE):
            return _unit_alone(token, place, unit)
        if matches and (matches[0][1] >= _SURE or is_content(text)):
            return self._known(place, place, text, matches, negated)
        if not is_content(text) or (len(text) < 3 and not is_latin(text)) or is_letter_name(text):
            return None
        return _unknown(place, text)

    def _joined(
        self, tokens: Sequence[Token], place: int, last: int, numbers: Collection[int], skip: Collection[int]
    ) -> tuple[Atom, int] | None:
        """Try «пэ вэ ха», «ввг нг», «дим мер»: several tokens that are one word of the catalogue."""
        end = place
        while (
            end < last
            and end - place < _MOST_JOINED - 1
            and not tokens[end].brk
            and end + 1 not in numbers
            and end + 1 not in skip
        ):
            if tokens[end + 1].value is not None or tokens[end + 1].text == TIMES:
                break
            end += 1
        vocabulary = self._catalogue.vocabulary
        for stop in range(end, place, -1):
            parts = [token.text for token in tokens[place : stop + 1]]
            if not self._may_join(parts):
                continue
            matches = vocabulary.joined("".join(parts))
            if matches:
                return self._known(place, stop, "".join(parts), matches, False), stop - place + 1
        return None

    def _may_join(self, parts: Sequence[str]) -> bool:
        if all(len(part) <= _SPOKEN_CODE for part in parts) and all(
            is_letter_name(part) or len(part) <= 3 for part in parts
        ):
            return sum(part in STOP_WORDS for part in parts) < len(parts)
        if len(parts) > 2 or any(part in STOP_WORDS for part in parts):
            return False
        return any(not self._catalogue.vocabulary.matches(part) for part in parts)

    def _known(self, first: int, last: int, text: str, matches: Matches, negated: bool) -> Atom:
        catalogue = self._catalogue
        best, certainty = matches[0]
        weight = catalogue.weight(best)
        is_head = certainty >= 0.7 and best in catalogue.heads and not is_modifier(text)
        if negated:
            row = catalogue.without_row(matches, weight)
            return Atom(Kind.WORD, first, last, row, 0.0, matches=matches, text="без " + text, negated=True)
        miss = weight * (0.75 if certainty >= _SURE else 0.5) + (0.35 if is_head and certainty >= _SURE else 0.0)
        row = catalogue.word_row(matches, weight, miss)
        form = word_form(text)
        genitive = "gent" in form.grammemes and "nomn" not in form.grammemes
        nominative = "nomn" in form.grammemes and "gent" not in form.grammemes
        return Atom(
            Kind.WORD,
            first,
            last,
            row,
            weight,
            is_head,
            matches=matches,
            text=text,
            genitive=genitive,
            nominative=nominative,
        )


LINKS = frozenset({"и", "еще", "плюс", "также", "потом", "далее", "а", "затем", "следующее", "дальше", "тоже"})


def _unknown(place: int, text: str) -> Atom:
    head = not is_modifier(text)
    return Atom(
        Kind.UNKNOWN, place, place, None, UNKNOWN_WEIGHT if head else UNKNOWN_MODIFIER_WEIGHT, is_head=head, text=text
    )


def _unit_alone(token: Token, place: int, unit: CountUnit) -> Atom | None:
    """«Коробку перчаток» is one box; «в коробках» is nothing."""
    form = word_form(token.text)
    if (
        "sing" in form.grammemes
        and ({"accs", "nomn"} & form.grammemes)
        and "plur" not in form.grammemes
        and len(token.text) > 3
    ):
        return Atom(Kind.UNIT, place, place, unit=unit, text=token.text)
    return None


def one(atom: Atom) -> Decimal:
    """Return the number of a quantity atom; a unit alone is one."""
    return atom.mark.value if atom.mark is not None else Decimal(1)
