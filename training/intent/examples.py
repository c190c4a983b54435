"""Calls whose intent is known: those written to learn it, and all development orders.

Each trade is also read over the catalogue of another, as if none of its goods were sold, and single items of orders
are shown alone: an order may be three words of goods that nobody has, and is an order all the same.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.orders_data import Catalogue, LabelledOrder, load_catalogues
from crm.company_data import load_company_data
from nlp.orders.calls.call import Call
from nlp.orders.calls.wanted import call_of
from nlp.orders.reader import OrderReader
from nlp.orders.reading import Intent
from nlp.orders.second_look.attempt import Said
from nlp.orders.speech.phrases import Line
from nlp.orders.words import words_of_text
from training.orders.examples import pieces_of, said_of

ORDERS = "orders"  # the author of the development orders
WRITTEN, LABELLED, MADE = 2.0, 1.0, 0.3  # how much a call counts: those written to learn intents are harder
_PIECES = 60  # of each catalogue
_NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))
_PHONE = "+79990000000"  # of nobody


@dataclass(frozen=True, slots=True)
class Example:
    """One call as it is judged, what it is, whose it is and who wrote it; *counts* is its weight in learning."""

    catalogue: str
    author: str
    call: Call
    intent: Intent
    counts: float

    @property
    def is_made(self) -> bool:
        """Say whether it is a variation that nobody labelled."""
        return self.counts == MADE


def of_orders(root: Path) -> Iterator[Example]:
    """Yield the development orders of *root* with variations of them."""
    catalogues = load_catalogues(root, split="dev")
    strange = OrderReader(load_company_data(catalogues[-1].folder))
    for catalogue in catalogues:
        reader = OrderReader(load_company_data(catalogue.folder))
        for order in catalogue.orders:
            yield _order(reader, order, LABELLED)
        for order in catalogue.orders[::2]:
            yield _order(strange, order, MADE)
        yield from _alone(reader, strange, catalogue)
        strange = reader


def of_calls(file: Path, root: Path, *, varied: bool = True) -> Iterator[Example]:
    """Yield the calls of *file*, each read over its catalogue in *root*, and over another where they are *varied*."""
    calls = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    names = sorted({call["trade"] for call in calls})
    strange = OrderReader(load_company_data(root / names[-1]))
    for name in names:
        reader = OrderReader(load_company_data(root / name))
        for call in (call for call in calls if call["trade"] == name):
            for over, counts in ((reader, WRITTEN), *([(strange, MADE)] if varied else [])):
                heard = _heard(over, _said(call["text"]))
                yield Example(name, call["author"], heard, Intent(call["intent"]), counts)
        strange = reader


def _alone(reader: OrderReader, strange: OrderReader, catalogue: Catalogue) -> Iterator[Example]:
    """Yield single items of the orders of *catalogue*, over their own catalogue and over another in turn."""
    pieces = [piece.text for order in catalogue.orders for piece in pieces_of(reader, order)]
    every = max(1, len(pieces) // _PIECES)
    for number, text in enumerate(pieces[::every]):
        call = _heard((reader, strange)[number % 2], _said(text))
        yield Example(catalogue.name, ORDERS, call, Intent.ORDER, MADE)


def _order(reader: OrderReader, order: LabelledOrder, counts: float) -> Example:
    return Example(order.catalogue, ORDERS, _heard(reader, said_of(order)), Intent(order.expected.intent), counts)


def _said(text: str) -> Said:
    return Said(words_of_text(text), _PHONE, None, _NOW)


def _heard(reader: OrderReader, said: Said) -> Call:
    """Return the call that *said* is judged as at the first reading."""
    first = reader.first_reading(said)
    return call_of(Line(first.hearing.tokens), said.words, first.beside, first.walked, first.outcomes)
