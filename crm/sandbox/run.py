"""Serve the sandbox CRM: by itself until told to stop, or in a thread of a test."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from crm.sandbox.app import create_app
from crm.sandbox.faults import ABORT
from crm.sandbox.settings import SandboxSettings

START_LIMIT_S = 30.0


class AbortingProtocol(H11Protocol):
    """HTTP over a connection that the service may break with a TCP reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {**(scope.get("extensions") or {}), ABORT: self.abort}
            await served(scope, receive, send)

        self.app = app

    def abort(self) -> None:
        """Drop the connection at once; what was not sent is lost, and the peer sees a reset."""
        if not self.transport.is_closing():
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


def run_sandbox(settings: SandboxSettings) -> int:
    """Serve until SIGTERM or SIGINT. Raises CompanyDataError before anything listens, if the data have faults."""
    uvicorn.Server(_config(settings)).run()
    return 0


@contextmanager
def serving(settings: SandboxSettings) -> Iterator[str]:
    """Serve in a thread of this process; give the address. Port 0 takes a free one."""
    listener = socket.create_server((settings.host, settings.port))
    server = uvicorn.Server(_config(settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="crm-sandbox", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + START_LIMIT_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the sandbox CRM did not start")
            time.sleep(0.01)
        yield f"http://{settings.host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_LIMIT_S)
        listener.close()


def _config(settings: SandboxSettings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=AbortingProtocol,
        ws="none",
        loop="asyncio",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=2,
        server_header=False,
    )
