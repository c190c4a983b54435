"""A line in a process of its own, and a telephone made of plain sockets that can do everything wrong on purpose."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony import metrics, numbers, prompts, spool, wav
from telephony.settings import Limits, LineSettings, is_ready

RUN_LINE = (
    "import pickle, sys; from telephony.line import run_line; sys.exit(run_line(pickle.load(open(sys.argv[1], 'rb'))))"
)
START_S = 30.0
SHORT = Limits(first_word_s=2.0, silence_s=1.0, offer_s=0.6, no_rtp_s=1.5, call_s=60.0, recording_s=20.0, drain_s=20.0)


def free_port() -> int:
    """Return a UDP port that is free now."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], Any], timeout_s: float = 20.0, why: str = "") -> Any:
    """Return the first true value of *what*."""
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        if value := what():
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {timeout_s} s in vain: {why or what}")


@dataclass
class Line:
    """A line group that runs."""

    settings: LineSettings
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.settings.spool / "line.log"

    @property
    def uri(self) -> str:
        return f"sip:night@127.0.0.1:{self.settings.port}"

    @property
    def folder(self) -> Path:
        return self.settings.folder

    def launch(self) -> subprocess.Popen[bytes]:
        self.settings.spool.mkdir(parents=True, exist_ok=True)
        described = self.settings.spool / "settings.pickle"
        described.write_bytes(pickle.dumps(self.settings))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", RUN_LINE, str(described)], stdout=log, stderr=log
            )
        return self.process

    def start(self) -> Line:
        process = self.launch()
        wait_for(lambda: is_ready(self.settings) or process.poll() is not None, START_S, "the line does not start")
        assert process.poll() is None, self.log.read_text()
        return self

    def stop(self) -> int:
        """End the line in order and return its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            time.sleep(0.1)  # two signals at once would be one
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def journals(self) -> list[spool.Journal]:
        return [spool.read(path) for path in spool.Spool(self.folder).journals()]

    def closed(self, count: int = 1, timeout_s: float = 30.0) -> list[spool.Journal]:
        """Return the journals once *count* calls are closed, oldest first."""

        def enough() -> list[spool.Journal] | None:
            done = [one for one in self.journals() if one.state is spool.CallState.CLOSED]
            return sorted(done, key=lambda one: one.answered_at) if len(done) >= count else None

        return wait_for(enough, timeout_s, f"{count} closed calls; log: {self.log.read_text()[-500:]}")

    def metric(self, name: str) -> float:
        return metrics.read(self.folder).get(f"dozvon_line_{name}", 0.0)

    def wait_metric(self, name: str, value: float, timeout_s: float = 15.0) -> None:
        wait_for(lambda: self.metric(name) == value, timeout_s, f"{name} is {self.metric(name)}, not {value}")

    def open_files(self) -> int:
        assert self.process is not None
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def sound(self, journal: spool.Journal, part: int = 0) -> np.ndarray:
        return np.frombuffer(wav.samples(self.folder / journal.parts[part].file), "<i2").astype(float)


@pytest.fixture(scope="session")
def short_prompts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company's own prompts: every sentence is a hum of 0.06 s, the beep is the one that ships."""
    folder = tmp_path_factory.mktemp("prompts")
    hum = (2000 * np.sin(2 * np.pi * 300 * np.arange(480) / 8000)).astype("<i2").tobytes()
    for code in prompts.CODES:
        if code != prompts.Code.BEEP:
            (folder / f"{code}.wav").write_bytes(wav.header(len(hum)) + hum)
    return folder


@pytest.fixture(scope="session")
def settings_for(short_prompts: Path) -> Callable[..., LineSettings]:
    def make(folder: Path, **changes: Any) -> LineSettings:
        port = free_port()
        rtp_port = 40_000 + (port % 100) * 200
        usual = LineSettings(
            spool=folder, port=port, rtp_port=rtp_port, prompts=short_prompts, limits=replace(SHORT, min_free_bytes=1)
        )
        return replace(usual, **changes)

    return make


@pytest.fixture(scope="session")
def start_line(settings_for: Callable[..., LineSettings]) -> Iterator[Callable[..., Line]]:
    """Start lines; all of them are ended when the tests are over."""
    started: list[Line] = []

    def start(folder: Path, **changes: Any) -> Line:
        line = Line(settings_for(folder, **changes))
        numbers.NumberStore(line.folder / numbers.FOLDER).add(range(1001, 1901))
        started.append(line)
        return line.start()

    yield start
    for line in started:
        if line.alive:
            line.kill()


@pytest.fixture(scope="module")
def line(start_line: Callable[..., Line], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """One line for all tests of a module. A test empties the spool first by ``fresh``."""
    line = start_line(tmp_path_factory.mktemp("line"))
    yield line
    line.stop()


@pytest.fixture
def fresh(line: Line) -> Line:
    """The module's line, idle and with an empty spool."""
    wait_for(lambda: all(one.state is spool.CallState.CLOSED for one in line.journals()), 40, "the line is not idle")
    time.sleep(0.15)  # a call that was ended in the last moment may be about to be written
    for path in [*line.folder.glob("*.json"), *line.folder.glob("*.wav")]:
        path.unlink()
    return line


def alaw(samples: np.ndarray) -> bytes:
    """Return 16-bit samples as G.711 A-law."""
    pcm = np.clip(samples, -32768, 32767).astype(np.int64)
    sign = np.where(pcm >= 0, 0x80, 0)
    magnitude = np.where(pcm >= 0, pcm, -pcm - 1) >> 3
    exponent = np.maximum(0, np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int64) - 4)
    mantissa = np.where(exponent == 0, magnitude >> 1, magnitude >> exponent) & 0x0F
    exponent = np.where(magnitude >= 32, exponent, 0)
    return bytes(((sign | (exponent << 4) | mantissa) ^ 0x55).astype(np.uint8))


