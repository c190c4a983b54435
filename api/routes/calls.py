"""Calls and requests over HTTP: list, one with its words, and the sound in pieces as players ask for it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime
from starlette.responses import FileResponse

from api import audit, calls, drafts
from api.errors import BadCursor, CallNotFailed, CallNotFound, RequestNotFound, SoundNotFound, errors
from api.parts import Made
from api.routes.drafts import Cursor, Limit
from api.schemas import MAX_REQUEST_NUMBER, CallBrief, CallOut, Code, Page, RequestBrief, RequestOut
from api.sessions import ReadSession, WriteSession
from api.sound import sound_response
from api.views import call_briefs, call_out, draft_briefs
from api.who import Signed
from models.tables import CallSource, CallStatus

router = APIRouter(tags=["Звонки"])
_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/wav": {}}, "description": "The whole recording"},
    206: {"content": {"audio/wav": {}}, "description": "The bytes of the Range header"},
    400: {"content": {"text/plain": {}}, "description": "The Range header is not one"},
    416: {"content": {"text/plain": {}}, "description": "No such bytes: the recording is shorter"},
}


@router.get("/calls", responses=errors(BadCursor))
def list_calls(
    who: Signed,
    session: ReadSession,
    status: CallStatus | None = None,
    source: CallSource | None = None,
    client_id: Code | None = None,
    drafted: Annotated[bool | None, Query(description="only calls with, or without, a draft")] = None,
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CallBrief]:
    """List the calls that the asker may see, newest first."""
    wanted = calls.CallFilter(status, source, client_id, drafted, since, until)
    found, after = calls.find(session, who, wanted, limit=limit, cursor=cursor)
    return Page(items=call_briefs(session, found), next=after)


@router.get("/calls/{call_id}", responses=errors(CallNotFound))
def one_call(call_id: UUID, who: Signed, session: ReadSession) -> CallOut:
    """Give one call with its words."""
    call = calls.get(session, who, call_id)
    return call_out(session, call, calls.transcript(session, call.id))


@router.post("/calls/{call_id}/retry", responses=errors(CallNotFound, CallNotFailed))
def retry_call(call_id: UUID, who: Signed, session: WriteSession) -> CallOut:
    """Have a call that could not be processed tried again."""
    call = calls.retry(session, who, call_id)
    return call_out(session, call, calls.transcript(session, call.id))


@router.head("/calls/{call_id}/sound", response_class=FileResponse, include_in_schema=False)
@router.get(
    "/calls/{call_id}/sound", response_class=FileResponse, responses=errors(CallNotFound, SoundNotFound) | _SOUND
)
def sound(call_id: UUID, who: Signed, made: Made, session: WriteSession) -> FileResponse:
    """Give the recording of one call, whole or by ranges of bytes. Who listens is written down."""
    recording = calls.recording(session, who, call_id)
    answer = sound_response(made.settings.sound_root, recording)
    if not audit.listened_lately(session, who.id, call_id):
        audit.note(session, who.id, "sound", "call", call_id)
    return answer


@router.get("/requests", responses=errors(BadCursor))
def list_requests(who: Signed, session: ReadSession, limit: Limit = 50, cursor: Cursor = None) -> Page[RequestBrief]:
    """List the request numbers that the asker may see, newest first."""
    found, after = calls.find_requests(session, who, limit=limit, cursor=cursor)
    return Page(items=[RequestBrief.model_validate(request) for request in found], next=after)


@router.get("/requests/{number}", responses=errors(RequestNotFound))
def one_request(
    number: Annotated[int, Path(ge=0, le=MAX_REQUEST_NUMBER)], who: Signed, session: ReadSession
) -> RequestOut:
    """Give one request with the calls and drafts that joined it."""
    request, found = calls.get_request(session, who, number)
    joined, _ = drafts.find(session, who, drafts.DraftFilter(request_number=number), limit=200, cursor=None)
    return RequestOut(
        number=request.number,
        created_at=request.created_at,
        calls=call_briefs(session, found),
        drafts=draft_briefs(session, joined),
    )
