"""Pages of the sandbox CRM, so that a person can see what came in: drafts and deals, kept apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from fastapi import APIRouter, Depends
from jinja2 import Environment, FileSystemLoader
from starlette.responses import HTMLResponse

from crm.sandbox.access import person
from crm.sandbox.service import Here
from crm.seam import CrmDraftStatus

SHOWN = 100
STATUS_NAMES = {
    CrmDraftStatus.NEW: "новый",
    CrmDraftStatus.CONFIRMED: "стал сделкой",
    CrmDraftStatus.REJECTED: "отклонён",
}

router = APIRouter(dependencies=[Depends(person)], include_in_schema=False)
_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)


def amount(value: Decimal | None) -> str:
    """Return a number as a Russian reader expects it: «12 000», «9,80»; nothing known is a dash."""
    if value is None:
        return "—"
    text = f"{value:,.2f}" if value != value.to_integral_value() else f"{value:,.0f}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


_templates.filters["amount"] = amount


@router.get("/", response_class=HTMLResponse)
def overview(here: Here) -> HTMLResponse:
    """Show the newest drafts, deals and calls, and the faults that stand."""
    company = here.company
    page = _templates.get_template("overview.html").render(
        clients={client.client_id: client.name for client in company.data.clients},
        products={product.sku: product.name for product in company.data.products},
        drafts=here.store.drafts(limit=SHOWN),
        deals=here.store.deals(limit=SHOWN),
        calls=here.store.calls(limit=SHOWN),
        faults=here.faults.listed(),
        statuses=STATUS_NAMES,
        version=company.version,
        loaded_at=company.loaded_at,
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})
