"""Start the processes of one machine together, restart what dies, stop everything together.

Children get ``SIGTERM`` from the kernel when the supervisor itself is killed, so nothing is left running behind.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_S = 60.0  # a child that lived this long starts again at the shortest pause
POLL_S = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Service:
    """One process to keep alive. ``stop_first`` services (the lines) drain before the others are told to stop."""

    name: str
    argv: Sequence[str]
    stop_first: bool = False
    stop_timeout_s: float = 20.0
    fatal_codes: frozenset[int] = frozenset({2})  # wrong settings: starting again cannot help


@dataclass
class _Child:
    service: Service
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    start_after: float = 0.0
    given_up: bool = False


@dataclass
class Supervisor:
    """Keeps *services* alive until told to stop. ``on_event`` hears («name», «what happened»)."""

    services: Sequence[Service]
    environment: Mapping[str, str]
    log_dir: Path | None = None  # None: children write to this process's own output
    on_event: Callable[[str, str], None] = lambda _name, _event: None
    _children: list[_Child] = field(default_factory=list)
    _stopping: bool = False

    def run(self) -> int:
        """Block until ``SIGTERM`` or ``SIGINT``; return 0, or 1 when a service can never start."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self.start()
        try:
            while not self._stopping:
                self.tick()
                if all(child.given_up for child in self._children):
                    break
                time.sleep(POLL_S)
        finally:
            self.stop()
        return 1 if any(child.given_up for child in self._children) else 0

    def start(self) -> None:
        """Start every service once; ``tick`` looks after them from then on."""
        self._children = [_Child(service) for service in self.services]
        for child in self._children:
            self._launch(child)

    def tick(self) -> None:
        """Notice children that ended and start those whose pause is over."""
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._note_end(child, now)
            if child.process is None and not child.given_up and now >= child.start_after:
                self._launch(child)

    def stop(self) -> None:
        """Stop all children, lines first; kill those that outstay their time."""
        self._stopping = True
        for drained in (True, False):
            group = [child for child in self._children if child.service.stop_first is drained and child.process]
            for child in group:
                _signal(child, signal.SIGTERM)
            deadline = time.monotonic() + max((child.service.stop_timeout_s for child in group), default=0.0)
            for child in group:
                self._await_end(child, deadline)

    def pids(self) -> dict[str, int]:
        """Return the process id of every running service by name."""
        return {child.service.name: child.process.pid for child in self._children if child.process is not None}

    def failed(self) -> list[str]:
        """Return the names of services that cannot start."""
        return [child.service.name for child in self._children if child.given_up]

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _launch(self, child: _Child) -> None:
        child.started_at = time.monotonic()
        if self.log_dir is None:
            child.process = self._spawn(child.service, None)
        else:
            self.log_dir.mkdir(parents=True, exist_ok=True)
            with (self.log_dir / f"{child.service.name}.log").open("ab") as log:
                child.process = self._spawn(child.service, log.fileno())
        self.on_event(child.service.name, "запущен" if child.failures == 0 else "запущен снова")

    def _spawn(self, service: Service, output: int | None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(service.argv),
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops them in order
            preexec_fn=_die_with_parent,
        )

    def _note_end(self, child: _Child, now: float) -> None:
        code = child.process.returncode if child.process is not None else 0
        child.process = None
        if code in child.service.fatal_codes:
            child.given_up = True
            self.on_event(child.service.name, f"не может работать с этими настройками (код {code})")
            return
        child.failures = 1 if now - child.started_at > STEADY_S else child.failures + 1
        pause = BACKOFF_S[min(child.failures, len(BACKOFF_S)) - 1]
        child.start_after = now + pause
        self.on_event(child.service.name, f"остановился (код {code}), запуск через {pause:g} с")

    def _await_end(self, child: _Child, deadline: float) -> None:
        if child.process is None:
            return
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(child, signal.SIGKILL)
            child.process.wait()
        child.process = None


def _signal(child: _Child, number: signal.Signals) -> None:
    if child.process is not None and child.process.poll() is None:
        child.process.send_signal(number)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
