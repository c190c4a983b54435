"""The Celery side: what a message says, and what becomes of a bell that is none."""

from __future__ import annotations

import base64
import json
import threading
from typing import Any
from uuid import uuid4

import pytest
import redis

from worker import run
from worker.broker import EmbeddedBroker
from worker.tasks import PROCESS_CALL, QUEUE, Doorbell, make_celery

pytestmark = pytest.mark.service


def test_a_ring_carries_the_id_of_the_call_and_nothing_else(broker: EmbeddedBroker) -> None:
    call_id = uuid4()
    assert Doorbell(make_celery(broker.url)).ring(call_id)
    with redis.Redis(unix_socket_path=str(broker.socket)) as client:
        [raw] = client.lrange(QUEUE, 0, -1)
    message = json.loads(raw)
    arguments, named, _ = json.loads(base64.b64decode(message["body"]))
    assert (message["headers"]["task"], arguments, named) == (PROCESS_CALL, [], {"call_id": str(call_id)})


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1", "redis+socket:///nowhere/at/all.sock", "no-such-broker://host"])
def test_a_bell_that_is_none_is_told_and_not_raised(url: str) -> None:
    assert not Doorbell(make_celery(url)).ring(uuid4())


def test_a_consumer_that_breaks_gives_the_sweeper_time_to_work(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()
    monkeypatch.setattr(run, "CONSUMER_REST_S", 0.1)
    assert run.consume_or_wait(make_celery("no-such-broker://host"), stopping) != 0
    stopping.set()
    assert run.consume_or_wait(make_celery("no-such-broker://host"), stopping) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("accept_content", ["json"]),
        ("task_ignore_result", True),
        ("result_backend", None),
    ],
)
def test_celery_is_set_up_for_work_that_must_not_get_lost(name: str, value: Any) -> None:
    assert make_celery("redis://127.0.0.1:1").conf[name] == value
