"""One write of the outbox, as a call of the CRM. Sending the same letter again is always safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from crm.payloads import read_entry, read_order
from crm.seam import Crm, DraftOrder
from crm.writes import confirm_once, write_once
from models.tables import OutboxKind


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed row of the outbox, and the draft's id in the CRM where it has one."""

    message_id: UUID
    token: str
    key: str
    kind: OutboxKind
    payload: dict[str, Any]
    draft_id: UUID | None
    crm_draft_id: str | None
    attempt: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the CRM made: ids, where the write makes something that has one."""

    crm_draft_id: str | None = None
    crm_deal_id: str | None = None


class NotCreated(Exception):
    """The letter is about a draft that the CRM refused to make."""

    code = "crm.draft_refused"


def send(crm: Crm, letter: Letter) -> Receipt:
    """Do the write. Raises CrmError, NotCreated, or pydantic's ``ValidationError`` for a payload that is none."""
    return _SENDERS[letter.kind](crm, letter)


def _create(crm: Crm, letter: Letter) -> Receipt:
    order = read_order(letter.payload)
    if order is None:
        raise NotCreated
    return Receipt(crm_draft_id=write_once(crm, letter.key, order).draft_id)


def _update(crm: Crm, letter: Letter) -> Receipt:
    order = read_order(letter.payload)
    draft_id = _made(crm, letter, order)
    if order is not None and letter.crm_draft_id is not None:
        crm.update_draft(draft_id, order)
    return Receipt(crm_draft_id=draft_id)


def _confirm(crm: Crm, letter: Letter) -> Receipt:
    order = read_order(letter.payload)
    draft_id = _made(crm, letter, order)
    return Receipt(crm_draft_id=draft_id, crm_deal_id=confirm_once(crm, draft_id, order).deal_id)


def _reject(crm: Crm, letter: Letter) -> Receipt:
    if letter.crm_draft_id is not None:  # what the CRM never took needs no rejection there
        crm.reject_draft(letter.crm_draft_id, str(letter.payload.get("reason", "")))
    return Receipt()


def _log_call(crm: Crm, letter: Letter) -> Receipt:
    crm.log_call(letter.key, replace(read_entry(letter.payload), draft_id=letter.crm_draft_id))
    return Receipt()


def _made(crm: Crm, letter: Letter, order: DraftOrder | None) -> str:
    """Return the CRM's draft; one that it refused to make is made now, as a person put it right, under this key."""
    if letter.crm_draft_id is not None:
        return letter.crm_draft_id
    if order is None:
        raise NotCreated
    return write_once(crm, letter.key, order).draft_id


_SENDERS: Mapping[OutboxKind, Callable[[Crm, Letter], Receipt]] = {
    OutboxKind.CREATE_DRAFT: _create,
    OutboxKind.UPDATE_DRAFT: _update,
    OutboxKind.CONFIRM_DEAL: _confirm,
    OutboxKind.REJECT_DRAFT: _reject,
    OutboxKind.LOG_CALL: _log_call,
}
