"""Boosted decision trees over named features: how likely something is, by what was learned.

A tree asks one question of one feature at each of its nodes and ends in a number; the likelihood is the logistic
function of what all trees come to (Friedman, «Greedy function approximation: a gradient boosting machine», 2001). The
trees are learned by ``training/boosting.py`` and shipped as JSON.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

LEAF = -1


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree, its nodes by number from the root: below ``threshold`` of ``feature`` goes left, else right.

    A leaf has the feature ``LEAF`` and a ``value``.
    """

    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    value: Sequence[float]

    def falls(self, row: Sequence[float]) -> float:
        """Return the value of the leaf where *row* ends."""
        node = 0
        while (feature := self.feature[node]) != LEAF:
            node = self.left[node] if row[feature] <= self.threshold[node] else self.right[node]
        return self.value[node]


@dataclass(frozen=True, slots=True)
class Trees:
    """What was learned: the *names* of features, in which trees ask for them, a *base* and the trees added to it."""

    names: Sequence[str]
    base: float
    trees: Sequence[Tree]

    def likelihood(self, features: Mapping[str, float]) -> float:
        """Return the probability that the trees give to *features*; one that is not named counts as 0."""
        row = [features.get(name, 0.0) for name in self.names]
        total = self.base + sum(tree.falls(row) for tree in self.trees)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def read_trees(file: Traversable) -> Trees:
    """Return the trees in *file*, as ``training/boosting.py`` writes them."""
    document = json.loads(file.read_text(encoding="utf-8"))
    return Trees(document["names"], document["base"], [Tree(**tree) for tree in document["trees"]])
