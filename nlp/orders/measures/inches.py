"""Parts of an inch as they are said: «одна вторая», «девять шестнадцатых», «двадцать | три четверти»."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.numbers import NumberSpan, cut_number
from nlp.orders.measures.marks import NumberContext
from nlp.orders.speech.tokens import Token

_PARTS = frozenset({2, 4, 8, 16, 32})
_QUARTER = Decimal("0.25")
_TEN = 10


def part_of_inch(span: NumberSpan, following: NumberSpan, context: NumberContext) -> Decimal | None:
    """Return what «одну вторую» or «девять шестнадцатых» is; but for one half or quarter only what is stated."""
    if span.last + 1 != following.first or not 0 < span.value < following.value or span.value % 2 == 0:
        return None
    if following.value not in _PARTS:
        return None
    part = span.value / following.value
    return part if (span.value == 1 and following.value in {2, 4, 8}) or context.has_value(part) else None


def cut_before_part(
    tokens: Sequence[Token], span: NumberSpan, following: NumberSpan, context: NumberContext
) -> list[NumberSpan] | None:
    """«Половинка двадцать | три четверти десять»: the last word of a count is the first of a part that is stated."""
    if span.first == span.last or span.last + 1 != following.first or span.value % 2 == 0 or span.doubtful:
        return None
    for head, rest in cut_number([token.text for token in tokens], span):
        parts = Decimal(4) if following.value == _QUARTER else following.value
        named = following.value == _QUARTER or (following.kind == "ordinal" and parts in _PARTS)
        if (
            named
            and head.value % _TEN == 0
            and rest.value < parts
            and rest.value < _TEN
            and context.has_value(rest.value / parts)
        ):
            return [head, NumberSpan(rest.first, following.last, rest.value / parts, "fraction")]
    return None
