"""Failures on order: what the sandbox CRM does wrong, to whom, and for how long.

A fault stands before the whole service, so what is refused was never looked at. The kinds that end in
``_after_commit`` let the service do its work and then lose the answer: the nastiest case for a client.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm.wire import API, Strict

ABORT: Final = "dozvon.abort"  # the ASGI extension by which our server lends its connection to be broken
AFTER: Final = "_after_commit"


class FaultKind(StrEnum):
    ERROR_500 = "error_500"
    ERROR_503 = "error_503"
    ERROR_429 = "error_429"
    HANG = "hang"  # takes the request and never answers
    RESET = "reset"  # breaks the connection without looking at the request
    NONSENSE = "nonsense"  # answers 200 with something that is not the protocol
    TRICKLE = "trickle"  # answers one byte a second
    DELAY = "delay"  # answers rightly, but late
    ERROR_500_AFTER_COMMIT = "error_500_after_commit"
    HANG_AFTER_COMMIT = "hang_after_commit"
    RESET_AFTER_COMMIT = "reset_after_commit"
    NONSENSE_AFTER_COMMIT = "nonsense_after_commit"


class Fault(Strict):
    """One order to fail. Without ``count`` and ``duration_s`` it holds until it is cleared."""

    kind: FaultKind
    count: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    duration_s: Annotated[float, Field(gt=0, le=86_400)] | None = None
    path: Annotated[str, StringConstraints(max_length=200)] = ""  # part of the path; empty: every path of the API
    methods: Annotated[list[Annotated[str, StringConstraints(max_length=10)]], Field(max_length=10)] = []
    seconds: Annotated[float, Field(gt=0, le=3600)] = 30.0  # of a hang, a trickle or a delay
    retry_after_s: Annotated[int, Field(ge=0, le=3600)] = 1  # what a 429 or 503 asks for


class Faults:
    """The faults that stand now. Safe to use from several threads; forgotten when the service stops."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._standing: list[_Standing] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._standing.append(_Standing(fault, fault.count, time.monotonic()))

    def clear(self) -> None:
        with self._lock:
            self._standing.clear()

    def listed(self) -> list[Fault]:
        """Return the faults that still stand, with what is left of their counts."""
        with self._lock:
            self._drop_spent()
            return [standing.fault.model_copy(update={"count": standing.left}) for standing in self._standing]

    def take(self, method: str, path: str) -> Fault | None:
        """Return the first fault that this request must meet, and count it."""
        with self._lock:
            self._drop_spent()
            for standing in self._standing:
                if standing.fits(method, path):
                    if standing.left is not None:
                        standing.left -= 1
                    return standing.fault
        return None

    def _drop_spent(self) -> None:
        self._standing = [standing for standing in self._standing if not standing.spent()]


class _Standing:
    def __init__(self, fault: Fault, left: int | None, since: float) -> None:
        self.fault = fault
        self.left = left
        self._since = since

    def spent(self) -> bool:
        duration_s = self.fault.duration_s
        return self.left == 0 or (duration_s is not None and time.monotonic() - self._since > duration_s)

    def fits(self, method: str, path: str) -> bool:
        methods = {name.upper() for name in self.fault.methods}
        return (not methods or method in methods) and self.fault.path in path


class FaultyService:
    """ASGI middleware that carries the faults out. Only paths of the API fail, so that a fault can be cleared."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults
        self._nonsense = itertools.cycle(_NONSENSE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self._app(scope, receive, send)
            return
        fault = self._faults.take(scope["method"], scope["path"])
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
            await self._app(scope, receive, send)
        else:
            if fault.kind.endswith(AFTER):
                await self._app(scope, receive, _unheard)
            await self._misbehave(fault, scope, receive, send)

    async def _misbehave(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        kind = fault.kind.removesuffix(AFTER)
        if kind in ("hang", "reset"):
            if kind == "hang":
                await _gone(receive, fault.seconds)
            await _break(scope, receive, send)
        elif kind == "trickle":
            await _trickle(receive, send, fault.seconds)
        elif kind == "nonsense":
            content_type, body = next(self._nonsense)
            await _answer(send, 200, body, content_type)
        else:
            status = int(kind.removeprefix("error_"))
            extra = [] if status == 500 else [(b"retry-after", str(fault.retry_after_s).encode())]
            await _answer(send, status, b"<h1>Error</h1>", "text/html", extra)


_NONSENSE: Final = (
    ("application/json", b'{"version": "1", "items": [{"sku": '),
    ("text/html", "<html><body>Ведутся технические работы</body></html>".encode()),
    ("application/json", b'{"result": false, "error": "QUERY_LIMIT_EXCEEDED"}'),
    ("application/json", b"\xff\xfe\x00null"),
    ("application/json", b"[]"),
)


async def _unheard(message: Message) -> None:
    """Take an answer that nobody will hear."""


async def _answer(
    send: Send, status: int, body: bytes, content_type: str, extra: list[tuple[bytes, bytes]] | None = None
) -> None:
    headers = [(b"content-type", content_type.encode()), (b"content-length", str(len(body)).encode()), *(extra or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _trickle(receive: Receive, send: Send, seconds: float) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        await send({"type": "http.response.body", "body": b" ", "more_body": True})
        if await _gone(receive, min(1.0, seconds)):
            return
    await send({"type": "http.response.body", "body": b"{}"})


async def _gone(receive: Receive, seconds: float) -> bool:
    """Wait until the client has gone away, at most *seconds*; return whether it has."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    try:
        await asyncio.wait_for(gone(), seconds)
    except TimeoutError:
        return False
    return True


async def _break(scope: Scope, receive: Receive, send: Send) -> None:
    """Break the connection: with a TCP reset under our own server, in the middle of an answer under another one."""
    abort: Callable[[], Awaitable[None] | None] | None = (scope.get("extensions") or {}).get(ABORT)
    if abort is None:
        start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]}
        await send(start)
        return
    abort()
    await _gone(receive, 1.0)