def ulaw(samples: np.ndarray) -> bytes:
    """Return 16-bit samples as G.711 mu-law."""
    pcm = np.clip(samples, -32635, 32635).astype(np.int64)
    sign = np.where(pcm < 0, 0x80, 0)
    magnitude = np.abs(pcm) + 132
    exponent = np.floor(np.log2(magnitude)).astype(np.int64) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8))


CODECS: dict[str, tuple[int, Callable[[np.ndarray], bytes]]] = {"PCMA": (8, alaw), "PCMU": (0, ulaw)}


def speech(seconds: float, seed: int = 1) -> np.ndarray:
    """Return sound that varies like speech (bursts of coloured noise) and is like no other stretch of itself."""
    random = np.random.default_rng(seed)
    count = int(seconds * 8000)
    noise = np.convolve(random.standard_normal(count), np.ones(4) / 4, "same")
    loudness = 0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(count) / 8000 + seed)
    return noise * loudness * 6000


def likeness(sent: np.ndarray, kept: np.ndarray) -> tuple[float, float]:
    """Return where *sent* lies in *kept*, in seconds, and how well they correlate there."""
    size = 1 << (len(sent) + len(kept)).bit_length()
    cross = np.fft.irfft(np.fft.rfft(kept, size) * np.conj(np.fft.rfft(sent, size)), size)
    lag = int(np.argmax(cross[: max(1, len(kept))]))
    there = kept[lag : lag + len(sent)]
    mine = sent[: len(there)]
    scale = float(np.sqrt(np.dot(mine, mine) * np.dot(there, there))) or 1.0
    return lag / 8000, float(np.dot(mine, there)) / scale


def kept_share(sent: np.ndarray, kept: np.ndarray, piece_s: float = 0.25) -> float:
    """Return which share of the pieces of *sent* is found in *kept*: a late packet may move sound, not lose it."""
    size = int(piece_s * 8000)
    pieces = [sent[start : start + size] for start in range(0, len(sent) - size + 1, size)]
    return sum(likeness(piece, kept)[1] > 0.95 for piece in pieces) / len(pieces)


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
        self._stop = threading.Event()
        self._branch = ""

    def _socket(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((self.address, 0))
        made.settimeout(0.5)
        return made

    def close(self) -> None:
        self._stop.set()
        self.sip.close()
        self.rtp.close()

    # signalling

    def sdp(self, direction: str = "sendrecv", codecs: tuple[int, ...] | None = None) -> str:
        payloads = codecs or (self.payload, 101)
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

    def talk(self, samples: np.ndarray, *, port: socket.socket | None = None, payload: int | None = None) -> int:
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

    def talk_beside(self, samples: np.ndarray) -> threading.Thread:
        thread = threading.Thread(target=self._talk_first, args=(samples,), daemon=True)
        thread.start()
        return thread

    def _talk_first(self, samples: np.ndarray) -> None:
        with contextlib.suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), -10)  # a busy machine must not make it stutter
        self.talk(samples)

    def quiet(self) -> None:
        self._stop.set()

    def press(self, digit: str) -> None:
        """Press a key the RFC 4733 way."""
        assert self.remote_rtp is not None
        event = "0123456789*#".index(digit)
        for step in range(8):
            end = 0x80 if step >= 5 else 0
            body = struct.pack(">BBH", event, end | 10, min(step + 1, 6) * 160)
            header = struct.pack(
                ">BBHII", 0x80, (0x80 if step == 0 else 0) | 101, self.sequence & 0xFFFF,
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


@pytest.fixture
def phone(line: Line) -> Iterator[Callable[..., Phone]]:
    """Make telephones that call the module's line; whatever is left of their calls is ended."""
    made: list[Phone] = []

    def make(**settings: Any) -> Phone:
        made.append(Phone(settings.pop("port", line.settings.port), **settings))
        return made[-1]

    yield make
    for one in made:
        if not one.answer_bye() and one.remote_rtp is not None:
            one.send(one.request("BYE"))
        one.close()


class Tools:
    """What tests share as functions: a test module cannot import this one."""

    speech = staticmethod(speech)
    likeness = staticmethod(likeness)
    kept_share = staticmethod(kept_share)
    wait_for = staticmethod(wait_for)
    free_port = staticmethod(free_port)
    phone = Phone
    limits = SHORT
    sipp = shutil.which("sipp")
    scenarios = Path(__file__).parent / "sipp"


@pytest.fixture(scope="session")
def tools() -> Tools:
    return Tools()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of sound as a WAV."""
    path = tmp_path_factory.mktemp("spoken") / "spoken.wav"
    samples = speech(2.0).astype("<i2").tobytes()
    path.write_bytes(wav.header(len(samples)) + samples)
    return path
