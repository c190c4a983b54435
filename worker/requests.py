"""Which request a call belongs to: its own, or an earlier one that the caller names and is entitled to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Call, Request
from worker.drafting import Material


def request_of(session: Session, call: Call, material: Material) -> Request | None:
    """Return the request of *call*, moving the call to the earlier one that it names.

    A number alone proves nothing, as anybody can say one: the earlier request must be of the same phone, or of the same
    client or a related one. The number that the caller heard in this call is kept among the call's facts.
    """
    own = session.get(Request, call.request_id) if call.request_id is not None else None
    earlier = _named(session, material.reading.get("request_number"))
    if earlier is None or (own is not None and earlier.id == own.id) or not _entitled(session, call, material, earlier):
        return own
    if own is not None:
        call.facts = {**call.facts, "own_request_number": own.number}
    call.request_id = earlier.id
    return earlier


def _named(session: Session, number: str | None) -> Request | None:
    digits = "".join(filter(str.isdecimal, number or ""))
    if not digits or len(digits) > 9:
        return None
    return session.scalar(select(Request).where(Request.number == int(digits)))


def _entitled(session: Session, call: Call, material: Material, earlier: Request) -> bool:
    if call.phone is not None and earlier.phone == call.phone:
        return True
    client_id = material.caller.get("client_id")
    if client_id is None:
        return False
    same = [client_id, *material.caller.get("related", [])]
    theirs = select(Call.id).where(Call.request_id == earlier.id, Call.client_id.in_(same), Call.id != call.id)
    return session.scalar(theirs.limit(1)) is not None
