"""Who may sign in, who did what, and clients and managers as last seen in the CRM."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, utc_now


class Role(StrEnum):
    """mop sees own drafts and nobody's; rop sees all; admin also manages people and tokens."""

    MOP = "mop"
    ROP = "rop"
    ADMIN = "admin"


class User(Base):
    """A person who signs in to the desk."""

    __tablename__ = "users"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    manager_id: Mapped[str | None] = mapped_column(index=True)  # the CRM's id; whose drafts are "own"
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)  # raising it ends all sessions of the person


class ApiToken(Base):
    """A token of a program. Only its hash is kept: the text is shown once."""

    __tablename__ = "api_tokens"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    last_used_at: Mapped[dt.datetime | None]

    user: Mapped[User] = relationship(lazy="raise")


class CachedClient(Base):
    """A client as the CRM last gave it: pages must open while the CRM is down."""

    __tablename__ = "clients"

    client_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    inn: Mapped[str | None]
    group_id: Mapped[str | None] = mapped_column(index=True)
    manager_id: Mapped[str | None]
    timezone: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)  # phones, warehouse, segment
    seen_at: Mapped[dt.datetime] = mapped_column(default=utc_now)


class CachedManager(Base):
    """A manager as the CRM last gave him."""

    __tablename__ = "managers"

    manager_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    branch: Mapped[str | None]
    seen_at: Mapped[dt.datetime] = mapped_column(default=utc_now)


class CachedProduct(Base):
    """An article as the CRM last gave it, so that a manager can pick one while the CRM is down."""

    __tablename__ = "products"

    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    unit: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)  # pack, box, prices, category, aliases
    seen_at: Mapped[dt.datetime] = mapped_column(default=utc_now)


class AuditEntry(Base):
    """Who did what to what. Append-only; no words, names or numbers of callers."""

    __tablename__ = "audit"

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    action: Mapped[str]
    subject: Mapped[str]  # e.g. "draft"
    subject_id: Mapped[str] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
