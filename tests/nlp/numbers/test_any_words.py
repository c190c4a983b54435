"""Whatever words come, in whatever order, the spans stay inside the text and in their order."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.dates import find_dates
from nlp.numbers import cut_number, find_digit_strings, find_numbers
from nlp.numbers.lexicon import _table

pytestmark = pytest.mark.unit

GLUE = (
    "и с на до от по в к х около может или пару пара половиной целых десятых сотых запятая плюс минус через часа дня "
    "утра обеда недели месяца числа класса размера пар штук коробок метров инн телефон артикул номер завтра "
    "пятницу ноября следующей конца 2 500 000 1,5 25.11 10:30 3х1.5 48-50 100-120 сто-сто 10-й + - , ё "
    "без полчаса полтретьего"
).split()
WORDS = st.lists(st.sampled_from(sorted(_table()) + GLUE * 12) | st.text(max_size=6), max_size=14)
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.UTC)


@settings(max_examples=200, deadline=None)
@given(tokens=WORDS)
def test_numbers_stay_in_the_text_and_in_order(tokens: list[str]) -> None:
    spans = find_numbers(tokens)
    assert all(0 <= span.first <= span.last < len(tokens) for span in spans)
    assert all(left.last <= right.first for left, right in pairwise(spans))
    assert all(span.high is None or span.high > span.value for span in spans)
    assert all(left.first == span.first for span in spans for left, _ in cut_number(tokens, span))


@settings(max_examples=120, deadline=None)
@given(tokens=WORDS)
def test_digit_strings_stay_in_the_text_and_apart(tokens: list[str]) -> None:
    strings = find_digit_strings(tokens)
    assert all(0 <= item.first <= item.last < len(tokens) for item in strings)
    assert all(left.last < right.first for left, right in pairwise(strings))
    assert all(item.digits.isdigit() for item in strings)


@settings(max_examples=120, deadline=None)
@given(tokens=WORDS)
def test_dates_stay_in_the_text_and_apart(tokens: list[str]) -> None:
    spans = find_dates(tokens, NOW)
    assert all(0 <= span.first <= span.last < len(tokens) for span in spans)
    assert all(left.last < right.first for left, right in pairwise(spans))
    assert all(span.date is not None or span.time is not None or span.bound == "past" for span in spans)
