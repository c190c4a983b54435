"""The morning queue: what waits for a person, what the machine could not do, and how often it was right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api import wording
from api.accounts import Person
from api.settings import ApiSettings
from api.views import Named, clients, total
from api.visibility import calls_of, drafts_of
from models.tables import (
    CachedManager,
    Call,
    CallStatus,
    Draft,
    DraftKind,
    DraftStatus,
    OutboxMessage,
    OutboxState,
    StockState,
)

MOST_ROWS = 300
RIGHT_FIRST_DAYS = 30
TROUBLE_DAYS = 7
ENOUGH_DECISIONS = 20  # fewer decisions make no percentage worth reading
SHOWN_LINES = 3


@dataclass(frozen=True, slots=True)
class Flag:
    text: str
    tone: str  # "bad", "warn", "info"


@dataclass(frozen=True, slots=True)
class Row:
    """One draft in the queue."""

    draft: Draft
    number: str
    client: str
    told: str  # under the client: how it is known, or the telephone
    summary: tuple[str, ...]
    more: int
    total: str
    due: str
    overdue: bool
    came: str
    length: str
    manager: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A call that gave no draft, and why."""

    call: Call
    who: str
    came: str
    length: str
    why: str
    tone: str


@dataclass(frozen=True, slots=True)
class RightFirst:
    """How often an order was confirmed as it was understood, of all that were decided."""

    unchanged: int
    corrected: int
    rejected: int

    @property
    def decided(self) -> int:
        return self.unchanged + self.corrected + self.rejected

    @property
    def enough(self) -> bool:
        return self.decided >= ENOUGH_DECISIONS

    def percent(self, part: int) -> int:
        return round(100 * part / self.decided) if self.decided else 0


@dataclass(frozen=True, slots=True)
class Counts:
    """What of the shown drafts the machine could not judge."""

    unresolved: int
    to_check: int
    stock_unknown: int
    interrupted: int
    not_sent: int


@dataclass(frozen=True, slots=True)
class Queue:
    orders: list[Row]
    tasks: list[Row]
    troubles: list[Trouble]
    waiting: int
    counts: Counts
    right_first: RightFirst
    cut: bool

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in (*self.orders, *self.tasks))


def queue(session: Session, who: Person, settings: ApiSettings, status: DraftStatus, *, mine: bool) -> Queue:
    """Return the queue of *who*: undecided drafts by the promised hour, or decided ones, newest first."""
    now = dt.datetime.now(dt.UTC)
    found = session.scalars(_drafts(who, status, mine=mine)).all()
    names = clients(session, (draft.client_id for draft in found))
    managers = dict(session.execute(select(CachedManager.manager_id, CachedManager.name)).all())
    rows = [_row(draft, names, managers, settings.zone_of(draft.call.branch), now) for draft in found]
    return Queue(
        orders=[row for row in rows if row.draft.kind is DraftKind.ORDER],
        tasks=[row for row in rows if row.draft.kind is DraftKind.TASK],
        troubles=_troubles(session, who, settings, now),
        waiting=_waiting(session, who),
        counts=_counts(session, who, found),
        right_first=right_first(session, who, now),
        cut=len(found) == MOST_ROWS,
    )


def next_new(session: Session, who: Person, kind: DraftKind) -> Draft | None:
    """Return the draft of *kind* that is next in the queue of *who*."""
    return session.scalar(_drafts(who, DraftStatus.NEW, mine=False).where(Draft.kind == kind).limit(1))


def right_first(session: Session, who: Person, now: dt.datetime) -> RightFirst:
    """Count the decisions on orders of the last days that *who* may see."""
    since = now - dt.timedelta(days=RIGHT_FIRST_DAYS)
    rows = session.execute(
        select(Draft.status, Draft.unchanged, func.count())
        .where(drafts_of(who), Draft.kind == DraftKind.ORDER, Draft.decided_at >= since)
        .group_by(Draft.status, Draft.unchanged)
    )
    counted = {(status, bool(unchanged)): count for status, unchanged, count in rows}
    return RightFirst(
        unchanged=counted.get((DraftStatus.CONFIRMED, True), 0),
        corrected=counted.get((DraftStatus.CONFIRMED, False), 0),
        rejected=sum(count for (status, _), count in counted.items() if status is DraftStatus.REJECTED),
    )


def _drafts(who: Person, status: DraftStatus, *, mine: bool) -> Select[Draft]:
    query = (
        select(Draft)
        .join(Draft.call)
        .where(drafts_of(who), Draft.status == status)
        .options(
            joinedload(Draft.call).joinedload(Call.recording), joinedload(Draft.request), selectinload(Draft.lines)
        )
        .limit(MOST_ROWS)
    )
    if mine:
        query = query.where(Draft.manager_id == who.manager_id)
    if status is not DraftStatus.NEW:
        return query.order_by(Draft.decided_at.desc())
    promised_last = case((Draft.answer_by.is_(None), 1), else_=0)
    return query.order_by(Call.urgent.desc(), promised_last, Draft.answer_by, Draft.created_at)


