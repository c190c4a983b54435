"""Numbers that two engines read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from asr.digits_twice import dispute, has_number
from asr.engine import Word
from asr.spoken_numbers import is_number, number_key
from asr.wording import folded

pytestmark = pytest.mark.unit


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(float(place), place + 1.0, word) for place, word in enumerate(text.split()))


def disputed(first: str, second: str) -> dict[str, str]:
    return {word.text: word.disputed for word in dispute(words(first), words(second)) if word.disputed is not None}


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        pytest.param(
            "мне пятьсот пар перчаток", "мне шестьсот пар перчаток", {"пятьсот": "шестьсот"}, id="other number"
        ),
        pytest.param("мне пятьсот пар перчаток", "Мне 500 пар перчаток.", {}, id="same number in digits"),
        pytest.param("две тысячи пятьсот пар", "2 тысячи 500 пар", {}, id="same number in a mixture"),
        pytest.param("восемь девятьсот двенадцать ноль ноль", "8 912 00", {}, id="same phone in other groups"),
        pytest.param("двадцать пятого числа", "25 числа", {}, id="ordinal and digits"),
        pytest.param(
            "пятьсот двадцать пар", "пятьсот пар", {"пятьсот": "пятьсот", "двадцать": "пятьсот"}, id="part is missing"
        ),
        pytest.param("десять коробок", "коробок", {"десять": ""}, id="second heard nothing"),
        pytest.param("мне коробок", "мне пять коробок", {"коробок": "пять коробок"}, id="only the second heard it"),
        pytest.param("мне коробок", "мне коробок пять", {"коробок": "коробок пять"}, id="only the second, at the end"),
        pytest.param("мне пять", "мне опять", {"пять": "опять"}, id="second heard a word"),
        pytest.param("мне опять", "мне пять", {"опять": "пять"}, id="first heard a word"),
        pytest.param("нам перчатки нужны", "нам печатки нужны", {}, id="words without numbers are not disputed"),
        pytest.param("да пять", "", {"пять": ""}, id="second is silent"),
        pytest.param("", "пять", {}, id="first is silent"),
    ],
)
def test_numbers_that_differ_are_marked_and_never_changed(first: str, second: str, marks: dict[str, str]) -> None:
    assert disputed(first, second) == marks
    assert [word.text for word in dispute(words(first), words(second))] == first.split()


@pytest.mark.parametrize("word", ["500", "пятьсот", "пятисот", "десятого", "тысяч", "полторы", "пару", "сотню", "ноль"])
def test_number_words_are_known_in_every_form(word: str) -> None:
    assert is_number(word)


@pytest.mark.parametrize("word", ["пар", "трубка", "мне", "раз", "семья", "сорочка"])
def test_words_that_only_look_like_numbers_are_not(word: str) -> None:
    assert not is_number(word)


def test_a_segment_without_numbers_needs_no_second_reading() -> None:
    assert has_number(words("перезвоните в восемь"))
    assert not has_number(words("перезвоните мне завтра"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 999_999), st.sampled_from(["nominative", "genitive", "instrumental"]))
def test_a_number_has_one_key_however_it_is_written(number: int, case: str) -> None:
    spoken = folded(str(num2words(number, lang="ru", case=case)))
    assert number_key(spoken) == number_key(str(number)) == str(number)
