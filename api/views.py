"""Entities as answers of the HTTP API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from api import calls, drafts
from api.documents import span_of, unresolved_of
from api.schemas import (
    CallbackOut,
    CallBrief,
    CallOut,
    ClientOut,
    CrmOut,
    DeliveryOut,
    DraftBrief,
    DraftOut,
    LineOut,
    SpanOut,
    StockOut,
    UnresolvedOut,
)
from api.wording import confidence_words, failure_words
from models.tables import CachedClient, CachedManager, Call, Draft, DraftLine, TranscriptRow


@dataclass(frozen=True, slots=True)
class Named:
    """What the CRM calls a client."""

    name: str
    inn: str | None


def clients(session: Session, ids: Iterable[str | None]) -> dict[str, Named]:
    """Return the names of clients as the CRM last gave them."""
    wanted = {client_id for client_id in ids if client_id is not None}
    rows = session.scalars(select(CachedClient).where(CachedClient.client_id.in_(wanted)))
    return {row.client_id: Named(row.name, row.inn) for row in rows}


def manager_name(session: Session, manager_id: str | None) -> str | None:
    """Return the name of a manager as the CRM last gave it."""
    if manager_id is None:
        return None
    return session.scalar(select(CachedManager.name).where(CachedManager.manager_id == manager_id))


def total(draft: Draft) -> Decimal | None:
    """Return the sum of a draft with its delivery, ``None`` while a price is not known."""
    amounts = [line.amount for line in draft.lines]
    if not amounts or any(amount is None for amount in amounts):
        return None
    known = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return known + (draft.delivery_charge or Decimal(0))


def draft_briefs(session: Session, found: Sequence[Draft]) -> list[DraftBrief]:
    """Return rows of the list of drafts."""
    names = clients(session, (draft.client_id for draft in found))
    return [_brief(draft, names) for draft in found]


def draft_out(session: Session, draft: Draft) -> DraftOut:
    """Return one draft whole."""
    brief = _brief(draft, clients(session, [draft.client_id]))
    return DraftOut(
        **brief.model_dump(),
        call_id=draft.call_id,
        phone=draft.call.phone,
        manager_name=manager_name(session, draft.manager_id),
        delivery=_delivery(draft),
        payment=draft.payment,
        callback=_callback(draft),
        comment=draft.comment,
        lines=[line_out(line) for line in draft.lines],
        unresolved=[UnresolvedOut.model_validate(unresolved_of(item)) for item in draft.unresolved],
        stock_checked_at=draft.stock_checked_at,
        decided_by=drafts.decider(session, draft),
        reject_reason=draft.reject_reason,
        unchanged=draft.unchanged,
        corrections_count=len(draft.corrections),
        crm=CrmOut(
            draft_id=draft.crm_draft_id,
            deal_id=draft.crm_deal_id,
            error_code=draft.crm_error_code,
            state=drafts.outbox_state(session, draft.id),
        ),
    )


def line_out(line: DraftLine) -> LineOut:
    """Return one line of a draft."""
    return LineOut(
        id=line.id,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        heard=line.heard,
        spans=[SpanOut.model_validate(span_of(span)) for span in line.spans],
        confidence=line.confidence,
        confidence_words=confidence_words(line.confidence),
        alternatives=[str(sku) for sku in line.alternatives],
        note=line.note,
        price=line.price,
        amount=line.amount,
        stock=StockOut(
            warehouse=line.stock_warehouse,
            available=line.stock_available,
            status=line.stock_status,
            expected_date=line.stock_expected_date,
            expected_quantity=line.stock_expected_quantity,
        ),
    )


def call_briefs(session: Session, found: Sequence[Call]) -> list[CallBrief]:
    """Return rows of the list of calls."""
    made = calls.drafts_by_call(session, found)
    return [_call_brief(call, made.get(call.id)) for call in found]


def call_out(session: Session, call: Call, words: TranscriptRow | None) -> CallOut:
    """Return one call with its words."""
    brief = _call_brief(call, calls.drafts_by_call(session, [call]).get(call.id))
    return CallOut(
        **brief.model_dump(),
        notice_played_at=call.notice_played_at,
        client_id=call.client_id,
        manager_id=call.manager_id,
        demonstration_model=words.demonstration if words else None,
        transcript=words.document if words else None,
    )


def _brief(draft: Draft, names: Mapping[str, Named]) -> DraftBrief:
    client = names.get(draft.client_id) if draft.client_id is not None else None
    return DraftBrief(
        id=draft.id,
        request_number=draft.request.number if draft.request else None,
        kind=draft.kind,
        intent=draft.intent,
        status=draft.status,
        version=draft.version,
        client=ClientOut(
            client_id=draft.client_id,
            name=client.name if client else None,
            inn=client.inn if client else None,
            matched_by=draft.matched_by,
            confidence=draft.client_confidence,
        ),
        manager_id=draft.manager_id,
        lines_count=len(draft.lines),
        unresolved_count=len(draft.unresolved),
        total=total(draft),
        stock_state=draft.stock_state,
        urgent=draft.call.urgent,
        interrupted=draft.call.interrupted,
        answer_by=draft.answer_by,
        created_at=draft.created_at,
        decided_at=draft.decided_at,
    )


def _delivery(draft: Draft) -> DeliveryOut:
    return DeliveryOut(
        mode=draft.delivery_mode,
        date=draft.delivery_date,
        time=draft.delivery_time,
        address=draft.delivery_address,
        charge=draft.delivery_charge,
    )


def _callback(draft: Draft) -> CallbackOut | None:
    if draft.callback_phone is None and draft.callback_time is None:
        return None
    return CallbackOut(phone=draft.callback_phone, time=draft.callback_time)


def _call_brief(call: Call, draft: Draft | None) -> CallBrief:
    kept = call.recording
    return CallBrief(
        id=call.id,
        source=call.source,
        direction=call.direction,
        status=call.status,
        phone=call.phone,
        branch=call.branch,
        started_at=call.started_at,
        ended_at=call.ended_at,
        end_reason=call.end_reason,
        duration_s=kept.duration_s if kept else None,
        interrupted=call.interrupted,
        urgent=call.urgent,
        silent=call.silent,
        failure_code=call.failure_code,
        failure=failure_words(call.failure_code),
        request_number=call.request.number if call.request else None,
        draft_id=draft.id if draft else None,
        has_sound=kept is not None,
    )
