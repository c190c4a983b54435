"""What the word behind a number measures or counts, where the catalogue decides between two meanings of it."""

from __future__ import annotations

from decimal import Decimal

from nlp.orders.measures.marks import NumberContext
from nlp.orders.speech.units import MEASURES, CountUnit, Unit, count_unit, property_unit

_MILLI = Decimal("0.001")


def said_unit(
    word: str, value: Decimal, context: NumberContext | None, *, glued: bool
) -> tuple[tuple[str, Decimal] | None, CountUnit | None]:
    """Return the property that *word* measures behind *value*, and the unit that it counts in; either may be none.

    Without a *context* a name is read: there a cube is a millilitre. *glued* as in ``count_unit``.
    """
    if "/" in word:
        return _rate(word.split("/")[0]), None
    prop = property_unit(word, glued=glued) or _stated_property(word, value, context)
    count = count_unit(word, glued=glued)
    if count is None:
        return prop, None if context is None or prop is not None else context.container(word)
    if count.unit is Unit.CUBE and (context is None or context.has_property(value * _MILLI, "l")):
        count = None  # «шприц пять кубов»
    return prop, count


def _rate(measure: str) -> tuple[str, Decimal]:
    """«Два литра в час»: what *measure* is said of describes the goods as the measure alone does in their names."""
    count = count_unit(measure)
    if count is not None and count.unit in MEASURES:
        return MEASURES[count.unit], count.factor
    return property_unit(measure) or ("", Decimal(1))


def _stated_property(word: str, value: Decimal, context: NumberContext | None) -> tuple[str, Decimal] | None:
    """«Четыреста бар», «сорок ден»: words that are a unit only where some article states as much of it."""
    found = property_unit(word, glued=True) if context is not None and len(word) > 1 else None
    if found is None or context is None or not context.has_property(value * found[1], found[0]):
        return None
    return found
