"""Price by the threshold of the whole line, stock in parts, and the delivery line."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest

from models.company import OrderTerms, Product, StockRow
from nlp.orders.pricing import check_stock, delivery_charge, line_amount, line_price, order_weight, price_line
from nlp.orders.reading import OrderLine, StockStatus

pytestmark = pytest.mark.unit

GLOVES = Product("P", "Перчатки", unit="пара", price=D("11.40"), wholesale_price=D("10.20"), wholesale_from=D(1000))
SOON = dt.date(2026, 12, 1)
LATER = dt.date(2026, 12, 20)


def line(quantity: int, amount: str | None = "100") -> OrderLine:
    return OrderLine("P", D(quantity), "пара", "перчатки", 0.9, amount=D(amount) if amount is not None else None)


@pytest.mark.parametrize(("quantity", "price"), [(1, "11.40"), (999, "11.40"), (1000, "10.20"), (5000, "10.20")])
def test_wholesale_price_holds_for_the_whole_line_from_its_threshold(quantity: int, price: str) -> None:
    assert line_price(GLOVES, D(quantity)) == D(price)


def test_unknown_price_stays_unknown() -> None:
    assert line_price(Product("P", "Перчатки"), D(5)) is None
    assert line_amount(None, D(5)) is None


def test_amount_is_rounded_to_kopecks() -> None:
    assert line_amount(D("3.333"), D("1.5")) == D("5.00")


@pytest.mark.parametrize(
    ("available", "status"), [(500, StockStatus.IN_STOCK), (499, StockStatus.PARTIAL), (0, StockStatus.OUT_OF_STOCK)]
)
def test_stock_says_what_can_ship_now(available: int, status: StockStatus) -> None:
    check = check_stock([StockRow("P", "ЕКБ", D(available), SOON, D(1000))], D(500), "ЕКБ")
    assert (check.status, check.available, check.expected_date) == (status, D(available), SOON)


def test_no_stock_data_is_unknown() -> None:
    assert check_stock([], D(5), "ЕКБ").status is StockStatus.UNKNOWN


def test_goods_of_another_warehouse_cannot_ship_from_this_one() -> None:
    check = check_stock(
        [StockRow("P", "МСК", D(900), LATER, D(5)), StockRow("P", "СПБ", D(9), SOON, D(5))], D(500), "ЕКБ"
    )
    assert (check.status, check.available, check.expected_date) == (StockStatus.OUT_OF_STOCK, D(0), SOON)


def test_fullest_warehouse_is_named_when_the_client_has_none() -> None:
    check = check_stock([StockRow("P", "МСК", D(9)), StockRow("P", "ЕКБ", D(900))], D(500), None)
    assert (check.warehouse, check.status) == ("ЕКБ", StockStatus.IN_STOCK)


TERMS = OrderTerms(minimum_sum=D(5000), delivery_price=D(700), free_delivery_from_kg=D(300))
HEAVY = {"P": Product("P", "Перчатки", weight_kg=D(1))}
LIGHT = {"P": Product("P", "Перчатки", weight_kg=D("0.01"))}


@pytest.mark.parametrize(
    ("amount", "products", "mode", "charge"),
    [
        pytest.param("4999", LIGHT, "delivery", D(700), id="under the minimum"),
        pytest.param("4999", LIGHT, None, D(700), id="delivery not spoken of"),
        pytest.param("5000", LIGHT, "delivery", None, id="at the minimum"),
        pytest.param("4999", LIGHT, "pickup", None, id="the client collects"),
        pytest.param("4999", HEAVY, "delivery", None, id="free by weight"),
        pytest.param(None, LIGHT, "delivery", None, id="an unknown sum is not too small"),
    ],
)
def test_delivery_line_is_added_under_the_minimum(
    amount: str | None, products: dict[str, Product], mode: str | None, charge: D | None
) -> None:
    assert delivery_charge([line(400, amount)], products, TERMS, mode) == charge


def test_no_rule_and_no_lines_add_nothing() -> None:
    assert delivery_charge([line(1)], LIGHT, OrderTerms(), "delivery") is None
    assert delivery_charge([], LIGHT, TERMS, "delivery") is None


def test_weight_is_unknown_when_one_article_has_none() -> None:
    assert order_weight([line(5)], {"P": GLOVES}) is None
    assert order_weight([line(5)], {"P": Product("P", "Гвозди", unit="кг")}) == D(5)


def test_line_is_priced_with_the_stock_of_today() -> None:
    priced = price_line(line(1000, None), GLOVES, [StockRow("P", "ЕКБ", D(10))], "ЕКБ")
    assert (priced.price, priced.amount) == (D("10.20"), D("10200.00"))
    assert priced.stock is not None
    assert priced.stock.status is StockStatus.PARTIAL
