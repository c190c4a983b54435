"""Look again at an order that was read badly: try other readings of it and take the one that is clearly better.

Every stage of the reader decides once. Where an order ends in questions, leftovers or thin lines, the decisions beside
the trouble are turned one at a time and the whole order is read again. Which reading is better was learned from
labelled orders (``training/orders``); a turn is taken only above ``TAKEN_AT``, because a wrong guess is worse than a
question.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Final

from nlp.orders.reading import Intent, OrderReading
from nlp.orders.second_look.attempt import Attempt, Settled
from nlp.orders.second_look.choices import Choice, Turn
from nlp.orders.second_look.judge import Measures, Shop, measure
from nlp.orders.second_look.steps import Seen, compare
from nlp.orders.second_look.turns import offer, troubles
from nlp.orders.trees import Trees, read_trees

TREES: Final = "trees.json"
TAKEN_AT = 0.35
MOST_READINGS = 80
_WORK = 12_000.0  # of one look: 1.2 s of an idle core
_GROWS = 1.5  # power of the number of words by which a reading takes longer
_MANY_ARTICLES, _STEEP = 20_000.0, 4  # sixteen times the work
_ROUNDS = 2
_NOTE = "понято со второго взгляда"

Read = Callable[[Attempt, Choice], Attempt]
Settle = Callable[[Attempt], Settled]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another reading, reached by one turn, with the features of the step."""

    choice: Choice
    attempt: Attempt
    step: Measures
    key: Key


def second_look(first: Attempt, read: Read, settle: Settle, shop: Shop) -> Attempt:
    """Return *first*, or the reading of the same words that is clearly better.

    *read* reads again with a choice, *settle* says what doubt and trust leave of a reading.
    """
    if first.reading.intent is not Intent.ORDER:
        return first
    best, left = first, budget(size(first), shop.articles)
    for _ in range(_ROUNDS):
        choices = offer(best, shop)[:left]
        found = candidates(best, choices, read, settle, shop)
        left -= len(choices)
        chosen = max(found, key=lambda candidate: learned().likelihood(candidate.step), default=None)
        if chosen is None or learned().likelihood(chosen.step) < TAKEN_AT:
            break
        best = chosen.attempt
    return best if best is first else replace(best, reading=_marked(best.reading, first.reading))


def size(attempt: Attempt) -> int:
    """Return how long an order is to read: its words, numbers counted twice."""
    return len(attempt.hearing.tokens) + len(attempt.marks)


def budget(words: int, articles: int) -> int:
    """Return how many readings an order of the size *words* may cost.

    Long ones over large catalogues get fewer. Work is counted and not timed, so that every reading can be repeated.
    """
    return min(MOST_READINGS, int(_WORK / (max(words, 1) ** _GROWS * (1 + articles / _MANY_ARTICLES) ** _STEEP)))


def candidates(base: Attempt, choices: Sequence[Choice], read: Read, settle: Settle, shop: Shop) -> list[Candidate]:
    """Return the readings that differ from *base* by one of *choices* and may be better."""
    before, found = None, []
    for choice in choices:
        attempt = read(base, choice)
        if (key := _key(attempt.reading)) == _key(base.reading) or not _may_be_better(base, attempt):
            continue
        before = before or Seen(base, settle(base), measure(base, shop.usual))
        step = compare(before, Seen(attempt, settle(attempt), measure(attempt, shop.usual)), choice, shop)
        step["keeps"] = float(_keeps_lines(step))
        if step["keeps"] or choice.turn is not Turn.OMIT:
            found.append(Candidate(choice, attempt, step, key))
    return _supported(found, len(troubles(base, shop)))


@lru_cache(maxsize=1)
def learned() -> Trees:
    """Return what ``python -m training.orders`` has learned of steps for the better."""
    return read_trees(resources.files(__package__).joinpath(TREES))


def _may_be_better(base: Attempt, other: Attempt) -> bool:
    """Another order of the same caller with no more questions than before."""
    one, two = base.reading, other.reading
    return (
        two.intent is Intent.ORDER
        and two.client.client_id == one.client.client_id
        and len(two.unresolved) <= len(one.unresolved)
    )


def _keeps_lines(step: Measures) -> bool:
    """A line that was understood stays as it was; only a quantity beyond what is usual may become another."""
    return not step["gone"] and (not step["changed"] or step["d_much"] < 0)


def _supported(found: Sequence[Candidate], count: int) -> list[Candidate]:
    """Add to each candidate how many turns, and how many words left out, lead to the same reading, of how many readings
    for *count* troubles."""
    times = Counter(candidate.key for candidate in found)
    without = Counter(candidate.key for candidate in found if candidate.choice.turn is Turn.OMIT)
    for candidate in found:
        candidate.step["support"] = math.log1p(times[candidate.key])
        candidate.step["support_omitted"] = math.log1p(without[candidate.key])
        candidate.step["share"] = times[candidate.key] / len(found)
        candidate.step["different"] = math.log1p(len(times))
        candidate.step["troubles"] = float(count)
    return list(found)


def _key(reading: OrderReading) -> Key:
    lines = tuple(sorted((line.sku, line.quantity) for line in reading.lines))
    return lines, tuple(sorted(question.reason.value for question in reading.unresolved)), reading.intent


def _marked(reading: OrderReading, first: OrderReading) -> OrderReading:
    """Say of the lines that the first reading had not how they came about."""
    held = {(line.sku, line.quantity) for line in first.lines}
    lines = tuple(
        line
        if (line.sku, line.quantity) in held
        else replace(line, note=_NOTE if line.note is None else f"{line.note}; {_NOTE}")
        for line in reading.lines
    )
    return replace(reading, lines=lines)
