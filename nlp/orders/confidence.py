"""How sure a line is, as a probability that article and quantity are both right."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.orders.items.item import Item
from nlp.orders.reading import Span, SpokenWord

LEAST, MOST = 0.05, 0.99  # what a line may be shown with
_ABSURD, _HUNDREDFOLD = 0.6, 100
_HEARD = 0.5  # how much the recogniser's own confidence weighs: of spoken orders so many lines are right


def line_confidence(item: Item, words: Sequence[SpokenWord], spans: Sequence[Span]) -> float:
    """Return what the search itself says of a line, from 0 to 1: what the second look compares readings by."""
    found = item.found
    score = 0.98 * min(1.0, 0.55 + 0.45 * found.coverage) * (0.6 + 0.4 * found.certainty)
    if found.weak:
        score -= 0.15
    if found.note is not None:
        score -= 0.08
    if found.margin < 0.3:
        score -= 0.06
    return max(LEAST, min(MOST, score * heard_well(words, spans)))


def heard_well(words: Sequence[SpokenWord], spans: Sequence[Span]) -> float:
    """Return the factor by which a line is less sure where the recogniser was of its *words*."""
    heard = [
        word.confidence for span in spans for word in words[span.first : span.last + 1] if word.confidence is not None
    ]
    return 1 - _HEARD + _HEARD * min(1.0, sum(heard) / len(heard)) if heard else 1.0


def with_absurd(confidence: float, quantity: Decimal, usual: Decimal) -> float:
    """Return *confidence* of a line whose quantity is beside what is *usual* of its article: held or bought at most.

    A hundred times as much is rather a number that swallowed another; nothing known is no reason to doubt.
    """
    return confidence * _ABSURD if usual > 0 and quantity > usual * _HUNDREDFOLD else confidence
