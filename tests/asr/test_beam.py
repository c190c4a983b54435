"""Searching for words in a letter network's output."""

from __future__ import annotations

from math import exp
from pathlib import Path

import numpy as np
import pytest

from asr.beam import align, search, search_several
from asr.hint_words import Alphabet
from asr.language import FILE, START, Ngrams, WordModel, count_ngrams, read_ngrams, write_ngrams
from asr.spelling import LetterModel

pytestmark = pytest.mark.unit

LETTERS = " абвгдежзийклмнопрстуфхцчшщъыьэюя"
ALPHABET = Alphabet({letter: number for number, letter in enumerate(LETTERS)}, len(LETTERS))
TALK = ["мне нужно пять пар перчаток", "мне нужно шесть пар", "перезвоните мне завтра", "нужно пять коробок"] * 50


@pytest.fixture(scope="module")
def model() -> WordModel:
    return WordModel(count_ngrams(TALK))


def frames(text: str, doubts: dict[int, dict[str, float]] | None = None) -> np.ndarray:
    """Return frames that spell *text*, a blank after each letter; a doubt gives its place's letters their chances."""
    table = np.full((2 * len(text), len(LETTERS) + 1), 1e-6)
    for place, letter in enumerate(text):
        chances = (doubts or {}).get(place, {letter: 0.98})
        for other, chance in chances.items():
            table[2 * place, ALPHABET.blank if other == "" else ALPHABET.ids[other]] = chance
        table[2 * place + 1, ALPHABET.blank] = 0.98
    return np.log(table / table.sum(axis=1, keepdims=True)).astype(np.float32)


def heard(logprobs: np.ndarray, model: WordModel) -> str:
    return search(logprobs, ALPHABET, model, START)


def test_clear_letters_are_what_is_heard(model: WordModel) -> None:
    assert heard(frames("мне нужно пять пар"), model) == "мне нужно пять пар"


def test_a_doubtful_letter_goes_to_the_word_that_exists(model: WordModel) -> None:
    assert heard(frames("мне нужно пить", {11: {"и": 0.6, "я": 0.39}}), model) == "мне нужно пять"


def test_a_doubtful_word_goes_to_the_one_that_fits_what_stands_before(model: WordModel) -> None:
    doubt = {"п": 0.5, "ш": 0.5}
    assert heard(frames("мне нужно пять", {10: doubt}), model) == "мне нужно пять"


def test_what_is_nearly_as_likely_stands_behind_the_best(model: WordModel) -> None:
    logprobs = frames("мне нужно пять", {10: {"п": 0.5, "ш": 0.5}, 11: {"я": 0.5, "е": 0.5}})
    found = search_several(logprobs, ALPHABET, model, START, 8)
    assert found[0] == ("мне нужно пять", 0.0)
    assert "мне нужно петь" in [text for text, _ in found]
    assert [behind for _, behind in found] == sorted(behind for _, behind in found)


def test_glued_words_are_parted_where_a_space_was_possible(model: WordModel) -> None:
    logprobs = frames("мне нужно пять пар", {3: {"": 0.97, " ": 0.02}, 9: {"": 0.97, " ": 0.02}})
    assert heard(logprobs, model) == "мне нужно пять пар"


def test_a_name_of_no_dictionary_can_still_be_spelled(model: WordModel) -> None:
    assert heard(frames("мне нужно кламитон"), model) == "мне нужно кламитон"


def test_a_hint_makes_a_doubtful_name_likely(model: WordModel) -> None:
    logprobs = frames("мне кламетон", {8: {"е": 0.9, "и": 0.09}})
    assert heard(logprobs, model) == "мне кламетон"
    assert heard(logprobs, model.with_hints(["Кламитон"])) == "мне кламитон"


def test_double_letters_survive(model: WordModel) -> None:
    assert heard(frames("касса"), model) == "касса"


def test_nothing_heard_is_no_text(model: WordModel) -> None:
    empty = np.full((20, len(LETTERS) + 1), -20.0, np.float32)
    empty[:, ALPHABET.blank] = 0.0
    assert heard(empty, model) == ""


def test_letters_are_placed_on_the_frames_where_they_are_likeliest() -> None:
    labels = ALPHABET.spell("касса") or []
    placed = align(frames("касса"), labels, ALPHABET.blank)
    assert [frame for frame, _ in placed] == [0, 2, 4, 6, 8]
    assert all(logprob > -0.1 for _, logprob in placed)


def test_more_letters_than_frames_cannot_be_placed() -> None:
    with pytest.raises(ValueError, match="fewer frames"):
        align(frames("ка"), ALPHABET.spell("касса") or [], ALPHABET.blank)


def test_counts_survive_their_file_and_give_the_same_bytes(tmp_path: Path) -> None:
    counted = count_ngrams(TALK)
    write_ngrams(tmp_path, counted)
    first = (tmp_path / FILE).read_bytes()
    assert read_ngrams(tmp_path) == counted
    write_ngrams(tmp_path, counted)
    assert (tmp_path / FILE).read_bytes() == first
    assert read_ngrams(tmp_path / "nothing") is None


def test_what_was_seen_seldom_is_left_out() -> None:
    counted = count_ngrams(["редкое слово", "мне пять", "мне пять", "мне пять"])
    assert "редкое" not in counted.words
    assert counted.pairs == {f"{START} мне": 3, "мне пять": 3}
    assert counted.triples == {f"{START} мне пять": 3}


def test_likelihood_falls_from_pairs_to_words_to_the_dictionary_to_nowhere(model: WordModel) -> None:
    pair, word = model.score("нужно", "пять"), model.score("завтра", "пять")
    dictionary, nowhere = model.score("мне", "трактор"), model.score("мне", "кламитонус")
    assert pair > word > dictionary > nowhere
    assert model.opening("пя") >= word > model.opening("кламитонус")


def test_two_words_before_tell_more_than_one() -> None:
    model = WordModel(count_ngrams(["кабель три на два"] * 5 + ["доставка на завтра"] * 50))
    assert model.score("три на", "два") > model.score("на", "два")
    assert model.score("три на", "завтра") > model.score("три на", "кабель")


def test_what_may_follow_adds_up_to_no_more_than_everything(model: WordModel) -> None:
    words = sorted({word for said in TALK for word in said.split()} | {START})
    for before in ("нужно", "мне нужно", START, "неслыханно"):
        assert 0.5 < sum(exp(model.score(before, word)) for word in words) <= 1.0 + 1e-6


def test_a_hint_is_forgotten_with_the_call_that_gave_it(model: WordModel) -> None:
    before = model.score("мне", "кламитон")
    assert model.with_hints(["Кламитон"]).score("мне", "кламитон") > before
    assert model.score("мне", "кламитон") == before


def test_an_unheard_word_is_likelier_the_more_it_looks_like_words() -> None:
    letters = LetterModel(["перчатка", "перчатки", "рукавица", "рукавицы", "краги", "вачеги"])
    assert letters.whole("перчица") > letters.whole("щьрчкцъ")
    assert letters.begun("пер") > letters.whole("пер")


def test_an_empty_model_still_tells_words_from_noise() -> None:
    assert WordModel(Ngrams({}, {})).score(START, "перчатки") > WordModel(Ngrams({}, {})).score(START, "ъъщщзз")
