"""Examples for the second look: every turn of every labelled order, and whether it was for the better."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from benchmarks.orders_data import Catalogue, LabelledOrder
from benchmarks.orders_evaluation import Outcome
from crm.company_data import load_company_data
from models.company import CompanyData
from nlp.orders.reader import OrderReader
from nlp.orders.reading import Intent, OrderLine, OrderReading
from nlp.orders.second_look.attempt import Attempt, Said
from nlp.orders.second_look.judge import Measures
from nlp.orders.second_look.look import budget, candidates, size
from nlp.orders.second_look.turns import offer
from nlp.orders.speech.operations import Op
from nlp.orders.words import words_of_text, words_of_transcript

ALIASES_KEPT = 0.4


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


def examples(catalogue: Catalogue) -> Iterator[Example]:
    """Yield the examples of one catalogue, an order each."""
    reader = OrderReader(load_company_data(catalogue.folder))
    for order in catalogue.orders:
        yield _example(reader, order)


def _example(reader: OrderReader, order: LabelledOrder) -> Example:
    said = said_of(order)
    first, shop = reader.first_reading(said), reader.shop
    most = budget(size(first), shop.articles)
    choices = offer(first, shop)[:most] if first.reading.intent is Intent.ORDER else []
    settle = partial(reader.settled, said=said)
    found = candidates(first, choices, partial(reader.read_again, said), settle, shop)
    same = Counter(candidate.key for candidate in found)
    steps = [
        Step(one.choice.turn.value, one.step, same[one.key], _shown(reader, order, one.attempt, said)) for one in found
    ]
    shown = _shown(reader, order, first, said)
    return Example(order.catalogue, order.id, shown, tuple(steps), len(order.expected.reasons))


def _shown(reader: OrderReader, order: LabelledOrder, attempt: Attempt, said: Said) -> Score:
    """Return what *attempt* is worth as it would be shown."""
    return _scored(order, reader.shown(attempt, said))


def _scored(order: LabelledOrder, reading: OrderReading) -> Score:
    outcome = Outcome(order, reading.to_document())
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
    score = _scored(order, attempt.reading)
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
