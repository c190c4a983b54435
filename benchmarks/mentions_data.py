"""Mentions: how goods are named in one breath, and which article that is, several, or none.

The format is described in ``tests/data/mentions/README.md``. A mention is read as an order of one item.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.orders_data import Expected, LabelledOrder

MENTIONED = "mentioned"  # the difficulty of mentions
_NOW = dt.datetime(2026, 11, 20, 22, 0, tzinfo=dt.timezone(dt.timedelta(hours=3)))
_JOINTS = (" ", " ", " ", " и ", " ещё ", " потом ", ", ")
_TOGETHER = 3


def load_mentions(root: Path, catalogue: str) -> list[LabelledOrder]:
    """Return the mentions of *catalogue* as orders of one item each; none where *root* holds no file for it."""
    file = root / f"{catalogue}.jsonl"
    if not file.is_file():
        return []
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return [_order(f"{catalogue}-mention-{number:03}", catalogue, json.loads(line)) for number, line in lines if line]


def joined(mentions: Sequence[LabelledOrder], chance: random.Random) -> list[LabelledOrder]:
    """Return orders that hold each of *mentions* once, three in a row, as far as they name different articles."""
    left = chance.sample(mentions, len(mentions))
    found = []
    while left:
        row = [left.pop()]
        for other in list(left):
            if len(row) < _TOGETHER and not any(_of_one(other, one) for one in row):
                left.remove(other)
                row.append(other)
        found.append(_joined(row, chance))
    return found


def _of_one(one: LabelledOrder, other: LabelledOrder) -> bool:
    return not one.expected.lines.keys().isdisjoint(other.expected.lines)


def _joined(row: Sequence[LabelledOrder], chance: random.Random) -> LabelledOrder:
    text = row[0].text + "".join(chance.choice(_JOINTS) + mention.text for mention in row[1:])
    lines = {sku: count for mention in row for sku, count in mention.expected.lines.items()}
    reasons = tuple(sorted(reason for mention in row for reason in mention.expected.reasons))
    return replace(row[0], text=text, expected=replace(row[0].expected, lines=lines, reasons=reasons))


def _order(name: str, catalogue: str, document: dict[str, Any]) -> LabelledOrder:
    if "sku" in document:
        expected = Expected("order", None, {document["sku"]: Decimal(str(document["quantity"])).normalize()})
    else:
        expected = Expected("order", None, {}, ("ambiguous" if "any" in document else "no_product",))
    return LabelledOrder(name, catalogue, MENTIONED, document["said"], _NOW, None, None, expected)
