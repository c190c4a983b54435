"""Signing in and out, and changing one's own password."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from api import audit
from api.accounts import authenticate, set_password
from api.desk.pages import go, render
from api.errors import TooManyRequests, WeakPassword
from api.parts import Made
from api.sessions import WriteSession
from api.who import Posted, Signed, open_session
from models.tables import User

router = APIRouter()
_WRONG = "Неверный логин или пароль"


@router.get("/signin")
def signin_page(request: Request) -> Response:
    """Show the form; whoever is signed in already sees it too, to change over."""
    return render(request, "signin.html", None, problem=None, login="")


@router.post("/signin")
def sign_in(request: Request, form: Posted, made: Made, session: WriteSession) -> Response:
    """Open the desk to a person, or say that login or password are wrong: not which."""
    login, password = str(form.get("login", ""))[:200], str(form.get("password", ""))[:1000]
    address = request.client.host if request.client else ""
    if not made.throttle.may_sign_in(address, login):
        made.metrics.signins.labels("limited").inc()
        return render(request, "signin.html", None, status=429, problem=TooManyRequests.message, login=login)
    user = authenticate(session, login, password)
    made.metrics.signins.labels("right" if user else "wrong").inc()
    if user is None:
        audit.note(session, None, "signin_refused", "user", "")
        return render(request, "signin.html", None, status=401, problem=_WRONG, login=login)
    audit.note(session, user.id, "signin", "user", user.id)
    open_session(request, user)
    return RedirectResponse("/", status_code=303)


@router.post("/signout")
def sign_out(request: Request, _form: Posted) -> Response:
    """Close the desk in this browser."""
    request.session.clear()
    return RedirectResponse("/signin", status_code=303)


@router.get("/me")
def my_page(request: Request, who: Signed) -> Response:
    """Show the person and the form for a new password."""
    return render(request, "me.html", who, problem=None)


@router.post("/me")
def change_my_password(request: Request, who: Signed, form: Posted, session: WriteSession) -> Response:
    """Take a new password from a person who knows the old one; other browsers are signed out."""
    problem = _change(request, session, who.login, form)
    if problem is not None:
        return render(request, "me.html", who, status=422, problem=problem)
    audit.note(session, who.id, "change_password", "user", who.id)
    return go(request, "/me", "Пароль изменён, остальные входы закрыты")


def _change(request: Request, session: Session, login: str, form: FormData) -> str | None:
    user: User | None = authenticate(session, login, str(form.get("old", "")))
    new = str(form.get("new", ""))
    if user is None:
        return "Старый пароль неверен"
    if new != str(form.get("again", "")):
        return "Новые пароли не совпадают"
    try:
        set_password(session, user, new)
    except WeakPassword as error:
        return error.message
    open_session(request, user)
    return None
