"""The worker process: stages on its bench, a sweeper that rings, a relay to the CRM, metrics.

The main thread is Celery's consumer. Two more look into the database by themselves, so work goes on while the broker
is away and while the CRM is.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from celery import Celery

from asr.build import AsrSettings, build_transcriber
from crm.build import CrmSettings, build_crm
from crm.seam import Crm
from models.company import CompanyData, OrderTerms
from models.database import Maker, make_engine, make_sessions
from nlp.orders.reader import OrderReader
from nlp.orders.second_reader import SecondReaderSettings
from worker.crm_desk import CrmDesk
from worker.jobs import QueueRules
from worker.loops import Loop
from worker.metrics import serve_metrics
from worker.patience import PatientReads
from worker.pipeline import Kept, Pipeline, Reader
from worker.promise import AnswerPromise
from worker.second_opinion import TwiceRead
from worker.shelf import CompanyShelf
from worker.stages import stages_of
from worker.sweeper import Patience, Sweeper
from worker.tasks import Doorbell, make_celery, register
from worker.traces import where
from worker.workshop import Workshop

CONSUMER_REST_S = 300.0
LONGEST_GOODBYE_S = 10.0  # for a CRM that hangs; what was not answered is looked up by the next worker
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class WorkerSettings:
    """What the worker is told by the settings."""

    database_url: str
    broker_url: str
    sound_root: Path
    snapshot: Path  # where the company's data are kept for the time the CRM is away
    asr: AsrSettings
    crm: CrmSettings
    terms: OrderTerms = field(default_factory=OrderTerms)
    answer_hour: dt.time = dt.time(10, 0)
    timezone: str = "Europe/Moscow"
    branch_timezones: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 3
    lease_s: float = 60.0
    metrics_port: int = 0
    second_reader: SecondReaderSettings | None = None  # a language model that marks what it reads otherwise


def run_worker(settings: WorkerSettings) -> int:
    """Work until SIGTERM or SIGINT; the stage in hand is finished first. Returns the exit code."""
    sessions = make_sessions(make_engine(settings.database_url))
    pipeline, crm = build_pipeline(settings, sessions)
    rules = QueueRules(lease_s=settings.lease_s, max_attempts=settings.attempts)
    serve_metrics(sessions, settings.metrics_port)
    return work(pipeline, crm, rules, settings.broker_url)


def build_pipeline(settings: WorkerSettings, sessions: Maker) -> tuple[Pipeline, Crm]:
    """Load the speech model and join the rooms. Raises EngineError where the model is not there."""
    crm = build_crm(settings.crm)
    reads = PatientReads(crm)
    pipeline = Pipeline(
        sessions=sessions,
        transcriber=build_transcriber(settings.asr),
        crm=reads,
        shelf=CompanyShelf(reads, settings.snapshot, settings.terms),
        readers=Kept(_reader_maker(settings.second_reader)),
        sound_root=settings.sound_root,
        terms=settings.terms,
        promise=AnswerPromise(settings.answer_hour, settings.timezone, settings.branch_timezones),
    )
    return pipeline, crm


def _reader_maker(second: SecondReaderSettings | None) -> Callable[[CompanyData], Reader]:
    return OrderReader if second is None else lambda company: TwiceRead(company, second)


def work(pipeline: Pipeline, crm: Crm, rules: QueueRules, broker_url: str, patience: Patience | None = None) -> int:
    """Run the consumer in this thread, and the sweeper and the CRM's desk beside it, until told to stop."""
    patience = patience or Patience()
    workshop = Workshop(pipeline.sessions, rules, stages_of(pipeline))
    app = make_celery(broker_url)
    sweeper = Sweeper(pipeline.sessions, workshop, Doorbell(app).ring, patience)
    register(app, workshop, sweeper.heard)
    desk = CrmDesk(pipeline, crm)
    sweeping, relaying = Loop("sweeper", sweeper.sweep, patience.every_s), Loop("crm", desk.turn, patience.every_s)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: workshop.stopping.set())  # Celery puts its own in place once it runs
    sweeping.start()
    relaying.start()
    try:
        return consume_or_wait(app, workshop.stopping)
    finally:
        workshop.stopping.set()
        sweeping.stop()  # it may have a stage in hand
        relaying.stop(LONGEST_GOODBYE_S)
        crm.close()


def consume_or_wait(app: Celery, stopping: threading.Event) -> int:
    """Run the consumer; one that breaks leaves the sweeper to work for a while before the process starts afresh."""
    try:
        return consume(app, stopping.set)
    except Exception as error:  # noqa: BLE001 - the edge of a process: a broker must never stop the work
        _log.error("consumer_broke", error=type(error).__name__, where=where(error))
    stopped = stopping.wait(CONSUMER_REST_S)
    return 0 if stopped else os.EX_TEMPFAIL


def consume(app: Celery, on_stop: Callable[[], None]) -> int:
    """Run Celery's consumer in this thread until a signal stops it; *on_stop* is called when the signal comes."""
    from celery.exceptions import SecurityWarning
    from celery.signals import setup_logging, worker_shutting_down

    def stopping(**_told: object) -> None:
        on_stop()

    def keep_logging(**_told: object) -> None:
        """Leave the logs as the process set them up; Celery would put its own handlers in."""

    worker_shutting_down.connect(stopping, weak=False)
    setup_logging.connect(keep_logging, weak=False)
    # It warns of root because of pickled messages; ours are JSON with one id, and a container has no other user.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    consumer = app.Worker(pool="solo", concurrency=1, without_gossip=True, without_mingle=True, quiet=True)
    consumer.start()
    return int(consumer.exitcode or 0)
