from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from models.tables import ApiToken, User

pytestmark = pytest.mark.service


def user_id(desk: Any, login: str) -> str:
    with desk.sessions() as session:
        return str(session.scalar(select(User.id).where(User.login == login)))


def token_for(desk: Any, admin: httpx.Client, login: str, **more: Any) -> dict[str, Any]:
    made = admin.post("/api/v1/tokens", json={"user_id": user_id(desk, login), "name": "отчёты", **more})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def program(desk: Any, token: str) -> httpx.Client:
    client: httpx.Client = desk.visitor(headers={"Authorization": f"Bearer {token}"})
    return client


def test_a_program_acts_as_its_person_and_sees_what_that_person_sees(desk: Any, admin: httpx.Client) -> None:
    client = program(desk, token_for(desk, admin, "pavel")["token"])
    assert client.get("/api/v1/me").json()["login"] == "pavel"
    assert client.get(f"/api/v1/drafts/{desk.draft('suits')}").status_code == 200
    assert client.get(f"/api/v1/drafts/{desk.draft('easy')}").status_code == 404
    assert client.post(f"/api/v1/drafts/{desk.draft('suits')}/stock").status_code == 200


def test_the_text_of_a_token_is_nowhere_but_in_the_first_answer(desk: Any, admin: httpx.Client) -> None:
    made = token_for(desk, admin, "pavel")
    assert made["token"] not in admin.get("/api/v1/tokens").text
    with desk.sessions() as session:
        kept = session.scalars(select(ApiToken)).one()
    assert made["token"] not in str(vars(kept))


def test_a_revoked_token_opens_nothing_and_is_revoked_once(desk: Any, admin: httpx.Client) -> None:
    made = token_for(desk, admin, "pavel")
    for _ in range(2):
        assert admin.delete(f"/api/v1/tokens/{made['id']}").status_code == 204
    assert program(desk, made["token"]).get("/api/v1/me").status_code == 401


def test_a_token_that_ran_out_opens_nothing(desk: Any, admin: httpx.Client) -> None:
    past = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)).isoformat()
    made = token_for(desk, admin, "pavel", expires_at=past)
    assert program(desk, made["token"]).get("/api/v1/me").status_code == 401


def test_a_token_of_somebody_switched_off_opens_nothing(desk: Any, admin: httpx.Client) -> None:
    made = token_for(desk, admin, "pavel")
    assert admin.patch(f"/api/v1/users/{user_id(desk, 'pavel')}", json={"active": False}).status_code == 200
    assert program(desk, made["token"]).get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("text", ["x", "dozvon_", "dozvon_" + "x" * 43, "Bearer x"])
def test_a_made_up_token_opens_nothing(desk: Any, text: str) -> None:
    assert program(desk, text).get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("login", ["irina", "rop"])
def test_only_an_administrator_manages_people_and_tokens(desk: Any, login: str) -> None:
    client = desk.client(login)
    answers = [
        client.get("/api/v1/users"),
        client.post("/api/v1/users", json={"login": "new", "name": "Н", "role": "admin", "password": "длинный-пароль"}),
        client.patch(f"/api/v1/users/{user_id(desk, login)}", json={"role": "admin"}),
        client.get("/api/v1/tokens"),
        client.post("/api/v1/tokens", json={"user_id": user_id(desk, "admin"), "name": "мой"}),
        client.delete(f"/api/v1/tokens/{user_id(desk, 'admin')}"),
        client.get("/people"),
        client.post("/people", data={"csrf": client.headers["X-CSRF-Token"]}),
    ]
    assert {answer.status_code for answer in answers} == {403}


def test_an_added_person_signs_in_with_the_given_role(desk: Any, admin: httpx.Client) -> None:
    body = {"login": "Olga", "name": "Ольга Н.", "role": "mop", "password": "ночная-смена", "manager_id": "M-2"}
    added = admin.post("/api/v1/users", json=body)
    assert (added.status_code, added.json()["login"]) == (201, "olga")
    assert desk.client("olga").get(f"/api/v1/drafts/{desk.draft('suits')}").status_code == 200
    assert admin.post("/api/v1/users", json=body).json()["code"] == "user.login_taken"
    short = admin.post("/api/v1/users", json={**body, "login": "petr", "password": "1234567"})
    assert short.json()["code"] == "user.weak_password"


def test_another_role_ends_the_sessions_that_had_the_old_one(desk: Any, admin: httpx.Client) -> None:
    rop = desk.client("rop")
    assert admin.patch(f"/api/v1/users/{user_id(desk, 'rop')}", json={"role": "mop"}).status_code == 200
    assert rop.get("/api/v1/me").status_code == 401


def test_the_page_of_people_adds_them_and_shows_a_token_once(desk: Any, admin: httpx.Client) -> None:
    csrf = {"csrf": admin.headers["X-CSRF-Token"]}
    body = {"login": "olga", "name": "Ольга", "role": "rop", "password": "ночная-смена", "manager_id": ""}
    assert admin.post("/people", data={**csrf, **body}).status_code == 303
    made = admin.post("/tokens", data={**csrf, "user_id": user_id(desk, "olga"), "name": "отчёты"})
    text = made.text.split("<code>")[1].split("</code>")[0]
    assert program(desk, text).get("/api/v1/me").json()["login"] == "olga"
    assert text not in admin.get("/people").text
