"""Who an order is for: a name beats a tax number, that beats the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]

PHONE = "+79001112233"


@pytest.mark.parametrize(
    ("text", "phone", "client_id", "matched_by"),
    [
        pytest.param("пена двенадцать штук", PHONE, "C1", "phone", id="the phone of a client"),
        pytest.param("это ремстрой плюс пена двенадцать штук", PHONE, "C3", "name", id="a related company is named"),
        pytest.param("заказ на ремстрой плюс кисти десять", PHONE, "C3", "name", id="an order in another name"),
        pytest.param("ремстрой беспокоит кисти десять", "+79990000000", "C1", "name", id="a name that opens the call"),
        pytest.param("ооо фасад мастер кисти десять", None, "C4", "name", id="a hyphen is not spoken"),
        pytest.param("это фасадмастер кисти десять", None, "C4", "name", id="two words heard as one"),
        pytest.param("трест номер семь беспокоит кисти десять", None, "C5", "name", id="a number in the name"),
        pytest.param("от лебедевой анны сергеевны кисти десять", None, "C2", "name", id="a person in another case"),
        pytest.param("меня зовут анна лебедева кисти десять", None, "C2", "name", id="first name before the surname"),
        pytest.param("это леруа трейд кисти десять", None, "C6", "name", id="a Latin name by ear"),
        pytest.param("наш инн 7701234560 кисти десять", None, "C1", "inn", id="a typed tax number"),
        pytest.param("на ремстрой плюс звонит фасад мастер кисти десять", PHONE, "C3", "name", id="for whom it is"),
        pytest.param("заказ на фасад мастер звоню с ремстроя кисти десять", PHONE, "C4", "name", id="who only calls"),
        pytest.param("это плюсовой ремстрой кисти десять", None, "C3", "name", id="told apart by an adjective"),
        pytest.param("ремстанция беспокоит кисти десять", None, None, "none", id="a name that only sounds alike"),
        pytest.param("это гордеев кисти десять", "+79001112277", "C8", "phone", id="a part of the caller's name"),
        pytest.param("это гордеев кисти десять", None, "C7", "name", id="a surname alone"),
        pytest.param("мансарда беспокоит кисти десять", None, "C9", "name", id="the quoted part of a name"),
        pytest.param("кисти десять", "+79990000000", None, "none", id="a stranger"),
        pytest.param("это ооо незнакомка кисти десять", PHONE, "C1", "phone", id="a name that the CRM does not know"),
    ],
)
def test_client_is_found_by_the_surest_sign(
    text: str, phone: str | None, client_id: str | None, matched_by: str, read: Read
) -> None:
    document = read("repair", text, phone=phone)
    assert document["client"]["client_id"] == client_id
    assert document["client"]["matched_by"] == matched_by


def test_name_of_a_client_makes_no_line(read: Read, lines_of: Callable[[dict[str, Any]], str]) -> None:
    document = read("repair", "это трест номер семь кисти десять штук")
    assert lines_of(document) == "KIST 10"
    assert document["unresolved"] == []


def test_known_client_is_taken_when_nobody_is_named(read: Read) -> None:
    assert read("repair", "кисти десять", client_id="C4")["client"]["client_id"] == "C4"


def test_named_client_wins_over_the_known_one(read: Read) -> None:
    assert read("repair", "это ремстрой плюс кисти десять", client_id="C4")["client"]["client_id"] == "C3"


def test_past_orders_of_the_named_client_are_repeated(read: Read, lines_of: Callable[[dict[str, Any]], str]) -> None:
    document = read("repair", "это ремстрой как обычно", phone="+79990000000")
    assert lines_of(document) == "CEM 20, GER 24, PEN 36"


def test_usual_order_of_a_stranger_has_no_history(read: Read) -> None:
    document = read("repair", "нам как обычно", phone="+79990000000")
    assert document["intent"] == "order"
    assert [item["reason"] for item in document["unresolved"]] == ["no_history"]


def test_history_decides_between_equal_articles_and_the_line_says_so(read: Read) -> None:
    document = read("work", "перчатки нитриловые сто пар", phone="+79001112244")
    assert [(line["sku"], line["quantity"]) for line in document["lines"]] == [("N2", 100)]
    assert document["lines"][0]["note"] == "выбрано по прошлым заказам клиента"
    assert {"N1", "N3"} <= set(document["lines"][0]["alternatives"])


def test_without_history_equal_articles_are_a_question(read: Read) -> None:
    document = read("work", "перчатки нитриловые сто пар")
    assert document["lines"] == []
    assert document["unresolved"][0]["reason"] == "ambiguous"
    assert {"N1", "N2", "N3"} <= set(document["unresolved"][0]["alternatives"])
    assert document["unresolved"][0]["quantity"] == 100
