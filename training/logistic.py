"""Logistic regression over named features, by Newton's method with a ridge; the features are scaled within."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 60
_SMALLEST = 1e-6
_NEGLIGIBLE = 2e-3

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over named features, as they are measured."""

    weights: dict[str, float]
    bias: float

    def likelihood(self, features: Mapping[str, float]) -> float:
        total = self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())
        return float(1 / (1 + np.exp(-np.clip(total, -30, 30))))


def fit_model(
    rows: Sequence[Mapping[str, float]], hits: Sequence[bool], counts: Sequence[float], *, ridge: float
) -> Model:
    """Return the model of how likely each of *rows* is a hit; *counts* say how much each counts."""
    names = sorted({name for row in rows for name in row})
    features = np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float64)
    weight = np.array(counts, dtype=np.float64)
    mean = np.average(features, axis=0, weights=weight)
    spread = np.sqrt(np.average((features - mean) ** 2, axis=0, weights=weight))
    keep = spread > _SMALLEST
    scaled = np.where(keep, (features - mean) / np.where(keep, spread, 1.0), 0.0)
    found = _newton(np.hstack([scaled, np.ones((len(scaled), 1))]), np.array(hits, dtype=np.float64), weight, ridge)
    raw = np.where(keep, found[:-1] / np.where(keep, spread, 1.0), 0.0)
    kept = np.abs(found[:-1]) > _NEGLIGIBLE
    bias = float(found[-1] - np.sum((raw * mean)[kept]))
    return Model({name: float(raw[index]) for index, name in enumerate(names) if kept[index]}, bias)


def _newton(features: Numbers, hits: Numbers, weight: Numbers, ridge_weight: float) -> Numbers:
    found = np.zeros(features.shape[1])
    ridge = np.eye(features.shape[1]) * ridge_weight
    ridge[-1, -1] = _SMALLEST
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (weight * (hits - chance)) - ridge @ found
        bend = (features.T * (weight * chance * (1 - chance))) @ features + ridge
        move = np.linalg.solve(bend, slope)
        found += move
        if np.max(np.abs(move)) < _SMALLEST:
            break
    return found
