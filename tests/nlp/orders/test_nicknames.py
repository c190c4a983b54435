"""What a company's own nicknames tell of other goods, and goods described by what they run on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.text.sound import read_latin

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("таблетка ферон пять", "GXF 5"),
        ("таблетки двенадцать ватт пять штук", "GXF 5"),
        ("таблетка гаусс десять", "GXG 10"),
    ],
)
def test_what_several_makes_are_called_by_calls_every_make(read: Read, lines_of: Show, said: str, due: str) -> None:
    assert lines_of(read("lamps", said)) == due


def test_a_nickname_of_several_makes_alone_is_a_question(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    document = read("lamps", "таблетки сорок штук")
    assert (lines_of(document), list(reasons_of(document))) == ("", ["ambiguous"])


def test_a_nickname_said_in_full_is_taken_though_its_noun_is_other_goods(read: Read, lines_of: Show) -> None:
    assert lines_of(read("lamps", "тридцать шестой решетка четыре")) == "LPR 4"
    assert lines_of(read("lamps", "решетка сто пятьдесят на сто пятьдесят четыре")) == "RV15 4"


def test_goods_are_described_by_what_they_run_on(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    assert lines_of(read("lamps", "ночник эра на трех батарейках пять штук")) == "N3 5"
    document = read("lamps", "гирлянда на сто огоньков десять штук и ночник эра на трех батарейках пять штук")
    assert (lines_of(document), list(reasons_of(document))) == ("N3 5", ["no_product"])


@pytest.mark.parametrize("said", ["пять не шесть", "пять штук, не шесть", "пять а не шесть"])
def test_a_count_that_is_only_denied_counts_nothing(read: Read, lines_of: Show, said: str) -> None:
    assert lines_of(read("lamps", f"ночник эра аккумуляторный {said} и таблетка ферон две")) == "GXF 2, NA 5"


def test_w_before_a_vowel_is_heard_in_latin_names() -> None:
    assert "девал" in read_latin("dewal")
