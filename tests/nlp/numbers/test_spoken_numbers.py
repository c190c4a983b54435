"""How people say numbers on the telephone, one phrase a rule."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest

from nlp.numbers import NumberSpan, cut_number, find_numbers

pytestmark = pytest.mark.unit


def numbers(text: str) -> list[NumberSpan]:
    return find_numbers(text.split())


def values(text: str) -> list[Decimal]:
    return [span.value for span in find_numbers(text.split())]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("полторы тысячи пар", 1500),
        ("около полутора тысяч", 1500),
        ("полторы сотни", 150),
        ("полтора десятка", 15),
        ("пара сотен перчаток", 200),
        ("пару тысяч", 2000),
        ("сотню пар", 100),
        ("до сотни", 100),
        ("десяток коробок", 10),
        ("два десятка", 20),
        ("три с половиной десятка", 35),
        ("полсотни", 50),
        ("полста пар", 50),
        ("дюжину", 12),
        ("три с половиной тысячи", 3500),
        ("тысячи с половиной", None),
        ("две тысячи с половиной", 2500),
        ("тысяча двести", 1200),
        ("тыща двести", 1200),
        ("тыщу пар", 1000),
        ("полтыщи", 500),
        ("тысячи две", 2000),
        ("сотни три", 300),
        ("тысяч десять", 10_000),
        ("тыщ двадцать пять", 25_000),
        ("десятков пять", 50),
        ("десятка полтора", 15),
        ("две сотни пятьдесят", 250),
        ("пятсот", 500),
        ("две тыщи пицот", 2500),
        ("двацать пять", 25),
        ("дватцать пять", 25),
        ("питьсот", 500),
        ("шесьдесят чотыре", 64),
        ("пидесят", 50),
        ("трёшек", 3),
        ("двоек", 2),
        ("полтинников", 50),
        ("одинадцать", 11),
        ("2 тысячи пятьсот", 2500),
        ("5 тыс", 5000),
        ("2 тысячи 500", 2500),
        ("1,5 тысячи", 1500),
        ("1 000 пар", 1000),
        ("пвх 1 500 пар", 1500),
        ("пятьюстами", 500),
        ("двумястами сорока", 240),
        ("полмиллиона", 500_000),
    ],
)
def test_round_speech_is_read(text: str, value: int | None) -> None:
    assert values(text) == ([] if value is None else [Decimal(value)])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("три с половиной метра", "3.5"),
        ("полтора метра", "1.5"),
        ("два и пять метра", "2.5"),
        ("один и пять", "1.5"),
        ("семь и пять", "7.5"),
        ("две целых пять десятых", "2.5"),
        ("две целых и двадцать пять сотых", "2.25"),
        ("ноль целых семьдесят пять сотых", "0.75"),
        ("ноль семьдесят пять", "0.75"),
        ("ноль пять", "0.5"),
        ("ноль ноль пять", "0.05"),
        ("пять десятых", "0.5"),
        ("три четверти", "0.75"),
        ("два запятая пять", "2.5"),
        ("1,5", "1.5"),
        ("0.75", "0.75"),
        ("полкоробки", "0.5"),
        ("половину коробки", "0.5"),
    ],
)
def test_decimals_are_read(text: str, value: str) -> None:
    [span] = [span for span in find_numbers(text.split()) if span.value != 0]
    assert (span.value, span.kind) == (Decimal(value), "fraction")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("пятьсот двести", "500 200"),
        ("перчатки десятый класс двести пар", "10 200"),
        ("двести десятого класса", "200 10"),
        ("пятьсот сорок второго размера", "500 42"),
        ("тысяча двести сорок второго", "1200 42"),
        ("двести двадцать пятого класса", "220 5"),
        ("сорок восемь пятьдесят", "48 50"),
        ("сто семьдесят сто семьдесят шесть", "170 176"),
        ("размер десять тысячу пар", "10 1000"),
        ("размер сорок два сто штук", "42 100"),
        ("три на полтора сто метров", "3 1.5 100"),
        ("три на два и пять двести метров", "3 2.5 200"),
        ("три на два пять двести метров", "3 2.5 200"),
        ("класс семь и пять сто", "7.5 100"),
        ("класс семь пять двести пар", "7.5 200"),
        ("перчатки две и пять штук краг", "2 5"),
        ("размеры восемь и десять", "8 10"),
        ("на шестнадцать ампер один полюс сорок штук", "16 1 40"),
        ("класс 7 200 пар", "7 200"),
        ("48-50", "48 50"),
        ("170-176", "170 176"),
        ("четыре и два на семьдесят", "4.2 70"),
        ("шесть на сорок две тысячи штук", "6 42000"),
        ("сорок четвертый размер двадцать две пары", "44 22"),
        ("сто пять шесть", "105 6"),
        ("не пятьсот а шестьсот", "500 600"),
        ("лампа е двадцать семь семь ватт", "27 7"),
        ("на один ноль двести штук", "1 0 200"),
        ("класс десять пять коробок", "10 5"),
    ],
)
def test_separate_numbers_are_not_glued(text: str, numbers: str) -> None:
    assert values(text) == [Decimal(number) for number in numbers.split()]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("штук сто сто двадцать", 100, 120),
        ("сто-сто двадцать", 100, 120),
        ("пять-шесть коробок", 5, 6),
        ("пять шесть коробок", 5, 6),
        ("коробок пять шесть", 5, 6),
        ("двести триста пар", 200, 300),
        ("двести двести пятьдесят не помню", 200, 250),
        ("пять восемь штук надо глянуть", 5, 8),
        ("от ста до ста двадцати", 100, 120),
        ("сто или двести", 100, 200),
        ("100-120", 100, 120),
        ("тысяч пять шесть", 5000, 6000),
        ("пару-тройку коробок", 2, 3),
        ("пятьсот плюс минус пятьдесят", 450, 550),
        ("может сто может двести", 100, 200),
        ("сто а может сто пятьдесят", 100, 150),
        ("около ста", 100, None),
        ("может двести", 200, None),
        ("может быть двести", 200, None),
        ("где-то пар сто", 100, None),
        ("примерно так штук триста", 300, None),
        ("порядка пятисот", 500, None),
        ("сто с лишним", 100, None),
        ("сто штук примерно", 100, None),
        ("двести плюс минус", 200, None),
    ],
)
def test_ranges_and_doubts_are_marked(text: str, low: int, high: int | None) -> None:
    [span] = find_numbers(text.split())
    assert (span.value, span.high, span.doubtful, span.kind) == (low, high, True, "approximate")


@pytest.mark.parametrize("text", ["пара сотен", "тысячи две", "сто пар", "двести штук может завтра привезете", "сотня"])
def test_round_speech_is_no_doubt(text: str) -> None:
    assert [span.doubtful for span in find_numbers(text.split())] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "один мой знакомый",
        "одну минуту",
        "одно и то же",
        "один из них",
        "пара перчаток",
        "сколько пар",
        "миллионы благодарностей",
    ],
)
def test_words_that_only_look_like_numbers_are_left(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize("text", ["3х1.5", "16а", "007", "перчатки", "12345678901", "хб", "п-образный"])
def test_tokens_of_another_kind_are_left_alone(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("десятку", 10), ("тройка", 3), ("десятого", 10), ("10-го", 10), ("двадцать пятое", 25), ("третья", 3)],
)
def test_a_number_that_names_is_ordinal(text: str, value: int) -> None:
    assert [(span.value, span.kind) for span in find_numbers(text.split())] == [(value, "ordinal")]


def test_years_are_the_only_long_ordinals() -> None:
    [span] = numbers("две тысячи двадцать шестого года")
    assert (span.value, span.kind, span.last) == (2026, "ordinal", 3)


def test_collective_numerals_are_counted() -> None:
    assert [(s.value, s.kind) for s in numbers("двое рукавиц и четверо")] == [
        (2, "collective"),
        (4, "collective"),
    ]


def test_yo_and_ye_are_one_letter() -> None:
    assert values("трёх") == values("трех") == [3]


def test_spans_are_in_order_and_never_overlap() -> None:
    spans = numbers("тысячи две пар пять шесть коробок и сто-сто двадцать десятого класса три на два и пять")
    assert all(left.last <= right.first for left, right in pairwise(spans))


def test_a_hundred_words_are_read_at_once() -> None:
    words = ("перчатки десятый класс двести пар и еще три на два и пять сто метров " * 8).split()[:100]
    find_numbers(words)
    began = time.perf_counter()
    for _ in range(10):
        find_numbers(words)
    assert (time.perf_counter() - began) / 10 < 0.05  # about a millisecond on a quiet core


def test_nothing_is_found_in_nothing() -> None:
    assert find_numbers([]) == []


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("четыре тысячи триста", [(4000, 300)]),
        ("сто двадцать", [(100, 20)]),
        ("две тысячи двести десять", [(2200, 10), (2000, 210)]),
        ("двести двадцать пять", [(220, 5), (200, 25)]),
        ("двести", []),
        ("пять-шесть", []),
    ],
)
def test_a_number_can_be_cut_where_two_were_said(text: str, halves: list[tuple[int, int]]) -> None:
    tokens = ["лампа", *text.split(), "штук"]
    [span] = find_numbers(tokens)
    assert [(left.value, right.value) for left, right in cut_number(tokens, span)] == halves
    assert all((left.first, right.last) == (span.first, span.last) for left, right in cut_number(tokens, span))


def test_hundredths_in_the_nominative_plural_are_no_part_of_the_number_before() -> None:
    assert values("восемьдесят двадцать сотые тридцать") == [80, 20, 100, 30]
    assert values("двадцать пять сотых") == [Decimal("0.25")]
