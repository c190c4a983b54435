"""Who called: the client that the words or the phone name, his related companies, and the manager who answers for him.

The reader has looked into the data on the shelf; the CRM is asked on top, because a client may be newer than they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm.seam import CrmError
from models.company import Client
from models.tables import Call, Stage
from worker.jobs import Claim, Outcome
from worker.pipeline import Pipeline
from worker.reads import ClientSource
from worker.shelf import NoCompanyData
from worker.stages.loading import load_call, result_of


@dataclass(frozen=True, slots=True)
class Caller:
    """The client of a call, as far as he is known."""

    client_id: str | None = None
    matched_by: str = "none"
    confidence: float = 0.0
    manager_id: str | None = None
    warehouse: str | None = None
    related: tuple[str, ...] = ()  # clients of the same group, himself not included


def match_client(pipeline: Pipeline, held: Claim) -> Outcome:
    """Find the caller. A CRM that is down leaves him as the shelf knows him."""
    call = load_call(pipeline.sessions, held)
    understood = result_of(pipeline.sessions, held, Stage.UNDERSTAND)
    caller = _caller(pipeline, understood.get("reading", {}).get("client"), call.phone)
    lines = understood.get("reading", {}).get("lines")
    next_stage = Stage.PRICE_AND_STOCK if lines else Stage.DRAFT
    return Outcome(asdict(caller), next_stage, held.engine_key, partial(_store, call.id, caller))


def _caller(pipeline: Pipeline, heard: dict[str, Any] | None, phone: str | None) -> Caller:
    clients = _clients_on_shelf(pipeline)
    if heard is not None and heard["client_id"] is not None:
        caller = Caller(heard["client_id"], heard["matched_by"], heard["confidence"])
    else:
        caller = _by_phone(pipeline.crm, clients, phone)
    return _with_group(pipeline.crm, clients, caller)


def _by_phone(crm: ClientSource, clients: Sequence[Client], phone: str | None) -> Caller:
    """Return the only client of *phone*. Of several none is taken, but a manager whom they share is."""
    if phone is None:
        return Caller()
    try:
        found = crm.find_clients(phone=phone)
    except CrmError:
        found = tuple(client for client in clients if phone in client.phones)
    if len(found) == 1:
        return Caller(found[0].client_id, "phone", 1.0)
    managers = {client.manager_id for client in found}
    return Caller(manager_id=managers.pop() if len(managers) == 1 else None)


def _with_group(crm: ClientSource, clients: Sequence[Client], caller: Caller) -> Caller:
    if caller.client_id is None:
        return caller
    group = _group(crm, clients, caller.client_id)
    own = next((client for client in group if client.client_id == caller.client_id), None)
    managers = [own.manager_id] if own is not None and own.manager_id else [client.manager_id for client in group]
    return Caller(
        client_id=caller.client_id,
        matched_by=caller.matched_by,
        confidence=caller.confidence,
        manager_id=next((manager for manager in managers if manager), None),
        warehouse=own.warehouse if own is not None else None,
        related=tuple(client.client_id for client in group if client.client_id != caller.client_id),
    )


def _group(crm: ClientSource, clients: Sequence[Client], client_id: str) -> Sequence[Client]:
    try:
        return crm.related_clients(client_id)
    except CrmError:
        own = next((client for client in clients if client.client_id == client_id), None)
        if own is None or own.group_id is None:
            return [own] if own is not None else []
        return [client for client in clients if client.group_id == own.group_id]


def _clients_on_shelf(pipeline: Pipeline) -> Sequence[Client]:
    try:
        return pipeline.shelf.current().clients
    except NoCompanyData:
        return ()


def _store(call_id: UUID, caller: Caller, session: Session) -> None:
    session.execute(
        update(Call)
        .where(Call.id == call_id)
        .values(client_id=caller.client_id, manager_id=caller.manager_id)
        .execution_options(synchronize_session=False)
    )
