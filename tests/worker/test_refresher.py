"""Price and stock of drafts that wait: filled in when the CRM is back, and never older than they look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from crm.payloads import read_order
from crm.seam import CrmUnavailable
from crm.testing import ScriptedCrm
from models.company import OrderTerms
from models.database import Maker
from models.tables import Draft, DraftLine, DraftStatus, OutboxKind, OutboxMessage, StockState, utc_now
from worker.refresher import FRESH_FOR, TOO_OLD, Refresher
from worker.shelf import CompanyShelf

pytestmark = [
    pytest.mark.service,
    pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True),
]
MakeDraft = Callable[..., UUID]
TERMS = OrderTerms(minimum_sum=Decimal(5000), delivery_price=Decimal(350))


@pytest.fixture
def refresher(sessions: Maker, crm: ScriptedCrm, tmp_path: Path) -> Refresher:
    shelf = CompanyShelf(crm, tmp_path / "company.json", TERMS)
    shelf.current()
    return Refresher(sessions, crm, TERMS, shelf)


def _draft(sessions: Maker) -> Draft:
    with sessions() as session:
        return session.scalars(select(Draft).options(selectinload(Draft.lines))).one()


def _set(sessions: Maker, table: type[Draft] | type[DraftLine], **values: Any) -> None:
    with sessions.begin() as session:
        session.execute(update(table).values(**values))


def test_unknown_stock_and_prices_are_filled_in(sessions: Maker, refresher: Refresher, make_draft: MakeDraft) -> None:
    make_draft(stock_state=StockState.UNKNOWN)
    assert refresher.refresh() == 1
    draft = _draft(sessions)
    [line] = draft.lines
    assert (line.stock_status, line.stock_warehouse) == ("in_stock", "ЕКБ")
    assert (line.price, line.amount) == (Decimal("9.8"), Decimal(4900))
    assert (draft.stock_state, draft.delivery_charge, draft.version) == (StockState.KNOWN, Decimal(350), 1)
    assert draft.stock_checked_at is not None
    assert refresher.refresh() == 0


def test_the_crm_learns_the_prices_that_were_not_known(
    sessions: Maker, refresher: Refresher, make_draft: MakeDraft
) -> None:
    make_draft(stock_state=StockState.UNKNOWN)
    refresher.refresh()
    with sessions() as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.UPDATE_DRAFT)).one()
    order = read_order(told.payload)
    assert order is not None
    assert order.lines[0].price == Decimal("9.8")


def test_while_the_crm_is_down_nothing_is_known(
    sessions: Maker, refresher: Refresher, make_draft: MakeDraft, crm: ScriptedCrm
) -> None:
    make_draft(stock_state=StockState.UNKNOWN)
    crm.fail("products", CrmUnavailable())
    assert refresher.refresh() == 0
    assert _draft(sessions).stock_state is StockState.UNKNOWN


@pytest.mark.parametrize(
    ("age", "down", "state", "asked"),
    [
        pytest.param(FRESH_FOR / 2, False, StockState.KNOWN, 0, id="fresh: not asked again"),
        pytest.param(FRESH_FOR * 2, False, StockState.KNOWN, 1, id="old: asked again"),
        pytest.param(FRESH_FOR * 2, True, StockState.KNOWN, 0, id="old, the CRM is down: still believed"),
        pytest.param(TOO_OLD * 2, True, StockState.UNKNOWN, 0, id="too old, the CRM is down: not known"),
    ],
)
def test_an_old_yes_is_not_shown_as_a_fresh_one(
    sessions: Maker, refresher: Refresher, make_draft: MakeDraft, crm: ScriptedCrm,
    age: dt.timedelta, down: bool, state: StockState, asked: int,
) -> None:  # fmt: skip
    make_draft()
    _set(sessions, DraftLine, stock_status="in_stock", stock_available=Decimal(12000), price=Decimal(7))
    _set(sessions, Draft, stock_checked_at=utc_now() - age)
    if down:
        crm.fail("products", CrmUnavailable())
    assert refresher.refresh() == asked
    draft = _draft(sessions)
    assert draft.stock_state is state
    assert draft.lines[0].stock_status == ("in_stock" if state is StockState.KNOWN else "unknown")
    assert draft.lines[0].price == Decimal(7)  # a price is not changed behind the back of whoever looks at it


@pytest.mark.parametrize(
    "change",
    [
        {"status": DraftStatus.CONFIRMED, "decided_at": dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)},
        {
            "status": DraftStatus.REJECTED,
            "decided_at": dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC),
            "reject_reason": "x",
        },
    ],
    ids=["confirmed", "rejected"],
)
def test_a_decided_draft_is_left_alone(
    sessions: Maker, refresher: Refresher, make_draft: MakeDraft, change: dict[str, Any]
) -> None:
    make_draft(stock_state=StockState.UNKNOWN)
    _set(sessions, Draft, **change)
    assert refresher.refresh() == 0
    assert _draft(sessions).lines[0].stock_status == "unknown"


def test_what_a_person_changed_meanwhile_is_not_overwritten(
    sessions: Maker, refresher: Refresher, make_draft: MakeDraft, crm: ScriptedCrm
) -> None:
    make_draft(stock_state=StockState.UNKNOWN)
    ask = crm.products

    def ask_slowly(skus: Any) -> Any:
        _set(sessions, Draft, version=2)
        return ask(skus)

    crm.products = ask_slowly  # type: ignore[method-assign]
    assert refresher.refresh() == 0
    assert _draft(sessions).stock_state is StockState.UNKNOWN
