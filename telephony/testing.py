"""A telephone made of plain sockets, for tests and checks: it can do everything right, and everything wrong on purpose.

It speaks just enough SIP and RTP for one call at a time, and shares no code with the line it calls.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import socket
import struct
import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 8000
KEY_EVENTS = "0123456789*#"
EVENT_PAYLOAD = 101

Sound = NDArray[np.float64]


def alaw(samples: Sound) -> bytes:
    """Return 16-bit samples as G.711 A-law."""
    pcm = np.clip(samples, -32768, 32767).astype(np.int64)
    sign = np.where(pcm >= 0, 0x80, 0)
    magnitude = np.where(pcm >= 0, pcm, -pcm - 1) >> 3
    exponent = np.maximum(0, np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int64) - 4)
    mantissa = np.where(exponent == 0, magnitude >> 1, magnitude >> exponent) & 0x0F
    exponent = np.where(magnitude >= 32, exponent, 0)
    return bytes(((sign | (exponent << 4) | mantissa) ^ 0x55).astype(np.uint8))


def ulaw(samples: Sound) -> bytes:
    """Return 16-bit samples as G.711 mu-law."""
    pcm = np.clip(samples, -32635, 32635).astype(np.int64)
    sign = np.where(pcm < 0, 0x80, 0)
    magnitude = np.abs(pcm) + 132
    exponent = np.floor(np.log2(magnitude)).astype(np.int64) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8))


CODECS: dict[str, tuple[int, Callable[[Sound], bytes]]] = {"PCMA": (8, alaw), "PCMU": (0, ulaw)}


class Phone:
    """A telephone of plain sockets: one call, and as wrong as a test wants it."""

    def __init__(self, line_port: int, address: str = "127.0.0.1", codec: str = "PCMA", ptime_ms: int = 20) -> None:
        self.target = ("127.0.0.1", line_port)
        self.address, self.codec, self.ptime_ms = address, codec, ptime_ms
        self.sip = self._socket()
        self.rtp = self._socket()
        self.call_id, self.tag = secrets.token_hex(8), secrets.token_hex(4)
        self.cseq = 0
        self.to = f"<sip:night@127.0.0.1:{line_port}>"
        self.remote_target = f"sip:night@127.0.0.1:{line_port}"
        self.remote_rtp: tuple[str, int] | None = None
        self.payload = CODECS[codec][0] if codec in CODECS else 9
        self.sequence, self.timestamp, self.ssrc = 1, 0, secrets.randbits(31)
        self.sent_samples = 0
        self.called = False
        self._stop = threading.Event()
        self._talking: list[threading.Thread] = []
        self._branch = ""

    def _socket(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((self.address, 0))
        made.settimeout(0.5)
        return made

    def close(self) -> None:
        self._stop.set()
        for thread in self._talking:  # it would send its next packet into a closed socket
            thread.join()
        self.sip.close()
        self.rtp.close()

    # signalling

    def sdp(self, direction: str = "sendrecv", codecs: tuple[int, ...] | None = None) -> str:
        payloads = codecs or (self.payload, EVENT_PAYLOAD)
        return (
            f"v=0\r\no=- 1 {self.cseq + 1} IN IP4 {self.address}\r\ns=-\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n"
            f"m=audio {self.rtp.getsockname()[1]} RTP/AVP {' '.join(map(str, payloads))}\r\n"
            "a=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
            f"a=ptime:{self.ptime_ms}\r\na={direction}\r\n"
        )

    def request(
        self, method: str, body: str = "", *, extra: str = "", cseq: int | None = None, kind: str = "application/sdp"
    ) -> bytes:
        if cseq is None:
            self.cseq += 1
        if method not in ("ACK", "CANCEL"):
            self._branch = secrets.token_hex(8)
        port = self.sip.getsockname()[1]
        typed = f"Content-Type: {kind}\r\n" if body else ""
        return (
            f"{method} {self.remote_target} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {self.address}:{port};rport;branch=z9hG4bK{self._branch}\r\nMax-Forwards: 70\r\n"
            f"From: <sip:+79120001122@{self.address}>;tag={self.tag}\r\nTo: {self.to}\r\n"
            f"Call-ID: {self.call_id}\r\nCSeq: {cseq or self.cseq} {method}\r\n"
            f"Contact: <sip:me@{self.address}:{port}>\r\n{extra}{typed}"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
        ).encode()

    def send(self, datagram: bytes) -> None:
        self.sip.sendto(datagram, self.target)

    def receive(self, timeout_s: float = 5.0) -> str | None:
        """Return the next message, or None."""
        self.sip.settimeout(timeout_s)
        try:
            return self.sip.recv(65_535).decode(errors="replace")
        except TimeoutError:
            return None

    def final(self, timeout_s: float = 5.0) -> int | None:
        """Return the code of the next final response, taking over what it says of the dialog; None for silence."""
        until = time.monotonic() + timeout_s
        while (left := until - time.monotonic()) > 0:
            message = self.receive(left)
            found = re.match(r"SIP/2\.0 (\d+)", message or "")
            if message is None or not found or int(found[1]) < 200:
                continue
            self._learn(message)
            return int(found[1])
        return None

    def _learn(self, message: str) -> None:
        if to := re.search(r"^To: (.*?)\r?$", message, re.MULTILINE):
            self.to = to[1]
        if contact := re.search(r"^Contact: .*?<([^>]+)>", message, re.MULTILINE):
            self.remote_target = contact[1]
        where, port = re.search(r"^c=IN IP4 (\S+)", message, re.MULTILINE), re.search(r"^m=audio (\d+)", message, re.M)
        if where and port and int(port[1]):
            self.remote_rtp = (where[1], int(port[1]))

    def invite(self, body: str | None = None, *, extra: str = "", timeout_s: float = 5.0) -> int | None:
        """Send an INVITE (or a re-INVITE) and return the final code. The ACK is the test's own."""
        self.send(self.request("INVITE", self.sdp() if body is None else body, extra=extra))
        return self.final(timeout_s)

    def ack(self, body: str = "") -> None:
        self.send(self.request("ACK", body, cseq=self.cseq))

    def call(self, body: str | None = None) -> Phone:
        """Place a call that is answered."""
        assert self.invite(body) == 200
        self.ack()
        self.called = True
        return self

    def bye(self) -> int | None:
        self.send(self.request("BYE"))
        return self.final()

    def answer_bye(self, wait_s: float = 0.0) -> bool:
        """Say 200 to a BYE of the line, as a telephone would; otherwise the line keeps asking for half a minute."""
        until = time.monotonic() + wait_s
        while (message := self.receive(max(0.01, until - time.monotonic()))) is not None or time.monotonic() < until:
            if message is None or not message.startswith("BYE"):
                continue
            copied = ("Via:", "From:", "To:", "Call-ID:", "CSeq:")
            kept = [one for one in message.split("\r\n") if one.startswith(copied)]
            self.send(("\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0"]) + "\r\n\r\n").encode())
            return True
        return False

    # sound

    def talk(self, samples: Sound, *, port: socket.socket | None = None, payload: int | None = None) -> int:
        """Send *samples* in real time; return how many were sent before ``quiet`` stopped it."""
        assert self.remote_rtp is not None
        encode = CODECS[self.codec][1]
        size = 8 * self.ptime_ms
        began = time.monotonic()
        sent = 0
        for start in range(0, len(samples) - size + 1, size):
            if self._stop.is_set():
                break
            coded = encode(samples[start : start + size])
            marker = 0x80 if start == 0 else 0
            header = struct.pack(
                ">BBHII", 0x80, marker | (self.payload if payload is None else payload),
                self.sequence & 0xFFFF, self.timestamp & 0xFFFFFFFF, self.ssrc,
            )  # fmt: skip
            (port or self.rtp).sendto(header + coded, self.remote_rtp)
            self.sequence, self.timestamp, sent = self.sequence + 1, self.timestamp + size, sent + size
            self.sent_samples = sent
            time.sleep(max(0.0, began + sent / 8000 - time.monotonic()))
        return sent

    def talk_beside(self, samples: Sound) -> threading.Thread:
        thread = threading.Thread(target=self._talk_first, args=(samples,), daemon=True)
        self._talking.append(thread)
        thread.start()
        return thread

    def _talk_first(self, samples: Sound) -> None:
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)  # a busy machine must not make it stutter
        self.talk(samples)

    def quiet(self) -> None:
        self._stop.set()

    def press(self, digit: str) -> None:
        """Press a key the RFC 4733 way."""
        assert self.remote_rtp is not None
        event = KEY_EVENTS.index(digit)
        for step in range(8):
            end = 0x80 if step >= 5 else 0
            body = struct.pack(">BBH", event, end | 10, min(step + 1, 6) * 160)
            header = struct.pack(
                ">BBHII", 0x80, (0x80 if step == 0 else 0) | EVENT_PAYLOAD, self.sequence & 0xFFFF,
                self.timestamp & 0xFFFFFFFF, self.ssrc,
            )  # fmt: skip
            self.rtp.sendto(header + body, self.remote_rtp)
            self.sequence += 1
            time.sleep(0.02)
        self.timestamp += 960

    def press_info(self, digit: str) -> int | None:
        """Press a key by SIP INFO."""
        body = f"Signal={digit}\r\nDuration=160\r\n"
        self.send(self.request("INFO", body, kind="application/dtmf-relay"))
        return self.final()

    def listen(self, seconds: float) -> int:
        """Return how many packets of sound come within *seconds*."""
        count, until = 0, time.monotonic() + seconds
        self.rtp.settimeout(0.05)
        while time.monotonic() < until:
            try:
                self.rtp.recv(2048)
                count += 1
            except TimeoutError:
                continue
        return count
