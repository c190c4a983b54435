"""What the stages read from a CRM, as narrow as they need it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.company import Client, CompanyData, Product, StockRow


class CompanySource(Protocol):
    """Gives the company's data as one whole. Raises CrmError."""

    def company_data(self) -> CompanyData: ...


class PriceSource(Protocol):
    """Gives prices and stock of this moment. Raises CrmError."""

    def products(self, skus: Sequence[str]) -> tuple[Product, ...]: ...
    def stock(self, skus: Sequence[str]) -> tuple[StockRow, ...]: ...


class ClientSource(Protocol):
    """Finds clients. Raises CrmError."""

    def find_clients(self, *, phone: str) -> tuple[Client, ...]: ...
    def related_clients(self, client_id: str) -> tuple[Client, ...]: ...


class CrmReads(CompanySource, PriceSource, ClientSource, Protocol):
    """All of them."""
