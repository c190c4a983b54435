"""Drafts as a person sees and decides them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from api import audit
from api.accounts import Person
from api.documents import meaning, order_document
from api.errors import DraftChanged, DraftDecided, DraftEmpty, DraftNotFound, ReasonMissing
from api.paging import page
from api.visibility import drafts_of
from crm.payloads import draft_order, order_payload
from models.tables import (
    Call,
    Draft,
    DraftKind,
    DraftStatus,
    OutboxKind,
    OutboxMessage,
    OutboxState,
    Request,
    User,
    utc_now,
)


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts to list; ``None`` leaves a condition out."""

    status: DraftStatus | None = None
    kind: DraftKind | None = None
    intent: str | None = None
    client_id: str | None = None
    manager_id: str | None = None
    request_number: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def find(
    session: Session, who: Person, wanted: DraftFilter, *, limit: int, cursor: str | None
) -> tuple[Sequence[Draft], str | None]:
    """Return one page of the drafts that *who* may see, newest first."""
    return page(
        session, _filtered(_loaded().where(drafts_of(who)), wanted), Draft.created_at, limit=limit, cursor=cursor
    )


def get(session: Session, who: Person, draft_id: UUID) -> Draft:
    """Return one draft with all that a page shows of it. Raises ``DraftNotFound``."""
    draft = session.scalar(_whole().where(Draft.id == draft_id, drafts_of(who)))
    if draft is None:
        raise DraftNotFound
    return draft


def get_for_change(session: Session, who: Person, draft_id: UUID) -> Draft:
    """Return one draft as ``get`` does, held against others until the transaction ends."""
    held = session.scalar(select(Draft.id).where(Draft.id == draft_id, drafts_of(who)).with_for_update())
    if held is None:
        raise DraftNotFound
    return get(session, who, draft_id)


def confirm(session: Session, who: Person, draft_id: UUID, *, version: int) -> Draft:
    """Accept a draft: an order is sent to the CRM as a deal, a task is done. A second time changes nothing."""
    draft = get_for_change(session, who, draft_id)
    if draft.status is DraftStatus.CONFIRMED:
        return draft
    check_version(draft, version)
    is_order = draft.kind is DraftKind.ORDER
    if is_order and not draft.lines:
        raise DraftEmpty
    _decide(draft, who, DraftStatus.CONFIRMED)
    if is_order:
        draft.unchanged = _is_unchanged(draft)
        send(session, draft, OutboxKind.CONFIRM_DEAL, f"deal:{draft.id}", order_payload(draft_order(draft)))
    audit.note(session, who.id, "confirm", "draft", draft.id, unresolved=len(draft.unresolved), version=draft.version)
    return draft


def reject(session: Session, who: Person, draft_id: UUID, *, version: int, reason: str) -> Draft:
    """Turn a draft down for a stated reason. A second time, whatever the reason, changes nothing."""
    if not reason.strip():
        raise ReasonMissing
    draft = get_for_change(session, who, draft_id)
    if draft.status is DraftStatus.REJECTED:
        return draft
    check_version(draft, version)
    _decide(draft, who, DraftStatus.REJECTED)
    draft.reject_reason = reason.strip()
    if draft.kind is DraftKind.ORDER:
        draft.unchanged = False
        send(session, draft, OutboxKind.REJECT_DRAFT, f"reject:{draft.id}", {"reason": draft.reject_reason})
    audit.note(session, who.id, "reject", "draft", draft.id, version=draft.version)
    return draft


def send_again(session: Session, who: Person, draft_id: UUID) -> None:
    """Try again every write about a draft that the CRM refused for good."""
    draft = get_for_change(session, who, draft_id)
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.draft_id == draft.id, OutboxMessage.state == OutboxState.REFUSED)
        .values(state=OutboxState.PENDING, next_attempt_at=utc_now(), error_code=None)
        .execution_options(synchronize_session=False)
    )
    audit.note(session, who.id, "send_again", "draft", draft.id)


def check_version(draft: Draft, version: int) -> None:
    """Raise ``DraftDecided`` or ``DraftChanged`` where *draft* is not what the person saw."""
    if draft.status is not DraftStatus.NEW:
        raise DraftDecided({"status": draft.status.value})
    if draft.version != version:
        raise DraftChanged({"version": draft.version})


def send(session: Session, draft: Draft, kind: OutboxKind, key: str, payload: dict[str, Any]) -> None:
    """Queue one write to the CRM in this transaction."""
    session.add(
        OutboxMessage(
            key=key,
            kind=kind,
            draft_id=draft.id,
            call_id=draft.call_id,
            payload=payload,
        )
    )


def decider(session: Session, draft: Draft) -> str | None:
    """Return the name of who decided *draft*."""
    return session.scalar(select(User.name).where(User.id == draft.decided_by_id)) if draft.decided_by_id else None


def outbox_state(session: Session, draft_id: UUID) -> OutboxState | None:
    """Return where the newest write about a draft stands."""
    return session.scalar(
        select(OutboxMessage.state)
        .where(OutboxMessage.draft_id == draft_id, OutboxMessage.kind != OutboxKind.LOG_CALL)
        .order_by(OutboxMessage.created_at.desc())
        .limit(1)
    )


def _decide(draft: Draft, who: Person, status: DraftStatus) -> None:
    draft.status = status
    draft.decided_at = utc_now()
    draft.decided_by_id = who.id
    if draft.manager_id is None:
        draft.manager_id = who.manager_id  # whoever decides what was nobody's answers for it


def _is_unchanged(draft: Draft) -> bool:
    """Compare with what was first understood; an edit that was taken back does not count."""
    if not draft.corrections:
        return True
    return meaning(draft.corrections[0].before) == meaning(order_document(draft))


def _loaded() -> Select[Draft]:
    return select(Draft).options(
        joinedload(Draft.call).joinedload(Call.recording), joinedload(Draft.request), selectinload(Draft.lines)
    )


def _whole() -> Select[Draft]:
    return _loaded().options(selectinload(Draft.corrections)).execution_options(populate_existing=True)


def _filtered(query: Select[Draft], wanted: DraftFilter) -> Select[Draft]:
    if wanted.request_number is not None:
        query = query.where(Draft.request_id.in_(select(Request.id).where(Request.number == wanted.request_number)))
    exact = {
        Draft.status: wanted.status,
        Draft.kind: wanted.kind,
        Draft.intent: wanted.intent,
        Draft.client_id: wanted.client_id,
        Draft.manager_id: wanted.manager_id,
    }
    for column, value in exact.items():
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(Draft.created_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(Draft.created_at < wanted.until)
    return query
