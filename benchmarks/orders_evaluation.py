"""How well orders are understood: first-time-right, lines, wrong guesses, client, date and calibration.

The reader is handed in, so that the same measure serves written orders, spoken ones and another reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks.orders_data import Catalogue, LabelledOrder, digest, lines_of

BOOTSTRAPS = 2_000
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


class Reader(Protocol):
    """Understands orders over one company's data."""

    @property
    def name(self) -> str: ...

    def read(self, order: LabelledOrder) -> Mapping[str, Any]:
        """Return the order document (FORMATS, section 3) of what *order* says; the labels are not to be looked at."""
        ...


ReaderOf = Callable[[Path], Reader]  # makes the reader of a company-data folder


@dataclass(frozen=True, slots=True)
class Outcome:
    """One order beside what was understood of it."""

    order: LabelledOrder
    document: Mapping[str, Any]

    @property
    def lines(self) -> dict[str, Decimal]:
        return lines_of(self.document)

    @property
    def intent_right(self) -> bool:
        return bool(self.document["intent"] == self.order.expected.intent)

    @property
    def first_time_right(self) -> bool:
        """The intent and every line's article and quantity are right, and there is no line besides."""
        return self.intent_right and self.lines == self.order.expected.lines

    @property
    def right_lines(self) -> int:
        return len(self.lines.items() & self.order.expected.lines.items())

    @property
    def client_right(self) -> bool:
        return bool(self.document["client"]["client_id"] == self.order.expected.client_id)

    @property
    def speaks_of_date(self) -> bool:
        """A date was due or given; only orders count, callbacks have their own time."""
        return self.order.expected.intent == "order" and (self._date is not None or self._expected_date is not None)

    @property
    def date_right(self) -> bool:
        return self._date == self._expected_date

    @property
    def wrong_guesses(self) -> int:
        """How many of the due questions were answered by a line that nobody ordered."""
        invented = [sku for sku in self.lines if sku not in self.order.expected.lines]
        return min(len(invented), len(self.order.expected.reasons))

    @property
    def asked(self) -> int:
        """How many of the due questions were asked, with their reason."""
        given = Counter(item["reason"] for item in self.document["unresolved"])
        return (given & Counter(self.order.expected.reasons)).total()

    @property
    def _date(self) -> str | None:
        date: str | None = self.document["delivery"]["date"]
        return date

    @property
    def _expected_date(self) -> str | None:
        date = self.order.expected.date
        return date.isoformat() if date else None


def evaluate(catalogues: Sequence[Catalogue], reader_of: ReaderOf, *, seed: int = 1) -> dict[str, Any]:
    """Read every order and return the report: all, by difficulty, by catalogue, with what repeats it."""
    outcomes, names = read_all(catalogues, reader_of)
    return report(outcomes, seed=seed) | {"reader": names, "data": digest(catalogues), "seed": seed}


def read_all(catalogues: Sequence[Catalogue], reader_of: ReaderOf) -> tuple[list[Outcome], list[str]]:
    """Return what the reader makes of every order, and the names of the readers."""
    outcomes: list[Outcome] = []
    names: set[str] = set()
    for catalogue in catalogues:
        reader = reader_of(catalogue.folder)
        names.add(reader.name)
        outcomes += [Outcome(order, reader.read(order)) for order in catalogue.orders]
    return outcomes, sorted(names)


def report(outcomes: Sequence[Outcome], *, seed: int = 1) -> dict[str, Any]:
    """Return the figures of *outcomes*, whole and by group."""
    return {
        "all": figures(outcomes, seed),
        "by_difficulty": _by(outcomes, lambda outcome: outcome.order.difficulty, seed),
        "by_catalogue": _by(outcomes, lambda outcome: outcome.order.catalogue, seed),
        "calibration": calibration(outcomes),
    }


def figures(outcomes: Sequence[Outcome], seed: int) -> dict[str, Any]:
    """Return every measure over one group of orders."""
    dated = [outcome for outcome in outcomes if outcome.speaks_of_date]
    return {
        "orders": len(outcomes),
        "first_time_right": _share([outcome.first_time_right for outcome in outcomes], seed),
        "lines": _lines(outcomes),
        "questions": _questions(outcomes),
        "intent": _share([outcome.intent_right for outcome in outcomes], seed),
        "client": _share([outcome.client_right for outcome in outcomes], seed),
        "date": _share([outcome.date_right for outcome in dated], seed),
        "mode": _mean(o.document["delivery"]["mode"] == o.order.expected.mode for o in _orders(outcomes)),
        "payment": _mean(o.document["payment"] == o.order.expected.payment for o in _orders(outcomes)),
    }


def calibration(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the reliability table: of lines shown with a confidence in each bin, how many were right."""
    shown = [
        (float(line["confidence"]), outcome.order.expected.lines.get(line["sku"]) == Decimal(str(line["quantity"])))
        for outcome in outcomes
        for line in outcome.document["lines"]
    ]
    table = []
    error = 0.0
    for low, high in pairwise(BINS):
        inside = [(p, right) for p, right in shown if low <= p < high or (high == 1.0 and p == 1.0)]
        if not inside:
            continue
        mean = sum(p for p, _ in inside) / len(inside)
        right = sum(right for _, right in inside) / len(inside)
        error += abs(mean - right) * len(inside) / len(shown)
        table.append({"from": low, "to": high, "lines": len(inside), "confidence": mean, "right": right})
    return {"table": table, "expected_error": error if shown else None, "lines": len(shown)}


def _orders(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome.order.expected.intent == "order"]


def _by(outcomes: Sequence[Outcome], key: Callable[[Outcome], str], seed: int) -> dict[str, Any]:
    names = list(dict.fromkeys(key(outcome) for outcome in outcomes))
    return {name: figures([outcome for outcome in outcomes if key(outcome) == name], seed) for name in names}


def _lines(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    right = sum(outcome.right_lines for outcome in outcomes)
    shown = sum(len(outcome.lines) for outcome in outcomes)
    due = sum(len(outcome.order.expected.lines) for outcome in outcomes)
    precision = right / shown if shown else None
    recall = right / due if due else None
    f1 = 2 * right / (shown + due) if shown + due else None
    return {"precision": precision, "recall": recall, "f1": f1, "right": right, "shown": shown, "due": due}


def _questions(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    due = sum(len(outcome.order.expected.reasons) for outcome in outcomes)
    wrong = sum(outcome.wrong_guesses for outcome in outcomes)
    asked = sum(outcome.asked for outcome in outcomes)
    given = sum(len(outcome.document["unresolved"]) for outcome in outcomes)
    return {
        "due": due,
        "wrong_guesses": wrong,
        "wrong_guess_share": wrong / due if due else None,
        "asked": asked,
        "asked_share": asked / due if due else None,
        "needless": given - asked,
    }


def _share(hits: Sequence[bool], seed: int) -> dict[str, float | int | None]:
    """Return the share of *hits* with its 95 % interval by resampling orders."""
    if not hits:
        return {"share": None, "low": None, "high": None, "n": 0}
    values = np.asarray(hits, dtype=np.float64)
    drawn = np.random.default_rng(seed).integers(0, len(values), (BOOTSTRAPS, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), (2.5, 97.5))
    return {"share": float(values.mean()), "low": float(low), "high": float(high), "n": len(values)}


def _mean(hits: Iterable[bool]) -> float | None:
    values = list(hits)
    return sum(values) / len(values) if values else None
