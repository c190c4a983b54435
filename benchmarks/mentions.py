"""What the reader makes of single mentions of goods: ``python -m benchmarks.mentions tests/data``.

Of mentions that mean one article, how many become just that line; of those that fit several articles or none, how many
become a line all the same: a guess; and of orders that three of them make up, how many are right. ``--docs FILE``
pastes the figures between the marks of a Markdown file.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mentions_data import joined, load_mentions
from benchmarks.orders_data import LabelledOrder
from benchmarks.orders_docs import paste
from benchmarks.orders_evaluation import Outcome
from benchmarks.orders_readers import RulesReader
from crm.company_data import load_company_data

_KINDS = {"": "one article", "ambiguous": "several articles", "no_product": "none"}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=Path, help="folder that holds orders/ and mentions/")
    parser.add_argument("--docs", type=Path, help="Markdown file whose block is replaced")
    chosen = parser.parse_args(arguments)
    counts: Counter[tuple[str, str]] = Counter()
    together: Counter[bool] = Counter()
    for file in sorted((chosen.root / "mentions").glob("*.jsonl")):
        reader = RulesReader(load_company_data(chosen.root / "orders" / file.stem))
        mentions = load_mentions(file.parent, file.stem)
        counts.update((_due(mention), _became(Outcome(mention, reader.read(mention)))) for mention in mentions)
        orders = joined(mentions, random.Random(1))
        together.update(Outcome(order, reader.read(order)).first_time_right for order in orders)
    whole = together.total()
    report = f"{table(counts)}\n\nOf {whole} orders of three mentions {together[True] / max(1, whole):.1%} are right."
    print(report)
    if chosen.docs is not None:
        paste(chosen.docs, "mentions", report)
    return 0


def table(counts: Counter[tuple[str, str]]) -> str:
    """Return what mentions of each kind came to, as a Markdown table."""
    rows = [
        "| meant | mentions | the right line | a question or nothing | a guess |",
        "| --- | --- | --- | --- | --- |",
    ]
    for due, kind in _KINDS.items():
        whole = sum(count for (other, _), count in counts.items() if other == due)
        cells = (counts[due, became] for became in ("right", "asked", "guess"))
        rows.append(
            f"| {kind} | {whole} | " + " | ".join(f"{cell} ({cell / max(1, whole):.1%})" for cell in cells) + " |"
        )
    return "\n".join(rows)


def _due(mention: LabelledOrder) -> str:
    return next(iter(mention.expected.reasons), "")


def _became(outcome: Outcome) -> str:
    if outcome.lines:
        return "right" if outcome.first_time_right else "guess"
    return "asked"


if __name__ == "__main__":
    raise SystemExit(main())
