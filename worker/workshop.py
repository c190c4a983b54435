"""Where the stages run: one at a time in a process, whoever rang.

A stage is claimed, worked on without a transaction while its lease is kept, and finished or failed. The process ends
after the stage in hand when ``stopping`` is set; what is left stays queued for whoever comes next.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from uuid import UUID

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from asr.engine import AudioRejected, EngineError
from models.database import Maker
from models.tables import Stage, utc_now
from worker import jobs
from worker.jobs import Claim, LeaseLost, Outcome, QueueRules
from worker.leases import LeaseKeeper
from worker.metrics import STAGE_SECONDS
from worker.traces import where

StageWork = Callable[[Claim], Outcome]
_PATIENCE_WITH_DATABASE_S = (0.5, 1.0, 2.0, 4.0, 8.0)
_log = structlog.get_logger(__name__)


class StageFailed(Exception):
    """A stage cannot be done for a reason of its own: ``args[0]`` is the code that people are shown."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class Waiting(Exception):
    """A stage needs something that is not there yet: ``args`` are the code and after how many seconds to look again."""


class Workshop:
    """Runs stages of calls, one at a time."""

    def __init__(self, sessions: Maker, rules: QueueRules, stages: Mapping[Stage, StageWork]) -> None:
        self._sessions = sessions
        self._rules = rules
        self._stages = stages
        self._bench = threading.Lock()
        self._idle_since = time.monotonic()
        self.stopping = threading.Event()

    @property
    def idle_s(self) -> float:
        """Return for how long nothing has been worked on; 0 while a stage runs."""
        return 0.0 if self._bench.locked() else time.monotonic() - self._idle_since

    def process_call(self, call_id: UUID) -> int:
        """Take one call as far as it goes now, and return how many stages were tried. Safe to run twice."""
        tried = 0
        with self._bench:
            while not self.stopping.is_set():
                held = jobs.claim(self._sessions, self._rules, utc_now(), call_id)
                if held is None:
                    break
                self._attempt(held)
                tried += 1
            self._idle_since = time.monotonic()
        return tried

    def leave(self, act: Callable[[], None]) -> None:
        """Run *act* while no stage runs."""
        with self._bench:
            act()

    def _attempt(self, held: Claim) -> None:
        began = time.monotonic()
        log = _log.bind(call_id=str(held.call_id), stage=held.stage.value, attempt=held.attempt)
        try:
            came_to = self._run(held)
        except LeaseLost:
            came_to = "lease_lost"
        STAGE_SECONDS.labels(held.stage.value, came_to).observe(time.monotonic() - began)
        log.info("stage", came_to=came_to, took_s=round(time.monotonic() - began, 2))

    def _run(self, held: Claim) -> str:
        try:
            with LeaseKeeper(self._sessions, self._rules, held):
                outcome = self._stages[held.stage](held)
                self._write_down(held, outcome)
        except Waiting as waiting:
            code, seconds = waiting.args
            jobs.postpone(self._sessions, held, code, utc_now() + dt.timedelta(seconds=seconds))
            return "waiting"
        except LeaseLost:
            raise
        except AudioRejected as refused:
            return self._fail(held, refused.code, final=True)
        except (EngineError, StageFailed) as failure:
            return self._fail(held, failure.code)
        except Exception as error:  # noqa: BLE001 - the edge of a stage: a recording that trips a bug must not stop the queue
            _log.error("stage_broke", call_id=str(held.call_id), error=type(error).__name__, where=where(error))
            return self._fail(held, "internal")
        return "done"

    def _write_down(self, held: Claim, outcome: Outcome) -> None:
        """Finish the job; a database that is away for a moment does not cost the minutes that the stage took.

        A commit whose answer was lost shows as a lost lease at the next try: the work is written, and once.
        """
        for pause_s in _PATIENCE_WITH_DATABASE_S:
            try:
                return jobs.finish(self._sessions, held, outcome, utc_now())
            except (OperationalError, InterfaceError):
                time.sleep(pause_s)
        return jobs.finish(self._sessions, held, outcome, utc_now())

    def _fail(self, held: Claim, code: str, *, final: bool = False) -> str:
        ended = jobs.fail(self._sessions, self._rules, held, code, utc_now(), final=final)
        return "failed" if ended else "again"
