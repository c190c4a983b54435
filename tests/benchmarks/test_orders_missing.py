"""Orders are read without one of their articles, and what is put in its place is counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.orders_data import load_catalogues
from benchmarks.orders_missing import markdown, read_without, report

pytestmark = pytest.mark.unit

CATALOGUE = """sku,name,category,unit,pack,box,aliases,price,wholesale_price,wholesale_from
B1,Бита крестовая PH2 50 мм,Биты,шт,,,,10,,
B2,Бита плоская SL6 50 мм,Биты,шт,,,,10,,
H1,Молоток слесарный 500 г,Молотки,шт,,,,300,,
"""
ORDERS = (("бита крестовая десять штук", {"B1": 10}), ("молоток слесарный две штуки", {"H1": 2}))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog.csv").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "stock.csv").write_text("sku,warehouse,available,expected_date,expected_quantity\n", encoding="utf-8")
    (tmp_path / "clients.csv").write_text(
        "client_id,name,inn,phones,group_id,manager_id,warehouse,timezone,segment\n", encoding="utf-8"
    )
    (tmp_path / "managers.csv").write_text("manager_id,name,role,branch,phone,email,telegram\n", encoding="utf-8")
    rows = [
        {
            "id": f"o{number}",
            "text": text,
            "now": "2026-11-20T20:00:00+05:00",
            "expected": {
                "intent": "order",
                "client_id": None,
                "lines": [{"sku": sku, "quantity": count} for sku, count in lines.items()],
            },
        }
        for number, (text, lines) in enumerate(ORDERS)
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "dev.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_ordered_article_is_missing_and_nothing_takes_its_place(folder: Path) -> None:
    found = [one for catalogue in load_catalogues(folder) for one in read_without(catalogue, every=1)]
    assert [(one.sku, one.alone, one.outcome.lines, one.guesses) for one in found] == [
        ("B1", False, {}, []),
        ("H1", True, {}, []),
    ]
    whole = report(found)
    assert whole["all"] == {"orders": 2, "guessed": 0, "rest_right": 2}
    assert "| none remains | 1 | 0 (0.0%) | 100.0% |" in markdown(whole)


def test_a_line_that_nobody_ordered_is_a_guess(folder: Path) -> None:
    order = (folder / "dev.jsonl").read_text(encoding="utf-8").replace('"B1"', '"H1"')
    (folder / "dev.jsonl").write_text(order, encoding="utf-8")
    found = [one for catalogue in load_catalogues(folder) for one in read_without(catalogue, every=1)]
    assert [[line["sku"] for line in one.guesses] for one in found] == [["B1"], []]
