"""Sound to words: the recording is decoded and recognised, and its transcript kept once for each engine version."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from asr.engine import EngineInfo, Transcript
from asr.transcribe import CallFacts, merge_channels, to_document, transcribe_file
from models.database import reading
from models.tables import Call, CallSource, Stage, TranscriptRow
from worker.jobs import Claim, Outcome
from worker.lemmas import lemmas_of
from worker.pipeline import Pipeline
from worker.shelf import NoCompanyData
from worker.stages.loading import load_call
from worker.workshop import StageFailed

_SPEAKERS = {CallSource.NIGHT_LINE: ("client",)}  # the line records the caller's leg alone


def transcribe(pipeline: Pipeline, held: Claim) -> Outcome:
    """Recognise the call's recording. Raises EngineError, or StageFailed where the sound is gone."""
    engine = pipeline.transcriber.info
    call = load_call(pipeline.sessions, held)
    if _is_transcribed(pipeline, held, engine):
        return Outcome({"engine_key": engine.key}, Stage.UNDERSTAND, engine.key)
    path = _sound_of(pipeline.sound_root, call)
    channels = transcribe_file(path, pipeline.transcriber, limits=pipeline.decode_limits, hints=_names(pipeline))
    transcript = merge_channels(channels, _SPEAKERS.get(call.source, ()))
    row = _row(call, transcript)
    silent = not transcript.words
    store = partial(_store, row, silent)
    return Outcome({"engine_key": engine.key, "silent": silent}, Stage.UNDERSTAND, engine.key, store)


def _is_transcribed(pipeline: Pipeline, held: Claim, engine: EngineInfo) -> bool:
    done = select(exists().where(TranscriptRow.call_id == held.call_id, TranscriptRow.engine_key == engine.key))
    with reading(pipeline.sessions)() as session:
        return bool(session.scalar(done))


def _names(pipeline: Pipeline) -> tuple[str, ...]:
    try:
        return pipeline.names.of(pipeline.shelf.current())
    except NoCompanyData:
        return ()


def _sound_of(root: Path, call: Call) -> Path:
    """Return where the recording lies; a key that leads out of the store is refused like one that leads nowhere."""
    if call.recording is None:
        raise StageFailed("worker.no_recording")
    path = (root / call.recording.storage_key).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        raise StageFailed("worker.sound_missing")
    return path


def _row(call: Call, transcript: Transcript) -> TranscriptRow:
    facts = CallFacts(
        call_id=str(call.id),
        started_at=call.started_at,
        direction=call.direction.value,
        source=call.source.value,
        client_id=call.client_id,
        phone=call.phone,
        manager_id=call.manager_id,
    )
    return TranscriptRow(
        call_id=call.id,
        engine_key=transcript.engine.key,
        demonstration=transcript.engine.demonstration,
        text=transcript.text,
        lemmas=lemmas_of(transcript.text),
        document=to_document(transcript, facts),
    )


def _store(row: TranscriptRow, silent: bool, session: Session) -> None:
    session.add(row)
    _mark_silent(session, row.call_id, silent)


def _mark_silent(session: Session, call_id: UUID, silent: bool) -> None:
    session.execute(
        update(Call).where(Call.id == call_id).values(silent=silent).execution_options(synchronize_session=False)
    )
