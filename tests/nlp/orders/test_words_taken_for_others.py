"""Words of goods that begin as words of talk do, measures in another unit, number words cut in two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("секундомеров пять штук и звонков дверных три", "BEL 3, TIM 5"),  # and no «секунду» of a correction
        ("звонки дверные десять удалителя ржавчины пять", "BEL 10, RUS 5"),
        ("звонки дверные десять заменителя сахара пять", "BEL 10, SUG 5"),
        ("кешью два килограмма и платочки бумажные пять упаковок", "NUT 2, TIS 50"),
        ("курьерские пакеты двести штук", "COU 200"),
        ("беруши сто пар нет беруши двести пар", "PLU 200"),
    ],
)
def test_goods_that_begin_as_a_word_of_talk_are_goods(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("oddments", said)) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("плитка пробковая шесть миллиметров десять штук", "FOA6 10"),
        ("плитка пробковая четыре миллиметра двадцать", "FOA4 20"),
        ("матрас надувной три и восемь две штуки", "MAT3 2"),
    ],
)
def test_centimetres_of_a_name_are_said_in_millimetres_or_as_they_stand(
    said: str, due: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("oddments", said)) == due


def test_a_short_alias_of_one_article_says_the_brand_of_the_others(read: Read, lines_of: Show) -> None:
    assert lines_of(read("oddments", "подушка хед пять штук")) == "PIL 5"


@pytest.mark.parametrize("said", ["пять сот", "две сти", "три ста", "восемь сот", "пять десят", "четыр надцать"])
def test_a_number_word_cut_in_two_is_one_number(said: str, read: Read, lines_of: Show) -> None:
    values = dict(
        zip(
            ("пять сот", "две сти", "три ста", "восемь сот", "пять десят", "четыр надцать"),
            (500, 200, 300, 800, 50, 14),
            strict=True,
        )
    )
    assert lines_of(read("oddments", f"звонки дверные {said} штук")) == f"BEL {values[said]}"


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("свистки красные десять синих ни одного", "WHR 10"),
        ("свистков синих ни штуки красных десять", "WHR 10"),
        ("свистков красных у нас ни одного не осталось дайте десять", "WHR 10"),
    ],
)
def test_none_of_something_is_no_line_of_one(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("oddments", said)) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("баллоны газовые две коробки и еще четыре баллона тренога костровая десять", "GAS 60, TRI 10"),
        ("канистра складная коробку и еще пять штук нож кухонный олфа шесть", "CAN 25, KNI 6"),
        ("канистра складная коробку и еще пять штук треног костровых", "CAN 20, TRI 5"),
    ],
)
def test_a_count_added_before_goods_that_are_counted_behind_is_of_the_goods_before(
    said: str, due: str, read: Read, lines_of: Show
) -> None:
    assert lines_of(read("oddments", said)) == due


def test_the_name_of_a_place_behind_goods_is_a_make_that_is_not_sold(read: Read, lines_of: Show) -> None:
    order = read("oddments", "нож кухонный самура двадцать сантиметров шесть и тренога костровая две")
    assert lines_of(order) == "TRI 2"
    assert lines_of(read("oddments", "самара нож кухонный двадцать сантиметров шесть")) == "KNI 6"
