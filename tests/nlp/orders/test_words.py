"""How a spoken or typed word finds the word of the catalogue: pet forms, handy nouns, mishearings, contractions.

Shops of stationery and of party goods, as their price lists are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nlp.orders.speech.units import Unit, count_unit
from nlp.text.pet_forms import plain_shapes

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Reasons = Callable[[dict[str, Any]], Sequence[str]]
Said = Callable[[str, str], str]


@pytest.fixture
def read_in_order(read: Read, reasons_of: Reasons) -> Said:
    """Return the lines of a text as they were said, and what is asked."""

    def order(shop: str, text: str) -> str:
        document = read(shop, text)
        lines = [f"{line['sku']} {line['quantity']:g}" for line in document["lines"]]
        return ", ".join([*lines, *reasons_of(document)])

    return order


@pytest.mark.parametrize(
    ("lemma", "plain"),
    [
        ("ложечка", "ложка"),
        ("ножичек", "нож"),
        ("беленький", "белый"),
        ("тоненький", "тонкий"),
        ("ситчик", "ситец"),
        ("стеклышко", "стекло"),
        ("колечко", "кольцо"),
        ("ведерко", "ведро"),
        ("линеечка", "линейка"),
        ("орешек", "орех"),
        ("фланелька", "фланель"),
        ("ножнички", "ножницы"),
        ("иголка", "игла"),
    ],
)
def test_pet_form_leads_to_the_plain_word(lemma: str, plain: str) -> None:
    assert plain in plain_shapes(lemma)


@pytest.mark.parametrize("lemma", ["сырок", "трубка"])
def test_little_word_that_became_a_thing_of_its_own_is_no_pet_form(lemma: str) -> None:
    assert not {"сыр", "труба"} & set(plain_shapes(lemma))


@pytest.mark.parametrize(("word", "unit"), [("рулончика", Unit.ROLL), ("мешочек", Unit.BAG), ("пачечку", Unit.PACKET)])
def test_pet_form_of_a_unit_counts(word: str, unit: Unit) -> None:
    found = count_unit(word)
    assert found is not None
    assert found.unit is unit


def test_number_said_as_a_pet_form_is_no_unit() -> None:
    assert count_unit("единичка") is None


CASES = [
    ("office", "ручечек синеньких двадцать", "RB 20"),
    ("office", "ножнички пять штучек", "NZ 5"),
    ("office", "линеечку деревянную одну штуку", "LN 1"),
    ("office", "карандашики кохинор сорок", "KH 40"),
    ("office", "пломастеры луч десять упаковок", "FL 10"),
    ("office", "фломстеры луч десять упаковок", "FL 10"),
    ("office", "ручка шарик. пил. чёрн. 24 шт", "RC 24"),
    ("office", "скор-тель пласт. зел. 50", "SK 50"),
    ("office", "папка бум. 10 шт", "BM 10"),
    ("office", "ручка RC 6 шт", "RG 6"),
    ("office", "звоню с мобильного ножницы десять штук милая", "NZ 10"),
    ("office", "голубчик ножницы десять штук", "NZ 10"),
    ("party", "ложечек столовых беленьких сто", "LZ 100"),
    ("party", "ложечки для мороженого сто", "LC 100"),
    ("party", "стаканчиков прозрачненьких сорок", "ST 40"),
    ("party", "подарочные ламинашки двадцать", "PL 20"),
    ("party", "светоотражайка два рулончика", "SV 2"),
    ("party", "мешочков джутовых десять штук", "KR 10"),
    ("party", "гирлянда евро пять штук", "BU 5"),
    ("party", "жгуты десять штук", "NG 10"),
    ("party", "велошлем три штуки", "SH 3"),
    ("party", "обручи хелс хуп три штуки", "HH 3"),
    ("party", "трубы хромированные десять штук", "KN 10"),
    ("party", "сушилка настольная три штуки", "SD 3"),
    ("party", "мел эмтриста десять штук", "ML 10"),
    ("party", "терравита пряжа шесть штук", "TV 6"),
    ("party", "салфетки стирильные десять штук", "SS 10"),
    ("party", "жгут десять штук сушка столькоже", "NG 10, SD 10"),
    ("metal", "профтруба сорок на двадцать пять штук", "TP 5"),
    ("metal", "водогазопроводная труба оцинкованная пять штук", "TG 5"),
    ("metal", "бесшовка сорок метров", "TB 40"),
    ("metal", "рифлёнка пять листов", "LR 5"),
    ("metal", "лист коричневый шесть листов", "LC 6"),
    ("metal", "стекло пластиковая арматура сто метров", "AC 100"),
    ("metal", "арматура гладкая пятьдесят прутков", "AG 50"),
    ("metal", "светильник накладной семь штук", "SN 7"),
    ("metal", "лючок пластмассовый пять штук лючок железный шесть", "LU 5, LM 6"),
    ("metal", "эмаль белая глянцевая пять банок", "EG 5"),
    ("metal", "эмаль красно коричневая коробку", "EK 6"),
    ("metal", "бетон контакт четыре ведра", "BK 4"),
    ("metal", "ванночка малярная четыре штуки", "KV 4"),
    ("metal", "бирки для крупного рогатого скота сто штук", "BR 100"),
    ("metal", "держатель фляги алюминька десять штук", "FD 10"),
    ("metal", "праймер без кислотный пять штук", "PR 5"),
    ("metal", "светильник тридцать шесть ват пять штук", "SW 5"),
    ("metal", "с другого телефона звоню замок навесной пять штук", "ZV 5"),
    ("metal", "замок накладной пять штук", "ZN 5"),
    ("metal", "висячий замок пять штук", "ZV 5"),
    ("metal", "кружка с двойными стенками пять штук", "KD 5"),
    ("metal", "защёлка а жэ бэ пять штук", "ZA 5"),
    ("metal", "цепь девять скоростей двадцать штук", "CE 20"),
    ("metal", "держатель фляги алюминиевый десять штук", "FD 10"),
    ("metal", "круг от рез ной пять штук", "KO 5"),
    ("metal", "круг от резной пять штук", "KO 5"),
    ("metal", "кольцо сто порное пять штук", "KN 5"),
    ("metal", "пере фаратор макита одну штуку", "PF 1"),
    ("metal", "ле пестковый круг восемь штук", "KL 8"),
    ("metal", "светильник на кладной семь штук", "SN 7"),
    ("metal", "узел у сэ пэ двести пять четыре штуки", "UZ 4"),
    ("fish", "сёмга потрошёная с головой десять килограмм", "SG 10"),
    ("fish", "сёмга безголовая десять килограмм", "SB 10"),
    ("fish", "скумбрия неразделанная двадцать кило", "SN 20"),
    ("fish", "чищеные креветки десять килограмм", "KO 10"),
    ("fish", "креветка варёно мороженая десять килограмм", "KV 10"),
    ("fish", "лопатка говяжья бразильская десять килограмм", "GV 10"),
    ("fish", "лопатка свиная десять килограмм", "SV 10"),
    ("fish", "селёдка десять килограмм", "SL 10"),
    ("fish", "блины с творогом десять штук", "BL 10"),
    ("fish", "крабовые вичи десять штук", "KP 10"),
    ("fish", "наушники сяоми три штуки", "NS 3"),
    ("fish", "диск двести сорок шесть штук и четыреста восемьдесят пять штук", "HE 6, HD 5"),
    ("party", "пистончик винтело пятьдесят миллиметров десять штук", "NV5 10"),
]


@pytest.mark.parametrize(("shop", "text", "due"), CASES, ids=[text for _, text, _ in CASES])
def test_word_of_speech_finds_the_word_of_the_catalogue(shop: str, text: str, due: str, read_in_order: Said) -> None:
    assert read_in_order(shop, text) == due


@pytest.mark.parametrize(
    ("shop", "text"),
    [
        pytest.param("office", "ручка капиллярная десять штук", id="a kind that is not sold"),
        pytest.param("party", "пакет подарочный атласный десять штук", id="a material that is not sold"),
        pytest.param("party", "соломинки двадцать штук", id="goods that are not sold"),
        pytest.param("party", "мотошлем три штуки", id="a compound of which the catalogue has one half"),
        pytest.param("metal", "труба гофрированная пять штук", id="a kind that no name cut short stands for"),
        pytest.param("fish", "семга слабосоленая пять кило", id="a compound of which no part is written"),
        pytest.param("fish", "наушники сони пять штук", id="a brand that is a name of a person too"),
        pytest.param("party", "стаканы фаянсовые три штуки", id="a material unknown here"),
        pytest.param("party", "пистончик винтело десять штук", id="an unknown thing of a brand, of no size"),
        pytest.param("party", "пистончик винтело сорок миллиметров десять штук", id="of a size that is not sold"),
    ],
)
def test_word_that_tells_another_kind_still_refuses_the_line(shop: str, text: str, read_in_order: Said) -> None:
    assert read_in_order(shop, text) == "no_product"
