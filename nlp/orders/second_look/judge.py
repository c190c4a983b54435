"""Measure a whole reading as a person would see it: what it explains, what it leaves over, how likely its lines are."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolve import explained
from nlp.orders.measures.marks import Role
from nlp.orders.reading import Intent, OrderLine, UnresolvedReason
from nlp.orders.second_look.attempt import Attempt
from nlp.orders.speech.lexicon import is_stop
from nlp.text.morph import is_content

Usual = Callable[[str], Decimal | None]
Measures = dict[str, float]
THIN = 0.3  # a margin to the next article below which a line is a near thing
_MUCH, _LITTLE = 0.3, 1.7  # powers of ten from what is usual


@dataclass(frozen=True, slots=True)
class Shop:
    """What a second look asks of the company.

    ``usual`` is how much of an article is at most usual, by past orders, stock and boxes; ``states`` says of a number
    whether some name has it, ``knows`` of a word; ``articles`` is how many there are.
    """

    usual: Usual
    states: Callable[[Decimal], bool]
    knows: Callable[[str], bool]
    articles: int


MEASURED = (
    "explained", "unexplained", "asked_unexplained", "vanished", "other_intent", "lines", "gap", "gap_worst", "unsure",
    "unsure_worst", "weak", "noted", "thin", "unworded", "headless", "spans", "single", "bare", "fraction", "much",
    "little", "left_numbers", "left_words", *(reason.value for reason in UnresolvedReason),
)  # fmt: skip


def measure(attempt: Attempt, usual: Usual) -> Measures:
    """Return what speaks for and against *attempt* by itself, by the names of ``MEASURED``."""
    found: Measures = dict.fromkeys(MEASURED, 0.0)
    for item, done in attempt.outcomes:
        explained, unexplained = _explained(item)
        found["explained"] += explained
        found["unexplained"] += unexplained
        if isinstance(done, OrderLine):
            _measure_line(found, item, done, usual)
        elif done is not None:
            found[done.reason.value] += 1
            found["asked_unexplained"] += unexplained
        else:
            found["vanished"] += 1
    found["other_intent"] = float(attempt.reading.intent is not Intent.ORDER)
    _measure_rest(found, attempt)
    return found


def _measure_line(found: Measures, item: Item, done: OrderLine, usual: Usual) -> None:
    resolution, own = item.found, item.own or item.evidence
    found["lines"] += 1
    found["gap"] += max(0.0, 1 - resolution.coverage)
    found["gap_worst"] = max(found["gap_worst"], 1 - resolution.coverage)
    found["unsure"] += 1 - resolution.certainty
    found["unsure_worst"] = max(found["unsure_worst"], 1 - resolution.certainty)
    found["weak"] += resolution.weak
    found["noted"] += done.note is not None
    found["thin"] += resolution.margin < THIN
    found["unworded"] += not any(atom.kind in {Kind.WORD, Kind.ARTICLE} for atom in own)
    found["headless"] += not any(atom.is_head for atom in own)
    found["spans"] += len(item.spans) > 1
    if item.counted is not None:
        found["single"] += item.counted.kind is Kind.UNIT
        found["bare"] += item.counted.kind is Kind.OPEN and item.unit is None
    found["fraction"] += done.quantity != int(done.quantity)
    most = usual(done.sku)
    if most is not None and most > 0:
        ratio = math.log10(float(done.quantity / most))
        found["much"] += max(0.0, ratio - _MUCH)
        found["little"] += max(0.0, -ratio - _LITTLE)


def _explained(item: Item) -> tuple[float, float]:
    """Return the weight of what was said that the article explains, and of what it leaves unexplained."""
    place = item.found.places[0] if item.found.places else None
    said, got = explained(item.evidence, place)
    return got, max(0.0, said - got)


def _measure_rest(found: Measures, attempt: Attempt) -> None:
    used = set(attempt.taken)
    spans = [span for item, done in attempt.outcomes if done is not None for span in item.spans]
    spans += [(phrase.first, phrase.last) for phrase in attempt.phrases]
    for first, last in spans:
        used |= set(range(first, last + 1))
    counting = [mark for mark in attempt.marks if mark.role is not Role.NOISE]
    numbers = {place for mark in counting for place in range(mark.first, mark.last + 1)}
    for place, token in enumerate(attempt.hearing.tokens):
        if place in used:
            continue
        if place in numbers:
            found["left_numbers"] += 1
        elif token.value is None and is_content(token.text) and not is_stop(token.text):
            found["left_words"] += 1
