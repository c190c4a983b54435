"""People and tokens, for an administrator."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from api import people
from api.accounts import Person
from api.desk.pages import go, render
from api.errors import AccountError, InvalidInput, UserNotFound
from api.schemas import TokenIn, UserIn, UserPatch
from api.sessions import ReadSession, WriteSession
from api.who import Administrator, Posted
from models.tables import ApiToken, CachedManager, User

router = APIRouter()


@router.get("/people")
def people_page(request: Request, who: Administrator, session: ReadSession) -> Response:
    """Show who may sign in, and the tokens of programs."""
    return _page(request, who, session)


@router.post("/people")
def add_person(request: Request, who: Administrator, form: Posted, session: WriteSession) -> Response:
    """Add a person."""
    try:
        body = UserIn.model_validate(_filled(form, ("login", "name", "role", "password", "manager_id")))
        people.add(session, who, body)
    except ValidationError:
        return _page(request, who, session, status=422, problem="Логин: латиница, цифры и . _ @ + -. Имя обязательно")
    except AccountError as error:
        return _page(request, who, session, status=error.status, problem=error.message)
    return go(request, "/people", "Сотрудник добавлен")


@router.post("/people/{user_id}")
def change_person(request: Request, user_id: UUID, who: Administrator, form: Posted, session: WriteSession) -> Response:
    """Switch a person on or off, or give a new password."""
    try:
        body = UserPatch.model_validate(_filled(form, ("active", "password")))
        people.change(session, who, user_id, body)
    except (AccountError, UserNotFound) as error:
        return _page(request, who, session, status=error.status, problem=error.message)
    except ValidationError:
        return _page(request, who, session, status=422, problem=InvalidInput.message)
    return go(request, "/people", "Сохранено")


@router.post("/tokens")
def make_token(request: Request, who: Administrator, form: Posted, session: WriteSession) -> Response:
    """Make a token and show its text, this once."""
    try:
        token, text = people.make_token(session, who, TokenIn.model_validate(_filled(form, ("user_id", "name"))))
    except (ValidationError, UserNotFound):
        return _page(request, who, session, status=422, problem="Назовите ключ и выберите сотрудника")
    return _page(request, who, session, made=(token.name, text))


@router.post("/tokens/{token_id}/revoke")
def revoke_token(
    request: Request, token_id: UUID, who: Administrator, _form: Posted, session: WriteSession
) -> Response:
    """Close the door to a token."""
    people.revoke(session, who, token_id)
    return go(request, "/people", "Ключ отозван")


def _page(
    request: Request,
    who: Person,
    session: Session,
    *,
    status: int = 200,
    problem: str | None = None,
    made: tuple[str, str] | None = None,
) -> Response:
    session.flush()
    return render(
        request,
        "people.html",
        who,
        status=status,
        problem=problem,
        made=made,
        users=session.scalars(select(User).order_by(User.login)).all(),
        tokens=session.scalars(select(ApiToken).order_by(ApiToken.created_at)).all(),
        zone=request.app.state.parts.settings.zone_of(None),
        managers=session.scalars(select(CachedManager).order_by(CachedManager.name)).all(),
    )


def _filled(form: FormData, names: tuple[str, ...]) -> dict[str, str]:
    """Return the fields that were filled in; an empty one says nothing."""
    values = {name: form.get(name) for name in names}
    return {name: value for name, value in values.items() if isinstance(value, str) and value != ""}
