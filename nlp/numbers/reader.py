"""Find every number in a list of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from nlp.numbers.doubts import join_ranges, mark_doubt
from nlp.numbers.grammar import Grammar
from nlp.numbers.items import Found, Item, split_items
from nlp.numbers.lexicon import Role
from nlp.numbers.spans import NumberSpan

_TYPED_RANGE = re.compile(r"(\d{1,6})[-–](\d{1,6})")
_NOT_COUNTED_AFTER_ONE = frozenset({
    "из", "раз", "момент", "момента", "моментик", "вопрос", "вопросик", "секунду", "секундочку", "секунда",
    "минуту", "минутку", "минуточку", "минута", "мой", "моя", "наш", "наша", "знакомый", "знакомая", "человек",
    "товарищ", "клиент", "там", "такой", "такая", "такую", "только",
})  # fmt: skip


def find_numbers(tokens: Sequence[str]) -> list[NumberSpan]:
    """Return the numbers of *tokens* by place; tokens are words or digit strings without punctuation.

    Every number is whole: «две тысячи пятьсот» is one span, «пятьсот двести» two, a range one doubtful span. Tokens
    that mix digits and letters («3х1.5», «16а») and codes with a leading zero are left alone.
    """
    return list(_found(tuple(tokens)))


@lru_cache(maxsize=16_384)  # an order is read several times, and its parts are asked about again and again
def _found(tokens: tuple[str, ...]) -> tuple[NumberSpan, ...]:
    items = split_items(tokens)
    found = [number for number in _all_numbers(items) if not _is_pronoun(items, number)]
    spans = [mark_doubt(items, number, high) for number, high in join_ranges(items, found)]
    typed = [span for index, token in enumerate(tokens) for span in _typed_range(index, token)]
    return tuple(sorted(spans + typed, key=lambda span: span.first) if typed else spans)


def _all_numbers(items: Sequence[Item]) -> list[Found]:
    grammar = Grammar(items)
    numbers: list[Found] = []
    at = 0
    while at < len(items):
        number = grammar.read(at)
        if number is None:
            at += 1
        else:
            numbers.append(number)
            at = number.stop
    return numbers


_SAME = frozenset("то тот та те ту того той тем том тех тому теми один одного одном".split())  # «одно и то же»


def _is_pronoun(items: Sequence[Item], number: Found) -> bool:
    """«Один мой знакомый», «одну минуту», «одно и то же»: the word counts nothing."""
    word = items[number.start].word
    if number.value != 1 or number.stop - number.start != 1 or word is None or word.role is not Role.UNIT:
        return False
    following, next_but_one = (items[at].text if at < len(items) else "" for at in (number.stop, number.stop + 1))
    if following in {"и", "в"}:
        return next_but_one in _SAME  # «мешок один и соль», «один в пятницу» count
    return following in _NOT_COUNTED_AFTER_ONE


def _typed_range(index: int, token: str) -> list[NumberSpan]:
    """«100-120» is a doubtful range, «48-50» the two sizes that one garment has."""
    match = _TYPED_RANGE.fullmatch(token)
    if match is None:
        return []
    low, high = Decimal(match[1]), Decimal(match[2])
    if low >= high:
        return []
    if (36 <= low <= 74 and high - low in (2, 4)) or (152 <= low <= 200 and high - low in (6, 12)):
        return [NumberSpan(index, index, low), NumberSpan(index, index, high)]
    return [NumberSpan(index, index, low, "approximate", high, doubtful=True)]
