"""Whatever is said, the reader answers with a document; it never fails and never invents a line from nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.company import CompanyData
from nlp.orders.reader import OrderReader
from nlp.orders.reading import SpokenWord
from nlp.orders.words import words_of_text, words_of_transcript

pytestmark = pytest.mark.unit

SPEECH = (
    "ой нет не а вместо замените на как обычно поровну столько же каждых по ещё добавьте уберите только без или "
    "то ли итого отменяйте "
    "на каждую к каждому по одной всего из них первого второго последние остальные обе там туда магазин бани "
    "оставьте пусть в два раза больше такие же сделайте пол полтонны 3х 2,5 1/2 № - ; . ? артикул дробь и краги "
    "перчатки пена сто двести "
    "пятьсот полтора пять пар штук коробку метров упаковок белые зимняя м восемь на сорок нитриловые эль завтра "
    "доставка адрес улица мира"
).split()


@given(words=st.lists(st.sampled_from(SPEECH), max_size=24))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_of_words_gives_a_document(words: list[str], read: Callable[..., dict[str, Any]]) -> None:
    for trade in ("work", "repair"):
        document = read(trade, " ".join(words), phone="+79001112233")
        assert all(line["quantity"] > 0 and line["sku"] for line in document["lines"])
        assert json.dumps(document)


@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_document(text: str, read: Callable[..., dict[str, Any]]) -> None:
    assert read("work", text)["intent"] in {"order", "callback", "question", "complaint", "other"}


@pytest.mark.parametrize(
    "text", ["", "краги сто пар", "как обычно", "не краги, а рукавицы", "вместо краг рукавицы", "5 коробок"]
)
def test_company_without_data_gets_no_line(text: str) -> None:
    import datetime as dt

    reading = OrderReader(CompanyData()).read(words_of_text(text), phone="+7900", now=dt.datetime.now(dt.UTC))
    assert reading.lines == ()


@pytest.mark.parametrize("text", ["краги на каждую по две", "перчатки белые на каждого по две пары краг"])
def test_what_goes_to_each_of_goods_nobody_counted_is_read(text: str, read: Callable[..., dict[str, Any]]) -> None:
    assert read("work", text)["intent"] == "order"


def test_endless_word_is_read() -> None:
    import datetime as dt

    reader = OrderReader(CompanyData())
    reader.read([SpokenWord("а" * 100_000), SpokenWord("1" * 400)], now=dt.datetime.now(dt.UTC))


def test_transcript_gives_the_words_of_the_client_with_their_times() -> None:
    document = {
        "source": "pbx",
        "segments": [
            {"start": 0.0, "end": 1.0, "speaker": "manager", "text": "слушаю вас"},
            {"start": 1.0, "end": 2.0, "speaker": "client", "words": [{"text": "краги", "start": 1.1, "end": 1.5}]},
            {"start": 2.0, "end": 3.0, "speaker": "client", "text": "сто пар", "confidence": 0.8},
        ],
    }
    words = words_of_transcript(document)
    assert [(word.text, word.start) for word in words] == [("краги", 1.1), ("сто", 2.0), ("пар", 2.0)]


def test_everybody_on_the_night_line_is_the_client() -> None:
    document = {"source": "night_line", "segments": [{"speaker": "manager", "start": 0, "end": 1, "text": "краги сто"}]}
    assert [word.text for word in words_of_transcript(document)] == ["краги", "сто"]
