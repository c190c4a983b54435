"""The names that a recogniser is told of."""

from __future__ import annotations

import pytest

from models.company import Client, CompanyData, Product
from worker.names import spoken_names

pytestmark = pytest.mark.unit


def test_articles_what_people_call_them_and_clients_are_names_each_once() -> None:
    company = CompanyData(
        products=[Product("1", "Щётка", aliases=("щетина",)), Product("2", "Щётка")], clients=[Client("K", "Ромашка")]
    )
    assert spoken_names(company) == ("Щётка", "щетина", "Ромашка")


def test_latin_names_follow_as_they_are_read() -> None:
    assert spoken_names(CompanyData(products=[Product("1", "Лампа Gauss LED 10W")]))[1:] == ("лампа гаус led 10w",)
