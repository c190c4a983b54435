"""Calls: what came in, what became of each, and the words of one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import calls, views
from api.desk.draft_page import call_page
from api.desk.pages import go, render
from api.errors import CallNotFailed
from api.parts import Made
from api.sessions import ReadSession, WriteSession
from api.who import Posted, Signed
from models.tables import CallStatus

router = APIRouter()
ROWS = 50


@router.get("/calls")
def list_calls(
    request: Request,
    who: Signed,
    made: Made,
    session: ReadSession,
    status: CallStatus | None = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Response:
    """Show every call with the one state it is in."""
    found, after = calls.find(session, who, calls.CallFilter(status=status), limit=ROWS, cursor=cursor)
    made_of = calls.drafts_by_call(session, found)
    clients = {call.id: call.client_id for call in found} | {
        draft.call_id: draft.client_id for draft in made_of.values() if draft.client_id is not None
    }
    return render(
        request,
        "calls.html",
        who,
        calls=found,
        drafts=made_of,
        clients=clients,
        names=views.clients(session, clients.values()),
        zone_of=made.settings.zone_of,
        shown=status,
        after=after,
    )


@router.get("/calls/{call_id}")
def one_call(request: Request, call_id: UUID, who: Signed, made: Made, session: ReadSession) -> Response:
    """Show one call: its sound and its words."""
    page = call_page(session, made, calls.get(session, who, call_id))
    return render(request, "call.html", who, page=page, call=page.call)


@router.post("/calls/{call_id}/retry")
def retry_call(request: Request, call_id: UUID, who: Signed, _form: Posted, session: WriteSession) -> Response:
    """Have a failed call processed again."""
    try:
        calls.retry(session, who, call_id)
    except CallNotFailed as error:
        return go(request, f"/calls/{call_id}", error.message, tone="bad")
    return go(request, f"/calls/{call_id}", "Обрабатываем ещё раз")
