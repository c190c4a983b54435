"""The edge of the process: every request is measured, bounded and answered, whatever happens inside."""

from __future__ import annotations

import secrets
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BodyTooLarge, DozvonError
from api.metrics import Metrics
from api.refusals import refusal

MAX_BODY_BYTES = 1024 * 1024
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The description of the API starts its viewer by a script in the page.
_DOCS_POLICY = _POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)
_HEADERS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_log = structlog.get_logger(__name__)


class Edge:
    """The outermost layer. What nobody inside expected is logged without its words, which may be a caller's."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Bounded(receive)
        answer = _Answer(scope, send, body)
        began = time.perf_counter()
        try:
            if _declared_length(scope) > MAX_BODY_BYTES:
                raise BodyTooLarge
            await self._app(scope, body, answer)
        except BodyTooLarge:
            pass
        except Exception as error:
            _log.error("request_failed", request_id=answer.request_id, kind=type(error).__name__, at=_where(error))
            if answer.status:
                raise
            await answer.refuse(DozvonError({"request_id": answer.request_id}), receive)
        finally:
            if not answer.status:
                await answer.refuse(BodyTooLarge(), receive)
            self._count(scope, answer.status, time.perf_counter() - began)

    def _count(self, scope: Scope, status: int, took_s: float) -> None:
        route = _template(scope)
        self._metrics.requests.labels(scope["method"], route, str(status)).inc()
        self._metrics.seconds.labels(route).observe(took_s)


class _Answer:
    """Sends on, with the headers that every answer has, and knows whether an answer has begun."""

    def __init__(self, scope: Scope, send: Send, body: _Bounded) -> None:
        self._scope = scope
        self._send = send
        self._body = body
        self.request_id = secrets.token_hex(8)
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if self._body.exceeded and not self.status:
            return  # whoever read the body calls this a broken request: it is a long one
        await self._pass(message)

    async def _pass(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            is_docs = self._scope["path"].startswith("/docs")
            headers.setdefault("content-security-policy", _DOCS_POLICY if is_docs else _POLICY)
            headers.setdefault("cache-control", "no-store")
            headers["x-request-id"] = self.request_id
        await self._send(message)

    async def refuse(self, error: DozvonError, receive: Receive) -> None:
        response = refusal(Request(self._scope), error)
        await response(self._scope, receive, self._pass)


class _Bounded:
    """Receives a body and stops one that goes on for too long."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._taken = 0
        self.exceeded = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > MAX_BODY_BYTES:
            self.exceeded = True
            raise BodyTooLarge
        return message


def _template(scope: Scope) -> str:
    """Return the address with names in the place of ids; one that leads nowhere is not told apart from others."""
    if "endpoint" not in scope:
        return "unknown"
    path = str(scope["path"])
    for name, value in scope.get("path_params", {}).items():
        path = path.replace(str(value), f"{{{name}}}")
    return path


def _declared_length(scope: Scope) -> int:
    text = Headers(scope=scope).get("content-length", "0")
    return int(text) if text.isdecimal() else 0


def _where(error: BaseException) -> list[str]:
    """Return the way to the error by files and lines: its message may hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
