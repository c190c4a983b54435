"""Lines and refused items of labelled orders with their signs, and whether each line is wrong, each refusal right.

Development orders alone hold few wrong lines, for the rules were made on them. So the reader is also shown them with
one ordered article taken out of the catalogue, as if it were not sold, with aliases missing, as at first contact, and
with words of goods misheard.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from benchmarks.orders_data import Catalogue, LabelledOrder
from crm.company_data import load_company_data
from models.company import CompanyData
from nlp.orders.doubt.refusals import refusal_signs, refused
from nlp.orders.doubt.signs import Signs, lines_of, signs
from nlp.orders.reader import OrderReader
from nlp.orders.reading import Intent
from nlp.orders.second_look.look import second_look
from training.doubt.mishearing import misheard
from training.orders.examples import said_of, with_few_aliases

LABELLED, FEW_ALIASES, MISSING, MISHEARD = 1.0, 0.5, 0.3, 0.4  # how much a line counts, by how it came about


@dataclass(frozen=True, slots=True)
class Example:
    """One line; *wrong*: nobody ordered its article. ``counts`` is its weight in learning.

    ``refused``: the line that a refused item would be, *wrong* also where nobody ordered so much of it.
    """

    catalogue: str
    counts: float
    signs: Signs
    wrong: bool
    refused: bool = False


def examples(catalogue: Catalogue, seed: int = 1) -> Iterator[Example]:
    """Yield the lines of all orders of one catalogue, of half of them with few aliases, of all without an article; and
    what is refused of them where words were misheard."""
    company, chance = load_company_data(catalogue.folder), random.Random(seed)
    reader = OrderReader(company)
    yield from _lines(reader, catalogue.orders, LABELLED)
    spoilt = [_misheard(order, reader, chance) for order in catalogue.orders]
    found = _lines(reader, [order for order in spoilt if order is not None], MISHEARD)
    yield from (example for example in found if example.refused)
    few = with_few_aliases(company, random.Random(seed))
    yield from _lines(OrderReader(few), catalogue.orders[::2], FEW_ALIASES)
    for sku, orders in sorted(_by_article(catalogue.orders).items()):
        yield from _lines(OrderReader(_without(company, sku)), orders, MISSING, missing=sku)


def _lines(
    reader: OrderReader, orders: Sequence[LabelledOrder], counts: float, missing: str | None = None
) -> Iterator[Example]:
    for order in orders:
        said = said_of(order)
        settle = partial(reader.settled, said=said)
        read = second_look(reader.first_reading(said), partial(reader.read_again, said), settle, reader.shop)
        if read.reading.intent is not Intent.ORDER:
            continue
        due = {sku: count for sku, count in order.expected.lines.items() if sku != missing}
        for _, line in lines_of(reader.catalogue, read.outcomes):
            found = signs(line, reader.shop.usual, reader.bought(read))
            yield Example(order.catalogue, counts, found, line.done.sku not in due)
        for _, line in refused(reader.catalogue, read.outcomes, reader.offers(read, said)):
            found = refusal_signs(line, reader.shop.usual, reader.bought(read))
            wrong = due.get(line.done.sku) != line.done.quantity
            yield Example(order.catalogue, counts, found, wrong, refused=True)


def _misheard(order: LabelledOrder, reader: OrderReader, chance: random.Random) -> LabelledOrder | None:
    text = misheard(order.text, reader.catalogue.vocabulary.knows, chance)
    return None if text is None else replace(order, text=text, transcript=None)


def _by_article(orders: Sequence[LabelledOrder]) -> dict[str, list[LabelledOrder]]:
    """Return the orders by the article that is taken out, one of those they order."""
    chosen: dict[str, list[LabelledOrder]] = defaultdict(list)
    for order in orders:
        if ordered := sorted(order.expected.lines):
            chosen[ordered[zlib.crc32(order.id[::-1].encode()) % len(ordered)]].append(order)
    return chosen


def _without(company: CompanyData, sku: str) -> CompanyData:
    return replace(company, products=[product for product in company.products if product.sku != sku])
