"""A person's corrections of a draft. Each is kept with what stood before and after, as order documents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api import audit
from api.accounts import Person
from api.documents import meaning, order_document
from api.drafts import check_version, get, get_for_change, send
from api.errors import UnitMismatch, UnknownClient, UnknownLine, UnknownProduct
from api.pricing import price_draft
from api.quotes import Quote
from api.schemas import DraftPatch, LineIn
from crm.payloads import draft_order, order_payload
from models.company import OrderTerms, Product
from models.tables import (
    CachedClient,
    Draft,
    DraftCorrection,
    DraftKind,
    DraftLine,
    OutboxKind,
    OutboxMessage,
    OutboxState,
)
from nlp.orders.speech.base_units import to_base
from nlp.orders.speech.units import CountUnit


def articles(session: Session, who: Person, draft_id: UUID, patch: DraftPatch | None = None) -> list[str]:
    """Return the articles whose price and stock a change of the draft needs. Raises ``DraftNotFound``."""
    draft = get(session, who, draft_id)
    return [line.sku for line in draft.lines] + [line.sku for line in (patch and patch.lines) or ()]


def edit(session: Session, who: Person, draft_id: UUID, patch: DraftPatch, quote: Quote, terms: OrderTerms) -> Draft:
    """Make the draft what *patch* says, priced by *quote*. What changes nothing leaves no correction."""
    draft = get_for_change(session, who, draft_id)
    check_version(draft, patch.version)
    before = order_document(draft)
    phrases = list(draft.unresolved)
    was_order = draft.kind is DraftKind.ORDER
    if patch.intent is not None:
        draft.kind, draft.intent = DraftKind.ORDER, patch.intent
    if patch.lines is not None:
        _replace_lines(draft, patch.lines, quote)
    draft.unresolved = _left(phrases, patch)
    _set_fields(session, draft, patch)
    price_draft(draft, quote, terms, _client(session, draft.client_id))
    session.flush()
    after = order_document(draft)
    if meaning(before) != meaning(after):
        _keep(session, who, draft, before, after)
        _tell_crm(session, draft, created=was_order)
    return draft


def refresh(session: Session, who: Person, draft_id: UUID, quote: Quote, terms: OrderTerms) -> Draft:
    """Put fresh prices and stock into an undecided draft; this is no correction."""
    draft = get_for_change(session, who, draft_id)
    check_version(draft, draft.version)
    price_draft(draft, quote, terms, _client(session, draft.client_id))
    return draft


def _keep(session: Session, who: Person, draft: Draft, before: dict[str, Any], after: dict[str, Any]) -> None:
    draft.version += 1
    draft.corrections.append(DraftCorrection(draft_id=draft.id, user_id=who.id, before=before, after=after))
    audit.note(session, who.id, "edit", "draft", draft.id, version=draft.version)


def _tell_crm(session: Session, draft: Draft, *, created: bool) -> None:
    """Queue the new state; one that was never tried is overwritten, so a busy editor sends one write.

    A task is nothing to the CRM; once it became an order (it was not *created* there), its draft is made.
    """
    if draft.kind is DraftKind.TASK:
        return
    payload = order_payload(draft_order(draft))
    if not created:
        send(session, draft, OutboxKind.CREATE_DRAFT, f"draft:{draft.id}", payload)
        return
    waiting = (
        update(OutboxMessage)
        .where(OutboxMessage.draft_id == draft.id, OutboxMessage.kind == OutboxKind.UPDATE_DRAFT)
        .where(OutboxMessage.state == OutboxState.PENDING, OutboxMessage.attempts == 0)
        .values(payload=payload)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    if not session.execute(waiting).all():
        send(session, draft, OutboxKind.UPDATE_DRAFT, f"draft:{draft.id}:v{draft.version}", payload)


def _replace_lines(draft: Draft, wanted: Sequence[LineIn], quote: Quote) -> None:
    kept = {line.id: line for line in draft.lines}
    position = max((line.position for line in draft.lines), default=-1)
    lines: list[DraftLine] = []
    for item in wanted:
        if item.id is not None:
            if item.id not in kept:
                raise UnknownLine({"id": str(item.id)})
            lines.append(_changed(kept.pop(item.id), item, quote))
        else:
            position += 1
            lines.append(_added(draft, item, position, quote))
    draft.lines = lines


def _changed(line: DraftLine, item: LineIn, quote: Quote) -> DraftLine:
    """Change a line in place. Its words stay; a person, not the machine, now answers for it."""
    if item.sku != line.sku:
        product = quote.products.get(item.sku)
        if product is None:
            raise UnknownProduct({"sku": item.sku})
        others = [sku for sku in line.alternatives if sku != item.sku]
        line.alternatives = [line.sku, *others]  # the way back is one click too
        line.sku, line.name, line.unit = product.sku, product.name, product.unit
        line.confidence = line.note = None
    quantity = _base_units(item, quote.products.get(item.sku))
    if quantity != line.quantity:
        line.quantity = quantity
        line.confidence = line.note = None
    return line


def _added(draft: Draft, item: LineIn, position: int, quote: Quote) -> DraftLine:
    product = quote.products.get(item.sku)
    if product is None:
        raise UnknownProduct({"sku": item.sku})
    phrase = _phrase(draft, item.unresolved)
    return DraftLine(
        draft_id=draft.id,
        position=position,
        sku=product.sku,
        name=product.name,
        unit=product.unit,
        quantity=_base_units(item, product),
        heard=phrase.get("heard"),
        spans=phrase.get("spans") or [],
        alternatives=[sku for sku in phrase.get("alternatives") or [] if sku != product.sku],
        confidence=None,
        stock_status="unknown",
    )


def _base_units(item: LineIn, product: Product | None) -> Decimal:
    """Return the quantity in base units of the article: «три коробки» are as many pairs as the catalogue says."""
    if item.unit is None:
        return item.quantity
    quantity = to_base(item.quantity, CountUnit(item.unit), product) if product is not None else None
    if quantity is None:
        raise UnitMismatch({"sku": item.sku, "unit": item.unit.value})
    return quantity


def _phrase(draft: Draft, index: int | None) -> dict[str, Any]:
    if index is None:
        return {}
    if index >= len(draft.unresolved):
        raise UnknownLine({"unresolved": index})
    phrase: dict[str, Any] = draft.unresolved[index]
    return phrase


def _left(phrases: list[Any], patch: DraftPatch) -> list[Any]:
    gone = {line.unresolved for line in patch.lines or () if line.unresolved is not None} | set(patch.dismissed)
    if any(index >= len(phrases) for index in gone):
        raise UnknownLine({"unresolved": max(gone)})
    return [phrase for index, phrase in enumerate(phrases) if index not in gone]


def _set_fields(session: Session, draft: Draft, patch: DraftPatch) -> None:
    given = patch.model_fields_set
    if "client_id" in given and patch.client_id != draft.client_id:
        _set_client(session, draft, patch.client_id)
    if "delivery" in given:
        delivery = patch.delivery.model_dump() if patch.delivery else {}
        for name in patch.delivery.model_fields_set if patch.delivery else ("mode", "date", "time", "address"):
            setattr(draft, f"delivery_{name}", delivery.get(name) or None)
    if "payment" in given:
        draft.payment = patch.payment
    if "callback" in given:
        draft.callback_phone = patch.callback.phone if patch.callback else None
        draft.callback_time = (patch.callback.time or None) if patch.callback else None
    if "comment" in given:
        draft.comment = patch.comment or None


def _set_client(session: Session, draft: Draft, client_id: str | None) -> None:
    """Put another client in; whose draft it is stays as it was, or it would vanish from the editor's eyes."""
    if client_id is not None and _client(session, client_id) is None:
        raise UnknownClient({"client_id": client_id})
    draft.client_id = client_id
    draft.matched_by, draft.client_confidence = ("person", 1.0) if client_id is not None else ("none", 0.0)


def _client(session: Session, client_id: str | None) -> CachedClient | None:
    if client_id is None:
        return None
    return session.scalar(select(CachedClient).where(CachedClient.client_id == client_id))
