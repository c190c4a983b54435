"""What a call is, where no phrase of the rules says it: a bee-keeper's shop and shops unlike it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp.orders.calls.judge import INTENTS, learned
from nlp.orders.calls.words import CALLER, DATE, GOODS, NUMBER, UNIT, words_of
from nlp.orders.speech.tokens import tokenize

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("рамки сорок штук из них девять без проволоки и две расколоты", "complaint"),
        ("в накладной костюмов десять а в мешке восемь кто остальные привезёт", "complaint"),
        ("сколько рамок входит в коробку и до какого числа держите цену", "question"),
        ("а перчатки кожаные маломерят или брать размер в размер", "question"),
        ("банок литровых надо тысячу но сначала обсудим цену наберите меня завтра", "callback"),
        ("коля отнеси пять рамок в сарай и дымарь захвати я тут по телефону говорю", "other"),
        ("тридцать рамок не собирайте уже и вощину тоже снимите весь заказ", "other"),
    ],
)
def test_goods_and_numbers_alone_make_no_order(text: str, intent: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == intent


@pytest.mark.parametrize(
    "text",
    [
        "пчёлы роятся соседи ругаются рамки рута двадцать штук и дымарь один",
        "прошлый дымарь прогорел ну и ладно дымарь два и перчатки десять пар",
        "пила циркулярная три штуки",
        "стремянка пять ступеней две и удлинитель один",
        "здравствуйте а вы по субботам возите рамки дадан тридцать",
    ],
)
def test_an_order_stays_one_between_stories_and_of_goods_that_nobody_sells(text: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == "order"


@pytest.mark.parametrize("text", ["", "...", "алло"])
def test_a_call_of_next_to_nothing_is_no_order(text: str, read: Read) -> None:
    assert read("apiary", text)["intent"] == "other"


def test_words_know_no_trade_and_verbs_keep_their_form() -> None:
    tokens = tokenize("ромашка вчера привезли пять коробок сухих роз привезите ещё")
    words = [word for word, _ in words_of(tokens, goods={5, 6}, dates={1}, caller={0})]
    assert words == [CALLER, DATE, "привезти.past", NUMBER, UNIT, GOODS, "привезти.impr", "еще"]


def test_the_weights_speak_of_every_intent() -> None:
    weights = learned()
    assert len(weights.bias) == len(INTENTS)
    assert {len(each) for each in weights.signs.values()} == {len(INTENTS)}
