"""A small company, recorded calls with real sound, and the parts of a pipeline."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
import soundfile
from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload

import dozvon
from asr.engine import EngineError
from asr.testing import ScriptedTranscriber
from crm.payloads import draft_order, order_payload
from crm.sandbox.run import serving
from crm.sandbox.settings import SandboxSettings
from crm.testing import ScriptedCrm
from models.company import Client, CompanyData, Manager, OrderTerms, Product, StockRow
from models.database import Maker, make_sessions
from models.tables import (
    Call,
    CallSource,
    CallStatus,
    Draft,
    DraftKind,
    DraftLine,
    OutboxKind,
    OutboxMessage,
    Recording,
    Request,
    StockState,
    utc_now,
)
from nlp.orders.reader import OrderReader
from worker import jobs
from worker.broker import EmbeddedBroker, running_broker
from worker.jobs import QueueRules
from worker.pipeline import Kept, Pipeline
from worker.shelf import CompanyShelf
from worker.stages import stages_of
from worker.workshop import Workshop

NIGHT = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.timezone(dt.timedelta(hours=3)))  # a Friday
PHONE = "+79120001122"
ENTRY = Path(__file__).parent / "worker_process.py"
DEMO_DATA = Path(dozvon.__file__).parent / "demo_data"
_numbers = itertools.count(1001)


@pytest.fixture
def sessions(engine: Engine) -> Maker:
    return make_sessions(engine)


@pytest.fixture
def company() -> CompanyData:
    return CompanyData(
        products=(
            Product(
                "P-10-PVC", "Перчатки х/б с ПВХ 10 класс", "Перчатки", "пара", Decimal(10), Decimal(300),
                ("перчатки с пвх",), Decimal("9.80"), Decimal("8.90"), Decimal(600),
            ),
            Product("K-W", "Каска защитная белая", "Каски", "шт", None, None, ("каска белая",), Decimal(250)),
        ),
        stock=(
            StockRow("P-10-PVC", "ЕКБ", Decimal(12000)),
            StockRow("P-10-PVC", "МСК", Decimal(40000)),
            StockRow("K-W", "ЕКБ", Decimal(3), dt.date(2026, 12, 1), Decimal(100)),
        ),
        clients=(
            Client("K-1", "ООО «ПензаСнаб»", "5836109514", (PHONE,), "G-1", "M-1", "ЕКБ", "Europe/Moscow"),
            Client("K-2", "ООО «ПензаСнаб-Строй»", None, ("+79120003344",), "G-1", None, "ЕКБ", "Europe/Moscow"),
        ),
        managers=(Manager("M-1", "Анна Петрова"),),
    )  # fmt: skip


@pytest.fixture
def crm(company: CompanyData) -> ScriptedCrm:
    return ScriptedCrm(company)


@pytest.fixture
def sound_root(tmp_path: Path) -> Path:
    root = tmp_path / "sound"
    root.mkdir()
    return root


@pytest.fixture
def record_call(sessions: Maker, sound_root: Path) -> Callable[..., UUID]:
    """Return a maker of recorded calls: rows and a WAV of noise or of silence."""

    def make(
        *, phone: str | None = PHONE, silent: bool = False, status: CallStatus = CallStatus.RECORDED,
        started_at: dt.datetime = NIGHT, seconds: float = 2.0,
    ) -> UUID:  # fmt: skip
        call_id, key = uuid4(), f"{uuid4()}.wav"
        samples = np.random.default_rng(7).uniform(-0.4, 0.4, int(seconds * 8_000)) * (not silent)
        soundfile.write(sound_root / key, samples, 8_000, subtype="PCM_16")
        request = Request(id=uuid4(), number=next(_numbers), phone=phone)
        with sessions.begin() as session:
            session.add(request)
            session.flush()
            session.add(
                Call(
                    id=call_id,
                    source=CallSource.NIGHT_LINE,
                    external_id=str(call_id),
                    status=status,
                    phone=phone,
                    started_at=started_at,
                    ended_at=started_at + dt.timedelta(seconds=40),
                    end_reason="hash_key",
                    request_id=request.id,
                    facts={},
                )
            )
            session.flush()
            session.add(
                Recording(
                    call_id=call_id,
                    storage_key=key,
                    sha256="0" * 64,
                    size_bytes=(sound_root / key).stat().st_size,
                    duration_s=seconds,
                    sample_rate_hz=8_000,
                )
            )
        return call_id

    return make


@pytest.fixture
def make_draft(sessions: Maker, record_call: Callable[..., UUID]) -> Callable[..., UUID]:
    """Return a maker of order drafts with one line and the write that creates them in the CRM."""

    def make(*, client_id: str | None = "K-1", stock_state: StockState = StockState.KNOWN) -> UUID:
        call_id, draft_id = record_call(status=CallStatus.DONE), uuid4()
        with sessions.begin() as session:
            call = session.scalars(select(Call).where(Call.id == call_id).options(joinedload(Call.request))).one()
            line = DraftLine(
                position=0, sku="P-10-PVC", name="Перчатки", quantity=Decimal(500), unit="пара", heard="пятьсот пар",
                confidence=0.9, stock_status="unknown",
            )  # fmt: skip
            draft = Draft(
                id=draft_id, call_id=call_id, kind=DraftKind.ORDER, intent="order", client_id=client_id, lines=[line],
                stock_state=stock_state, stock_checked_at=utc_now() if stock_state is StockState.KNOWN else None,
                unresolved=[],
            )  # fmt: skip
            draft.call, draft.request = call, call.request
            session.add(draft)
            session.flush()
            session.add(
                OutboxMessage(
                    kind=OutboxKind.CREATE_DRAFT,
                    key=f"draft:{draft_id}",
                    payload=order_payload(draft_order(draft)),
                    draft_id=draft_id,
                    call_id=call_id,
                )
            )
        return draft_id

    return make


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """Run a real broker for one test."""
    embedded = EmbeddedBroker(tmp_path / "broker")
    with running_broker(embedded):
        yield embedded


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxSettings]:
    """Serve a real sandbox CRM over the demo company for one test."""
    settings = SandboxSettings(DEMO_DATA, tmp_path / "crm.db", "token-of-the-test", port=0)
    with serving(settings) as url:
        yield replace(settings, port=int(url.rpartition(":")[2]))


@pytest.fixture
def start_worker(database_url: str, sound_root: Path, tmp_path: Path) -> Iterator[Callable[..., WorkerProcess]]:
    """Return a starter of worker processes; what still runs at the end of the test is killed."""
    running: list[WorkerProcess] = []

    def start(broker_url: str, crm: SandboxSettings, **told: Any) -> WorkerProcess:
        gate = tmp_path / f"gate-{len(running)}"
        gate.mkdir()
        argument = {
            "database_url": database_url,
            "broker_url": broker_url,
            "sound_root": str(sound_root),
            "crm_url": f"http://{crm.host}:{crm.port}",
            "crm_token": crm.token,
            "script": ["пятьсот пар перчаток с пвх"],
            "gate": str(gate),
        } | told
        log = (tmp_path / f"worker-{len(running)}.log").open("wb")
        child = subprocess.Popen([sys.executable, str(ENTRY), json.dumps(argument)], stderr=log, stdout=log)
        log.close()
        running.append(WorkerProcess(child, gate / "reached"))
        return running[-1]

    yield start
    for worker in running:
        worker.kill()


@dataclass(frozen=True)
class WorkerProcess:
    child: subprocess.Popen[bytes]
    reached: Path

    def kill(self) -> None:
        """Kill it as the kernel would, leaving it no moment to tidy up."""
        self.child.kill()
        self.child.wait()

    def stop(self) -> int:
        self.child.terminate()
        return self.child.wait(90)


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Return a wait for a condition. Its limit is for a machine that has much else to do."""

    def wait(condition: Callable[[], bool], limit_s: float = 150.0) -> None:
        deadline = time.monotonic() + limit_s
        while not condition():
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.1)

    return wait


