"""What the reader makes of goods that are not sold: ``python -m benchmarks.orders_missing tests/data/orders``.

Of each order one of the ordered articles is taken out of the catalogue and the order is read again: what was said of it
should become a question, and a line of an article that nobody ordered is a guess. Where other articles of the same noun
remain, one of them is now and then what a careful manager would offer, so that the guesses there are an upper bound;
where none remains, every one of them is wrong. ``--docs FILE`` pastes the table between the marks of a Markdown file.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.orders_data import Catalogue, LabelledOrder, digest, load_catalogues
from benchmarks.orders_docs import paste
from benchmarks.orders_evaluation import Outcome
from benchmarks.orders_readers import RulesReader
from crm.company_data import load_company_data
from models.company import CompanyData
from nlp.orders.catalogue.index import Catalogue as Index

EVERY = 3  # of the orders one is read: about a minute


@dataclass(frozen=True, slots=True)
class Missing:
    """One order read without the article *sku*; *alone*: no other article is called by the same noun."""

    outcome: Outcome
    sku: str
    alone: bool

    @property
    def guesses(self) -> list[Mapping[str, Any]]:
        """The lines of articles that nobody ordered."""
        return [line for line in self.outcome.document["lines"] if line["sku"] not in self.outcome.order.expected.lines]

    @property
    def rest_right(self) -> bool:
        """Say whether all other lines are as ordered, and there is no line besides."""
        due = {sku: count for sku, count in self.outcome.order.expected.lines.items() if sku != self.sku}
        return self.outcome.lines == due


def read_without(catalogue: Catalogue, every: int = EVERY) -> Iterator[Missing]:
    """Yield every so many'th order of *catalogue*, read without one of the articles it orders.

    Which orders and which article is told by their names alone, so that two versions of the reader see the same.
    """
    company = load_company_data(catalogue.folder)
    index = Index(company.products)
    for sku, orders in sorted(_by_article(catalogue.orders, every).items()):
        reader = RulesReader(_without(company, sku))
        place = index.index_of(sku)
        alone = place is not None and len(index.of_kind(place)) <= 1
        for order in orders:
            yield Missing(Outcome(order, reader.read(order)), sku, alone)


def figures(found: Sequence[Missing]) -> dict[str, Any]:
    """Return the share of orders with a guess and of those whose other lines are right."""
    return {
        "orders": len(found),
        "guessed": sum(bool(one.guesses) for one in found),
        "rest_right": sum(one.rest_right for one in found),
    }


def report(found: Sequence[Missing]) -> dict[str, Any]:
    """Return the figures of all, and of the articles with and without others of their noun."""
    return {
        "all": figures(found),
        "others of the same noun remain": figures([one for one in found if not one.alone]),
        "none remains": figures([one for one in found if one.alone]),
    }


def markdown(whole: Mapping[str, Any]) -> str:
    """Return *whole* as a table."""
    rows = [f"| {name} | {_row(row)} |" for name, row in whole.items()]
    return "\n".join(["| taken out | orders | with a guess | other lines right |", "| --- | --- | --- | --- |", *rows])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--every", type=int, default=EVERY, help="read every so many'th order")
    parser.add_argument("--guesses", action="store_true", help="show each guess; never for the test split")
    parser.add_argument("--json", type=Path, help="write the report there")
    parser.add_argument("--docs", type=Path, help="paste the table into this Markdown file")
    arguments = parser.parse_args()
    catalogues = load_catalogues(arguments.folder, split=arguments.split)
    found = [one for catalogue in catalogues for one in read_without(catalogue, arguments.every)]
    if arguments.guesses:
        print("\n".join(text for one in found for text in _told(one)))
    whole = report(found)
    table = markdown(whole)
    print(table)
    if arguments.json:
        text = json.dumps(whole | {"data": digest(catalogues), "every": arguments.every}, ensure_ascii=False, indent=2)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    if arguments.docs:
        about = f"Labels {digest(catalogues)}, every {arguments.every}rd order." if arguments.every == EVERY else ""
        paste(arguments.docs, f"orders-missing-{arguments.split}", f"{about}\n\n{table}")


def _by_article(orders: Sequence[LabelledOrder], every: int) -> dict[str, list[LabelledOrder]]:
    """Return the orders that are read, by the article that is missing."""
    chosen: dict[str, list[LabelledOrder]] = defaultdict(list)
    for order in orders:
        ordered = sorted(order.expected.lines)
        number = zlib.crc32(order.id.encode())
        if ordered and number % every == 0:
            chosen[ordered[number // every % len(ordered)]].append(order)
    return chosen


def _without(company: CompanyData, sku: str) -> CompanyData:
    return replace(company, products=[product for product in company.products if product.sku != sku])


def _row(row: Mapping[str, Any]) -> str:
    count = row["orders"]
    if not count:
        return "0 | – | –"
    return f"{count} | {row['guessed']} ({row['guessed'] / count:.1%}) | {row['rest_right'] / count:.1%}"


def _told(one: Missing) -> Iterator[str]:
    if one.guesses:
        yield f"{one.outcome.order.id} without {one.sku}: {one.outcome.order.text}"
        yield from (f"  {line['sku']} for «{line['heard']}», {line['confidence']}" for line in one.guesses)


if __name__ == "__main__":
    main()
