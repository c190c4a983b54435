"""The sandbox CRM as a web service: the API, its description that works offline, and pages to look at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.company_data import CompanyDataError
from crm.sandbox import control, pages, routes
from crm.sandbox.faults import FaultyService
from crm.sandbox.service import Refused, Sandbox
from crm.sandbox.settings import SandboxSettings
from crm.sandbox.store import Conflict, NotKept
from crm.wire import Failure

MAX_BODY_BYTES = 1_000_000


def create_app(settings: SandboxSettings) -> FastAPI:
    """Return the service over *settings*. Raises CompanyDataError if the company data have faults."""
    sandbox = Sandbox(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        sandbox.store.close()

    app: FastAPI = FastAPIOffline(
        title="Песочница CRM «Дозвона»",
        description="Маленькая настоящая CRM над CSV-файлами компании. Умеет ломаться по просьбе: /sandbox/faults.",
        version="1",
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.sandbox = sandbox
    app.include_router(routes.router)
    app.include_router(control.router)
    app.include_router(pages.router)
    _answer_errors(app)
    app.add_middleware(BoundedBody)
    app.add_middleware(FaultyService, faults=sandbox.faults)
    return app


class BoundedBody:
    """ASGI middleware that refuses bodies above ``MAX_BODY_BYTES``, whether announced or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > MAX_BODY_BYTES:
            await _failure(413, "too_large", "слишком большой запрос")(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                raise HTTPException(413)
            return message

        await self._app(scope, bounded, send)


def _answer_errors(app: FastAPI) -> None:
    """Give every failure the one shape of the protocol, without repeating what was sent."""

    @app.exception_handler(RequestValidationError)
    def invalid(_request: Request, error: RequestValidationError) -> Response:
        places = sorted({".".join(str(part) for part in fault["loc"]) for fault in error.errors()})
        return _failure(422, "bad_request", f"неверно: {', '.join(places[:20])}"[:500])

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> Response:
        code, message = _CODES.get(error.status_code, ("failed", "не вышло"))
        return _failure(error.status_code, code, message, headers=error.headers)

    @app.exception_handler(Conflict)
    def conflict(_request: Request, error: Conflict) -> Response:
        return _failure(409, str(error.args[0]), str(error.args[1]))

    @app.exception_handler(Refused)
    def not_ours(_request: Request, error: Refused) -> Response:
        return _failure(422, str(error.args[0]), str(error.args[1]))

    @app.exception_handler(NotKept)
    def not_kept(_request: Request, _error: NotKept) -> Response:
        return _failure(404, *_CODES[404])

    @app.exception_handler(CompanyDataError)
    def bad_data(_request: Request, error: CompanyDataError) -> Response:
        return _failure(409, "bad_company_data", str(error))


_CODES = {
    400: ("bad_request", "запрос не читается"),
    401: ("unauthorized", "нужен токен"),
    404: ("not_found", "такого нет"),
    405: ("bad_method", "так сюда не обращаются"),
    413: ("too_large", "слишком большой запрос"),
    422: ("bad_request", "запрос не читается"),
}


def _failure(status: int, code: str, message: str, headers: object = None) -> Response:
    body = Failure(code=code, message=message).model_dump_json().encode()
    return Response(
        body, status, headers=dict(headers) if isinstance(headers, dict) else None, media_type="application/json"
    )
