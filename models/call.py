"""Calls, their sound and their words."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base


class CallSource(StrEnum):
    NIGHT_LINE = "night_line"
    PBX = "pbx"
    UPLOAD = "upload"


class Direction(StrEnum):
    INBOUND = "inbound"
    OUTBOUND = "outbound"


class CallStatus(StrEnum):
    """recorded → processing → done | failed; no_recording from the start where no sound was kept.

    A failed call may go back to processing when a person asks for it.
    """

    RECORDED = "recorded"
    PROCESSING = "processing"
    DONE = "done"
    FAILED = "failed"
    NO_RECORDING = "no_recording"


class Request(Base):
    """What a caller hears a number of. One number for life: later calls about it join it."""

    __tablename__ = "requests"

    number: Mapped[int] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(index=True)


class NumberBlock(Base):
    """Request numbers handed out to one line group; the next block starts where the last one ended."""

    __tablename__ = "number_blocks"
    __table_args__ = (CheckConstraint("last >= first", name="not_empty"),)

    first: Mapped[int] = mapped_column(unique=True)  # two groups that reserve at once cannot get the same block
    last: Mapped[int]
    owner: Mapped[str]


class Call(Base):
    """One phone call, whatever became of it."""

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),  # a repeated intake of the same call is one call
        CheckConstraint("ended_at >= started_at", name="ends_after_start"),
        Index("ix_calls_status_started_at", "status", "started_at"),
    )

    source: Mapped[CallSource]
    external_id: Mapped[str]
    direction: Mapped[Direction] = mapped_column(default=Direction.INBOUND)
    status: Mapped[CallStatus]
    phone: Mapped[str | None] = mapped_column(index=True)  # E.164; None where the caller hid it
    called_number: Mapped[str | None]
    branch: Mapped[str | None]
    line_group: Mapped[str | None]
    started_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    notice_played_at: Mapped[dt.datetime | None]  # evidence that the caller was told of the recording
    recording_started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime]
    end_reason: Mapped[str]  # e.g. "hash_key", "silence", "caller_hung_up", "limit", "no_rtp", "disk_full"
    interrupted: Mapped[bool] = mapped_column(default=False)  # the line died during the call; the sound was repaired
    urgent: Mapped[bool] = mapped_column(default=False)  # the caller pressed 1
    silent: Mapped[bool] = mapped_column(default=False)  # nothing was said: a missed call to return
    failure_code: Mapped[str | None]  # e.g. "asr.engine_busy"; never prose
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # holds, digits pressed, codec: for the curious
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("requests.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(index=True)  # the CRM's id
    manager_id: Mapped[str | None] = mapped_column(index=True)  # the CRM's id

    request: Mapped[Request | None] = relationship(lazy="raise")
    recording: Mapped[Recording | None] = relationship(lazy="raise", back_populates="call")
    transcripts: Mapped[list[TranscriptRow]] = relationship(lazy="raise", back_populates="call")


class Recording(Base):
    """The sound of one call: a file in the sound store, named by its key there."""

    __tablename__ = "recordings"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), unique=True)
    storage_key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int]
    duration_s: Mapped[float]
    sample_rate_hz: Mapped[int]
    channels: Mapped[int] = mapped_column(default=1)
    repaired: Mapped[bool] = mapped_column(default=False)
    truncated: Mapped[bool] = mapped_column(default=False)  # the disk was full or the limit was reached

    call: Mapped[Call] = relationship(lazy="raise", back_populates="recording")


class TranscriptRow(Base):
    """The words of one call by one engine version. ``document`` is the transcript format."""

    __tablename__ = "transcripts"
    __table_args__ = (UniqueConstraint("call_id", "engine_key"),)  # a second delivery finds the work done

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    engine_key: Mapped[str]
    demonstration: Mapped[bool]
    text: Mapped[str]
    lemmas: Mapped[str] = mapped_column(default="")  # for search: pymorphy3 lemmas, ё as е
    document: Mapped[dict[str, Any]]

    call: Mapped[Call] = relationship(lazy="raise", back_populates="transcripts")
