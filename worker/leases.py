"""Keeping a lease while a stage works: a thread renews it, and says when it is lost."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy.exc import DBAPIError

from models.database import Maker
from models.tables import utc_now
from worker import jobs
from worker.jobs import Claim, QueueRules

_log = structlog.get_logger(__name__)


class LeaseKeeper:
    """Renews the lease of one claim for as long as the ``with`` block runs.

    A database that does not answer is asked again at the next turn: the lease then runs out by itself, and the worker
    learns of it when it tries to finish.
    """

    def __init__(self, sessions: Maker, rules: QueueRules, held: Claim) -> None:
        self._sessions = sessions
        self._rules = rules
        self._held = held
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)
        self.lost = threading.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._rules.lease_s / 3):
            try:
                holds = jobs.renew(self._sessions, self._rules, self._held, utc_now())
            except DBAPIError:
                _log.warning("lease_renewal_failed", job_id=str(self._held.job_id))
                continue
            if not holds:
                self.lost.set()
                return
