"""Who asks: a person by the session cookie, or a program by its token. And proof that a form is ours.

A cookie comes with every request a browser is tricked into, so a change made by cookie needs the session's own
secret beside it: in a form field, or in the ``X-CSRF-Token`` header. A token is not sent by tricked browsers.
"""

from __future__ import annotations

import secrets
import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import update
from starlette.datastructures import FormData

from api.accounts import Person, find_token, person_of, use_is_due
from api.errors import CsrfFailed, Forbidden, NotSignedIn, TooManyRequests
from models.tables import ApiToken, Role, User, utc_now

COOKIE = "dozvon_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RENEW_AFTER_S = 600.0  # the cookie is renewed this often: a busy person is not signed out
MAX_FORM_FIELDS = 4000

_bearer = HTTPBearer(auto_error=False, description="Ключ программы: `Authorization: Bearer dozvon_…`")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="Вход в рабочий стол через браузер")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
Cookie = Annotated[str | None, Depends(_cookie)]


def open_session(request: Request, user: User) -> None:
    """Sign *user* in: a fresh cookie with a fresh secret for forms."""
    request.session.clear()
    request.session.update(
        {"u": str(user.id), "e": user.session_epoch, "c": secrets.token_urlsafe(24), "t": int(time.time())}
    )


def form_secret(request: Request) -> str:
    """Return what a form of this session must carry, making it for a visitor who has none yet."""
    if "c" not in request.session:
        request.session["c"] = secrets.token_urlsafe(24)
    return str(request.session["c"])


def person(request: Request, bearer: Bearer, _cookie_for_the_docs: Cookie) -> Person:
    """Return who asks, or raise ``NotSignedIn``, ``CsrfFailed`` or ``TooManyRequests``."""
    if bearer is not None:
        who = _by_token(request, bearer.credentials)
    else:
        who = _by_cookie(request)
        if request.method not in SAFE_METHODS and not _is_form(request):
            _check_secret(request, request.headers.get("x-csrf-token"))
    if not request.app.state.parts.throttle.may_ask(who):
        raise TooManyRequests
    request.state.user_id = who.id
    return who


def head_of_sales(who: Annotated[Person, Depends(person)]) -> Person:
    """Return who asks if the person sees the whole company."""
    if not who.sees_all:
        raise Forbidden
    return who


def administrator(who: Annotated[Person, Depends(person)]) -> Person:
    """Return who asks if the person may manage people and tokens."""
    if who.role is not Role.ADMIN:
        raise Forbidden
    return who


async def posted(request: Request) -> FormData:
    """Return a posted form after its secret was checked. Files are not taken."""
    form = await request.form(max_files=0, max_fields=MAX_FORM_FIELDS)
    _check_secret(request, form.get("csrf"))
    return form


Signed = Annotated[Person, Depends(person)]
HeadOfSales = Annotated[Person, Depends(head_of_sales)]
Administrator = Annotated[Person, Depends(administrator)]
# For routes that need the person to be there and not to be named.
ONLY_SIGNED = Depends(person)
ONLY_HEADS = Depends(head_of_sales)
ONLY_ADMINISTRATORS = Depends(administrator)
Posted = Annotated[FormData, Depends(posted)]


def _by_token(request: Request, text: str) -> Person:
    parts = request.app.state.parts
    with parts.readers() as session:
        token = find_token(session, text)
        if token is None:
            raise NotSignedIn
        who = person_of(token.user, token.id)
    if use_is_due(token):
        with parts.writers.begin() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=utc_now()))
    return who


def _by_cookie(request: Request) -> Person:
    kept: dict[str, Any] = request.session
    if "u" not in kept:
        raise NotSignedIn
    with request.app.state.parts.readers() as session:
        user = session.get(User, UUID(kept["u"]))
        if user is None or not user.active or user.session_epoch != kept["e"]:
            raise NotSignedIn
        if time.time() - kept["t"] > RENEW_AFTER_S:
            request.session["t"] = int(time.time())
        return person_of(user)


def _is_form(request: Request) -> bool:
    """A page's form proves itself by its field, in ``posted``; only pages of the desk take forms."""
    return not request.url.path.startswith("/api/")


def _check_secret(request: Request, given: object) -> None:
    wanted = request.session.get("c")
    if not isinstance(given, str) or not wanted or not secrets.compare_digest(given.encode(), str(wanted).encode()):
        raise CsrfFailed
