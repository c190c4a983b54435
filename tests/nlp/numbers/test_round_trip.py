"""Every number that num2words can say is read back, in each case and gender."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from nlp.numbers import find_numbers

pytestmark = pytest.mark.unit

CASES = st.sampled_from("ngdaip")
GENDERS = st.sampled_from("mfn")
MAGNITUDES = st.one_of(st.integers(0, 199), st.integers(200, 9_999), st.integers(10_000, 999_999_999))


@settings(max_examples=400, deadline=None)
@given(value=MAGNITUDES, case=CASES, gender=GENDERS)
def test_cardinal_is_read_in_every_case_and_gender(value: int, case: str, gender: str) -> None:
    tokens = num2words(value, lang="ru", case=case, gender=gender).split()
    [span] = find_numbers(tokens)
    assert (span.value, span.first, span.last, span.doubtful) == (value, 0, len(tokens) - 1, False)


@settings(max_examples=200, deadline=None)
@given(value=st.integers(1, 99), case=CASES, gender=GENDERS)
def test_ordinal_is_read_in_every_case_and_gender(value: int, case: str, gender: str) -> None:
    [span] = find_numbers(num2words(value, lang="ru", to="ordinal", case=case, gender=gender).split())
    assert (span.value, span.kind) == (value, "ordinal")


@settings(max_examples=200, deadline=None)
@given(value=MAGNITUDES, case=CASES, gender=GENDERS, before=st.integers(0, 3), after=st.integers(0, 3))
def test_words_around_a_number_change_nothing(value: int, case: str, gender: str, before: int, after: int) -> None:
    tokens = num2words(value, lang="ru", case=case, gender=gender).split()
    text = ["перчаток"] * before + tokens + ["белых"] * after
    if value == 1 and after == 0:
        return
    [span] = find_numbers(text)
    assert (span.value, span.first, span.last) == (value, before, before + len(tokens) - 1)


@settings(max_examples=200, deadline=None)
@given(first=st.integers(20, 999), second=st.integers(100, 999), noun=st.sampled_from(["класса", "размер", "пвх"]))
def test_numbers_with_a_word_between_stay_apart(first: int, second: int, noun: str) -> None:
    tokens = [*num2words(first, lang="ru").split(), noun, *num2words(second, lang="ru").split()]
    assert [span.value for span in find_numbers(tokens)] == [first, second]


@settings(max_examples=100, deadline=None)
@given(thousands=st.integers(1, 999), rest=st.integers(1, 999))
def test_digits_mixed_with_words_are_one_number(thousands: int, rest: int) -> None:
    tokens = [str(thousands), "тысяч", *num2words(rest, lang="ru").split()]
    [span] = find_numbers(tokens)
    assert span.value == thousands * 1000 + rest
