"""A line in a process of its own, and a telephone made of plain sockets that can do everything wrong on purpose."""

from __future__ import annotations

import pickle
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony import metrics, numbers, prompts, spool, wav
from telephony.settings import Limits, LineSettings, is_ready
from telephony.testing import Phone

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


def hear_beep(line: Line, *callers: Phone, part: int = 1) -> None:
    """Keep silent, as people do, until the line records *part* of every caller: a busy machine beeps later."""

    def beeped() -> bool:
        listening = [caller.talk(np.zeros(480)) for caller in callers]
        recording = [one for one in line.journals() if one.state is spool.CallState.RECORDING]
        return all(listening) and sum(len(one.parts) >= part for one in recording) >= len(callers)

    wait_for(beeped, why="no beep")


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
    answered = sum(one.called for one in made)  # the last may not be written yet, and would look like the next test's
    wait_for(lambda: len(line.journals()) >= answered, why=f"journals of {answered} calls")


class Tools:
    """What tests share as functions: a test module cannot import this one."""

    speech = staticmethod(speech)
    likeness = staticmethod(likeness)
    kept_share = staticmethod(kept_share)
    wait_for = staticmethod(wait_for)
    hear_beep = staticmethod(hear_beep)
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
