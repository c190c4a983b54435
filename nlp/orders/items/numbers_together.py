"""Numbers that are said in pieces, or as one where they are two of a section.

«Три восемь» may be 3.8, «сорок два» the section 40/2, «тонну двести» 1,200 kilograms: the catalogue and the goods at
hand tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.numbers import NumberSpan, cut_number, find_numbers
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import AtomReader
from nlp.orders.items.run_together import Places, is_theirs
from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.measures.properties import mark_of
from nlp.orders.speech.tokens import Token

JOIN_COST, APART_COST = 0.1, 0.1
_TENTH, _TEN, _HUNDRED, _THOUSAND = Decimal("0.1"), 10, 100, 1000
_KILO = "кило"
_PAIR = 2  # numbers of the shortest section
_LONGEST_END = 3  # digits of a model that people say for the whole
_LAST_DIGITS = re.compile(r"\d*$")


class NumbersTogether:
    """Reads numbers that stand beside each other as one number or one section."""

    def __init__(self, catalogue: Catalogue, reader: AtomReader) -> None:
        self._catalogue = catalogue
        self._reader = reader

    def readings(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """Yield what may stand in the place of the number at *index* and the next, and what each costs."""
        yield from self._joined(tokens, atoms, index)
        yield from self.with_parts(tokens, atoms, index)
        yield from self._in_their_unit(tokens, atoms, index)
        yield from self._sections(tokens, atoms, index, group)

    def with_parts(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Тонну двести», «две тонны триста»: the number behind so large a measure counts parts of it."""
        yield from self._metre_and(tokens, atoms, index)
        atom, after = atoms[index], atoms[index + 1] if index + 1 < len(atoms) else None
        if atom.unit is None or atom.mark is None or after is None or after.kind is not Kind.OPEN or after.mark is None:
            return
        same = after.unit is None or after.unit.unit is atom.unit.unit
        if after.first != atom.last + 1 or atom.brk or not same or len(after.mark.values) > 1:
            return
        part = after.mark.value
        if atom.mark.number_first < 0 and atom.text == _KILO and part < _HUNDRED:  # «фундук кило пять»
            count = replace(after.mark, first=atom.first, kind=atom.mark.kind, unit=atom.unit)
            if (made := self._reader.number_atom(tokens, count)) is not None:
                yield (made,), JOIN_COST
        if _TENTH * atom.unit.factor <= part < atom.unit.factor and part % 10 == 0 and not after.mark.doubtful:
            value = atom.mark.value + part / atom.unit.factor
            made = self._reader.number_atom(tokens, replace(atom.mark, last=after.last, values=(value,)))
            if made is not None:
                yield (made,), JOIN_COST

    def _metre_and(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Метр двадцать | восемь упаковок» of what is 1200 mm long."""
        mark, after = atoms[index].mark, atoms[index + 1].mark if index + 1 < len(atoms) else None
        if mark is None or after is None or mark.number_first >= 0 or mark.kind != "m" or len(after.values) > 1:
            return
        span = NumberSpan(after.number_first, after.number_last, after.raw if after.raw is not None else after.value)
        if span.first != mark.last + 1 or tokens[mark.last].brk or after.high is not None:
            return
        whole = [(span, None)] if after.last == after.number_last else []
        for left, rest in [*whole, *cut_number([token.text for token in tokens], span)]:
            value = 1 + left.value / _HUNDRED
            if not _TEN <= left.value < _HUNDRED or not self._catalogue.has_property(value * _THOUSAND, "mm"):
                continue
            size = replace(mark, last=left.last, role=Role.PROPERTY, kind="m", unit=None, values=(value,))
            made = [self._reader.number_atom(tokens, size)]
            made += [self._reader.number_atom(tokens, self._mark(tokens, rest, left.last))] if rest is not None else []
            if all(atom is not None for atom in made):
                yield tuple(atom for atom in made if atom is not None), JOIN_COST

    def with_front(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, before: Sequence[Atom]
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Сто восемьдесят двести четвёртый две, двести второй одну»: only the end of a model said before differs."""
        mark, after = atoms[index].mark, atoms[index + 1].mark if index + 1 < len(atoms) else None
        if mark is None or mark.kind or mark.unit is not None or len(mark.values) > 1 or mark.high is not None:
            return
        model = next((digits for atom in reversed([*before, *atoms[:index]]) if (digits := _model(atom))), "")
        ends = [(mark.value, mark.last)] if mark.ordinal else []
        if after is not None and after.ordinal and after.first == mark.last + 1 and after.last == after.number_last:
            ends += [(mark.value + after.value, after.last)] if mark.value % _HUNDRED == 0 and not mark.ordinal else []
        for end, last in ends:
            front = model[: -len(str(end))] if len(str(end)) <= _LONGEST_END else ""
            whole = Decimal(front + str(end))
            if front and self._catalogue.has_number(whole):
                span = NumberSpan(mark.number_first, last, whole, "ordinal")
                if (made := self._reader.number_atom(tokens, self._mark(tokens, span, mark.first - 1))) is not None:
                    yield (made,), JOIN_COST

    def _in_their_unit(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Лента пятнадцать сантиметров четыре и десять коричневая две»: a bare size after one in centimetres."""
        mark = atoms[index].mark
        said = next((atom.mark for atom in reversed(atoms[:index]) if atom.mark and atom.mark.kind == "mm"), None)
        if mark is None or said is None or said.raw is None or said.raw == said.value or mark.kind or mark.unit:
            return
        size = replace(mark, role=Role.PROPERTY, kind="mm", values=(mark.value * said.value / said.raw,))
        if len(mark.values) == 1 and self._catalogue.has_property(size.value, "mm"):
            made = self._reader.number_atom(tokens, size)
            if made is not None:
                yield (made,), APART_COST

    def _joined(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Три восемь», «два и два грамма», «два двести | восемь штук» are decimals where some article states them."""
        mark = atoms[index].mark
        after = atoms[index + 1].mark if index + 1 < len(atoms) else None
        if mark is None or after is None or mark.kind or mark.ordinal or tokens[mark.last].brk:
            return
        if mark.last != mark.number_last or after.first != after.number_first:
            return
        linked = after.first == mark.last + 2 and tokens[mark.last + 1].text == "и"
        if (not linked and after.first != mark.last + 1) or len(mark.values) > 1 or len(after.values) > 1:
            return
        if after.ordinal:
            yield from self._called(tokens, mark, after)
            return
        part = after.raw if after.raw is not None else after.value
        texts = [token.text for token in tokens]
        rests = [] if linked else cut_number(texts, NumberSpan(after.number_first, after.number_last, part))
        for last, number, rest in [
            (after.number_last, part, None),
            *((left.last, left.value, right) for left, right in rests),
        ]:
            if (value := _decimal(mark.value, number)) is None:
                continue
            span = NumberSpan(mark.number_first, last, value, "fraction")
            whole = self._mark(tokens, span, mark.first - 1)
            if not (self._catalogue.has_property(whole.value, whole.kind) or self._catalogue.has_value(value)):
                continue
            made = [self._reader.number_atom(tokens, whole)]
            made += [self._reader.number_atom(tokens, self._mark(tokens, rest, last))] if rest is not None else []
            if all(atom is not None for atom in made):
                yield tuple(atom for atom in made if atom is not None), JOIN_COST

    def _called(
        self, tokens: Sequence[Token], mark: NumberMark, after: NumberMark
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Тридцать двойки» are the 32 where some article is called so."""
        total = mark.value + after.value
        tens = mark.value % _TEN == 0 and _TEN < mark.value < _HUNDRED and after.value < _TEN
        if (
            tens
            and after.first == mark.last + 1
            and after.number_last == after.last
            and self._catalogue.has_number(total)
        ):
            span = NumberSpan(mark.number_first, after.number_last, total, "ordinal")
            if (made := self._reader.number_atom(tokens, self._mark(tokens, span, mark.first - 1))) is not None:
                yield (made,), JOIN_COST

    def _sections(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """Yield the sections that the goods at hand have: «сорок два» of 40/2, «метр на сорок | шесть штук»."""
        mark = atoms[index].mark
        if mark is not None and mark.kind == "dims" and len(group):
            yield from self._shorter(tokens, mark, group)
        if mark is None or len(mark.values) > 1 or not len(group):
            return
        if mark.high is not None:  # «три четыре бухту» of a rope 3/4
            if (mark.first, mark.last) == (mark.number_first, mark.number_last):
                yield from self._section(tokens, (mark.value, mark.high), mark.first, mark.last, None, group)
            return
        texts = [token.text for token in tokens]
        span = NumberSpan(mark.number_first, mark.number_last, mark.raw if mark.raw is not None else mark.value)
        if mark.kind == "" and not is_theirs(self._catalogue, mark, group):
            for left, right in cut_number(texts, span):
                yield from self._section(tokens, (left.value, right.value), mark.first, mark.number_last, None, group)
        after = atoms[index + 1].mark if index + 1 < len(atoms) else None
        if after is not None and mark.kind == "" and mark.unit is None and after.number_first == mark.last + 1:
            values, last = (mark.value, after.raw if after.raw is not None else after.value), after.number_last
            for made, cost in self._section(tokens, values, mark.first, last, None, group):
                units = self._reader.read(tokens, last + 1, after.last, (), ()) if after.last > last else []
                yield (*made, *units), cost
        if after is None or not after.after_na or after.number_first != mark.last + 2 or len(after.values) > 1:
            return
        value = mark.value * 100 if mark.kind == "m" else mark.value  # beside centimetres a metre is a hundred
        whole = NumberSpan(after.number_first, after.number_last, after.raw if after.raw is not None else after.value)
        for left, rest in [(whole, None), *cut_number(texts, whole)]:
            yield from self._section(tokens, (value, left.value), mark.first, left.last, rest, group)

    def _shorter(
        self, tokens: Sequence[Token], mark: NumberMark, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Сто десять на девяносто | восемь», «80 на 80 | сорок»: the end counts what has the rest."""
        texts = [token.text for token in tokens[mark.number_first : mark.number_last + 1]]
        spans = [span.moved(mark.number_first) for span in find_numbers(texts)]
        if len(spans) < _PAIR or spans[-1].last != mark.number_last or spans[-1].value != mark.values[-1]:
            return
        end, stated = spans[-1], mark.values[:-1]
        if len(stated) >= _PAIR and spans[-2].last + 1 == end.first:
            yield from self._section(tokens, stated, mark.first, spans[-2].last, end, group)
        if not is_theirs(self._catalogue, mark, group):
            for left, rest in cut_number([token.text for token in tokens], end):
                yield from self._section(tokens, (*stated, left.value), mark.first, left.last, rest, group)

    def _section(
        self,
        tokens: Sequence[Token],
        values: tuple[Decimal, ...],
        first: int,
        last: int,
        rest: NumberSpan | None,
        group: Places,
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        mark = NumberMark(first, last, values, Role.PROPERTY, "dims", number_first=first, number_last=last)
        atom = self._reader.number_atom(tokens, mark)
        if atom is None or not is_theirs(self._catalogue, mark, group):
            return
        if rest is None:
            yield (atom,), APART_COST
        elif (number := self._reader.number_atom(tokens, self._mark(tokens, rest, last))) is not None:
            yield (atom, number), APART_COST

    def _mark(self, tokens: Sequence[Token], span: NumberSpan, used: int) -> NumberMark:
        return mark_of(tokens, span, self._catalogue.number_context, used)


def _decimal(whole: Decimal, part: Decimal) -> Decimal | None:
    """Return the decimal that two numbers may be: 3.8 of three and eight, 2.2 of two and two hundred."""
    if whole != int(whole) or part != int(part) or not 0 <= whole < 100:
        return None
    if part == 0:
        return whole or None  # «семь ноль»
    if part < 100:
        tens = whole > 0 and part % 10 == 0  # nobody says «два пятьдесят» of 2.5
        return None if tens else Decimal(f"{int(whole)}.{int(part)}")
    return whole + part / 1000 if part < 1000 and whole > 0 else None


def _model(atom: Atom) -> str:
    """Return the digits that end the model number of *atom*, or nothing."""
    if atom.code:
        found = _LAST_DIGITS.search(atom.code)
        return found[0] if found is not None else ""
    value = atom.mark.value if atom.mark is not None and atom.mark.ordinal else Decimal(0)
    return str(value) if value >= _THOUSAND and value == int(value) else ""
