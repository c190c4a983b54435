"""The relay: carries the outbox to the CRM, each write once whatever is lost on the way.

A row is claimed under a lease, sent without a transaction, and its outcome written. Whatever was not answered is looked
up by its key before it is sent again (``crm.writes``), so neither a lost answer nor a relay that died in between makes
a second draft. Rows of one draft go in the order they were written.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from crm.seam import Crm, CrmError, CrmOutcomeUnknown, CrmRefused
from models.database import Maker, reading
from models.tables import Draft, OutboxKind, OutboxMessage, OutboxState, utc_now
from worker.metrics import CRM_WRITES
from worker.owners import is_dead, new_token
from worker.sending import Letter, NotCreated, Receipt, send

LEASE_S = 180.0  # above the CRM's own time-out with its retries
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0
NEVER_SO_LONG = dt.timedelta(hours=2)  # no CRM asks for more; the clock was set back
_OPEN = (OutboxState.PENDING, OutboxState.UNKNOWN)
_FREE: dict[str, Any] = {"lease_until": None, "lease_owner": None}
_log = structlog.get_logger(__name__)


class Relay:
    """Sends what is due, one row after the other. Several relays may run: a row is claimed by one."""

    def __init__(self, sessions: Maker, crm: Crm) -> None:
        self._sessions = sessions
        self._crm = crm
        self._rest_until = 0.0

    def run_due(self) -> int:
        """Send rows until none is due or the CRM does not take them; return how many were tried."""
        release_abandoned(self._sessions)
        tried = 0
        if time.monotonic() < self._rest_until:
            return tried
        while (letter := claim(self._sessions, utc_now())) is not None:
            tried += 1
            if not self._deliver(letter):
                break
        return tried

    def _deliver(self, letter: Letter) -> bool:
        """Send one row and write its outcome; return whether the CRM can be asked for more."""
        try:
            receipt = send(self._crm, letter)
        except CrmRefused as refused:
            return self._end(letter, OutboxState.REFUSED, refused.code, {"reason": refused.reason})
        except (NotCreated, ValidationError) as wrong:
            return self._end(letter, OutboxState.REFUSED, getattr(wrong, "code", "outbox.bad_payload"), None)
        except CrmError as error:
            self._again(letter, error)
            self._rest_until = time.monotonic() + (error.retry_after_s or 0.0)  # it asks this of all, not of one row
            return False
        return self._sent(letter, receipt)

    def _sent(self, letter: Letter, receipt: Receipt) -> bool:
        result = {"crm_draft_id": receipt.crm_draft_id, "crm_deal_id": receipt.crm_deal_id}
        with self._sessions.begin() as session:
            _write(session, letter, state=OutboxState.SENT, sent_at=utc_now(), error_code=None, result=result)
            found = {f"crm_{name}_id": value for name, value in _ids(receipt).items()}
            _tell_draft(session, letter, crm_error_code=None, **found)
        return self._count(letter, "sent")

    def _end(self, letter: Letter, state: OutboxState, code: str, result: dict[str, Any] | None) -> bool:
        with self._sessions.begin() as session:
            _write(session, letter, state=state, error_code=code, result=result)
            _tell_draft(session, letter, crm_error_code=code)
        return self._count(letter, state.value)

    def _again(self, letter: Letter, error: CrmError) -> None:
        values: dict[str, Any] = {"error_code": error.code, "next_attempt_at": utc_now() + pause(letter.attempt, error)}
        if isinstance(error, CrmOutcomeUnknown):
            values["state"] = OutboxState.UNKNOWN
        with self._sessions.begin() as session:
            _write(session, letter, **values)
            _tell_draft(session, letter, crm_error_code=error.code)
        self._count(letter, error.code)

    def _count(self, letter: Letter, came_to: str) -> bool:
        CRM_WRITES.labels(letter.kind.value, came_to).inc()
        _log.info("crm_write", key=letter.key, kind=letter.kind.value, attempt=letter.attempt, came_to=came_to)
        return True


def pause(attempt: int, error: CrmError) -> dt.timedelta:
    """Return how long to wait before the next attempt: doubling with jitter, and never less than the CRM asked for."""
    doubled = min(FIRST_PAUSE_S * 2 ** (attempt - 1), LONGEST_PAUSE_S)
    spread = doubled * random.uniform(0.5, 1.0)
    return dt.timedelta(seconds=max(spread, error.retry_after_s or 0.0))


def claim(sessions: Maker, now: dt.datetime) -> Letter | None:
    """Take the row that is due longest and has no open row of its draft before it."""
    due = (
        select(OutboxMessage)
        .where(_due(now), ~_has_open_predecessor())
        .order_by(OutboxMessage.next_attempt_at, OutboxMessage.created_at)
        .limit(1)
    )
    with reading(sessions)() as session:
        if session.scalar(due.with_only_columns(OutboxMessage.id)) is None:
            return None  # on SQLite a look that finds nothing keeps no writer waiting
    with sessions.begin() as session:
        message = session.scalar(due.with_for_update(skip_locked=True))
        if message is None:
            return None
        message.attempts += 1
        message.lease_owner = new_token()
        message.lease_until = now + dt.timedelta(seconds=LEASE_S)
        crm_draft_id = session.scalar(select(Draft.crm_draft_id).where(Draft.id == message.draft_id))
        return Letter(
            message_id=message.id,
            token=message.lease_owner,
            key=message.key,
            kind=message.kind,
            payload=message.payload,
            draft_id=message.draft_id,
            crm_draft_id=crm_draft_id,
            attempt=message.attempts,
        )


def release_abandoned(sessions: Maker) -> int:
    """End the leases of relays of this machine that are no more, and return how many there were."""
    with reading(sessions)() as session:
        owners = session.scalars(select(OutboxMessage.lease_owner).where(OutboxMessage.lease_owner.is_not(None))).all()
    dead = [owner for owner in owners if owner is not None and is_dead(owner)]
    if dead:
        freed = update(OutboxMessage).where(OutboxMessage.lease_owner.in_(dead)).values(_FREE)
        with sessions.begin() as session:
            session.execute(freed)
    return len(dead)


def _due(now: dt.datetime) -> ColumnElement[bool]:
    free = or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until < now)
    attempt_at = OutboxMessage.next_attempt_at
    return and_(OutboxMessage.state.in_(_OPEN), or_(attempt_at <= now, attempt_at > now + NEVER_SO_LONG), free)


def _has_open_predecessor() -> ColumnElement[bool]:
    earlier = aliased(OutboxMessage)
    return exists().where(
        earlier.draft_id == OutboxMessage.draft_id,
        earlier.id != OutboxMessage.id,
        earlier.state.in_(_OPEN),
        OutboxMessage.kind != OutboxKind.CREATE_DRAFT,
        # Whatever the clock did in between, nothing goes before the draft it is about.
        or_(earlier.created_at < OutboxMessage.created_at, earlier.kind == OutboxKind.CREATE_DRAFT),
    )


def _write(session: Session, letter: Letter, **values: Any) -> None:
    """Write the outcome, if the claim still holds: whoever took the row over looks the write up and writes its own."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == letter.message_id, OutboxMessage.lease_owner == letter.token)
        .values(_FREE | values)
        .execution_options(synchronize_session=False)
    )


def _tell_draft(session: Session, letter: Letter, **values: Any) -> None:
    if letter.draft_id is None or letter.kind is OutboxKind.LOG_CALL:
        return
    session.execute(
        update(Draft).where(Draft.id == letter.draft_id).values(**values).execution_options(synchronize_session=False)
    )


def _ids(receipt: Receipt) -> dict[str, str]:
    made = {"draft": receipt.crm_draft_id, "deal": receipt.crm_deal_id}
    return {name: value for name, value in made.items() if value is not None}
