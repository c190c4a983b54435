"""What was said of goods in one breath fits one article or is asked: no part of it makes a line without the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    "text",
    [
        "деревянное весло колибри сто сорок десять штук",
        "электрический насос браво пять литров две штуки",
        "двенадцать жилетов боцман оранжевых",
        "кранец восемьдесят белый двадцать штук",
        "десять кранцев сто пятьдесят миллиметров синих",
        "якорь складной красный семь килограмм пять штук",
    ],
)
def test_halves_of_a_mention_that_no_article_has_whole_are_no_lines(text: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", text)) == ""


def test_a_number_of_the_goods_is_not_cut_where_another_number_counts_them(read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", "кранец надувной двести семьдесят десять")) == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("якорь складной пять кило нам бы десять", "A5 10"),
        ("весло алюминиевое сто сорок нам бы двадцать", "O140 20"),
        ("жилет боцман самый ходовой шесть штук", "BL 6"),
        ("кранец белый двести десять синий пять", "K200 10, K250 5"),
    ],
)
def test_words_that_say_nothing_of_the_goods_change_nothing(text: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", text)) == due


@pytest.mark.parametrize("text", ["хемпель красная пять", "палубная белая шесть банок"])
def test_a_part_of_an_alias_chooses_no_article_of_those_that_have_it_too(text: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", text)) == ""


def test_a_colour_that_nobody_sells_is_asked_also_where_a_river_is_called_so(read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", "насос ножной браво красный пять")) == ""


def test_a_letter_behind_the_number_of_a_code_belongs_to_it(read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", "лак яхтный вэ сорок два эм пять банок")) == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("тельфер ручной на четыре ролика три", "T4 3"),
        ("весло деревянное сантиметров сто восемьдесят шесть", "OD180 6"),
        ("скоба двух болтовая сорок", "SB2 40"),
    ],
)
def test_a_noun_beside_a_number_says_what_it_measures(text: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("boats", text)) == due
