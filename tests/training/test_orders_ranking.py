"""The trees of the second look are learned from steps and measured on catalogues that were left out."""

from __future__ import annotations

import random

import pytest

from training.boosting import Recipe
from training.orders.__main__ import left_out
from training.orders.examples import Example, Score, Step, is_better, is_worse
from training.orders.ranking import apply, fit

pytestmark = pytest.mark.unit
OPEN = Score(first_time_right=False, right=1, wrong=0, wrong_guesses=0, asked=0)
RIGHT = Score(first_time_right=True, right=2, wrong=0, wrong_guesses=0, asked=0)
SPOILT = Score(first_time_right=False, right=1, wrong=1, wrong_guesses=0, asked=0)


def examples(catalogue: str, seed: int) -> list[Example]:
    """Orders with one good step, told by its questions, and one that spoils."""
    chance = random.Random(seed)
    good = [Step("pause", {"d_no_product": -1.0, "noise": chance.random()}, 1, RIGHT) for _ in range(150)]
    bad = [Step("again", {"d_no_product": 0.0, "noise": chance.random()}, 1, SPOILT) for _ in range(150)]
    return [
        Example(catalogue, f"{catalogue}-{number}", first=OPEN, steps=steps, due=0)
        for number, steps in enumerate(zip(good, bad, strict=True))
    ]


RECIPE = Recipe(trees=20, depth=2, rate=0.3, features=1.0, seeds=1)
FOUND = [*examples("tiles", 1), *examples("belts", 2)]


@pytest.mark.parametrize(
    ("first", "score", "better", "worse"),
    [
        pytest.param(OPEN, RIGHT, True, False, id="a question answered rightly"),
        pytest.param(OPEN, SPOILT, False, True, id="a wrong line more"),
        pytest.param(RIGHT, OPEN, False, True, id="a right order spoilt"),
        pytest.param(OPEN, OPEN, False, False, id="nothing gained"),
    ],
)
def test_a_step_is_better_only_where_nothing_is_lost(first: Score, score: Score, better: bool, worse: bool) -> None:
    assert (is_better(first, score), is_worse(first, score)) == (better, worse)


def test_a_due_question_that_became_a_line_is_never_better() -> None:
    asked = Score(first_time_right=True, right=1, wrong=0, wrong_guesses=0, asked=1)
    guessed = Score(first_time_right=True, right=2, wrong=0, wrong_guesses=0, asked=0)
    assert not is_better(asked, guessed)
    assert is_worse(asked, guessed)


def test_a_model_that_has_never_seen_a_catalogue_mends_its_orders() -> None:
    model = fit([one for one in FOUND if one.catalogue != "tiles"], RECIPE)
    figures = apply(model, [one for one in FOUND if one.catalogue == "tiles"], 0.5)
    assert (figures.right_before, figures.right_after, figures.worse) == (0, 150, 0)
    assert left_out(FOUND, RECIPE, 0.5)["right_after"] == 300
