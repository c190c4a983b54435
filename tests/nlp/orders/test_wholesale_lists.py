"""Price lists as wholesalers write them, and what people say of their packages, short words and counts."""

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
    "garden": """
GRASS; Трава газонная Спорт меш. 20 кг; кг; 20
CLOVER; Клевер белый вес. меш. 10 кг; кг; 10
BAG; Мешок полипропиленовый 55х95; шт; 100
SOIL; Грунт для рассады 10 л; шт; ; 5
POT; Горшок торфяной 8 см; шт; 50; 500
TOM; Томат Гномик раннесп. 0,1 г; шт; 10; 200""",
    "bedding": """
KPB15; КПБ 1,5 сп. бязь нав. 70х70 (2 шт); компл; ; 10; постельное полуторное бязь
KPB2; КПБ 2 сп. бязь нав. 70х70 (2 шт); компл; ; 10; постельное двуспальное бязь
KPBE; КПБ евро бязь нав. 70х70 (2 шт); компл; ; 8
OD15; Одеяло 1,5 сп. 140х205 верблюжья шерсть; шт; ; 5
OD2; Одеяло 2 сп. 172х205 верблюжья шерсть; шт; ; 5
ODE; Одеяло евро 200х220 верблюжья шерсть; шт; ; 4
PR15; Простыня 1,5 сп. 150х215 бязь отбел.; шт; ; 30
PR2; Простыня 2 сп. 180х215 бязь отбел.; шт; ; 30
NAV; Наволочка 70х70 бязь отбел.; шт; 10; 100
PL1; Плед флис 130х150 см; шт; ; 30
PL2; Плед флис 150х200 см; шт; ; 20""",
    "dairy": """
MOL32; Молоко пастер. 3,2% 0,9 л Деревенское; шт; 12
MOL25; Молоко пастер. 2,5% 0,9 л Деревенское; шт; 12
SMV; Сметана 20% вед. 5 кг; кг
FAR; Фарш домашний зам. 1 кг; кг; ; 12
GOV; Говядина лопатка б/к зам.; кг; ; 20
KOL; Колбаса Краковская п/к вес.; кг; ; 6
KOV; Колбаса Краковская в/с вес.; кг; ; 6""",
    "computers": """
F16; Флеш-накопитель Kingston 16Gb USB 3.0; шт; ; 25
F32; Флеш-накопитель Kingston 32Gb USB 3.0; шт; ; 25
S3; Сетевой фильтр 5 роз. 3м белый; шт; ; 25
S5; Сетевой фильтр 5 роз. 5м белый; шт; ; 20
B15; Сумка для ноутбука 15,6" черная; шт
B17; Сумка для ноутбука 17,3" черная; шт""",
    "welding": """
E3; Электрод МР-3С ф 3,0 мм (пачка 5 кг); кг; 5
E4; Электрод МР-3С ф 4,0 мм (пачка 5 кг); кг; 5
U3; Электрод УОНИ-13/55 ф 3,0 мм (пачка 4,5 кг); кг; 4.5
C230; Круг отр. по мет. 230х2,0х22; шт; 25
C2305; Круг отр. по мет. 230х2,5х22; шт; 25
RZ; Резак пропан Р1П вент.; шт
RK; Редуктор кислородный БКО-50-4; шт
MS; Маска св. хамелеон норм.; шт
CB; Кабель сварочный КГ 1х25; м; 100""",
}
ORDERS = (
    ("garden", "грунт одна коробка пять штук горшки торфяные тысяча штук это две коробки", "POT 1000, SOIL 5"),
    ("garden", "пять коробок двадцать пять штук грунта и клевера два мешка", "CLOVER 20, SOIL 25"),
    ("garden", "грунт две коробки двадцать штук горшков", "POT 20, SOIL 10"),
    ("garden", "траву газонную мешок и мешок полипропиленовый сто штук", "BAG 100, GRASS 20"),
    ("garden", "клевер мешок ой нет клевера два", "CLOVER 20"),
    ("garden", "грунт для рассады пять каробок", "SOIL 25"),
    ("garden", "клевер весовой пять мешков томат гномик раннеспелый коробка", "CLOVER 50, TOM 200"),
    ("bedding", "одеяло верблюжье полуторное десять двуспальное пять и евро четыре", "OD15 10, OD2 5, ODE 4"),
    ("bedding", "постельное двуспальное десять и простыни бязевые полуторные тридцать", "KPB2 10, PR15 30"),
    ("bedding", "наволочки семьдесят на семьдесят сто штук", "NAV 100"),
    ("bedding", "пледы большие двадцать маленькие тридцать", "PL1 30, PL2 20"),
    ("dairy", "молоко три и два процента пять упаковок два с половиной процента три упаковки", "MOL25 36, MOL32 60"),
    ("dairy", "сметану два ведра фарш десять пакетов говядина лопатка бескостная сорок кило", "FAR 10, GOV 40, SMV 10"),
    ("dairy", "колбаса краковская полукопчёная шесть кило колбаса краковская пикантная пять кило", "KOL 6, no_product"),
    ("welding", "электроды эм эр три эс тройка десять пачек и четверка пять пачек", "E3 50, E4 25"),
    ("welding", "круг отрезной двести тридцать на два пятьдесят штук", "C230 50"),
    ("welding", "круг отрезной двести тридцать на два пять пятьдесят штук", "C2305 50"),
    ("welding", "резак пропановый один и редуктор кислородный один", "RK 1, RZ 1"),
    ("welding", "маска сварочная нормальная хамелеон две штуки сварочный кабель сто метров", "CB 100, MS 2"),
    ("computers", "флешки шестнадцать гигов двадцать пять штук и тридцать два гига десять", "F16 25, F32 10"),
    ("computers", "сетевые фильтры пять розеток три метра десять штук и пять метров пять штук", "S3 10, S5 5"),
    ("computers", "сумка для ноутбука пятнадцать и шесть пять штук семнадцать и три две", "B15 5, B17 2"),
)


@lru_cache
def _reader(shop: str) -> OrderReader:
    products = []
    for line in SHOPS[shop].strip().splitlines():
        sku, name, unit, pack, box, alias = ([part.strip() for part in line.split(";")] + [""] * 3)[:6]
        sizes = [Decimal(size) if size else None for size in (pack, box)]
        products.append(Product(sku, name, "", unit, *sizes, aliases=(alias,) if alias else ()))
    return OrderReader(CompanyData(products=products))


def _read(shop: str, text: str) -> str:
    """Return what was understood as «sku quantity, …» and then the reasons of what was not."""
    reading = _reader(shop).read(words_of_text(text), now=NOW)
    lines = sorted(f"{line.sku} {line.quantity.normalize():f}" for line in reading.lines)
    return ", ".join([*lines, *sorted(item.reason.value for item in reading.unresolved)])


@pytest.mark.parametrize(("shop", "text", "expected"), ORDERS)
def test_an_order_over_a_wholesale_list_is_read(shop: str, text: str, expected: str) -> None:
    assert _read(shop, text) == expected
