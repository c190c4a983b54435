"""The same words are read the same way in every process, whatever seed Python hashes strings with."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

SCRIPT = """
import datetime as dt, json
from models.company import CompanyData, Product
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

NAMES = '''Уголок стальной 40х40; Угол фасадный белый; Угловой доборный элемент; Лента золотистая; Лента золотая
Золотинка подвеска; Свеча-цифра 5 золотая; Свеча-цифра 5 серебряная; Шар серебристый; Серебрянка краска
Плёнка Isospan D; Изоспан В; Изоспан Д; Крышка DN; Крышка ДН; Кран Bugatti; Кран Bugati; Лампа LED круглая
Лампа кругл. матовая; Кольцо круглое; Кругляк берёзовый; Пакет с/м; Пакет с/ш; Пакет сетч.; Сетка; Сеточка'''
PRODUCTS = [Product(f'A{n}', name.strip()) for n, name in enumerate(NAMES.replace(chr(10), ';').split(';'))]
ORDERS = ('уголки пять штук угловые два', 'золотенькую ленту три и золотых пятёрок десять', 'серебрянных пять штук',
          'изоспан дэ два рулона', 'бугатти кран один', 'круглые лампочки десять', 'сетчатых пакетов сто и сеток пять')
reader = OrderReader(CompanyData(products=PRODUCTS))
now = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.UTC)
matches = Catalogue(PRODUCTS).vocabulary.matches
print(json.dumps([reader.read(words_of_text(text), now=now).to_document() for text in ORDERS], default=str))
print([matches(word) for text in ORDERS for word in text.split()])
"""


def test_two_hash_seeds_read_the_same_orders_alike() -> None:
    first, second = (_printed(seed) for seed in ("1", "2"))
    assert '"lines"' in first
    assert first == second


def _printed(seed: str) -> str:
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout
