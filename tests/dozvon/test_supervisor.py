import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dozvon.supervisor import Service, Supervisor

pytestmark = pytest.mark.service

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
DRAINING = (
    sys.executable,
    "-c",
    "import signal, sys, time, pathlib\n"
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), pathlib.Path(sys.argv[1]).write_text(str(time.time())),"
    " sys.exit(0)))\n"
    "print('ready', flush=True)\n"
    "time.sleep(60)",
)


def supervise(*services: Service, log_dir: Path | None = None) -> Supervisor:
    supervisor = Supervisor(services, environment=os.environ, log_dir=log_dir)
    supervisor.start()
    return supervisor


def tick_until(supervisor: Supervisor, ready: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not ready():
        assert time.monotonic() < deadline, "did not happen in time"
        supervisor.tick()
        time.sleep(0.05)


def test_a_killed_process_is_started_again() -> None:
    supervisor = supervise(Service("one", SLEEPER))
    first = supervisor.pids()["one"]
    os.kill(first, signal.SIGKILL)
    tick_until(supervisor, lambda: supervisor.pids().get("one") not in (None, first))
    supervisor.stop()


def test_a_process_that_cannot_work_with_its_settings_is_not_started_again() -> None:
    supervisor = supervise(Service("wrong", (sys.executable, "-c", "raise SystemExit(2)")))
    tick_until(supervisor, lambda: supervisor.failed() == ["wrong"])
    supervisor.tick()
    assert supervisor.pids() == {}
    supervisor.stop()


def test_lines_drain_before_the_others_are_stopped(tmp_path: Path) -> None:
    line, other = tmp_path / "line", tmp_path / "other"
    supervisor = supervise(
        Service("other", (*DRAINING, str(other))),
        Service("line", (*DRAINING, str(line)), stop_first=True),
        log_dir=tmp_path,
    )
    tick_until(supervisor, lambda: all(b"ready" in (tmp_path / f"{n}.log").read_bytes() for n in ("line", "other")))
    supervisor.stop()
    assert float(line.read_text()) <= float(other.read_text()) - 0.3


def test_a_process_that_ignores_the_signal_is_killed_in_time(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
    )
    supervisor = supervise(Service("deaf", (sys.executable, "-c", deaf), stop_timeout_s=0.5), log_dir=tmp_path)
    tick_until(supervisor, lambda: b"ready" in (tmp_path / "deaf.log").read_bytes())
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 5


def test_children_do_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    parent = (
        "import os, sys, time\n"
        "from dozvon.supervisor import Service, Supervisor\n"
        f"s = Supervisor([Service('child', {SLEEPER!r})], environment=os.environ)\n"
        "s.start()\n"
        f"open({str(pid_file)!r}, 'w').write(str(s.pids()['child']))\n"
        "time.sleep(60)"
    )
    supervisor = supervise(Service("parent", (sys.executable, "-c", parent)))
    tick_until(supervisor, lambda: pid_file.exists() and pid_file.read_text() != "")
    child = int(pid_file.read_text())
    os.kill(supervisor.pids()["parent"], signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)
    supervisor.stop()


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
