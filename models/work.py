"""The queue of record: jobs over calls, and the outbox of writes to the CRM."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, utc_now


class Stage(StrEnum):
    """The way of a call, in this order."""

    TRANSCRIBE = "transcribe"
    UNDERSTAND = "understand"
    MATCH_CLIENT = "match_client"
    PRICE_AND_STOCK = "price_and_stock"
    DRAFT = "draft"


class JobState(StrEnum):
    """queued → running → done | failed; running → queued when its lease runs out or the failure may pass."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One stage of one call by one engine version. The row is the queue; the broker only rings."""

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("call_id", "stage", "engine_key"),  # idempotent by call, stage and engine version
        CheckConstraint("state != 'running' OR lease_until IS NOT NULL", name="running_has_lease"),
        Index("ix_jobs_state_due_at", "state", "due_at"),
    )

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    stage: Mapped[Stage]
    engine_key: Mapped[str] = mapped_column(default="")
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    due_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    lease_owner: Mapped[str | None]  # a token of this claim: a worker that lost its lease cannot finish the job
    started_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    error_code: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]  # what the next stage needs


class OutboxState(StrEnum):
    """pending → sent | refused; pending → unknown when an answer was lost → pending | sent after a look-up."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    SENT = "sent"
    REFUSED = "refused"


class OutboxKind(StrEnum):
    CREATE_DRAFT = "create_draft"
    UPDATE_DRAFT = "update_draft"
    CONFIRM_DEAL = "confirm_deal"
    REJECT_DRAFT = "reject_draft"
    LOG_CALL = "log_call"


class OutboxMessage(Base):
    """One write to the CRM, in the same transaction as what it tells of."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),)

    key: Mapped[str] = mapped_column(unique=True)  # the idempotency key: one intent, one write
    kind: Mapped[OutboxKind]
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[dt.datetime] = mapped_column(default=utc_now)
    lease_until: Mapped[dt.datetime | None]
    lease_owner: Mapped[str | None]
    sent_at: Mapped[dt.datetime | None]
    error_code: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]
