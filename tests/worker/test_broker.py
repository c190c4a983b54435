"""The embedded broker, and work that goes on whatever becomes of a broker."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from sqlalchemy import select

from crm.sandbox.settings import SandboxSettings
from models.database import Maker
from models.tables import Call, CallStatus, TranscriptRow
from worker.broker import BrokerError, EmbeddedBroker, answers, embedded_broker, running_broker

pytestmark = [pytest.mark.service, pytest.mark.timeout(400)]
MINUTE_S = 60.0  # by which work goes on again, on top of what a call takes on this machine now
Until = Callable[[Callable[[], bool]], None]


def test_it_answers_while_it_runs_and_not_after(tmp_path: Path) -> None:
    broker = embedded_broker(tmp_path)
    assert not answers(broker.url)
    with running_broker(broker):
        assert answers(broker.url)
    assert not answers(broker.url)


def test_it_starts_again_over_what_a_kill_left(tmp_path: Path) -> None:
    broker = embedded_broker(tmp_path)
    with running_broker(broker) as child:
        child.kill()
        child.wait()
    with running_broker(broker):
        assert answers(broker.url)


def test_a_second_one_in_the_same_folder_is_refused(broker: EmbeddedBroker) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "worker.broker", str(broker.folder)], capture_output=True, text=True, timeout=30
    )
    assert second.returncode == 1
    assert "уже работает" in second.stderr
    assert answers(broker.url)


def test_a_folder_deeper_than_a_socket_path_may_be_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("очень-длинное-имя-" * 6) / "папка с пробелом"
    broker = embedded_broker(deep)
    assert len(str(broker.socket)) < 108
    with running_broker(broker):
        assert answers(broker.url)
        assert broker.socket.parent.stat().st_mode & 0o077 == 0
    broker.socket.unlink(missing_ok=True)
    broker.socket.parent.rmdir()


def test_nobody_elses_folder_is_used_for_the_socket(tmp_path: Path) -> None:
    broker = embedded_broker(tmp_path / ("x" * 120))
    broker.socket.parent.mkdir(mode=0o755)
    broker.socket.parent.chmod(0o755)
    with pytest.raises(BrokerError), running_broker(broker):
        pass
    broker.socket.parent.rmdir()


def test_it_listens_on_no_port_and_writes_nothing_to_disk(broker: EmbeddedBroker) -> None:
    with redis.Redis(unix_socket_path=str(broker.socket)) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("save") == {"save": ""}
        client.set("k", "v")
    assert {path.name for path in broker.folder.iterdir()} <= {"valkey.conf", "valkey.log", "valkey.sock", "lock"}


@pytest.fixture
def done(sessions: Maker, record_call: Callable[..., UUID], until: Until) -> Iterator[Callable[..., float]]:
    """Return what records a call, waits for it to be done, and tells how long that took."""
    made = 0

    def run() -> float:
        nonlocal made
        began, made = time.monotonic(), made + 1
        call_id = record_call()

        def is_done() -> bool:
            with sessions() as session:
                return session.scalar(select(Call.status).where(Call.id == call_id)) is CallStatus.DONE

        until(is_done)
        return time.monotonic() - began

    yield run
    with sessions() as session:
        assert len(session.scalars(select(TranscriptRow)).all()) == made


def test_work_goes_on_while_the_broker_is_flushed_restarted_gone_and_back(
    tmp_path: Path, sandbox: SandboxSettings, start_worker: Callable[..., Any], done: Callable[[], float]
) -> None:
    broker = embedded_broker(tmp_path)
    with ExitStack() as first:
        first.enter_context(running_broker(broker))
        worker = start_worker(broker.url, sandbox, answer_s=1000)  # whatever the broker takes, the consumer must hear
        at_rest_s = done()
        with redis.Redis(unix_socket_path=str(broker.socket)) as client:
            client.flushall()
            client.client_kill_filter(_type="normal")
        assert done() < MINUTE_S + at_rest_s
    assert done() < MINUTE_S + at_rest_s, "no broker at all"
    with running_broker(broker):
        assert done() < MINUTE_S + at_rest_s, "a new broker"
        assert worker.stop() == 0


def test_a_worker_without_any_broker_starts_and_works(
    tmp_path: Path, sandbox: SandboxSettings, start_worker: Callable[..., Any], done: Callable[[], float]
) -> None:
    worker = start_worker(embedded_broker(tmp_path).url, sandbox)
    done()
    assert worker.stop() == 0


def test_a_broker_that_hangs_holds_nothing_up(
    tmp_path: Path, sandbox: SandboxSettings, start_worker: Callable[..., Any], done: Callable[[], float]
) -> None:
    broker = embedded_broker(tmp_path)
    with running_broker(broker):
        start_worker(broker.url, sandbox, answer_s=3)
        at_rest_s = done()
        with redis.Redis(unix_socket_path=str(broker.socket)) as client:
            client.execute_command("CLIENT", "PAUSE", 300_000, "ALL")
        assert done() < MINUTE_S + at_rest_s
