"""What Dozvon asks of a company's CRM, in values; one adapter per kind of CRM stands behind it.

Every write carries an idempotency key, or is one of its kind by nature. A write whose answer was lost is neither done
nor failed: ``CrmOutcomeUnknown`` says so, and ``crm.writes`` shows how it is looked up before it is tried again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol

from pydantic import AwareDatetime, Field, StringConstraints

from models.company import Client, CompanyData, Manager, Product, StockRow

# Limits that every adapter may rely on; the sandbox and the HTTP client check them.
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6)]
Money = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]


class CrmError(Exception):
    """The CRM did not do what was asked. No ``__init__`` of its own, so that Celery can pickle it."""

    code: ClassVar[str] = "crm.failed"  # stable: shown, counted, translated
    may_pass: ClassVar[bool] = True  # whether asking again later makes sense
    retry_after_s: float | None = None  # how long the CRM itself asked to wait


class CrmUnavailable(CrmError):
    """The CRM did not take the request; the same may work later. Nothing was written."""

    code = "crm.unavailable"


class CrmDenied(CrmUnavailable):
    """The CRM does not let us in: the token is wrong or withdrawn. Works again once a person has put it right."""

    code = "crm.denied"


class CrmOutcomeUnknown(CrmError):
    """A write was sent and its answer lost: it may be done, or be done yet. Look it up before another try."""

    code = "crm.outcome_unknown"


class CrmRefused(CrmError):
    """The CRM understood and said no; the same request will never work.

    ``reason`` is the CRM's own code; ``detail`` its own words, for a person to see and for no log.
    """

    code = "crm.refused"
    may_pass = False
    reason: str = ""
    detail: str = ""


class CrmNonsense(CrmError):
    """The CRM answered a read with something that is not its protocol."""

    code = "crm.nonsense"


class CrmDraftStatus(StrEnum):
    """new → confirmed | rejected, and no way back."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DraftOrderLine:
    """One line, quantity in base units. ``price`` and ``amount`` are ``None`` where the price is not known."""

    sku: Id
    quantity: Quantity
    unit: Text
    price: Money | None = None
    amount: Money | None = None
    warehouse: Id | None = None
    heard: Text | None = None


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """An order as Dozvon understood it, or as a manager put it right. A draft is never an acceptance."""

    client_id: Id | None
    lines: tuple[DraftOrderLine, ...] = ()
    call_id: Id | None = None
    request_number: Id | None = None
    manager_id: Id | None = None
    phone: Text | None = None
    delivery_mode: Text | None = None  # "delivery", "pickup"
    delivery_date: dt.date | None = None
    delivery_time: Text | None = None
    delivery_address: Text | None = None
    delivery_charge: Money | None = None
    payment: Text | None = None
    comment: Text | None = None
    unresolved: tuple[Text, ...] = ()  # words that were not understood

    @property
    def total(self) -> Decimal:
        """Return what is known of the sum: lines without a price count as nothing."""
        known = sum((line.amount for line in self.lines if line.amount is not None), Decimal(0))
        return known + (self.delivery_charge or Decimal(0))


@dataclass(frozen=True, slots=True)
class CrmDraft:
    """A draft as the CRM keeps it. ``deal_id`` is there once it was confirmed."""

    draft_id: Id
    key: Key
    status: CrmDraftStatus
    order: DraftOrder
    created_at: AwareDatetime
    deal_id: Id | None = None


@dataclass(frozen=True, slots=True)
class CrmDeal:
    """A deal made of one draft."""

    deal_id: Id
    draft_id: Id
    order: DraftOrder
    total: Decimal
    created_at: AwareDatetime


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One call for the CRM's call history."""

    call_id: Id
    started_at: AwareDatetime
    direction: Text = "inbound"
    duration_s: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0.0
    phone: Text | None = None
    client_id: Id | None = None
    manager_id: Id | None = None
    draft_id: Id | None = None
    outcome: Text | None = None  # e.g. "order", "callback", "missed_call"


class Crm(Protocol):
    """One CRM. Safe to use from several threads; every method raises CrmError and nothing else.

    Reads are retried inside and raise CrmUnavailable or CrmNonsense. Writes are sent once and raise CrmUnavailable
    (not sent or not taken), CrmOutcomeUnknown or CrmRefused.
    """

    @property
    def name(self) -> str: ...

    def check(self) -> None:
        """Return if the CRM answers and lets us in."""
        ...

    def data_version(self) -> str:
        """Return a text that changes whenever catalogue, clients, managers, orders or turnover change."""
        ...

    def company_data(self) -> CompanyData:
        """Return one consistent whole; the last one again, without asking for it, where the version is the same.

        Stock in it is as old as the whole: ask ``stock`` before promising.
        """
        ...

    def find_clients(
        self, *, phone: str | None = None, inn: str | None = None, name: str | None = None
    ) -> tuple[Client, ...]:
        """Return the clients that fit every argument given; by name the closest spelling first."""
        ...

    def related_clients(self, client_id: str) -> tuple[Client, ...]:
        """Return the group of a client, itself included; an unknown client has none."""
        ...

    def managers(self) -> tuple[Manager, ...]: ...

    def products(self, skus: Sequence[str]) -> tuple[Product, ...]:
        """Return the named articles that exist, with their prices of this moment."""
        ...

    def stock(self, skus: Sequence[str]) -> tuple[StockRow, ...]:
        """Return the stock of this moment in all warehouses, less what deals have reserved."""
        ...

    def create_draft(self, key: str, order: DraftOrder) -> CrmDraft:
        """Make the draft, or return the one that *key* made before. Another order under a used key is refused."""
        ...

    def find_draft(self, key: str) -> CrmDraft | None:
        """Return the draft that *key* made, whatever became of it."""
        ...

    def update_draft(self, draft_id: str, order: DraftOrder) -> CrmDraft:
        """Put *order* in place of what the draft holds. Refused once it was decided."""
        ...

    def reject_draft(self, draft_id: str, reason: str) -> CrmDraft:
        """Reject the draft; a second time changes nothing. Refused once it is a deal."""
        ...

    def confirm_draft(self, draft_id: str, order: DraftOrder | None = None) -> CrmDeal:
        """Make the draft (with *order* in place of its own, if given) a deal; the same deal when asked again."""
        ...

    def find_deal(self, draft_id: str) -> CrmDeal | None:
        """Return the deal of a draft, if it became one."""
        ...

    def log_call(self, key: str, entry: CallEntry) -> None:
        """Put one call into the CRM's history; a second time under the same key changes nothing."""
        ...

    def close(self) -> None: ...
