"""Whole calls: a caller on one side, the journal and the sound in the spool on the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony import wav
from telephony.caller import place_call
from telephony.spool import CallState

pytestmark = pytest.mark.sip


def test_an_order_is_recorded_numbered_and_closed(fresh: Any, spoken: Path, tools: Any) -> None:
    outcome = place_call(fresh.uri, spoken)
    [journal] = fresh.closed()
    sent = np.frombuffer(wav.samples(spoken), "<i2").astype(float)
    assert outcome.answered
    assert outcome.ended_by == "line"
    assert journal.reason == "hash_key"
    assert journal.spoke
    assert journal.request_number is not None
    assert journal.notice_played_at is not None
    assert journal.phone == "+79120001122"
    assert tools.kept_share(sent, fresh.sound(journal)) >= 0.7


def test_a_pause_after_speech_ends_the_order(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    tools.hear_beep(fresh, caller)
    caller.talk(np.append(tools.speech(1.5), np.zeros(12_000)))
    [journal] = fresh.closed()
    assert (journal.reason, journal.spoke) == ("silence", True)


def test_a_silent_caller_leaves_a_missed_call_without_a_number(fresh: Any, phone: Callable[..., Any]) -> None:
    phone().call().talk(np.zeros(8000 * 4))
    [journal] = fresh.closed()
    assert (journal.reason, journal.spoke, journal.request_number) == ("silence", False, None)


def test_two_adds_a_second_part_under_the_same_number(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    first, second = tools.speech(1.2, seed=3), tools.speech(1.2, seed=4)
    tools.hear_beep(fresh, caller)
    caller.talk(first)
    caller.press("#")
    time.sleep(0.4)
    caller.press("2")
    tools.hear_beep(fresh, caller, part=2)
    caller.talk(second)
    caller.press("#")
    [journal] = fresh.closed()
    assert len(journal.parts) == 2
    assert tools.kept_share(first, fresh.sound(journal, 0)) >= 0.7
    assert tools.kept_share(second, fresh.sound(journal, 1)) >= 0.7
    assert [press["digit"] for press in journal.digits] == ["#", "2", "#"]


def test_a_key_by_info_ends_the_order(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    tools.hear_beep(fresh, caller)
    caller.talk(tools.speech(1.2))
    assert caller.press_info("#") == 200
    [journal] = fresh.closed()
    assert journal.reason == "hash_key"
    assert journal.digits[0]["method"] == "info"


def test_hanging_up_after_the_beep_loses_nothing(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    said = tools.speech(1.2, seed=5)
    tools.hear_beep(fresh, caller)
    caller.talk(said)
    time.sleep(0.3)
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert (journal.reason, journal.spoke) == ("caller_hung_up", True)
    assert journal.request_number is not None
    assert tools.kept_share(said, fresh.sound(journal)) >= 0.7


def test_hanging_up_during_the_notice_keeps_no_sound(fresh: Any, phone: Callable[..., Any]) -> None:
    caller = phone().call()
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert journal.parts == ()
    assert journal.notice_played_at is None
    assert not list(fresh.folder.glob("*.wav"))


def test_urgent_without_anybody_on_duty_still_takes_the_order(
    fresh: Any, phone: Callable[..., Any], tools: Any
) -> None:
    caller = phone().call()
    caller.press("1")
    tools.hear_beep(fresh, caller)
    caller.talk(tools.speech(1.2))
    caller.press("#")
    [journal] = fresh.closed()
    assert journal.urgent
    assert not journal.transferred
    assert journal.spoke


def test_a_hold_is_neither_silence_nor_an_end(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    before, after = tools.speech(1.2, seed=6), tools.speech(1.2, seed=7)
    tools.hear_beep(fresh, caller)
    caller.talk(np.append(before, np.zeros(1_600)))
    assert caller.invite(caller.sdp("sendonly")) == 200
    caller.ack()
    time.sleep(fresh.settings.limits.no_rtp_s + 1.2)
    assert caller.invite(caller.sdp("sendrecv")) == 200
    caller.ack()
    time.sleep(0.3)
    caller.talk(after)
    caller.press("#")
    [journal] = fresh.closed()
    [hold] = journal.holds
    assert hold["to_s"] - hold["from_s"] > fresh.settings.limits.no_rtp_s
    assert journal.reason == "hash_key"
    sound = fresh.sound(journal)
    assert tools.kept_share(before, sound) >= 0.7
    assert tools.kept_share(after, sound) >= 0.7


def test_the_journal_is_on_disk_while_the_call_runs(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    tools.hear_beep(fresh, caller)
    caller.talk(tools.speech(1))
    [journal] = fresh.journals()
    assert journal.state is CallState.RECORDING
    assert (fresh.folder / journal.parts[0].file).exists()
    caller.press("#")
    fresh.closed()


def test_only_the_agreed_peer_is_recorded(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller, other = phone().call(), phone()
    said, injected = tools.speech(1.5, seed=8), tools.speech(2.5, seed=9)
    other.remote_rtp = caller.remote_rtp
    intruder = other.talk_beside(injected)
    tools.hear_beep(fresh, caller)
    caller.talk(said)
    caller.press("#")
    intruder.join()
    other.remote_rtp = None
    [journal] = fresh.closed()
    sound = fresh.sound(journal)
    assert tools.kept_share(said, sound) >= 0.7
    assert tools.likeness(injected, sound)[1] < 0.3
