"""Codes, sizes of a list and numbers of parts, over the shop of a theatre's workshops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize("text", ["Клей костный К-2 40 кг", "клей костный К2 40 кг", "клей костный ка два сорок кило"])
def test_a_code_typed_before_its_count_makes_no_section_that_other_goods_have(
    text: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("theatre", text)) == "KK1 40"


def test_a_letter_of_a_size_is_no_longer_abbreviation_that_begins_with_it(read: Read, lines_of: Show) -> None:
    assert lines_of(read("theatre", "жилет капельдинера чёрный элька две штуки и эмка три")) == "JL 2, JM 3"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("коуш дэу пятнадцать двадцать и двадцать пять по пачке", "KL15 100, KL20 100, KL25 100"),
        ("коуш дэу пятнадцать и двадцать по десять штук", "KL15 10, KL20 10"),
        ("коуш пятнадцать двадцать и двадцать пять по десять", "KL15 10, KL20 10, KL25 10"),
    ],
)
def test_a_list_of_sizes_may_begin_with_a_code(text: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("theatre", text)) == due


def test_a_bare_size_behind_a_code_has_the_letters_of_that_code(read: Read, lines_of: Show) -> None:
    document = read("theatre", "трос лебёдочный бэ тысяча шестьсот десять штук тысяча двести пятьдесят двадцать штук")
    assert lines_of(document) == "BB12 20, BB16 10"


def test_the_last_number_of_a_list_is_one_of_its_sizes(read: Read) -> None:
    document = read("theatre", "трос лебёдочный бэ тысяча двести пятьдесят тысяча шестьсот и девятьсот по десять")
    heard = {line["sku"]: line["quantity"] for line in document["lines"]}
    assert heard.items() >= {"BB12": 10, "BB16": 10}.items()
    assert heard.keys() <= {"BB12", "BB16", "BB9"}
    assert len(document["lines"]) + len(document["unresolved"]) == 3


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("гирлянда рампы сорок рожков пять", "GR40 5"),
        ("пять гирлянд рампы на сорок рожков", "GR40 5"),
        ("гирлянда рампы сорок рожков ещё коробку", "GR40 6"),
        ("грим театральный двенадцать оттенков десять наборов", "NG12 10"),
    ],
)
def test_a_number_of_parts_that_the_name_states_counts_no_goods(
    text: str, due: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("theatre", text)) == due


@pytest.mark.parametrize("text", ["гирлянда рампы сорок рожков", "грим театральный двенадцать оттенков"])
def test_goods_told_by_their_parts_alone_lack_their_count(text: str, read: Read, reasons_of: Reasons) -> None:
    assert reasons_of(read("theatre", "коуш двадцатый десять и " + text)) == ["no_quantity"]


def test_the_front_of_a_compound_tells_which_of_the_goods_that_end_it(read: Read, lines_of: Show) -> None:
    assert lines_of(read("theatre", "ветромотор один и дымомотор два")) == "MD8 2, MV8 1"
