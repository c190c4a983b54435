from __future__ import annotations

from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from models.tables import AuditEntry, User

pytestmark = pytest.mark.service
PASSWORD = "ночная-смена"


def secret(client: httpx.Client) -> str:
    return client.get("/signin").text.split('name="csrf" value="')[1].split('"')[0]


def sign_in(client: httpx.Client, login: str, password: str) -> httpx.Response:
    return client.post("/signin", data={"login": login, "password": password, "csrf": secret(client)})


def test_a_person_signs_in_with_the_login_in_any_case(desk: Any) -> None:
    client = desk.visitor()
    assert sign_in(client, "  Irina ", PASSWORD).headers["location"] == "/"
    assert "Ирина Соколова" in client.get("/").text


@pytest.mark.parametrize(("login", "password"), [("irina", "не тот"), ("nobody", PASSWORD)])
def test_it_is_not_told_whether_login_or_password_is_wrong(desk: Any, login: str, password: str) -> None:
    refused = sign_in(desk.visitor(), login, password)
    assert refused.status_code == 401
    assert "Неверный логин или пароль" in refused.text


def test_the_desk_sends_a_visitor_to_the_sign_in_page_and_a_program_away(desk: Any) -> None:
    visitor = desk.visitor()
    assert visitor.get("/").headers["location"] == "/signin"
    answer = visitor.get("/api/v1/drafts")
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.required")


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(desk: Any) -> None:
    flags = sign_in(desk.visitor(), "irina", PASSWORD).headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    assert "secure" not in flags


@pytest.mark.parametrize("options", [{"cookie_secure": True}])
def test_behind_https_the_cookie_goes_over_https_only(desk: Any, options: dict[str, Any]) -> None:
    assert "secure" in desk.visitor().get("/signin").headers["set-cookie"].lower()


def test_a_cookie_that_somebody_wrote_is_no_session(desk: Any, irina: httpx.Client) -> None:
    assert irina.get("/api/v1/me").status_code == 200
    cookie = irina.cookies["dozvon_session"]
    forged = cookie[:10] + ("A" if cookie[10] != "A" else "B") + cookie[11:]
    assert desk.visitor(cookies={"dozvon_session": forged}).get("/api/v1/me").status_code == 401


def test_signing_out_closes_the_desk(irina: httpx.Client) -> None:
    csrf = irina.headers["X-CSRF-Token"]
    assert irina.post("/signout", data={"csrf": csrf}).headers["location"] == "/signin"
    assert irina.get("/api/v1/me").status_code == 401


def test_a_new_password_ends_the_other_sessions_of_the_person(desk: Any, irina: httpx.Client) -> None:
    elsewhere = desk.client("irina")
    body = {"csrf": irina.headers["X-CSRF-Token"], "old": PASSWORD, "new": "другой-пароль", "again": "другой-пароль"}
    assert irina.post("/me", data=body).status_code == 303
    assert irina.get("/api/v1/me").status_code == 200
    assert elsewhere.get("/api/v1/me").status_code == 401
    assert sign_in(desk.visitor(), "irina", "другой-пароль").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        pytest.param("не тот", "длинный-пароль", "длинный-пароль", "Старый пароль неверен", id="wrong old one"),
        pytest.param(PASSWORD, "длинный-пароль", "длинный-пороль", "не совпадают", id="mistyped"),
        pytest.param(PASSWORD, "коротко", "коротко", "слишком короткий", id="short"),
    ],
)
def test_a_password_is_not_changed_by_mistake(irina: httpx.Client, old: str, new: str, again: str, said: str) -> None:
    body = {"csrf": irina.headers["X-CSRF-Token"], "old": old, "new": new, "again": again}
    refused = irina.post("/me", data=body)
    assert refused.status_code == 422
    assert said in refused.text


def test_who_was_switched_off_is_out_at_once(desk: Any, irina: httpx.Client) -> None:
    with desk.sessions.begin() as session:
        session.execute(update(User).where(User.login == "irina").values(active=False))
    assert irina.get("/api/v1/me").status_code == 401
    assert sign_in(desk.visitor(), "irina", PASSWORD).status_code == 401


@pytest.mark.parametrize("options", [{"signin_per_minute": 3}])
def test_guessing_is_slowed_down_for_the_guessed_login_alone(desk: Any, options: dict[str, Any]) -> None:
    guesser = desk.visitor()
    answers = [sign_in(guesser, "irina", f"догадка {turn}").status_code for turn in range(4)]
    assert answers == [401, 401, 401, 429]
    assert sign_in(guesser, "irina", PASSWORD).status_code == 429
    assert sign_in(guesser, "pavel", PASSWORD).status_code == 303


@pytest.mark.parametrize("options", [{"requests_per_minute": 5}])
def test_one_person_cannot_flood_the_desk(desk: Any, irina: httpx.Client, options: dict[str, Any]) -> None:
    answers = [irina.get("/api/v1/me").status_code for _ in range(6)]
    assert answers[-1] == 429
    assert desk.client("pavel").get("/api/v1/me").status_code == 200


def test_every_sign_in_is_written_down_by_ids(desk: Any) -> None:
    sign_in(desk.visitor(), "irina", "не тот")
    sign_in(desk.visitor(), "irina", PASSWORD)
    with desk.sessions() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.created_at)).all()
        user_id = session.scalar(select(User.id).where(User.login == "irina"))
    assert [(entry.action, entry.user_id) for entry in entries] == [("signin_refused", None), ("signin", user_id)]
    assert not any("irina" in str((entry.subject_id, entry.details)) for entry in entries)
