"""The line is killed in the middle of a call; the next start finds and mends what it left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony import wav
from telephony.spool import CallState

pytestmark = pytest.mark.sip

MOST_LOST_S = 0.5


def test_a_kill_costs_at_most_half_a_second_of_sound(
    start_line: Callable[..., Any], tmp_path: Path, tools: Any
) -> None:
    """Three callers, 5, 1 and 0.3 seconds into their recordings when the process dies."""
    patient = replace(tools.limits, silence_s=15.0, first_word_s=15.0, no_rtp_s=15.0, min_free_bytes=1)
    line = start_line(tmp_path, limits=patient)
    ages_s = (5.0, 1.0, 0.3)
    said = [tools.speech(8.0, seed=50 + place) for place in range(3)]
    phones = []
    began = time.monotonic()
    for place, age_s in enumerate(ages_s):
        _sleep_until(began + ages_s[0] - age_s)
        caller = tools.phone(line.settings.port).call()
        tools.wait_for(lambda count=place + 1: len(_recording(line)) == count, 10)
        caller.talk_beside(said[place])
        phones.append(caller)
    _sleep_until(time.monotonic() + ages_s[-1])
    sent = [caller.sent_samples for caller in phones]
    line.kill()
    for caller in phones:
        caller.quiet()
        caller.close()

    line.start()
    journals = line.closed(3)
    assert all(journal.interrupted and journal.reason == "interrupted" for journal in journals)
    assert line.metric("repaired_total") == 3
    for journal, sound, count in zip(journals, said, sent, strict=True):
        kept = line.sound(journal)
        assert journal.parts[0].repaired
        assert _lost_s(sound[:count], kept, tools) <= MOST_LOST_S
    line.stop()


def test_a_crash_before_the_beep_leaves_a_call_without_sound(
    start_line: Callable[..., Any], tmp_path: Path, tools: Any
) -> None:
    line = start_line(tmp_path, prompts=None)  # the prompts that ship: the notice takes seconds
    caller = tools.phone(line.settings.port).call()
    tools.wait_for(line.journals, 5)
    line.kill()
    line.start()
    [journal] = line.closed()
    caller.close()
    assert (journal.interrupted, journal.parts, journal.state) == (True, (), CallState.CLOSED)
    line.stop()


def test_a_line_that_starts_after_a_crash_never_repeats_a_number(
    start_line: Callable[..., Any], tmp_path: Path, tools: Any
) -> None:
    line = start_line(tmp_path)
    numbers = []
    for round_ in range(2):
        caller = tools.phone(line.settings.port).call()
        tools.hear_beep(line, caller)
        caller.talk(tools.speech(0.8, seed=round_))
        caller.press("#")
        numbers.append(tools.wait_for(lambda seen=tuple(numbers): _new_number(line, seen), 10))
        line.kill()
        caller.close()
        line.start()
    line.stop()
    assert len(set(numbers)) == 2


def _new_number(line: Any, seen: tuple[int, ...]) -> int | None:
    found = [one.request_number for one in line.journals() if one.request_number is not None]
    return next((number for number in found if number not in seen), None)


def _recording(line: Any) -> list[Any]:
    return [one for one in line.journals() if one.state is CallState.RECORDING]


def _lost_s(sent: np.ndarray, kept: np.ndarray, tools: Any) -> float:
    """Return how much of the end of *sent* is missing: the last pieces of it that are nowhere in *kept*."""
    step = 400  # 50 ms
    end = len(sent) // step * step
    lost = 0
    while end - lost > 0 and tools.likeness(sent[max(0, end - lost - 800) : end - lost], kept)[1] < 0.9:
        lost += step
    return (lost + len(sent) - end) / wav.RATE_HZ


def _sleep_until(when: float) -> None:
    time.sleep(max(0.0, when - time.monotonic()))
