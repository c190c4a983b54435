"""The report of an evaluation as a table for the terminal and for ``docs/orders.md``, and as a list of misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.orders_evaluation import Outcome

_COLUMNS = ("", "orders", "first time right", "lines P / R / F1", "wrong guesses", "questions asked", "client", "date")


def markdown(report: Mapping[str, Any]) -> str:
    """Return the figures as two Markdown tables: quality by group, and reliability of the confidence."""
    groups = {"all": report["all"], **report["by_difficulty"], **report["by_catalogue"]}
    rows = [_COLUMNS, tuple("---" for _ in _COLUMNS), *(_row(name, figures) for name, figures in groups.items())]
    return "\n".join(["| " + " | ".join(row) + " |" for row in rows] + ["", *_reliability(report["calibration"])])


def misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield what went wrong with each order, for a person at work on the reader: never for the test split."""
    for outcome in outcomes:
        if outcome.first_time_right and outcome.client_right and outcome.date_right and not outcome.wrong_guesses:
            continue
        order, document = outcome.order, outcome.document
        yield f"{order.id} [{order.difficulty}] {order.text}"
        yield f"  due  {order.expected.intent} {_plain(order.expected.lines)} {list(order.expected.reasons)}"
        asked = [item["reason"] for item in document["unresolved"]]
        yield f"  got  {document['intent']} {_plain(outcome.lines)} {asked}"
        if not outcome.client_right:
            yield f"  client due {order.expected.client_id}, got {document['client']['client_id']}"
        if not outcome.date_right:
            yield f"  date due {order.expected.date}, got {document['delivery']['date']}"


def _row(name: str, figures: Mapping[str, Any]) -> tuple[str, ...]:
    lines, questions = figures["lines"], figures["questions"]
    return (
        name,
        str(figures["orders"]),
        _interval(figures["first_time_right"]),
        " / ".join(_percent(lines[key]) for key in ("precision", "recall", "f1")),
        f"{questions['wrong_guesses']} of {questions['due']}",
        _percent(questions["asked_share"]),
        _percent(figures["client"]["share"]),
        _percent(figures["date"]["share"]),
    )


def _reliability(calibration: Mapping[str, Any]) -> list[str]:
    head = ["| confidence | lines | mean confidence | right |", "| --- | --- | --- | --- |"]
    rows = []
    for row in calibration["table"]:
        bounds = f"{row['from']:.2f} to {row['to']:.2f}"
        rows.append(f"| {bounds} | {row['lines']} | {_percent(row['confidence'])} | {_percent(row['right'])} |")
    return [*head, *rows, "", f"Expected calibration error: {_percent(calibration['expected_error'])}."]


def _interval(share: Mapping[str, Any]) -> str:
    if share["share"] is None:
        return "–"
    return f"{_percent(share['share'])} ({_percent(share['low'])} to {_percent(share['high'])})"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _plain(lines: Mapping[str, Any]) -> dict[str, str]:
    return {sku: f"{quantity:f}" for sku, quantity in lines.items()}
