"""The other readings of the numbers in a stretch of speech, and the choice among them by what the goods explain.

Speech has no commas: «двести семьдесят сто» may be two numbers or three, «три восемь» may be 3.8, «двести триста штук»
a doubt or a size and a count. The natural readings and the others are arcs between the same tokens; the path whose
items the catalogue explains best holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from nlp.numbers import NumberSpan, cut_number
from nlp.orders.atom import Atom, Kind
from nlp.orders.atoms import AtomReader
from nlp.orders.catalogue import Catalogue, Row
from nlp.orders.lattice import Arc, best_path
from nlp.orders.marks import NumberMark, Role
from nlp.orders.properties import mark_of
from nlp.orders.run_together import Places, described, is_theirs, meant_by, tells_apart
from nlp.orders.tokens import Token

_TOLD_COST = -0.4  # of two numbers for one where the first tells the goods at hand apart
_NEXT_COST = 0.2  # where the second is a size of theirs
_JOIN_COST = 0.1

Halves = tuple[NumberMark, NumberMark]


@dataclass(frozen=True, slots=True)
class Rereading:
    """Marks that may stand in the place of the atoms ``first`` up to ``stop`` of a natural reading."""

    first: int
    stop: int
    marks: tuple[NumberMark, ...]
    cost: float


class Rereader:
    """Chooses among the readings of numbers for one catalogue."""

    def __init__(self, catalogue: Catalogue, reader: AtomReader) -> None:
        self._catalogue = catalogue
        self._reader = reader

    def choose(
        self,
        tokens: Sequence[Token],
        atoms: list[Atom],
        before: Sequence[Atom] = (),
        *,
        bare_first: bool = False,
        open_end: int = 0,
    ) -> list[Atom]:
        """Return *atoms* with their numbers as the best path reads them; *before* is the item spoken of last."""
        found = [other for index in range(len(atoms)) for other in self._others(tokens, atoms, index, before)]
        if not found:
            return atoms
        arcs, end = self._arcs(tokens, atoms, found)
        path = best_path(
            arcs, end, len(self._catalogue), bare_first=bare_first, open_end=open_end, kind=kind_of(before)
        )
        return [atom for part in path for atom in part]

    def _arcs(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], found: Sequence[Rereading]
    ) -> tuple[list[Arc], int]:
        """Return the arcs of the natural reading and of the others over one row of nodes."""
        inner = sorted({(other.first, mark.last) for other in found for mark in other.marks[:-1]})
        nodes: dict[tuple[int, int], int] = {}
        for index in range(len(atoms) + 1):
            nodes[index, -1] = len(nodes)
            for first, last in inner:
                if first == index:
                    nodes[first, last] = len(nodes)
        arcs = [Arc(nodes[index, -1], nodes[index + 1, -1], atom) for index, atom in enumerate(atoms)]
        for other in found:
            made = [self._reader.number_atom(tokens, mark) for mark in other.marks]
            if any(atom is None for atom in made):
                continue
            node = nodes[other.first, -1]
            for place, atom in enumerate(made):
                assert atom is not None
                ends = place + 1 == len(made)
                atom.link = place == 0 and atoms[other.first].link
                atom.brk = atoms[other.stop - 1].brk if ends else 0
                stop = nodes[other.stop, -1] if ends else nodes[other.first, other.marks[place].last]
                arcs.append(Arc(node, stop, atom, other.cost if place == 0 else 0.0))
                node = stop
        return arcs, len(nodes) - 1

    def _others(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, before: Sequence[Atom]
    ) -> Iterator[Rereading]:
        mark = atoms[index].mark
        if mark is None or mark.number_first < 0 or atoms[index].kind not in {Kind.OPEN, Kind.COUNT, Kind.PROPERTY}:
            return
        if index + 1 < len(atoms) and (other := self._joined(tokens, atoms, index, mark)) is not None:
            yield other
        following = atoms[index + 1] if index + 1 < len(atoms) and not atoms[index].brk else None
        counted = following is not None and (following.as_property is not None or following.kind is Kind.UNIT)
        for halves, cost in self._cuts(tokens, mark, meant_by(described(atoms[:index], before))):
            stop = next((n for n in range(index, len(atoms)) if atoms[n].first > halves[1].last), len(atoms))
            if cost != _NEXT_COST or counted:
                yield Rereading(index, stop, halves, cost)

    def _cuts(self, tokens: Sequence[Token], mark: NumberMark, group: Places) -> Iterator[tuple[Halves, float]]:
        if len(mark.values) > 1 or mark.number_first >= mark.number_last or mark.role is Role.NOISE:
            return
        if any(token.value is not None for token in tokens[mark.number_first : mark.number_last + 1]):
            return
        if not len(group) or is_theirs(self._catalogue, mark, group):
            return
        whole = mark.raw if mark.raw is not None else mark.value
        texts = [token.text for token in tokens]
        for left, right in cut_number(texts, NumberSpan(mark.number_first, mark.number_last, whole)):
            halves = self._mark(tokens, left, mark.first - 1), self._mark(tokens, right, left.last)
            if (cost := self._cost(mark, halves, group)) is not None:
                yield halves, cost

    def _cost(self, whole: NumberMark, halves: Halves, group: Places) -> float | None:
        """Return what it costs to read *whole* as *halves*, or ``None`` where nothing at hand tells so."""
        head, rest = halves
        if tells_apart(self._catalogue, whole, head, rest, group):
            return _TOLD_COST
        return _NEXT_COST if rest.unit is None and is_theirs(self._catalogue, rest, group) else None

    def _joined(self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, mark: NumberMark) -> Rereading | None:
        """«Три восемь» is 3.8 where some article states it."""
        after = atoms[index + 1].mark
        if after is None or mark.last != mark.number_last or after.number_first != mark.last + 1:
            return None
        if after.first != after.number_first or tokens[mark.last].brk or len(mark.values) > 1 or len(after.values) > 1:
            return None
        whole, part = mark.value, after.raw if after.raw is not None else after.value
        if mark.ordinal or after.ordinal or after.high is not None or (whole > 0 and part % 10 == 0):
            return None  # nobody says «два пятьдесят» of 2.5
        if whole != int(whole) or part != int(part) or not 0 < part < 100 or whole >= 100:
            return None
        value = Decimal(f"{int(whole)}.{int(part)}")
        if not self._catalogue.has_value(value):
            return None
        span = NumberSpan(mark.number_first, after.number_last, value, "fraction")
        return Rereading(index, index + 2, (self._mark(tokens, span, mark.first - 1),), _JOIN_COST)

    def _mark(self, tokens: Sequence[Token], span: NumberSpan, used: int) -> NumberMark:
        return mark_of(tokens, span, self._catalogue.number_context, used)


def kind_of(atoms: Sequence[Atom]) -> Row | None:
    """Return what it costs each article not to be of the kind that *atoms* speak of; ``None`` without a noun."""
    head = next((atom for atom in reversed(atoms) if atom.is_head and atom.row is not None), None)
    return np.minimum(head.row, 0) if head is not None and head.row is not None else None
