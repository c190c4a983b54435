"""Looks into the database every moment and rings for what is due: a lost broker loses nothing.

A ring that nobody answers is noticed too. While this process has nothing on its bench and a call stays due, the
sweeper takes it to the workshop itself: at once where the broker refuses the ring, after a pause where it takes it. A
consumer that stays deaf while its broker is well ends the process, so that the supervisor starts a fresh one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from models.database import Maker
from models.tables import utc_now
from worker import jobs
from worker.metrics import RINGS
from worker.workshop import Workshop

Ring = Callable[[UUID], bool]
_log = structlog.get_logger(__name__)


def _die() -> None:
    os._exit(os.EX_TEMPFAIL)  # from a thread there is no other way out of a consumer that hangs


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to look, when to ring again, when to stop waiting for an answer, and when to call the consumer deaf."""

    every_s: float = 1.0
    ring_again_s: float = 20.0
    ahead: int = 20  # calls rung for at a time: a backlog of thousands must not fill the broker with rings
    answer_s: float = 12.0
    deaf_after: int = 5  # calls taken directly in a row although every ring was accepted


class Sweeper:
    """One turn is ``sweep``; it runs in a thread of the worker process."""

    def __init__(
        self, sessions: Maker, workshop: Workshop, ring: Ring, patience: Patience, die: Callable[[], None] = _die
    ) -> None:
        self._sessions = sessions
        self._workshop = workshop
        self._ring = ring
        self._patience = patience
        self._die = die
        self._rung: dict[UUID, float] = {}
        self._due_since: dict[UUID, float] = {}
        self._unanswered = 0

    def heard(self) -> None:
        """The consumer answered a ring: it is not deaf."""
        self._unanswered = 0

    def sweep(self) -> None:
        jobs.release_abandoned(self._sessions, utc_now())
        jobs.enqueue_recorded(self._sessions)
        due = jobs.due_calls(self._sessions, utc_now(), self._patience.ahead)
        self._forget_all_but(due)
        accepted = all(self._ring_for(call_id) for call_id in due)  # one refusal speaks for all
        if due and self._waits_too_long(due[0], accepted=accepted):
            self._take(due[0], accepted=accepted)

    def _forget_all_but(self, due: list[UUID]) -> None:
        now, still = time.monotonic(), set(due)
        self._rung = {call_id: at for call_id, at in self._rung.items() if call_id in still}
        self._due_since = {call_id: self._due_since.get(call_id, now) for call_id in due}

    def _ring_for(self, call_id: UUID) -> bool:
        if time.monotonic() - self._rung.get(call_id, float("-inf")) < self._patience.ring_again_s:
            return True
        if not self._ring(call_id):
            return False
        self._rung[call_id] = time.monotonic()
        return True

    def _waits_too_long(self, call_id: UUID, *, accepted: bool) -> bool:
        if self._workshop.stopping.is_set():
            return False
        if not accepted:
            return self._workshop.idle_s > 0
        waited_s = min(time.monotonic() - self._due_since[call_id], self._workshop.idle_s)
        return waited_s > self._patience.answer_s

    def _take(self, call_id: UUID, *, accepted: bool) -> None:
        RINGS.labels("unanswered").inc()
        self._workshop.process_call(call_id)
        self._unanswered = self._unanswered + 1 if accepted else 0
        if self._unanswered >= self._patience.deaf_after:
            _log.error("consumer_is_deaf", calls=self._unanswered)
            self._workshop.leave(self._die)
