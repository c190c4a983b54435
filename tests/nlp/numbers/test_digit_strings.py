import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from nlp.numbers import DigitString, find_digit_strings

pytestmark = pytest.mark.unit


def read(text: str) -> list[DigitString]:
    return find_digit_strings(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "восемь девятьсот двенадцать ноль ноль ноль одиннадцать двадцать два",
        "плюс семь девятьсот двенадцать ноль ноль ноль одиннадцать двадцать два",
        "девятьсот двенадцать ноль ноль ноль одиннадцать двадцать два",
        "восемь девять один два ноль ноль ноль один один два два",
        "восемь девятьсот двенадцать три нуля одиннадцать две двойки",
        "8 912 000 11 22",
        "8 912 000-11-22",
        "+79120001122",
        "89120001122",
        "восемь 912 ноль ноль ноль 11 22",
        "8 девятьсот двенадцать дальше три нуля потом одиннадцать двадцать два",
    ],
)
def test_phone_is_one_however_it_is_grouped(text: str) -> None:
    [found] = read(text)
    assert (found.kind, found.e164) == ("phone", "+79120001122")


@settings(max_examples=200, deadline=None)
@given(
    groups=st.tuples(st.integers(900, 999), st.integers(100, 999), st.integers(10, 99), st.integers(10, 99)),
    quantity=st.integers(100, 999),
)
def test_spoken_phone_ends_before_the_quantity(groups: tuple[int, ...], quantity: int) -> None:
    said = " ".join(num2words(group, lang="ru") for group in groups)
    found = read(f"мой телефон восемь {said} и перчаток {num2words(quantity, lang='ru')} пар")
    assert [item.e164 for item in found] == ["+7" + "".join(map(str, groups))]


def test_landline_is_a_phone_with_its_code() -> None:
    [found] = read("телефон восемь четыреста девяносто пять сто двадцать три сорок пять шестьдесят семь")
    assert found.e164 == "+74951234567"


@pytest.mark.parametrize(
    "text",
    [
        "инн 7707083893",
        "инн семьдесят семь ноль семь ноль восемь тридцать восемь девяносто три",
        "наш инн семь семь ноль семь ноль восемь три восемь девять три",
        "инн организации 7707083893 запишите",
    ],
)
def test_inn_is_known_by_its_word_and_check_digits(text: str) -> None:
    [found] = read(text)
    assert (found.kind, found.digits) == ("inn", "7707083893")


def test_inn_misheard_is_only_a_code() -> None:
    [found] = read("инн 7707083894")
    assert (found.kind, found.digits) == ("code", "7707083894")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("артикул ноль ноль пять сто двадцать", "005120"),
        ("артикул двести пять двести штук", "205"),
        ("код товара сорок пять шестьдесят семь", "4567"),
        ("заявка номер двести тридцать один", "231"),
        ("артикул 004512", "004512"),
    ],
)
def test_codes_are_found_behind_their_word(text: str, digits: str) -> None:
    assert [(item.kind, item.digits) for item in read(text)] == [("code", digits)]


@pytest.mark.parametrize(
    "text",
    [
        "двести триста пар",
        "перчатки десятый класс двести",
        "размеры сорок восемь пятьдесят пятьдесят два пятьдесят четыре пятьдесят шесть",
        "три на полтора сто метров три на два и пять двести",
        "заказ двести пар перчаток",
        "номер десять двести пар",
    ],
)
def test_quantities_and_sizes_are_no_digit_strings(text: str) -> None:
    assert read(text) == []
