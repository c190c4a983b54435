"""Where a recogniser was unsure, the words that the goods explain are taken, and nothing more.

A shop of musical instruments.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.reading import OrderReading
from nlp.orders.words import words_of_text, words_of_transcript

pytestmark = pytest.mark.unit
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))
GOODS = """
STR9;Струны для гитары нейлон калибр 9
STR10;Струны для гитары сталь калибр 10
MED;Медиатор целлулоид 0,7 мм
CHEX;Чехол для скрипки
KAN;Канифоль для скрипки тёмная
BAL;Балалайка прима берёза"""


@lru_cache(maxsize=1)
def reader() -> OrderReader:
    rows = [line.split(";") for line in GOODS.strip().splitlines()]
    return OrderReader(CompanyData(products=[Product(sku, name, unit="шт") for sku, name in rows]))


def read(text: str, **others: list[tuple[str, int, float]]) -> OrderReading:
    """Return the reading of *text*, where words may have been others: a text, how many words, how far behind."""
    words = [
        {"text": word, "others": [dict(zip(("text", "words", "behind"), one, strict=True)) for one in others[word]]}
        if word in others
        else {"text": word}
        for word in text.split()
    ]
    return reader().read(words_of_transcript({"segments": [{"words": words}]}), now=NOW)


def lines(reading: OrderReading) -> dict[str, Decimal]:
    return {line.sku: line.quantity for line in reading.lines}


def test_a_word_that_was_nearly_heard_is_taken_where_it_explains_the_order() -> None:
    text = "медиатор двадцать штук и каникулы тёмная пять штук"
    assert "KAN" not in lines(read(text))
    reading = read(text, каникулы=[("канифоль", 1, 2.0)])
    assert lines(reading) == {"MED": 20, "KAN": 5}
    assert reading.unresolved == ()


def test_a_line_that_stands_on_other_words_says_what_was_heard() -> None:
    reading = read("каникулы тёмная пять штук", каникулы=[("канифоль", 1, 2.0)])
    assert "каникулы" in (reading.lines[0].note or "")
    assert reading.lines[0].heard == "канифоль тёмная пять штук"


def test_words_that_were_cut_wrongly_are_put_together_and_keep_their_places() -> None:
    reading = read("бала лайка прима три штуки и медиатор десять штук", бала=[("балалайка", 2, 1.0)])
    assert lines(reading) == {"BAL": 3, "MED": 10}
    assert reading.lines[1].spans[0].last == 8


def test_two_words_of_one_order_may_be_mended() -> None:
    text = "каникулы тёмная пять штук и чекан для скрипки две штуки"
    reading = read(text, каникулы=[("канифоль", 1, 1.0)], чекан=[("чехол", 1, 1.0)])
    assert lines(reading) == {"KAN": 5, "CHEX": 2}


def test_a_word_that_sounded_far_otherwise_is_not_taken() -> None:
    text = "каникулы тёмная пять штук"
    assert "KAN" not in lines(read(text, каникулы=[("канифоль", 1, 9.0)]))


def test_an_order_that_was_understood_is_left_as_it_is() -> None:
    reading = read("медиатор двадцать штук", двадцать=[("двенадцать", 1, 0.1)], медиатор=[("балалайка", 1, 0.1)])
    assert lines(reading) == {"MED": 20}


def test_a_number_that_was_not_heard_is_never_put_in() -> None:
    reading = read("канифоль тёмная всем штук", всем=[("семь", 1, 0.1)])
    assert lines(reading) == {}


def test_a_denial_never_vanishes() -> None:
    reading = read("медиатор пять штук а чехол не надо две", не=[("и", 1, 0.1), ("", 1, 0.1)])
    assert "CHEX" not in lines(reading)


def test_words_of_the_language_do_not_turn_into_none() -> None:
    text = "медиатор кожаный пять штук"
    asked = read(text)
    assert lines(asked) == {}
    assert lines(read(text, кожаный=[("кжный", 1, 0.1)])) == {}


def test_typed_words_have_no_others() -> None:
    assert all(word.others == () for word in words_of_text("медиатор пять штук"))
