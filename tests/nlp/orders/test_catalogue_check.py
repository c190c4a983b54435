"""Warnings about a catalogue whose articles cannot be told apart by ear."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.company import Product
from nlp.orders.catalogue.check import check_catalogue

pytestmark = pytest.mark.unit


def test_good_catalogue_has_no_warnings() -> None:
    products = [Product("A", "Краги спилковые"), Product("B", "Краги брезентовые", pack=Decimal(5), box=Decimal(60))]
    assert check_catalogue(products) == []


@pytest.mark.parametrize(
    ("products", "skus"),
    [
        pytest.param([Product("A", " ")], ("A",), id="an empty name"),
        pytest.param([Product("A", "Краги " * 100)], ("A",), id="a name without end"),
        pytest.param(
            [Product("A", "Краги спилковые"), Product("B", "Спилковые краги")], ("A", "B"), id="the same words"
        ),
        pytest.param([Product("A", "Краги", pack=Decimal(60), box=Decimal(6))], ("A",), id="a box below its pack"),
    ],
)
def test_what_makes_articles_hard_to_tell_is_named(products: list[Product], skus: tuple[str, ...]) -> None:
    [warning] = check_catalogue(products)
    assert warning.skus == skus
    assert warning.text


def test_same_words_with_another_number_are_told_apart() -> None:
    assert check_catalogue([Product("A", "Автомат 16А"), Product("B", "Автомат 25А")]) == []


def test_a_name_that_all_sizes_share_is_no_fault() -> None:
    assert check_catalogue([Product(str(n), f"Лампа {n}0 Вт", aliases=("лампочка",)) for n in range(1, 8)]) == []
