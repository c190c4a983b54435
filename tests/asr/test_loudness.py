"""What is heard when an engine that knows silence gets every sound."""

from __future__ import annotations

import numpy as np
import pytest

from asr.engine import Audio
from asr.loudness import SoundActivity
from asr.vad import Probabilities, VadOptions, speech_stretches

pytestmark = pytest.mark.unit
RATE_HZ = 8_000


class Deaf:
    """A voice detector that never hears a voice."""

    def probabilities(self, audio: Audio) -> Probabilities:
        return np.zeros(-(-len(audio.samples) // 256), np.float32)


def tone(seconds: float, level: float) -> np.ndarray:
    return (level * np.sin(np.arange(int(seconds * RATE_HZ)) * 0.9)).astype(np.float32)


def spans(*parts: np.ndarray, options: VadOptions | None = None) -> list[tuple[float, float]]:
    found = speech_stretches(SoundActivity(Deaf()), Audio(np.concatenate(parts), RATE_HZ), options)
    return [(round(stretch.start_s, 1), round(stretch.end_s, 1)) for stretch in found]


def test_a_sound_that_the_detector_missed_is_given_to_the_engine() -> None:
    assert spans(tone(2, 1e-5), tone(3, 0.1), tone(2, 1e-5)) == [(1.7, 5.3)]


def test_silence_is_left_out() -> None:
    assert spans(tone(5, 0.0)) == []
    assert spans(tone(5, 2e-4)) == []


def test_a_quiet_speaker_long_after_a_loud_one_is_heard() -> None:
    assert spans(tone(1, 0.9), tone(20, 0.0), tone(2, 4e-3)) == [(0.0, 1.3), (20.7, 23.0)]


def test_long_sound_is_cut_where_it_is_quietest() -> None:
    found = spans(tone(8, 0.1), tone(0.2, 0.01), tone(8, 0.1), options=VadOptions(max_stretch_s=10.0))
    assert len(found) == 2
    assert found[0][1] == pytest.approx(8.1, abs=0.15)


def test_what_the_detector_hears_counts_whatever_its_level() -> None:
    class Keen:
        def probabilities(self, audio: Audio) -> Probabilities:
            return np.ones(-(-len(audio.samples) // 256), np.float32)

    assert SoundActivity(Keen()).probabilities(Audio(tone(1, 1e-5), RATE_HZ)).min() == 1.0
