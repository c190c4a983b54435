"""What a call is: learned without its trade, and measured on calls of an author whom nobody knew while learning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.orders.around.intent import Spoken, find_cues
from nlp.orders.calls.call import Call
from nlp.orders.calls.judge import learned
from nlp.orders.reading import Intent
from training.intent.__main__ import fit, left_out, measured, written
from training.intent.examples import LABELLED, Example, of_calls

pytestmark = pytest.mark.unit
DATA = Path(__file__).parents[1] / "data"
NOTHING = Spoken(lines=0, counted=0, known=0, named=0, told=0, faint=False, resumed=False)


def example(catalogue: str, text: str, intent: Intent) -> Example:
    words = [(word, f"<{word}>") for word in text.split()]
    return Example(catalogue, "one", Call(words, find_cues(text), NOTHING, {}, Intent.OTHER), intent, LABELLED)


def calls() -> list[Example]:
    """Calls of six trades: what only one of them says, says nothing."""
    trades = ("tiles", "belts", "soap", "tea", "bricks", "lamps")
    said = {Intent.ORDER: "дайте ведро", Intent.QUESTION: "почем ведро", Intent.COMPLAINT: "треснуло ведро"}
    return [
        example(trade, f"{trade} {text}", intent) for trade in trades for intent, text in said.items() for _ in range(5)
    ]


def test_calls_of_a_trade_that_was_never_seen_are_told_apart() -> None:
    figures = left_out(calls())["one"]
    assert (figures["right"], figures["orders_lost"], figures["others_as_orders"]) == (90, 0, 0)
    assert figures["right_by_rules"] == 0


def test_words_of_one_trade_alone_are_not_learned() -> None:
    weights = fit(calls())
    assert "треснуло" in weights.words
    assert "soap" not in weights.words


def test_the_file_that_is_written_says_what_was_learned() -> None:
    weights = fit(calls())
    document = json.loads(written(weights, {}))
    assert set(document["words"]) == set(weights.words)
    assert document["signs"]["дайте"] == pytest.approx(weights.signs["дайте"], abs=0.006)


def test_calls_that_nobody_learned_from_are_judged_rightly() -> None:
    found = of_calls(DATA / "intents" / "test.jsonl", DATA / "orders", varied=False)
    figures = measured(learned(), found)
    assert figures["calls"] == 300
    assert figures["right"] >= 270
    assert figures["orders_lost"] <= 1
    assert figures["others_as_orders"] <= 16
