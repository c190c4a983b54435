"""Examples for the second look: every turn of every labelled order, and whether it was for the better.

Labelled development orders alone are few, so the reader is also shown them with aliases missing, as a catalogue that
is new to it, and orders put together from pieces of others of the same catalogue.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from benchmarks.orders_data import Catalogue, Expected, LabelledOrder
from benchmarks.orders_evaluation import Outcome
from crm.company_data import load_company_data
from models.company import CompanyData
from nlp.orders.reader import OrderReader
from nlp.orders.reading import Intent, OrderLine
from nlp.orders.second_look.attempt import Attempt, Said
from nlp.orders.second_look.judge import Measures
from nlp.orders.second_look.look import MOST_READINGS, Candidate, budget, candidates, size
from nlp.orders.second_look.turns import offer
from nlp.orders.speech.operations import Op
from nlp.orders.words import words_of_text, words_of_transcript

ALIASES_KEPT = 0.4
MADE_UP = 10  # orders of pieces for each catalogue
_TRIES = 50
_JOINTS = (" ", " ", " ", " и ", " и ", " ещё ", " потом ", " и ещё ", ", ")


@dataclass(frozen=True, slots=True)
class Score:
    """What one reading is worth by the labels."""

    first_time_right: bool
    right: int
    wrong: int
    wrong_guesses: int
    asked: int


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: its features, how many others lead to the same reading, and what it is worth."""

    turn: str
    features: Measures
    same: int
    score: Score


@dataclass(frozen=True, slots=True)
class Example:
    """One order with its first reading and the steps from it."""

    catalogue: str
    order_id: str
    labelled: bool  # as it stands in the set, not a variation of it
    first: Score
    steps: tuple[Step, ...]
    due: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a rightly read order that stands alone: what was said, and the line or the question it is."""

    text: str
    sku: str | None
    quantity: Decimal
    reason: str | None


def is_better(first: Score, score: Score) -> bool:
    """Say whether a reading is clearly better than the first: more is right, nothing worse, every question stays."""
    if score.wrong_guesses > first.wrong_guesses or score.asked < first.asked:
        return False
    if score.first_time_right:
        return not first.first_time_right
    return score.right > first.right and score.wrong <= first.wrong


def is_worse(first: Score, score: Score) -> bool:
    """Say whether a reading does harm: a right order spoilt, a wrong line more, a question less."""
    return (
        (first.first_time_right and not score.first_time_right)
        or score.wrong > first.wrong
        or score.wrong_guesses > first.wrong_guesses
        or score.asked < first.asked
    )


def examples(catalogue: Catalogue, seed: int = 1) -> Iterator[Example]:
    """Yield the examples of one catalogue: its orders, orders of pieces, its orders with aliases missing."""
    company = load_company_data(catalogue.folder)
    reader = OrderReader(company)
    chance = random.Random(seed)
    for order in catalogue.orders:
        yield _example(reader, order, labelled=True)
    pieces = [piece for order in catalogue.orders for piece in pieces_of(reader, order)]
    for number in range(MADE_UP):
        if (made := _made_up(chance, pieces, catalogue, number)) is not None:
            yield _example(reader, made, labelled=False)
    bare = OrderReader(with_few_aliases(company, chance))
    for order in catalogue.orders:
        yield _example(bare, order, labelled=False)


def _example(reader: OrderReader, order: LabelledOrder, *, labelled: bool) -> Example:
    said = said_of(order)
    first = reader.first_reading(said)
    most = budget(size(first), reader.shop.articles) if labelled else MOST_READINGS  # labelled orders as in the product
    choices = offer(first, reader.shop)[:most] if first.reading.intent is Intent.ORDER else []
    found = candidates(first, choices, partial(reader.read_again, said), reader.shop)
    same = Counter(candidate.key for candidate in found)
    steps = tuple(_step(order, candidate, same[candidate.key]) for candidate in found)
    return Example(order.catalogue, order.id, labelled, _score(order, first), steps, len(order.expected.reasons))


def _step(order: LabelledOrder, candidate: Candidate, same: int) -> Step:
    return Step(candidate.choice.turn.value, candidate.step, same, _score(order, candidate.attempt))


def _score(order: LabelledOrder, attempt: Attempt) -> Score:
    outcome = Outcome(order, attempt.reading.to_document())
    right = outcome.right_lines
    return Score(outcome.first_time_right, right, len(outcome.lines) - right, outcome.wrong_guesses, outcome.asked)


def said_of(order: LabelledOrder) -> Said:
    words = words_of_text(order.text) if order.transcript is None else words_of_transcript(dict(order.transcript))
    return Said(words, order.phone, order.client_id, order.now)


def with_few_aliases(company: CompanyData, chance: random.Random) -> CompanyData:
    products = [
        replace(product, aliases=tuple(alias for alias in product.aliases if chance.random() < ALIASES_KEPT))
        for product in company.products
    ]
    return replace(company, products=products)


def pieces_of(reader: OrderReader, order: LabelledOrder) -> Iterator[Piece]:
    """Yield the items of *order* that need no other item, where the reader understood all of it."""
    if order.transcript is not None or order.expected.intent != "order":
        return
    attempt = reader.first_reading(said_of(order))
    score = _score(order, attempt)
    understood = score.first_time_right and score.asked == len(order.expected.reasons)
    if not understood or any(phrase.op is not Op.ADD for phrase in attempt.phrases):
        return
    for item, done in attempt.outcomes:
        if done is None or len(item.spans) != 1 or not any(atom.is_head for atom in item.own):
            continue
        first, last = item.spans[0]
        text = " ".join(token.text for token in attempt.hearing.tokens[first : last + 1])
        if isinstance(done, OrderLine):
            yield Piece(text, done.sku, done.quantity, None)
        else:
            yield Piece(text, None, Decimal(0), done.reason.value)


def _made_up(chance: random.Random, pieces: Sequence[Piece], catalogue: Catalogue, number: int) -> LabelledOrder | None:
    """Return an order of two to four pieces of different articles, joined as people join them."""
    size = min(chance.choice((2, 3, 3, 4)), len(pieces))
    for _ in range(_TRIES):
        chosen = chance.sample(pieces, size)
        skus = [piece.sku for piece in chosen if piece.sku is not None]
        if skus and len(set(skus)) == len(skus):
            break
    else:
        return None
    text = chosen[0].text + "".join(chance.choice(_JOINTS) + piece.text for piece in chosen[1:])
    lines = {piece.sku: piece.quantity for piece in chosen if piece.sku is not None}
    reasons = tuple(sorted(piece.reason for piece in chosen if piece.reason is not None))
    now = catalogue.orders[0].now
    expected = Expected("order", None, lines, reasons)
    return LabelledOrder(f"{catalogue.name}-made-{number}", catalogue.name, "made", text, now, None, None, expected)
