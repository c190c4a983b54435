"""Price and stock of drafts that wait for a person: filled in when the CRM is back, and never older than they look.

A draft whose stock is not known is asked for at every turn; a known one again after a while. While the CRM does not
answer, what was known too long ago is shown as not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from crm.seam import CrmError
from models.company import OrderTerms
from models.database import Maker, reading
from models.tables import Draft, DraftKind, DraftStatus, StockState, utc_now
from worker.drafting import set_offer, set_stock
from worker.messages import update_prices
from worker.pricing import UNKNOWN_STOCK, PriceList, Wanted, ask_prices
from worker.reads import PriceSource
from worker.shelf import CompanyShelf

FRESH_FOR = dt.timedelta(minutes=10)
TOO_OLD = dt.timedelta(minutes=30)
AT_ONCE = 50  # drafts in one question to the CRM


@dataclass(frozen=True)
class Refresher:
    """One turn is ``refresh``; it runs in a thread of the worker process."""

    sessions: Maker
    crm: PriceSource
    terms: OrderTerms
    shelf: CompanyShelf

    def refresh(self) -> int:
        """Ask for the drafts that need it and write what the CRM says; return how many were filled in."""
        now = utc_now()
        waiting = self._waiting(now)
        if not waiting:
            return 0
        try:
            prices = ask_prices(self.crm, [line.sku for draft in waiting for line in draft.lines])
        except CrmError:
            self._doubt(now)
            return 0
        return sum(self._fill(draft.id, draft.version, prices, now) for draft in waiting)

    def _waiting(self, now: dt.datetime) -> Sequence[Draft]:
        query = select(Draft).where(_needs_asking(now)).options(selectinload(Draft.lines))
        with reading(self.sessions)() as session:
            return session.scalars(query.order_by(Draft.created_at).limit(AT_ONCE)).all()

    def _fill(self, draft_id: UUID, version: int, prices: PriceList, now: dt.datetime) -> bool:
        with self.sessions.begin() as session:
            draft = session.scalar(_still(draft_id, version))
            if draft is None:
                return False
            first_time = draft.stock_state is StockState.UNKNOWN and draft.stock_checked_at is None
            self._write(draft, prices, new_prices=first_time and draft.version == 1)
            draft.stock_state = StockState.KNOWN
            draft.stock_checked_at = now
            if first_time:
                update_prices(session, draft)
        return True

    def _write(self, draft: Draft, prices: PriceList, *, new_prices: bool) -> None:
        """Prices are set once, while nobody has touched the draft; after that they are the person's. Stock is news."""
        warehouse = self.shelf.warehouse_of(draft.client_id) or self.terms.default_warehouse
        for line in draft.lines:
            offer = prices.offer(line.sku, line.quantity, warehouse)
            if new_prices or line.price is None:
                set_offer(line, offer)
            else:
                set_stock(line, offer.stock)
        if new_prices:
            wanted = [Wanted(line.sku, line.quantity) for line in draft.lines]
            draft.delivery_charge = prices.delivery_charge(wanted, self.terms, draft.delivery_mode)

    def _doubt(self, now: dt.datetime) -> None:
        """Show stock that was seen too long ago as not known."""
        old = and_(_open(), Draft.stock_state == StockState.KNOWN, Draft.stock_checked_at < now - TOO_OLD)
        with self.sessions.begin() as session:
            for draft in session.scalars(select(Draft).where(old).options(selectinload(Draft.lines))):
                draft.stock_state = StockState.UNKNOWN
                for line in draft.lines:
                    set_stock(line, UNKNOWN_STOCK)


def _open() -> ColumnElement[bool]:
    return and_(Draft.status == DraftStatus.NEW, Draft.kind == DraftKind.ORDER)


def _needs_asking(now: dt.datetime) -> ColumnElement[bool]:
    unknown = Draft.stock_state == StockState.UNKNOWN
    old = Draft.stock_checked_at < now - FRESH_FOR
    return and_(_open(), or_(unknown, old), Draft.lines.any())


def _still(draft_id: UUID, version: int) -> Select[Draft]:
    """Select the draft if nobody has changed or decided it since it was read."""
    return (
        select(Draft)
        .where(Draft.id == draft_id, Draft.version == version, _open())
        .options(selectinload(Draft.lines), joinedload(Draft.call), joinedload(Draft.request))
        .with_for_update(of=Draft)
    )
