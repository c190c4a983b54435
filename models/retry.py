"""The one move of jobs that a person makes: a failed call goes back into the queue. ``worker`` makes all the others."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.call import Call, CallStatus
from models.work import Job, JobState


def retry_call(session: Session, call_id: UUID) -> int:
    """Queue the failed jobs of a call again, with all their attempts, and return how many there were."""
    jobs = session.scalars(select(Job).where(Job.call_id == call_id, Job.state == JobState.FAILED)).all()
    for job in jobs:
        job.state, job.due_at, job.attempts = JobState.QUEUED, utc_now(), 0
    if jobs:
        call = session.get_one(Call, call_id)
        call.status, call.failure_code = CallStatus.PROCESSING, None
    return len(jobs)
