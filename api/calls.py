"""Calls as a person sees them, with the words and where the sound is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from api import audit
from api.accounts import Person
from api.errors import CallNotFailed, CallNotFound, RequestNotFound, SoundNotFound
from api.paging import page
from api.visibility import calls_of, requests_of
from models.retry import retry_call
from models.tables import Call, CallSource, CallStatus, Draft, Recording, Request, TranscriptRow


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls to list; ``None`` leaves a condition out."""

    status: CallStatus | None = None
    source: CallSource | None = None
    client_id: str | None = None
    drafted: bool | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def find(
    session: Session, who: Person, wanted: CallFilter, *, limit: int, cursor: str | None
) -> tuple[Sequence[Call], str | None]:
    """Return one page of the calls that *who* may see, newest first."""
    query = _filtered(_loaded().where(calls_of(who)), wanted)
    return page(session, query, Call.started_at, limit=limit, cursor=cursor)


def get(session: Session, who: Person, call_id: UUID) -> Call:
    """Return one call. Raises ``CallNotFound``."""
    call = session.scalar(_loaded().where(Call.id == call_id, calls_of(who)))
    if call is None:
        raise CallNotFound
    return call


def recording(session: Session, who: Person, call_id: UUID) -> Recording:
    """Return where the sound of one call is. Raises ``CallNotFound`` and ``SoundNotFound``."""
    kept = get(session, who, call_id).recording
    if kept is None:
        raise SoundNotFound
    return kept


def of_request(session: Session, who: Person, call: Call) -> Sequence[Call]:
    """Return the other calls about the same request that *who* may see, the first one first."""
    if call.request_id is None:
        return ()
    same = _loaded().where(Call.request_id == call.request_id, Call.id != call.id, calls_of(who))
    return session.scalars(same.order_by(Call.started_at)).all()


def retry(session: Session, who: Person, call_id: UUID) -> Call:
    """Have a failed call processed again. Raises ``CallNotFound`` and ``CallNotFailed``."""
    call = get(session, who, call_id)
    if not retry_call(session, call.id):
        raise CallNotFailed
    audit.note(session, who.id, "retry", "call", call.id)
    return call


def transcript(session: Session, call_id: UUID) -> TranscriptRow | None:
    """Return the newest words of one call."""
    return session.scalar(
        select(TranscriptRow).where(TranscriptRow.call_id == call_id).order_by(TranscriptRow.created_at.desc()).limit(1)
    )


def drafts_by_call(session: Session, calls: Sequence[Call]) -> dict[UUID, Draft]:
    """Return the draft of each call that has one."""
    found = session.scalars(select(Draft).where(Draft.call_id.in_([call.id for call in calls])))
    return {draft.call_id: draft for draft in found}


def find_requests(
    session: Session, who: Person, *, limit: int, cursor: str | None
) -> tuple[Sequence[Request], str | None]:
    """Return one page of the requests that *who* may see, newest first."""
    return page(session, select(Request).where(requests_of(who)), Request.created_at, limit=limit, cursor=cursor)


def get_request(session: Session, who: Person, number: int) -> tuple[Request, Sequence[Call]]:
    """Return a request with the calls of it that *who* may see. Raises ``RequestNotFound``."""
    request = session.scalar(select(Request).where(Request.number == number, requests_of(who)))
    if request is None:
        raise RequestNotFound
    query = _loaded().where(Call.request_id == request.id, calls_of(who)).order_by(Call.started_at)
    return request, session.scalars(query).all()


def _loaded() -> Select[Call]:
    return select(Call).options(joinedload(Call.recording), joinedload(Call.request))


def _filtered(query: Select[Call], wanted: CallFilter) -> Select[Call]:
    if wanted.status is not None:
        query = query.where(Call.status == wanted.status)
    if wanted.source is not None:
        query = query.where(Call.source == wanted.source)
    if wanted.client_id is not None:
        query = query.where(Call.client_id == wanted.client_id)
    if wanted.drafted is not None:
        has_draft = exists().where(Draft.call_id == Call.id)
        query = query.where(has_draft if wanted.drafted else ~has_draft)
    if wanted.since is not None:
        query = query.where(Call.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Call.started_at < wanted.until)
    return query
