"""Whether a size and the count behind it ran together: «размер четыреста пятьдесят две коробки» is no 452 boxes.

The words before the number tell which articles are meant; where the whole is no property of theirs and a part of it
is what they differ by, speech suggests two numbers as readily as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.scores import is_decimal
from nlp.orders.measures.marks import NumberMark, Role

_EQUAL = 0.1
_LEAST = 0.3  # of a score: below it the words before mean nothing that is sold
_ROUND = 10  # round numbers are counts more often than a size and a count
_HUNDRED, _ROUND_HALF = 100, 5
_NEAR = 3  # atoms from a size to its count
_WEIGHT, _MISS = 0.9, 0.6

Places = NDArray[np.intp]


def meant_by(rows: Sequence[Row]) -> Places:
    """Return the places of the articles that *rows* describe equally well; none where they describe nothing."""
    if not rows:
        return np.zeros(0, dtype=np.intp)
    total = np.sum(rows, axis=0)
    top = float(np.max(total))
    return np.flatnonzero(total >= top - _EQUAL) if top >= _LEAST else np.zeros(0, dtype=np.intp)


def is_theirs(catalogue: Catalogue, mark: NumberMark, group: Places) -> bool:
    """Say whether *mark* is a property of some article of *group*."""
    return bool(len(having(catalogue, mark, group)))


def all_theirs(catalogue: Catalogue, mark: NumberMark, group: Places) -> bool:
    """Say whether *mark* is a property of every article of *group*, and so tells none from another."""
    return len(having(catalogue, mark, group)) == len(group)


def states_one(catalogue: Catalogue, values: Sequence[Decimal], group: Places) -> bool:
    """Say whether some article of *group* states one of *values* by itself, not within a section."""
    keys = tuple(f"n:{plain(value)}:" for value in values)
    return any(key.startswith(keys) for place in group for key in catalogue.features[place].properties)


def tells_apart(
    catalogue: Catalogue, whole: NumberMark, head: NumberMark, rest: NumberMark, group: Places, *, bare: bool = False
) -> bool:
    """Say whether *head* chooses among *group*, or *rest* is a property of theirs too («пятьсот десять секций»).

    *bare*: the number is all that was said of another of the same goods, so that it must hold a size.
    """
    kept = having(catalogue, head, group)
    if not len(kept) or (whole.role is Role.PROPERTY and whole.unit is None and whole.kind and whole.value < _HUNDRED):
        return False  # «двадцать пять ватт» are one number
    if rest.unit is not None and is_theirs(catalogue, rest, kept):
        return True
    if (head.first < head.number_first and head.unit is None) or head.after_na:
        return True  # «эм вэ семьдесят одну коробку»
    if head.after_po and rest.unit is not None and whole.value > _HUNDRED:
        return True  # «кефир по девятьсот двадцать бутылок»
    if len(group) == 1:
        return whole.value > _HUNDRED and whole.value % _ROUND_HALF != 0  # «гофра сто шестьдесят две коробки»
    if len(kept) == len(group):
        return False
    odd = bare or len(whole.values) > 1 or whole.value % _ROUND != 0
    return odd or (len(kept) == 1 and only_sizes(catalogue, group))


def having(catalogue: Catalogue, mark: NumberMark, group: Places) -> Places:
    """Return the places of *group* of which *mark* is a property."""
    if mark.unit is not None and mark.unit.factor != 1:
        mark = replace(mark, values=(mark.value * mark.unit.factor,))  # «три тонны» of what names give in kilograms
    return group[catalogue.number_row(replace(mark, unit=None), _WEIGHT, _MISS)[group] > 0]


def only_sizes(catalogue: Catalogue, group: Places) -> bool:
    """Say whether goods differ in nothing but a number, which must be named then («щётка пятьсот двадцать штук»)."""
    features = [catalogue.features[place] for place in group]
    return (
        len({(feature.terms, len(feature.properties)) for feature in features}) == 1
        and len(frozenset.intersection(*(feature.properties for feature in features)))
        == len(features[0].properties) - 1
    )


def described(atoms: Sequence[Atom], before: Sequence[Atom], *, named: bool = False) -> list[Row]:
    """Return the rows of what describes the item at the end of *atoms*; without a word, of the item *before* it.

    *named*: of earlier items only the nouns, for «голубая две коробки, восемьдесят одну» is another colour.
    """
    rows: list[Row] = []
    counted = worded = False
    for atom in reversed(atoms):
        if atom.kind in {Kind.COUNT, Kind.UNIT, Kind.OPEN} and not is_decimal(atom):
            if worded:
                return rows
            counted = True
            if atom is atoms[0] and atom.kind is Kind.UNIT and atom.row is not None:
                rows.append(atom.row)  # «головка гэ эр пятьдесят»: it may name goods
        elif atom.row is not None and (atom.kind is Kind.WORD or not counted):
            worded = worded or (atom.kind is Kind.WORD and atom.is_head)
            if named and counted and not atom.is_head:
                continue
            rows.append(np.maximum(atom.row, 0) if counted else atom.row)
    if not worded:
        words = [atom for atom in before if atom.kind is Kind.WORD and (atom.is_head or not named)]
        rows += [np.maximum(atom.row, 0) for atom in words if atom.row is not None]
    return rows


def is_counted_behind(atoms: Sequence[Atom], index: int) -> bool:
    """«Чемпион пятьсот пятьдесят десять»: behind the first number of goods one more counts them, so that it is a size.

    Two more may be the next size and its count.
    """
    mark = atoms[index].mark
    ahead = list(takewhile(lambda atom: not (atom.brk or atom.link), reversed(atoms[:index])))
    if (
        mark is None
        or mark.kind
        or mark.unit is not None
        or mark.after_na
        or any(atom.as_property is not None for atom in ahead)
    ):
        return False
    if atoms[index].brk:
        return False
    after = list(takewhile(_goes_on, atoms[index + 1 :]))
    following = after[0].mark if after else None
    if following is None or following.after_na:
        return False
    stop = next((place for place, atom in enumerate(after) if atom.brk), len(after)) + 1
    return sum(atom.as_property is not None or atom.kind is Kind.UNIT for atom in after[:stop]) == 1


def _goes_on(atom: Atom) -> bool:
    return not (atom.link or atom.is_head)


def counts_next(atoms: Sequence[Atom], index: int) -> bool:
    """Say whether a number or a unit follows the atom at *index* in the same item, so that its end may be a size."""
    for place in range(index + 1, min(len(atoms), index + 1 + _NEAR)):
        if atoms[place - 1].brk or atoms[place].is_head:
            return False
        mark = atoms[place].mark
        if atoms[place].as_property is not None or atoms[place].kind is Kind.UNIT:
            return True
        if mark is not None and mark.ordinal and mark.number_first < mark.number_last:
            return True  # «пятьдесят третий | тридцать четвёртый» may be counts and sizes in a row
    return False
