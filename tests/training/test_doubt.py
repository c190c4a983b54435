"""How likely a line is wrong is learned from lines and measured on catalogues that were left out."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from nlp.orders.doubt.signs import weighed
from training.doubt.__main__ import PARTS, left_out, table
from training.doubt.examples import LABELLED, MISSING, Example

pytestmark = pytest.mark.unit


def examples(catalogue: str, seed: int) -> list[Example]:
    """Lines of which those that lack a noun are mostly wrong where an article is missing."""
    chance = random.Random(seed)
    rows = [(LABELLED, 1.0, False)] * 300 + [(MISSING, 0.0, True)] * 120 + [(MISSING, 0.0, False)] * 10
    return [Example(catalogue, counts, {"noun": noun, "noise": chance.random()}, wrong) for counts, noun, wrong in rows]


DOUBT, TRUST = PARTS
FOUND = [*examples("tiles", 1), *examples("belts", 2)]


def test_lines_of_a_catalogue_that_was_never_seen_become_questions() -> None:
    figures = left_out(DOUBT, FOUND)
    assert figures == {"right": 600, "missing_wrong": 240, "missing_chosen_wrong": 240,
                       "missing_right": 20, "missing_chosen_right": 20}  # fmt: skip


def test_refused_items_of_a_catalogue_that_was_never_seen_become_lines() -> None:
    found = [replace(one, refused=True) for one in FOUND]
    figures = left_out(TRUST, found)
    assert figures == {"right": 600, "chosen_right": 600, "missing_wrong": 240, "missing_right": 20}


def test_the_table_that_is_written_says_what_the_model_says() -> None:
    model = DOUBT.fit(FOUND)
    written: dict[str, Any] = {}
    exec(table(DOUBT, model, FOUND, left_out(DOUBT, FOUND)), written)
    for signs in ({"noun": 1.0, "noise": 0.5}, {"noun": 0.0}):
        assert weighed(signs, written["WEIGHTS"], written["BIAS"]) == pytest.approx(model.likelihood(signs), abs=1e-3)
