"""Drafts: what the machine understood, for a person to confirm, correct or reject. Never an acceptance."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.call import Call, Request


class DraftKind(StrEnum):
    """An order has lines; a task asks a person to do something: call back, answer, look into a complaint."""

    ORDER = "order"
    TASK = "task"


class DraftStatus(StrEnum):
    """new → confirmed | rejected. A confirmed order becomes a deal in the CRM; a confirmed task is done."""

    NEW = "new"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class StockState(StrEnum):
    """Whether the CRM has answered for price and stock: a page must not show an old yes as a fresh one."""

    UNKNOWN = "unknown"
    KNOWN = "known"


class Draft(Base):
    """What one call asked for."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("call_id"),  # one order, one draft
        CheckConstraint("status != 'rejected' OR reject_reason IS NOT NULL", name="rejection_has_reason"),
        CheckConstraint("status = 'new' OR decided_at IS NOT NULL", name="decision_has_moment"),
        Index("ix_drafts_status_created_at", "status", "created_at"),
    )

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"), index=True)
    kind: Mapped[DraftKind]
    intent: Mapped[str]  # the order format's, or "missed_call"
    status: Mapped[DraftStatus] = mapped_column(default=DraftStatus.NEW)
    version: Mapped[int] = mapped_column(default=1)  # two people who edit at once: the second is told
    client_id: Mapped[str | None] = mapped_column(index=True)
    matched_by: Mapped[str] = mapped_column(default="none")
    client_confidence: Mapped[float] = mapped_column(default=0.0)
    manager_id: Mapped[str | None] = mapped_column(index=True)  # who is responsible; None: anybody's
    delivery_mode: Mapped[str | None]
    delivery_date: Mapped[dt.date | None]
    delivery_time: Mapped[str | None]
    delivery_address: Mapped[str | None]
    delivery_charge: Mapped[Decimal | None]
    payment: Mapped[str | None]
    callback_phone: Mapped[str | None]
    callback_time: Mapped[str | None]
    comment: Mapped[str | None]
    unresolved: Mapped[list[Any]] = mapped_column(default=list)  # as in the order format, with spans
    reading: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the order document as first understood, untouched
    reader_version: Mapped[str] = mapped_column(default="")
    stock_state: Mapped[StockState] = mapped_column(default=StockState.UNKNOWN)
    stock_checked_at: Mapped[dt.datetime | None]
    answer_by: Mapped[dt.datetime | None]  # the promised hour; later it goes to the head of sales
    crm_draft_id: Mapped[str | None]
    crm_deal_id: Mapped[str | None]
    crm_error_code: Mapped[str | None]  # why the CRM has not got it yet
    decided_at: Mapped[dt.datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reject_reason: Mapped[str | None]
    unchanged: Mapped[bool | None]  # confirmed as understood: what first-time-right counts

    call: Mapped[Call] = relationship(lazy="raise")
    request: Mapped[Request | None] = relationship(lazy="raise")
    lines: Mapped[list[DraftLine]] = relationship(
        lazy="raise", back_populates="draft", order_by="DraftLine.position", cascade="all, delete-orphan"
    )
    corrections: Mapped[list[DraftCorrection]] = relationship(
        lazy="raise", back_populates="draft", order_by="DraftCorrection.created_at"
    )


class DraftLine(Base):
    """One article of a draft. ``heard`` and ``spans`` are the words it stands on; a line added by hand has none."""

    __tablename__ = "draft_lines"
    __table_args__ = (
        UniqueConstraint("draft_id", "position"),
        CheckConstraint("confidence IS NULL OR (confidence >= 0 AND confidence <= 1)", name="confidence_is_a_share"),
    )

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id"))
    position: Mapped[int]
    sku: Mapped[str]
    name: Mapped[str]
    quantity: Mapped[Decimal]  # base units
    unit: Mapped[str]
    heard: Mapped[str | None]
    spans: Mapped[list[Any]] = mapped_column(default=list)
    confidence: Mapped[float | None]  # None where a person put the line in
    alternatives: Mapped[list[Any]] = mapped_column(default=list)  # articles
    note: Mapped[str | None]
    price: Mapped[Decimal | None]
    amount: Mapped[Decimal | None]
    stock_warehouse: Mapped[str | None]
    stock_available: Mapped[Decimal | None]
    stock_status: Mapped[str] = mapped_column(default="unknown")
    stock_expected_date: Mapped[dt.date | None]
    stock_expected_quantity: Mapped[Decimal | None]

    draft: Mapped[Draft] = relationship(lazy="raise", back_populates="lines")


class DraftCorrection(Base):
    """One edit by a person: what stood before and after, as order documents. It measures first-time-right."""

    __tablename__ = "draft_corrections"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]

    draft: Mapped[Draft] = relationship(lazy="raise", back_populates="corrections")
