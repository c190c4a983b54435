"""What telephones and strangers do to a line: whatever it is, lines, handles and files come back."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.sip

FLOOD = """
import socket, sys, time
port, call_id = int(sys.argv[1]), sys.argv[2].encode()
invite = sys.stdin.buffer.read()
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.bind(("127.0.0.9", 0))
sent, began = 0, time.monotonic()
while time.monotonic() - began < 10.0:
    while sent < (time.monotonic() - began) * 2000:
        out.sendto(invite.replace(call_id, b"%016x" % sent), ("127.0.0.1", port))
        sent += 1
    time.sleep(0.005)
print(sent)
"""


def test_a_fifth_call_is_busy_and_counted(fresh: Any, phone: Callable[..., Any]) -> None:
    before = fresh.metric("rejected_total{code=486}")
    four = [phone().call() for _ in range(4)]
    assert phone().invite() == 486
    fresh.wait_metric("rejected_total{code=486}", before + 1)
    for caller in four:
        assert caller.bye() == 200
    fresh.closed(4)
    assert phone().call().bye() == 200


def test_cancel_leaves_no_line_taken(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    for _ in range(5):
        caller = phone()
        caller.send(caller.request("INVITE", caller.sdp()))
        caller.send(caller.request("CANCEL", cseq=caller.cseq))
        codes = {caller.final(1.0), caller.final(1.0)}
        assert codes & {200, 487}
        caller.ack()
        if caller.remote_rtp is not None:
            caller.bye()
            caller.remote_rtp = None
    _is_idle_and_answers(fresh, phone, tools)


def test_a_lost_ack_is_forgiven_when_it_comes_late(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone()
    assert caller.invite() == 200
    assert caller.final(2.0) == 200  # sent again, as nobody acknowledged it
    caller.ack()
    tools.hear_beep(fresh, caller)
    caller.talk(tools.speech(1))
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert journal.spoke


def test_a_lost_bye_is_noticed_by_the_missing_sound(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    said = tools.speech(1.5)
    tools.hear_beep(fresh, caller)
    caller.talk(said)
    caller.remote_rtp = None  # gone without a word
    [journal] = fresh.closed()
    assert journal.reason in ("silence", "no_rtp")
    assert tools.kept_share(said, fresh.sound(journal)) >= 0.7


def test_a_call_without_any_sound_is_ended(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    began = time.monotonic()
    caller = phone().call()
    assert caller.answer_bye(15)
    [journal] = fresh.closed()
    assert journal.reason == "no_rtp"
    assert time.monotonic() - began < 10


def test_an_invite_without_an_offer_is_served(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone()
    assert caller.invite("") == 200
    caller.ack(caller.sdp())
    said = tools.speech(1.2)
    tools.hear_beep(fresh, caller)
    caller.talk(said)
    caller.press("#")
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert tools.kept_share(said, fresh.sound(journal)) >= 0.7


def test_a_re_invite_may_change_the_codec(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller = phone().call()
    first, second = tools.speech(1.2, seed=11), tools.speech(1.2, seed=12)
    tools.hear_beep(fresh, caller)
    caller.talk(np.append(first, np.zeros(1_600)))
    caller.codec, caller.payload, caller.ptime_ms = "PCMU", 0, 40
    assert caller.invite() == 200
    caller.ack()
    caller.talk(np.concatenate([np.zeros(800), second]))
    caller.press("#")
    [journal] = fresh.closed()
    sound = fresh.sound(journal)
    assert tools.kept_share(first, sound) >= 0.7
    assert tools.kept_share(second, sound) >= 0.7


def test_codecs_and_packet_lengths_of_telephones_are_served(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    kinds = [("PCMA", 10), ("PCMA", 30), ("PCMA", 60), ("PCMU", 20)]
    callers = [phone(codec=codec, ptime_ms=ptime_ms).call() for codec, ptime_ms in kinds]
    said = [tools.speech(1.2, seed=30 + place) for place in range(len(callers))]
    tools.hear_beep(fresh, *callers)
    talking = [one.talk_beside(sound) for one, sound in zip(callers, said, strict=True)]
    for thread in talking:
        thread.join()
    time.sleep(0.15)
    assert [caller.bye() for caller in callers] == [200] * 4
    journals = fresh.closed(4)
    assert sorted(journal.codec for journal in journals) == ["PCMA", "PCMA", "PCMA", "PCMU"]
    for sound in said:
        assert max(tools.kept_share(sound, fresh.sound(journal)) for journal in journals) >= 0.7


def test_other_codecs_are_not_acceptable(fresh: Any, phone: Callable[..., Any]) -> None:
    caller = phone()
    assert caller.invite(caller.sdp(codecs=(9, 18, 3))) == 488
    assert not fresh.journals()


@pytest.mark.parametrize("method", ["MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REGISTER", "REFER", "NONSENSE"])
def test_requests_that_are_not_calls_are_refused(method: str, fresh: Any, phone: Callable[..., Any]) -> None:
    caller = phone()
    extra = {"SUBSCRIBE": "Event: presence\r\n", "REFER": "Refer-To: <sip:+79990000000@127.0.0.1:9>\r\n"}.get(
        method, ""
    )
    caller.send(caller.request(method, extra=extra))
    code = caller.final(0.7)
    assert code is None or code >= 400 or method == "MESSAGE"


def test_a_transfer_by_refer_is_declined_and_calls_nobody(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller, victim = phone().call(), phone()
    victim_port = victim.sip.getsockname()[1]
    caller.send(caller.request("REFER", extra=f"Refer-To: <sip:+79990000000@127.0.0.1:{victim_port}>\r\n"))
    assert (caller.final(3.0) or 0) >= 400
    assert victim.receive(0.5) is None
    fresh.wait_metric("refused_total{kind=refer}", 1)
    assert caller.bye() == 200


def test_replaces_does_not_take_over_a_call(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller, thief = phone().call(), phone()
    their_tag = re.search(r"tag=([^;>\s]+)", caller.to)
    assert their_tag
    extra = f"Require: replaces\r\nReplaces: {caller.call_id};to-tag={their_tag[1]};from-tag={caller.tag}\r\n"
    assert (thief.invite(extra=extra) or 0) >= 400
    tools.hear_beep(fresh, caller)
    caller.talk(tools.speech(0.8))
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert journal.spoke


def test_a_stranger_gets_no_answer_to_anything(fresh: Any, phone: Callable[..., Any]) -> None:
    stranger = phone(address="127.0.0.9")
    for method in ("INVITE", "OPTIONS", "REGISTER"):
        stranger.send(stranger.request(method, stranger.sdp() if method == "INVITE" else ""))
        assert stranger.receive(0.4) is None
    assert not fresh.journals()
    assert phone().call().bye() == 200


def test_a_flood_from_a_stranger_costs_running_calls_nothing(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    caller, stranger = phone().call(), phone(address="127.0.0.9")
    said = tools.speech(9.0, seed=21)
    invite = stranger.request("INVITE", stranger.sdp())
    where = str(fresh.settings.port)
    flood = subprocess.Popen([sys.executable, "-c", FLOOD, where, stranger.call_id], stdin=-1, stdout=-1)
    assert flood.stdin is not None
    flood.stdin.write(invite)
    flood.stdin.close()
    tools.hear_beep(fresh, caller)
    caller.talk(said)
    caller.press("#")
    assert caller.bye() == 200
    [journal] = fresh.closed()
    assert flood.stdout is not None
    assert int(flood.stdout.read()) >= 19_900
    flood.stdout.close()
    flood.wait(10)
    assert stranger.receive(0.2) is None
    assert tools.kept_share(said, fresh.sound(journal)) >= 0.85  # the sender itself stutters on a busy machine
    assert len(fresh.journals()) == 1


def test_sipp_places_a_call_and_hangs_up(fresh: Any, tools: Any) -> None:
    if tools.sipp is None:
        pytest.skip("sipp is not installed (package sip-tester)")
    port = fresh.settings.port
    command = [tools.sipp, f"127.0.0.1:{port}", "-sf", str(tools.scenarios / "call.xml"), "-m", "4", "-r", "8"]
    command += ["-d", "600", "-i", "127.0.0.1", "-p", str(tools.free_port()), "-mp", str(tools.free_port() & ~1)]
    command += ["-nostdin", "-trace_err"]
    done = subprocess.run(command, capture_output=True, timeout=60, cwd=fresh.settings.spool, check=False)
    assert done.returncode == 0, done.stdout[-800:].decode(errors="replace")
    assert len(fresh.closed(4)) == 4


def test_handles_come_back_after_every_kind_of_call(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    phone().call().bye()
    base = tools.wait_for(lambda: fresh.metric("active_calls") == 0 and fresh.open_files(), 20)
    for round_ in range(12):
        caller = phone()
        if caller.invite(None if round_ % 3 else "") == 200:
            caller.ack("" if round_ % 3 else caller.sdp())
            caller.bye()
        caller.remote_rtp = None
    fresh.closed(13)
    tools.wait_for(lambda: fresh.open_files() <= base, 15, "handles are left open")
    assert fresh.metric("callback_failures") == 0


def _is_idle_and_answers(line: Any, phone: Callable[..., Any], tools: Any) -> None:
    tools.wait_for(lambda: line.metric("active_calls") == 0, 20)
    assert not list(line.folder.glob("*.wav"))
    four = [phone().call() for _ in range(4)]
    assert [caller.bye() for caller in four] == [200] * 4
