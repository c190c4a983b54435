import datetime as dt
import json
from decimal import Decimal

import pytest
from pytest_httpserver import HTTPServer

from models.company import CompanyData, Product
from nlp.orders.reading import OrderReading
from nlp.orders.second_reader import DISAGREES, SecondReaderSettings
from nlp.orders.words import words_of_text
from worker.second_opinion import TwiceRead

pytestmark = pytest.mark.service

COMPANY = CompanyData(products=(Product("HAM-500", "Молоток слесарный 500 г", price=Decimal(350)),))


def read(server: HTTPServer) -> OrderReading:
    reader = TwiceRead(COMPANY, SecondReaderSettings(server.url_for("/v1"), "local", timeout_s=5.0))
    now = dt.datetime(2026, 11, 20, 22, tzinfo=dt.UTC)
    return reader.read(words_of_text("молоток слесарный десять штук"), phone=None, client_id=None, now=now)


def answer(quantity: int) -> dict[str, object]:
    content = json.dumps({"lines": [{"sku": "HAM-500", "quantity": quantity}]})
    return {"choices": [{"message": {"content": content}}]}


def test_a_line_that_the_second_reader_reads_otherwise_is_marked_and_not_changed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_json(answer(12))
    [line] = read(httpserver).lines
    assert line.quantity == 10
    assert line.note is not None
    assert DISAGREES in line.note


def test_a_line_that_both_read_alike_has_no_mark(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_json(answer(10))
    [line] = read(httpserver).lines
    assert line.note is None


def test_a_second_reader_that_fails_costs_nothing_but_its_opinion(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data("gateway", status=502)
    [line] = read(httpserver).lines
    assert line.quantity == 10
