"""One draft as the page shows it: every line with the words it came from, its confidence and its alternatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api import calls, drafts, views, wording
from api.accounts import Person
from api.desk.queue import Flag, flags
from api.desk.waveform import Drawing, drawing
from api.desk.words import TONES, Finding, TranscriptView, sound_of, transcript_view
from api.documents import span_of, to_decimal
from api.parts import Parts
from api.sound import loudness
from models.company import Product
from models.tables import Call, Draft, DraftKind, DraftLine, DraftStatus, OutboxState


@dataclass(frozen=True, slots=True)
class Choice:
    """An article that may stand in the place of another."""

    sku: str
    name: str


@dataclass(frozen=True, slots=True)
class StockView:
    text: str
    detail: str
    tone: str


@dataclass(frozen=True, slots=True)
class LineView:
    key: str  # also the id of its words in the transcript
    number: int
    tone: str
    line: DraftLine
    typed: str  # the quantity as it stands in the input
    confidence: str
    confidence_tone: str
    confidence_percent: int | None
    sound: str
    alternatives: tuple[Choice, ...]
    stock: StockView
    package: str


@dataclass(frozen=True, slots=True)
class PhraseView:
    key: str
    index: int
    heard: str
    reason: str
    typed: str
    unit: str
    sound: str
    alternatives: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search without JavaScript gave, and the place of the page that asked."""

    slot: str = ""
    query: str = ""
    products: tuple[Product, ...] = ()
    clients: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftPage:
    draft: Draft
    number: str
    title: str
    client: views.Named | None
    manager: str | None
    lines: tuple[LineView, ...]
    phrases: tuple[PhraseView, ...]
    transcript: TranscriptView | None
    drawing: Drawing | None
    flags: tuple[Flag, ...]
    total: Decimal | None
    due: str
    overdue: bool
    zone: ZoneInfo
    editable: bool
    is_order: bool
    others: tuple[Call, ...]  # calls about the same request
    what_to_do: str  # for a task
    call_back: str | None
    decided_by: str | None
    crm_state: OutboxState | None
    doubts: int  # what a person should hear before confirming


def draft_page(
    session: Session, made: Parts, who: Person, draft: Draft, typed: Mapping[str, str] | None = None
) -> DraftPage:
    """Return *draft* as a page. ``typed`` holds what a person wrote into inputs that could not be kept."""
    zone = made.settings.zone_of(draft.call.branch)
    lines, phrases = _parts(made, draft, typed or {})
    findings = [_finding(view.key, view.tone, view.line.spans) for view in lines]
    findings += [
        _finding(view.key, "tone-none", item.get("spans") or ())
        for view, item in zip(phrases, draft.unresolved, strict=True)
    ]
    words = calls.transcript(session, draft.call_id)
    transcript = transcript_view(words.document, words.demonstration, findings) if words else None
    heard = transcript.words if transcript else ()
    return DraftPage(
        draft=draft,
        number=str(draft.request.number) if draft.request else "без номера",
        title=wording.INTENTS.get(draft.intent, draft.intent),
        client=views.clients(session, [draft.client_id]).get(draft.client_id or ""),
        manager=views.manager_name(session, draft.manager_id) or draft.manager_id,
        lines=tuple(_heard_line(view, heard) for view in lines),
        phrases=tuple(_heard_phrase(view, item, heard) for view, item in zip(phrases, draft.unresolved, strict=True)),
        transcript=transcript,
        drawing=_drawing(made, draft.call, findings, transcript),
        flags=tuple(flags(draft)),
        total=views.total(draft),
        due=_due(draft, zone),
        overdue=_is_overdue(draft),
        zone=zone,
        editable=draft.status is DraftStatus.NEW,
        is_order=draft.kind is DraftKind.ORDER,
        others=tuple(calls.of_request(session, who, draft.call)),
        what_to_do=wording.WHAT_TO_DO.get(draft.intent, wording.WHAT_TO_DO["other"]),
        call_back=draft.callback_phone or draft.call.phone,
        decided_by=drafts.decider(session, draft),
        crm_state=drafts.outbox_state(session, draft.id),
        doubts=len(draft.unresolved) + sum(view.confidence_tone == "bad" for view in lines),
    )


def _parts(made: Parts, draft: Draft, typed: Mapping[str, str]) -> tuple[list[LineView], list[PhraseView]]:
    names = made.catalogue.products(_articles(draft))
    lines = [_line(line, place, names, typed) for place, line in enumerate(draft.lines)]
    return lines, [_phrase(item, place, names, typed) for place, item in enumerate(draft.unresolved)]


@dataclass(frozen=True, slots=True)
class CallPage:
    """One call without a draft's lines: its sound and its words."""

    call: Call
    transcript: TranscriptView | None
    drawing: Drawing | None
    zone: ZoneInfo
    client: views.Named | None


