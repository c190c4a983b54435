"""Single mentions of goods are read, alone and several together, and guesses among them are counted."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.mentions import main
from benchmarks.mentions_data import joined, load_mentions

pytestmark = pytest.mark.unit

CATALOGUE = """sku,name,category,unit,pack,box,aliases,price,wholesale_price,wholesale_from
B1,Бита крестовая PH2 50 мм,Биты,шт,,10,,10,,
B2,Бита плоская SL6 50 мм,Биты,шт,,,,10,,
H1,Молоток слесарный 500 г,Молотки,шт,,,,300,,
"""
MENTIONS = (
    {"said": "бита крестовая две коробки", "sku": "B1", "quantity": "20"},
    {"said": "молоток слесарный три", "sku": "H1", "quantity": "3"},
    {"said": "биты полсотни", "any": ["B1", "B2"]},
    {"said": "стамеска плоская пять штук", "none": True},
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shop = tmp_path / "orders" / "bits"
    shop.mkdir(parents=True)
    (shop / "catalog.csv").write_text(CATALOGUE, encoding="utf-8")
    (shop / "stock.csv").write_text("sku,warehouse,available,expected_date,expected_quantity\n", encoding="utf-8")
    clients = "client_id,name,inn,phones,group_id,manager_id,warehouse,timezone,segment\n"
    (shop / "clients.csv").write_text(clients, encoding="utf-8")
    (shop / "managers.csv").write_text("manager_id,name,role,branch,phone,email,telegram\n", encoding="utf-8")
    (tmp_path / "mentions").mkdir()
    lines = "".join(json.dumps(mention, ensure_ascii=False) + "\n" for mention in MENTIONS)
    (tmp_path / "mentions" / "bits.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_lines_questions_and_guesses_are_counted_by_what_was_meant(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(root)]) == 0
    report = capsys.readouterr().out
    assert "| one article | 2 | 2 (100.0%) | 0 (0.0%) | 0 (0.0%) |" in report
    assert "| several articles | 1 | 0 (0.0%) | 1 (100.0%) | 0 (0.0%) |" in report
    assert "| none | 1 | 0 (0.0%) | 1 (100.0%) | 0 (0.0%) |" in report
    assert "Of 2 orders of three mentions" in report


def test_mentions_together_are_one_order_of_all_they_ask_for(root: Path) -> None:
    orders = joined(load_mentions(root / "mentions", "bits"), random.Random(1))
    lines = {sku: count for order in orders for sku, count in order.expected.lines.items()}
    reasons = sorted(reason for order in orders for reason in order.expected.reasons)
    said = sorted(len(order.text.split()) for order in orders)
    assert (said[-1] > 7, lines, reasons) == (True, {"B1": 20, "H1": 3}, ["ambiguous", "no_product"])


def test_mentions_of_one_article_never_stand_in_one_order(root: Path) -> None:
    mention = load_mentions(root / "mentions", "bits")[0]
    assert [order.expected.lines for order in joined([mention, mention], random.Random(1))] == [
        mention.expected.lines
    ] * 2


def test_a_catalogue_without_mentions_has_none(root: Path) -> None:
    assert load_mentions(root / "mentions", "hammers") == []
