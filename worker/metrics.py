"""What the worker tells Prometheus: stages by what they came to, and the queue as the database has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from models.database import Maker, reading
from models.tables import Job, OutboxMessage

REGISTRY = CollectorRegistry()
STAGE_SECONDS = Histogram(
    "dozvon_stage_seconds",
    "Time of one attempt of a stage by what it came to",
    ["stage", "came_to"],
    buckets=(0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800),
    registry=REGISTRY,
)
CRM_WRITES = Counter("dozvon_crm_writes", "Attempts to write to the CRM", ["kind", "came_to"], registry=REGISTRY)
RINGS = Counter("dozvon_rings", "Rings of the doorbell by what came of them", ["came_to"], registry=REGISTRY)


class QueueCollector(Collector):
    """Counts jobs and outbox rows in the database at each scrape; a database that is down gives no figures."""

    def __init__(self, sessions: Maker) -> None:
        self._sessions = sessions

    def collect(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily("dozvon_jobs", "Jobs by stage and state", labels=["stage", "state"])
        outbox = GaugeMetricFamily("dozvon_outbox", "Writes to the CRM by kind and state", labels=["kind", "state"])
        try:
            self._count(jobs, Job.stage, Job.state)
            self._count(outbox, OutboxMessage.kind, OutboxMessage.state)
        except DBAPIError:
            return
        yield jobs
        yield outbox

    def _count(self, gauge: GaugeMetricFamily, first: Any, second: Any) -> None:
        with reading(self._sessions)() as session:
            for one, other, count in session.execute(select(first, second, func.count()).group_by(first, second)):
                gauge.add_metric([one.value, other.value], count)


def serve_metrics(sessions: Maker, port: int) -> None:
    """Answer Prometheus on loopback from a thread of its own; port 0 serves nothing."""
    if port == 0:
        return
    REGISTRY.register(QueueCollector(sessions))
    start_http_server(port, addr="127.0.0.1", registry=REGISTRY)
