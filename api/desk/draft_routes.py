"""The queue and one draft: look, correct, confirm, reject."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from api import clients, drafts, edits
from api.accounts import Person
from api.desk import draft_page, forms, queue
from api.desk.pages import go, render
from api.errors import (
    DozvonError,
    DraftChanged,
    DraftDecided,
    DraftEmpty,
    InvalidInput,
    QuantityMissing,
    ReasonMissing,
    UnitMismatch,
    UnknownClient,
    UnknownLine,
    UnknownProduct,
)
from api.parts import Made, Parts
from api.sessions import ReadSession, WriteSession
from api.who import Posted, Signed
from models.tables import Draft, DraftKind, DraftStatus, utc_now

router = APIRouter()
# What a person can put right on the page itself; the rest is an error page.
_MENDABLE = (
    DraftChanged,
    DraftDecided,
    DraftEmpty,
    InvalidInput,
    QuantityMissing,
    ReasonMissing,
    UnitMismatch,
    UnknownClient,
    UnknownLine,
    UnknownProduct,
)


@router.get("/")
def morning_queue(
    request: Request,
    who: Signed,
    made: Made,
    session: ReadSession,
    show: DraftStatus = DraftStatus.NEW,
    whose: Annotated[str, Query(pattern="^(mine|all)$")] = "all",
) -> Response:
    """Show what waits for a person."""
    found = queue.queue(session, who, made.settings, show, mine=whose == "mine")
    zone = made.settings.zone_of(None)
    return render(request, "queue.html", who, queue=found, show=show, whose=whose, zone=zone, now=utc_now())


@router.get("/drafts/{draft_id}")
def one_draft(request: Request, draft_id: UUID, who: Signed, made: Made, session: ReadSession) -> Response:
    """Show one draft."""
    return _page(request, who, made, session, drafts.get(session, who, draft_id))


@router.post("/drafts/{draft_id}/edit")
def edit_draft(
    request: Request, draft_id: UUID, who: Signed, form: Posted, made: Made, session: WriteSession
) -> Response:
    """Keep what was typed and do what the pressed button says; what cannot be kept is said on the page."""
    deed = forms.deed_of(form)
    try:
        if deed.name == "find":
            return _found(request, who, made, draft_id, form, deed.subject)
        patch = forms.patch_of(form, deed)
        with made.readers() as reader:
            skus = edits.articles(reader, who, draft_id, patch)
        quote = made.quoter.quote(skus)
        with session.begin_nested():
            draft = edits.edit(session, who, draft_id, patch, quote, made.settings.terms)
    except _MENDABLE as error:
        return _refused(request, who, made, draft_id, error, form)
    return go(request, f"/drafts/{draft_id}", _done(deed.name, changed=draft.version != patch.version))


@router.post("/drafts/{draft_id}/confirm")
def confirm_draft(
    request: Request, draft_id: UUID, who: Signed, form: Posted, made: Made, session: WriteSession
) -> Response:
    """Confirm, and show what comes next."""
    try:
        draft = drafts.confirm(session, who, draft_id, version=_version(form))
    except _MENDABLE as error:
        return _refused(request, who, made, draft_id, error)
    made.metrics.decisions.labels("confirm").inc()
    done = "подтверждена, отправляем в CRM" if draft.kind is DraftKind.ORDER else "сделана"
    return _onward(request, session, who, draft, done)


@router.post("/drafts/{draft_id}/reject")
def reject_draft(
    request: Request, draft_id: UUID, who: Signed, form: Posted, made: Made, session: WriteSession
) -> Response:
    """Reject for the reason given, and show what comes next."""
    parts = (str(form.get("reason", "")).strip(), str(form.get("words", "")).strip()[:900])
    reason = ": ".join(part for part in parts if part)
    try:
        draft = drafts.reject(session, who, draft_id, version=_version(form), reason=reason)
    except _MENDABLE as error:
        return _refused(request, who, made, draft_id, error)
    made.metrics.decisions.labels("reject").inc()
    return _onward(request, session, who, draft, "отклонена")


@router.post("/drafts/{draft_id}/resend")
def send_again(request: Request, draft_id: UUID, who: Signed, _form: Posted, session: WriteSession) -> Response:
    """Try again what the CRM refused."""
    drafts.send_again(session, who, draft_id)
    return go(request, f"/drafts/{draft_id}", "Отправляем в CRM ещё раз")


def _done(deed: str, *, changed: bool) -> str | None:
    if deed == "order":
        return "Теперь это заказ: впишите товары"
    if changed:
        return "Сохранено"
    return "Остатки и цены обновлены" if deed == "stock" else None


def _page(
    request: Request,
    who: Person,
    made: Parts,
    session: Session,
    draft: Draft,
    *,
    status: int = 200,
    problem: str | None = None,
    typed: dict[str, str] | None = None,
    found: draft_page.Found | None = None,
) -> Response:
    page = draft_page.draft_page(session, made, who, draft, typed)
    found = found or draft_page.Found()
    return render(request, "draft.html", who, status=status, page=page, draft=draft, problem=problem, found=found)


def _refused(
    request: Request, who: Person, made: Parts, draft_id: UUID, error: DozvonError, form: FormData | None = None
) -> Response:
    """Show the draft as it is kept, with what was wrong; typed quantities stay where the draft did not change."""
    problem = "; ".join((error.details or {}).get("fields", ())) if isinstance(error, InvalidInput) else error.message
    keep = form is not None and not isinstance(error, (DraftChanged, DraftDecided))
    with made.readers() as reader:
        draft = drafts.get(reader, who, draft_id)
        typed = forms.typed(form) if keep and form is not None else None
        return _page(request, who, made, reader, draft, status=error.status, problem=problem, typed=typed)


def _found(request: Request, who: Person, made: Parts, draft_id: UUID, form: FormData, slot: str) -> Response:
    query = str(form.get(f"find-{slot}", ""))[:100]
    with made.readers() as reader:
        if slot == "client":
            found = draft_page.Found(slot, query, clients=tuple(clients.search(reader, query)) if query else ())
        else:
            found = draft_page.Found(slot, query, products=tuple(made.catalogue.search(query)))
        draft = drafts.get(reader, who, draft_id)
        return _page(request, who, made, reader, draft, typed=forms.typed(form), found=found)


def _onward(request: Request, session: Session, who: Person, draft: Draft, done: str) -> Response:
    session.flush()
    following = queue.next_new(session, who, draft.kind)
    number = f"Заявка № {draft.request.number}" if draft.request else "Заявка"
    address = f"/drafts/{following.id}" if following else "/"
    return go(request, address, f"{number} {done}", link=f"/drafts/{draft.id}")


def _version(form: FormData) -> int:
    text = str(form.get("version", ""))
    if not text.isdecimal() or len(text) > 9:
        raise InvalidInput({"fields": [InvalidInput.message]})
    return int(text)
