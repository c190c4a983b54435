"""A count said twice in two units: «одна коробка (двадцать штук)», «пять коробок, это двести сорок банок», «восемь, две
коробки».

Where the catalogue converts one into the other the second is a check of the first, and begins no other item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.run_together import described
from nlp.orders.speech.base_units import to_base
from nlp.orders.speech.tokens import SENTENCE

_EQUAL, _LEAST, _MOST = 0.1, 0.3, 12  # scores that are one score; below it nothing is meant; articles tried


def drop_checks(catalogue: Catalogue, atoms: list[Atom], before: Sequence[Atom]) -> list[Atom]:
    """Return *atoms* without the counts that only repeat the count before in another unit.

    *before* describes the item that was spoken of last.
    """
    kept: list[Atom] = []
    for index, atom in enumerate(atoms):
        first = kept[-1] if kept else None
        if first is not None and _may_check(first, atom):
            said = described(kept[:-1], before), _ahead(atoms[index + 1 :])
            if any(_repeats(catalogue, first, atom, rows) for rows in said):
                first.last, first.brk = atom.last, atom.brk
                continue
        kept.append(atom)
    return kept


def _may_check(first: Atom, second: Atom) -> bool:
    if first.kind is Kind.UNIT and second.kind is Kind.OPEN and second.unit is None:
        return first.brk != SENTENCE  # «бухту целую, пятьдесят»
    if not (_counts(first) and _counts(second)) or second.unit is None or first.brk == SENTENCE:
        return False
    return first.unit is None or first.unit.unit is not second.unit.unit


def _counts(atom: Atom) -> bool:
    """A count, or a measure such as «четыреста пятьдесят кило» that may be one."""
    return atom.kind in {Kind.COUNT, Kind.OPEN} and atom.per is None


def _repeats(catalogue: Catalogue, first: Atom, second: Atom, rows: Sequence[Row]) -> bool:
    if second.mark is None:
        return False
    meant = list(_meant(rows))
    if first.unit is None and second.mark.value in {1, first.number}:
        return False  # «сингл бонд два, два флакона», «смесь к восемнадцать, один баллон»
    if first.unit is None and any(first.as_property is None or first.as_property[place] > 0 for place in meant):
        return False  # a size of the goods, and no number of them
    for place in meant:
        product = catalogue.products[place]
        measured = second.kind is Kind.OPEN or (first.kind is Kind.OPEN and first.unit is not None)
        if measured and second.unit is not None and catalogue.counts_pieces(place):
            continue  # «двадцать пять килограмм пять мешков» of what comes in bags of 25 kg
        base = to_base(first.number, first.unit, product)
        if base is not None and base == to_base(second.mark.value, second.unit, product):
            return True
    return False


def _ahead(atoms: Sequence[Atom]) -> list[Row]:
    """Return the rows of the words up to the next number: «пять коробок, двести сорок банок кильки»."""
    rows = []
    for atom in atoms:
        if atom.as_property is not None or atom.link:
            break
        if atom.row is not None:
            rows.append(atom.row)
    return rows


def _meant(rows: Sequence[Row]) -> Iterator[int]:
    if not rows:
        return
    total = np.sum(rows, axis=0)
    top = float(np.max(total))
    if top >= _LEAST:
        yield from (int(place) for place in np.flatnonzero(total >= top - _EQUAL)[:_MOST])
