"""The company as the CRM knows it: plain values that every room may hold.

Columns and meanings are those of the company-data CSV files. Quantities are in base units (``unit``), money in
roubles. Nothing here does I/O.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """One article of the catalogue. ``pack`` and ``box`` are base units per package, ``None`` where not sold so."""

    sku: str
    name: str
    category: str = ""
    unit: str = "шт"
    pack: Decimal | None = None
    box: Decimal | None = None
    aliases: tuple[str, ...] = ()
    price: Decimal | None = None
    wholesale_price: Decimal | None = None
    wholesale_from: Decimal | None = None
    weight_kg: Decimal | None = None  # of one base unit; only where the company gives it


@dataclass(frozen=True, slots=True)
class StockRow:
    """What one warehouse holds of one article, and what is on its way."""

    sku: str
    warehouse: str
    available: Decimal
    expected_date: dt.date | None = None
    expected_quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """A buying company. Clients with the same ``group_id`` are related and count as one for risk."""

    client_id: str
    name: str
    inn: str | None = None
    phones: tuple[str, ...] = ()  # E.164
    group_id: str | None = None
    manager_id: str | None = None
    warehouse: str | None = None
    timezone: str | None = None  # IANA name
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Manager:
    """A person of the company. ``role`` is ``mop``, ``rop`` or ``admin``."""

    manager_id: str
    name: str
    role: str = "mop"
    branch: str | None = None
    phone: str | None = None
    email: str | None = None
    telegram: str | None = None


@dataclass(frozen=True, slots=True)
class PastOrderLine:
    """One line of a past order, in base units."""

    order_id: str
    client_id: str
    date: dt.date
    sku: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class MonthlyTurnover:
    """Purchases of one client in one month (its first day)."""

    client_id: str
    month: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """Rules of the company that a draft obeys. ``None`` switches a rule off."""

    minimum_sum: Decimal | None = None  # below it the delivery line is added
    delivery_price: Decimal | None = None  # the price of that line
    free_delivery_from_sum: Decimal | None = None
    free_delivery_from_kg: Decimal | None = None
    timezone: str = "Europe/Moscow"  # of a client whose own is not known
    default_warehouse: str | None = None


@dataclass(frozen=True)
class CompanyData:
    """Everything of one company that understanding an order needs."""

    products: Sequence[Product] = ()
    stock: Sequence[StockRow] = ()
    clients: Sequence[Client] = ()
    managers: Sequence[Manager] = ()
    past_orders: Sequence[PastOrderLine] = ()
    turnover: Sequence[MonthlyTurnover] = ()
    terms: OrderTerms = field(default_factory=OrderTerms)
