from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from crm.seam import CrmUnavailable

pytestmark = pytest.mark.service


def test_a_sound_desk_is_ready(desk: Any) -> None:
    answer = desk.visitor().get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "ready": True,
            "database": "ok",
            "migrations": "ok",
            "sound": "ok",
            "broker": "not_configured",
            "crm": "ok",
        },
    )


def test_an_older_database_is_not_ready(desk: Any) -> None:
    with desk.sessions.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = desk.visitor().get("/readyz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


@pytest.mark.parametrize("options", [{"broker_url": "redis://127.0.0.1:1/0", "sound_root": Path("/nowhere")}])
def test_it_is_told_which_neighbour_is_missing(desk: Any, options: dict[str, Any]) -> None:
    answer = desk.visitor().get("/readyz")
    found = answer.json()
    assert (answer.status_code, found["sound"], found["broker"]) == (503, "unreadable", "down")
    assert desk.visitor().get("/healthz").json() == {"status": "ok"}


def test_a_crm_that_nobody_has_asked_is_asked(desk: Any) -> None:
    desk.crm.fail("check", CrmUnavailable())
    assert desk.visitor().get("/readyz").json()["crm"] == "silent"


def test_a_silent_crm_does_not_make_the_desk_unready(desk: Any, irina: httpx.Client) -> None:
    desk.crm.fail("stock", CrmUnavailable())
    irina.get("/api/v1/products/stock", params={"sku": "P-10-PVC"})
    answer = desk.visitor().get("/readyz")
    assert (answer.status_code, answer.json()["crm"]) == (200, "silent")


def test_metrics_count_and_name_nobody(desk: Any, irina: httpx.Client) -> None:
    irina.get(f"/api/v1/drafts/{desk.draft('easy')}")
    irina.get("/no/such/7912000")
    text_ = desk.visitor().get("/metrics").text
    assert 'dozvon_drafts{kind="order",status="new"} 3.0' in text_
    assert 'route="/api/v1/drafts/{draft_id}",status="200"' in text_
    for personal in (desk.draft("easy"), "irina", "Ирина", "79120001122", "7912000", "K-104"):
        assert personal not in text_


@pytest.mark.parametrize("options", [{"metrics_token": "for-prometheus"}])
def test_metrics_are_closed_where_a_token_is_set(desk: Any, options: dict[str, Any]) -> None:
    visitor = desk.visitor()
    assert visitor.get("/metrics").status_code == 401
    allowed = visitor.get("/metrics", headers={"Authorization": "Bearer for-prometheus"})
    assert allowed.status_code == 200


def test_the_description_of_the_api_needs_nobody_elses_host(desk: Any) -> None:
    page = desk.visitor().get("/docs").text
    assert "http://" not in page.replace(desk.url, "")
    assert "https://" not in page
    for address in ("/docs-assets/swagger-ui-bundle.js", "/docs-assets/swagger-ui.css", "/openapi.json"):
        assert address in page
        assert desk.visitor().get(address).status_code == 200
    assert desk.visitor().get("/redoc").status_code == 404


def test_every_answer_tells_the_browser_to_be_careful(desk: Any, irina: httpx.Client) -> None:
    for path in ("/", "/signin", "/api/v1/me", "/nowhere"):
        headers = irina.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_a_body_without_end_is_stopped(desk: Any, irina: httpx.Client) -> None:
    url = f"/api/v1/drafts/{desk.draft('easy')}"
    declared = irina.patch(url, content=b"{" + b" " * 2_000_000, headers={"Content-Type": "application/json"})
    assert (declared.status_code, declared.json()["code"]) == (413, "request.too_large")
    endless = irina.patch(url, content=iter([b" " * 65536] * 40), headers={"Content-Type": "application/json"})
    assert endless.status_code == 413


def test_what_nobody_expected_is_answered_and_logged_without_its_words(
    desk: Any, irina: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    with desk.sessions.begin() as session:
        session.execute(text("ALTER TABLE draft_lines RENAME TO elsewhere"))
    answer = irina.get(f"/api/v1/drafts/{desk.draft('easy')}")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "elsewhere" not in answer.text
    logged = capsys.readouterr().out
    assert answer.json()["details"]["request_id"] in logged
    assert "draft_lines" not in logged
    assert 'lang="ru"' in irina.get(f"/drafts/{desk.draft('easy')}").text
