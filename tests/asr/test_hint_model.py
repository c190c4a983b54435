"""The company's names as callers say them."""

from __future__ import annotations

import numpy as np
import pytest

from asr.hint_model import HintModel
from asr.language import WordModel, count_ngrams
from asr.said_names import nicknames, spoken

pytestmark = pytest.mark.unit
NAMES = ["Щётка Бош 500", "Щётка Маяк 600", "Перчатки «Престиж» чёрные", "Бита PH2 50"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Кабель 3х1,5", "кабель три на полтора"),
        ("Шланг 2.5 x 10", "шланг два с половиной на десять"),
        ("Круг 125×1.6", "круг сто двадцать пять на один и шесть"),
        ("Бита PH2", "бита пэ аш два"),
        ("ПВС 4", "пэ вэ эс четыре"),
        ("Масло Shell", "масло"),
        ("Артикул 1234567", "артикул"),
        ("Лампа 60 Вт 220V", "лампа шестьдесят ватт двести двадцать вольт"),
        ("Труба 20 мм, 4м", "труба двадцать миллиметр четыре метр"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_it_is_said(name: str, words: str) -> None:
    assert " ".join(spoken(name)) == words


def test_an_abbreviation_may_be_heard_as_one_word() -> None:
    assert list(spoken("ПВС 4", glued=True)) == ["пэвээс", "четыре"]


@pytest.mark.parametrize(
    ("name", "nicks"),
    [
        ("Труба 20", {"двадцатый", "двадцатка"}),
        ("Пакет 2 кг", {"второй", "двойка", "двухкилограммовый"}),
        ("Масло 1,5 л", {"полуторалитровый"}),
        ("Гвозди", set()),
    ],
)
def test_a_size_has_nicknames(name: str, nicks: set[str]) -> None:
    assert set(nicknames(name)) == nicks


def test_a_word_of_the_same_name_is_likely_over_another_word() -> None:
    model = HintModel(["Щётка по металлу", "Кисть плоская", "Валик велюр"])
    assert model.chance("щетка стальная", "металлу") > model.chance("кисть стальная", "металлу")


def test_neighbours_of_a_name_make_each_other_likely_in_all_their_forms() -> None:
    model = HintModel(NAMES)
    assert model.chance("щетку", "бош") > model.chance("перчатки", "бош") > 0.0
    assert model.chance("щеток", "бош") == model.chance("щетку", "бош")
    assert model.chance("бош", "пятьсот") > model.chance("бош", "шестьсот")
    assert model.chance("щетка", "трактор") == 0.0


def test_hints_do_not_make_a_word_of_the_language_unlikely() -> None:
    plain = WordModel(count_ngrams(["запишите кошку черную пять штук"] * 5))
    hinted = plain.with_hints(NAMES)
    assert hinted.score("запишите", "кошку") == pytest.approx(plain.score("запишите", "кошку"))
    assert hinted.score("щетка", "бош") > plain.score("щетка", "бош")


def test_a_catalogue_of_twenty_thousand_articles_is_read_in_seconds_and_kept() -> None:
    rng = np.random.default_rng(1)
    syllables = np.array("ба ве го ду жи за ки ло ма ну пи ра се то фу".split())
    vocabulary = ["".join(rng.choice(syllables, 3)) for _ in range(200)]
    names = [" ".join(rng.choice(vocabulary, 4)) + f" {number % 900}" for number in range(20_000)]
    model = HintModel(names)
    assert model.chance(*names[7].split()[:2]) > model.chance("нужно", names[7].split()[1])
    assert len(model.words) < 200_000
