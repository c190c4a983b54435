"""Paging by cursor: the place of the last row that was given, so that rows that come in meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.errors import BadCursor


class Row(Protocol):
    @property
    def id(self) -> UUID: ...


Found = TypeVar("Found", bound=Row)


def page(
    session: Session,
    query: Select[Found],
    moment: InstrumentedAttribute[dt.datetime],
    *,
    limit: int,
    cursor: str | None,
) -> tuple[Sequence[Found], str | None]:
    """Return one page of *query*, newest first by *moment*, and the cursor of the next one."""
    key: InstrumentedAttribute[UUID] = moment.class_.id
    if cursor is not None:
        query = query.where(tuple_(moment, key) < tuple_(*_place(cursor)))
    rows = session.scalars(query.order_by(moment.desc(), key.desc()).limit(limit + 1)).unique().all()
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], _cursor(getattr(rows[limit - 1], moment.key), rows[limit - 1].id)


def _cursor(moment: dt.datetime, key: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), str(key)]).encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[dt.datetime, UUID]:
    try:
        kept: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment, key = dt.datetime.fromisoformat(kept[0]), UUID(kept[1])
    except (binascii.Error, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadCursor from error
    if moment.tzinfo is None:
        raise BadCursor
    return moment, key
