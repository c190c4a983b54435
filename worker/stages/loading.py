"""What the stages read before they work, each in one short transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.database import Maker, reading
from models.tables import Call, Job, JobState, Stage, TranscriptRow
from worker.jobs import Claim
from worker.workshop import StageFailed


def load_call(sessions: Maker, held: Claim) -> Call:
    """Return the call with its recording and request."""
    query = select(Call).where(Call.id == held.call_id).options(joinedload(Call.recording), joinedload(Call.request))
    with reading(sessions)() as session:
        return session.scalars(query).one()


def load_transcript(sessions: Maker, held: Claim) -> TranscriptRow:
    """Return the words that the call's stages stand on: those of the engine that the job names."""
    query = select(TranscriptRow).where(
        TranscriptRow.call_id == held.call_id, TranscriptRow.engine_key == held.engine_key
    )
    with reading(sessions)() as session:
        found = session.scalar(query)
    if found is None:
        raise StageFailed("worker.no_transcript")
    return found


def result_of(sessions: Maker, held: Claim, stage: Stage) -> dict[str, Any]:
    """Return what an earlier stage of the same way came to; nothing where the way left it out."""
    query = select(Job.result).where(
        Job.call_id == held.call_id,
        Job.engine_key == held.engine_key,
        Job.stage == stage,
        Job.state == JobState.DONE,
    )
    with reading(sessions)() as session:
        return session.scalar(query) or {}
