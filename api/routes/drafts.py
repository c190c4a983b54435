"""Drafts over HTTP: list, one, correct, confirm, reject, and the corrections as a labelled set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from api import drafts, edits, labelled
from api.errors import (
    BadCursor,
    DraftChanged,
    DraftDecided,
    DraftEmpty,
    DraftNotFound,
    ReasonMissing,
    UnitMismatch,
    UnknownClient,
    UnknownLine,
    UnknownProduct,
    errors,
)
from api.parts import Made
from api.schemas import MAX_REQUEST_NUMBER, Code, ConfirmIn, DraftBrief, DraftOut, DraftPatch, Page, RejectIn
from api.sessions import ReadSession, WriteSession
from api.views import draft_briefs, draft_out
from api.who import ONLY_HEADS, Signed
from models.tables import DraftKind, DraftStatus

router = APIRouter(prefix="/drafts", tags=["Черновики"])
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=300)]


@router.get("", responses=errors(BadCursor))
def list_drafts(
    who: Signed,
    session: ReadSession,
    status: DraftStatus | None = None,
    kind: DraftKind | None = None,
    intent: Code | None = None,
    client_id: Code | None = None,
    manager_id: Code | None = None,
    request_number: Annotated[int | None, Query(ge=0, le=MAX_REQUEST_NUMBER)] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DraftBrief]:
    """List the drafts that the asker may see, newest first."""
    wanted = drafts.DraftFilter(status, kind, intent, client_id, manager_id, request_number, since, until)
    found, after = drafts.find(session, who, wanted, limit=limit, cursor=cursor)
    return Page(items=draft_briefs(session, found), next=after)


@router.get(
    "/corrections.jsonl",
    response_class=StreamingResponse,
    responses=errors() | {200: {"content": {"application/x-ndjson": {}}, "description": "One labelled order a line"}},
    dependencies=[ONLY_HEADS],
)
def corrections(made: Made, since: AwareDatetime | None = None) -> StreamingResponse:
    """Give decided drafts as a labelled set of orders: the words of the call, and the order a person stands by."""
    return StreamingResponse(_streamed(made, since), media_type="application/x-ndjson")


@router.get("/{draft_id}", responses=errors(DraftNotFound))
def one_draft(draft_id: UUID, who: Signed, session: ReadSession) -> DraftOut:
    """Give one draft whole."""
    return draft_out(session, drafts.get(session, who, draft_id))


@router.patch(
    "/{draft_id}",
    responses=errors(
        DraftNotFound, DraftChanged, DraftDecided, UnknownProduct, UnknownClient, UnknownLine, UnitMismatch
    ),
)
def edit_draft(draft_id: UUID, patch: DraftPatch, who: Signed, made: Made, session: WriteSession) -> DraftOut:
    """Correct a draft. Prices and stock are asked anew; what stood before and after is kept as a correction."""
    with made.readers() as reader:
        skus = edits.articles(reader, who, draft_id, patch)
    quote = made.quoter.quote(skus)
    return draft_out(session, edits.edit(session, who, draft_id, patch, quote, made.settings.terms))


@router.post("/{draft_id}/stock", responses=errors(DraftNotFound, DraftDecided))
def refresh_stock(draft_id: UUID, who: Signed, made: Made, session: WriteSession) -> DraftOut:
    """Ask the CRM for fresh prices and stock of an undecided draft."""
    with made.readers() as reader:
        skus = edits.articles(reader, who, draft_id)
    return draft_out(session, edits.refresh(session, who, draft_id, made.quoter.quote(skus), made.settings.terms))


@router.post("/{draft_id}/confirm", responses=errors(DraftNotFound, DraftChanged, DraftDecided, DraftEmpty))
def confirm_draft(draft_id: UUID, body: ConfirmIn, who: Signed, made: Made, session: WriteSession) -> DraftOut:
    """Make an order a deal in the CRM, or mark a task done. A second time changes nothing."""
    draft = drafts.confirm(session, who, draft_id, version=body.version)
    made.metrics.decisions.labels("confirm").inc()
    return draft_out(session, draft)


@router.post("/{draft_id}/reject", responses=errors(DraftNotFound, DraftChanged, DraftDecided, ReasonMissing))
def reject_draft(draft_id: UUID, body: RejectIn, who: Signed, made: Made, session: WriteSession) -> DraftOut:
    """Turn a draft down; the reason is a must. A second time changes nothing."""
    draft = drafts.reject(session, who, draft_id, version=body.version, reason=body.reason)
    made.metrics.decisions.labels("reject").inc()
    return draft_out(session, draft)


def _streamed(made: Made, since: dt.datetime | None) -> Iterator[str]:
    with made.readers() as session:
        yield from labelled.lines(session, since, made.settings.zone_of(None))
