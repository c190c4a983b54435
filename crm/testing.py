"""A CRM in memory that does what a script says, for tests of what stands on the seam."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from crm.directory import Directory
from crm.seam import (
    CallEntry,
    CrmDeal,
    CrmDraft,
    CrmDraftStatus,
    CrmError,
    CrmRefused,
    DraftOrder,
)
from models.company import Client, CompanyData, Manager, Product, StockRow

Value = TypeVar("Value")


class ScriptedCrm:
    """Keeps drafts and deals in memory. ``fail`` makes the next calls of a method raise; ``calls`` counts them."""

    name = "scripted"

    def __init__(self, data: CompanyData) -> None:
        self._data = data
        self._directory = Directory(data.clients)
        self._lock = threading.Lock()
        self._script: dict[str, deque[tuple[CrmError | None, bool]]] = defaultdict(deque)
        self._orders: dict[str, DraftOrder] = {}  # by key, as first asked for
        self._drafts: dict[str, CrmDraft] = {}  # by draft id
        self._deals: dict[str, CrmDeal] = {}  # by draft id
        self.logged: dict[str, CallEntry] = {}
        self.calls: dict[str, int] = defaultdict(int)

    def fail(self, method: str, *errors: CrmError | None, after_commit: bool = False) -> None:
        """Make the next calls of *method* raise, one error each (``None``: do well); *after_commit*, once done."""
        self._script[method].extend((error, after_commit) for error in errors)

    @property
    def drafts(self) -> tuple[CrmDraft, ...]:
        return tuple(self._drafts.values())

    @property
    def deals(self) -> tuple[CrmDeal, ...]:
        return tuple(self._deals.values())

    def close(self) -> None:
        """Hold nothing, so there is nothing to give back."""

    def check(self) -> None:
        self._do("check", lambda: None)

    def data_version(self) -> str:
        return self._do("data_version", lambda: "scripted")

    def company_data(self) -> CompanyData:
        return self._do("company_data", lambda: self._data)

    def find_clients(
        self, *, phone: str | None = None, inn: str | None = None, name: str | None = None
    ) -> tuple[Client, ...]:
        return self._do("find_clients", lambda: self._directory.find(phone=phone, inn=inn, name=name))

    def related_clients(self, client_id: str) -> tuple[Client, ...]:
        return self._do("related_clients", lambda: self._directory.related(client_id))

    def managers(self) -> tuple[Manager, ...]:
        return self._do("managers", lambda: tuple(self._data.managers))

    def products(self, skus: Sequence[str]) -> tuple[Product, ...]:
        return self._do("products", lambda: tuple(item for item in self._data.products if item.sku in set(skus)))

    def stock(self, skus: Sequence[str]) -> tuple[StockRow, ...]:
        return self._do("stock", lambda: tuple(row for row in self._data.stock if row.sku in set(skus)))

    def create_draft(self, key: str, order: DraftOrder) -> CrmDraft:
        return self._do("create_draft", lambda: self._create(key, order))

    def find_draft(self, key: str) -> CrmDraft | None:
        return self._do("find_draft", lambda: self._by_key(key))

    def update_draft(self, draft_id: str, order: DraftOrder) -> CrmDraft:
        return self._do("update_draft", lambda: self._keep(replace(self._undecided(draft_id), order=order)))

    def reject_draft(self, draft_id: str, reason: str) -> CrmDraft:
        return self._do("reject_draft", lambda: self._reject(draft_id))

    def confirm_draft(self, draft_id: str, order: DraftOrder | None = None) -> CrmDeal:
        return self._do("confirm_draft", lambda: self._confirm(draft_id, order))

    def find_deal(self, draft_id: str) -> CrmDeal | None:
        return self._do("find_deal", lambda: self._deals.get(draft_id))

    def log_call(self, key: str, entry: CallEntry) -> None:
        self._do("log_call", lambda: self.logged.setdefault(key, entry))

    def _do(self, method: str, work: Callable[[], Value]) -> Value:
        with self._lock:
            self.calls[method] += 1
            error, after_commit = self._script[method].popleft() if self._script[method] else (None, False)
            if error is not None and not after_commit:
                raise error
            done = work()
            if error is not None:
                raise error
            return done

    def _by_key(self, key: str) -> CrmDraft | None:
        return next((draft for draft in self._drafts.values() if draft.key == key), None)

    def _create(self, key: str, order: DraftOrder) -> CrmDraft:
        known = self._by_key(key)
        if known is None:
            self._check(order)
            self._orders[key] = order
            return self._keep(CrmDraft(f"D-{len(self._drafts) + 1}", key, CrmDraftStatus.NEW, order, datetime.now(UTC)))
        if self._orders[key] != order:
            raise _refused("key_reused")
        return known

    def _reject(self, draft_id: str) -> CrmDraft:
        draft = self._draft(draft_id)
        if draft.status is CrmDraftStatus.CONFIRMED:
            raise _refused("draft_confirmed")
        return self._keep(replace(draft, status=CrmDraftStatus.REJECTED))

    def _confirm(self, draft_id: str, order: DraftOrder | None) -> CrmDeal:
        if draft_id in self._deals:
            return self._deals[draft_id]
        draft = self._undecided(draft_id)
        final = draft.order if order is None else order
        self._check(final)
        deal = CrmDeal(f"S-{len(self._deals) + 1}", draft_id, final, final.total, datetime.now(UTC))
        self._deals[draft_id] = deal
        self._keep(replace(draft, status=CrmDraftStatus.CONFIRMED, order=final, deal_id=deal.deal_id))
        return deal

    def _undecided(self, draft_id: str) -> CrmDraft:
        draft = self._draft(draft_id)
        if draft.status is not CrmDraftStatus.NEW:
            raise _refused(f"draft_{draft.status.value}")
        return draft

    def _draft(self, draft_id: str) -> CrmDraft:
        if draft_id not in self._drafts:
            raise _refused("not_found")
        return self._drafts[draft_id]

    def _keep(self, draft: CrmDraft) -> CrmDraft:
        self._check(draft.order)
        self._drafts[draft.draft_id] = draft
        return draft

    def _check(self, order: DraftOrder) -> None:
        if order.client_id is not None and self._directory.get(order.client_id) is None:
            raise _refused("unknown_client")
        known = {product.sku for product in self._data.products}
        if any(line.sku not in known for line in order.lines):
            raise _refused("unknown_sku")


def _refused(reason: str) -> CrmRefused:
    refusal = CrmRefused(reason)
    refusal.reason = reason
    return refusal