def _row(draft: Draft, names: dict[str, Named], managers: dict[str, str], zone: ZoneInfo, now: dt.datetime) -> Row:
    client = names.get(draft.client_id or "")
    recording = draft.call.recording
    lines = draft.lines[:SHOWN_LINES]
    return Row(
        draft=draft,
        number=str(draft.request.number) if draft.request else "без номера",
        client=client.name if client else draft.client_id or "Клиент не определён",
        told=wording.phone(draft.call.phone),
        summary=tuple(f"{line.name} — {wording.counted(line.quantity, line.unit)}" for line in lines)
        or ((draft.comment,) if draft.comment else _nothing_said(draft)),
        more=len(draft.lines) - len(lines),
        total=wording.money(total(draft)) if draft.kind is DraftKind.ORDER else "",
        due=_due(draft, zone, now),
        overdue=draft.status is DraftStatus.NEW and draft.answer_by is not None and draft.answer_by < now,
        came=wording.moment(draft.call.started_at, zone, now),
        length=wording.seconds(recording.duration_s) if recording else "",
        manager=managers.get(draft.manager_id, draft.manager_id) if draft.manager_id else "ничей",
        flags=tuple(flags(draft)),
    )


def _nothing_said(draft: Draft) -> tuple[str, ...]:
    return ("Звонил и ничего не сказал",) if draft.call.silent else ()


def _due(draft: Draft, zone: ZoneInfo, now: dt.datetime) -> str:
    if draft.decided_at is not None:
        return wording.moment(draft.decided_at, zone, now)
    if draft.answer_by is None:
        return "без срока"
    if draft.answer_by < now:
        return f"просрочено на {wording.span_of_time(now - draft.answer_by)}"
    by = wording.clock(draft.answer_by, zone)
    day = wording.day(draft.answer_by, zone, now)
    return f"до {by}" if day == "сегодня" else f"{day} до {by}"


def flags(draft: Draft) -> list[Flag]:
    """Return what a person should know before opening a draft."""
    to_check = sum(line.confidence is not None and line.confidence < wording.LIKELY for line in draft.lines)
    is_new_order = draft.kind is DraftKind.ORDER and draft.status is DraftStatus.NEW
    recording = draft.call.recording
    told = [
        (draft.call.urgent, Flag("срочно", "bad")),
        (draft.crm_error_code is not None, Flag("не дошло до CRM", "bad")),
        (bool(draft.unresolved), Flag(_phrases(len(draft.unresolved)), "bad")),
        (to_check > 0, Flag(f"проверьте {wording.plural(to_check, 'строку', 'строки', 'строк')}", "warn")),
        (is_new_order and draft.stock_state is StockState.UNKNOWN, Flag("остаток неизвестен", "warn")),
        (draft.call.interrupted, Flag("запись прервана", "warn")),
        (recording is not None and recording.truncated, Flag("запись обрезана", "warn")),
        (draft.status is DraftStatus.CONFIRMED and draft.unchanged is True, Flag("без правок", "good")),
        (draft.status is DraftStatus.CONFIRMED and draft.unchanged is False, Flag("с правками", "info")),
    ]
    return [flag for holds, flag in told if holds]


def _phrases(count: int) -> str:
    return wording.plural(count, "фраза не разобрана", "фразы не разобраны", "фраз не разобраны")


def _troubles(session: Session, who: Person, settings: ApiSettings, now: dt.datetime) -> list[Trouble]:
    since = now - dt.timedelta(days=TROUBLE_DAYS)
    found = session.scalars(
        select(Call)
        .where(calls_of(who), Call.status == CallStatus.FAILED, Call.started_at >= since)
        .options(joinedload(Call.recording))
        .order_by(Call.started_at.desc())
        .limit(MOST_ROWS)
    )
    return [trouble(call, settings.zone_of(call.branch), now) for call in found]


def trouble(call: Call, zone: ZoneInfo, now: dt.datetime) -> Trouble:
    """Return a call without a draft as a row that says why."""
    why = wording.failure_words(call.failure_code) or wording.CALL_STATUSES[call.status.value].lower()
    return Trouble(
        call=call,
        who=wording.phone(call.phone),
        came=wording.moment(call.started_at, zone, now),
        length=wording.seconds(call.recording.duration_s) if call.recording else "",
        why=why,
        tone="bad" if call.status is CallStatus.FAILED else "info",
    )


def _waiting(session: Session, who: Person) -> int:
    in_work = (CallStatus.RECORDED, CallStatus.PROCESSING)
    return session.scalar(select(func.count()).select_from(Call).where(calls_of(who), Call.status.in_(in_work))) or 0


def _counts(session: Session, who: Person, found: Sequence[Draft]) -> Counts:
    open_states = (OutboxState.REFUSED,)
    not_sent = session.scalar(
        select(func.count(func.distinct(Draft.id)))
        .join(OutboxMessage, OutboxMessage.draft_id == Draft.id)
        .where(drafts_of(who), OutboxMessage.state.in_(open_states))
    )
    return Counts(
        unresolved=sum(len(draft.unresolved) for draft in found),
        to_check=sum(
            line.confidence is not None and line.confidence < wording.LIKELY for draft in found for line in draft.lines
        ),
        stock_unknown=sum(draft.kind is DraftKind.ORDER and draft.stock_state is StockState.UNKNOWN for draft in found),
        interrupted=sum(draft.call.interrupted for draft in found),
        not_sent=not_sent or 0,
    )
