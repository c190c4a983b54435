"""Rendering of pages: the templates, what every page knows, and a word said once after a redirect."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import wording
from api.accounts import Person
from api.who import form_secret

_ROOM = Path(__file__).parent.parent
_FLASH = "f"


def install(app: FastAPI) -> None:
    """Give *app* its templates."""
    environment = Environment(
        loader=FileSystemLoader(_ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_url
    environment.globals["w"] = wording
    app.state.templates = environment


def render(request: Request, template: str, who: Person | None, *, status: int = 200, **context: Any) -> Response:
    """Return a page. ``who`` is whoever looks at it; ``None`` before sign-in."""
    settings = request.app.state.parts.settings
    page = request.app.state.templates.get_template(template)
    text = page.render(
        who=who,
        csrf=form_secret(request),
        flash=request.session.pop(_FLASH, None),
        company=settings.company_name,
        path=request.url.path,
        **context,
    )
    return HTMLResponse(text, status_code=status)


def render_error(request: Request, status: int, message: str) -> Response:
    """Return a page that says what went wrong. It needs no session: an error may have come before there was one."""
    page = request.app.state.templates.get_template("error.html")
    return HTMLResponse(page.render(status=status, message=message, company=""), status_code=status)


def go(
    request: Request, address: str, said: str | None = None, *, tone: str = "good", link: str | None = None
) -> Response:
    """Send the browser to *address* by GET, where it is told *said* once. *said* holds no personal data."""
    if said is not None:
        request.session[_FLASH] = {"text": said, "tone": tone, "link": link}
    return RedirectResponse(address, status_code=303)


@cache
def static_url(name: str) -> str:
    """Return the address of a static file with its digest: a new version is a new address."""
    digest = hashlib.sha256((_ROOM / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"
