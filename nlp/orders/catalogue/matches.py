"""Which terms of the catalogue a word may be, and how surely, by the way in which it found them."""

from __future__ import annotations

from collections.abc import Iterable

Matches = tuple[tuple[str, float], ...]  # the surest first

EXACT, SYNONYM, SPELT, ROOT, SOUND, PREFIX = 1.0, 0.94, 0.95, 0.92, 0.9, 0.8
PET_FORM, BESIDE_PET_FORM, BESIDE_SYNONYM = 0.95, 0.78, 0.8
# Kin that no root shows; kin where the catalogue has the spoken word itself; goods that only are of it.
MADE_OF, BESIDE, OF_IT = 0.88, 0.78, 0.6
CALLED = 0.92  # by another name, as trades call their goods
_MOST = 8


def put(best: dict[str, float], terms: Iterable[str], certainty: float) -> None:
    """Note that each of *terms* may be meant, where no surer way has found it."""
    for term in terms:
        if certainty > best.get(term, 0.0):
            best[term] = certainty


def put_all(best: dict[str, float], matches: Iterable[tuple[str, float]]) -> None:
    """Note *matches*, each with its own certainty."""
    for term, certainty in matches:
        put(best, (term,), certainty)


def ordered(best: dict[str, float]) -> Matches:
    """Return the surest of *best*, the surest first."""
    return tuple(sorted(best.items(), key=lambda item: -item[1])[:_MOST])
