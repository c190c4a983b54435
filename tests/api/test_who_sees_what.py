"""Every address, one by one, as the application itself lists them: a new one is covered the day it is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from models.tables import Call, CallStatus, Job, JobState, Stage

pytestmark = pytest.mark.service

OPEN = {"/healthz", "/readyz", "/metrics", "/signin", "/docs", "/docs/oauth2-redirect"}
OWN = {"/signout"}  # closes the visitor's own session, whoever that is
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def addresses(desk: Any) -> Iterator[tuple[str, str]]:
    contexts = list(iter_route_contexts(desk.app.routes))
    found = {(method, route.path) for route in contexts for method in getattr(route, "methods", None) or ()}
    found.discard(("GET", "/openapi.json"))
    found = {(method, path) for method, path in found if method != "HEAD" or path.endswith("/sound")}
    assert len(found) > 40
    return iter(sorted(found))


def ask(client: httpx.Client, method: str, path: str, **options: Any) -> httpx.Response:
    bodies = {
        "edit": {"version": 1},
        "confirm": {"version": 1},
        "reject": {"version": 1, "reason": "Дубль"},
    }
    if method in UNSAFE and path.startswith("/api/"):
        options.setdefault("json", bodies.get(path.rsplit("/", 1)[-1], {"version": 1}))
    return client.request(method, path, **options)


def filled(desk: Any, path: str, name: str) -> str:
    known = {
        "draft_id": desk.draft(name),
        "call_id": desk.call(name),
        "number": {"easy": "1041", "suits": "1043"}[name],
    }
    return re.sub(r"{(\w+)}", lambda found: known.get(found[1], "00000000-0000-4000-8000-000000000000"), path)


def test_nobody_gets_anything_without_signing_in(desk: Any) -> None:
    visitor = desk.visitor()
    for method, path in addresses(desk):
        if path in OPEN | OWN:
            continue
        answer = ask(visitor, method, filled(desk, path, "easy"))
        refused = answer.status_code in (401, 403) or answer.headers.get("location") == "/signin"
        assert refused, (method, path, answer.status_code)


def test_what_is_another_managers_does_not_exist(desk: Any, pavel: httpx.Client) -> None:
    tried = 0
    for method, path in addresses(desk):
        if not re.search(r"{(draft_id|call_id|number)}", path):
            continue
        form = {} if path.startswith("/api/") or method not in UNSAFE else form_of(pavel)
        answer = ask(pavel, method, filled(desk, path, "easy"), **form)
        assert answer.status_code == 404, (method, path, answer.status_code)
        own = ask(pavel, method, filled(desk, path, "suits"), **form)
        assert own.status_code != 404, (method, path, own.status_code)
        tried += 1
    assert tried >= 12


def form_of(client: httpx.Client) -> dict[str, Any]:
    return {"data": {"csrf": client.headers["X-CSRF-Token"], "version": "1", "reason": "Дубль"}}


def test_lists_hold_what_the_person_may_see_and_nothing_else(
    desk: Any, irina: httpx.Client, pavel: httpx.Client
) -> None:
    numbers = {
        login: {item["request_number"] for item in client.get("/api/v1/drafts?status=new").json()["items"]}
        for login, client in (("irina", irina), ("pavel", pavel), ("rop", desk.client("rop")))
    }
    assert numbers["irina"] == {1041, 1042, 1045, 1047, 1050}
    assert numbers["pavel"] == {1043, 1050}
    assert numbers["rop"] == numbers["irina"] | numbers["pavel"]
    assert desk.draft("easy") not in pavel.get("/").text
    calls = {item["id"] for item in pavel.get("/api/v1/calls").json()["items"]}
    assert desk.call("suits") in calls
    assert desk.call("easy") not in calls
    assert {item["number"] for item in pavel.get("/api/v1/requests").json()["items"]} == {1043, 1050}


def test_a_request_shows_its_calls_and_drafts(desk: Any, irina: httpx.Client) -> None:
    found = irina.get("/api/v1/requests/1041").json()
    assert [item["id"] for item in found["drafts"]] == [desk.draft("easy")]
    assert [item["id"] for item in found["calls"]] == [desk.call("easy")]


def test_a_session_changes_nothing_without_its_secret(desk: Any, admin: httpx.Client) -> None:
    csrf = admin.headers.pop("X-CSRF-Token")
    for method, path in addresses(desk):
        if method not in UNSAFE:
            continue
        for wrong in ({}, {"csrf": "x" * 32}, {"csrf": csrf[:-1]}):
            options: dict[str, Any] = {"data": wrong} if not path.startswith("/api/") else {}
            headers = {"X-CSRF-Token": wrong["csrf"]} if wrong and not options else {}
            answer = ask(admin, method, filled(desk, path, "easy"), headers=headers, **options)
            assert answer.status_code == 403, (method, path, answer.status_code)
    admin.headers["X-CSRF-Token"] = csrf
    assert admin.get(f"/api/v1/drafts/{desk.draft('easy')}").json()["status"] == "new"


def test_every_refusal_of_a_page_is_a_page_in_russian(irina: httpx.Client) -> None:
    for path, status in (("/nowhere", 404), ("/drafts/00000000-0000-4000-8000-000000000000", 404), ("/people", 403)):
        answer = irina.get(path)
        assert answer.status_code == status
        assert 'lang="ru"' in answer.text
        assert answer.headers["content-type"].startswith("text/html")


def test_a_failed_call_is_tried_again_when_a_person_asks(desk: Any, irina: httpx.Client) -> None:
    with desk.sessions.begin() as session:
        call = session.scalars(select(Call).where(Call.status == CallStatus.FAILED)).one()
        session.add(Job(call_id=call.id, stage=Stage.TRANSCRIBE, state=JobState.FAILED, attempts=5))
    again = irina.post(f"/api/v1/calls/{call.id}/retry")
    assert (again.status_code, again.json()["status"], again.json()["failure_code"]) == (200, "processing", None)
    with desk.sessions() as session:
        job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    refused = irina.post(f"/api/v1/calls/{call.id}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "call.not_failed")
