"""Follow one call through the database, printing each stage when it happens."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from dozvon.order_view import DELIVERY, INTENTS, REASONS, day, draft_table
from models.call import Call, TranscriptRow
from models.database import make_engine, make_sessions
from models.draft import Draft
from models.work import Job, JobState, OutboxKind, OutboxMessage, OutboxState, Stage

if TYPE_CHECKING:
    from rich.console import Console

    from dozvon.demo_calls import DemoCall

STAGES = {
    Stage.TRANSCRIBE: "слова распознаны",
    Stage.UNDERSTAND: "заказ понят",
    Stage.MATCH_CLIENT: "клиент найден",
    Stage.PRICE_AND_STOCK: "цены и остатки получены",
    Stage.DRAFT: "черновик на столе",
}


class CallWatch:
    """Looks for the newest call of *phone* that came after the watch began."""

    def __init__(self, database: str, phone: str, console: Console, began: float) -> None:
        self._sessions = make_sessions(make_engine(database))
        self._phone = phone
        self._console = console
        self._began = began
        self._seen: set[str] = set()
        with self._sessions() as session:
            self._known = set(session.scalars(select(Call.id).where(Call.phone == phone)))
        self._draft: Draft | None = None

    def look(self) -> bool:
        """Print what is new; return whether the draft is there and the CRM has it."""
        with self._sessions() as session:
            call = session.scalar(
                select(Call)
                .where(Call.phone == self._phone, Call.id.not_in(self._known))
                .options(selectinload(Call.request), selectinload(Call.recording))
            )
            if call is None:
                return False
            if call.recording is not None:
                number = call.request.number if call.request else "без номера"
                self._say("recorded", f"записано {call.recording.duration_s:.1f} с, заявка {number}")
            for job in session.scalars(select(Job).where(Job.call_id == call.id, Job.state == JobState.DONE)):
                self._say(job.stage, STAGES[job.stage])
            draft = session.scalar(
                select(Draft)
                .where(Draft.call_id == call.id)
                .options(selectinload(Draft.lines), selectinload(Draft.call))
            )
            if draft is None:
                return False
            self._draft = draft
            sent = session.scalar(
                select(OutboxMessage.state).where(
                    OutboxMessage.draft_id == draft.id, OutboxMessage.kind == OutboxKind.CREATE_DRAFT
                )
            )
        if sent in (OutboxState.SENT, None):
            if sent:
                self._say("crm", "черновик записан в CRM, один раз")
            return True
        return False

    def lines(self) -> list[tuple[str, int]]:
        """Return the article and quantity of every line of the draft."""
        return [(line.sku, int(line.quantity)) for line in self._draft.lines] if self._draft else []

    def intent(self) -> str:
        return self._draft.intent if self._draft else ""

    def show_result(self) -> None:
        """Print the transcript and the draft."""
        if self._draft is None:
            return
        draft = self._draft
        with self._sessions() as session:
            text = session.scalar(select(TranscriptRow.text).where(TranscriptRow.call_id == draft.call_id))
        self._console.print(f"  Услышано: [italic]«{escape(text or '')}»[/]")
        self._console.print(
            f"  Понято: [bold]{INTENTS.get(draft.intent, draft.intent)}[/], клиент {draft.client_id or '—'}"
        )
        if draft.lines:
            rows = [_line_document(line) for line in draft.lines]
            self._console.print(draft_table(rows, {line.sku: line.name for line in draft.lines}))
        for item in draft.unresolved:
            self._console.print(f"  [yellow]Не понято:[/] «{escape(item['heard'])}»: {REASONS[item['reason']]}")
        mode = DELIVERY.get(draft.delivery_mode or "")
        date = day(draft.delivery_date) if draft.delivery_date else None
        details = (mode, date, draft.callback_phone, draft.callback_time, draft.comment)
        if any(details):
            self._console.print("  " + escape(", ".join(str(item) for item in details if item)))

    def _say(self, key: str, text: str) -> None:
        if key not in self._seen:
            self._seen.add(key)
            self._console.print(f"  [cyan]{time.monotonic() - self._began:5.1f} с[/]  {text}")


def verdict(lines: Sequence[tuple[str, int]], intent: str, call: DemoCall) -> bool:
    """Return whether the draft says what the caller ordered."""
    return intent == call.intent and sorted(lines) == sorted(call.expected)


def _line_document(line: Any) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": line.price,
        "amount": line.amount,
        "stock": {
            "warehouse": line.stock_warehouse,
            "available": line.stock_available,
            "status": line.stock_status,
            "expected_date": line.stock_expected_date,
        },
    }
