"""The text that the word model is counted in."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from asr.language import START, read_ngrams
from training.speech.alphabet import fold
from training.speech.ngrams import write_word_model
from training.speech.requests import orders
from training.speech.words import Dictionary

pytestmark = pytest.mark.unit
WORDS = Dictionary(*[("завод", "поле", "рекой", "сосна")] * 7)


def test_a_seed_always_says_the_same_orders() -> None:
    assert list(islice(orders(5, WORDS), 50)) == list(islice(orders(5, WORDS), 50))
    assert list(islice(orders(5, WORDS), 50)) != list(islice(orders(6, WORDS), 50))


def test_every_order_can_be_spelled_by_the_network_and_leaves_no_slot_unfilled() -> None:
    said = list(islice(orders(1, WORDS), 3_000))
    assert not [text for text in said if not text or set(fold(text)) - set(" абвгдежзийклмнопрстуфхцчшщъыьэюя")]
    assert not [text for text in said if set(text) & set("{}[]_")]


def test_orders_are_as_various_as_callers() -> None:
    said = list(islice(orders(2, WORDS), 3_000))
    assert len(set(said)) > 2_900
    assert len({word for text in said for word in text.split()}) > 3_000


def test_the_word_model_knows_what_follows_what(tmp_path: Path) -> None:
    for name in ("words", "surnames", "places", "names", "patronymics", "unheard", "unheard_surnames"):
        (tmp_path / f"{name}.txt").write_text("завод поле рекой сосна", encoding="utf-8")
    write_word_model(tmp_path, tmp_path, 2_000)
    counted = read_ngrams(tmp_path)
    assert counted is not None
    assert counted.words[START] == 2_000
    assert counted.pairs["мне нужно"] > 3
    assert any(text.startswith("двадцать пять ") for text in counted.triples)
