"""Numbers that hyphens join to the number of a type: «К-1-250-29/32», «П-1-16-150», «2-100-2».

Standards of glass, fittings and seals write so. People leave the type out and say what stands behind it: its sizes as
a section («шестнадцать на сто пятьдесят») or a part with its unit («двести пятьдесят миллилитров»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from nlp.orders.measures.marks import NumberMark
from nlp.orders.speech.tokens import Token

_RANGE = re.compile(r"(?<![\d.,–—])(\d+(?:[.,]\d+)?)\s?[–—…]\s?(\d+(?:[.,]\d+)?)(?![\d–—])")
_DASHES = frozenset("–—…")
_SMALLEST = 10  # a smaller part is rather a type than what it holds


def behind_hyphens(tokens: Sequence[Token], mark: NumberMark) -> Iterator[tuple[Decimal, ...]]:
    """Yield what stands behind each hyphen of the section *mark*, as far as it is more than one number."""
    for place in _hyphens(tokens, mark):
        if len(mark.values) - place > 1:
            yield mark.values[place:]


def parts_by_hyphens(tokens: Sequence[Token], mark: NumberMark) -> Iterator[Decimal]:
    """Yield the numbers of the section *mark* that stand by themselves among its hyphens: 250 of «1-250-29/32»."""
    borders = [0, *_hyphens(tokens, mark), len(mark.values)]
    for first, stop in pairwise(borders):
        if len(borders) > 2 and stop - first == 1 and mark.values[first] >= _SMALLEST:
            yield mark.values[first]


def ranges_of(text: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the ranges of *text*, a name: «10–20 кг»."""
    if _DASHES.isdisjoint(text):
        return
    for low, high in _RANGE.findall(text):
        first, last = Decimal(low.replace(",", ".")), Decimal(high.replace(",", "."))
        if first < last:
            yield first, last


def _hyphens(tokens: Sequence[Token], mark: NumberMark) -> list[int]:
    """Return before which of the values of *mark* a hyphen stands."""
    if mark.kind != "dims":
        return []
    numbers = [token for token in tokens[mark.number_first : mark.number_last + 1] if token.value is not None]
    return [place + 1 for place, token in enumerate(numbers[:-1]) if token.hyphen]
