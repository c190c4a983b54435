"""Numbers that say how many parts the goods have, as their names do: «гирлянда сто ламп», «набор двенадцать цветов».

The noun right behind such a number is no name of goods, and some article states the bare number and has the noun. As a
count it was one of the goods themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.items.atom import Atom, Kind
from nlp.text.morph import word_form

_FEWEST = 2  # parts: «одна роза» is one of the goods


def describe_parts(catalogue: Catalogue, atoms: Sequence[Atom]) -> list[Atom]:
    """Return *atoms* with such numbers as properties of the goods."""
    described = list(atoms)
    for index, (number, noun) in enumerate(pairwise(atoms)):
        if _may_tell(number, noun) and number.mark is not None and _is_stated(catalogue, number.mark.value, noun):
            described[index] = replace(number, kind=Kind.PROPERTY, row=number.as_property, as_property=None)
    return described


def _may_tell(number: Atom, noun: Atom) -> bool:
    """Say whether a bare number stands right before a noun that it can count and that names no goods."""
    mark = number.mark
    if number.kind is not Kind.OPEN or mark is None or mark.unit is not None or mark.kind or mark.doubtful:
        return False
    if mark.after_po or mark.value < _FEWEST or number.brk or number.last + 1 != noun.first:
        return False
    form = word_form(noun.text)
    counted = form.known and form.pos == "NOUN" and form.counted  # not «двадцать четыре, литол …»
    return counted and noun.kind is Kind.WORD and not noun.is_head


def _is_stated(catalogue: Catalogue, value: Decimal, noun: Atom) -> bool:
    key = f"n:{plain(value)}:"
    places = np.flatnonzero(noun.row > 0) if noun.row is not None else ()
    return any(key in catalogue.features[place].properties for place in places)
