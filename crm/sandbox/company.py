"""The company that the sandbox serves: read from CSV files, replaced whole when they are read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from crm.company_data import FILES, load_company_data
from crm.directory import Directory
from models.company import CompanyData, Product, StockRow


@dataclass(frozen=True)
class Company:
    """One reading of the company data with its indexes; never changed, only replaced."""

    data: CompanyData
    directory: Directory
    version: str
    loaded_at: datetime
    by_sku: dict[str, Product]
    stock_by_sku: dict[str, tuple[StockRow, ...]]

    def products(self, skus: Sequence[str]) -> list[Product]:
        return [self.by_sku[sku] for sku in dict.fromkeys(skus) if sku in self.by_sku]

    def stock(self, skus: Sequence[str], reserved: dict[tuple[str, str], Decimal]) -> list[StockRow]:
        """Return the stock of the named articles less what is reserved; never less than nothing."""
        rows = (row for sku in dict.fromkeys(skus) for row in self.stock_by_sku.get(sku, ()))
        return list(less_reserved(rows, reserved))

    def warehouse_of(self, client_id: str | None) -> str | None:
        """Return where a client is served from, or the company's first warehouse."""
        client = self.directory.get(client_id) if client_id is not None else None
        if client is not None and client.warehouse:
            return client.warehouse
        return self.data.stock[0].warehouse if self.data.stock else None


def read_company(folder: Path, *, tolerate_errors: bool = False) -> Company:
    """Return the company of *folder*. Raises CompanyDataError."""
    data = load_company_data(folder, tolerate_errors=tolerate_errors)
    stock: dict[str, list[StockRow]] = {}
    for row in data.stock:
        stock.setdefault(row.sku, []).append(row)
    return Company(
        data=data,
        directory=Directory(data.clients),
        version=_digest(folder),
        loaded_at=datetime.now(UTC),
        by_sku={product.sku: product for product in data.products},
        stock_by_sku={sku: tuple(rows) for sku, rows in stock.items()},
    )


def less_reserved(rows: Iterator[StockRow], reserved: dict[tuple[str, str], Decimal]) -> Iterator[StockRow]:
    """Yield *rows* with what deals hold back taken off; a second row of the same place bears what is left of it."""
    left = dict(reserved)
    for row in rows:
        held = left.get((row.sku, row.warehouse), Decimal(0))
        taken = min(held, row.available)
        left[(row.sku, row.warehouse)] = held - taken
        yield replace(row, available=row.available - taken) if taken else row


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        path = folder / name
        digest.update(name.encode() + (path.read_bytes() if path.is_file() else b"\0"))
    return digest.hexdigest()[:16]
