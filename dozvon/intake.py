"""The intake process: closed calls from the spools into the database, request numbers to the lines.

A loop that survives everything but a signal: a database that is away leaves the calls where they are, in the spool.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from dozvon.wiring import broker_url
from models.database import Maker, make_engine, make_sessions
from telephony.intake import refill_numbers, take_in
from worker.jobs import enqueue_call
from worker.tasks import Doorbell, make_celery

if TYPE_CHECKING:
    from dozvon.settings import Settings

EVERY_S = 0.5
AFTER_FAILURE_S = 5.0

_log = structlog.get_logger(__name__)


def run_intake(settings: Settings) -> int:
    """Look into the spools until SIGTERM or SIGINT; the call in hand is finished first. Returns the exit code."""
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    sessions = make_sessions(make_engine(settings.database))
    doorbell = Doorbell(make_celery(broker_url(settings)))
    while not stopped.is_set():
        stopped.wait(EVERY_S if _turn(settings, sessions, doorbell) else AFTER_FAILURE_S)
    return 0


def _turn(settings: Settings, sessions: Maker, doorbell: Doorbell) -> bool:
    """Take in what is there once; return whether the database and the disks did their part."""
    try:
        refill_numbers(settings.spool, list(range(1, settings.line_groups + 1)), sessions)
        for taken in take_in(settings.spool, sessions, settings.sound, enqueue_call):
            _log.info("call_taken_in", call_id=str(taken.call_id), has_work=taken.has_work)
            if taken.has_work:
                doorbell.ring(taken.call_id)
    except (SQLAlchemyError, OSError) as error:
        _log.warning("intake_waits", error=type(error).__name__)
        return False
    return True
