"""Names that a network has never met, found among the hints by their sound."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest

from asr.hint_words import Alphabet, HeardWord, lexicon_of, log_likelihood, rename

pytestmark = pytest.mark.unit

LETTERS = " абвгдежзийклмнопрстуфхцчшщъыьэюя"
ALPHABET = Alphabet({letter: number for number, letter in enumerate(LETTERS)}, len(LETTERS))
HINTS = ["Перчатки «Престиж»", "изолента Вымпел"]


def frames(text: str, doubts: dict[int, str] | None = None) -> np.ndarray:
    """Return frames that spell *text*, a blank after each letter; at a doubt another letter is nearly as likely."""
    table = np.full((2 * len(text), len(LETTERS) + 1), 1e-4)
    for place, letter in enumerate(text):
        table[2 * place, ALPHABET.ids[letter]] = 0.9
        table[2 * place + 1, ALPHABET.blank] = 0.9
        if doubts and place in doubts:
            table[2 * place, ALPHABET.ids[letter]] = 0.5
            table[2 * place, ALPHABET.ids[doubts[place]]] = 0.4
    return np.log(table / table.sum(axis=1, keepdims=True)).astype(np.float32)


def heard(text: str, confidence: float = 0.6) -> list[HeardWord]:
    words, place = [], 0
    for word in text.split():
        words.append(HeardWord(word, 2 * place, 2 * (place + len(word) - 1), confidence))
        place += len(word) + 1
    return words


@pytest.mark.parametrize("labels", [[0], [1, 0], [0, 0], [0, 1, 0]], ids=str)
def test_likelihood_sums_over_every_way_to_spell(labels: list[int]) -> None:
    blank, steps = 2, 5
    table = np.log(np.random.default_rng(4).dirichlet(np.ones(3), size=steps)).astype(np.float32)
    ways = [way for way in product(range(3), repeat=steps) if [n for n, _ in groupby(way) if n != blank] == labels]
    expected = np.log(sum(np.exp(sum(table[step, n] for step, n in enumerate(way))) for way in ways))
    assert log_likelihood(table, labels, blank) == pytest.approx(expected, abs=1e-4)


def test_hints_are_known_in_all_their_forms() -> None:
    assert {"перчаток", "перчатками", "престижа", "изоленту"} <= set(lexicon_of(tuple(HINTS)))


def test_a_misspelt_name_becomes_the_hint_it_sounds_like() -> None:
    text = "перчатки пристиш"
    logprobs = frames(text, {11: "е", 15: "ж"})
    assert rename(heard(text), logprobs, ALPHABET, HINTS) == ["перчатки", "престиж"]


def test_a_word_that_sounds_otherwise_stays() -> None:
    assert rename(heard("протез"), frames("протез"), ALPHABET, HINTS) == ["протез"]


def test_a_sure_word_of_the_dictionary_is_never_touched() -> None:
    text = "престол"
    logprobs = frames(text, {5: "и", 6: "ж"})
    assert rename(heard(text, confidence=0.95), logprobs, ALPHABET, HINTS) == [text]


def test_short_words_and_letters_that_the_network_lacks_are_left_alone() -> None:
    assert rename(heard("да"), frames("да"), ALPHABET, ["дао"]) == ["да"]
    assert rename(heard("самсон"), frames("самсон"), ALPHABET, ["Samson"]) == ["самсон"]


def test_without_hints_words_are_what_they_were() -> None:
    assert rename(heard("пристиш"), frames("пристиш"), ALPHABET, []) == ["пристиш"]
    assert rename([], frames("да"), ALPHABET, HINTS) == []
