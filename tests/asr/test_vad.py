"""Where speech is, and where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import pytest

from asr.engine import Audio, ModelMissing
from asr.resampling import resampled
from asr.vad import (
    FRAME_S,
    Stretch,
    VadOptions,
    VoiceActivity,
    build_voice_activity,
    speech_stretches,
    stretches_of,
)
from benchmarks.nonspeech import SOUNDS, make

pytestmark = pytest.mark.unit

ORDER = "Здравствуйте, мне нужно пятьсот пар перчаток с пвх и десять коробок изоленты."
OPTIONS = VadOptions(min_silence_s=0.1, pad_s=0.0, min_speech_s=0.0)


def frames(pattern: str) -> np.ndarray:
    """Read ``-`` as silence, ``~`` as the doubtful middle and ``#`` as speech, one frame each."""
    return np.array([{"-": 0.1, "~": 0.4, "#": 0.9}[mark] for mark in pattern], np.float32)


def in_frames(stretches: list[Stretch]) -> list[tuple[int, int]]:
    return [(round(stretch.start_s / FRAME_S), round(stretch.end_s / FRAME_S)) for stretch in stretches]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("----------", [], id="silence"),
        pytest.param("--~~~~~---", [], id="doubt alone is no speech"),
        pytest.param("--###~~---", [(2, 7)], id="doubt after speech prolongs it"),
        pytest.param("--##-##---", [(2, 7)], id="a short pause is bridged"),
        pytest.param("##-----###", [(0, 2), (7, 10)], id="a long pause ends a stretch"),
        pytest.param("##########", [(0, 10)], id="speech to the very end"),
    ],
)
def test_stretches_follow_the_probabilities(pattern: str, expected: list[tuple[int, int]]) -> None:
    assert in_frames(stretches_of(frames(pattern), len(pattern) * FRAME_S, OPTIONS)) == expected


def test_a_click_is_too_short_for_speech() -> None:
    options = VadOptions(min_speech_s=0.15, pad_s=0.0)
    assert stretches_of(frames("-----##-----"), 12 * FRAME_S, options) == []


def test_padding_never_makes_stretches_overlap_or_leave_the_recording() -> None:
    options = VadOptions(min_silence_s=0.1, pad_s=0.5, min_speech_s=0.0)
    first, second = stretches_of(frames("##----##"), 8 * FRAME_S, options)
    assert (first.start_s, second.end_s) == (0.0, 8 * FRAME_S)
    assert first.end_s == second.start_s == pytest.approx(4 * FRAME_S)


def test_long_speech_is_cut_at_its_quietest_moment() -> None:
    probabilities = np.full(1_000, 0.9, np.float32)
    probabilities[450:454] = 0.55
    cut = stretches_of(probabilities, 32.0, VadOptions(max_stretch_s=20.0, pad_s=0.0))
    assert len(cut) == 2
    assert 450 * FRAME_S <= cut[0].end_s <= 454 * FRAME_S
    assert cut[0].end_s == cut[1].start_s


def test_endless_speech_without_a_pause_is_still_cut() -> None:
    cut = stretches_of(np.full(5_000, 0.9, np.float32), 160.0, VadOptions(max_stretch_s=20.0))
    assert max(stretch.seconds for stretch in cut) <= 20.0
    assert cut[0].start_s == 0.0
    assert cut[-1].end_s == 160.0


@pytest.fixture(scope="module")
def detectors() -> dict[str, VoiceActivity]:
    return {}


@pytest.fixture
def vad(request: pytest.FixtureRequest, detectors: dict[str, VoiceActivity]) -> VoiceActivity:
    """The detector of the test's class, loaded once."""
    name = request.cls.detector
    if name not in detectors:
        try:
            detectors[name] = build_voice_activity(name)
        except ModelMissing:
            pytest.skip(f"{name} is not installed")
    return detectors[name]


class VoiceActivityContract:
    """What every detector must do; both hold Silero's network."""

    detector: ClassVar[str]

    def test_speech_is_found_where_it_is(self, vad: VoiceActivity, say: Callable[[str], Audio]) -> None:
        audio = say(ORDER)
        stretches = speech_stretches(vad, audio)
        assert sum(stretch.seconds for stretch in stretches) > 0.7 * (audio.seconds - 1.0)
        assert stretches[0].start_s == pytest.approx(0.4, abs=0.4)

    def test_both_sample_rates_give_the_same_stretches(self, vad: VoiceActivity, say: Callable[[str], Audio]) -> None:
        audio = say(ORDER)
        wide = Audio(resampled(audio.samples, 8_000, 16_000), 16_000)
        narrow_s, wide_s = (sum(s.seconds for s in speech_stretches(vad, each)) for each in (audio, wide))
        assert wide_s == pytest.approx(narrow_s, abs=0.4)

    def test_one_probability_comes_for_each_frame(self, vad: VoiceActivity) -> None:
        probabilities = vad.probabilities(Audio(np.zeros(80_000, np.float32), 8_000))
        assert len(probabilities) == int(np.ceil(10 / FRAME_S))
        assert probabilities.max() < 0.5

    @pytest.mark.parametrize("samples", [0, 1, 100])
    def test_next_to_no_sound_has_no_speech(self, vad: VoiceActivity, samples: int) -> None:
        assert speech_stretches(vad, Audio(np.zeros(samples, np.float32), 8_000)) == []

    @pytest.mark.parametrize("name", SOUNDS)
    def test_sounds_of_the_telephone_are_not_speech(self, vad: VoiceActivity, name: str) -> None:
        heard = [speech_stretches(vad, Audio(make(name, 15, seed=5, peak=peak), 8_000)) for peak in (0.8, 0.1)]
        assert sum(stretch.seconds for stretches in heard for stretch in stretches) < 1.0


class TestBundledSilero(VoiceActivityContract):
    detector = "bundled"

    def test_a_long_recording_is_heard_as_its_pieces_are(self, vad: VoiceActivity, say: Callable[[str], Audio]) -> None:
        samples = np.tile(say(ORDER).samples, 14)
        whole = vad.probabilities(Audio(samples, 8_000))
        assert (whole[-len(whole) // 14 :] > 0.5).mean() > 0.5


class TestPackagedSilero(VoiceActivityContract):
    detector = "silero-vad"


def test_a_detector_that_does_not_exist_is_named() -> None:
    with pytest.raises(ModelMissing, match="webrtc"):
        build_voice_activity("webrtc")
