"""Say how likely each line is right, ask where it is hardly so, and take what was refused and is surely meant.

What was said may fit an article well enough for a line and still be of goods that are not sold: the next size, another
brand, a piece of an item that was torn in two. And it may be refused for one word though all the rest can mean nothing
else. Two learned sums of signs tell such items: what is more likely wrong than the threshold becomes a question that
keeps the article as its first alternative, what is surely right becomes a line that says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.confidence import LEAST, MOST
from nlp.orders.doubt import refusal_weights
from nlp.orders.doubt.refusals import refusal_signs, refused
from nlp.orders.doubt.signs import Line, Outcome, Usual, lines_of, signs, weighed
from nlp.orders.doubt.weights import ASKED_AT, BIAS, WEIGHTS
from nlp.orders.reading import Intent, OrderLine, OrderReading, Unresolved, UnresolvedReason
from nlp.orders.second_look.attempt import Settled

_NOTE = "не всё из сказанного есть в названии"


def judged(
    catalogue: Catalogue,
    reading: OrderReading,
    outcomes: Sequence[Outcome],
    offers: Mapping[int, OrderLine],
    usual: Usual,
    bought: Collection[str],
) -> Settled:
    """Return the lines of *reading* with how likely each is right, and its questions, as doubt and trust leave them.

    *outcomes* are what its items came to, in its order, *offers* by their places the lines that refused items would
    be, *bought* the articles of the client's past orders. A line that stands on no words of its own, as one of the
    last order, stays as it is.
    """
    if reading.intent is not Intent.ORDER:
        return Settled(reading.lines, reading.unresolved, {})
    trusted = _trusted(catalogue, outcomes, offers, usual, bought)
    stands = {index: (line, signs(line, usual, bought)) for index, line in lines_of(catalogue, outcomes)}
    doubts = {index: (line, weighed(found, WEIGHTS, BIAS)) for index, (line, found) in stands.items()}
    shown = iter(reading.lines)  # as the outcomes, with what a second look says of them
    lines, doubted = [], []
    for index, (_, done) in enumerate(outcomes):
        if isinstance(done, OrderLine):
            line, wrong = doubts.get(index, (None, 1 - done.confidence))
            settled = next(shown)
            if line is not None and wrong >= ASKED_AT:
                doubted.append(_question(line))
            else:
                lines.append(replace(settled, confidence=max(LEAST, min(MOST, 1 - wrong))))
        elif index in trusted:
            lines.append(trusted[index])
    answered = [outcomes[index][1] for index in trusted]
    asked = [question for question in reading.unresolved if not any(question is one for one in answered)]
    shows = {(line.done.sku, line.done.quantity): found for line, found in stands.values()}
    return Settled(tuple(lines), (*asked, *doubted), shows)


def _trusted(
    catalogue: Catalogue,
    outcomes: Sequence[Outcome],
    offers: Mapping[int, OrderLine],
    usual: Usual,
    bought: Collection[str],
) -> dict[int, OrderLine]:
    """Return those of *offers* that are surely meant, of several lines of one article the surest."""
    sure: dict[str, tuple[float, int, OrderLine]] = {}
    for index, line in refused(catalogue, outcomes, offers):
        right = weighed(refusal_signs(line, usual, bought), refusal_weights.WEIGHTS, refusal_weights.BIAS)
        if right >= refusal_weights.TAKEN_AT and right > sure.get(line.done.sku, (0.0,))[0]:
            note = _NOTE if line.done.note is None else f"{line.done.note}; {_NOTE}"
            taken = replace(line.done, confidence=max(LEAST, min(MOST, right)), note=note)
            sure[line.done.sku] = right, index, taken
    return {index: taken for _, index, taken in sure.values()}


def _question(line: Line) -> Unresolved:
    """Return the question in place of *line*: which article, if there is one."""
    done, unit = line.done, line.item.unit
    skus = (done.sku, *done.alternatives)
    said = unit.unit.value if unit is not None else None
    return Unresolved(done.heard, UnresolvedReason.AMBIGUOUS, skus, line.item.number, said, done.spans)
