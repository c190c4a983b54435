"""How an article is recognised: brands by ear, spelt abbreviations, recognition errors, properties in any wording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("перчатки хэбэ с пэвэхэ пятьсот пар", "G1 500", id="abbreviations as words"),
        pytest.param("перчатки ха бэ с пэ вэ ха пятьсот пар", "G1 500", id="abbreviations by letters"),
        pytest.param("перчатки хлопчатобумажные седьмой класс сто пар", "G2 100", id="a synonym of the material"),
        pytest.param("перчаток с точкой десятого класса две коробки", "G1 600", id="boxes by the catalogue"),
        pytest.param("кабель вэвэгэнгэ элэс три на полтора двести метров", "E2 200", id="a cable by letters"),
        pytest.param("вэвэгэ три на два пять две бухты", "E1 200", id="a decimal without its comma"),
        pytest.param("автомат шнайдер шестнадцать ампер двадцать штук", "S16 20", id="a brand by ear"),
        pytest.param("автоматы иэк однополюсные двадцать пять ампер коробку", "A25 120", id="one box"),
        pytest.param("атомат иек аднаполюсный шеснадцать ампер десять штук", "A16 10", id="misheard words"),
        pytest.param("перчатки нитриловые размер эм сто пар и эль двести", "N1 100, N2 200", id="sizes by letter"),
        pytest.param("перчатки нитриловые икс эль сто пар", "N3 100", id="a size of two letters"),
        pytest.param("лампочки пятнадцать ватт е двадцать семь сто штук", "L15 100", id="a code of letter and number"),
        pytest.param("лампы лед десять ватт четыре тысячи кельвин сто штук", "L10 100", id="properties in a row"),
        pytest.param("краг спилковых шестьдесят пар", "G3 60", id="a genitive"),
        pytest.param("краги коробку", "G3 60", id="a unit alone is one"),
        pytest.param("Перчатки х/б с ПВХ, 10 кл. - 500 пар; краги - 60", "G1 500, G3 60", id="typed"),
        pytest.param("ВВГнг-LS 3х2,5 100м, автомат Schneider 16А 5шт", "E1 100, S16 5", id="typed and glued"),
    ],
)
def test_article_is_recognised_however_it_is_said(text: str, expected: str, read: Read, lines_of: Show) -> None:
    document = read("work", text)
    assert lines_of(document) == expected
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("сто метров краг", "unit_mismatch", id="metres of pairs"),
        pytest.param("кабель ввг три на полтора сто штук", "unit_mismatch", id="pieces of metres"),
        pytest.param("рукавицы брезентовые две коробки", "unit_mismatch", id="no boxes in the catalogue"),
        pytest.param("краги штук сто сто двадцать", "no_quantity", id="a range"),
        pytest.param("краги то ли сто то ли двести пар", "no_quantity", id="a doubt"),
        pytest.param("краги спилковые", "no_quantity", id="no number"),
        pytest.param("перчатки сто пар", "ambiguous", id="too little said"),
        pytest.param("шуруповерт макита две штуки", "no_product", id="not sold"),
        pytest.param("перчатки кевларовые сто пар", "no_product", id="a kind that is not sold"),
        pytest.param("автомат шестьдесят три ампера пять штук", "no_product", id="a value that is not sold"),
    ],
)
def test_what_cannot_be_a_line_says_why(text: str, reason: str, read: Read) -> None:
    document = read("work", text)
    assert document["lines"] == []
    assert [item["reason"] for item in document["unresolved"]] == [reason]


def test_line_says_which_words_it_came_from(read: Read) -> None:
    [line] = read("work", "здравствуйте мне краги спилковые двести пар спасибо")["lines"]
    assert line["heard"] == "краги спилковые двести пар"
    assert [(span["first"], span["last"]) for span in line["spans"]] == [(2, 5)]


def test_correction_adds_its_words_to_the_line(read: Read) -> None:
    [line] = read("work", "краги двести пар ой нет триста")["lines"]
    assert line["quantity"] == 300
    assert "триста" in line["heard"]
