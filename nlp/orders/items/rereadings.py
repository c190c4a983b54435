"""The other readings of the numbers in a stretch of speech, and the choice among them by what the goods explain.

Speech has no commas: «двести семьдесят сто» may be two numbers or three, «три восемь» may be 3.8, «двести триста штук»
a doubt or a size and a count. The natural readings and the others are arcs between the same tokens; the path whose
items the catalogue explains best holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.numbers import NumberSpan, cut_number, find_numbers
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import AtomReader
from nlp.orders.items.code_readings import Spelt, coded
from nlp.orders.items.lattice import Arc, best_path, other_kind
from nlp.orders.items.numbers_together import APART_COST, NumbersTogether
from nlp.orders.items.run_together import (
    Places,
    all_theirs,
    counts_next,
    described,
    having,
    is_counted_behind,
    is_theirs,
    meant_by,
    only_sizes,
    states_one,
    tells_apart,
)
from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.measures.properties import mark_of
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import MEASURES, count_unit, stands_counted
from nlp.text.morph import word_form

_TOLD_COST = -0.4  # of two numbers for one where the first tells the goods at hand apart
_SIZE_COST, _NEXT_COST = 0.0, 0.05  # where the second is a size of theirs: all they differ by, or not
_SHORT_COST = 0.15  # «семь двадцать | девять тридцать»
_DOUBT_COST = 0.3  # of a size and a count for «двести триста»
_STATED_COST = 0.5  # of a code taken apart that some article has
_INVERTED_COST = -0.1  # of a unit before its count where the size tells the goods at hand apart
_LETTERS = 2  # of a size: S, XL
_HUNDRED = 100
_BEHIND_COUNT = 2  # atoms from a count over the next size
_PAIR = 2  # numbers of a section that may be a count and a size
_MOST_APART = 3  # numbers that may have been read as one section
_NUMBERS = frozenset({Kind.OPEN, Kind.COUNT, Kind.PROPERTY})

Halves = tuple[NumberMark, NumberMark]


@dataclass(frozen=True, slots=True)
class Rereading:
    """Atoms that may stand in the place of those from ``first`` up to ``stop`` of a natural reading."""

    first: int
    stop: int
    atoms: tuple[Atom, ...]
    cost: float


class Rereader:
    """Chooses among the readings of numbers for one catalogue."""

    def __init__(self, catalogue: Catalogue, reader: AtomReader) -> None:
        self._catalogue = catalogue
        self._reader = reader
        self._together = NumbersTogether(catalogue, reader)

    def choose(
        self,
        tokens: Sequence[Token],
        atoms: list[Atom],
        before: Sequence[Atom] = (),
        *,
        bare_first: bool = False,
        open_end: int = 0,
        codes: Sequence[Spelt] = (),
    ) -> list[Atom]:
        """Return *atoms* with their numbers as the best path reads them; *before* is the item spoken of last.

        *codes* are what stretches of the tokens may spell besides.
        """
        found = [other for index in range(len(atoms)) for other in self._others(tokens, atoms, index, before)]
        found += [Rereading(*other) for other in coded(self._catalogue, self._reader, tokens, atoms, codes)]
        if not found:
            return atoms
        arcs, end = _arcs(atoms, found)
        path = best_path(
            arcs, end, len(self._catalogue), bare_first=bare_first, open_end=open_end, kind=kind_of(before)
        )
        return [atom for part in path for atom in part]

    def _others(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, before: Sequence[Atom]
    ) -> Iterator[Rereading]:
        mark = atoms[index].mark
        if mark is None or atoms[index].kind not in _NUMBERS or mark.role is Role.NOISE:
            return
        if mark.number_first < 0:  # «тонну двести»
            yield from _rereadings(atoms, index, self._together.with_parts(tokens, atoms, index))
            return
        group = meant_by(described(atoms[:index], before))
        found = [
            *self._together.readings(tokens, atoms, index, group),
            *self._together.with_front(tokens, atoms, index, before),
            *self._apart(tokens, atoms, index, mark, meant_by(described(atoms[:index], before, named=True))),
            *(self._as_goods(tokens, atoms[index], mark) if atoms[index].kind is Kind.COUNT else ()),
            *self._inverted(tokens, atoms, index, group),
            *self._cuts(tokens, atoms, index, group),
        ]
        if not found and len(group):
            found += self._cuts(tokens, atoms, index, meant_by(described(atoms[:index], before, named=True)))
        last = atoms[index - 1] if index else None
        sized = last is not None and (last.kind is Kind.PROPERTY or (mark.ordinal and last.is_head))
        if not found and sized and (mark.ordinal or mark.kind == "mm"):
            # «второй размер | пятьдесят, третий», «… тридцать пять сантиметров сто | пятьдесят сантиметров»
            found += self._cuts(tokens, atoms, index, _called(atoms[:index]))
        yield from _rereadings(atoms, index, found)

    def _cuts(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """Yield the two numbers that may have run into one, or into a doubt."""
        mark = atoms[index].mark
        if mark is None or len(mark.values) > 1 or mark.number_first >= mark.number_last or not len(group):
            return
        if mark.ordinal and self._catalogue.has_number(mark.value):
            return  # «двести первого»
        if is_counted_behind(atoms, index):
            return
        if any(token.value is not None for token in tokens[mark.number_first : mark.number_last + 1]):
            return
        if self._counts_here(atoms, index, group):
            return
        if (mark.high is None and mark.doubtful) or (mark.high is not None and mark.first < mark.number_first):
            return
        whole = mark.raw if mark.raw is not None else mark.value
        texts = [token.text for token in tokens]
        for left, right in cut_number(texts, NumberSpan(mark.number_first, mark.number_last, whole)):
            halves = self._mark(tokens, left, mark.first - 1), self._mark(tokens, right, left.last)
            if self._says_again(atoms[index - 1] if index else None, mark, halves[0], group):
                continue
            bare = self._is_bare(atoms, index, group)
            settled = mark.ordinal or self._counts_size(atoms, index, group)
            cost = None if settled else self._cost(tokens, mark, halves, group, bare=bare)
            if cost is None and counts_next(atoms, index):
                cost = self._next_cost(mark, halves[1], group)
            if cost is None and mark.ordinal and left.value % _HUNDRED == 0:
                cost = APART_COST if is_theirs(self._catalogue, halves[1], group) else None  # «двести | пятидесятых»
            if cost is None:
                continue
            made = [self._reader.number_atom(tokens, half) for half in halves]
            if made[0] is not None and made[1] is not None:
                yield (made[0], made[1]), cost
            if cost == _TOLD_COST:
                return  # «сто шестьдесят | пять» of what comes in 100 and in 160

    def _inverted(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Молний пятьдесят пачек пять»: a size of theirs, and the unit counts by the number behind it."""
        mark = atoms[index].mark
        after = atoms[index + 1].mark if index + 1 < len(atoms) else None
        if mark is None or after is None or mark.unit is None or mark.last != mark.number_last + 1:
            return
        if (
            after.unit is not None
            or after.kind
            or after.ordinal
            or after.value < 1
            or after.first != mark.last + 1
            or tokens[mark.last].brk
        ):
            return
        size = replace(mark, last=mark.number_last, role=Role.OPEN, unit=None, kind="")
        if not is_theirs(self._catalogue, size, group) or self._states_whole(mark, group):
            return
        count = replace(after, first=mark.last, role=Role.COUNT, unit=mark.unit)
        further = atoms[index + 2].mark if index + 2 < len(atoms) else None
        if further is not None and further.first == after.last + 1 and further.unit is None and not further.kind:
            if not after.value < further.value <= 2 * after.value:
                return
            count = replace(count, last=further.last, number_last=further.number_last, high=further.value)
        made = [self._reader.number_atom(tokens, one) for one in (size, count)]
        if made[0] is not None and made[1] is not None:
            told = len(group) > 1 and not all_theirs(self._catalogue, size, group)
            yield (made[0], made[1]), _INVERTED_COST if told else APART_COST

    def _states_whole(self, mark: NumberMark, group: Places) -> bool:
        """Say whether some article at hand states so many of the same: «салфетки сто листов | шестьдесят»."""
        if mark.unit is not None and mark.unit.unit in MEASURES:
            return any(map(self._catalogue.counts_pieces, group))  # «сетка пять метров | полсотни»
        return bool(np.any(self._catalogue.stated_row(mark, 1.0, 1.0)[group] > 0))

    def _cost(
        self, tokens: Sequence[Token], whole: NumberMark, halves: Halves, group: Places, *, bare: bool
    ) -> float | None:
        """Return what it costs to read *whole* as *halves*, or ``None`` where nothing at hand tells so."""
        head, rest = halves
        if whole.high is not None:
            return _DOUBT_COST if tells_apart(self._catalogue, whole, head, rest, group) else None
        if is_theirs(self._catalogue, whole, group):
            # «номер сто десять упаковок»: the unit behind a size wants a number of its own
            counted = whole.role is Role.PROPERTY and rest.last == whole.last + 1 and _is_many(tokens[rest.last].text)
            return APART_COST if counted and is_theirs(self._catalogue, head, group) else None
        if tells_apart(self._catalogue, whole, head, rest, group, bare=bare):
            return _TOLD_COST
        return None

    def _says_again(self, before: Atom | None, mark: NumberMark, head: NumberMark, group: Places) -> bool:
        """«Сотка | сто сорок», «девятнадцать | сорок восемь»: a size stands right before, and *head* tells no more."""
        said = before.mark if before is not None and before.kind is not Kind.COUNT else None
        if said is None or said.last + 1 != mark.first:
            return False
        sized = having(self._catalogue, said, group)
        return said.values == head.values or (len(sized) > 0 and all_theirs(self._catalogue, head, sized))

    def _counts_size(self, atoms: Sequence[Atom], index: int, group: Places) -> bool:
        """«Двадцать пятьдесят метров, тридцать | двадцать пять»: what stands behind a count with its unit is a size."""
        if index < _BEHIND_COUNT or atoms[index - 1].brk or atoms[index - 1].kind is not Kind.OPEN:
            return False
        size, counted = atoms[index - 1].mark, atoms[index - _BEHIND_COUNT]
        bare = size is not None and size.unit is None and size.last + 1 == atoms[index].first
        behind = counted.unit is not None and counted.kind in {Kind.COUNT, Kind.OPEN}
        return bare and behind and size is not None and is_theirs(self._catalogue, size, group)

    def _counts_here(self, atoms: Sequence[Atom], index: int, group: Places) -> bool:
        """«Добор сто пятьдесят миллиметров две тысячи семьдесят | сто пятьдесят штук»: behind a size of these goods."""
        before, unit = (atoms[index - 1] if index else None), atoms[index].unit
        if unit is None or before is None or before.brk or before.kind is not Kind.OPEN or before.mark is None:
            return False
        if before.last + 1 != atoms[index].first:
            return False  # «двести на двести | пять штук»
        return before.unit is None and is_theirs(self._catalogue, before.mark, group)

    def _is_bare(self, atoms: Sequence[Atom], index: int, group: Places) -> bool:
        """Say whether the number at *index* stands alone behind a count: «сто двадцать коробок и двести тридцать»."""
        before = atoms[index - 1] if index else None
        if before is None or before.mark is None or before.kind not in {Kind.COUNT, Kind.OPEN}:
            return False
        following = atoms[index + 1] if index + 1 < len(atoms) and not atoms[index].brk else None
        alone = following is None or following.link or following.mark is not None
        return alone and (before.kind is Kind.COUNT or not is_theirs(self._catalogue, before.mark, group))

    def _next_cost(self, whole: NumberMark, rest: NumberMark, group: Places) -> float | None:
        """Return what it costs that *rest* is the size of the next item («шестьдесят двести | семьдесят сто»)."""
        if whole.high is not None or is_theirs(self._catalogue, whole, group):
            return None
        if rest.unit is not None and not self._states_whole(rest, group):
            return None
        if not is_theirs(self._catalogue, rest, group):
            return None
        if whole.value < _HUNDRED:  # «двадцать пять» is one number, unless it can be nothing here
            sized = only_sizes(self._catalogue, group) or rest.ordinal or rest.unit is not None
            return _SHORT_COST if sized else None
        return _SIZE_COST if only_sizes(self._catalogue, group) else _NEXT_COST

    def _apart(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, mark: NumberMark, group: Places
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Эм десять» is a size and its count where no article at hand is called M10, «тридцать пять пятьдесят» too."""
        if is_theirs(self._catalogue, mark, group):
            return
        if mark.kind == "dims":
            yield from self._one_by_one(tokens, atoms, index, mark)
            return
        if not mark.kind.startswith("@") or mark.first >= mark.number_first:
            return
        following = atoms[index + 1].mark if index + 1 < len(atoms) and not atoms[index].brk else None
        if following is not None and following.first == mark.last + 1 and self._are_coded(mark, group):
            return
        letters = self._reader.read(tokens, mark.first, mark.number_first - 1, (), ())
        span = NumberSpan(mark.number_first, mark.number_last, mark.raw if mark.raw is not None else mark.value)
        number = self._reader.number_atom(tokens, self._mark(tokens, span, mark.number_first - 1))
        if letters and number is not None and not mark.ordinal and all(_is_letter(atom) for atom in letters):
            begins = not len(group)  # «гэ эф ноль двадцать один» begins an order
            stated = begins and self._catalogue.has_property(mark.value, mark.kind)
            yield (*letters, number), _STATED_COST if stated else APART_COST

    def _are_coded(self, mark: NumberMark, group: Places) -> bool:
        """Say whether the goods at hand have other numbers behind these letters: «сиар двадцать» of CR2032."""
        codes = [key for place in group for key in self._catalogue.features[place].properties]
        return any(key.endswith(":" + mark.kind) for key in codes)

    def _one_by_one(
        self, tokens: Sequence[Token], atoms: Sequence[Atom], index: int, mark: NumberMark
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """Yield the numbers of a row that was read as a section, as they are said: «сотка | сто сорок»."""
        last = mark.number_last
        for atom in atoms[index + 1 :]:
            if atom.mark is None or atom.mark.number_first != last + 1 or tokens[last].brk:
                break
            last = atom.mark.number_last
        row = tokens[mark.number_first : last + 1]
        spans = [span.moved(mark.number_first) for span in _said_numbers(row)]
        if not _PAIR <= len(spans) <= _MOST_APART:
            return
        ends = cut_number([token.text for token in tokens], spans[-1])
        ends_stated = [spans[-1].value, *(left.value for left, _ in ends)]
        listed = any(atom.mark is not None and atom.mark.after_na for atom in atoms[:index]) or (
            len(spans) == _PAIR and states_one(self._catalogue, ends_stated, _called(atoms[:index]))
        )
        said = sum(span.last - span.first + 1 for span in spans)
        said += sum(token.text == "на" for token in row) * listed  # «на десять | десять, на двадцать | три»
        if said != len(row):
            return
        used = atoms[index - 1].last if index else -1  # a letter before may belong to the first: «эм десять | сто»
        for end in [(spans[-1],), *(ends if listed else ())]:
            if (made := self._as_said(tokens, [*spans[:-1], *end], used)) is not None:
                yield made, APART_COST

    def _as_said(self, tokens: Sequence[Token], spans: Sequence[NumberSpan], used: int) -> tuple[Atom, ...] | None:
        made: list[Atom] = []
        for span in spans:
            atom = self._reader.number_atom(tokens, self._mark(tokens, span, used))
            if atom is None:
                return None
            made.append(atom)
            used = span.last
        return tuple(made)

    def _as_goods(
        self, tokens: Sequence[Token], atom: Atom, mark: NumberMark
    ) -> Iterator[tuple[tuple[Atom, ...], float]]:
        """«Пятьдесят, коробки шляпные …»: the word behind a number is no package of so many but the next goods."""
        if atom.row is None or mark.last != mark.number_last + 1 or stands_counted(mark.value, tokens[mark.last].text):
            return
        goods = self._reader.read(tokens, mark.last, mark.last, (), ())
        count = replace(mark, last=mark.number_last, role=Role.OPEN, unit=None, kind="")
        number = self._reader.number_atom(tokens, count)
        if goods and number is not None:
            yield (number, *goods), 0.0

    def _mark(self, tokens: Sequence[Token], span: NumberSpan, used: int) -> NumberMark:
        return mark_of(tokens, span, self._catalogue.number_context, used)


def _said_numbers(row: Sequence[Token]) -> list[NumberSpan]:
    """Return the numbers of *row*, each as it was said, or typed in digits («П2 50 кг»)."""
    if all(token.value is None for token in row):
        return find_numbers([token.text for token in row])
    return [
        NumberSpan(place, place, token.value, "cardinal") for place, token in enumerate(row) if token.value is not None
    ]


def _called(atoms: Sequence[Atom]) -> Places:
    """Return the places of the articles that the last noun of *atoms* names, of whatever size."""
    return meant_by([atom.row for atom in atoms if atom.is_head and atom.row is not None][-1:])


def _rereadings(
    atoms: Sequence[Atom], index: int, found: Iterable[tuple[tuple[Atom, ...], float]]
) -> Iterator[Rereading]:
    """Yield *found* as what may stand from the atom at *index* on."""
    for made, cost in found:
        stop = next((n for n in range(index, len(atoms)) if atoms[n].first > made[-1].last), len(atoms))
        made[0].link, made[-1].brk = atoms[index].link, atoms[stop - 1].brk
        yield Rereading(index, stop, made, cost)


def _arcs(atoms: Sequence[Atom], found: Sequence[Rereading]) -> tuple[list[Arc], int]:
    """Return the arcs of the natural reading and of the others over one row of nodes, and the last node."""
    inner = {(other.first, atom.last) for other in found for atom in other.atoms[:-1]}
    nodes: dict[tuple[int, int], int] = {}
    for index in range(len(atoms) + 1):
        nodes[index, -1] = len(nodes)
        for place in sorted(place for place in inner if place[0] == index):
            nodes[place] = len(nodes)
    arcs = [Arc(nodes[index, -1], nodes[index + 1, -1], atom) for index, atom in enumerate(atoms)]
    for other in found:
        node = nodes[other.first, -1]
        for atom in other.atoms[:-1]:
            arcs.append(Arc(node, nodes[other.first, atom.last], atom))
            node = nodes[other.first, atom.last]
        arcs.append(Arc(node, nodes[other.stop, -1], other.atoms[-1], other.cost))
    return arcs, len(nodes) - 1


def _is_letter(atom: Atom) -> bool:
    return atom.kind is Kind.WORD and bool(atom.matches) and len(atom.matches[0][0]) <= _LETTERS


def _is_many(word: str) -> bool:
    return count_unit(word) is not None and {"plur", "gent"} <= word_form(word).grammemes


def kind_of(atoms: Sequence[Atom]) -> Row | None:
    """Return what it costs each article not to be of the kind that *atoms* speak of; ``None`` without a noun."""
    head = next((atom for atom in reversed(atoms) if atom.is_head and atom.row is not None), None)
    return other_kind(head.row) if head is not None and head.row is not None else None
