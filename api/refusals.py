"""Refusals as answers: JSON for programs, a page for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.desk.pages import render_error
from api.errors import DozvonError, ErrorOut, InvalidInput, NotFound, NotSignedIn, TooManyRequests

_FOR_PROGRAMS = ("/api/", "/healthz", "/readyz", "/metrics", "/openapi.json")
_MESSAGES = {
    404: NotFound.message,
    405: "Так к этому адресу не обращаются",
    413: "Слишком большой запрос",
}


def install(app: FastAPI) -> None:
    """Make *app* answer its refusals in this way."""
    app.add_exception_handler(DozvonError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def refusal(request: Request, error: DozvonError) -> Response:
    """Return the answer that says *error*."""
    if is_for_programs(request):
        return _json(error.status, error.code, error.message, error.details, _headers(error))
    if isinstance(error, NotSignedIn):
        return RedirectResponse("/signin", status_code=303)
    return render_error(request, error.status, error.message)


def is_for_programs(request: Request) -> bool:
    """Return whether a program, and not a person, reads the answer."""
    return request.url.path.startswith(_FOR_PROGRAMS)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, DozvonError)
    return refusal(request, error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = [{"at": [str(part) for part in item["loc"]], "problem": item["type"]} for item in error.errors()]
    return refusal(request, InvalidInput({"fields": fields}))


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400:  # a body that is no JSON, or no UTF-8
        return refusal(request, InvalidInput())
    message = _MESSAGES.get(error.status_code, "Запрос не выполнен")
    if is_for_programs(request):
        return _json(error.status_code, f"http.{error.status_code}", message, None, dict(error.headers or {}))
    return render_error(request, error.status_code, message)


def _json(status: int, code: str, message: str, details: dict[str, Any] | None, headers: dict[str, str]) -> Response:
    body = ErrorOut(code=code, message=message, details=details)
    return JSONResponse(body.model_dump(mode="json"), status_code=status, headers=headers)


def _headers(error: DozvonError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": "60"} if isinstance(error, TooManyRequests) else {}
