"""The evidence of a stretch of speech, in order: words, properties, numbers that may count, quantities.

An atom is the smallest thing the segmentation moves around. Words that name nothing (fillers, verbs, pronouns) make
no atom.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from nlp.numbers import find_numbers
from nlp.numbers.lexicon import look_up
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.joined_words import JoinedWords
from nlp.orders.catalogue.matches import EXACT, Matches
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.articles import find_article
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.either import add
from nlp.orders.items.strangers import (
    ASIDE_WEIGHT,
    DESCRIBING,
    OF_WHAT,
    UNKNOWN_MODIFIER_WEIGHT,
    UNKNOWN_WEIGHT,
    is_aside,
    is_brand,
    is_packed,
    runs_on,
    tells_kind,
    unknown,
)
from nlp.orders.measures.compounds import compound, made_of_number
from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.speech.lexicon import EXTREMES, LETTERED, LINKS, PLAIN, TOLD_BY, is_general_cut, is_stop
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import MEASURES, ONES, CountUnit, Unit, count_unit
from nlp.text.morph import is_content, is_modifier, may_be_name, word_form
from nlp.text.sound import is_latin, is_letter_name

PROPERTY_WEIGHT = 0.9
OPEN_WEIGHT = 0.6
OPEN_MISS = 0.75
UNCOUNTED_COST = 0.5  # of metres of what is sold by the piece
COUNT_MISS = 1.6  # a counted number that is no quantity and no property either
_SURE = 0.9
_KIN = 0.92  # of words that only share a root or a sound: a word cut short may be of another
_PACKAGES = frozenset({Unit.PIECE, Unit.PAIR, Unit.PACK, Unit.BOX, Unit.CRATE, Unit.BAG})
_STEM = 4  # letters by which a longer word of the catalogue is known
_FEW_LETTERS = 3
_LONGEST_NUMBER = 3  # words of a number that a sign stands behind
_PLAIN_WEIGHT = 0.3
_AS_NUMBER = 0.85  # of a word that is a name here and could be a number too
_BESIDE_NAME = 0.8  # of a number that is a name here
_ONE_OF_THEM = frozenset({"одна", "одну", "две"})  # agrees with what it counts, and is no size
_NAME_LETTERS = frozenset("авскоу")


class AtomReader:
    """Turns tokens into atoms for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._joined = JoinedWords(catalogue.vocabulary, catalogue.heads)

    def read(
        self,
        tokens: Sequence[Token],
        first: int,
        last: int,
        marks: Sequence[NumberMark],
        skip: Collection[int],
        before: Sequence[Atom] = (),
    ) -> list[Atom]:
        """Return the atoms of tokens *first* to *last* inclusive, leaving out the *skip* tokens.

        *before* describes the item that was spoken of last; a chunk without a noun of its own leans on it.
        """
        by_start = {mark.first: mark for mark in marks if first <= mark.first and mark.last <= last}
        atoms: list[Atom] = []
        place = first
        link = either = again = False
        while place <= last:
            if place in skip:
                place += 1
                continue
            if (article := find_article(self._catalogue, tokens, place, last)) is not None:
                article.brk, article.link = tokens[article.last].brk, link
                atoms.append(article)
                place = article.last + 1
                continue
            previous = tokens[place - 1].text if place > first else ""
            mark = self._mark_at(tokens, place, by_start, atoms, before)
            if mark is not None and mark.role is Role.OPEN and again:
                mark = replace(mark, role=Role.COUNT)
            negated = previous in {"без", "не"}
            atom = self.number_atom(tokens, mark) if mark is not None else None
            if mark is None:
                atom = self._word(tokens, place, last, by_start, skip, negated, first)
            end = mark.last if mark is not None else (atom.last if atom is not None else place)
            if atom is not None:
                atom.brk, atom.link = tokens[end].brk, link and not (again and atom.is_quantity)
                if atoms and tells_kind(tokens, atoms[-1], atom):
                    atom.is_head, atom.weight = False, UNKNOWN_MODIFIER_WEIGHT
                elif atoms and is_brand(atoms[-1], atom):
                    atom.is_head, atom.weight = True, UNKNOWN_WEIGHT
                add(atoms, atom, either=either)
                link = either = again = False
            elif atoms:
                atoms[-1].brk = max(atoms[-1].brk, tokens[place].brk)
            link = link or (atom is None and tokens[place].text in LINKS)
            again = again or (atom is None and tokens[place].text in _AS_WELL)
            either = either or tokens[place].text in {"или", "либо"}
            place = end + 1
        return atoms

    def _mark_at(
        self,
        tokens: Sequence[Token],
        place: int,
        by_start: dict[int, NumberMark],
        atoms: Sequence[Atom],
        before: Sequence[Atom],
    ) -> NumberMark | None:
        """Return the number that begins at *place*, cut from what ran into it where the goods at hand say so."""
        mark = by_start.get(place)
        short = mark is not None and mark.last == place and tokens[place].cut and tokens[place].value is None
        if short and self._catalogue.vocabulary.starting(tokens[place].text):
            return None  # «полуторн.» that articles are called by
        bare = mark is not None and mark.after_na and not mark.kind and mark.last + 1 not in by_start and bool(atoms)
        if mark is not None and bare and mark.last + 1 < len(tokens) and runs_on(tokens, mark.last + 1):
            return replace(mark, role=Role.PROPERTY) if self._catalogue.has_number(mark.value) else mark
        if mark is not None and bare and self._names_measure(tokens, mark.last + 1):
            return replace(mark, last=mark.last + 1, role=Role.PROPERTY)
        return mark

    def _names_measure(self, tokens: Sequence[Token], place: int) -> bool:
        """«На шестнадцать клапанов»: a counted noun that names no goods tells what the number measures."""
        if place >= len(tokens) or tokens[place - 1].brk or tokens[place].value is not None:
            return False
        text = tokens[place].text
        form = word_form(text)
        if count_unit(text) is not None:
            return False
        named = any(
            sure >= _SURE and term in self._catalogue.heads for term, sure in self._catalogue.vocabulary.matches(text)
        )
        return form.known and form.pos == "NOUN" and (form.counted or "gent" in form.cases) and not named

    def number_atom(self, tokens: Sequence[Token], mark: NumberMark) -> Atom | None:
        """Return the atom of the number that *mark* reads, or ``None`` where it counts no goods."""
        text = " ".join(token.text for token in tokens[mark.first : mark.last + 1])
        if mark.role is Role.NOISE:
            return None
        if mark.role is Role.PROPERTY and (part := self._part(mark)) is not None:
            return self._open(part, text)
        if mark.role is Role.PROPERTY:
            row = self._or_named(self._catalogue.number_row(mark, PROPERTY_WEIGHT, 0.6), mark, text, PROPERTY_WEIGHT)
            return Atom(Kind.PROPERTY, mark.first, mark.last, row, PROPERTY_WEIGHT, mark=mark, text=text)
        if mark.role is Role.COUNT:
            return self._count(tokens, mark, text)
        return self._open(mark, text)

    def _or_named(self, row: Row, mark: NumberMark, text: str, weight: float) -> Row:
        """«Восьмёрка» that an article is called by is a name as well as a number."""
        noun = mark.first == mark.last and word_form(text).pos == "NOUN"
        own = tuple(match for match in self._catalogue.vocabulary.matches(text) if noun and match[1] >= EXACT)
        if not own:
            return row
        named = self._catalogue.word_row(own, weight, weight)
        return np.maximum(np.where(row > 0, row * np.float32(_BESIDE_NAME), row), named)

    def _part(self, mark: NumberMark) -> NumberMark | None:
        """«Имбиря триста грамм»: a part of a kilogram that no article states may count what is sold by the kilogram."""
        unit = next((unit for unit, kind in MEASURES.items() if kind == mark.kind), None)
        if unit is None or mark.last == mark.number_last or mark.value >= 1 or not self._catalogue.counts_in(unit):
            return None
        stated = self._catalogue.has_property(mark.value, mark.kind)
        return None if stated else replace(mark, role=Role.OPEN, unit=CountUnit(unit))

    def _open(self, mark: NumberMark, text: str) -> Atom:
        row = self._or_named(self._catalogue.number_row(mark, OPEN_WEIGHT, OPEN_MISS), mark, text, OPEN_WEIGHT)
        if text in _ONE_OF_THEM:
            row = np.full_like(row, -OPEN_MISS)
        atom = Atom(Kind.OPEN, mark.first, mark.last, row, OPEN_WEIGHT, mark=mark, unit=mark.unit, text=text)
        atom.as_property = row
        if mark.unit is not None:
            atom.as_count = self._catalogue.uncounted_row(mark.unit, UNCOUNTED_COST)
        return atom

    def _count(self, tokens: Sequence[Token], mark: NumberMark, text: str) -> Atom:
        row = None
        weight = 0.0
        heads = [
            term
            for place in (mark.first, mark.last)
            if count_unit(tokens[place].text) is not None
            for term in word_form(tokens[place].text).lemmas
            if term in self._catalogue.heads
        ]
        if heads:
            weight = self._catalogue.weight(heads[0])
            row = self._catalogue.head_row(heads, weight)
        matches = tuple((head, 1.0) for head in heads)
        atom = Atom(
            Kind.COUNT, mark.first, mark.last, row, weight, mark=mark, unit=mark.unit, matches=matches, text=text
        )
        packed = mark.unit is not None and mark.unit.unit in _PACKAGES and mark.kind.startswith("#")
        row_of = self._catalogue.stated_row if packed else self._catalogue.number_row
        atom.as_property = row_of(replace(mark, unit=None), PROPERTY_WEIGHT, COUNT_MISS)
        return atom

    def _word(
        self,
        tokens: Sequence[Token],
        place: int,
        last: int,
        numbers: Collection[int],
        skip: Collection[int],
        negated: bool,
        first: int = 0,
    ) -> Atom | None:
        token = tokens[place]
        if token.text == TIMES or token.value is not None:
            return None
        if (joined := self._joined.find(tokens, place, last, numbers, skip)) is not None:
            return self._known(place, joined.last, joined.text, joined.matches, False)
        text = token.text
        if word_form(text).adjective in PLAIN:
            return self._plain(place, text) if last > first else None  # «вместо обычного»
        if is_stop(text) and not token.cut and not self._names(tokens, place):
            return None
        matches = self._catalogue.vocabulary.matches(text)
        if negated and (whole := self._catalogue.vocabulary.matches("не" + text)) and whole[0][1] >= _SURE:
            matches, negated = whole, False  # «не стерильный» where the catalogue has «нестерильный»
        if token.cut:
            matches = self._cut_short(text, matches)
        if (extreme := EXTREMES.get(word_form(text).adjective or "")) is not None:
            return self._extreme(place, text, matches, extreme)
        purpose = tokens[place - 1].text in OF_WHAT or is_packed(tokens, place) or runs_on(tokens, place)
        purpose = purpose and place > first
        described = (purpose or negated) and self._catalogue.vocabulary.knows(text)  # «с головками», «без банки»
        if (unit := count_unit(text) or self._catalogue.container(text)) is not None and not described:
            return self._unit(tokens, place, unit, matches)
        if matches and (matches[0][1] >= _SURE or is_content(text) or token.cut):
            return self._or_number(self._known(place, place, text, matches, negated, mentioned=purpose))
        named = may_be_name(text) and place + 1 in numbers
        if not (is_content(text) or named) or (len(text) < 3 and not is_latin(text)) or is_letter_name(text):
            return None
        if text in TOLD_BY or (token.cut and is_general_cut(text)):
            return None  # «сорт а»
        return unknown(place, text, aside=is_aside(tokens, place))

    def _cut_short(self, text: str, matches: Matches) -> Matches:
        """Return what *text*, written with a full stop, may be: itself, or the beginning of any word."""
        vocabulary = self._catalogue.vocabulary
        sure = bool(matches) and matches[0][1] >= _SURE and not vocabulary.short.is_cut(matches[0][0])
        if sure and matches[0][1] > _KIN:
            return matches
        known = {term for term, _ in matches} if sure else set()
        longer = tuple(match for match in vocabulary.starting(text) if match[0] not in known)
        return (*matches, *longer) if sure else longer or matches

    def _or_number(self, atom: Atom) -> Atom:
        """«Полуторное» that some articles are called by is the 1.5 that others state."""
        number = compound(atom.text) or made_of_number(atom.text)
        if number is not None and atom.row is not None and not atom.negated:
            mark = NumberMark(atom.first, atom.last, (number[1],), Role.PROPERTY, number[0])
            stated = self._catalogue.number_row(mark, atom.weight * _AS_NUMBER, atom.weight)
            head = atom.is_head and word_form(atom.text).pos == "NOUN"
            atom = replace(atom, kind=Kind.PROPERTY, row=np.maximum(atom.row, stated), mark=mark, is_head=head)
        return atom

    def _names(self, tokens: Sequence[Token], place: int) -> bool:
        """Say whether a word that mostly names nothing is a part of a name here: «для цветов», «сок добрый»."""
        text = tokens[place].text
        if len(text) == 1:
            return self._is_letter(tokens, place)
        if len(text) <= _FEW_LETTERS or not self._catalogue.vocabulary.knows(text):
            return False
        before = tokens[place - 1].text if place else ""
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        beside = [other for other in (before, after) if other and not is_stop(other)]
        said = [token.text for token in tokens[max(0, place - _LONGEST_NUMBER) : place]]
        beside += [f"{span.value:f}" for span in find_numbers(said) if span.last + 1 == len(said)]  # «500+»
        return before in DESCRIBING or any(self._catalogue.beside(other, text) for other in beside)

    def _is_letter(self, tokens: Sequence[Token], place: int) -> bool:
        """«Изоспан а четыре рулона»: the letter of an article whose name stands before it, its count behind."""
        text, before = tokens[place].text, tokens[place - 1] if place else None
        if before is not None and before.text in LETTERED and not before.brk and place > 1:  # «тип а»
            return text in _NAME_LETTERS and self._catalogue.beside(tokens[place - 2].text, text)
        if text not in _NAME_LETTERS or before is None or before.brk or is_stop(before.text):
            return False
        ends = place + 1 == len(tokens) or tokens[place].brk > 0
        counted = ends or tokens[place + 1].value is not None or bool(find_numbers([tokens[place + 1].text]))
        return (counted or count_unit(tokens[place + 1].text) is not None) and self._catalogue.beside(before.text, text)

    def _plain(self, place: int, text: str) -> Atom:
        """«Обычный» helps the articles that are called so, and speaks against none."""
        sure = tuple(match for match in self._catalogue.vocabulary.matches(text) if match[1] >= _SURE)
        if not sure:
            return Atom(Kind.UNKNOWN, place, place, None, ASIDE_WEIGHT, text=text, plain=True)
        row = self._catalogue.word_row(sure, _PLAIN_WEIGHT, 0.0)
        return Atom(Kind.WORD, place, place, row, _PLAIN_WEIGHT, matches=sure, text=text, plain=True)

    def _extreme(self, place: int, text: str, matches: Matches, extreme: int) -> Atom:
        """«Большой» helps the articles that are called so, and speaks against none."""
        stem = text[:_STEM]  # «длинный» of «длиннозёрный»
        sure = tuple((term, sure) for term, sure in matches if sure >= _SURE or term.startswith(stem))
        cases = word_form(text).cases
        genitive = "gent" in cases and "nomn" not in cases
        if not sure:
            return Atom(Kind.UNKNOWN, place, place, None, ASIDE_WEIGHT, text=text, extreme=extreme, genitive=genitive)
        weight = self._catalogue.weight(sure[0][0])
        row = self._catalogue.word_row(sure, weight, 0.0)
        return Atom(Kind.WORD, place, place, row, weight, matches=sure, text=text, extreme=extreme, genitive=genitive)

    def _unit(self, tokens: Sequence[Token], place: int, unit: CountUnit, matches: Matches) -> Atom | None:
        """«Коробку перчаток» is one box, «коробка распаячная» is the goods, «витая пара» a part of a name."""
        token, one = tokens[place], _is_one(tokens, place)
        each = place > 0 and tokens[place - 1].text == "по"
        named = tuple((term, certainty) for term, certainty in matches if certainty >= _SURE)
        weight = self._catalogue.weight(named[0][0]) if named else 0.0
        row = self._catalogue.called_row(named, weight) if named else None
        if each and "datv" in word_form(token.text).grammemes:
            mark = NumberMark(place, place, (Decimal(1),), Role.COUNT, unit=unit, after_po=True)
            missing = np.full(len(self._catalogue), -COUNT_MISS, dtype=np.float32)
            if unit.unit in MEASURES:  # «сахар по килограмму»
                return self._open(replace(mark, role=Role.OPEN, kind=MEASURES[unit.unit]), token.text)
            return Atom(Kind.COUNT, place, place, mark=mark, unit=unit, text=token.text, as_property=missing)
        if one and unit.unit in MEASURES and not named:  # «масло литр»
            mark = NumberMark(place, place, (Decimal(1),), Role.OPEN, kind=MEASURES[unit.unit], unit=unit)
            return self._open(mark, token.text)
        if one:
            return Atom(Kind.UNIT, place, place, row, weight, unit=unit, matches=named, text=token.text)
        if not named:
            return None
        is_head = named[0][0] in self._catalogue.heads
        return Atom(Kind.WORD, place, place, row, weight, is_head, matches=named, text=token.text)

    def _known(
        self, first: int, last: int, text: str, matches: Matches, negated: bool, *, mentioned: bool = False
    ) -> Atom:
        """Return the atom of a word of the catalogue; goods that are only *mentioned* («для лопат») are no head."""
        catalogue = self._catalogue
        best, certainty = matches[0]
        weight = catalogue.weight(best)
        is_head = (
            not mentioned
            and certainty >= 0.7
            and any(term in catalogue.heads for term, sure in matches if sure >= certainty)
            and (certainty >= EXACT or not is_modifier(text))
        )
        if negated:
            row = catalogue.without_row(matches, weight)
            return Atom(Kind.WORD, first, last, row, 0.0, matches=matches, text="без " + text, negated=True)
        miss = weight * (0.75 if certainty >= _SURE else 0.5) + (0.35 if is_head and certainty >= _SURE else 0.0)
        row = catalogue.word_row(matches, weight, miss, head=is_head)
        form = word_form(text)
        genitive = "gent" in form.cases and "nomn" not in form.cases
        nominative = "nomn" in form.cases and "gent" not in form.cases
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
            mentioned=mentioned,
        )


_EITHER_NUMBER = frozenset({"килограмм", "кило"})  # one of them as well as many
_SOME = frozenset({"несколько", "сколько", "столько", "много", "немного"})
_AS_WELL = frozenset({"тоже", "также"})  # «сорок второй тоже двадцать»: what follows counts what was just said


def _is_one(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a unit without a number stands for one: «литр», «коробку», typed «0.6 - кор,»."""
    token = tokens[place]
    form = word_form(token.text)
    before = tokens[place - 1] if place else None
    if token.text in _EITHER_NUMBER:
        return before is None or (before.value is None and before.text not in _SOME and look_up(before.text) is None)
    if token.text in ONES:
        return True
    if not form.known and len(token.text) > 1:
        return before is not None and before.brk > 0 and (token.brk > 0 or place + 1 == len(tokens))
    singular = "sing" in form.grammemes and bool({"accs", "nomn"} & form.grammemes) and "plur" not in form.grammemes
    return singular and len(token.text) > 3
