"""Cut a stretch of atoms into items of an order: one product and at most one quantity each.

Speech comes without punctuation, quantities stand before or after their product, so the cut is searched: the best
sum over segments of what the best article explains, minus a cost for each segment, for a missing quantity and for
numbers nobody needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nlp.orders.atom import Atom, Kind
from nlp.orders.atoms import PROPERTY_WEIGHT
from nlp.orders.catalogue import Row
from nlp.orders.strangers import ASIDE_WEIGHT
from nlp.orders.units import Unit
from nlp.text.morph import is_modifier, word_form

SEGMENT_COST = 0.32
NO_QUANTITY_COST = 0.55
NO_PRODUCT_COST = 0.9
NUMBERS_ONLY_COST = 0.35  # «и тридцать два сто метров» leans on the item before
STRANGER_COST = 0.35  # an unknown noun after the quantity begins another item
REPEATED_HEAD_COST = 1.2  # «пена … пена зимняя» are two items
REPEATED_WORD_COST = 0.8
COUNTED_TWICE_COST = 0.8
_LATER = 0.03  # of two bare numbers the later one counts
COUNTED = 0.35  # a number with a count unit is the quantity rather than one without
UNKNOWN_COST = 0.3
UNKNOWN_NOUN_COST = 0.45
STRANGERS_COST = 0.4
_TORN_COST = 0.9  # an unknown noun cut from the adjective or number that follows it
NOISE_COST = 0.2  # words that are neither goods nor quantities: what people say besides
NOISE_WORD_COST = 0.08
_INNER_LINK_COST, _ENDED_COST = 0.2, 0.3
_OPEN_END_SAVES = (0.0, 0.45, 1.2)
_LINKED_SAVES = 0.6
_ADJACENT = 2  # tokens from one to the next, with one little word between
_CUT_OFF_COST = 0.9
_GOES_ON = frozenset({Kind.PROPERTY, Kind.OPEN, Kind.COUNT, Kind.WORD})
_NAMES = frozenset({Kind.WORD, Kind.PROPERTY, Kind.ARTICLE, Kind.UNKNOWN})
_LONGEST = 16  # atoms in one item
_BREAK_BONUS = (0.0, 0.2, 0.5)
_LINK_BONUS = 0.12
_EXCLUDED_BONUS = 0.35
_CASE_BONUS = 0.15
CALLED = 0.64  # of its weight: below it a noun is only mentioned by the article
_MIDDLE_COST = 0.06


@dataclass(slots=True)
class Segment:
    """One item of the order as it was said. ``evidence`` is what describes the product, ``quantity`` counts it."""

    atoms: list[Atom]
    quantity: Atom | None
    evidence: list[Atom]

    @property
    def has_head(self) -> bool:
        return any(atom.is_head for atom in self.evidence)

    @property
    def words(self) -> list[Atom]:
        return [atom for atom in self.evidence if atom.kind is not Kind.OPEN]

    @property
    def first(self) -> int:
        return min(atom.first for atom in self.atoms)

    @property
    def last(self) -> int:
        return max(atom.last for atom in self.atoms)


def split_items(atoms: Sequence[Atom], size: int, *, bare_first: bool = False, open_end: int = 0) -> list[Segment]:
    """Return the best cut of *atoms* over a catalogue of *size* articles; every atom is in exactly one segment.

    *bare_first*: the first segment may be a quantity alone (after a correction). *open_end*: the last one may (1) or
    must (2) lack its quantity: before a correction or removal that points at it, before «столько же».
    """
    count = len(atoms)
    if count == 0:
        return []
    sums = _prefix_sums(atoms, size)
    best = [0.0] + [float("-inf")] * count
    cut = [0] * (count + 1)
    for end in range(1, count + 1):
        for start in range(max(0, end - _LONGEST), end):
            if best[start] == float("-inf"):
                continue
            score = best[start] + _score(atoms, start, end, sums) + _border(atoms, start)
            score -= _cut_off(atoms, start, end)
            score += _allowance(atoms, start, end, bare_first=bare_first, open_end=open_end)
            if score > best[end]:
                best[end], cut[end] = score, start
    segments: list[Segment] = []
    end = count
    while end > 0:
        segments.append(make_segment(list(atoms[cut[end] : end])))
        end = cut[end]
    return segments[::-1]


def make_segment(atoms: list[Atom]) -> Segment:
    """Decide which number of *atoms* is the quantity; the others describe the product."""
    atoms = _settle_units(atoms)
    numbers = [atom for atom in atoms if atom.as_property is not None]
    units = [atom for atom in atoms if atom.kind is Kind.UNIT]
    quantity = _counting(atoms, numbers, bool(units))
    if quantity is None and units:
        quantity = units[0]
    evidence = [_as_evidence(atom) for atom in atoms if atom is not quantity and atom.kind is not Kind.UNIT]
    if quantity is not None and quantity.kind is Kind.COUNT and quantity.row is not None:
        evidence.append(_as_head(quantity, any(atom.is_head for atom in evidence)))
    if quantity is not None and quantity.per is not None and quantity.per.as_property is not None:
        hint = np.maximum(quantity.per.as_property, 0)  # «три ведра по четырнадцать килограмм»
        evidence.append(replace(quantity.per, kind=Kind.WORD, row=hint, weight=0.0, as_property=None))
    return Segment(atoms, quantity, evidence)


def _counting(atoms: Sequence[Atom], numbers: Sequence[Atom], has_unit: bool) -> Atom | None:
    if not numbers:
        return None
    if len(atoms) == 1:
        return numbers[0]
    rows = [atom.row for atom in atoms if atom.row is not None and atom.kind is not Kind.OPEN]
    size = len(numbers[0].as_property) if numbers[0].as_property is not None else 0
    total = np.zeros(size, dtype=np.float32)
    for row in rows:
        total += row
    return max(_readings(numbers, total, has_unit=has_unit), key=lambda reading: reading[0])[1]


def _as_evidence(atom: Atom) -> Atom:
    if atom.kind is not Kind.COUNT:
        return atom
    return replace(atom, kind=Kind.PROPERTY, row=atom.as_property, weight=PROPERTY_WEIGHT, unit=None)


def _settle_units(atoms: list[Atom]) -> list[Atom]:
    """«Коробку» that the best article is called by is the goods; any other, also «меш. 25 кг», is one box."""
    units = [atom for atom in atoms if atom.kind is Kind.UNIT and atom.row is not None]
    if not units:
        return atoms
    total = np.sum([atom.row for atom in atoms if atom.row is not None], axis=0)
    best = int(np.argmax(total))
    units = [atom for atom in units if "nomn" in word_form(atom.text).cases] or units
    others = [atom for atom in atoms if atom.is_head and atom not in units]
    others = others if all("nomn" not in word_form(atom.text).cases for atom in units) else []
    counted = any(
        atom.as_property is not None or (atom.kind is Kind.UNIT and atom.row is None) for atom in atoms
    )  # «литол банка восемьсот грамм коробка»
    if others and not counted:
        return atoms  # «подрозетники коробку»
    settled = []
    for atom in atoms:
        if atom in units and atom.row is not None and atom.row[best] > 0 and (counted or _is_called(atoms, atom, best)):
            atom = replace(atom, kind=Kind.WORD, is_head=True)
        settled.append(atom)
    return settled


def _is_called(atoms: Sequence[Atom], unit: Atom, place: int) -> bool:
    """Say whether the article is what *unit* names («мешок для мусора», «витая пара») and does not only mention it."""
    if unit.row is not None and unit.row[place] >= CALLED * unit.weight:
        return True
    before = [atom for atom in atoms if atom.first < unit.first]
    if not before or any(atom.is_head for atom in before):
        return False
    return before[-1].last == unit.first - 1 and is_modifier(before[-1].text)


def _as_head(quantity: Atom, has_head: bool) -> Atom:
    return Atom(
        Kind.WORD,
        quantity.first,
        quantity.last,
        quantity.row,
        0.0,
        is_head=not has_head,
        matches=quantity.matches,
        text=quantity.text,
    )


def _as_quantity(atom: Atom, *, alone: bool) -> float:
    """How readily an open number counts: after «на» it hardly does, with a measure or at the end it does.

    A measure that articles state («двадцать пять литров») is rather their property where another number may count.
    """
    mark = atom.mark
    if mark is None or atom.kind is Kind.COUNT:
        return COUNTED
    stated = not alone and atom.as_property is not None and float(np.max(atom.as_property)) > 0
    score = 0.1 if atom.unit is not None and not stated else 0.0
    score += 0.1 if mark.after_po else 0.0
    score -= 0.35 if mark.after_na else 0.0
    return score - (0.5 if mark.value != int(mark.value) and atom.unit is None else 0.0)


def _prefix_sums(atoms: Sequence[Atom], size: int) -> Row:
    sums = np.zeros((len(atoms) + 1, size), dtype=np.float32)
    for index, atom in enumerate(atoms):
        if atom.row is None or atom.kind is Kind.OPEN:
            sums[index + 1] = sums[index]
        else:
            np.add(sums[index], atom.row, out=sums[index + 1])
    return sums


def _score(atoms: Sequence[Atom], start: int, end: int, sums: Row) -> float:
    part = atoms[start:end]
    if _is_noise(part):
        return -NOISE_COST - NOISE_WORD_COST * len(part)
    total = sums[end] - sums[start]
    units = [atom for atom in part if atom.kind is Kind.UNIT]
    score = -SEGMENT_COST - _unknown_costs(part) + _shape(part)
    worded = [atom.row for atom in units if atom.row is not None]
    if not worded:
        return score + _explained(part, total, has_unit=bool(units))
    as_goods = _explained(part, total, has_unit=len(worded) < len(units), named=True)
    as_unit = _explained(part, total - np.sum(worded, axis=0), has_unit=True)
    return score + max(as_goods, as_unit)


def _is_noise(part: Sequence[Atom]) -> bool:
    """Unknown words up to a noun or a name; an adjective may end them only after a pause."""
    if any(atom.kind is not Kind.UNKNOWN for atom in part):
        return False
    return part[-1].is_head or part[-1].weight <= ASIDE_WEIGHT or part[0].link


def _explained(part: Sequence[Atom], total: Row, *, has_unit: bool, named: bool = False) -> float:
    """Return what the best article explains of *part*, with the number that counts chosen best."""
    numbers = [atom for atom in part if atom.as_property is not None]
    named = named or any(atom.kind in _NAMES for atom in part)
    if not named and len(numbers) <= 1:
        return -NO_PRODUCT_COST + (0.0 if numbers or has_unit else -NO_QUANTITY_COST)
    best = max(score for score, _ in _readings(numbers, total, has_unit=has_unit))
    return best if named else best - NUMBERS_ONLY_COST


def _readings(numbers: Sequence[Atom], total: Row, *, has_unit: bool) -> Iterator[tuple[float, Atom | None]]:
    """Yield the score with each of *numbers* as the quantity and the others as properties, and with none."""
    for atom in numbers:
        if atom.as_property is not None:
            total = total + atom.as_property
    yield float(np.max(total)) - (0.0 if has_unit else NO_QUANTITY_COST), None
    for place, atom in enumerate(numbers):
        if atom.as_property is not None:
            counting = _as_quantity(atom, alone=len(numbers) == 1) + _LATER * place
            counting -= COUNTED_TWICE_COST if has_unit else 0.0  # «коробку … два»
            counted = total - atom.as_property
            if atom.as_count is not None:
                counted += atom.as_count
            yield float(np.max(counted)) + counting, atom


def _shape(part: Sequence[Atom]) -> float:
    """Grammar inside one item: «пятьсот пар перчаток» belongs together, a quantity in the middle is rarer."""
    score = 0.0
    for index, atom in enumerate(part):
        if atom.kind not in {Kind.COUNT, Kind.OPEN}:
            continue
        if 0 < index < len(part) - 1:
            score -= _MIDDLE_COST
        following = part[index + 1] if index + 1 < len(part) else None
        strange = any(other.kind is Kind.UNKNOWN and other.is_head for other in part[index + 1 :])
        score -= STRANGER_COST if strange and index > 0 else 0.0
        if (
            following is not None
            and following.kind in {Kind.WORD, Kind.UNKNOWN}
            and not atom.brk
            and not following.link
        ):
            score += _agreement(atom, following)
    score -= _repeats(part)
    for before, atom in pairwise(part):
        if atom.link:
            score -= _INNER_LINK_COST
        if (atom.link or before.brk) and before.as_property is not None and atom.is_head:
            score -= _ENDED_COST  # «двадцать пять кило и проволока»
    return score - sum(0.25 * atom.brk for atom in part[:-1] if atom.brk == 2)


def _repeats(part: Sequence[Atom]) -> float:
    """One item is named once and counted once: «см одиннадцать … см семнадцать», «две коробки … коробку» are two."""
    heads = [atom.matches[0][0] for atom in part if atom.is_head and atom.matches]
    cost = REPEATED_HEAD_COST * (len(heads) - len(set(heads)))
    units = [atom.text for atom in part if atom.kind is Kind.UNIT]
    cost += REPEATED_HEAD_COST * (len(units) - len(set(units)))
    said: dict[str, int] = {}
    for place, atom in enumerate(part):
        if atom.kind is Kind.WORD and atom.matches and not atom.is_head:
            cost += REPEATED_WORD_COST if place - said.get(atom.matches[0][0], place) > 1 else 0.0
            said[atom.matches[0][0]] = place
    stated = [
        (atom.mark.kind, atom.mark.values) for atom in part if atom.kind is Kind.PROPERTY and atom.mark is not None
    ]
    cost += PROPERTY_WEIGHT * (len(stated) - len(set(stated)))
    counted = [atom.kind for atom in part if atom.kind is Kind.COUNT or (atom.kind is Kind.UNIT and atom.row is None)]
    same = [atom.mark.kind for atom in part if atom.kind is Kind.COUNT and atom.mark is not None and atom.mark.kind]
    linked = len(set(same)) < len(same) and any(atom.link for atom in part[1:])  # «три метра десять штук и пять … штук»
    return cost + COUNTED_TWICE_COST * (max(0, len(counted) - 1) * (Kind.UNIT in counted) + linked)


def _agreement(quantity: Atom, following: Atom) -> float:
    """«Тридцать штук валиков» agrees, «тридцать штук валики» begins another item."""
    pieces = quantity.unit is not None and quantity.unit.unit in {Unit.PIECE, Unit.PAIR}
    if pieces and following.is_head:
        return _CASE_BONUS if word_form(following.text).counted else -_CASE_BONUS
    return _CASE_BONUS if following.genitive else (-_CASE_BONUS if following.nominative else 0.0)


def _unknown_costs(part: Sequence[Atom]) -> float:
    """Unknown words beside known ones are costly; among themselves they may be goods that are not sold here."""
    strangers = [atom for atom in part if atom.kind is Kind.UNKNOWN and atom.weight > ASIDE_WEIGHT]
    asides = sum(atom.kind is Kind.UNKNOWN for atom in part) - len(strangers)
    known = any(atom.kind in {Kind.WORD, Kind.PROPERTY, Kind.ARTICLE} for atom in part)
    if strangers and not known:
        return STRANGERS_COST + NOISE_WORD_COST * (len(part) + asides)
    nouns = sum(atom.is_head for atom in strangers)
    return nouns * UNKNOWN_NOUN_COST + (len(strangers) - nouns) * UNKNOWN_COST + asides * NOISE_WORD_COST


def _allowance(atoms: Sequence[Atom], start: int, end: int, *, bare_first: bool, open_end: int) -> float:
    part = atoms[start:end]
    counted = any(atom.kind in {Kind.COUNT, Kind.OPEN, Kind.UNIT} for atom in part)
    allowance = 0.0
    if bare_first and start == 0 and len(part) == 1 and part[0].kind in {Kind.COUNT, Kind.OPEN}:
        goes_on = end < len(atoms) and atoms[end].link  # «нет, пять и люкс …»
        allowance += NO_PRODUCT_COST + SEGMENT_COST + (_LINKED_SAVES if goes_on else 0.0)
    if end == len(atoms) and not counted:
        allowance += _OPEN_END_SAVES[open_end]
    return allowance


def _border(atoms: Sequence[Atom], start: int) -> float:
    if start == 0:
        return 0.0
    bonus = _BREAK_BONUS[atoms[start - 1].brk]
    if _tears(atoms[start - 1], atoms[start]):
        bonus -= _TORN_COST
    if _exclude(atoms[start - 1], atoms[start]):
        bonus += _EXCLUDED_BONUS
    return bonus + (_LINK_BONUS if atoms[start].link else 0.0)


def _exclude(before: Atom, after: Atom) -> bool:
    """«Вишня шоколад»: two nouns that no article carries both are two items."""
    nouns = all(
        atom.kind is Kind.WORD and atom.matches and not atom.negated and not is_modifier(atom.text)
        for atom in (before, after)
    )
    if not nouns or before.row is None or after.row is None or before.is_head:
        return False
    return not np.any((before.row > 0) & (after.row > 0))


def _cut_off(atoms: Sequence[Atom], start: int, end: int) -> float:
    """An item without a quantity goes on: what describes it next begins no other («шайба | м десять двести»)."""
    if end >= len(atoms) or atoms[end - 1].brk or atoms[end].link:
        return 0.0
    part = atoms[start:end]
    if any(atom.as_property is not None or atom.kind is Kind.UNIT for atom in part):
        return 0.0
    if all(atom.kind is Kind.UNKNOWN for atom in part):
        return 0.0
    last, following = part[-1], atoms[end]
    if following.first - last.last > _ADJACENT:
        return 0.0
    adjectives = following.kind is Kind.WORD and is_modifier(last.text) and is_modifier(following.text)
    sizes = last.kind is Kind.PROPERTY and following.kind is Kind.PROPERTY
    if adjectives or sizes or (following.kind in {Kind.WORD, Kind.UNKNOWN} and following.is_head):
        return 0.0
    return _CUT_OFF_COST if following.kind in _GOES_ON else 0.0


def _tears(before: Atom, after: Atom) -> bool:
    """«Полотенца | бумажные сто штук»: without its noun the adjective would mean something else that is sold."""
    if (
        before.brk
        or after.link
        or after.first - before.last > _ADJACENT
        or before.kind not in {Kind.UNKNOWN, Kind.WORD}
    ):
        return False
    if before.kind is Kind.WORD:  # «розетка атлас | чёрная»; a row of adjectives may be a row of goods
        return after.kind is Kind.WORD and not after.is_head and not is_modifier(before.text)
    model = after.kind is Kind.OPEN and after.unit is None and before.is_head  # «ксенон дэ два эс»
    return (after.kind is Kind.WORD and not after.is_head) or after.kind is Kind.PROPERTY or model
