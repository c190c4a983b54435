"""Goods are found by what people call them, brands by how they are said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.orders.catalogue.synonyms import CALLED, said_in_parts
from nlp.text.sound import read_plainly

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("болгарка сто двадцать пятая две штуки", "UG125 2"),
        ("павербанк десять тысяч пять штук", "VA10 5"),
        ("бурак три сетки", "SV5 3"),
        ("покрышка чаен двадцать штук", "CY26 20"),
        ("розетки атлас дизайн десять штук", "SAD 10"),
        ("щётчик воды четыре штуки", "SCH 4"),  # as it is heard, and no little shield
    ],
)
def test_what_people_call_a_thing_finds_it(read: Read, lines_of: Show, said: str, due: str) -> None:
    assert lines_of(read("hardware_store", said)) == due


def test_a_word_of_the_price_list_itself_means_what_carries_it(read: Read, lines_of: Show) -> None:
    assert lines_of(read("hardware_store", "щит накладной одна штука")) == "SHT 1"


def test_what_is_called_so_and_not_sold_stays_a_question(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    document = read("hardware_store", "покрышка митас двадцать штук")
    assert (lines_of(document), list(reasons_of(document))) == ("", ["no_product"])


def test_no_word_of_the_dictionary_stands_for_itself_alone() -> None:
    assert [word for word, names in CALLED.items() if set(names) == {word}] == []


def test_a_name_in_parts_is_said_as_its_parts_are() -> None:
    assert "атласдизайн" in said_in_parts(["atlas", "design"])
    assert read_plainly("design") != "дизайн"
