import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from dozvon.demo_setup import demo_environment, settings_of
from dozvon.doctor import examine
from dozvon.wiring import line_settings
from telephony.settings import is_ready

pytestmark = pytest.mark.sip

PIDS = Callable[[], dict[str, int]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return demo_environment(tmp_path_factory.mktemp("up"))


@pytest.fixture(scope="module")
def house(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    folder = Path(environment["DOZVON_DATA_DIR"])
    with (folder / "up.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dozvon.cli", "up"], env=environment, cwd=folder, stdout=log, stderr=log
        )
    settings = settings_of(environment)
    wait_until(lambda: is_ready(line_settings(settings, 1)) and answers(settings.api_port))
    yield process
    process.terminate()
    process.wait(60)


def wait_until(ready: Callable[[], bool], timeout_s: float = 120.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not ready():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.2)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def service(house: subprocess.Popen[bytes], name: str) -> psutil.Process | None:
    return next((child for child in psutil.Process(house.pid).children() if name in _words_of(child)), None)


def _words_of(process: psutil.Process) -> list[str]:
    with contextlib.suppress(psutil.NoSuchProcess):  # it ended between being listed and being looked at
        return process.cmdline()
    return []


@pytest.mark.timeout(200)
def test_the_doctor_finds_nothing_wrong_while_everything_runs(
    house: subprocess.Popen[bytes], environment: dict[str, str]
) -> None:
    settings = settings_of(environment)
    wait_until(lambda: all(item.ok for item in examine(settings)), timeout_s=60)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("name", ["api", "line"])
def test_what_is_killed_comes_back(house: subprocess.Popen[bytes], environment: dict[str, str], name: str) -> None:
    settings = settings_of(environment)
    killed = service(house, name)
    assert killed is not None
    killed.kill()
    wait_until(lambda: (found := service(house, name)) is not None and found.pid != killed.pid)
    wait_until(lambda: answers(settings.api_port) and is_ready(line_settings(settings, 1)))


def test_the_lines_are_counted_beside_the_rest(house: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    port = settings_of(environment).api_port
    assert "dozvon_line" in httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text


def test_a_second_one_over_the_same_folder_is_refused(
    house: subprocess.Popen[bytes], environment: dict[str, str]
) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "dozvon.cli", "up"],
        env=environment,
        cwd=environment["DOZVON_DATA_DIR"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert "уже работает" in second.stderr


def test_everything_stops_together(house: subprocess.Popen[bytes]) -> None:
    family = psutil.Process(house.pid).children(recursive=True)
    assert family
    os.kill(house.pid, signal.SIGTERM)
    assert house.wait(60) == 0
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
