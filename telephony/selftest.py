"""The self-test of a line at its start: as many calls at once as lines are configured, each must be answered.

The wheel of pjsua2 has a number of calls compiled in and accepts any higher ``maxCalls`` silently; only calling shows
how many lines there are. The caller here is a few datagrams from a plain socket: a pjsip endpoint may not call itself
without using up its own lines.
"""

from __future__ import annotations

import re
import secrets
import socket
import time
from dataclasses import dataclass, field

PREFIX = "dozvon-self-test-"
_STATUS = re.compile(rb"SIP/2\.0 (\d{3})")
_CALL_ID = re.compile(rb"^Call-ID\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(rb"^To\s*:\s*(.+?)\r?$", re.IGNORECASE | re.MULTILINE)
_CONTACT = re.compile(rb"^Contact\s*:.*?<([^>]+)>", re.IGNORECASE | re.MULTILINE)
_CSEQ = re.compile(rb"^CSeq\s*:\s*\d+ (\w+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class SelfTest:
    """Calls from *address* to the line at *address*:*port*. Drive it with ``step`` until ``finished``.

    ``token`` is the called user: the line knows its own test by it, and nobody else can guess it.
    """

    address: str
    port: int
    lines: int
    timeout_s: float = 10.0
    token: str = field(default_factory=lambda: PREFIX + secrets.token_hex(8))
    answers: dict[str, int] = field(default_factory=dict)  # Call-ID to final status

    def __post_init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((self.address, 0))
        self._socket.setblocking(False)
        self._own_port: int = self._socket.getsockname()[1]
        self._started_s = time.monotonic()
        self._open = 0  # calls whose BYE is not answered yet

    def start(self) -> None:
        """Place all the calls."""
        for number in range(self.lines):
            call_id = f"{self.token}-{number}"
            self._send("INVITE", f"sip:{self.token}@{self.address}:{self.port}", call_id, "", self._offer())

    @property
    def answered(self) -> int:
        return sum(status == 200 for status in self.answers.values())

    @property
    def finished(self) -> bool:
        late = time.monotonic() - self._started_s > self.timeout_s
        return late or (len(self.answers) == self.lines and self._open == 0)

    def hang_up(self) -> None:
        """End every call that was answered. Called once all are answered, so that they were open together."""
        for call_id, (target, to) in self._dialogs.items():
            self._send("BYE", target, call_id, to)
            self._open += 1
        self._dialogs = {}

    def step(self) -> None:
        """Take what has arrived."""
        while True:
            try:
                datagram = self._socket.recv(65_535)
            except BlockingIOError:
                break
            self._take(datagram)
        if len(self.answers) == self.lines and self._dialogs:
            self.hang_up()

    def close(self) -> None:
        self._socket.close()

    _dialogs: dict[str, tuple[str, str]] = field(default_factory=dict)  # Call-ID to target and To

    def _take(self, datagram: bytes) -> None:
        status, call_id, method = (pattern.search(datagram) for pattern in (_STATUS, _CALL_ID, _CSEQ))
        if not (status and call_id and method) or int(status[1]) < 200:
            return
        name, code, to = call_id[1].decode(), int(status[1]), _TO.search(datagram)
        if method[1] == b"BYE":
            self._open -= 1
            return
        contact = _CONTACT.search(datagram)
        target = contact[1].decode() if contact else f"sip:{self.token}@{self.address}:{self.port}"
        said_to = to[1].decode() if to else ""
        self._send("ACK", target, name, said_to)
        if name not in self.answers:
            self.answers[name] = code
            if code == 200:
                self._dialogs[name] = (target, said_to)

    def _send(self, method: str, target: str, call_id: str, to: str, body: str = "") -> None:
        lines = [
            f"{method} {target} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.address}:{self._own_port};rport;branch=z9hG4bK{secrets.token_hex(8)}",
            "Max-Forwards: 70",
            f"From: <sip:self-test@{self.address}:{self._own_port}>;tag={call_id[-8:]}",
            f"To: {to or '<' + target + '>'}",
            f"Call-ID: {call_id}",
            f"CSeq: {2 if method == 'BYE' else 1} {method}",
            f"Contact: <sip:self-test@{self.address}:{self._own_port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        self._socket.sendto(("\r\n".join(lines) + "\r\n\r\n" + body).encode(), (self.address, self.port))

    def _offer(self) -> str:
        return (
            f"v=0\r\no=- 1 1 IN IP4 {self.address}\r\ns=-\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n"
            f"m=audio {self._own_port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
        )
