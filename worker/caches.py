"""Clients, managers and articles as the CRM last gave them, in the database: pages open while the CRM is down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from models.company import Client, CompanyData, Manager, Product
from models.database import Maker
from models.tables import CachedClient, CachedManager, CachedProduct, utc_now

_ROWS_AT_ONCE = 500
Row = Mapping[str, Any]


def write_caches(sessions: Maker, company: CompanyData) -> None:
    """Put *company* in place of what was kept, in one transaction."""
    with sessions.begin() as session:
        _replace(session, CachedClient, [_client(client) for client in company.clients])
        _replace(session, CachedManager, [_manager(manager) for manager in company.managers])
        _replace(session, CachedProduct, [_product(product) for product in company.products])


def _replace(
    session: Session, table: type[CachedClient] | type[CachedManager] | type[CachedProduct], rows: Sequence[Row]
) -> None:
    session.execute(delete(table))
    seen_at = utc_now()
    for part in _parts(rows):
        session.execute(insert(table), [{"id": uuid4(), "seen_at": seen_at, **row} for row in part])


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        yield rows[start : start + _ROWS_AT_ONCE]


def _client(client: Client) -> Row:
    return {
        "client_id": client.client_id,
        "name": client.name,
        "inn": client.inn,
        "group_id": client.group_id,
        "manager_id": client.manager_id,
        "timezone": client.timezone,
        "details": {"phones": list(client.phones), "warehouse": client.warehouse, "segment": client.segment},
    }


def _manager(manager: Manager) -> Row:
    return {
        "manager_id": manager.manager_id,
        "name": manager.name,
        "role": manager.role,
        "branch": manager.branch,
    }


def _product(product: Product) -> Row:
    numbers = {
        "pack": product.pack,
        "box": product.box,
        "price": product.price,
        "wholesale_price": product.wholesale_price,
        "wholesale_from": product.wholesale_from,
        "weight_kg": product.weight_kg,
    }
    details: dict[str, Any] = {name: None if value is None else str(value) for name, value in numbers.items()}
    details |= {"category": product.category, "aliases": list(product.aliases)}
    return {"sku": product.sku, "name": product.name, "unit": product.unit, "details": details}
