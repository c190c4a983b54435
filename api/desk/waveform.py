"""The loudness of a recording as a drawing, with the sound of each line in its colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.desk.words import Finding, WordView, sound_of

HEIGHT = 48
STEP, BAR = 4.0, 2.6  # of the drawing's own units
_LOWEST = 1.5


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Drawing:
    bars: tuple[Bar, ...]
    width: float
    height: float = HEIGHT
    bar: float = BAR


def drawing(
    loudness: Sequence[float], duration_s: float, findings: Iterable[Finding], words: Sequence[WordView]
) -> Drawing | None:
    """Return the drawing of a recording, or ``None`` where there is nothing to draw."""
    if not loudness or duration_s <= 0:
        return None
    heard = [(finding.tone, *_seconds(pair)) for finding in findings for pair in sound_of(finding.spans, words).split()]
    part_s = duration_s / len(loudness)
    bars = []
    for place, value in enumerate(loudness):
        height = max(value**0.7 * HEIGHT, _LOWEST)
        middle = (place + 0.5) * part_s
        tone = next((tone for tone, start, end in heard if start <= middle <= end), "")
        bars.append(Bar(round(place * STEP, 1), round((HEIGHT - height) / 2, 1), round(height, 1), tone))
    return Drawing(tuple(bars), len(loudness) * STEP)


def _seconds(pair: str) -> tuple[float, float]:
    start, _, end = pair.partition("-")
    return float(start), float(end)
