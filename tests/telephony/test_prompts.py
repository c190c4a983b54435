"""The prompts that ship, the check of a company's own, and the words put together from them."""

from __future__ import annotations

import datetime as dt
import wave
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony import prompts, wav
from telephony.prompts import Code

pytestmark = pytest.mark.unit


def test_every_prompt_ships_and_can_be_played() -> None:
    said = prompts.load()
    assert set(said.by_code) == set(prompts.CODES)
    assert 10 < said.seconds([Code.NOTICE, Code.GREETING, Code.URGENT_HINT]) < 20


def test_a_company_replaces_the_prompts_it_has(tmp_path: Path) -> None:
    (tmp_path / "notice.wav").write_bytes(wav.header(16_000) + bytes(16_000))
    said = prompts.load(tmp_path)
    assert said.files([Code.NOTICE, Code.BEEP]) == [
        str(tmp_path / "notice.wav"),
        str(prompts.SHIPPED / "beep.wav"),
    ]
    assert said.seconds([Code.NOTICE]) == 1.0


def _write(path: Path, rate_hz: int, channels: int, seconds: float) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(rate_hz)
        sound.writeframes(bytes(int(seconds * rate_hz) * 2 * channels))


@pytest.mark.parametrize(
    ("rate_hz", "channels", "seconds", "fault"),
    [
        pytest.param(44_100, 1, 1, "8000 Hz", id="of a music player"),
        pytest.param(8000, 2, 1, "mono", id="stereo"),
        pytest.param(8000, 1, 0, "must last", id="empty"),
        pytest.param(8000, 1, 61, "must last", id="a lecture"),
    ],
)
def test_a_prompt_that_cannot_be_played_is_named(
    rate_hz: int, channels: int, seconds: float, fault: str, tmp_path: Path
) -> None:
    _write(tmp_path / "goodbye.wav", rate_hz, channels, seconds)
    with pytest.raises(prompts.PromptsError, match=rf"goodbye\.wav: .*{fault}"):
        prompts.load(tmp_path)


def test_all_bad_prompts_are_named_at_once(tmp_path: Path) -> None:
    for name in ("goodbye", "digit_3"):
        (tmp_path / f"{name}.wav").write_text("#EXTM3U")
    with pytest.raises(prompts.PromptsError, match=r"(?s)goodbye\.wav.*digit_3\.wav"):
        prompts.load(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(prompts.PromptsError, match="absent"):
        prompts.load(tmp_path / "absent")


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_a_number_is_said_by_its_digits(number: int) -> None:
    assert "".join(code.removeprefix("digit_") for code in prompts.spoken_number(number)) == str(number)


NOW = dt.datetime(2026, 11, 20, 22, 14)  # a friday


@pytest.mark.parametrize(
    ("opens", "words"),
    [
        pytest.param(dt.datetime(2026, 11, 20, 23, 30), ("office_opens", "today", "hour_23", "minute_30"), id="today"),
        pytest.param(dt.datetime(2026, 11, 21, 9), ("office_opens", "tomorrow", "hour_09"), id="tomorrow"),
        pytest.param(dt.datetime(2026, 11, 23, 8), ("office_opens", "weekday_0", "hour_08"), id="on monday"),
        pytest.param(dt.datetime(2026, 11, 27, 9), ("office_closed",), id="a weekday a week ahead would mislead"),
        pytest.param(dt.datetime(2026, 11, 21, 9, 10), ("office_closed",), id="minutes that are not said"),
        pytest.param(None, ("office_closed",), id="unknown"),
    ],
)
def test_the_opening_is_said_as_people_say_it(opens: dt.datetime | None, words: tuple[str, ...]) -> None:
    assert prompts.opening_words(NOW, opens) == words
    prompts.load().files(words)
