"""A CRM that fails in every way over real HTTP: in the end exactly one draft and one deal stand in it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from crm.build import CrmSettings, build_crm
from crm.sandbox.settings import SandboxSettings
from crm.seam import Crm
from models.database import Maker
from models.tables import Draft, OutboxKind, OutboxMessage, OutboxState, utc_now
from worker.outbox import Relay

pytestmark = pytest.mark.service
KINDS = (
    "error_500", "error_503", "error_429", "hang", "reset", "nonsense", "trickle",
    "error_500_after_commit", "hang_after_commit", "reset_after_commit", "nonsense_after_commit",
)  # fmt: skip


@pytest.fixture
def http_crm(sandbox: SandboxSettings) -> Iterator[Crm]:
    crm = build_crm(
        CrmSettings(url=f"http://{sandbox.host}:{sandbox.port}", token=sandbox.token, timeout_s=0.5, read_attempts=1)
    )
    yield crm
    crm.close()


@pytest.fixture
def control(sandbox: SandboxSettings) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=f"http://{sandbox.host}:{sandbox.port}", headers={"Authorization": f"Bearer {sandbox.token}"}
    ) as client:
        yield client


def _all_due(sessions: Maker) -> None:
    with sessions.begin() as session:
        session.execute(update(OutboxMessage).values(next_attempt_at=utc_now() - dt.timedelta(seconds=1)))


@pytest.mark.parametrize("kind", KINDS)
def test_one_draft_and_one_deal_come_out(
    kind: str,
    sessions: Maker,
    sandbox: SandboxSettings,
    http_crm: Crm,
    control: httpx.Client,
    make_draft: Callable[..., UUID],
) -> None:
    draft_id = make_draft(client_id="K-104")
    with sessions.begin() as session:
        session.add(OutboxMessage(kind=OutboxKind.CONFIRM_DEAL, key=f"deal:{draft_id}", draft_id=draft_id, payload={}))
    relay = Relay(sessions, http_crm)
    fault: dict[str, Any] = {"kind": kind, "methods": ["POST", "PUT"], "count": 2, "seconds": 2.0, "retry_after_s": 0}
    control.post("/sandbox/faults", json=fault).raise_for_status()
    relay.run_due()
    with sessions() as session:
        assert session.scalars(select(Draft.crm_draft_id)).one() is None or kind.endswith("after_commit")
    for _ in range(6):
        _all_due(sessions)
        relay.run_due()
    control.delete("/sandbox/faults").raise_for_status()
    _all_due(sessions)
    relay.run_due()
    with sessions() as session:
        draft = session.scalars(select(Draft)).one()
        assert set(session.scalars(select(OutboxMessage.state))) == {OutboxState.SENT}
    assert (draft.crm_draft_id is None, draft.crm_deal_id is None, draft.crm_error_code) == (False, False, None)
    counted = _rows(sandbox)
    assert counted == {"drafts": 1, "deals": 1}


def _rows(sandbox: SandboxSettings) -> dict[str, int]:
    with sqlite3.connect(sandbox.database) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("drafts", "deals")}
