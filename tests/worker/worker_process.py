"""A worker process for tests: the real one, with a scripted transcriber, that waits at a named point to be killed.

Started as a script with one argument, a JSON object. At the point ``stop_at`` it makes the file ``reached`` in the
folder ``gate`` and waits there until the file ``go`` is made; without one it just works.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import asr.transcribe
from asr.engine import Audio, EngineInfo, Transcript
from asr.testing import ScriptedTranscriber
from crm.build import CrmSettings, build_crm
from crm.seam import CrmDraft, DraftOrder
from models.company import CompanyData
from models.database import make_engine, make_sessions
from nlp.orders.reader import OrderReader
from worker.jobs import QueueRules
from worker.patience import PatientReads
from worker.pipeline import Kept, Pipeline
from worker.run import work
from worker.shelf import CompanyShelf
from worker.sweeper import Patience

POISON_S = 5.0  # a recording longer than this kills whoever transcribes it


class Gate:
    """Stops the process at one point."""

    def __init__(self, folder: Path, stop_at: str) -> None:
        self._folder = folder
        self._stop_at = stop_at

    def __call__(self, point: str) -> None:
        if point != self._stop_at:
            return
        (self._folder / "reached").touch()
        while not (self._folder / "go").exists():
            time.sleep(0.05)


class GatedTranscriber:
    def __init__(self, inner: ScriptedTranscriber, gate: Gate) -> None:
        self._inner, self._gate = inner, gate

    @property
    def info(self) -> EngineInfo:
        return self._inner.info

    def transcribe_batch(self, batch: Sequence[Audio], *, hints: Sequence[str] = ()) -> list[Transcript]:
        if any(audio.seconds > POISON_S for audio in batch):
            os.kill(os.getpid(), signal.SIGKILL)
        heard = self._inner.transcribe_batch(batch, hints=hints)
        self._gate("transcribe")
        return heard


class GatedCrm:
    """The CRM's client with a gate before and after the write."""

    def __init__(self, inner: Any, gate: Gate) -> None:
        self._inner, self._gate = inner, gate

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def create_draft(self, key: str, order: DraftOrder) -> CrmDraft:
        self._gate("before_crm_write")
        made: CrmDraft = self._inner.create_draft(key, order)
        self._gate("after_crm_write")
        return made


def gated(work_: Callable[..., Any], gate: Gate, point: str) -> Callable[..., Any]:
    def act(*args: Any, **named: Any) -> Any:
        result = work_(*args, **named)
        gate(point)
        return result

    return act


def main(told: dict[str, Any]) -> int:
    gate = Gate(Path(told["gate"]), told.get("stop_at", ""))
    asr.transcribe.decode_file = gated(asr.transcribe.decode_file, gate, "decode")
    crm = build_crm(CrmSettings(url=told["crm_url"], token=told["crm_token"], timeout_s=2.0, read_attempts=1))
    reads = PatientReads(crm, rest_s=2.0)

    def make_reader(company: CompanyData) -> Any:
        reader = OrderReader(company)
        reader.read = gated(reader.read, gate, "understand")
        return reader

    pipeline = Pipeline(
        sessions=make_sessions(make_engine(told["database_url"])),
        transcriber=GatedTranscriber(ScriptedTranscriber(*told["script"]), gate),
        crm=reads,
        shelf=CompanyShelf(reads, Path(told["gate"]) / "company.json", CompanyData().terms),
        readers=Kept(make_reader),
        sound_root=Path(told["sound_root"]),
    )
    rules = QueueRules(lease_s=told.get("lease_s", 60), max_attempts=told.get("attempts", 3))
    patience = Patience(every_s=0.3, ring_again_s=5.0, answer_s=told.get("answer_s", 8.0))
    return work(pipeline, GatedCrm(crm, gate), rules, told["broker_url"], patience)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
