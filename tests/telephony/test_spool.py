"""Journals, sound and numbers survive whatever stops the process that writes them."""

from __future__ import annotations

import shutil
import struct
import tempfile
import wave
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony import numbers, spool, wav
from telephony.spool import CallState, Journal, Part, Spool

pytestmark = pytest.mark.unit

ANSWERED = "2026-11-20T22:14:03.250000+05:00"


@pytest.fixture
def folder(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "group-1")
    made.open()
    return made


def cut_short(path: Path, samples: int) -> None:
    """Write what a killed recorder leaves: lengths of zero in the header."""
    header = bytearray(wav.header(0))
    header[4:8] = header[40:44] = struct.pack("<I", 0)
    path.write_bytes(bytes(header) + b"\x01\x02" * samples)


def test_a_journal_is_read_as_it_was_written(folder: Spool) -> None:
    journal = Journal(
        call_id="a",
        group=1,
        answered_at=ANSWERED,
        phone="+79120001122",
        parts=(Part("a.1.wav", ANSWERED, 3.5, 1.0),),
        digits=({"at_s": 1.0, "digit": "#", "method": "info"},),
        holds=({"from_s": 1.0, "to_s": 2.0},),
    )
    folder.write(journal)
    assert [spool.read(path) for path in folder.journals()] == [journal]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"call_id": 1}', b"\xff\xfe"])
def test_what_is_no_journal_is_named_and_set_aside_not_deleted(folder: Spool, content: bytes) -> None:
    bad = folder.folder / "x.json"
    bad.write_bytes(content)
    with pytest.raises(spool.JournalError, match=r"x\.json"):
        spool.read(bad)
    assert spool.recover(folder) == []
    assert bad.with_suffix(".bad").read_bytes() == content


def test_a_call_that_a_crash_cut_is_mended_and_closed(folder: Spool) -> None:
    cut_short(folder.sound("a", 1), 12_000)
    folder.write(Journal("a", 1, ANSWERED, state=CallState.RECORDING, parts=(Part("a.1.wav", ANSWERED, 3.0),)))
    [journal] = spool.recover(folder)
    assert journal.interrupted
    assert (journal.reason, journal.state) == ("interrupted", CallState.CLOSED)
    assert journal.parts[0].repaired
    assert journal.parts[0].seconds == 1.5
    assert wav.facts(folder.sound("a", 1)).seconds == 1.5
    assert spool.recover(folder) == []


def test_a_closed_call_is_left_as_it_is(folder: Spool) -> None:
    journal = Journal("a", 1, ANSWERED, state=CallState.CLOSED, reason="hash_key")
    folder.write(journal)
    assert spool.recover(folder) == []
    assert [spool.read(path) for path in folder.journals()] == [journal]


def test_a_part_whose_file_never_came_to_be_is_dropped(folder: Spool) -> None:
    folder.write(Journal("a", 1, ANSWERED, state=CallState.RECORDING, parts=(Part("a.1.wav", ANSWERED, 3.0),)))
    [journal] = spool.recover(folder)
    assert journal.parts == ()


def test_a_clock_that_was_set_back_does_not_end_a_call_before_it_began(folder: Spool) -> None:
    folder.write(Journal("a", 1, "2099-01-01T00:00:00+03:00"))
    [journal] = spool.recover(folder)
    assert journal.ended_at == "2099-01-01T00:00:00+03:00"
    assert journal.duration_s == 0.0


def test_removing_a_call_removes_its_sound_first(folder: Spool) -> None:
    cut_short(folder.sound("a", 1), 10)
    journal = Journal("a", 1, ANSWERED, parts=(Part("a.1.wav", ANSWERED, 0.0),))
    folder.write(journal)
    folder.remove(journal)
    folder.remove(journal)
    assert list(folder.folder.iterdir()) == []


