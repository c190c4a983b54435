"""Exactly one draft and one deal, whatever the CRM does in between."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

import httpx
import pytest

from crm.sandbox.faults import Fault, FaultKind
from crm.sandbox.remote import SandboxControl
from crm.seam import (
    CallEntry,
    Crm,
    CrmDenied,
    CrmError,
    CrmNonsense,
    CrmOutcomeUnknown,
    CrmUnavailable,
    DraftOrder,
)
from crm.writes import confirm_once, write_once

pytestmark = pytest.mark.service

HASTY_S = 0.5  # the whole time of a request that meets a fault which never answers
MOST_TRIES = 12
Done = TypeVar("Done")
_numbers = count()


@pytest.fixture
def key() -> str:
    return f"fault-{next(_numbers)}"


@pytest.fixture
def hasty(connect: Callable[..., Crm]) -> Crm:
    """A client that neither waits nor asks twice, so that each fault is met by the caller."""
    return connect(timeout_s=HASTY_S, read_attempts=1)


UNAVAILABLE = (FaultKind.ERROR_429, FaultKind.ERROR_503)
DONE_BUT_UNKNOWN = tuple(kind for kind in FaultKind if kind.endswith("_after_commit"))
UNKNOWN = tuple(kind for kind in FaultKind if kind not in (*UNAVAILABLE, *DONE_BUT_UNKNOWN, FaultKind.DELAY))


@pytest.mark.parametrize(
    ("kind", "raised", "done"),
    [
        *((kind, CrmUnavailable, False) for kind in UNAVAILABLE),
        *((kind, CrmOutcomeUnknown, False) for kind in UNKNOWN),
        *((kind, CrmOutcomeUnknown, True) for kind in DONE_BUT_UNKNOWN),
    ],
)
def test_a_write_says_what_is_known_of_its_outcome(
    connect: Callable[..., Crm],
    control: SandboxControl,
    order: DraftOrder,
    key: str,
    kind: FaultKind,
    raised: type[CrmError],
    done: bool,
) -> None:
    control.fail(Fault(kind=kind, count=1, methods=["POST"], path="/drafts", seconds=20))
    calm = connect()
    sender = connect(timeout_s=HASTY_S) if kind.startswith(("hang", "trickle")) else calm
    with pytest.raises(raised) as caught:
        sender.create_draft(key, order)
    assert type(caught.value) is raised
    assert caught.value.may_pass
    if not done:
        assert calm.find_draft(key) is None
    else:
        _until(lambda: calm.find_draft(key) is not None)
    draft = write_once(calm, key, order)
    assert write_once(calm, key, order) == draft


@pytest.mark.parametrize("kind", FaultKind)
def test_after_any_storm_there_is_one_draft_and_one_deal(
    connect: Callable[..., Crm], control: SandboxControl, order: DraftOrder, key: str, kind: FaultKind
) -> None:
    sender = connect(timeout_s=HASTY_S, read_attempts=1)
    fault = Fault(kind=kind, count=1, path="/drafts", seconds=2 * HASTY_S, retry_after_s=0)
    for method in ("GET", "POST"):
        control.fail(fault.model_copy(update={"methods": [method]}))
    draft = _until_done(lambda: write_once(sender, key, order))
    for method in ("GET", "POST"):
        control.fail(fault.model_copy(update={"methods": [method]}))
    deal = _until_done(lambda: confirm_once(sender, draft.draft_id))
    control.heal()
    time.sleep(2 * HASTY_S if kind is FaultKind.DELAY else 0.0)  # what was given up may still be done
    calm = connect()
    kept = calm.find_draft(key)
    assert kept is not None
    assert (kept.draft_id, kept.deal_id) == (draft.draft_id, deal.deal_id)
    assert calm.confirm_draft(draft.draft_id) == deal


def test_ten_senders_of_one_order_make_one_draft(connect: Callable[..., Crm], order: DraftOrder, key: str) -> None:
    crm = connect()
    with ThreadPoolExecutor(10) as pool:
        drafts = set(pool.map(lambda _: crm.create_draft(key, order).draft_id, range(10)))
        deals = set(pool.map(lambda _: crm.confirm_draft(next(iter(drafts))).deal_id, range(10)))
    assert (len(drafts), len(deals)) == (1, 1)


@pytest.mark.parametrize(
    "kind", [FaultKind.ERROR_500, FaultKind.ERROR_503, FaultKind.ERROR_429, FaultKind.RESET, FaultKind.HANG]
)
def test_a_read_is_asked_again(connect: Callable[..., Crm], control: SandboxControl, kind: FaultKind) -> None:
    crm = connect(timeout_s=5.0)
    control.fail(Fault(kind=kind, count=1, path="/version", retry_after_s=0, seconds=0.1))
    assert crm.data_version()
    assert control.faults() == []


@pytest.mark.parametrize("kind", [FaultKind.ERROR_500, FaultKind.HANG, FaultKind.TRICKLE, FaultKind.RESET])
def test_a_read_that_never_works_ends_in_time(hasty: Crm, control: SandboxControl, kind: FaultKind) -> None:
    control.fail(Fault(kind=kind, path="/stock", seconds=20))
    began = time.monotonic()
    with pytest.raises(CrmUnavailable):
        hasty.stock(["K-SPL"])
    assert time.monotonic() - began < 20 * HASTY_S


def test_every_nonsense_is_seen_as_nonsense(connect: Callable[..., Crm], control: SandboxControl) -> None:
    crm = connect()
    control.fail(Fault(kind=FaultKind.NONSENSE, count=12))
    for _ in range(6):
        with pytest.raises(CrmNonsense):
            crm.company_data()
        with pytest.raises(CrmNonsense):
            crm.find_clients(phone="+79120001122")


def test_a_call_is_logged_once_although_the_answer_was_lost(
    connect: Callable[..., Crm], control: SandboxControl, sandbox_url: str, token: str, key: str
) -> None:
    crm = connect()
    entry = CallEntry(call_id=key, started_at=datetime(2026, 11, 20, 22, 14, tzinfo=UTC))
    control.fail(Fault(kind=FaultKind.RESET_AFTER_COMMIT, count=1, path="/calls"))
    with pytest.raises(CrmOutcomeUnknown):
        crm.log_call(key, entry)
    crm.log_call(key, entry)
    logged = httpx.get(f"{sandbox_url}/api/v1/calls", headers={"Authorization": f"Bearer {token}"}, timeout=30)
    assert [call["call_id"] for call in logged.json()["items"]].count(key) == 1


def test_the_caller_learns_how_long_to_wait(
    connect: Callable[..., Crm], control: SandboxControl, order: DraftOrder, key: str
) -> None:
    control.fail(Fault(kind=FaultKind.ERROR_429, retry_after_s=120))
    with pytest.raises(CrmUnavailable) as caught:
        connect().create_draft(key, order)
    assert caught.value.retry_after_s == 120.0


def test_a_long_wait_is_left_to_the_caller(connect: Callable[..., Crm], control: SandboxControl) -> None:
    control.fail(Fault(kind=FaultKind.ERROR_429, retry_after_s=120))
    began = time.monotonic()
    with pytest.raises(CrmUnavailable):
        connect().check()
    assert time.monotonic() - began < 30


def test_faults_end_by_count_by_time_and_by_order(connect: Callable[..., Crm], control: SandboxControl) -> None:
    crm = connect(read_attempts=1)
    control.fail(Fault(kind=FaultKind.ERROR_500, count=2))
    control.fail(Fault(kind=FaultKind.ERROR_500, duration_s=0.2, path="/managers"))
    for _ in range(2):
        with pytest.raises(CrmUnavailable):
            crm.check()
    crm.check()
    time.sleep(0.3)
    assert control.faults() == []
    control.fail(Fault(kind=FaultKind.ERROR_500))
    control.heal()
    crm.check()


def test_a_wrong_token_may_be_put_right_so_nothing_is_given_up(
    connect: Callable[..., Crm], order: DraftOrder, key: str
) -> None:
    stranger = connect(token="чужой".encode().hex())
    with pytest.raises(CrmDenied) as caught:
        stranger.create_draft(key, order)
    assert caught.value.may_pass


def _until_done(work: Callable[[], Done]) -> Done:
    """Call *work* as the outbox does: again after everything that may pass."""
    for _ in range(MOST_TRIES):
        try:
            return work()
        except (CrmUnavailable, CrmOutcomeUnknown, CrmNonsense):
            continue
    raise AssertionError("the write never went through")


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
