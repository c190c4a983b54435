"""Words of goods are spoilt as a recogniser spoils them, and no others."""

from __future__ import annotations

import random

import pytest

from training.doubt.mishearing import misheard

pytestmark = pytest.mark.unit
TEXT = "шуруповёрт аккумуляторный два и ещё пистолет для герметика десять"


def test_only_words_of_the_catalogue_are_spoilt() -> None:
    words = {"шуруповерт", "герметика"}
    for seed in range(20):
        spoilt = misheard(TEXT, words.__contains__, random.Random(seed))
        assert spoilt is not None
        assert spoilt != TEXT
        assert "аккумуляторный два и ещё пистолет для" in spoilt


def test_an_order_without_a_word_of_the_catalogue_is_left_out() -> None:
    assert misheard(TEXT, lambda word: False, random.Random(1)) is None


def test_the_same_chance_spoils_the_same() -> None:
    one, other = (misheard(TEXT, lambda word: True, random.Random(5)) for _ in range(2))
    assert one == other
