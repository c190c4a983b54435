"""Who did what to what: ids only, in the transaction of the deed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import AuditEntry, utc_now

LISTENING = dt.timedelta(minutes=10)  # a player asks for a recording in many pieces: one entry for all of them


def note(session: Session, user_id: UUID | None, action: str, subject: str, subject_id: object, **details: Any) -> None:
    """Write one entry. *details* are ids, codes and counts, never words, names or numbers of callers."""
    session.add(
        AuditEntry(user_id=user_id, action=action, subject=subject, subject_id=str(subject_id), details=details)
    )


def listened_lately(session: Session, user_id: UUID, call_id: UUID) -> bool:
    """Return whether it is already written that this person hears this recording."""
    found = session.scalar(
        select(AuditEntry.id)
        .where(AuditEntry.subject_id == str(call_id), AuditEntry.user_id == user_id, AuditEntry.action == "sound")
        .where(AuditEntry.created_at > utc_now() - LISTENING)
        .limit(1)
    )
    return found is not None
