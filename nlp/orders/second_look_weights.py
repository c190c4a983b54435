"""Weights."""

WEIGHTS: dict[str, float] = {}
BIAS = -9.0
TAKEN_AT = 0.5
