"""What a person may see, as conditions of the query: another manager's draft does not exist for a manager."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, true

from api.accounts import Person
from models.tables import Call, Draft, Request


def drafts_of(who: Person) -> ColumnElement[bool]:
    """Own drafts and nobody's for a manager; all for a head of sales and an administrator."""
    if who.sees_all:
        return true()
    if who.manager_id is None:
        return Draft.manager_id.is_(None)
    return or_(Draft.manager_id.is_(None), Draft.manager_id == who.manager_id)


def calls_of(who: Person) -> ColumnElement[bool]:
    """A call goes with its draft; without one, it is seen by its manager, or by everybody where it has none."""
    if who.sees_all:
        return true()
    drafted = exists().where(Draft.call_id == Call.id)
    mine = Call.manager_id.is_(None) if who.manager_id is None else _none_or(who.manager_id)
    return or_(and_(drafted.where(drafts_of(who))), and_(~drafted, mine))


def requests_of(who: Person) -> ColumnElement[bool]:
    """A request is seen by whoever sees one of its calls."""
    if who.sees_all:
        return true()
    return exists().where(Call.request_id == Request.id).where(calls_of(who))


def _none_or(manager_id: str) -> ColumnElement[bool]:
    return or_(Call.manager_id.is_(None), Call.manager_id == manager_id)
