from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from training.speech.alphabet import BLANK_ID, VOCABULARY, decode, encode, fold, vocabulary_file
from training.speech.numerals import amount, cardinal, counted, date, digits, phone, taxpayer
from training.speech.text import SLOTS, Speaker, is_reserved, sentences
from training.speech.words import Dictionary

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ёлка, пять ШТУК!", "елка пять штук", id="case, marks and ё"),
        pytest.param("кое-что", "кое что", id="a hyphen parts words"),
        pytest.param("вол+ос", "волос", id="a reader's mark of stress is not spoken"),
        pytest.param("...", "", id="nothing said"),
    ],
)
def test_fold_leaves_letters_and_single_spaces(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_letters_survive_the_way_to_outputs_and_back() -> None:
    assert decode(encode("двести пар")) == "двести пар"


def test_vocabulary_file_names_every_output_in_order() -> None:
    rows = [line.split(" ") for line in vocabulary_file().splitlines()]
    assert [int(number) for _, number in rows] == list(range(len(VOCABULARY)))
    assert rows[0][0] == "▁"
    assert rows[BLANK_ID][0] == "<blk>"


def test_equal_seeds_say_equal_sentences_and_others_do_not(dictionary: Dictionary) -> None:
    first, again, other = (list(islice(sentences(seed, dictionary), 200)) for seed in (5, 5, 6))
    assert first == again
    assert len(set(first) & set(other)) < 40


def test_sentences_are_distinct_and_spelled_with_the_alphabet(dictionary: Dictionary) -> None:
    said = list(islice(sentences(1, dictionary), 3000))
    assert len(set(said)) == len(said)
    assert all(set(fold(text)) <= set(VOCABULARY) for text in said)
    assert not any(mark in text for text in said for mark in "{}[]_|")


def test_reserved_sentences_are_for_evaluation_only(dictionary: Dictionary) -> None:
    assert not any(is_reserved(text) for text in islice(sentences(2, dictionary), 2000))
    assert all(is_reserved(text) for text in islice(sentences(2, dictionary, reserved=True), 30))


def test_a_third_of_the_talk_leaves_the_templates(dictionary: Dictionary) -> None:
    said = list(islice(sentences(3, dictionary), 1500))
    assert sum("вьюга" in text or "шестерня" in text or "ковшами" in text for text in said) > 150


@pytest.mark.parametrize("slot", sorted(SLOTS))
def test_every_slot_says_something(slot: str, dictionary: Dictionary) -> None:
    speaker = Speaker(Random(4), dictionary)
    assert all(fold(SLOTS[slot](speaker)) for _ in range(50))


@pytest.mark.parametrize(
    ("noun", "number", "expected"),
    [
        pytest.param("пара", 1, "пару", id="one"),
        pytest.param("пара", 3, "пары", id="few"),
        pytest.param("пара", 11, "пар", id="eleven is many"),
        pytest.param("рубль", 500, "рублей", id="many"),
        pytest.param("рубль", 1022, "рубля", id="the last digit decides"),
    ],
)
def test_a_counted_noun_takes_the_form_of_its_number(noun: str, number: int, expected: str) -> None:
    assert counted(noun, number) == expected


@pytest.mark.parametrize(
    ("number", "case", "gender", "expected"),
    [
        pytest.param(200, "gent", "m", "двухсот", id="genitive"),
        pytest.param(2, "nomn", "f", "две", id="feminine"),
        pytest.param(1200, "nomn", "m", "тысяча двести", id="a thousand needs no one"),
    ],
)
def test_cardinals_have_cases_and_genders(number: int, case: str, gender: str, expected: str) -> None:
    assert cardinal(number, case, gender) == expected


def test_numbers_of_the_telephone_are_words_only() -> None:
    rng = Random(7)
    makers = (phone, taxpayer, date, lambda drawn: amount(drawn, "коробка"))
    assert all(not any(sign.isdigit() for sign in make(rng)) for make in makers for _ in range(100))


def test_leading_zeros_of_a_code_are_heard() -> None:
    assert all(digits(Random(seed), "007").split().count("ноль") == 2 for seed in range(20))
