"""The labelled orders are right by themselves: articles exist, quantities, dates and clients are possible."""

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum.ru import inn

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[1] / "data" / "orders"
CATALOGUES = sorted(path.name for path in ROOT.iterdir() if path.is_dir())
INTENTS = {"order", "callback", "question", "complaint", "other"}
REASONS = {"no_product", "ambiguous", "no_quantity", "unit_mismatch", "no_history"}


def table(catalogue: str, name: str) -> list[dict[str, str]]:
    with (ROOT / catalogue / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def orders(catalogue: str) -> list[dict[str, Any]]:
    lines = [line for split in ("dev", "test") for line in _lines(ROOT / catalogue / f"{split}.jsonl")]
    return [json.loads(line) for line in lines]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_article_and_client_of_the_labels_exists(catalogue: str) -> None:
    skus = {row["sku"] for row in table(catalogue, "catalog")}
    clients = {row["client_id"] for row in table(catalogue, "clients")}
    for order in orders(catalogue):
        expected = order["expected"]
        assert {line["sku"] for line in expected["lines"]} <= skus, order["id"]
        assert expected["client_id"] is None or expected["client_id"] in clients, order["id"]


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_quantities_are_possible_in_the_base_unit(catalogue: str) -> None:
    units = {row["sku"]: row["unit"] for row in table(catalogue, "catalog")}
    for order in orders(catalogue):
        lines = order["expected"]["lines"]
        assert len({line["sku"] for line in lines}) == len(lines), order["id"]
        for line in lines:
            quantity = Decimal(str(line["quantity"]))
            assert quantity > 0, order["id"]
            assert units[line["sku"]] in {"м", "м2", "м3", "кг", "л"} or quantity == int(quantity), order["id"]


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_intents_reasons_and_dates_are_possible(catalogue: str) -> None:
    for order in orders(catalogue):
        expected = order["expected"]
        assert expected["intent"] in INTENTS, order["id"]
        assert {item["reason"] for item in expected["unresolved"]} <= REASONS, order["id"]
        assert (expected["intent"] == "order") == bool(expected["lines"] or expected["unresolved"]), order["id"]
        now = dt.datetime.fromisoformat(order["now"])
        assert now.utcoffset() is not None, order["id"]
        date = (expected["delivery"] or {}).get("date")
        assert date is None or 0 <= (dt.date.fromisoformat(date) - now.date()).days <= 45, order["id"]


def test_ids_are_unique_and_texts_are_not_repeated() -> None:
    every = [order for catalogue in CATALOGUES for order in orders(catalogue)]
    assert len({order["id"] for order in every}) == len(every)
    assert len({order["text"] for order in every}) == len(every)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_company_data_is_consistent(catalogue: str) -> None:
    products = table(catalogue, "catalog")
    clients = table(catalogue, "clients")
    managers = {row["manager_id"] for row in table(catalogue, "managers")}
    skus = [row["sku"] for row in products]
    assert len(set(skus)) == len(skus) == len({row["name"] for row in products})
    assert {row["sku"] for row in table(catalogue, "stock")} <= set(skus)
    assert {row["sku"] for row in table(catalogue, "orders")} <= set(skus)
    assert all(not row["inn"] or inn.is_valid(row["inn"]) for row in clients)
    assert {row["manager_id"] for row in clients} <= managers
