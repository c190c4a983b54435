"""Writes to the CRM: each once, in order, whatever is lost on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from crm.payloads import call_entry, entry_payload, read_order
from crm.seam import CrmError, CrmNonsense, CrmOutcomeUnknown, CrmUnavailable
from crm.testing import ScriptedCrm
from models.database import Maker
from models.tables import Call, Draft, OutboxKind, OutboxMessage, OutboxState, utc_now
from worker import outbox
from worker.outbox import Relay

pytestmark = [
    pytest.mark.service,
    pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True),
]
MakeDraft = Callable[..., UUID]


@pytest.fixture
def relay(sessions: Maker, crm: ScriptedCrm) -> Relay:
    return Relay(sessions, crm)


def _write(sessions: Maker, draft_id: UUID, kind: OutboxKind, key: str, **payload: Any) -> None:
    with sessions.begin() as session:
        session.add(OutboxMessage(kind=kind, key=key, draft_id=draft_id, payload=payload))


def _messages(sessions: Maker) -> dict[OutboxKind, OutboxMessage]:
    with sessions() as session:
        return {message.kind: message for message in session.scalars(select(OutboxMessage))}


def _draft(sessions: Maker, draft_id: UUID) -> Draft:
    with sessions() as session:
        return session.scalars(select(Draft).where(Draft.id == draft_id)).one()


def _wait_is_over(sessions: Maker) -> None:
    with sessions.begin() as session:
        session.execute(update(OutboxMessage).values(next_attempt_at=utc_now() - dt.timedelta(seconds=1)))


def test_a_draft_is_made_in_the_crm_once(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    assert relay.run_due() == 1
    assert relay.run_due() == 0
    [made] = crm.drafts
    assert made.order.request_number is not None
    assert made.order.call_id == str(_draft(sessions, draft_id).call_id)
    draft = _draft(sessions, draft_id)
    assert (draft.crm_draft_id, draft.crm_error_code) == (made.draft_id, None)
    assert _messages(sessions)[OutboxKind.CREATE_DRAFT].state is OutboxState.SENT


@pytest.mark.parametrize("error", [CrmUnavailable(), CrmOutcomeUnknown(), CrmNonsense()], ids=lambda error: error.code)
@pytest.mark.parametrize("after_commit", [False, True], ids=["before it was done", "after it was done"])
def test_a_write_without_an_answer_is_made_once_in_the_end(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft, error: CrmError, after_commit: bool
) -> None:
    draft_id = make_draft()
    crm.fail("create_draft", error, after_commit=after_commit)
    crm.fail("find_draft", *([error] if after_commit else []), after_commit=True)
    for _ in range(4):
        relay.run_due()
        _wait_is_over(sessions)
    assert len(crm.drafts) == 1
    assert _draft(sessions, draft_id).crm_draft_id == crm.drafts[0].draft_id
    assert _draft(sessions, draft_id).crm_error_code is None


def test_an_unknown_outcome_is_shown_as_unknown_until_it_is_looked_up(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    crm.fail("create_draft", CrmOutcomeUnknown())
    began = utc_now()
    relay.run_due()
    message = _messages(sessions)[OutboxKind.CREATE_DRAFT]
    assert (message.state, message.error_code) == (OutboxState.UNKNOWN, "crm.outcome_unknown")
    assert _draft(sessions, draft_id).crm_error_code == "crm.outcome_unknown"
    assert message.next_attempt_at > began + dt.timedelta(seconds=outbox.FIRST_PAUSE_S / 2)


def test_a_refusal_is_final_and_shown(sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft) -> None:
    draft_id = make_draft(client_id="K-nobody")
    relay.run_due()
    _wait_is_over(sessions)
    assert relay.run_due() == 0
    message = _messages(sessions)[OutboxKind.CREATE_DRAFT]
    assert (message.state, message.result) == (OutboxState.REFUSED, {"reason": "unknown_client"})
    assert _draft(sessions, draft_id).crm_error_code == "crm.refused"


def test_rows_of_one_draft_go_in_their_order(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    _write(sessions, draft_id, OutboxKind.CONFIRM_DEAL, f"deal:{draft_id}")
    crm.fail("find_draft", CrmUnavailable())
    relay.run_due()
    assert (crm.drafts, crm.deals) == ((), ())
    with sessions.begin() as session:
        create = update(OutboxMessage).where(OutboxMessage.kind == OutboxKind.CREATE_DRAFT)
        session.execute(create.values(next_attempt_at=utc_now() + dt.timedelta(hours=1)))
    assert relay.run_due() == 0  # the deal waits for the draft
    _wait_is_over(sessions)
    assert relay.run_due() == 2
    assert [deal.draft_id for deal in crm.deals] == [crm.drafts[0].draft_id]
    assert _draft(sessions, draft_id).crm_deal_id == crm.deals[0].deal_id


def test_a_deal_whose_answer_was_lost_is_made_once(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    _write(sessions, draft_id, OutboxKind.CONFIRM_DEAL, f"deal:{draft_id}")
    crm.fail("confirm_draft", CrmOutcomeUnknown(), after_commit=True)
    for _ in range(3):
        relay.run_due()
        _wait_is_over(sessions)
    assert len(crm.deals) == 1
    assert _draft(sessions, draft_id).crm_deal_id == crm.deals[0].deal_id


@pytest.mark.parametrize(
    ("kind", "deals"), [(OutboxKind.UPDATE_DRAFT, 0), (OutboxKind.CONFIRM_DEAL, 1)], ids=["edited", "confirmed"]
)
def test_a_refused_draft_that_a_person_put_right_is_made_then(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft, kind: OutboxKind, deals: int
) -> None:
    draft_id = make_draft(client_id="K-nobody")
    relay.run_due()
    right = _messages(sessions)[OutboxKind.CREATE_DRAFT].payload["order"] | {"client_id": "K-1"}
    _write(sessions, draft_id, kind, f"again:{draft_id}", order=right)
    crm.fail("create_draft", CrmOutcomeUnknown(), after_commit=True)
    crm.fail("find_draft", CrmUnavailable())
    for _ in range(3):
        _wait_is_over(sessions)
        relay.run_due()
    assert (len(crm.drafts), len(crm.deals)) == (1, deals)
    draft = _draft(sessions, draft_id)
    assert (draft.crm_draft_id, draft.crm_error_code) == (crm.drafts[0].draft_id, None)


def test_a_refused_draft_that_nobody_put_right_becomes_no_deal(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft(client_id="K-nobody")
    _write(sessions, draft_id, OutboxKind.CONFIRM_DEAL, f"deal:{draft_id}")
    relay.run_due()
    assert _messages(sessions)[OutboxKind.CONFIRM_DEAL].error_code == "crm.draft_refused"
    assert crm.deals == ()


def test_a_draft_that_the_crm_never_took_is_rejected_without_it(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft(client_id="K-nobody")
    _write(sessions, draft_id, OutboxKind.REJECT_DRAFT, f"reject:{draft_id}", reason="ошибка")
    relay.run_due()
    assert _messages(sessions)[OutboxKind.REJECT_DRAFT].state is OutboxState.SENT
    assert crm.calls["reject_draft"] == 0


def test_a_rejected_draft_is_rejected_in_the_crm(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    _write(sessions, draft_id, OutboxKind.REJECT_DRAFT, f"reject:{draft_id}", reason="нет товара")
    relay.run_due()
    assert crm.drafts[0].status.value == "rejected"


def test_a_call_is_logged_with_the_draft_that_it_led_to(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    with sessions.begin() as session:
        draft = session.scalars(select(Draft).where(Draft.id == draft_id)).one()
        call = draft.call_id
        entry = call_entry(session.get_one(Call, call), "order")
        session.add(
            OutboxMessage(kind=OutboxKind.LOG_CALL, key=f"call:{call}", payload=entry_payload(entry), draft_id=draft_id)
        )
    crm.fail("log_call", CrmOutcomeUnknown(), after_commit=True)
    relay.run_due()
    _wait_is_over(sessions)
    relay.run_due()
    [logged] = crm.logged.values()
    assert logged.draft_id == crm.drafts[0].draft_id
    assert logged.duration_s == 40.0


def test_a_payload_that_is_no_order_stops_nothing_else(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    broken = make_draft()
    with sessions.begin() as session:
        session.execute(update(OutboxMessage).values(payload={"order": {"lines": "нет"}}))
    make_draft()
    relay.run_due()
    assert len(crm.drafts) == 1
    assert _draft(sessions, broken).crm_error_code == "outbox.bad_payload"


def test_many_relays_make_each_draft_once(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    wanted = {make_draft() for _ in range(8)}
    relays = [Relay(sessions, crm) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Relay.run_due, relays))
    relay.run_due()  # a row skipped while another relay held it
    assert len(crm.drafts) == len(wanted)
    assert crm.calls["create_draft"] == len(wanted)


def test_a_relay_that_died_leaves_its_row_to_the_next(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    letter = outbox.claim(sessions, utc_now())
    assert letter is not None
    crm.create_draft(letter.key, _order_of(sessions))  # it was sent, and its sender died before it could say so
    assert relay.run_due() == 0
    with sessions.begin() as session:
        session.execute(update(OutboxMessage).values(lease_until=utc_now() - dt.timedelta(seconds=1)))
    assert relay.run_due() == 1
    assert len(crm.drafts) == 1
    assert _draft(sessions, draft_id).crm_draft_id == crm.drafts[0].draft_id


def _order_of(sessions: Maker) -> Any:
    return read_order(_messages(sessions)[OutboxKind.CREATE_DRAFT].payload)


def test_nothing_goes_before_its_draft_even_if_the_clock_was_set_back_in_between(
    sessions: Maker, crm: ScriptedCrm, relay: Relay, make_draft: MakeDraft
) -> None:
    draft_id = make_draft()
    _write(sessions, draft_id, OutboxKind.CONFIRM_DEAL, f"deal:{draft_id}")
    with sessions.begin() as session:
        confirm = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.CONFIRM_DEAL)).one()
        confirm.created_at -= dt.timedelta(hours=1)
        confirm.next_attempt_at -= dt.timedelta(hours=1)
    relay.run_due()
    assert len(crm.deals) == 1