@pytest.fixture
def make_pipeline(
    sessions: Maker, crm: ScriptedCrm, sound_root: Path, tmp_path: Path
) -> Callable[..., tuple[Pipeline, Workshop]]:
    """Return a maker of pipelines that hear a script, and of the workshop that runs their stages."""

    def make(*script: str | EngineError, attempts: int = 3, **changes: Any) -> tuple[Pipeline, Workshop]:
        pipeline = replace(
            Pipeline(
                sessions=sessions,
                transcriber=ScriptedTranscriber(*script),
                crm=crm,
                shelf=CompanyShelf(crm, tmp_path / "company.json", OrderTerms()),
                readers=Kept(OrderReader),
                sound_root=sound_root,
            ),
            **changes,
        )
        return pipeline, Workshop(sessions, QueueRules(60, attempts), stages_of(pipeline))

    return make


@pytest.fixture
def process(
    sessions: Maker, make_pipeline: Callable[..., tuple[Pipeline, Workshop]], record_call: Callable[..., UUID]
) -> Callable[..., UUID]:
    """Return what records a call in which the given words are said, and takes it as far as it goes."""

    def run(*script: str | EngineError, changes: Mapping[str, Any] | None = None, **call: Any) -> UUID:
        call_id = record_call(**call)
        _, workshop = make_pipeline(*script, **(changes or {}))
        jobs.enqueue_recorded(sessions)
        workshop.process_call(call_id)
        return call_id

    return run
