"""Choose the CRM once, by settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.http_client import HttpCrm, HttpCrmSettings
from crm.seam import Crm
from models.company import OrderTerms


@dataclass(frozen=True, slots=True)
class CrmSettings:
    """Which CRM, where it is, and how long to wait for it. ``terms`` go into its company data."""

    url: str
    token: str
    kind: str = "sandbox"
    timeout_s: float = 10.0  # of one request, all of it
    read_attempts: int = 3
    requests_per_s: float = 20.0
    terms: OrderTerms = field(default_factory=OrderTerms)


def build_crm(settings: CrmSettings) -> Crm:
    """Return the CRM of *settings*; nothing is asked of it yet. Raises ValueError for a kind nobody knows."""
    if settings.kind != "sandbox":
        raise ValueError(f"no such kind of CRM: {settings.kind}")
    return HttpCrm(
        HttpCrmSettings(
            url=settings.url,
            token=settings.token,
            timeout_s=settings.timeout_s,
            read_attempts=settings.read_attempts,
            requests_per_s=settings.requests_per_s,
            terms=settings.terms,
        )
    )
