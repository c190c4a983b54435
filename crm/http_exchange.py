"""One HTTP request to a CRM with hard bounds: a deadline for the whole of it, a size, and a pace.

``httpx`` bounds each wait, so a peer that sends a byte now and then would hold a caller for ever. Here the socket of
the exchange is shut when its time is over, whichever part of it is slow.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

MAX_BODY_BYTES = 16 * 1024 * 1024


class NotSent(Exception):
    """The peer could not be reached: it has seen nothing of the request."""


class AnswerLost(Exception):
    """The request may have been seen, and no whole answer came back in time."""


class AnswerTooLarge(Exception):
    """The answer is larger than any answer of the protocol."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchange:
    """Sends requests to one CRM. Safe to use from several threads.

    No connection is kept between requests: one that the peer closed meanwhile would turn a write that was never seen
    into one whose outcome is unknown.
    """

    def __init__(self, base_url: str, token: str, *, timeout_s: float, requests_per_s: float) -> None:
        self._timeout_s = timeout_s
        self._pace = _Pace(requests_per_s)
        self._client = httpx.Client(
            base_url=base_url,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 5.0)),
            limits=httpx.Limits(max_keepalive_connections=0),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer. Raises NotSent, AnswerLost or AnswerTooLarge."""
        self._pace.wait()
        deadline = _Deadline(self._timeout_s)
        request = self._client.build_request(
            method,
            path,
            content=content,
            params=dict(params) if params is not None else None,
            headers={**(headers or {}), **({"Content-Type": "application/json"} if content is not None else {})},
            extensions={"trace": deadline.trace},
        )
        try:
            with deadline:
                return self._receive(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise NotSent(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise AnswerLost(type(error).__name__) from error

    def _receive(self, request: httpx.Request) -> Answer:
        response = self._client.send(request, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_raw():
                body += chunk
                if len(body) > MAX_BODY_BYTES:
                    raise AnswerTooLarge(str(MAX_BODY_BYTES))
            return Answer(response.status_code, response.headers, bytes(body))
        finally:
            response.close()


class _Deadline:
    """Shuts the socket of one exchange when its time is over; what waits on it then fails at once."""

    def __init__(self, timeout_s: float) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._over = False
        self._timer = threading.Timer(timeout_s, self._shut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Learn the socket from the transport, plain or inside TLS."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                over = self._over
            if over:
                self._shut()

    def _shut(self) -> None:
        with self._lock:
            self._over = True
            if self._socket is None:
                return
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already: nothing waits on it


class _Pace:
    """Lets requests through no faster than so many a second, in the order they come."""

    def __init__(self, requests_per_s: float) -> None:
        self._gap_s = 1.0 / requests_per_s
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._gap_s
        time.sleep(turn - now)
