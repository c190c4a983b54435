"""Cut a stretch of atoms into items of an order: one product and at most one quantity each.

Speech comes without punctuation, quantities stand before or after their product, so the cut is searched: the best
sum over items of what the best article explains, minus a cost for each item, for a missing quantity and for
numbers nobody needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.scores import NO_PRODUCT_COST, NO_QUANTITY_COST, SEGMENT_COST, is_decimal, score_item
from nlp.orders.items.segments import Segment, make_segment
from nlp.text.morph import is_modifier, word_form

_TORN_COST = 0.9  # an unknown noun cut from the adjective or number that follows it
_OPEN_END_SAVES = (0.0, 0.45, 1.2)
_MUST = 2  # of these: the count is said behind the end
_COUNTED_BEHIND = _OPEN_END_SAVES[_MUST] - NO_QUANTITY_COST
_LINKED_SAVES = 0.6
_ADJACENT = 2  # tokens from one to the next, with one little word between
_CUT_OFF_COST = 0.9
_GOES_ON = frozenset({Kind.PROPERTY, Kind.OPEN, Kind.COUNT, Kind.WORD})
_COUNTING = frozenset({Kind.COUNT, Kind.OPEN, Kind.UNIT})
_LONGEST = 16  # atoms in one item
_MOST_COUNTS = 2
_OTHER_KIND_COST = 0.2  # of numbers alone that would mean goods not spoken of before
_OTHER_ORDER_COST = (
    0.1  # of an item counted before its name where the others are counted after theirs, or the other way
)
_BREAK_BONUS = (0.0, 0.2, 0.5)
_LINK_BONUS = 0.12
_EXCLUDED_BONUS = 0.35
_CONTRAST_BONUS = 0.3


@dataclass(frozen=True, slots=True)
class Arc:
    """One atom from node *start* to node *stop*; *cost* is paid for a reading that speech does not suggest."""

    start: int
    stop: int
    atom: Atom
    cost: float = 0.0


def split_items(
    atoms: Sequence[Atom],
    size: int,
    *,
    bare_first: bool = False,
    counted_first: bool = False,
    open_end: int = 0,
    kind: Row | None = None,
) -> list[Segment]:
    """Return the best cut of *atoms* over a catalogue of *size* articles; every atom is in exactly one segment.

    *bare_first*: the first segment may be a quantity alone (after a correction). *counted_first*: the quantity of the
    first was said before («столько же белых, чёрных двадцать»). *open_end*: the last one may (1) or
    must (2) lack its quantity: before a correction or removal that points at it, before «столько же».
    """
    arcs = [Arc(place, place + 1, atom) for place, atom in enumerate(atoms)]
    parts = best_path(
        arcs, len(atoms), size, bare_first=bare_first, counted_first=counted_first, open_end=open_end, kind=kind
    )
    segments = []
    for part in parts:
        counted = open_end == _MUST and part is parts[-1] and _lacks_count(part)
        segments.append(make_segment(list(part), kind, counted=counted))
        for atom in part:
            kind = other_kind(atom.row) if atom.is_head and atom.row is not None else kind
    return segments


def best_path(
    arcs: Sequence[Arc],
    end: int,
    size: int,
    *,
    bare_first: bool = False,
    counted_first: bool = False,
    open_end: int = 0,
    kind: Row | None = None,
) -> list[tuple[Atom, ...]]:
    """Return the items of the best path over *arcs* from node 0 to node *end*.

    Of arcs between the same nodes the first is what speech suggests. *kind* is what it costs an article not to be of
    the kind spoken of before. Who counts after the goods does so throughout, and who counts before them too: each way
    is searched, and an item told the other way costs.
    """
    into: list[list[Arc]] = [[] for _ in range(end + 1)]
    following: dict[int, Atom] = {}
    for arc in arcs:
        into[arc.stop].append(arc)
        following.setdefault(arc.start, arc.atom)
    ways = [_begin(end), _begin(end)]
    empty = np.zeros(size, dtype=np.float32)
    kinds = _kinds(arcs, end, kind)
    for node in range(1, end + 1):
        after = following.get(node)
        for start, part, total, cost in _parts_into(into, node, (), empty, 0.0):
            if ways[0][start][0] == float("-inf"):
                continue
            counted = open_end == _MUST and node == end and _lacks_count(part)
            value, side = score_item(part, total, kinds[start], counted=counted)
            value -= cost + _cut_off(part, after)
            if start == 0 and bare_first:
                value += _bare_first(part, after)
            if counted and side is None:
                value += _COUNTED_BEHIND
            elif not any(atom.kind in _COUNTING and not is_decimal(atom) for atom in part):
                value += _OPEN_END_SAVES[open_end] if node == end else 0.0
                value += _OPEN_END_SAVES[-1] if counted_first and start == 0 else 0.0
            for best, way in zip(ways, (-1, 1), strict=True):
                score, _, before = best[start]
                score += value - (_OTHER_ORDER_COST * abs(side - way) if side is not None else 0.0)
                score += _border(before[-1], part[0]) if before else 0.0
                if score > best[node][0]:
                    best[node] = score, start, part
    return _walked(max(ways, key=lambda way: way[end][0]), end)


def _lacks_count(part: Sequence[Atom]) -> bool:
    """Say whether *part* may be goods whose count is said behind them: all of its bare numbers are sizes then."""
    numbers = any(atom.kind is Kind.OPEN for atom in part)
    return not any(atom.is_quantity for atom in part) and (len(part) > 1 or not numbers)


def _walked(best: Sequence[tuple[float, int, tuple[Atom, ...]]], end: int) -> list[tuple[Atom, ...]]:
    """Return the items on the way that *best* holds from its beginning to *end*."""
    parts = []
    node = end
    while node > 0:
        parts.append(best[node][2])
        node = best[node][1]
    return parts[::-1]


def _begin(end: int) -> list[tuple[float, int, tuple[Atom, ...]]]:
    """Return the best of each node up to *end* before anything is read: its score, where it starts, its atoms."""
    nothing: tuple[Atom, ...] = ()
    return [(0.0, 0, nothing), *((float("-inf"), 0, nothing) for _ in range(end))]


def _kinds(arcs: Sequence[Arc], end: int, kind: Row | None) -> list[Row | None]:
    """Return for each node what it costs an article not to be of the kind named last before it."""
    heads = {arc.stop: arc.atom for arc in arcs if arc.atom.is_head and arc.atom.row is not None}
    kinds = [kind]
    for node in range(1, end + 1):
        head = heads.get(node)
        kinds.append(kinds[-1] if head is None or head.row is None else other_kind(head.row))
    return kinds


def other_kind(row: Row) -> Row:
    """Return what it costs each article that a noun of *row* was spoken of before."""
    return np.clip(row, -_OTHER_KIND_COST, 0)


def _parts_into(
    into: Sequence[Sequence[Arc]], node: int, part: tuple[Atom, ...], total: Row, cost: float
) -> Iterator[tuple[int, tuple[Atom, ...], Row, float]]:
    """Yield every row of atoms that ends at *node* before *part*: where it starts, the sum of its rows, its cost."""
    kinds = [atom.kind for atom in part]
    codes, counts = kinds.count(Kind.ARTICLE), kinds.count(Kind.COUNT)
    for arc in into[node]:
        atom = arc.atom
        if (codes and atom.kind is Kind.ARTICLE) or (counts >= _MOST_COUNTS and atom.kind is Kind.COUNT):
            continue  # one item is called by one code
        grown = (atom, *part)
        here = total if atom.row is None or atom.kind is Kind.OPEN else total + atom.row
        yield arc.start, grown, here, cost + arc.cost
        if len(grown) < _LONGEST and arc.start:
            yield from _parts_into(into, arc.start, grown, here, cost + arc.cost)


def _bare_first(part: Sequence[Atom], following: Atom | None) -> float:
    if len(part) != 1 or part[0].kind not in _COUNTING:
        return 0.0
    if part[0].kind is Kind.OPEN and following is not None and following.kind is Kind.COUNT and not following.link:
        return 0.0  # «нет, девятнадцать тоже десять»
    goes_on = following is not None and following.link  # «нет, пять и люкс …»
    return NO_PRODUCT_COST + SEGMENT_COST + (_LINKED_SAVES if goes_on else 0.0)


def _border(before: Atom, after: Atom) -> float:
    bonus = _BREAK_BONUS[before.brk]
    if _tears(before, after) or _belongs_before(before, after):
        bonus -= _TORN_COST
    if _exclude(before, after):
        bonus += _EXCLUDED_BONUS
    if after.extreme and not after.genitive and before.kind in _COUNTING:
        bonus += _CONTRAST_BONUS  # «большой две банки, маленький двадцать»
    return bonus + (_LINK_BONUS if after.link else 0.0)


def _exclude(before: Atom, after: Atom) -> bool:
    """«Вишня шоколад»: two nouns that no article carries both are two items."""
    nouns = all(
        atom.kind is Kind.WORD and atom.matches and not atom.negated and not is_modifier(atom.text)
        for atom in (before, after)
    )
    if not nouns or before.row is None or after.row is None or before.is_head:
        return False
    return not np.any((before.row > 0) & (after.row > 0))


def _cut_off(part: Sequence[Atom], following: Atom | None) -> float:
    """An item without a quantity goes on: what describes it next begins no other («шайба | м десять двести»)."""
    if following is None or part[-1].brk or following.link:
        return 0.0
    if any(atom.as_property is not None or atom.kind is Kind.UNIT for atom in part):
        return 0.0
    if all(atom.kind is Kind.UNKNOWN for atom in part):
        return 0.0
    last = part[-1]
    if following.first - last.last > _ADJACENT:
        return 0.0
    adjectives = following.kind is Kind.WORD and is_modifier(last.text) and is_modifier(following.text)
    sizes = last.kind is Kind.PROPERTY and following.kind is Kind.PROPERTY
    if adjectives or sizes or (following.kind in {Kind.WORD, Kind.UNKNOWN} and following.is_head):
        return 0.0
    return _CUT_OFF_COST if following.kind in _GOES_ON else 0.0


def _belongs_before(before: Atom, after: Atom) -> bool:
    """«Фонарь | на двух батарейках»: what goods are for, have or run on is said behind them."""
    if before.brk or after.first - before.last > _ADJACENT:
        return False
    if not (_is_on(before) or before.kind in {Kind.WORD, Kind.UNKNOWN}):
        return False
    return after.mentioned or _is_on(after)


def _is_on(atom: Atom) -> bool:
    return atom.kind is Kind.PROPERTY and atom.mark is not None and atom.mark.after_na


def _tears(before: Atom, after: Atom) -> bool:
    """«Полотенца | бумажные сто штук»: without its noun the adjective would mean something else that is sold."""
    if (
        before.brk
        or after.link
        or after.first - before.last > _ADJACENT
        or before.kind not in {Kind.UNKNOWN, Kind.WORD}
    ):
        return False
    if before.kind is Kind.WORD and after.is_head and after.genitive:
        return is_modifier(before.text) and "gent" in word_form(before.text).cases  # «два маленьких | половника»
    if before.kind is Kind.WORD:  # «розетка атлас | чёрная»; a row of adjectives may be a row of goods
        return after.kind is Kind.WORD and not after.is_head and not is_modifier(before.text)
    model = after.kind is Kind.OPEN and after.unit is None and before.is_head  # «ксенон дэ два эс»
    return (after.kind is Kind.WORD and not after.is_head) or after.kind is Kind.PROPERTY or model
