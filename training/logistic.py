"""Logistic regression over named features with a ridge: of two outcomes by Newton's method, of several by descent.

With two outcomes the features are scaled within; with several they are taken as they are, for most are words that are
there or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

_ROUNDS = 60
_SMALLEST = 1e-6
_NEGLIGIBLE = 2e-3
_STEPS = 300

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


def fit_classes(
    rows: Sequence[Mapping[str, float]], classes: Sequence[int], counts: Sequence[float], most: int, *, ridge: float
) -> tuple[dict[str, list[float]], list[float]]:
    """Return what each feature of *rows* says for each of *most* classes, and what is said without any.

    *classes* are their places from zero, *counts* say how much each row counts.
    """
    names = sorted({name for row in rows for name in row})
    features = _sparse(rows, {name: place for place, name in enumerate(names)})
    weight = np.array(counts, dtype=np.float64)
    due = np.eye(most)[list(classes)]
    held = np.full((len(names) + 1, 1), ridge)
    held[-1] = _SMALLEST

    def cost(flat: Numbers) -> tuple[float, Numbers]:
        found = flat.reshape(-1, most)
        sums = features @ found
        sums -= sums.max(axis=1, keepdims=True)
        logs = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        slope = features.T @ (weight[:, None] * (np.exp(logs) - due)) + held * found
        return float(-(weight[:, None] * due * logs).sum() + (held * found**2).sum() / 2), slope.ravel()

    start = np.zeros((len(names) + 1) * most)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x.reshape(-1, most)
    return {name: found[place].tolist() for place, name in enumerate(names)}, found[-1].tolist()


def _sparse(rows: Sequence[Mapping[str, float]], places: Mapping[str, int]) -> csr_matrix:
    """Return *rows* by the *places* of their features, with a last one that is always there."""
    cells = [(at, places[name], value) for at, row in enumerate(rows) for name, value in row.items()]
    cells += [(at, len(places), 1.0) for at in range(len(rows))]
    across, down, values = zip(*cells, strict=True)
    return csr_matrix((values, (across, down)), shape=(len(rows), len(places) + 1))
