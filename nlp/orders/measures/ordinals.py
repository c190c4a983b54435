"""Ordinals by which goods are called, with the number before: «сто десятая», or «сто | десятых», a count and a size."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.measures.inches import part_of_inch
from nlp.orders.measures.marks import NumberContext
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import word_form

_OF_THINGS = ("ка", "ки", "ке", "ку", "ок", "кой")
_HUNDRED = 100


def one_ordinal(
    tokens: Sequence[Token], span: NumberSpan, following: NumberSpan, context: NumberContext
) -> NumberSpan | None:
    """Return the one number that *span* and the ordinal *following* are: where some article is called so, or can only
    be called so."""
    if span.value == 0 and span.last + 1 == following.first:
        return NumberSpan(span.first, following.last, following.value, "ordinal")  # «ноль третьих»
    if (part := part_of_inch(span, following, context)) is not None:
        return NumberSpan(span.first, following.last, part, "fraction")
    total = span.value + following.value
    if span.value % (10 if following.value < 10 else _HUNDRED) or _is_thing(tokens, following):
        return None  # «двадцать один, четвёрка»
    adjacent = span.last + 1 == following.first and span.value >= 20 and following.value < span.value
    if not adjacent or following.value >= _HUNDRED:
        return None
    called = context.has_number(total) or _stands_before_count(tokens, span, following)
    return NumberSpan(span.first, following.last, total, "ordinal") if called else None


def _stands_before_count(tokens: Sequence[Token], span: NumberSpan, following: NumberSpan) -> bool:
    """«Сетка сто сорок пятая десять рулонов»: right behind a noun and with its own count it is one number."""
    if span.first == 0 or following.last + 1 >= len(tokens) or tokens[span.first - 1].brk or tokens[following.last].brk:
        return False
    before = tokens[span.first - 1]
    named = before.value is None and word_form(before.text).pos in {"NOUN", "ADJF", None} and len(before.text) > 2
    if not named or count_unit(before.text) is not None or find_numbers([before.text]):
        return False
    counts = find_numbers([token.text for token in tokens[following.last + 1 :]])
    if not counts or counts[0].first != 0 or counts[0].kind == "ordinal":
        return False
    behind = following.last + 1 + counts[0].last + 1
    return behind < len(tokens) and count_unit(tokens[behind].text) is not None


def count_before_ordinal(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> tuple[list[NumberSpan], int] | None:
    """«Десятых сто пятьдесят | восьмых двести» where no article is called 58: the tens count the size before."""
    sized = index > 0 and spans[index - 1].kind == "ordinal" and spans[index - 1].last + 1 == spans[index].first
    called = spans[index + 1] if spans[index].kind == "cardinal" and index + 1 < len(spans) else spans[index]
    if not sized or called.kind != "ordinal" or called.last != called.first + 1 or called.value >= _HUNDRED:
        return None
    tens, unit = called.value // 10 * 10, called.value % 10
    front = spans[index].value if called is not spans[index] else 0
    joins = front == 0 or (front % _HUNDRED == 0 and spans[index].last + 1 == called.first)
    known = context.has_number(called.value) or context.has_number(front + called.value)
    if not unit or not joins or known or not context.has_number(unit) or called.last + 1 >= len(tokens):
        return None
    if not find_numbers([tokens[called.last + 1].text]):
        return None
    count = NumberSpan(spans[index].first, called.first, front + tens, "cardinal")
    return [count, NumberSpan(called.last, called.last, unit, "ordinal")], 1 + (front > 0)


def begins_ordinal(span: NumberSpan, after: Sequence[NumberSpan], context: NumberContext) -> bool:
    """Say whether *span* and the ordinal behind it are one number that some article is called by."""
    if not after or after[0].kind != "ordinal" or after[0].first != span.last + 1 or after[0].value >= _HUNDRED:
        return False
    return span.value % _HUNDRED == 0 and context.has_number(span.value + after[0].value)


def _is_thing(tokens: Sequence[Token], span: NumberSpan) -> bool:
    """Say whether a number names a thing: «четвёрка» and not «четвёртая»."""
    return tokens[span.last].text.endswith(_OF_THINGS)
