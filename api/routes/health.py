"""Whether the process lives, whether it can serve, and what Prometheus asks."""

from __future__ import annotations

import os
import secrets
from typing import Literal

import redis
from alembic.util.exc import CommandError
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.errors import NotSignedIn
from api.parts import Made, Parts
from models.database import pending_revisions

router = APIRouter(tags=["Состояние"])
_BROKER_TIMEOUT_S = 0.5


class HealthOut(BaseModel):
    status: Literal["ok"] = "ok"


class ReadyOut(BaseModel):
    """``ready`` needs the database, its newest tables and the sound store; the rest is told and not needed."""

    ready: bool
    database: Literal["ok", "down"]
    migrations: Literal["ok", "pending", "unknown"]
    sound: Literal["ok", "unreadable"]
    broker: Literal["ok", "down", "not_configured"]
    crm: Literal["ok", "silent", "not_configured"]


@router.get("/healthz")
def healthz() -> HealthOut:
    """Answer: the process lives."""
    return HealthOut()


@router.get(
    "/readyz", responses={503: {"model": ReadyOut, "description": "Not ready: the answer says what is missing"}}
)
def readyz(made: Made, response: Response) -> ReadyOut:
    """Say whether requests can be served, and how the neighbours are."""
    migrations = _migrations(made.writers.kw["bind"])
    readable = os.access(made.settings.sound_root, os.R_OK | os.X_OK)
    state = ReadyOut(
        ready=migrations == "ok" and readable,
        database="down" if migrations == "unknown" else "ok",
        migrations=migrations,
        sound="ok" if readable else "unreadable",
        broker=_broker(made.settings.broker_url),
        crm=_crm(made),
    )
    response.status_code = 200 if state.ready else 503
    return state


@router.get("/metrics", include_in_schema=False)
def metrics(made: Made, request: Request) -> Response:
    """Give counts and gauges, to whoever has the token where one is set."""
    wanted = made.settings.metrics_token
    given = request.headers.get("authorization", "")
    if wanted is not None and not secrets.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        raise NotSignedIn
    return Response(made.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _migrations(engine: Engine) -> Literal["ok", "pending", "unknown"]:
    try:
        return "pending" if pending_revisions(engine.execution_options(reads_only=True)) else "ok"
    except (SQLAlchemyError, CommandError):
        return "unknown"


def _broker(url: str | None) -> Literal["ok", "down", "not_configured"]:
    if url is None:
        return "not_configured"
    try:
        with redis.Redis.from_url(
            url, socket_timeout=_BROKER_TIMEOUT_S, socket_connect_timeout=_BROKER_TIMEOUT_S
        ) as client:
            client.ping()
    except (redis.RedisError, ValueError):
        return "down"
    return "ok"


def _crm(made: Parts) -> Literal["ok", "silent", "not_configured"]:
    answers = made.quoter.check()
    if answers is None:
        return "not_configured"
    return "ok" if answers else "silent"
