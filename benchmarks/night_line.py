"""How many calls a machine records at once, how fast it answers, whether it leaks: ``python -m benchmarks.night_line``.

Line groups run as they do in service, each a process; SIPp calls them and streams A-law sound. Every recording is
compared with what was sent. Prompts are shortened to hums, so that the sound sent is nearly all recorded.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray

from telephony import metrics, numbers, prompts, spool, wav
from telephony.line import run_line
from telephony.settings import Limits, LineSettings, is_ready
from telephony.testing import alaw

SCENARIO = Path(__file__).parent / "sipp" / "recorded_call.xml"
LEVELS = (4, 20, 40)
LINES = 4
CALL_S = 20
TAIL_S = 1.0  # silence after the sound, so that all of it is through before the BYE
HEAD_S = 1.5  # what may have been said before the beep
RATE_HZ = 8000
FIRST_PORT = 15_080
FIRST_RTP_PORT = 20_000
FIRST_SIPP_PORT = 16_060
FIRST_SIPP_RTP_PORT = 32_000
ANSWER_P95_MS = 300.0
LIKENESS = 0.99
LEAK_BYTES_A_CALL = 1024

Sound = NDArray[np.float64]


@dataclass
class Group:
    """A line group that runs."""

    settings: LineSettings
    process: Any

    @property
    def measured(self) -> psutil.Process:
        return psutil.Process(self.process.pid)


def measure(levels: Sequence[int], seed: int) -> dict[str, object]:
    """Return answer times, likeness of the recordings, CPU and memory per call at each number of calls at once."""
    with tempfile.TemporaryDirectory() as name:
        folder, load = Path(name), os.getloadavg()[0]
        sent = _sound(folder / "said.al", seed)
        runs = [_one_level(folder / str(level), level, folder / "said.al", sent) for level in levels]
    return {"levels": runs, "call_s": CALL_S, "seed": seed, "load_before": round(load, 1), **_machine()}


def soak(calls: int) -> dict[str, object]:
    """Return memory, handles and bridge ports before and after *calls* short recorded calls, one after another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _sound(folder / "said.al", 1)
        with _groups(folder, 1) as [group]:
            before: dict[str, float] = {}
            warm = calls // 10
            for count in (warm, calls - warm):
                _place(folder, group, count, folder / "said.al", call_ms=500, at_once=1)
                _wait_idle(group, count)
                before = before or _held(group)
                shutil.rmtree(group.settings.folder / "taken", ignore_errors=True)
            after = _held(group)
    slope = (after["rss_bytes"] - before["rss_bytes"]) / (calls - warm)
    return {"calls": calls, "before": before, "after": after, "rss_bytes_a_call": round(slope, 1), **_machine()}


