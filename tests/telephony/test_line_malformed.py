"""Messages that no telephone should send, in the spirit of RFC 4475: the line refuses, lives, and answers the next.

The messages are our own; each stands for a family that has broken SIP stacks before.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.sip


def _usual(phone: Any) -> str:
    return phone.request("INVITE", phone.sdp()).decode()


def _swap(old: str, new: str) -> Callable[[Any], bytes]:
    return lambda phone: _usual(phone).replace(old, new, 1).encode(errors="surrogateescape")


def _without(name: str) -> Callable[[Any], bytes]:
    def make(phone: Any) -> bytes:
        return "\r\n".join(line for line in _usual(phone).split("\r\n") if not line.startswith(f"{name}:")).encode()

    return make


def _with(header: str) -> Callable[[Any], bytes]:
    return _swap("Max-Forwards: 70\r\n", f"Max-Forwards: 70\r\n{header}\r\n")


def _body(lines: str) -> Callable[[Any], bytes]:
    return lambda phone: phone.request("INVITE", phone.sdp() + lines)


MALFORMED: dict[str, Callable[[Any], bytes]] = {
    # the start line
    "an empty datagram": lambda _phone: b"\r\n\r\n",
    "only zeros": lambda _phone: bytes(500),
    "random bytes": lambda _phone: random.Random(7).randbytes(900),
    "no version": _swap(" SIP/2.0\r\n", "\r\n"),
    "an unknown version": _swap("SIP/2.0", "SIP/7.0"),
    "a method of another protocol": _swap("INVITE", "GET"),
    "a method that differs from CSeq": _swap("INVITE sip", "OPTIONS sip"),
    "spaces within the request URI": _swap("sip:night@", "sip:ni ght@"),
    "angle brackets around the request URI": _swap("INVITE sip:night", "INVITE <sip:night"),
    "an unknown scheme": _swap("INVITE sip:", "INVITE nobody-knows:"),
    "an http request URI": _swap("INVITE sip:night@", "INVITE http://night."),
    "escapes in the user": _swap("INVITE sip:night@", "INVITE sip:%00%0a%7f%zz@"),
    "a user of 4 KB": _swap("INVITE sip:night@", f"INVITE sip:{'9' * 4000}@"),
    "a lone status line": lambda _phone: b"SIP/2.0 200 OK\r\n\r\n",
    "a response to nothing": lambda phone: phone.request("INVITE").replace(b"INVITE", b"SIP/2.0 200", 1),
    "a status beyond all codes": lambda _phone: b"SIP/2.0 4294967301 better not\r\nVia: SIP/2.0/UDP h\r\n\r\n",
    # headers
    "no Via": _without("Via"),
    "no From": _without("From"),
    "no To": _without("To"),
    "no Call-ID": _without("Call-ID"),
    "no CSeq": _without("CSeq"),
    "no Contact": _without("Contact"),
    "a CSeq beyond 32 bits": _swap("CSeq: 1 ", "CSeq: 36893488147419103232 "),
    "a negative CSeq": _swap("CSeq: 1 ", "CSeq: -1 "),
    "no hops left": _swap("Max-Forwards: 70", "Max-Forwards: 0"),
    "hops beyond a byte": _swap("Max-Forwards: 70", "Max-Forwards: 300"),
    "a body longer than the datagram": _swap("Content-Length: ", "Content-Length: 9"),
    "a negative length": _swap("Content-Length: ", "Content-Length: -"),
    "two lengths": _with("Content-Length: 3"),
    "two Call-IDs": _with("Call-ID: another"),
    "a quote that never ends": _swap("From: <", 'From: "Bell <'),
    "a display name without quotes": _swap("From: <", "From: Bell, Alexander <"),
    "tags twice": _swap("CSeq", "X: y\r\nFrom: <sip:b@c>;tag=q;tag=r\r\nCSeq"),
    "NUL in a header": _swap("From: <", 'From: "a\x00b" <'),
    "bytes that are no UTF-8": lambda phone: (
        _usual(phone).replace("From: <", 'From: "\udcff\udcfe" <').encode(errors="surrogateescape")
    ),
    "a header of 6 KB": _with("Subject: " + "x" * 6000),
    "four hundred headers": _with("\r\n".join(f"X-{n}: {n}" for n in range(400))),
    "folded lines": _with("Subject: first\r\n second\r\n\tthird"),
    "a bare line feed": _with("Subject: a\nX-Injected: b"),
    "spaces before the colon": _with("Subject    : spaced"),
    "a header without a name": _with(": nothing"),
    "an unknown extension that is required": _with("Require: telepathy"),
    "an unknown extension of the proxy": _with("Proxy-Require: telepathy"),
    "a date in no time zone": _with("Date: Fri, 01 Jan 2010 16:00:00 EST"),
    "fifty Vias": _with("\r\n".join(f"Via: SIP/2.0/UDP h{n};branch=z9hG4bK{n}" for n in range(50))),
    "a Via of another transport": _swap("SIP/2.0/UDP", "SIP/2.0/TELEGRAPH"),
    "a route to elsewhere": _with("Route: <sip:127.0.0.1:9;lr>"),
    "credentials of an unknown kind": _with("Authorization: NoOneKnows a=b"),
    "replaces of nothing": _with("Replaces: nobody;to-tag=1;from-tag=2"),
    "a session timer too short": _with("Session-Expires: 1;refresher=uac\r\nSupported: timer"),
    # bodies
    "an unknown type": _swap("application/sdp", "application/unheard-of"),
    "a type that is no type": _swap("application/sdp", "/;;="),
    "no media": lambda phone: phone.request("INVITE", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"),
    "no lines at all": lambda phone: phone.request("INVITE", "\x00\x01\x02"),
    "two hundred media": _body("m=audio 9 RTP/AVP 8\r\n" * 200),
    "a hundred keys": _body("".join(f"a=crypto:{n} AES_CM_128_HMAC_SHA1_80 inline:{'A' * 40}\r\n" for n in range(60))),
    "a port beyond all ports": lambda phone: phone.request("INVITE", phone.sdp().replace("m=audio ", "m=audio 9")),
    "an address that is none": lambda phone: phone.request("INVITE", phone.sdp().replace("c=IN IP4 ", "c=IN IP4 x")),
    "a packet of no time": lambda phone: phone.request("INVITE", phone.sdp().replace("a=ptime:20", "a=ptime:0")),
    "a packet of ten minutes": lambda phone: phone.request(
        "INVITE", phone.sdp().replace("a=ptime:20", "a=ptime:600000")
    ),
    "video beside the sound": _body("m=video 9 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"),
    "many parts": lambda phone: phone.request("INVITE", "--x\r\n\r\nnothing\r\n", kind="multipart/mixed;boundary=x"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_the_line_outlives_it(name: str, line: Any, phone: Callable[..., Any]) -> None:
    caller = phone()
    caller.send(MALFORMED[name](caller))
    code = caller.final(0.1)
    assert line.alive
    if code == 200:  # odd, but a call: end it
        caller.ack()
        caller.bye()
        caller.remote_rtp = None


def test_cut_and_changed_messages_break_nothing(fresh: Any, phone: Callable[..., Any], tools: Any) -> None:
    """Two thousand INVITEs with bytes changed, removed or doubled, while a real call runs."""
    tools.wait_for(lambda: fresh.metric("active_calls") == 0, 45)
    caller = phone().call()
    said = tools.speech(4.0, seed=90)
    tools.hear_beep(fresh, caller)
    talking = caller.talk_beside(said)
    source = random.Random(4475)
    spoiler = phone()
    for _ in range(2000):
        spoiler.call_id = f"{source.getrandbits(60):x}"
        message = bytearray(spoiler.request("INVITE", spoiler.sdp()))
        for _change in range(source.randint(1, 12)):
            place = source.randrange(len(message))
            kind = source.randrange(3)
            message[place : place + source.choice((1, 1, 8, 60))] = (
                bytes([source.randrange(256)]) if kind == 0 else b"" if kind == 1 else message[place : place + 30]
            )
        spoiler.send(bytes(message[:8000]))
    talking.join()
    assert fresh.alive
    assert caller.bye() == 200
    journal = max(fresh.closed(), key=lambda one: one.duration_s or 0)
    assert tools.kept_share(said, fresh.sound(journal)) >= 0.7


def test_afterwards_all_lines_answer_and_nothing_failed_inside(
    fresh: Any, phone: Callable[..., Any], tools: Any
) -> None:
    tools.wait_for(lambda: phone().invite() == 200, 45)
    assert fresh.alive
    assert fresh.metric("callback_failures") == 0
