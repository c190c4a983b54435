"""What an item was found to mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Verdict(Enum):
    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(slots=True)
class Resolution:
    """``places`` are catalogue places, best first; a line takes the first when the verdict is ONE."""

    verdict: Verdict
    places: list[int] = field(default_factory=list)
    rivals: list[int] = field(default_factory=list)
    coverage: float = 0.0
    margin: float = 1.0
    certainty: float = 1.0
    note: str | None = None
    weak: bool = False  # decided by the shortest name, not by what was said
