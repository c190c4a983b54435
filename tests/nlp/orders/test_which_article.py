"""Which article is meant: letters and codes of names, sizes with their units, brands as adjectives, large and small.

Shops of hairdressing goods and of rolled steel, as their price lists are written.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit
NOW = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=5)))

SHOPS = {
    "beauty": """
KK60;Крем-краска Kapous Studio 6.0 темный блонд 100 мл;Красители;шт;;50;капус
KK71;Крем-краска Kapous Studio 7.1 пепельный блонд 100 мл;Красители;шт;;50;капус
OX3;Оксигент Estel De Luxe 3% 900 мл;Окислители;шт;;12
OX6;Оксигент Estel De Luxe 6% 900 мл;Окислители;шт;;12
OX6S;Оксигент Estel De Luxe 6% 60 мл;Окислители;шт;12;120
SHE;Шампунь Estel Aqua 1000 мл;Уход;шт;;8
SHK;Шампунь Kapous Profound 1000 мл;Уход;шт;;8
KRA;Крем для рук Виталайн А 50 мл;Уход;шт
KRB;Крем для рук Виталайн Б 50 мл;Уход;шт
GEL5;Гель для волос сильной фиксации 5 кг;Стайлинг;шт
GEL2;Гель для волос сильной фиксации 250 мл;Стайлинг;шт
LR;Маска восстанавливающая Vivana LR+ 500 мл;Уход;шт
LA;Маска восстанавливающая Vivana LA 500 мл;Уход;шт
SN;Салфетка спанлейс н/стер. 20х20;Расходники;уп
SS;Салфетка спанлейс стер. 20х20;Расходники;уп
TP3;Лента для тела 3 см х 5 м;Расходники;шт
TP5;Лента для тела 5 см х 5 м;Расходники;шт
MB;Лак для ногтей МВ-70 Момент;Ногти;шт;;10
PRM;Перчатки нитриловые черные M;Перчатки;уп
PRL;Перчатки нитриловые черные L;Перчатки;уп
EUR;Кондиционер Euro Silk 1,9 кг;Уход;шт
EUS;Кондиционер Euro Silk 0,9 кг;Уход;шт""",
    "steel": """
U50;Уголок 50х50х5 мм 6 м;Уголок;шт
U32;Уголок 32х32х3 мм 6 м;Уголок;шт
K10;Квадрат 10 мм 6 м;Квадрат;шт
K12;Квадрат 12 мм 6 м;Квадрат;шт
A12;Арматура А500С 12 мм 11,7 м;Арматура;шт
A14;Арматура А500С 14 мм 11,7 м;Арматура;шт
L1;Лист х/к 1х1250х2500 мм;Лист;шт
L2;Лист х/к 2х1250х2500 мм;Лист;шт
TM;Термометр контактный;Приборы;шт
TR6;Труба топкинская профильная 6 м;Трубы;шт
TD;Труба Домкор профильная 6 м;Трубы;шт""",
}

CASES = [
    ("beauty", "краска капус шесть ноль десять штук и семь один пять штук", "KK60 10, KK71 5"),
    ("beauty", "оксигент шестипроцентный девятьсот миллилитров двенадцать", "OX6 12"),
    ("beauty", "Оксигент 6% 900мл 1 кор", "OX6 12"),
    ("beauty", "оксигент три процента большой двенадцать", "OX3 12"),
    ("beauty", "эстелевский шампунь три штуки", "SHE 3"),
    ("beauty", "крем виталайн а четыре штуки крем виталайн бэ три", "KRA 4, KRB 3"),
    ("beauty", "гель для волос большой две банки маленький двадцать четыре", "GEL2 24, GEL5 2"),
    ("beauty", "маска вивана эл эр плюс шесть штук", "LR 6"),
    ("beauty", "салфетка нестерильная десять упаковок стерильная пять", "SN 10, SS 5"),
    ("beauty", "салфетка не стерильная десять упаковок", "SN 10"),
    ("beauty", "лента для тела три сантиметра на пять метров двадцать штук", "TP3 20"),
    ("beauty", "лента для тела пять на пять метров десять штук", "TP5 10"),
    ("beauty", "лак для ногтей эм вэ семьдесят одну коробку", "MB 10"),
    ("beauty", "кондиционер евро кило девятьсот двадцать четыре штуки", "EUR 24"),
    ("beauty", "Перч. нитрил. черн. M 5 уп, L 2 уп", "PRL 2, PRM 5"),
    ("steel", "уголок пятьдесят на пятьдесят двадцать штук", "U50 20"),
    ("steel", "квадрат десятка двадцать штук", "K10 20"),
    ("steel", "арматура двенадцатая сто штук четырнадцатая двести", "A12 100, A14 200"),
    ("steel", "Арм. А500С 12мм 200шт", "A12 200"),
    ("steel", "лист холоднокатаный миллиметровый восемь штук", "L1 8"),
]


@lru_cache(maxsize=2)
def reader_of(shop: str) -> OrderReader:
    products = []
    for line in SHOPS[shop].strip().splitlines():
        sku, name, category, unit, pack, box, aliases = (line.split(";") + [""] * 7)[:7]
        held, cased = (Decimal(text) if text else None for text in (pack, box))
        products.append(Product(sku, name, category, unit, held, cased, tuple(aliases.split("|")) if aliases else ()))
    return OrderReader(CompanyData(products=products))


@pytest.mark.parametrize(("shop", "text", "expected"), CASES)
def test_the_article_is_found_by_what_people_call_it(shop: str, text: str, expected: str) -> None:
    document = reader_of(shop).read(words_of_text(text), now=NOW).to_document()
    found = sorted(f"{line['sku']} {line['quantity']:g}" for line in document["lines"])
    found += sorted(item["reason"] for item in document["unresolved"])
    assert ", ".join(found) == expected
