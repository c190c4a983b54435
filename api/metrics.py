"""Counts and gauges for Prometheus. Labels are routes, codes and states: never an id or a word of a caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.database import Maker
from models.tables import Call, Draft, DraftStatus, Job, OutboxMessage, utc_now
from telephony.metrics import collect as line_metrics

_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The registry of one application; several in one process do not disturb each other."""

    def __init__(self, readers: Maker, spool: Path | None = None) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dozvon_api_requests_total", "Answers", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "dozvon_api_request_seconds", "Time to answer", ["route"], buckets=_BUCKETS, registry=self.registry
        )
        self.signins = Counter("dozvon_api_signins_total", "Attempts to sign in", ["result"], registry=self.registry)
        self.decisions = Counter("dozvon_api_decisions_total", "Decisions on drafts", ["what"], registry=self.registry)
        self.registry.register(_Kept(readers))
        if spool is not None:
            self.registry.register(_Lines(spool))

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)


class _Lines(Collector):
    """What the lines of this machine wrote last, for all groups: they have no port of their own."""

    def __init__(self, spool: Path) -> None:
        self._spool = spool

    def collect(self) -> Iterator[Metric]:
        yield from line_metrics(self._spool)


class _Kept(Collector):
    """What the database says at the moment of asking."""

    def __init__(self, readers: Maker) -> None:
        self._readers = readers

    def collect(self) -> Iterator[GaugeMetricFamily]:
        reachable = GaugeMetricFamily("dozvon_database_up", "Whether the database answers")
        try:
            with self._readers() as session:
                yield from _gauges(session)
            reachable.add_metric([], 1)
        except SQLAlchemyError:
            reachable.add_metric([], 0)
        yield reachable


def _gauges(session: Session) -> Iterable[GaugeMetricFamily]:
    drafts = GaugeMetricFamily("dozvon_drafts", "Drafts by kind and status", labels=["kind", "status"])
    for kind, status, count in session.execute(
        select(Draft.kind, Draft.status, func.count()).group_by(Draft.kind, Draft.status)
    ):
        drafts.add_metric([kind.value, status.value], count)
    yield drafts
    yield _by_state(session, "dozvon_calls", "Calls by status", Call.status)
    yield _by_state(session, "dozvon_jobs", "Stages by state", Job.state)
    yield _by_state(session, "dozvon_outbox", "Writes to the CRM by state", OutboxMessage.state)
    yield _oldest(session)


def _by_state(session: Session, name: str, text: str, column: InstrumentedAttribute[Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=["state"])
    for state, count in session.execute(select(column, func.count()).group_by(column)):
        family.add_metric([state.value], count)
    return family


def _oldest(session: Session) -> GaugeMetricFamily:
    oldest = session.scalar(select(func.min(Draft.created_at)).where(Draft.status == DraftStatus.NEW))
    age_s = (utc_now() - oldest).total_seconds() if oldest is not None else 0.0
    return GaugeMetricFamily("dozvon_oldest_new_draft_seconds", "Age of the oldest undecided draft", value=age_s)
