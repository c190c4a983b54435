"""A thread that does one thing again and again, and outlives whatever goes wrong in a turn."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from worker.traces import where

_log = structlog.get_logger(__name__)
_PAUSE_AFTER_ERROR_S = 5.0


class Loop:
    """Calls *turn* every ``every_s`` seconds until stopped. A turn that fails is logged and tried again later."""

    def __init__(self, name: str, turn: Callable[[], None], every_s: float) -> None:
        self._name = name
        self._turn = turn
        self._every_s = every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float | None = None) -> None:
        """End after the turn in hand, waiting for it *timeout_s* at most."""
        self._over.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        pause_s = 0.0
        while not self._over.wait(pause_s):
            pause_s = self._every_s if self._safe_turn() else max(self._every_s, _PAUSE_AFTER_ERROR_S)

    def _safe_turn(self) -> bool:
        try:
            self._turn()
        except Exception as error:  # noqa: BLE001 - the edge of a thread: a database that is down for a while must not end it
            _log.error("loop_turn_failed", loop=self._name, error=type(error).__name__, where=where(error))
            return False
        return True
