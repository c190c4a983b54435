"""Learn how likely a step of the second look is for the better; measure it on catalogues left out of the learning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.orders.trees import Trees
from training.boosting import Recipe, grow
from training.orders.examples import Example, Step, is_better, is_worse

HARM, GUESS = 3.0, 4.0  # a step that does harm counts so many times, one that answers a due question by a guess
SAME = 0.7  # power of the number of steps to one reading by which each of them counts less


@dataclass(frozen=True, slots=True)
class Figures:
    """What the second look does to the labelled orders: with it and without."""

    orders: int
    right_before: int
    right_after: int
    taken: int
    better: int
    worse: int
    wrong_guesses_before: int
    wrong_guesses_after: int
    asked_before: int
    asked_after: int
    due: int


def fit(examples: Sequence[Example], recipe: Recipe) -> Trees:
    """Return trees learned from the steps of *examples*."""
    steps = [(example, step) for example in examples for step in example.steps]
    better = [is_better(example.first, step.score) for example, step in steps]
    counts = [_counts(example, step) for example, step in steps]
    return grow([step.features for _, step in steps], better, counts, recipe)


def _counts(example: Example, step: Step) -> float:
    first, score = example.first, step.score
    if score.wrong_guesses > first.wrong_guesses or score.asked < first.asked:
        weight = GUESS
    else:
        weight = HARM if is_worse(first, score) else 1.0
    return weight / step.same**SAME


def apply(model: Trees, examples: Sequence[Example], taken_at: float) -> Figures:
    """Return what taking the likeliest step from *taken_at* on does to the orders of *examples*."""
    after, taken, better, worse = [], 0, 0, 0
    for example in examples:
        step = max(example.steps, key=lambda step: model.likelihood(step.features), default=None)
        score = example.first
        if step is not None and model.likelihood(step.features) >= taken_at:
            score = step.score
            taken, better = taken + 1, better + is_better(example.first, score)
            worse += is_worse(example.first, score)
        after.append(score)
    first = [example.first for example in examples]
    return Figures(
        len(examples),
        sum(score.first_time_right for score in first),
        sum(score.first_time_right for score in after),
        taken,
        better,
        worse,
        sum(score.wrong_guesses for score in first),
        sum(score.wrong_guesses for score in after),
        sum(score.asked for score in first),
        sum(score.asked for score in after),
        sum(example.due for example in examples),
    )
