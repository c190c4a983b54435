"""The other readings of one number: «четыре тысячи триста» may be a lamp of 4000 К, three hundred of them.

Speech has no commas, so a number that names the goods may run into the quantity behind it. ``find_numbers`` gives the
natural reading; who knows the catalogue may ask for the cuts and take the one whose first half is an attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.numbers.reader import find_numbers
from nlp.numbers.spans import NumberSpan


def cut_number(tokens: Sequence[str], span: NumberSpan) -> list[tuple[NumberSpan, NumberSpan]]:
    """Return every way to read *span* of *tokens* as two whole numbers side by side, the longest first half first.

    «сто двадцать» gives (100, 20), «две тысячи двести десять» (2200, 10) and (2000, 210). Ranges are not cut.
    """
    if span.high is not None:
        return []
    cuts = []
    for middle in range(span.last, span.first, -1):
        left, right = _whole(tokens, span.first, middle - 1), _whole(tokens, middle, span.last)
        if left is not None and right is not None:
            cuts.append((left, right))
    return cuts


def _whole(tokens: Sequence[str], first: int, last: int) -> NumberSpan | None:
    found = find_numbers(tokens[first : last + 1])
    if len(found) != 1 or found[0].first != 0 or found[0].last != last - first or found[0].high is not None:
        return None
    return replace(found[0], first=first, last=last)
