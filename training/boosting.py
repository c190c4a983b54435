"""Boosted trees over named features: learned with scikit-learn, shipped as ``nlp/orders/trees.py`` reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from nlp.orders.trees import LEAF, Tree, Trees

Rows = Sequence[Mapping[str, float]]
_DIGITS = 6  # of thresholds and leaves as they are shipped
_SCIKIT_LEAF = -2


@dataclass(frozen=True, slots=True)
class Recipe:
    """How trees are grown: so many, so deep, from so large a share of the rows and features each; *seeds* times over,
    the mean of what comes out."""

    trees: int = 250
    depth: int = 4
    rate: float = 0.05
    smallest_leaf: int = 8
    rows: float = 0.6
    features: float = 0.15
    seeds: int = 2


def grow(rows: Rows, hits: Sequence[bool], counts: Sequence[float], recipe: Recipe) -> Trees:
    """Return trees that tell how likely each of *rows* is a hit; *counts* say how much each counts."""
    names = sorted({name for row in rows for name in row})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float32)
    base, trees = 0.0, []
    for seed in range(recipe.seeds):
        grown = _classifier(recipe, seed).fit(table, np.array(hits, dtype=int), sample_weight=np.array(counts))
        share = recipe.rate / recipe.seeds
        trees += [_tree(one[0].tree_, share) for one in grown.estimators_]
        added = sum(float(one[0].predict(table[:1])[0]) for one in grown.estimators_)
        base += (float(grown.decision_function(table[:1])[0]) - recipe.rate * added) / recipe.seeds
    return Trees(names, base, trees)


def write_trees(trees: Trees, to: Path, about: str) -> None:
    """Write *trees* to *to*, with what they are learned from in words."""
    document = {"about": about, "names": list(trees.names), "base": round(trees.base, _DIGITS)}
    rows = ",\n".join(json.dumps(asdict(tree), separators=(",", ":")) for tree in trees.trees)
    head = json.dumps(document, ensure_ascii=False, indent=1).removesuffix("\n}")
    to.write_text(f'{head},\n "trees": [\n{rows}\n]}}\n', encoding="utf-8")


def _classifier(recipe: Recipe, seed: int) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=recipe.trees,
        learning_rate=recipe.rate,
        max_depth=recipe.depth,
        min_samples_leaf=recipe.smallest_leaf,
        subsample=recipe.rows,
        max_features=recipe.features,
        random_state=seed,
    )


def _tree(grown: Any, share: float) -> Tree:
    """Return a tree of scikit-learn, which names no type for it, with *share* of its leaves."""
    return Tree(
        feature=[LEAF if place == _SCIKIT_LEAF else int(place) for place in grown.feature],
        threshold=[round(float(one), _DIGITS) for one in grown.threshold],
        left=[int(place) for place in grown.children_left],
        right=[int(place) for place in grown.children_right],
        value=[round(float(one) * share, _DIGITS) for one in grown.value[:, 0, 0]],
    )
