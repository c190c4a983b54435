"""Large and small: of two sizes of one thing the larger or smaller."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

Measures = dict[str, tuple[Decimal, ...]]
_KINDS = {"l": "held", "kg": "held", "m": "m", "mm": "mm", "size": "size", "": "number"}
_TWO = 2


def measures(properties: Iterable[str]) -> Measures:
    """Return the sizes among the *properties* of a name: «l» of «10 л», «d2» of a section of two numbers.

    What a thing holds is one kind, in litres or kilograms.
    """
    found: Measures = {}
    for key in sorted(properties):
        mark, _, rest = key.partition(":")
        value, _, kind = rest.partition(":")
        values = tuple(Decimal(number) for number in value.split("x"))
        kind = f"d{len(values)}" if mark == "d" else _KINDS.get(kind, "")
        if kind:
            found[kind] = tuple(sorted((*found.get(kind, ()), *values)))
    return found


def extremes(group: list[int], sizes: Iterable[Measures], wanted: int) -> list[int]:
    """Return the larger (*wanted* above 0) or smaller articles of *group*, where they have two sizes; else *group*."""
    by_size: dict[str, tuple[Measures, list[int]]] = {}
    for place, size in zip(group, sizes, strict=True):
        by_size.setdefault(str(sorted(size.items())), (size, []))[1].append(place)
    if len(by_size) != _TWO:
        return group
    (one, first), (other, second) = by_size.values()
    if _is_larger(one, other):
        return first if wanted > 0 else second
    if _is_larger(other, one):
        return second if wanted > 0 else first
    return group


def _is_larger(one: Measures, other: Measures) -> bool:
    """Say whether *one* is larger than *other* in some size that both state, and smaller in none."""
    pairs = [
        (here, there)
        for kind in one.keys() & other.keys()
        for here, there in zip(one[kind], other[kind], strict=False)
        if here != there
    ]
    return one.keys() == other.keys() and bool(pairs) and all(here > there for here, there in pairs)
