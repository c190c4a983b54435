"""Two numbers of which speech makes a range: a doubt, a range that goods are called by, or no range at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.measures.marks import NumberContext
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import agrees, count_unit

CROSS = frozenset({TIMES, "на", "х", "икс", "ха", "x"})
FROM, TO = "от", "до"


def stated_range(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> list[NumberSpan] | None:
    """«От двадцати до двухсот» of goods that are called «20–200»: two numbers, and the count that ran into them."""
    if span.high is None or span.first == 0 or tokens[span.first - 1].text != FROM:
        return None
    middle = next((place for place in range(span.first, span.last) if tokens[place].text == TO), None)
    low = _number(tokens, span.first, (middle or span.first) - 1)
    if middle is None or low is None:
        return None
    for border in range(span.last, middle, -1):
        high = _number(tokens, middle + 1, border, behind=TO)
        rest = _number(tokens, border + 1, span.last)
        if high is not None and (rest is not None or border == span.last) and is_range(context, low.value, high.value):
            return [low, high] if rest is None else [low, high, rest]
    return None


def is_range(context: NumberContext, low: Decimal, high: Decimal) -> bool:
    """Say whether some article is called by the range from *low* to *high*."""
    return context.has_property(low, range_kind(high))


def range_kind(high: Decimal) -> str:
    """Return the kind under which names keep the lower end of a range up to *high*."""
    return f"–{high.normalize():f}"


def _number(tokens: Sequence[Token], first: int, last: int, behind: str = "и") -> NumberSpan | None:
    """Return the one number that the tokens from *first* to *last* are *behind* a word: «(до) тысячи» is a number."""
    found = find_numbers([behind, *(token.text for token in tokens[first : last + 1])])
    if len(found) != 1 or found[0].first != 1 or found[0].last != last - first + 1:
        return None
    return NumberSpan(first, last, found[0].value, "cardinal")


def no_range(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int) -> list[NumberSpan] | None:
    """«Шестнадцать на сто пятьдесят двести штук» is a section and a count, no range from 150 to 200."""
    span = spans[index]
    between = [token.text for token in tokens[spans[index - 1].last + 1 : span.first]] if index else []
    if span.high is None or len(between) != 1 or between[0] not in CROSS:
        return None
    return two_of_range(tokens, span)


def two_of_range(tokens: Sequence[Token], span: NumberSpan) -> list[NumberSpan] | None:
    """Return the two numbers of the range *span*."""
    for border in range(span.first + 1, span.last + 1):
        head = find_numbers([token.text for token in tokens[span.first : border]])
        rest = find_numbers([token.text for token in tokens[border : span.last + 1]])
        if len(head) == 1 and len(rest) == 1 and head[0].value == span.value and rest[0].value == span.high:
            return [
                NumberSpan(span.first, border - 1, span.value, "cardinal"),
                NumberSpan(border, span.last, span.high, "cardinal"),
            ]
    return None


def unsure(tokens: Sequence[Token], span: NumberSpan, following: NumberSpan) -> NumberSpan | None:
    """«Штук пять шесть» is one number that the speaker is not sure of."""
    before = tokens[span.first - 1].text if span.first > 0 else ""
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    if before == "ли" and between == ["то", "ли"]:
        return NumberSpan(span.first, following.last, span.value, "approximate", following.value, True)
    most = max(span.value + 10, span.value * 2)
    near = following.first == span.last + 1 and span.value < following.value <= most
    if (
        near
        and "ordinal" not in {span.kind, following.kind}
        and len(before) > 2
        and _begins_with_unit(tokens, span.first)
    ):
        return NumberSpan(span.first, following.last, span.value, "approximate", following.value, True)
    return None


def _begins_with_unit(tokens: Sequence[Token], first: int) -> bool:
    """Say whether the unit before a number is its own: «штук пять», not «две коробки, шестьдесят на сорок»."""
    if first < 1 or count_unit(tokens[first - 1].text) is None:
        return False
    if first > 2 and tokens[first - 3].text in CROSS:
        return True  # «четыре на пять штук пять шесть»
    counted = find_numbers([tokens[first - 2].text]) if first > 1 else []
    return not counted or not agrees(counted[0].value, tokens[first - 1].text)
