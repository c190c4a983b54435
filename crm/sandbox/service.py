"""What one running sandbox CRM is made of, and the rules that need both its company and its store."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import Depends, Request

from crm.sandbox.company import Company, read_company
from crm.sandbox.faults import Faults
from crm.sandbox.settings import SandboxSettings
from crm.sandbox.store import Store
from crm.seam import CrmDeal, DraftOrder


class Refused(Exception):
    """The request asks for what this company does not have. ``args[0]`` is the code, ``args[1]`` says it in Russian."""


class Sandbox:
    """All that one running sandbox holds."""

    def __init__(self, settings: SandboxSettings) -> None:
        if not settings.token:
            raise ValueError("the sandbox CRM needs a token")
        self.settings = settings
        self.company = read_company(settings.data_folder, tolerate_errors=settings.tolerate_errors)
        self.store = Store(settings.database)
        self.store.use_data(self.company.version)
        self.faults = Faults()
        self._loading = threading.Lock()

    def reload(self) -> Company:
        """Read the company data again; with a fault in them the old ones stay. Raises CompanyDataError."""
        with self._loading:
            company = read_company(self.settings.data_folder, tolerate_errors=self.settings.tolerate_errors)
            self.store.use_data(company.version)
            self.company = company
            return company

    def check(self, order: DraftOrder) -> DraftOrder:
        """Return *order* if this company knows its client and articles. Raises Refused."""
        company = self.company
        if order.client_id is not None and company.directory.get(order.client_id) is None:
            raise Refused("unknown_client", "такого клиента нет")
        for line in order.lines:
            if line.sku not in company.by_sku:
                raise Refused("unknown_sku", f"нет артикула {line.sku}")
        return order

    def confirm(self, draft_id: str, order: DraftOrder | None) -> tuple[CrmDeal, bool]:
        """Return the deal of a draft and whether it is new."""
        company = self.company
        final = self.check(order) if order is not None else None
        return self.store.confirm_draft(draft_id, final, lambda sold: company.warehouse_of(sold.client_id))


def sandbox_of(request: Request) -> Sandbox:
    """Return the sandbox that serves *request*."""
    sandbox: Sandbox = request.app.state.sandbox
    return sandbox


Here = Annotated[Sandbox, Depends(sandbox_of)]
