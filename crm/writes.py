"""Writes that must happen once, over answers that get lost.

The rule for a sender that keeps its messages (the outbox): call the function again with the same key until it returns
or raises CrmRefused. Each begins with a look-up, so a write that was done and not answered is found and not repeated.
A CRM that knows idempotency keys makes this doubly safe; one that does not has only this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from crm.seam import Crm, CrmDeal, CrmDraft, CrmError, CrmOutcomeUnknown, DraftOrder

Found = TypeVar("Found")


def write_once(crm: Crm, key: str, order: DraftOrder) -> CrmDraft:
    """Return the draft of *key*, made now or before.

    Raises CrmUnavailable when nothing was sent, CrmRefused when it never will work, and CrmOutcomeUnknown when it was
    sent and neither its answer nor a look-up tells what became of it: wait, then call again.
    """
    known = crm.find_draft(key)
    if known is not None:
        return known
    try:
        return crm.create_draft(key, order)
    except CrmOutcomeUnknown as lost:
        found = _look_up(lambda: crm.find_draft(key), lost)
        if found is None:
            raise
        return found


def confirm_once(crm: Crm, draft_id: str, order: DraftOrder | None = None) -> CrmDeal:
    """Return the deal of the draft, made now or before. Raises as ``write_once`` does."""
    known = crm.find_deal(draft_id)
    if known is not None:
        return known
    try:
        return crm.confirm_draft(draft_id, order)
    except CrmOutcomeUnknown as lost:
        found = _look_up(lambda: crm.find_deal(draft_id), lost)
        if found is None:
            raise
        return found


def _look_up(find: Callable[[], Found | None], lost: CrmOutcomeUnknown) -> Found | None:
    """Return what *find* finds; a look-up that fails leaves the outcome as unknown as it was."""
    try:
        return find()
    except CrmError as error:
        lost.retry_after_s = error.retry_after_s
        raise lost from error
