"""How well a stretch of atoms makes one item of an order: what the best article explains, less what speaks against it.

The cut of speech into items and the choice among readings of its numbers are both searched by this score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import PROPERTY_WEIGHT
from nlp.orders.items.strangers import ASIDE_WEIGHT
from nlp.orders.speech.units import Unit
from nlp.text.morph import word_form

SEGMENT_COST = 0.32
NO_QUANTITY_COST = 0.55
NO_PRODUCT_COST = 0.9
NUMBERS_ONLY_COST = 0.35  # «и тридцать два сто метров» leans on the item before
NOTHING_NAMED_COST = 0.3  # «пятьсот шестых» when no goods were spoken of yet
STRANGER_COST = 0.35  # an unknown noun after the quantity begins another item
COUNTED_STRANGER_COST = 1.0  # one behind «и» that has a count of its own does
REPEATED_HEAD_COST = 1.2  # «пена … пена зимняя» are two items
REPEATED_WORD_COST = 0.8
COUNTED_TWICE_COST = 0.8
_SECOND_COUNT_COST = 0.3  # a bare number that no article states, beside a count: it counts something else
_LATER = 0.03  # of two bare numbers the later one counts
COUNTED = 0.35  # a number with a count unit is the quantity rather than one without
UNKNOWN_COST = 0.3
UNKNOWN_NOUN_COST = 0.45
STRANGERS_COST = 0.4
NOISE_COST = 0.2  # words that are neither goods nor quantities: what people say besides
NOISE_WORD_COST = 0.08
ADDED_NOISE_COST = 0.25  # of an unknown noun behind «и»: it is rather goods
_INNER_LINK_COST, _ENDED_COST, _GOES_ON_COST = 0.2, 0.3, 0.7
_NAMES = frozenset({Kind.WORD, Kind.PROPERTY, Kind.ARTICLE, Kind.UNKNOWN})
_CASE_BONUS = 0.15
_MIDDLE_COST = 0.06
_SIZE_ONLY_COST = 0.12  # «шестьдесят двести» after zips of many lengths
_COUNT_FIRST_COST = 0.15  # people go on with the size and then its count
_EXPLAINS = 0.3  # what a size of the goods named before gives at least
_LEAST_COUNTED = 3  # atoms of goods that are counted before and behind their name
_LETTERS = 2  # of a size: S, XL
_NOTHING = np.zeros(1, dtype=np.float32)


def score_item(
    part: Sequence[Atom], total: Row, kind: Row | None = None, *, counted: bool = False
) -> tuple[float, int | None]:
    """Return how well *part* is one item, and where its count stands: -1 first, 1 last, 0 within, ``None`` nowhere.

    *total* is the sum of the rows of its words and properties. Numbers and letters alone speak of goods of the *kind*
    named before, a row of what it costs not to be of it. *counted*: its count is said behind it.
    """
    if _is_noise(part):
        added = part[0].link and part[-1].is_head  # «… и панакур | гранулы пять»
        return -NOISE_COST - NOISE_WORD_COST * len(part) - ADDED_NOISE_COST * added, None
    count_first = 0.0
    unnamed = not any(names_goods(atom) for atom in part)
    leans = kind is not None and unnamed
    if leans and kind is not None:
        total = total + kind
        unworded = all(atom.kind in {Kind.COUNT, Kind.OPEN, Kind.PROPERTY} for atom in part)
        count_first = _COUNT_FIRST_COST if unworded and len(part) > 1 and part[0].kind is Kind.COUNT else 0.0
    units = [atom for atom in part if atom.kind is Kind.UNIT]
    score = -SEGMENT_COST - count_first - _unknown_costs(part) + _shape(part)
    score -= NOTHING_NAMED_COST if unnamed and not leans and len(part) > 1 else 0.0
    worded = [atom.row for atom in units if atom.row is not None]
    if not worded:
        explained, count = _explained(part, total, has_unit=counted or bool(units), leans=leans)
    else:
        readings_of_units = [_explained(part, total, has_unit=len(worded) < len(units), named=True)]
        without = total - np.sum(worded, axis=0)
        readings_of_units.append(_explained(part, without, has_unit=True))
        if len(worded) > 1:  # «витую пару коробку»
            readings_of_units += [_explained(part, without + row, has_unit=True, named=True) for row in worded]
        explained, count = max(readings_of_units, key=lambda found: found[0])
    return score + explained, _side(part, count or next(iter(units), None))


def _side(part: Sequence[Atom], count: Atom | None) -> int | None:
    """Say on which side of *part* its *count* stands: -1 is first, 1 is last, 0 within; ``None`` without both."""
    if count is None or len(part) == 1:
        return None
    return 1 if count is part[-1] else -1 if count is part[0] else 0


def names_goods(atom: Atom) -> bool:
    """Say whether *atom* may name goods by itself: a word, and not a letter of a size."""
    if atom.kind in {Kind.ARTICLE, Kind.UNKNOWN}:
        return True
    return atom.kind is Kind.WORD and not (atom.matches and len(atom.matches[0][0]) <= _LETTERS)


def is_decimal(atom: Atom) -> bool:
    """Say whether *atom* is a bare decimal («три и два»), rather a size than a count; «полторы» may be either."""
    if atom.kind is not Kind.OPEN or atom.unit is not None or atom.mark is None:
        return False
    return atom.mark.value != int(atom.mark.value) and "пол" not in atom.text


def _is_noise(part: Sequence[Atom]) -> bool:
    """Unknown words up to a noun or a name; an adjective may end them only after a pause."""
    if any(atom.kind is not Kind.UNKNOWN for atom in part):
        return False
    return part[-1].is_head or part[-1].weight <= ASIDE_WEIGHT or part[0].link


def _explained(
    part: Sequence[Atom], total: Row, *, has_unit: bool, named: bool = False, leans: bool = False
) -> tuple[float, Atom | None]:
    """Return what the best article explains of *part*, and the number that counts chosen best."""
    numbers = [atom for atom in part if atom.as_property is not None]
    named = named or any(atom.kind in _NAMES or (leans and is_decimal(atom)) for atom in part)
    if not named and len(numbers) <= 1:
        return -NO_PRODUCT_COST + (0.0 if numbers or has_unit else -NO_QUANTITY_COST), None
    found = readings(numbers, total, has_unit=has_unit, strange=is_strange(part))
    best, count = max(found, key=lambda reading: reading[0])
    cost = _SIZE_ONLY_COST if leans and best > _EXPLAINS else NUMBERS_ONLY_COST
    return (best if named else best - cost), count


def is_strange(part: Sequence[Atom]) -> bool:
    """Say whether all that names the goods of *part* is an unknown noun: no number tells an article of such goods."""
    named = [atom for atom in part if atom.kind in _NAMES]
    return bool(named) and all(atom.kind is Kind.UNKNOWN for atom in named) and any(atom.is_head for atom in named)


def readings(
    numbers: Sequence[Atom], total: Row, *, has_unit: bool, strange: bool = False
) -> Iterator[tuple[float, Atom | None]]:
    """Yield the score with each of *numbers* as the quantity and the others as properties, and with none."""
    told = _told(numbers)
    if strange:
        told = [np.minimum(row, 0) for row in told]
    for row in told:
        total = total + row
    yield float(total.max()) - (0.0 if has_unit else NO_QUANTITY_COST), None
    for place, (atom, row) in enumerate(zip(numbers, told, strict=True)):
        if atom.as_property is not None:
            counting = _as_quantity(atom, alone=len(numbers) == 1) + _LATER * place
            counting -= COUNTED_TWICE_COST if has_unit else 0.0  # «коробку … два»
            counted = total - row
            if atom.as_count is not None:
                counted += atom.as_count
            yield float(counted.max()) + counting, atom


def _told(numbers: Sequence[Atom]) -> list[Row]:
    """Return what each of *numbers* tells as a property; the same value said again tells nothing more."""
    told: list[Row] = []
    said = set()
    for atom in numbers:
        value = (atom.mark.kind, atom.mark.values) if atom.mark is not None else None
        row = atom.as_property if atom.as_property is not None else _NOTHING
        told.append(np.minimum(row, 0) if value in said else row)
        said.add(value)
    return told


def _as_quantity(atom: Atom, *, alone: bool) -> float:
    """How readily an open number counts: after «на» it hardly does, with a measure or at the end it does.

    A measure that articles state («двадцать пять литров») is rather their property where another number may count.
    """
    mark = atom.mark
    if mark is None or atom.kind is Kind.COUNT:
        return COUNTED
    stated = not alone and atom.as_property is not None and float(atom.as_property.max()) > 0
    score = 0.1 if atom.unit is not None and not stated else 0.0
    score += 0.1 if mark.after_po else 0.0
    score -= 0.35 if mark.after_na else 0.0
    return score - (0.5 if mark.value != int(mark.value) and atom.unit is None else 0.0)


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
        score -= COUNTED_STRANGER_COST if _adds_stranger(part[index + 1 :]) else 0.0
        if (
            following is not None
            and following.kind in {Kind.WORD, Kind.UNKNOWN}
            and not atom.brk
            and not following.link
        ):
            score += _agreement(atom, following)
    score -= _repeats(part) + _counts_else(part)
    for before, atom in pairwise(part):
        if atom.link:
            score -= _INNER_LINK_COST
        if (atom.link or before.brk) and before.as_property is not None and atom.is_head:
            score -= _ENDED_COST  # «двадцать пять кило и проволока»
    score -= _goes_on(part)
    return score - sum(0.25 * atom.brk for atom in part[:-1] if atom.brk == 2)


def _counts_else(part: Sequence[Atom]) -> float:
    """«(Макаруны) сорок штук | эклеров сорок восемь»: a number by which nothing is called counts what it ends."""
    last = part[-1]
    if last.kind is not Kind.OPEN or last.row is None or part[0].kind is not Kind.COUNT or len(part) < _LEAST_COUNTED:
        return 0.0
    return _SECOND_COUNT_COST if last.unit is None and float(last.row.max()) <= 0 else 0.0


def _adds_stranger(rest: Sequence[Atom]) -> bool:
    """«(Два холодильника) и дефлегматор один»: what «и» adds, and what is counted, is goods of its own."""
    stranger = next((place for place, atom in enumerate(rest) if atom.kind is Kind.UNKNOWN and atom.is_head), None)
    if stranger is None or not rest[stranger].link:
        return False
    return any(atom.as_property is not None or atom.kind is Kind.UNIT for atom in rest[stranger:])


def _goes_on(part: Sequence[Atom]) -> float:
    """«Пять бухт и уличная две», «десять упаковок сотка двадцать»: behind a count there is a size and a count again."""
    counted = next(
        (place for place, atom in enumerate(part) if atom.kind is Kind.COUNT and atom.unit is not None), None
    )
    if counted is None or any(atom.is_head for atom in part[counted + 1 :]):
        return 0.0
    after = part[counted + 1 :]
    numbers = [atom for atom in after if atom.kind is Kind.OPEN]
    described = any(atom.kind is Kind.WORD and atom.link for atom in after)
    called = any(atom.link and atom.mark is not None and atom.mark.ordinal for atom in after)  # «… и двести пятые»
    return _GOES_ON_COST if len(numbers) > 1 or (numbers and described) or called else 0.0


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
    cost += REPEATED_WORD_COST * _named_again(part)
    stated = [
        (atom.mark.kind, atom.mark.values) for atom in part if atom.kind is Kind.PROPERTY and atom.mark is not None
    ]
    cost += PROPERTY_WEIGHT * (len(stated) - len(set(stated)))
    counted = [atom.kind for atom in part if atom.kind is Kind.COUNT or (atom.kind is Kind.UNIT and atom.row is None)]
    same = [atom.mark.kind for atom in part if atom.kind is Kind.COUNT and atom.mark is not None and atom.mark.kind]
    linked = len(set(same)) < len(same) and any(atom.link for atom in part[1:])  # «три метра десять штук и пять … штук»
    return cost + COUNTED_TWICE_COST * (max(0, len(counted) - 1) * (Kind.UNIT in counted) + linked)


def _named_again(part: Sequence[Atom]) -> int:
    """«Двойки две коробки, пятёрки …»: a size that names the goods, or one size twice, with a count between them."""
    named = [place for place, atom in enumerate(part) if atom.mark is not None and atom.kind is not Kind.COUNT]
    return sum(
        _named_twice(part[first], part[second]) and any(atom.is_quantity for atom in part[first:second])
        for first, second in pairwise(named)
    )


def _named_twice(one: Atom, other: Atom) -> bool:
    if one.mark is None or other.mark is None:
        return False
    return (one.mark.ordinal and other.mark.ordinal) or one.mark.values == other.mark.values


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
