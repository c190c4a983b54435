"""How the words of a name are said: Latin ones aloud, with a letter before them, written short; all kinds at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.text.sound import sound_key, sound_keys

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]
Reasons = Callable[[dict[str, Any]], Sequence[str]]

ALOUD = (
    "note ноут, home хоум, light лайт, lightning лайтнинг, force форс, voice войс, touch тач, source сорс, "
    "motion моушн, fashion фэшн, mission мишн, vision вижн, nature нейче, watch вотч, orange оранж, surf серф, "
    "boat боут, phoenix феникс, stihl штиль, owner овнер, maxxis максис, party парти, line лайн, white вайт, "
    "bosch бош, schneider шнайдер"
)


@pytest.mark.parametrize("pair", ALOUD.split(", "))
def test_a_latin_name_is_found_as_it_is_read_aloud(pair: str) -> None:
    written, said = pair.split()
    assert sound_key(said) in sound_keys(written)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("кросбис паприка двадцать", "CHP 20"),  # one word, whatever the apostrophe
        ("вафельница би уолтер две", "VAF 2"),
        ("вафельница биуолтер две", "VAF 2"),
        ("пылесос хоум форс один", "PYL 1"),
        ("скрепки для симок сто", "LOT 100"),
        ("тапки махровые тридцать пар", "TAP 30"),
        ("халатов вафельных эмок десять", "HAM 10"),
        ("Полот. ваф. 45х80 - 2 уп", "POL 100"),
        ("чистящий спрей пять", "SPR 5"),
        ("мука высший сорт нива шесть", "MUK 6"),
        ("гуашь арт класс шесть", "GAK 6"),  # the end of a name, and no sixth class
    ],
)
def test_words_made_of_those_of_a_name_find_it(read: Read, lines_of: Show, said: str, due: str) -> None:
    assert lines_of(read("market", said)) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("сыр альтенмаркт творожный всех трёх видов по восемь", "SYO 8, SYS 8, SYZ 8"),
        ("шары латексные каждого цвета по две упаковки и халат эмка один", "HAM 1, SHB 2, SHR 2, SHS 2, SHZ 2"),
        ("всех цветов латексные шары по пять", "SHB 5, SHR 5, SHS 5, SHZ 5"),
        ("по десять наггетсов усадьба обоих видов", "NAG 10, NAS 10"),
        ("наггетсы усадьба оба вида по пять чипсы кросбис обоих вкусов по шесть", "CHI 6, CHP 6, NAG 5, NAS 5"),
        ("шары латексные всех трёх цветов красный синий белый по пять упаковок", "SHB 5, SHR 5, SHS 5"),
    ],
)
def test_all_kinds_of_one_thing_are_ordered_at_once(read: Read, lines_of: Show, said: str, due: str) -> None:
    document = read("market", said)
    assert lines_of(document) == due
    assert not document["unresolved"]


def test_as_many_kinds_as_are_not_sold_are_a_question(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    document = read("market", "шары латексные всех шести цветов по пять упаковок")
    assert lines_of(document) == ""
    assert reasons_of(document) == ["ambiguous"]


def test_an_adjective_adds_to_a_name_whose_colour_nobody_said(read: Read, lines_of: Show, reasons_of: Reasons) -> None:
    assert lines_of(read("market", "грипсы велосипедные с замками десять пар")) == "GRZ 10"
    other = read("market", "педали пластиковые взрослые пять пар")  # these are for children
    assert lines_of(other) == ""
    assert reasons_of(other) == ["no_product"]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("заклёпки шоколад триста зелёные двести", "ZK6 200, ZK8 300"),  # as sheets and tiles of that RAL are called
        ("бельё евро сатин три", "KPE 3"),  # as its category is, which holds nothing else
    ],
)
def test_what_other_goods_and_the_category_are_called_names_an_article(
    read: Read, lines_of: Show, said: str, due: str
) -> None:
    assert lines_of(read("market", said)) == due


def test_a_plain_article_beats_its_variant_of_another_weight_and_not_another_model(
    read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    assert lines_of(read("market", "йогурт вивальди клубничный двенадцать")) == "YOK 12"
    assert reasons_of(read("market", "термометр электронный пять")) == ["ambiguous"]
    assert reasons_of(read("market", "халат вафельный десять")) == ["ambiguous"]  # a size L is not plainer than M


def test_of_two_the_one_is_meant_that_the_next_words_do_not_describe(
    read: Read, lines_of: Show, reasons_of: Reasons
) -> None:
    assert lines_of(read("market", "лак акриловый десять матовый пять")) == "LKG 10, LKM 5"
    assert reasons_of(read("market", "лак акриловый десять")) == ["ambiguous"]
    three = read("market", "сыр творожный альтенмаркт десять с зеленью пять")
    assert lines_of(three) == "SYZ 5"  # two more are left
    assert reasons_of(three) == ["ambiguous"]
