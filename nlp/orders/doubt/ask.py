"""Say how likely each line is right, and ask where it is hardly so.

What was said may fit an article well enough for a line and still be of goods that are not sold: the next size, another
brand, a piece of an item that was torn in two. A learned sum of signs tells such lines; what is more likely wrong than
the threshold becomes a question that keeps the article as its first alternative.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.confidence import LEAST, MOST
from nlp.orders.doubt.signs import Line, Outcome, Usual, lines_of, signs, weighed
from nlp.orders.doubt.weights import ASKED_AT, BIAS, WEIGHTS
from nlp.orders.reading import OrderLine, OrderReading, Unresolved, UnresolvedReason


def judged(
    catalogue: Catalogue, reading: OrderReading, outcomes: Sequence[Outcome], usual: Usual, bought: Collection[str]
) -> tuple[tuple[OrderLine, ...], tuple[Unresolved, ...]]:
    """Return the lines of *reading* with how likely each is right, and its questions with those that doubt adds.

    *outcomes* are what its items came to, in its order, *bought* the articles of the client's past orders. A line that
    stands on no words of its own, as one of the last order, stays as it is.
    """
    doubts = {
        index: (line, weighed(signs(line, usual, bought), WEIGHTS, BIAS))
        for index, line in lines_of(catalogue, outcomes)
    }
    places = [index for index, (_, done) in enumerate(outcomes) if isinstance(done, OrderLine)]
    lines, asked = [], list(reading.unresolved)
    for index, shown in zip(places, reading.lines, strict=False):  # what is no order has no lines
        line, wrong = doubts.get(index, (None, 1 - shown.confidence))
        if line is not None and wrong >= ASKED_AT:
            asked.append(_question(line))
        else:
            lines.append(replace(shown, confidence=max(LEAST, min(MOST, 1 - wrong))))
    return tuple(lines), tuple(asked)


def _question(line: Line) -> Unresolved:
    """Return the question in place of *line*: which article, if there is one."""
    done, unit = line.done, line.item.unit
    skus = (done.sku, *done.alternatives)
    said = unit.unit.value if unit is not None else None
    return Unresolved(done.heard, UnresolvedReason.AMBIGUOUS, skus, line.item.number, said, done.spans)
