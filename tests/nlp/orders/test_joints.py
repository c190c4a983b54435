"""Words that the recogniser cut in two."""

from __future__ import annotations

import pytest

from nlp.orders.catalogue.joints import join_compounds
from nlp.orders.measures.compounds import joined
from nlp.orders.speech.tokens import tokenize

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("двадцати литровая канистра", "двадцатилитровая канистра"),
        ("растворитель сорок шесть литровый", "растворитель сорок шесть литровый"),
        ("пяти килограммовый мешок", "пятикилограммовый мешок"),
        ("трех миллиметровый трос", "трехмиллиметровый трос"),
        ("двадцать литровых канистр", "двадцать литровых канистр"),
        ("сто ваттных ламп", "сто ваттных ламп"),
        ("две белые канистры", "две белые канистры"),
        ("пяти метровую, трех метров", "пятиметровую трех метров"),
        ("пять литров", "пять литров"),
    ],
)
def test_an_adjective_cut_behind_its_number_is_one_word_again_and_a_count_stays_a_count(said: str, read: str) -> None:
    assert " ".join(token.text for token in join_compounds(tokenize(said))) == read


def test_a_pause_keeps_number_and_adjective_apart() -> None:
    assert [token.text for token in join_compounds(tokenize("двадцати. литровая"))] == ["двадцати", "литровая"]
    assert joined("сто", "метровая") is None
    assert joined("пол", "метровая") == "полметровая"  # nobody counts by «пол»
