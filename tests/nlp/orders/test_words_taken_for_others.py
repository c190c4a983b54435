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
