"""The API of the sandbox CRM. Each route translates and calls one function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Query, Response

from crm.sandbox.access import program
from crm.sandbox.company import less_reserved
from crm.sandbox.service import Here
from crm.sandbox.store import NotKept
from crm.seam import CallEntry, CrmDeal, CrmDraft, DraftOrder, Key
from crm.wire import (
    API,
    KEY_HEADER,
    PAGE_SIZE,
    ClientQuery,
    Confirmation,
    Failure,
    Found,
    GroupQuery,
    Page,
    Rejection,
    SkuQuery,
    Version,
)
from models.company import Client, Manager, MonthlyTurnover, PastOrderLine, Product, StockRow

Item = TypeVar("Item")


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of failures for the API document."""
    return {status: {"model": Failure} for status in statuses}


router = APIRouter(prefix=API, dependencies=[Depends(program)], responses=failures(401, 422))

Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=PAGE_SIZE)]
RowId = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,30}$")]


@router.get("/version", tags=["данные"])
def version(here: Here) -> Version:
    """Return which company data are served."""
    return Version(version=here.company.version, loaded_at=here.company.loaded_at)


@router.get("/products", tags=["данные"])
def products(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[Product]:
    """Return the catalogue."""
    return _page(here.company.version, here.company.data.products, offset, limit)


@router.post("/products/search", tags=["данные"])
def find_products(here: Here, query: SkuQuery) -> Found[Product]:
    """Return the named articles that exist."""
    return Found(items=here.company.products(query.skus))


@router.get("/stock", tags=["данные"])
def stock(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[StockRow]:
    """Return the stock of all warehouses, less what deals have reserved."""
    company = here.company
    rows = list(less_reserved(iter(company.data.stock), here.store.reserved()))
    return _page(company.version, rows, offset, limit)


@router.post("/stock/search", tags=["данные"])
def find_stock(here: Here, query: SkuQuery) -> Found[StockRow]:
    """Return the stock of the named articles, less what deals have reserved."""
    return Found(items=here.company.stock(query.skus, here.store.reserved()))


@router.get("/clients", tags=["данные"])
def clients(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[Client]:
    """Return all clients."""
    return _page(here.company.version, here.company.data.clients, offset, limit)


@router.post("/clients/search", tags=["данные"])
def find_clients(here: Here, query: ClientQuery) -> Found[Client]:
    """Return the clients that fit all that is given: phone, ИНН, name."""
    return Found(items=list(here.company.directory.find(phone=query.phone, inn=query.inn, name=query.name)))


@router.post("/clients/related", tags=["данные"])
def related_clients(here: Here, query: GroupQuery) -> Found[Client]:
    """Return the group of a client, itself included; an unknown client has none."""
    return Found(items=list(here.company.directory.related(query.client_id)))


@router.get("/managers", tags=["данные"])
def managers(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[Manager]:
    """Return the people of the company."""
    return _page(here.company.version, here.company.data.managers, offset, limit)


@router.get("/orders", tags=["данные"])
def orders(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[PastOrderLine]:
    """Return the lines of past orders."""
    return _page(here.company.version, here.company.data.past_orders, offset, limit)


@router.get("/turnover", tags=["данные"])
def turnover(here: Here, offset: Offset = 0, limit: Limit = PAGE_SIZE) -> Page[MonthlyTurnover]:
    """Return purchases by client and month."""
    return _page(here.company.version, here.company.data.turnover, offset, limit)


@router.post("/drafts", status_code=201, tags=["черновики"], responses=failures(409) | {200: {"model": CrmDraft}})
def create_draft(
    here: Here, response: Response, order: DraftOrder, key: Annotated[Key, Header(alias=KEY_HEADER)]
) -> CrmDraft:
    """Make a draft; 200 and the same draft where the key already made it."""
    made = here.store.create_draft(key, here.check(order))
    if not made.new:
        response.status_code = 200
    return made.draft


@router.get("/drafts", tags=["черновики"])
def drafts(
    here: Here, key: Annotated[Key | None, Query()] = None, offset: Offset = 0, limit: Limit = 50
) -> Found[CrmDraft]:
    """Return drafts, the newest first; with a key, the one that it made."""
    return Found(items=here.store.drafts(key=key, offset=offset, limit=limit))


@router.get("/drafts/{draft_id}", tags=["черновики"], responses=failures(404))
def draft(here: Here, draft_id: RowId) -> CrmDraft:
    """Return one draft."""
    return here.store.draft(draft_id)


@router.put("/drafts/{draft_id}", tags=["черновики"], responses=failures(404, 409))
def update_draft(here: Here, draft_id: RowId, order: DraftOrder) -> CrmDraft:
    """Put another order in place of what the draft holds."""
    return here.store.update_draft(draft_id, here.check(order))


@router.post("/drafts/{draft_id}/reject", tags=["черновики"], responses=failures(404, 409))
def reject_draft(here: Here, draft_id: RowId, rejection: Rejection) -> CrmDraft:
    """Reject a draft; a second time changes nothing."""
    return here.store.reject_draft(draft_id, rejection.reason)


@router.post(
    "/drafts/{draft_id}/deal",
    status_code=201,
    tags=["сделки"],
    responses=failures(404, 409) | {200: {"model": CrmDeal}},
)
def confirm_draft(here: Here, response: Response, draft_id: RowId, confirmation: Confirmation) -> CrmDeal:
    """Make a draft a deal and reserve its lines; 200 and the same deal where it already is one."""
    deal, new = here.confirm(draft_id, confirmation.order)
    if not new:
        response.status_code = 200
    return deal


@router.get("/drafts/{draft_id}/deal", tags=["сделки"], responses=failures(404))
def deal_of_draft(here: Here, draft_id: RowId) -> CrmDeal:
    """Return the deal that a draft became."""
    found = here.store.deals(draft_id=draft_id, limit=1)
    if not found:
        raise NotKept(draft_id)
    return found[0]


@router.get("/deals", tags=["сделки"])
def deals(here: Here, offset: Offset = 0, limit: Limit = 50) -> Found[CrmDeal]:
    """Return deals, the newest first."""
    return Found(items=here.store.deals(offset=offset, limit=limit))


@router.put("/calls/{key}", status_code=204, tags=["звонки"])
def log_call(here: Here, key: Annotated[Key, Path()], entry: CallEntry) -> None:
    """Put a call into the history; a second time changes nothing."""
    here.store.log_call(key, entry)


@router.get("/calls", tags=["звонки"])
def calls(here: Here, offset: Offset = 0, limit: Limit = 50) -> Found[CallEntry]:
    """Return logged calls, the newest first."""
    return Found(items=here.store.calls(offset=offset, limit=limit))


def _page(version: str, items: Sequence[Item], offset: int, limit: int) -> Page[Item]:
    end = offset + limit
    return Page(
        version=version,
        total=len(items),
        next_offset=end if end < len(items) else None,
        items=list(items[offset:end]),
    )