def _one_level(folder: Path, level: int, said: Path, sent: Sound) -> dict[str, object]:
    folder.mkdir()
    with _groups(folder, -(-level // LINES)) as groups:
        idle_rss = sum(group.measured.memory_info().rss for group in groups)
        spent, began = _cpu_s(groups), time.monotonic()
        callers = [_start_sipp(folder, group, LINES, said, call_ms=CALL_S * 1000, at_once=LINES) for group in groups]
        time.sleep(CALL_S / 2)
        rss = sum(group.measured.memory_info().rss for group in groups)
        codes = [caller.wait(CALL_S + 60) for caller in callers]
        took_s = time.monotonic() - began
        spent = _cpu_s(groups) - spent
        for group in groups:
            _wait_idle(group, LINES)
        likenesses = [
            _likeness(sent, journal, group) for group in groups for journal in _journals(group) if journal.parts
        ]
        failed = sum(code != 0 for code in codes)
    by_second, whole = zip(*likenesses, strict=True)
    answers_ms = _answers_ms(folder) or [float("inf")]
    return {
        "calls_at_once": level,
        "failed_groups": failed,
        "recordings": len(likenesses),
        "answer_p50_ms": round(float(np.percentile(answers_ms, 50)), 1),
        "answer_p95_ms": round(float(np.percentile(answers_ms, 95)), 1),
        "likeness_min": round(min(by_second), 4),
        "likeness_median": round(float(np.median(by_second)), 4),
        "likeness_whole_min": round(min(whole), 4),
        "likeness_whole_median": round(float(np.median(whole)), 4),
        "cpu_share_a_call": round(spent / took_s / level, 4),
        "rss_mb_a_call": round(rss / level / 2**20, 1),
        "rss_mb_a_call_above_idle": round((rss - idle_rss) / level / 2**20, 2),
    }


def _likeness(sent: Sound, journal: spool.Journal, group: Group) -> tuple[float, float]:
    """Return how well the recording correlates with what was said after the beep: second by second, and as a whole.

    A packet that comes too late makes a gap and moves all that follows: the whole then correlates badly although
    every second of it is there. The seconds show what was lost, the whole also what was moved.
    """
    kept = np.frombuffer(wav.samples(group.settings.folder / journal.parts[0].file), "<i2").astype(np.float64)
    wanted = sent[int(HEAD_S * RATE_HZ) :]
    pieces = [wanted[start : start + RATE_HZ] for start in range(0, len(wanted) - RATE_HZ + 1, RATE_HZ)]
    return float(np.mean([_correlation(piece, kept) for piece in pieces])), _correlation(wanted, kept)


def _correlation(wanted: Sound, kept: Sound) -> float:
    """Return the correlation of *wanted* with *kept* at the best place."""
    size = 1 << (len(wanted) + len(kept)).bit_length()
    cross = np.fft.irfft(np.fft.rfft(kept, size) * np.conj(np.fft.rfft(wanted, size)), size)
    lag = int(np.argmax(cross[: len(kept)]))
    there = kept[lag : lag + len(wanted)]
    there = np.pad(there, (0, len(wanted) - len(there)))
    scale = float(np.sqrt(np.dot(wanted, wanted) * np.dot(there, there))) or 1.0
    return float(np.dot(wanted, there)) / scale


@contextmanager
def _groups(folder: Path, count: int) -> Any:
    """Start *count* line groups and end them afterwards."""
    own = _hums(folder / "prompts")
    started = []
    spawn = multiprocessing.get_context("spawn")
    for number in range(1, count + 1):
        settings = LineSettings(
            spool=folder / "spool",
            group=number,
            port=FIRST_PORT + number,
            rtp_port=FIRST_RTP_PORT + 100 * number,
            prompts=own,
            limits=replace(Limits(), silence_s=CALL_S, first_word_s=CALL_S, min_free_bytes=1),
        )
        numbers.NumberStore(settings.folder / numbers.FOLDER).add(range(number * 10_000, number * 10_000 + 5_000))
        process = spawn.Process(target=run_line, args=(settings,))
        process.start()
        started.append(Group(settings, process))
    try:
        _until(lambda: all(is_ready(group.settings) for group in started), 90)
        yield started
    finally:
        for group in started:
            group.process.terminate()
        for group in started:
            group.process.join(20)


def _start_sipp(folder: Path, group: Group, calls: int, said: Path, *, call_ms: int, at_once: int) -> Any:
    number = group.settings.group
    scenario = folder / f"call-{number}.xml"
    scenario.write_text(SCENARIO.read_text().replace("[sound]", str(said)))  # SIPp knows no variables there
    command = ["sipp", f"127.0.0.1:{group.settings.port}", "-sf", str(scenario), "-i", "127.0.0.1"]
    command += ["-p", str(FIRST_SIPP_PORT + number), "-mi", "127.0.0.1"]
    command += ["-mp", str(FIRST_SIPP_RTP_PORT + 200 * number)]
    command += ["-m", str(calls), "-l", str(at_once), "-r", str(LINES), "-d", str(call_ms)]
    command += ["-trace_rtt", "-rtt_freq", "1", "-nostdin"]
    with (folder / f"sipp-{number}.log").open("wb") as log:
        # The telephones are not what is measured: a busy machine must not make them stutter.
        first = ["nice", "-n", "-15"] if os.geteuid() == 0 else []
        return subprocess.Popen([*first, *command, "-trace_err"], cwd=folder, stdout=log, stderr=log)


def _place(folder: Path, group: Group, calls: int, said: Path, *, call_ms: int, at_once: int) -> None:
    code = _start_sipp(folder, group, calls, said, call_ms=call_ms, at_once=at_once).wait(calls * 5 + 60)
    if code != 0:
        raise RuntimeError(f"sipp ended with code {code}")


def _journals(group: Group) -> list[spool.Journal]:
    found = [spool.read(path) for path in spool.Spool(group.settings.folder).journals()]
    return [journal for journal in found if journal.state is spool.CallState.CLOSED]


def _wait_idle(group: Group, calls: int) -> None:
    """Wait until all calls are closed; the soak takes them out as an intake would."""
    _until(lambda: metrics.read(group.settings.folder).get("dozvon_line_active_calls") == 0, 60)
    with suppress(TimeoutError):  # a call that is missing is counted by who asked
        _until(lambda: len(_journals(group)) >= min(calls, LINES), 10)
    if calls > LINES:
        store = spool.Spool(group.settings.folder)
        for journal in _journals(group):
            store.remove(journal)
        time.sleep(2)


def _held(group: Group) -> dict[str, float]:
    process = group.measured
    values = metrics.read(group.settings.folder)
    return {
        "rss_bytes": process.memory_info().rss,
        "handles": process.num_fds(),
        "threads": process.num_threads(),
        "bridge_ports": values["dozvon_line_bridge_ports"],
        "callback_failures": values["dozvon_line_callback_failures"],
    }


def _cpu_s(groups: Sequence[Group]) -> float:
    return sum(sum(group.measured.cpu_times()[:2]) for group in groups)


def _answers_ms(folder: Path) -> list[float]:
    answers = []
    for path in folder.glob("*_rtt.csv"):
        with path.open(newline="") as file:
            rows = list(csv.reader(file, delimiter=";"))
        answers += [float(row[1]) for row in rows[1:] if len(row) > 1]
    return answers


def _sound(path: Path, seed: int) -> Sound:
    """Write A-law sound that is like no other stretch of itself, and return it as it sounds."""
    random = np.random.default_rng(seed)
    count = int((CALL_S - TAIL_S) * RATE_HZ)
    noise = np.convolve(random.standard_normal(count), np.ones(4) / 4, "same")
    pcm = noise * (0.55 + 0.45 * np.sin(2 * np.pi * 3 * np.arange(count) / RATE_HZ)) * 6000
    coded = alaw(pcm)
    path.write_bytes(coded)
    return _from_alaw(coded)


def _from_alaw(coded: bytes) -> Sound:
    code = np.frombuffer(coded, np.uint8).astype(np.int64) ^ 0x55
    exponent, mantissa = (code >> 4) & 7, code & 0x0F
    magnitude = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.float64)


def _hums(folder: Path) -> Path:
    folder.mkdir(parents=True)
    hum = (2000 * np.sin(2 * np.pi * 300 * np.arange(480) / RATE_HZ)).astype("<i2").tobytes()
    for code in prompts.CODES:
        (folder / f"{code}.wav").write_bytes(wav.header(len(hum)) + hum)
    return folder


def _until(what: Any, timeout_s: float) -> None:
    until_s = time.monotonic() + timeout_s
    while not what():
        if time.monotonic() > until_s:
            raise TimeoutError("the line did not get where it should")
        time.sleep(0.2)


def _machine() -> dict[str, object]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False).stdout
    return {
        "cpu": next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), "?"),
        "cores": os.cpu_count(),
        "load_after": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
        "commit": commit.strip(),
    }


