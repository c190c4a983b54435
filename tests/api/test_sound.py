from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update

from models.tables import AuditEntry, Recording

pytestmark = pytest.mark.service


@pytest.fixture
def url(desk: Any) -> str:
    return f"/api/v1/calls/{desk.call('easy')}/sound"


@pytest.fixture
def whole(irina: httpx.Client, url: str) -> bytes:
    return irina.get(url).content


def test_a_recording_is_given_whole(irina: httpx.Client, url: str) -> None:
    answer = irina.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.content[:4] == b"RIFF"
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-99", 0, 100), ("bytes=1000-", 1000, None), ("bytes=-500", -500, None), ("bytes=44-44", 44, 45)],
)
def test_a_player_gets_the_bytes_it_asks_for(
    irina: httpx.Client, url: str, whole: bytes, asked: str, start: int, end: int | None
) -> None:
    answer = irina.get(url, headers={"Range": asked})
    wanted = whole[start:end]
    first = start if start >= 0 else len(whole) + start
    assert answer.status_code == 206
    assert answer.content == wanted
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(whole)}"


def test_bytes_past_the_end_are_refused(irina: httpx.Client, url: str, whole: bytes) -> None:
    answer = irina.get(url, headers={"Range": f"bytes={len(whole)}-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_a_range_that_is_none_is_refused(irina: httpx.Client, url: str) -> None:
    assert irina.get(url, headers={"Range": "bytes=x-y"}).status_code == 400


def test_a_player_may_ask_for_the_head_alone(irina: httpx.Client, url: str, whole: bytes) -> None:
    answer = irina.head(url)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) == len(whole)


@pytest.mark.parametrize("key", ["../dozvon.db", "/etc/passwd", "gone.wav", ".", ""])
def test_nothing_outside_the_store_is_given(desk: Any, irina: httpx.Client, url: str, key: str) -> None:
    with desk.sessions.begin() as session:
        session.execute(update(Recording).where(Recording.call_id == UUID(desk.call("easy"))).values(storage_key=key))
    answer = irina.get(url)
    assert (answer.status_code, answer.json()["code"]) == (404, "call.sound_not_found")
    assert irina.get(f"/drafts/{desk.draft('easy')}").status_code == 200


def test_who_listens_is_written_down_once_for_all_the_pieces(desk: Any, irina: httpx.Client, url: str) -> None:
    for start in range(0, 5000, 1000):
        irina.get(url, headers={"Range": f"bytes={start}-{start + 999}"})
    desk.client("rop").get(url)
    with desk.sessions() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "sound")).all()
    assert [entry.subject_id for entry in entries] == [desk.call("easy")] * 2
    assert len({entry.user_id for entry in entries}) == 2
