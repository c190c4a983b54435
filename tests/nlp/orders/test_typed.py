"""Typed orders: dashes, letters glued to numbers, article numbers of letters alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp.orders.speech.tokens import COMMA, NO_BREAK, tokens_of_words
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]

ORDERS = [
    pytest.param("подушки 45х45 - 20, 50х50 - 30", "CUSH45 20, CUSH50 30", id="a dash parts goods from their count"),
    pytest.param("подушка 45х45 — 2 кор", "CUSH45 20", id="a count with its unit behind a dash"),
    pytest.param("тесьма -120м", "TAPE 120", id="a dash glued to the count"),
    pytest.param("пила дисковая 24з 5 шт", "SAW24 5", id="a letter glued to a number makes it no count"),
    pytest.param("MAK - 6, UL-KR 4 шт", "MAK 6, UL-KR 4", id="article numbers of letters alone"),
    pytest.param("К-крючок №3 - 5 уп", "KOK 50", id="a letter joined to its word by a hyphen"),
    pytest.param("аш крючки вязальные две упаковки", "HOK 20", id="a letter said before its word"),
    pytest.param("салф. голуб. 4 уп", "CAL 80", id="a word written short is no form of address"),
    pytest.param("эмаль амбра ноль пятый семь и ноль двенадцатый две", "ENA005 7, ENA012 2", id="fewer zeros said"),
]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_signs_of_typed_orders_are_used(text: str, expected: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("sewing", text)) == expected


@pytest.mark.parametrize(
    ("text", "dashed"),
    [
        ("тесьма - 20", True),
        ("тесьма -20", True),
        ("тесьма — двадцать", True),
        ("от 100 - 120", False),
        ("а-20", False),
    ],
)
def test_a_dash_counts_but_in_a_range_or_a_word(text: str, dashed: bool) -> None:
    assert any(token.dashed for token in tokens_of_words(words_of_text(text))) is dashed


@pytest.mark.parametrize(("text", "strength"), [("тесьма - подушка", COMMA), ("тесьма - 20", NO_BREAK)])
def test_a_dash_before_words_is_a_pause(text: str, strength: int) -> None:
    assert tokens_of_words(words_of_text(text))[0].brk == strength


def test_goods_of_two_nouns_are_called_by_either(read: Read) -> None:
    document = read("sewing", "краску восемь один десять штук")
    assert (document["lines"], [item["reason"] for item in document["unresolved"]]) == ([], ["ambiguous"])


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("заберу 25-го", "2026-11-25"),
        ("оплата картой, заберем 25-го", "2026-11-25"),
        ("Забираем 25.11 своей машиной", "2026-11-25"),
        ("В пятн. заберем сами", "2026-11-27"),
    ],
)
def test_a_typed_day_is_the_day_whatever_way_it_is_written(read: Read, lines_of: Show, said: str, day: str) -> None:
    document = read("lamps", f"GXF 2 шт. {said}")
    assert (lines_of(document), document["unresolved"]) == ("GXF 2", [])
    assert (document["delivery"]["mode"], document["delivery"]["date"]) == ("pickup", day)
