"""What is said beside an order makes no line and no date; what only offers, asks or takes back is no order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("text", "due", "comment"),
    [
        ("кисти в прошлый раз облезлые были ну ладно запишите валики десять", "VAL 10", "облезлые"),
        ("валики десять и скажите во сколько вы завтра открываетесь и кисти пять", "KIST 5, VAL 10", "открываетесь"),
        ("валики десять а кисти почём у вас сейчас", "VAL 10", "почём"),
        ("валики десять кисти двадцать кистей не надо у нас их ещё сорок осталось", "VAL 10", "осталось"),
        ("валики десять вы в субботу работаете вообще", "VAL 10", "работаете"),
        ("валики десять и скажите водителю чтоб осторожнее и кисти пять", "KIST 5, VAL 10", "водителю"),
    ],
)
def test_words_beside_the_order_are_a_comment_and_no_line(
    text: str, due: str, comment: str, read: Read, lines_of: Show
) -> None:
    document = read("repair", text)
    assert document["intent"] == "order"
    assert lines_of(document) == due
    assert document["unresolved"] == []
    assert comment in document["comment"]


@pytest.mark.parametrize(
    "text",
    [
        "валики десять и скажите во сколько вы завтра открываетесь",
        "валики десять вы в субботу работаете",
        "валики десять про кисти уточню завтра",
        "валики десять подскажите до скольки у вас завтра склад и кисти пять",
    ],
)
def test_day_of_a_question_is_no_day_of_delivery(text: str, read: Read) -> None:
    assert read("repair", text)["delivery"]["date"] is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("поздравляем вы выиграли бесплатную консультацию нажмите один", "other"),
        ("вас приветствует банк предлагаем кредит для бизнеса до пяти миллионов", "other"),
        ("отмените наш вчерашний заказ на кисти и валики", "other"),
        ("а доставка наша где кисти сегодня утром обещали мы без них стоим", "question"),
        ("перезвоните мне завтра хочу обсудить поставку двухсот валиков", "callback"),
        ("почём у вас сейчас цемент если взять сто мешков", "question"),
        ("я вчера сорок валиков заказывал где они машина так и не пришла", "question"),
        ("валики уже приходили или ещё нет", "question"),
        ("есть ли в наличии валики сто штук и когда сможете отгрузить", "question"),
        ("вы нам вчера привезли пену а заказывали герметик двадцать штук когда поменяете", "complaint"),
        ("вы нам прислали просроченный цемент целая коробка замените и акт нам нужен", "complaint"),
        ("вчера получили плёнку а она вся в пятнах разбирайтесь будем возвращать", "complaint"),
        ("я вчера заказывала кисти и валики отмените пожалуйста весь заказ", "other"),
    ],
)
def test_call_is_what_it_asks_for(text: str, intent: str, read: Read) -> None:
    document = read("repair", text)
    assert document["intent"] == intent
    assert document["lines"] == []
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "date", "address"),
    [
        ("валики десять доставка пенза улица мира пять двадцать шестого", "2026-11-26", "Пенза улица Мира 5"),
        ("валики десять на понедельник перезвоните завтра", "2026-11-23", None),
        ("валики десять остальное уточним завтра а это на среду", "2026-11-25", None),
        ("Валики 10 шт, дост. пн, нал", "2026-11-23", None),
    ],
)
def test_day_of_delivery_is_told_from_what_stands_beside_it(
    text: str, date: str, address: str | None, read: Read
) -> None:
    delivery = read("repair", text)["delivery"]
    assert (delivery["date"], delivery["address"]) == (date, address)