@settings(deadline=None, max_examples=60)  # a sync takes as long as the disk does
@given(st.integers(0, 200))
def test_a_recording_of_any_length_can_be_mended(size: int) -> None:
    whole = wav.header(0)[:4] + bytes(4) + wav.header(0)[8:40] + bytes(4) + bytes(range(200))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.wav"
        path.write_bytes(whole[:size])
        wav.repair(path)
        assert wav.is_closed(path)
        assert not wav.repair(path)
        with wave.open(str(path)) as sound:
            assert sound.getnframes() == max(0, size - wav.HEADER_BYTES) // 2


def test_a_copy_of_the_spool_at_any_moment_can_be_recovered(folder: Spool, tmp_path: Path) -> None:
    """A power cut, as a copy taken after each write."""
    steps = [
        Journal("a", 1, ANSWERED),
        Journal("a", 1, ANSWERED, state=CallState.RECORDING, parts=(Part("a.1.wav", ANSWERED, 3.0),)),
    ]
    copies = 0
    for journal in [*steps, replace(steps[1], state=CallState.CLOSED, reason="hash_key")]:
        folder.write(journal)
        for samples in (0, 1, 4000, 20_000) if journal.parts else (0,):
            if journal.parts:
                cut_short(folder.sound("a", 1), samples)
            copies += 1
            copy = Spool(tmp_path / f"copy-{copies}")
            shutil.copytree(folder.folder, copy.folder)
            spool.recover(copy)
            [found] = [spool.read(path) for path in copy.journals()]
            assert found.state is CallState.CLOSED
            if found.interrupted and found.parts:
                assert wav.facts(copy.sound("a", 1)).seconds == samples / 8000


def test_parts_are_joined_with_a_pause_between(tmp_path: Path) -> None:
    for name, sample in (("1", b"\x01\x00"), ("2", b"\x02\x00")):
        (tmp_path / f"{name}.wav").write_bytes(wav.header(200) + sample * 100)
    wav.join([tmp_path / "1.wav", tmp_path / "2.wav"], tmp_path / "whole.wav", gap_s=0.5)
    samples = wav.samples(tmp_path / "whole.wav")
    assert samples == b"\x01\x00" * 100 + bytes(8000) + b"\x02\x00" * 100


def test_the_length_of_a_law_sound_is_known(tmp_path: Path) -> None:
    coded = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 4036, b"WAVE", b"fmt ", 16, 6, 1, 8000, 8000, 1, 8, b"data", 4000
    )
    (tmp_path / "alaw.wav").write_bytes(coded + bytes(4000))
    assert wav.length_s(tmp_path / "alaw.wav") == 0.5
    (tmp_path / "text.wav").write_bytes(b"#EXTM3U")
    with pytest.raises(wave.Error):
        wav.length_s(tmp_path / "text.wav")


def test_numbers_come_in_order_from_block_to_block_and_end(tmp_path: Path) -> None:
    store = numbers.NumberStore(tmp_path)
    store.add(range(1001, 1003))
    store.add(range(2001, 2002))
    assert [store.take() for _ in range(4)] == [1001, 1002, 2001, None]
    assert store.left() == 0


def test_a_number_is_noted_down_before_it_is_given(tmp_path: Path) -> None:
    store = numbers.NumberStore(tmp_path)
    store.add(range(1001, 1011))
    assert store.take() == 1001
    assert numbers.NumberStore(tmp_path).take() == 1002


def test_a_number_that_cannot_be_noted_down_is_not_given(tmp_path: Path) -> None:
    store = numbers.NumberStore(tmp_path)
    store.add(range(1001, 1011))
    (tmp_path / f"{numbers.LAST_TAKEN}.tmp").mkdir()  # what a full disk does, for root too
    assert store.take() is None


def test_blocks_are_refilled_only_when_they_run_low(tmp_path: Path) -> None:
    store = numbers.NumberStore(tmp_path)
    reserved = iter([range(1, 51), range(51, 101)])
    assert numbers.refill(store, lambda _count: next(reserved), low=30)
    assert not numbers.refill(store, lambda _count: next(reserved), low=30)
    for _ in range(21):
        store.take()
    assert numbers.refill(store, lambda _count: next(reserved), low=30)
    assert store.left() == 79
