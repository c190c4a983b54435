"""A size and the count behind it that run together: «размер четыреста пятьдесят две коробки» is no 452 boxes.

The words before the number tell which articles are meant; where the whole is no property of theirs and a part of it
is what they differ by, that part is the property and the rest counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.numbers import NumberSpan, cut_number, find_numbers
from nlp.orders.atom import Atom, Kind
from nlp.orders.catalogue import Catalogue, Row
from nlp.orders.marks import NumberMark, Role
from nlp.orders.tokens import Token

_EQUAL = 0.1
_LEAST = 0.3  # of a score: below it the words before mean nothing that is sold
_ROUND = 10  # round numbers are counts more often than a size and a count
_WEIGHT, _MISS = 0.9, 0.6

Places = NDArray[np.intp]
Marker = Callable[[NumberSpan, int], NumberMark]


def cut_mark(
    catalogue: Catalogue, tokens: Sequence[Token], mark: NumberMark, rows: Sequence[Row], as_mark: Marker
) -> tuple[NumberMark, NumberMark] | None:
    """Return *mark* as a property and the rest, for the goods that *rows* describe, or ``None`` where it is one number.

    *as_mark* reads a span as a mark; its second argument is the last token used up before it.
    """
    if not rows or mark.number_first >= mark.number_last or mark.ordinal or mark.doubtful:
        return None
    total = np.sum(rows, axis=0)
    top = float(np.max(total))
    group = np.flatnonzero(total >= top - _EQUAL)
    if top < _LEAST or len(group) < 2:
        return None
    if np.any(catalogue.number_row(replace(mark, unit=None), _WEIGHT, _MISS)[group] > 0):
        return None
    for first, second in _pairs([token.text for token in tokens], mark):
        reach = mark.first - (2 if len(mark.values) > 1 else 1)  # «м десять сто»: the letter was no part of the section
        head, rest = as_mark(first, reach), as_mark(second, first.last)
        kept = group[catalogue.number_row(head, _WEIGHT, _MISS)[group] > 0]
        if len(kept) and _tells(catalogue, mark, head, rest, group, kept):
            return replace(head, role=Role.PROPERTY), rest
    return None


def _tells(
    catalogue: Catalogue, whole: NumberMark, head: NumberMark, rest: NumberMark, group: Places, kept: Places
) -> bool:
    """Say whether *head* chooses among the goods, or *rest* is a property of theirs too («пятьсот десять секций»)."""
    if rest.unit is not None and np.any(catalogue.number_row(replace(rest, unit=None), _WEIGHT, _MISS)[kept] > 0):
        return True
    named = head.first < head.number_first or head.after_na
    if len(kept) == len(group):
        return False
    if len(kept) > 1:
        return named
    return named or len(whole.values) > 1 or whole.value % _ROUND != 0 or _only_sizes(catalogue, group)


def _only_sizes(catalogue: Catalogue, group: Places) -> bool:
    """Say whether goods differ in nothing but a number, which must be named then («щётка пятьсот двадцать штук»)."""
    features = [catalogue.features[place] for place in group]
    return (
        len({(feature.terms, len(feature.properties)) for feature in features}) == 1
        and len(frozenset.intersection(*(feature.properties for feature in features)))
        == len(features[0].properties) - 1
    )


def _pairs(texts: Sequence[str], mark: NumberMark) -> Iterator[tuple[NumberSpan, NumberSpan]]:
    """Yield the ways to read *mark* as two numbers; a section only where nothing but speech joined its two."""
    if len(mark.values) == 1:
        whole = mark.raw if mark.raw is not None else mark.value
        yield from cut_number(texts, NumberSpan(mark.number_first, mark.number_last, whole))
        return
    spans = find_numbers(texts[mark.number_first : mark.number_last + 1])
    if len(spans) == 2 and spans[0].last + 1 == spans[1].first:
        first, second = (
            replace(span, first=span.first + mark.number_first, last=span.last + mark.number_first) for span in spans
        )
        yield first, second


def described(atoms: Sequence[Atom], before: Sequence[Atom]) -> list[Row]:
    """Return the rows of what describes the item at the end of *atoms*; without a word, of the item *before* it."""
    rows: list[Row] = []
    counted = worded = False
    for atom in reversed(atoms):
        if atom.kind in {Kind.COUNT, Kind.UNIT, Kind.OPEN}:
            if worded:
                return rows
            counted = True
        elif atom.row is not None and (atom.kind is Kind.WORD or not counted):
            worded = worded or (atom.kind is Kind.WORD and atom.is_head)
            rows.append(np.maximum(atom.row, 0) if counted else atom.row)
    if not worded:
        rows += [np.maximum(atom.row, 0) for atom in before if atom.row is not None and atom.kind is Kind.WORD]
    return rows
