"""The line behind a PBX: registration with digest, and the urgent call that goes to the duty number alone."""

from __future__ import annotations

import re
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony import wav
from telephony.settings import Trunk

pytestmark = pytest.mark.sip

USER, PASSWORD, REALM = "night", "very secret", "pbx"
DUTY = "+79995550011"


class Pbx:
    """A PBX of a plain socket: a registrar with digest, and a telephone for the duty number that does as told."""

    def __init__(self, duty: str = "answer") -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(0.1)
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.duty = duty
        self.registered: list[str] = []
        self.invited: list[str] = []
        self.said_bye = 0
        self._nonce = secrets.token_hex(8)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self.socket.close()
        self.rtp.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                raw, peer = self.socket.recvfrom(65_535)
            except TimeoutError:
                continue
            message = raw.decode()
            method = message.split(" ", 1)[0]
            handler = {"REGISTER": self._register, "INVITE": self._invite, "BYE": self._bye}.get(method)
            if handler:
                handler(message, peer)
            elif method == "CANCEL":
                self._answer(message, peer, "200 OK")

    def _register(self, message: str, peer: tuple[str, int]) -> None:
        proof = re.search(r"^Authorization: Digest (.*?)\r?$", message, re.MULTILINE)
        if not proof:
            challenge = f'WWW-Authenticate: Digest realm="{REALM}", nonce="{self._nonce}", algorithm=MD5\r\n'
            return self._answer(message, peer, "401 Unauthorized", challenge)
        fields = dict(re.findall(r'(\w+)="?([^",]+)"?', proof[1]))
        secret = _md5(f"{USER}:{REALM}:{PASSWORD}")
        right = _md5(f"{secret}:{self._nonce}:{_md5('REGISTER:' + fields['uri'])}")
        self.registered.append(fields["response"] == right and fields["username"])
        contact = re.search(r"^Contact: .*$", message, re.MULTILINE)
        return self._answer(
            message, peer, "200 OK", (contact[0].strip() + "\r\n" if contact else "") + "Expires: 300\r\n"
        )

    def _invite(self, message: str, peer: tuple[str, int]) -> None:
        self.invited.append(message.split(" ", 2)[1])
        if self.duty == "busy":
            return self._answer(message, peer, "486 Busy Here")
        if self.duty == "redirect":
            return self._answer(message, peer, "302 Moved", f"Contact: <sip:+79990001122@127.0.0.1:{self.port}>\r\n")
        if self.duty == "silent":
            return self._answer(message, peer, "180 Ringing")
        body = (
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )
        extra = f"Contact: <sip:duty@127.0.0.1:{self.port}>\r\nContent-Type: application/sdp\r\n"
        return self._answer(message, peer, "200 OK", extra, body)

    def _bye(self, message: str, peer: tuple[str, int]) -> None:
        self.said_bye += 1
        self._answer(message, peer, "200 OK")

    def _answer(self, message: str, peer: tuple[str, int], status: str, extra: str = "", body: str = "") -> None:
        kept = [one for one in message.split("\r\n") if one.startswith(("Via:", "From:", "Call-ID:", "CSeq:"))]
        to = re.search(r"^To: (.*?)\r?$", message, re.MULTILINE)
        assert to
        tagged = to[1] if ";tag=" in to[1] else f"{to[1]};tag=pbx"
        head = "\r\n".join([f"SIP/2.0 {status}", *kept, f"To: {tagged}"])
        self.socket.sendto(f"{head}\r\n{extra}Content-Length: {len(body)}\r\n\r\n{body}".encode(), peer)


@pytest.fixture
def behind(
    start_line: Callable[..., Any], settings_for: Callable[..., Any], short_prompts: Path, tmp_path: Path
) -> Iterator[Callable[..., Any]]:
    """Start a line behind a PBX whose duty telephone does as told."""
    made: list[Any] = []
    own = Path(shutil.copytree(short_prompts, tmp_path / "own"))
    wav.join([own / "notice.wav"] * 4, own / "greeting.wav")  # long enough to press a key in

    def start(duty: str, *, register: bool = False, ring_s: float = 10.0) -> tuple[Pbx, Any]:
        pbx = Pbx(duty)
        limits = replace(settings_for(tmp_path).limits, duty_ring_s=ring_s, no_rtp_s=6.0)
        trunk = Trunk("127.0.0.1", pbx.port, USER, PASSWORD, register=register)
        line = start_line(tmp_path, trunk=trunk, duty_number=DUTY, limits=limits, prompts=own)
        made.extend([line, pbx])
        return pbx, line

    yield start
    for one in made:
        one.stop() if hasattr(one, "stop") else one.close()


def test_the_line_registers_with_digest_and_leaves_in_order(behind: Callable[..., Any], tools: Any) -> None:
    pbx, line = behind("busy", register=True)
    tools.wait_for(lambda: pbx.registered, 10)
    assert pbx.registered[0] == USER
    line.wait_metric("registered", 1)
    line.stop()
    assert len(pbx.registered) >= 2  # it says so when it leaves
    assert PASSWORD not in line.log.read_text()


def test_urgent_is_passed_to_the_duty_number(behind: Callable[..., Any], tools: Any) -> None:
    pbx, line = behind("answer")
    caller = tools.phone(line.settings.port).call()
    time.sleep(0.3)
    caller.press("1")
    tools.wait_for(lambda: any(one.transferred for one in line.journals()), 10)
    heard = _hears(pbx, caller, tools)
    assert caller.bye() == 200
    caller.close()
    [journal] = line.closed()
    assert pbx.invited == [f"sip:{DUTY}@127.0.0.1:{pbx.port}"]
    assert heard
    assert journal.urgent
    assert journal.parts == ()
    tools.wait_for(lambda: pbx.said_bye == 1, 5)


@pytest.mark.parametrize("duty", ["busy", "redirect", "silent"])
def test_when_nobody_on_duty_answers_the_order_is_taken(duty: str, behind: Callable[..., Any], tools: Any) -> None:
    pbx, line = behind(duty, ring_s=1.5)
    caller = tools.phone(line.settings.port).call()
    time.sleep(0.3)
    caller.press("1")
    tools.wait_for(lambda: any(one.parts for one in line.journals()), 15)
    said = tools.speech(1.2)
    caller.talk(np.append(np.zeros(1_600), said))
    time.sleep(0.2)
    assert caller.bye() == 200
    caller.close()
    [journal] = line.closed()
    assert {invited.split("@")[0] for invited in pbx.invited} == {f"sip:{DUTY}"}
    assert not journal.transferred
    assert tools.kept_share(said, line.sound(journal)) >= 0.7


def _hears(pbx: Pbx, caller: Any, tools: Any) -> bool:
    """Return whether what the caller says reaches the duty telephone."""
    pbx.rtp.settimeout(0.05)
    talking = caller.talk_beside(tools.speech(1.5))
    loud = 0
    until = time.monotonic() + 3
    while time.monotonic() < until and loud < 20:
        try:
            packet = pbx.rtp.recv(2048)
        except TimeoutError:
            continue
        loud += len(set(packet[12:])) > 20
    talking.join()
    return loud >= 20


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
