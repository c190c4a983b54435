"""The sandbox CRM as a service: access, its document, its pages, and what survives a kill."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from crm.build import CrmSettings, build_crm
from crm.company_data import CompanyDataError
from crm.sandbox.app import create_app
from crm.sandbox.remote import SandboxControl
from crm.sandbox.run import serving
from crm.sandbox.settings import SandboxSettings
from crm.seam import Crm, CrmError, CrmRefused, DraftOrder
from crm.writes import confirm_once, write_once

pytestmark = pytest.mark.service

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance, content_type_conformance]


@pytest.fixture
def http(sandbox_url: str, token: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sandbox_url, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/products"),
        ("POST", "/api/v1/drafts"),
        ("GET", "/sandbox/faults"),
        ("POST", "/sandbox/faults"),
        ("POST", "/sandbox/reload"),
        ("GET", "/"),
    ],
)
@pytest.mark.parametrize("shown", ["", "Bearer wrong", "Basic eDp3cm9uZw==", "Bearer тест", "Basic ???"])
def test_nobody_gets_in_without_the_token(sandbox_url: str, method: str, path: str, shown: str) -> None:
    headers = {b"Authorization": shown.encode()} if shown else {}
    assert httpx.request(method, f"{sandbox_url}{path}", headers=headers, timeout=30).status_code == 401


def test_a_sandbox_without_a_token_does_not_start(demo_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="token"):
        create_app(SandboxSettings(demo_folder, tmp_path / "crm.db", ""))


def test_a_sandbox_over_bad_data_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(CompanyDataError):
        create_app(SandboxSettings(tmp_path, tmp_path / "crm.db", "t"))


def test_the_description_needs_nothing_from_outside(http: httpx.Client, sandbox_url: str) -> None:
    page = http.get("/docs").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert links
    assert all(link.startswith("/") for link in links)
    assert all(http.get(link).status_code == 200 for link in links)
    assert "/api/v1/drafts" in http.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b'{"client_id": 5}', b"\xff\xfe", b'{"client_id": null, "lines": [{"sku": "P-10-PVC"}]}']
)
def test_a_bad_request_is_told_in_the_protocol_and_not_repeated(http: httpx.Client, body: bytes) -> None:
    headers = {"Idempotency-Key": "bad", "Content-Type": "application/json"}
    answer = http.post("/api/v1/drafts", content=body, headers=headers)
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message"}


def test_a_draft_without_a_key_is_refused(http: httpx.Client) -> None:
    assert http.post("/api/v1/drafts", json={"client_id": None}).status_code == 422


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_without_end_is_refused(http: httpx.Client, announced: bool) -> None:
    body = b'{"comment": "' + b"a" * 1_100_000
    content = body if announced else (body[start : start + 100_000] for start in range(0, len(body), 100_000))
    headers = {"Idempotency-Key": "big", "Content-Type": "application/json"}
    try:
        assert http.post("/api/v1/drafts", content=content, headers=headers).status_code in (413, 422)
    except httpx.WriteError:
        assert announced  # the answer came before all was sent, and the connection was closed


def test_drafts_and_deals_are_shown_apart(
    http: httpx.Client, connect: Callable[..., Crm], sandbox_url: str, token: str, order: DraftOrder
) -> None:
    crm = connect()
    draft = write_once(crm, "page-1", order)
    deal = confirm_once(crm, write_once(crm, "page-2", order).draft_id)
    page = httpx.get(sandbox_url, auth=("crm", token), timeout=30).text
    drafts, deals = page.split("<h2>Сделки</h2>")
    assert f"<td>{draft.draft_id}</td>" in drafts
    assert f"<td>{deal.deal_id}</td>" in deals
    assert f"<td>{draft.draft_id}</td>" not in deals
    assert "Перчатки х/б с ПВХ 10 класс: 500 пара — 4\u00a0900 ₽" in drafts
    assert "ООО «ПензаСнаб»" in drafts


def test_words_of_a_caller_are_text_on_the_page(connect: Callable[..., Crm], sandbox_url: str, token: str) -> None:
    spoken = "<script>alert(1)</script>"
    connect().create_draft("page-3", DraftOrder(client_id=None, comment=spoken, unresolved=(spoken,)))
    assert spoken not in httpx.get(sandbox_url, auth=("crm", token), timeout=30).text


def test_a_deal_reserves_and_a_draft_does_not(connect: Callable[..., Crm], order: DraftOrder) -> None:
    crm = connect()
    before = _at_home(crm)
    draft = crm.create_draft("reserve", order)
    assert _at_home(crm) == before
    crm.confirm_draft(draft.draft_id)
    crm.confirm_draft(draft.draft_id)
    assert _at_home(crm) == before - 500


def test_what_was_kept_survives_a_kill(demo_folder: Path, tmp_path: Path, order: DraftOrder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    crm = build_crm(CrmSettings(f"http://127.0.0.1:{port}", "t", requests_per_s=500, read_attempts=1))
    kept = []
    for _ in range(2):
        process = _sandbox_process(demo_folder, tmp_path / "crm.db", port)
        try:
            _wait_for(crm)
            draft = write_once(crm, "kill", order)
            kept.append((draft, confirm_once(crm, draft.draft_id), _at_home(crm)))
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    crm.close()
    (first, deal, stock), (again, same_deal, same_stock) = kept
    assert (again.draft_id, same_deal, same_stock) == (first.draft_id, deal, stock)


def test_new_company_data_are_taken_whole_or_not_at_all(demo_folder: Path, tmp_path: Path, order: DraftOrder) -> None:
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    with serving(SandboxSettings(folder, tmp_path / "crm.db", "t", port=0)) as url:
        crm = build_crm(CrmSettings(url, "t", requests_per_s=500, timeout_s=30))
        control = SandboxControl(url, "t", timeout_s=30)
        old, whole = crm.data_version(), crm.company_data()
        catalog = folder / "catalog.csv"
        text = catalog.read_text(encoding="utf-8")
        catalog.write_text(text + "P-NEW,,,пара,,,,,,\n", encoding="utf-8")
        with pytest.raises(CrmRefused) as caught:
            control.reload()
        assert caught.value.reason == "bad_company_data"
        assert (crm.data_version(), crm.company_data()) == (old, whole)
        catalog.write_text(text + "P-NEW,Новинка,,пара,,,,5,,\n", encoding="utf-8")
        assert control.reload().version == crm.data_version() != old
        assert len(crm.company_data().products) == len(whole.products) + 1
        assert crm.products(["P-NEW"])[0].name == "Новинка"
        crm.close()
        control.close()


def test_many_pages_are_one_whole(tmp_path: Path) -> None:
    header = "sku,name,category,unit,pack,box,aliases,price,wholesale_price,wholesale_from\n"
    rows = "".join(f"A-{n},Товар {n},,шт,,,,1.5,,\n" for n in range(2_500))
    (tmp_path / "catalog.csv").write_text(header + rows, encoding="utf-8")
    with serving(SandboxSettings(tmp_path, tmp_path / "crm.db", "t", port=0)) as url:
        crm = build_crm(CrmSettings(url, "t", requests_per_s=500, timeout_s=30))
        assert [product.sku for product in crm.company_data().products] == [f"A-{n}" for n in range(2_500)]
        assert len(crm.products([f"A-{n}" for n in range(1_200)])) == 1_200
        crm.close()


def test_no_request_that_the_description_allows_breaks_the_service(sandbox_url: str, token: str) -> None:
    schema = schemathesis.openapi.from_url(f"{sandbox_url}/openapi.json").exclude(path_regex="^/sandbox")
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    for operation in operations:
        _ask_at_random(operation, token)
    assert len(operations) > 15


def _ask_at_random(operation: schemathesis.APIOperation[Any, Any, Any, Any], token: str) -> None:
    @given(operation.as_strategy())
    @settings(max_examples=4, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    ask()


def _at_home(crm: Crm) -> Decimal:
    return next(row.available for row in crm.stock(["P-10-PVC"]) if row.warehouse == "ЕКБ")


def _sandbox_process(folder: Path, database: Path, port: int) -> subprocess.Popen[bytes]:
    code = (
        "import sys; from pathlib import Path; from crm.sandbox.run import run_sandbox;"
        "from crm.sandbox.settings import SandboxSettings;"
        "run_sandbox(SandboxSettings(Path(sys.argv[1]), Path(sys.argv[2]), 't', port=int(sys.argv[3])))"
    )
    argv = [sys.executable, "-c", code, str(folder), str(database), str(port)]
    return subprocess.Popen(argv, cwd=Path(__file__).parents[2], env=os.environ)


def _wait_for(crm: Crm) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            crm.check()
        except CrmError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