def call_page(session: Session, made: Parts, call: Call) -> CallPage:
    """Return *call* as a page."""
    words = calls.transcript(session, call.id)
    transcript = transcript_view(words.document, words.demonstration, ()) if words else None
    return CallPage(
        call=call,
        transcript=transcript,
        drawing=_drawing(made, call, (), transcript),
        zone=made.settings.zone_of(call.branch),
        client=views.clients(session, [call.client_id]).get(call.client_id or ""),
    )


def stock_view(line: DraftLine) -> StockView:
    """Return the stock of a line in words: what can ship now, and what is expected when."""
    where = line.stock_warehouse or ""
    expected = _expected(line)
    if line.stock_status == "in_stock":
        has = wording.counted(line.stock_available or line.quantity, line.unit)
        return StockView("в наличии", f"{has}, {where}", "good")
    if line.stock_status == "partial":
        has = f"есть {wording.quantity(line.stock_available)} из {wording.quantity(line.quantity)}"
        return StockView(has, ", ".join(part for part in (where, expected) if part), "warn")
    if line.stock_status == "out_of_stock":
        return StockView("нет на складе", ", ".join(part for part in (where, expected) if part), "bad")
    return StockView("остаток неизвестен", "", "unknown")


def _drawing(made: Parts, call: Call, findings: Sequence[Finding], transcript: TranscriptView | None) -> Drawing | None:
    if call.recording is None:
        return None
    loud = loudness(made.settings.sound_root, call.recording)
    return drawing(loud, call.recording.duration_s, findings, transcript.words if transcript else ())


def _expected(line: DraftLine) -> str:
    if line.stock_expected_date is None:
        return ""
    date = wording.short_date(line.stock_expected_date)
    how_much = f" {wording.quantity(line.stock_expected_quantity)}" if line.stock_expected_quantity is not None else ""
    return f"ждём{how_much} {date}"


def _articles(draft: Draft) -> list[str]:
    named = [sku for line in draft.lines for sku in (line.sku, *line.alternatives)]
    return named + [sku for item in draft.unresolved for sku in item.get("alternatives") or ()]


def _line(line: DraftLine, place: int, names: Mapping[str, Product], typed: Mapping[str, str]) -> LineView:
    confidence = wording.confidence_words(line.confidence)
    return LineView(
        key=f"line-{line.id}",
        number=place + 1,
        tone=f"tone-{place % TONES}",
        line=line,
        typed=typed.get(f"quantity-{line.id}", wording.plain(line.quantity)),
        confidence=confidence,
        confidence_tone={"уверенно": "good", "скорее всего": "warn", "проверьте": "bad"}.get(confidence, "info"),
        confidence_percent=None if line.confidence is None else round(100 * line.confidence),
        sound="",
        alternatives=_choices(line.alternatives, names),
        stock=stock_view(line),
        package=_package(names.get(line.sku), line),
    )


def _package(product: Product | None, line: DraftLine) -> str:
    """Return how many whole boxes or packs a quantity is: «2 кор. по 240»."""
    if product is None:
        return ""
    for size, name in ((product.box, "кор."), (product.pack, "уп.")):
        if size and line.quantity >= size and line.quantity % size == 0:
            return f"{wording.quantity(line.quantity / size)} {name} по {wording.quantity(size)}"
    return ""


def _phrase(item: Mapping[str, Any], place: int, names: Mapping[str, Product], typed: Mapping[str, str]) -> PhraseView:
    quantity = to_decimal(item.get("quantity"))
    return PhraseView(
        key=f"phrase-{place}",
        index=place,
        heard=str(item.get("heard", "")),
        reason=wording.UNRESOLVED.get(str(item.get("reason")), "Не разобрано"),
        typed=typed.get(f"quantity-phrase-{place}", wording.plain(quantity)),
        unit=str(item.get("unit") or ""),
        sound="",
        alternatives=_choices(item.get("alternatives") or (), names),
    )


def _choices(skus: Sequence[str], names: Mapping[str, Product]) -> tuple[Choice, ...]:
    return tuple(Choice(sku, names[sku].name if sku in names else sku) for sku in skus)


def _finding(key: str, tone: str, spans: Sequence[dict[str, Any]]) -> Finding:
    return Finding(key, tone, tuple(span_of(span) for span in spans))


def _heard_line(view: LineView, words: Sequence[Any]) -> LineView:
    return replace(view, sound=sound_of([span_of(span) for span in view.line.spans], words))


def _heard_phrase(view: PhraseView, item: Mapping[str, Any], words: Sequence[Any]) -> PhraseView:
    return replace(view, sound=sound_of([span_of(span) for span in item.get("spans") or ()], words))


def _is_overdue(draft: Draft) -> bool:
    return draft.status is DraftStatus.NEW and draft.answer_by is not None and draft.answer_by < dt.datetime.now(dt.UTC)


def _due(draft: Draft, zone: ZoneInfo) -> str:
    return "" if draft.answer_by is None else wording.moment(draft.answer_by, zone)
