"""The Celery side: one task, named by hand, that carries the id of a call and nothing else.

The broker is a doorbell. A message says "look at this call"; what there is to do stands in the job rows, so a message
that is lost, late or delivered twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from celery import Celery
from sqlalchemy.exc import DBAPIError

from worker.metrics import RINGS
from worker.workshop import Workshop

_log = structlog.get_logger(__name__)
QUEUE = "dozvon.calls"
PROCESS_CALL = "dozvon.process_call"
VISIBILITY_S = 6 * 3600  # above the longest stage; an earlier redelivery would only find the job leased


def make_celery(broker_url: str) -> Celery:
    """Return the Celery app: late acknowledgement, one message at a time, no results, no time zones but UTC."""
    app = Celery("dozvon", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        task_default_queue=QUEUE,
        worker_prefetch_multiplier=1,
        worker_concurrency=1,
        worker_pool="solo",
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_S,
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 10,
            # A ring is not worth waiting for; the consumer has its own, endless, patience with a broker that is away.
            "max_retries": 1,
            "interval_start": 0.0,
            "interval_step": 0.1,
            "interval_max": 0.1,
            "connect_retries_timeout": 2.0,
        },
        task_publish_retry=False,
        enable_utc=True,
    )
    return app


def register(app: Celery, workshop: Workshop, heard: Callable[[], None]) -> None:
    """Tie the task to the workshop of this process; *heard* is told of each ring that arrives."""

    def process_call(*, call_id: str) -> None:
        heard()
        try:
            workshop.process_call(UUID(call_id))
        except DBAPIError:  # the database is away: its row stays due, and the sweeper rings again
            _log.warning("database_away", call_id=call_id)

    app.task(process_call, name=PROCESS_CALL, ignore_result=True)


class Doorbell:
    """Rings for calls. Any process may: the api after a commit, the line's intake, the sweeper."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def ring(self, call_id: UUID) -> bool:
        """Tell the workers to look at a call; ``False`` where the broker did not take it. Never raises for that."""
        message: dict[str, Any] = {"call_id": str(call_id)}
        try:
            self._app.send_task(PROCESS_CALL, kwargs=message, queue=QUEUE, retry=False)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a bell, what it rings for stands in the database
            _log.warning("ring_refused", call_id=str(call_id), error=type(error).__name__)
            RINGS.labels("refused").inc()
            return False
        RINGS.labels("sent").inc()
        return True
