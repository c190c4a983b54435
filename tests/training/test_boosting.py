"""Boosted trees learn what tells hits from misses, and say the same after they were shipped."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.orders.trees import read_trees
from training.boosting import Recipe, grow, write_trees

pytestmark = pytest.mark.unit
RECIPE = Recipe(trees=40, depth=3, rate=0.1, features=1.0)


def rows(count: int, seed: int) -> list[dict[str, float]]:
    chance = random.Random(seed)
    return [{"age": chance.uniform(0, 10), "size": chance.uniform(-1, 1)} for _ in range(count)]


def is_hit(row: dict[str, float]) -> bool:
    """A hit by two features together, as no weighted sum can tell."""
    return (row["age"] > 4) != (row["size"] > 0)


def test_trees_tell_what_only_two_features_together_tell() -> None:
    seen = rows(600, 1)
    trees = grow(seen, [is_hit(row) for row in seen], [1.0] * len(seen), RECIPE)
    unseen = rows(300, 2)
    right = sum((trees.likelihood(row) > 0.5) == is_hit(row) for row in unseen)
    assert right > 0.95 * len(unseen)


def test_what_counts_more_weighs_more() -> None:
    seen = [{"age": 1.0}] * 20
    hits = [True] * 10 + [False] * 10
    assert grow(seen, hits, [1.0] * 20, RECIPE).likelihood({"age": 1.0}) == pytest.approx(0.5, abs=0.05)
    assert grow(seen, hits, [3.0] * 10 + [1.0] * 10, RECIPE).likelihood({"age": 1.0}) == pytest.approx(0.75, abs=0.05)


def test_shipped_trees_say_what_the_grown_ones_say(tmp_path: Path) -> None:
    seen = rows(200, 3)
    trees = grow(seen, [is_hit(row) for row in seen], [1.0] * len(seen), RECIPE)
    write_trees(trees, tmp_path / "trees.json", "learned from made-up rows")
    shipped = read_trees(tmp_path / "trees.json")
    for row in rows(100, 4):
        assert shipped.likelihood(row) == pytest.approx(trees.likelihood(row), abs=1e-4)


def test_a_feature_that_nobody_measured_counts_as_zero() -> None:
    seen = rows(200, 5)
    trees = grow(seen, [is_hit(row) for row in seen], [1.0] * len(seen), RECIPE)
    assert trees.likelihood({"age": 5.0}) == trees.likelihood({"age": 5.0, "size": 0.0, "colour": 3.0})
