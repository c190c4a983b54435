"""What is not sold, not clear or not counted stays a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]

QUESTIONS = [
    ("fasteners", "саморезы тысяча штук", "ambiguous"),
    ("fasteners", "болты м двенадцать на сто двести штук", "no_product"),
    ("fasteners", "гвозди три на семьдесят пятьдесят метров", "unit_mismatch"),
    ("fasteners", "шайбы м восемь пятьсот", "ambiguous"),
    ("fasteners", "гайки м шесть", "no_quantity"),
    ("household", "мыло хозяйственное сто штук", "ambiguous"),
    ("household", "белизну литровую вместо пятилитровой", "no_quantity"),
    ("stationery", "бумага а четыре сто пачек", "ambiguous"),
    ("stationery", "ручки синие", "ambiguous"),
    ("stationery", "калькуляторы ситизен пять штук", "no_product"),
    ("plumbing", "унитаз сантек два", "no_product"),
    ("food", "рис двести килограмм", "ambiguous"),
    ("food", "чай сто пачек", "ambiguous"),
    ("fasteners", "болты м восемь на сто двести штук", "no_product"),
    ("fasteners", "болты м восемь на пятьдесят сто штук", "no_product"),
    ("fasteners", "гайки барашковые м восемь сто штук", "no_product"),
    ("fasteners", "саморезы по металлу три с половиной на тридцать пять тысяча", "no_product"),
    ("fasteners", "гвозди винтовые пять килограмм", "no_product"),
    ("fasteners", "клей титан десять штук", "no_product"),
    ("fasteners", "саморез кровельный зеленый четыре восемь на двадцать девять тысяча", "no_product"),
    ("fasteners", "шпилька эм двенадцать пять штук", "no_product"),
    ("household", "фейри апельсин пять литров две канистры", "no_product"),
    ("household", "белизна два литра десять штук", "no_product"),
    ("household", "порошок персил три килограмма десять пачек", "no_product"),
    ("household", "мыло детское сто штук", "no_product"),
    ("household", "швабра деревянная десять штук", "no_product"),
    ("household", "средство для мытья окон пять литров три штуки", "no_product"),
    ("household", "салфетки бумажные сто пачек", "no_product"),
    ("household", "перчатки резиновые сто пар", "no_product"),
    ("stationery", "тетрадь двадцать четыре листа сто штук", "no_product"),
    ("stationery", "ластики сто штук", "no_product"),
    ("stationery", "папки тридцать миллиметров двадцать", "no_product"),
    ("stationery", "скотч двусторонний десять штук", "no_product"),
    ("stationery", "маркеры синие центропен двадцать", "no_product"),
    ("food", "кофе нескафе десять банок", "no_product"),
    ("food", "чай липтон сто пакетиков десять", "no_product"),
    ("food", "сахар рафинад пять коробок", "no_product"),
    ("food", "масло оливковое пять литров", "no_product"),
    ("food", "рис басмати сто килограмм", "no_product"),
    ("food", "макароны барилла пенне коробку", "no_product"),
    ("plumbing", "труба полипропиленовая сорок сто метров", "no_product"),
    ("plumbing", "кран шаровой дюйм с четвертью два", "no_product"),
    ("plumbing", "смеситель гроэ три штуки", "no_product"),
    ("plumbing", "смеситель фрап для раковины два", "no_product"),
    ("plumbing", "труба медная пятнадцать сто метров", "no_product"),
    ("plumbing", "муфта американка двадцать пять десять штук", "no_product"),
    ("plumbing", "тройник тридцать два десять", "no_product"),
]


@pytest.mark.parametrize(("trade", "text", "reason"), QUESTIONS)
def test_what_is_not_understood_is_asked_and_never_guessed(
    trade: str, text: str, reason: str, read: Read, reasons_of: Reasons
) -> None:
    document = read(trade, text)
    assert document["lines"] == []
    assert list(reasons_of(document)) == [reason]


def test_what_comes_in_place_of_something_is_never_lost(read: Read) -> None:
    document = read("repair", "как в прошлый раз но вместо герметика бустилат", phone="+79001112233")
    assert {line["sku"] for line in document["lines"]} == {"CEM", "PEN"}
    assert [item["quantity"] or item["reason"] for item in document["unresolved"]]


def test_what_a_name_only_has_is_not_what_is_sold() -> None:
    products = [
        Product("N1", "Сетка волейбольная с тросом"),
        Product("N2", "Мешок боксёрский с цепью", aliases=("цепь",)),
        Product("P1", "Насос ручной для мячей"),
    ]
    reader = OrderReader(CompanyData(products=products))

    def lines(text: str) -> list[str]:
        return [line.sku for line in reader.read(words_of_text(text), now=dt.datetime.now(dt.UTC)).lines]

    assert lines("трос три штуки") == []
    assert lines("мячи пять штук") == []
    assert lines("сетка с тросом две штуки") == ["N1"]
    assert lines("цепь две штуки") == ["N2"], "called so by its alias"
