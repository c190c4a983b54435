"""A night's order over a wholesale catalogue takes no time that a caller or a worker would notice."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest

from models.company import CompanyData, Product
from nlp.orders.reader import OrderReader
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit

HEADS = "Перчатки Краги Кабель Провод Выключатель Розетка Болт Гайка Саморез Труба Кран Лампа Мешки Бумага Щит".split()
KINDS = "белый чёрный красный утеплённый нитриловый спилковый медный стальной оцинкованный светодиодный летний".split()
LOAD_CPU_S, READ_CPU_S = 12.0, 0.5  # four to five times what an idle core takes


def test_hundred_words_over_twenty_thousand_articles() -> None:
    chance = random.Random(7)
    names = [
        f"{chance.choice(HEADS)} {chance.choice(KINDS)} {chance.randint(1, 400)} мм "
        f"{chance.randint(1, 9)}х{chance.randint(1, 90)}"
        for _ in range(20_000)
    ]
    began = time.process_time()
    reader = OrderReader(CompanyData(products=[Product(f"S{n}", name) for n, name in enumerate(names)]))
    assert time.process_time() - began < LOAD_CPU_S
    words = " ".join(f"{chance.choice(names).lower()} двадцать штук" for _ in range(20)).split()[:100]
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    reader.read(words_of_text("краги сто"), now=now)
    began = time.process_time()
    reader.read(words_of_text(" ".join(words)), now=now)
    assert time.process_time() - began < READ_CPU_S
