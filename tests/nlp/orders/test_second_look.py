"""What was read badly is read again: other decisions, one at a time, and only what is clearly better is taken.

A shop of bearings and drive belts, and one of ceramic tiles.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from decimal import Decimal
from functools import lru_cache, partial

import pytest

from models.company import CompanyData, Product
from nlp.orders.measures.marks import Role
from nlp.orders.reader import OrderReader
from nlp.orders.second_look.attempt import Attempt, Said
from nlp.orders.second_look.choices import Choice, Hearing, Turn
from nlp.orders.second_look.look import MOST_READINGS, budget, second_look
from nlp.orders.second_look.turns import offer, troubles
from nlp.orders.speech.tokens import COMMA, Token, tokenize
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))
WORST_CPU_S = 1.2  # five times what an idle core takes

SHOPS = {
    "bearings": """
P6204;Подшипник шариковый 6204 2RS закрытый;Подшипники;шт;;50
P6205;Подшипник шариковый 6205 2RS закрытый;Подшипники;шт;;40
P305;Подшипник роликовый 32305;Подшипники;шт;;20
RA1000;Ремень клиновой А 1000;Ремни;шт;;100
RA1250;Ремень клиновой А 1250;Ремни;шт;;100
RB1600;Ремень клиновой В 1600;Ремни;шт;;60
MAN20;Манжета армированная 20х40х10;Манжеты;шт;50;500
MAN25;Манжета армированная 25х47х10;Манжеты;шт;50;500
FPR;Фильтр масляный ПР 12 мм для погрузчика;Фильтры;шт;;20
SML;Смазка Циатим-201 0,8 кг;Смазки;шт;;12
SMX;Смазка Литол-24 0,8 кг;Смазки;шт;;12""",
    "tiles": """
KG60;Керамогранит Моноколор серый 60х60;Керамогранит;м2;1.44;34.56
KG30;Керамогранит Моноколор серый 30х30;Керамогранит;м2;1.53;73.44
PLB;Плитка настенная Аврора белая 20х30;Плитка;м2;1.5;81
PLG;Плитка настенная Аврора голубая 20х30;Плитка;м2;1.5;81
KRS14;Крестики для плитки 1,4 мм;Расходники;уп
KRS25;Крестики для плитки 2,5 мм;Расходники;уп
SVP1;Зажим СВП 1,5 мм;Расходники;уп""",
}


@lru_cache(maxsize=4)
def reader_of(shop: str) -> OrderReader:
    products = []
    for row in SHOPS[shop].strip().splitlines():
        sku, name, category, unit, *packs = [part.strip() for part in row.split(";")]
        pack, box = [Decimal(part) if part else None for part in (*packs, "", "")][:2]
        products.append(Product(sku, name, category=category, unit=unit, pack=pack, box=box))
    return OrderReader(CompanyData(products=products))


def first_of(shop: str, text: str) -> tuple[OrderReader, Said, Attempt]:
    reader, said = reader_of(shop), Said(words_of_text(text), None, None, NOW)
    return reader, said, reader.first_reading(said)


def test_goods_said_again_stand_before_the_word_and_move_what_is_decided_behind_it() -> None:
    hearing = Hearing(tuple(tokenize("ремень а тысяча десять")), frozenset({0}), {3: Role.COUNT})
    turned = hearing.turned(Choice(Turn.AGAIN, 2, (0, 1)))
    assert [token.text for token in turned.tokens] == ["ремень", "а", "ремень", "а", "тысяча", "десять"]
    assert turned.plain == {0}
    assert turned.roles == {5: Role.COUNT}


def test_numbers_take_the_place_of_their_words_with_the_pause_behind_them() -> None:
    tokens = (*tokenize("крестики два пять,"), Token("десять", 3))
    turned = Hearing(tokens).turned(Choice(Turn.NUMBERS, 1, (1, 2), ((1, Decimal("2.5")),)))
    assert [(token.text, token.value) for token in turned.tokens[1:]] == [("2.5", Decimal("2.5")), ("десять", None)]
    assert turned.tokens[1].brk == COMMA


def test_an_order_that_leaves_nothing_open_is_read_once() -> None:
    reader, said, first = first_of(
        "bearings", "подшипник шесть тысяч двести четыре двадцать штук и смазка литол десять штук"
    )
    assert troubles(first, reader.shop) == []

    def again(base: Attempt, choice: Choice) -> Attempt:
        raise AssertionError(choice)

    assert second_look(first, again, partial(reader.settled, said=said), reader.shop) is first


def test_numbers_said_in_a_row_are_offered_as_the_catalogue_states_them() -> None:
    reader, _, first = first_of("tiles", "крестики два пять десять упаковок и лягушки сто штук")
    values = {tuple(str(value) for _, value in choice.numbers) for choice in offer(first, reader.shop)}
    assert ("2.5", "10") in values


def test_a_number_the_caller_was_not_sure_of_is_turned_by_no_choice() -> None:
    reader, _, first = first_of("bearings", "смазка литол штук двадцать тридцать")
    assert troubles(first, reader.shop) == []


def test_a_call_about_something_else_is_not_read_again() -> None:
    reader, said, first = first_of("bearings", "вы нам прислали бракованные ремни половина порвана что с ними делать")
    read = [0]

    def again(base: Attempt, choice: Choice) -> Attempt:
        read[0] += 1
        return reader.read_again(said, base, choice)

    assert second_look(first, again, partial(reader.settled, said=said), reader.shop) is first
    assert read == [0]


@pytest.mark.parametrize(
    ("words", "articles", "least", "most"),
    [
        pytest.param(12, 200, 80, 80, id="a short order over a small catalogue"),
        pytest.param(100, 20_000, 0, 3, id="a long one over a large catalogue"),
        pytest.param(1000, 20_000, 0, 0, id="a speech"),
    ],
)
def test_readings_are_fewer_where_each_takes_longer(words: int, articles: int, least: int, most: int) -> None:
    assert least <= budget(words, articles) <= min(most, MOST_READINGS)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        pytest.param("ремень клиновой двадцать штук", [], id="two articles fit"),
        pytest.param("подшипник шариковый шестьсот восьмой десять штук", [], id="such a number is not sold"),
        pytest.param("манжеты штук тридцать сорок", [], id="a doubtful number"),
        pytest.param("шкив зубчатый пять штук и смазка литол две штуки", ["SMX"], id="goods that nobody sells"),
    ],
)
def test_a_due_question_becomes_no_line(text: str, understood: list[str]) -> None:
    reading = reader_of("bearings").read(words_of_text(text), now=NOW)
    assert [line.sku for line in reading.lines] == understood
    assert reading.unresolved


def test_letters_of_goods_that_look_like_an_address_are_read_as_goods() -> None:
    reader, said, first = first_of("bearings", "Ремень клиновой А 1000 10 шт, фильтр ПР 1 кор. Оплата по счёту")
    assert [line.sku for line in first.reading.lines] == ["RA1000"]
    reading = reader.read(said.words, now=NOW)
    assert [(line.sku, line.quantity) for line in reading.lines] == [("RA1000", 10), ("FPR", 20)]
    assert reading.unresolved == ()
    assert reading.lines[1].note == "понято со второго взгляда"


def test_the_same_words_are_read_the_same_each_time() -> None:
    text = "алло ремни а тысяча сто и тысяча двести пятьдесят восемьдесят манжеты двадцать на сорок и лента"
    reader = reader_of("bearings")
    assert reader.read(words_of_text(text), now=NOW) == reader.read(words_of_text(text), now=NOW)


def test_a_troubled_order_of_a_hundred_words_over_twenty_thousand_articles_is_not_slow() -> None:
    chance = random.Random(3)
    heads = "Подшипник Ремень Манжета Смазка Цепь Звёздочка Муфта Шкив Втулка Сальник".split()
    kinds = "закрытый открытый клиновой армированная роликовый зубчатый стальной".split()
    names = [f"{chance.choice(heads)} {chance.choice(kinds)} {chance.randint(1, 900)} мм" for _ in range(20_000)]
    reader = OrderReader(CompanyData(products=[Product(f"S{n}", name) for n, name in enumerate(names)]))
    words = " ".join(f"{chance.choice(names).lower()} гнутый двадцать сорок штук и" for _ in range(25)).split()[:100]
    reader.read(words_of_text("муфта сто"), now=NOW)
    began = time.process_time()
    reader.read(words_of_text(" ".join(words)), now=NOW)
    assert time.process_time() - began < WORST_CPU_S
