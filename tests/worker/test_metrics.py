"""What Prometheus is told, and what it is not."""

from __future__ import annotations

import socket
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from models.company import CompanyData
from models.database import Maker
from models.tables import CachedClient, CachedManager, CachedProduct
from worker.caches import write_caches
from worker.metrics import REGISTRY, serve_metrics

pytestmark = pytest.mark.service


def test_queues_and_stages_are_counted_and_nobody_is_named(sessions: Maker, process: Callable[..., UUID]) -> None:
    process("пятьсот пар перчаток с пвх")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    serve_metrics(sessions, port)
    shown = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    assert 'dozvon_jobs{stage="draft",state="done"} 1.0' in shown
    assert 'dozvon_outbox{kind="create_draft",state="pending"} 1.0' in shown
    assert 'dozvon_stage_seconds_count{came_to="done",stage="transcribe"}' in shown
    assert "79120001122" not in shown
    assert "K-1" not in shown


def test_without_a_port_nothing_is_served(sessions: Maker) -> None:
    before = len(list(REGISTRY.collect()))
    serve_metrics(sessions, 0)
    assert len(list(REGISTRY.collect())) == before


def test_caches_hold_the_company_as_it_is_now(sessions: Maker, company: CompanyData) -> None:
    write_caches(sessions, company)
    write_caches(sessions, CompanyData(products=company.products[:1], clients=company.clients, managers=()))
    with sessions() as session:
        assert session.scalars(select(CachedProduct.sku)).all() == ["P-10-PVC"]
        assert session.scalars(select(CachedManager)).all() == []
        client = session.scalars(select(CachedClient).where(CachedClient.client_id == "K-1")).one()
    assert client.details == {"phones": ["+79120001122"], "warehouse": "ЕКБ", "segment": None}
