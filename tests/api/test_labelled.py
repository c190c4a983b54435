from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.orders_data import load_catalogues

pytestmark = pytest.mark.service
URL = "/api/v1/drafts/corrections.jsonl"


def decided(client: httpx.Client, draft_id: str, quantity: int) -> None:
    draft = client.get(f"/api/v1/drafts/{draft_id}").json()
    lines = [{"id": item["id"], "sku": item["sku"], "quantity": item["quantity"]} for item in draft["lines"]]
    lines[0]["quantity"] = quantity
    changed = client.patch(f"/api/v1/drafts/{draft_id}", json={"version": draft["version"], "lines": lines}).json()
    confirmed = client.post(f"/api/v1/drafts/{draft_id}/confirm", json={"version": changed["version"]})
    assert confirmed.status_code == 200, confirmed.text


def test_a_corrected_order_becomes_a_labelled_one(desk: Any, irina: httpx.Client) -> None:
    decided(irina, desk.draft("easy"), 650)
    answer = desk.client("rop").get(URL)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    orders = [json.loads(line) for line in answer.text.splitlines()]
    [order] = [order for order in orders if order["id"] == desk.draft("easy")]
    assert order["text"].startswith("здравствуйте это стройподряд")
    assert order["phone"] == "+79120001122"
    assert order["now"].endswith("+05:00")
    assert order["expected"]["intent"] == "order"
    assert order["expected"]["client_id"] == "K-104"
    assert order["expected"]["lines"] == [{"sku": "P-10-PVC", "quantity": 650}, {"sku": "V-BRZ", "quantity": 120}]
    assert order["expected"]["delivery"]["date"] == "2026-11-23"
    assert order["first"]["lines"][0]["quantity"] == 500
    assert order["tags"] == ["own", "corrected"]
    assert order["transcript"]["segments"][0]["words"]


def test_only_who_sees_the_whole_company_takes_it_out(irina: httpx.Client) -> None:
    assert irina.get(URL).status_code == 403


def test_orders_before_the_asked_day_are_left_out(desk: Any) -> None:
    rop = desk.client("rop")
    assert len(rop.get(URL).text.splitlines()) == 21
    assert rop.get(URL, params={"since": "2100-01-01T00:00:00Z"}).text == ""


def test_the_export_beside_the_companys_data_is_a_set_that_can_be_evaluated(
    desk: Any, irina: httpx.Client, tmp_path: Path
) -> None:
    decided(irina, desk.draft("easy"), 650)
    gloves = Path(__file__).parents[1] / "data" / "orders" / "gloves"
    for name in ("catalog", "stock", "clients", "managers", "orders"):
        shutil.copy(gloves / f"{name}.csv", tmp_path)
    (tmp_path / "own.jsonl").write_bytes(desk.client("rop").get(URL).content)
    [catalogue] = load_catalogues(tmp_path)
    own = {order.id: order for order in catalogue.orders}[desk.draft("easy")]
    assert own.expected.lines == {"P-10-PVC": Decimal(650), "V-BRZ": Decimal(120)}
    assert own.expected.mode == "delivery"
