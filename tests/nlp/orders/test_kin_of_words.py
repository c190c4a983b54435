"""Nouns and adjectives of one root stand side by side in a price list; what a caller says of them means either.

A shop of game, of furniture and of valves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.orders.catalogue.terms import Vocabulary
from nlp.text.relational import adjectives_of_noun, nouns_of_adjective

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [
        ("окно", "оконный"),
        ("кухня", "кухонный"),
        ("игла", "игольный"),
        ("ведро", "ведерный"),
        ("бутылка", "бутылочный"),
        ("пуговица", "пуговичный"),
        ("гусь", "гусиный"),
        ("телятина", "телячий"),
        ("свинина", "свиной"),
        ("птица", "птичий"),
        ("батарея", "батарейный"),
        ("цепь", "цепной"),
    ],
)
def test_a_noun_and_its_adjective_lead_to_each_other(noun: str, adjective: str) -> None:
    assert adjective in adjectives_of_noun(noun)
    assert noun in nouns_of_adjective(adjective)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("лопатку оленью десять килограмм", "OL-L 10"),  # «оленьи» stands in the name of the ribs
        ("рёбра из оленины восемь килограмм", "OL-R 8"),
        ("стол кухонный три", "ST-K 3"),
        ("скамья дуб две штуки", "ST-D 2"),
    ],
)
def test_an_article_written_with_a_kindred_word_is_found_beside_those_with_the_word_itself(
    read: Read, lines_of: Show, said: str, due: str
) -> None:
    assert lines_of(read("hunting", said)) == due


def test_the_word_itself_decides_before_its_kin(read: Read, lines_of: Show) -> None:
    assert lines_of(read("hunting", "стул кухонный три")) == "ST-S 3"
    assert lines_of(read("hunting", "грудка гусиная пять килограмм")) == "GR-G 5"


def test_goods_that_are_only_for_or_of_a_thing_are_not_that_thing(read: Read, reasons_of: Reasons) -> None:
    assert reasons_of(read("hunting", "фланцы Ду 50 - 4 шт")) == ["no_product"]


def test_an_opposite_prefix_makes_no_kin(read: Read, reasons_of: Reasons) -> None:
    assert reasons_of(read("hunting", "тапочки закрытые десять пар")) == ["no_product"]


def test_a_word_of_the_catalogue_knows_its_kin_with_less_certainty() -> None:
    vocabulary = Vocabulary()
    for word in ("кухонный", "кухня"):
        vocabulary.add(word)
    vocabulary.freeze()
    found = dict(vocabulary.matches("кухонные"))
    assert found["кухонный"] == 1.0 > found["кухня"] > 0.7


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("иглы восьмёрка двадцать штук", "IG-V 20"),
        ("клей тип а десять штук и тип цэ пять штук", "KL-A 10, KL-C 5"),
        ("клей тип бэ два и тип вэ три", "KL-B 2, KL-V 3"),
        ("рома сил матовый двенадцать штук", "LK-R 12"),  # «рома» is a word of this catalogue
        ("мыло о дрин двадцать штук", "MY-O 20"),
    ],
)
def test_numbers_letters_and_pieces_of_names_name_what_is_called_so(
    read: Read, lines_of: Show, said: str, due: str
) -> None:
    assert lines_of(read("hunting", said)) == due


@pytest.mark.parametrize(
    "aside",
    ["для бригады", "для столовой", "в учительскую", "на подарки", "для дяди васи", "на наряд снегурочки", "к юбилею"],
)
def test_for_whom_where_and_on_what_occasion_describes_no_goods(read: Read, lines_of: Show, aside: str) -> None:
    assert lines_of(read("hunting", f"стул кухонный {aside} три штуки")) == "ST-S 3"


def test_what_goods_are_made_for_describes_them(read: Read, reasons_of: Reasons) -> None:
    assert reasons_of(read("hunting", "клей тип а для линолеума три штуки")) == ["no_product"]
    assert reasons_of(read("hunting", "кран муфтовый на трактор три штуки")) == ["no_product"]
