"""What else a search heard: readings of a stretch as other words at one place of the best one.

Where two readings are nearly as likely, who knows the company's goods chooses better than a network: so the places
where they differ go along with the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from asr.engine import Other, Word

HEARD = 40  # readings of a stretch that are compared
FURTHEST = 6.0  # natural logarithm: how much less likely another reading may be
LONGEST = 4  # words that differ; longer differences are two places


def with_others(words: Sequence[Word], readings: Sequence[tuple[str, float]]) -> list[Word]:
    """Return *words*, the best of *readings*, with what the others have in their place.

    *readings* are texts with how much less likely each is than the best.
    """
    best = [word.text for word in words]
    found: dict[int, dict[tuple[str, int], float]] = {}
    for text, behind in readings:
        place = _difference(best, text.split()) if behind <= FURTHEST else None
        if place is not None:
            first, count, other = place
            found.setdefault(first, {}).setdefault((other, count), behind)
    return [replace(word, others=_listed(found.get(place, {}))) for place, word in enumerate(words)]


def _listed(found: Mapping[tuple[str, int], float]) -> tuple[Other, ...]:
    return tuple(Other(text, count, round(behind, 2)) for (text, count), behind in found.items())


def _difference(best: Sequence[str], other: Sequence[str]) -> tuple[int, int, str] | None:
    """Return the first word of *best* that *other* has otherwise, how many there are, and the words in their place."""
    least = min(len(best), len(other))
    first = next((place for place in range(least) if best[place] != other[place]), least)
    last = next((place for place in range(least - first) if best[-1 - place] != other[-1 - place]), least - first)
    count, fresh = len(best) - first - last, list(other[first : len(other) - last])
    if count == 0 and best:  # a word more: it stands in place of the one beside it
        if first == len(best):
            first -= 1
            fresh.insert(0, best[first])
        else:
            fresh.append(best[first])
        count = 1
    if not 0 < count <= LONGEST or len(fresh) > LONGEST + 1:
        return None
    return first, count, " ".join(fresh)