def _cpuinfo() -> list[str]:
    return Path("/proc/cpuinfo").read_text().splitlines()


def _within_limits(report: dict[str, Any]) -> bool:
    if "levels" in report:
        return all(
            run["failed_groups"] == 0
            and run["recordings"] == run["calls_at_once"]
            and run["answer_p95_ms"] < ANSWER_P95_MS
            and run["likeness_min"] >= LIKENESS
            for run in report["levels"]
        )
    same = all(report["before"][name] >= report["after"][name] for name in ("handles", "bridge_ports", "threads"))
    return same and report["rss_bytes_a_call"] < LEAK_BYTES_A_CALL


def main() -> int:
    """Measure, print the report as JSON, and return 1 past a limit."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the lines are ended on the way out
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--levels", type=int, nargs="+", default=LEVELS, help="calls at once")
    parser.add_argument("--soak", type=int, default=0, metavar="CALLS", help="place so many calls in turn instead")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if shutil.which("sipp") is None:
        sys.stderr.write("sipp is not installed (package sip-tester)\n")
        return 2
    socket.setdefaulttimeout(10)
    report = soak(arguments.soak) if arguments.soak else measure(arguments.levels, arguments.seed)
    print(json.dumps(report, indent=1))
    return 0 if _within_limits(report) else 1


if __name__ == "__main__":
    sys.exit(main())
