"""Which words are not believed because they stand alone where nobody speaks."""

from __future__ import annotations

import numpy as np
import pytest

from asr.engine import Audio, Word
from asr.lonely import without_lonely
from asr.vad import FRAME_S, Probabilities

pytestmark = pytest.mark.unit
SOUND = Audio(np.zeros(80_000, np.float32), 8_000)


class Voices:
    """Hears a voice between two moments."""

    def __init__(self, start_s: float = 0.0, end_s: float = 0.0) -> None:
        self.times = start_s, end_s

    def probabilities(self, audio: Audio) -> Probabilities:
        moments = np.arange(int(audio.seconds / FRAME_S)) * FRAME_S
        return ((moments >= self.times[0]) & (moments < self.times[1])).astype(np.float32)


def said(*words: tuple[float, str, float]) -> tuple[Word, ...]:
    return tuple(Word(start, start + 0.3, text, confidence) for start, text, confidence in words)


def kept(words: tuple[Word, ...], voices: Voices) -> list[str]:
    return [word.text for words in without_lonely([words], SOUND, voices) for word in words]


def test_an_unsure_word_far_from_others_is_dropped_where_no_voice_was_heard() -> None:
    assert kept(said((1.0, "там", 0.68), (5.0, "нам", 0.4)), Voices()) == []


def test_the_voice_detector_saves_a_quiet_yes() -> None:
    assert kept(said((1.0, "да", 0.5), (5.0, "нам", 0.4)), Voices(0.9, 1.4)) == ["да"]


def test_a_sure_word_is_believed_without_a_voice() -> None:
    assert kept(said((1.0, "двести", 0.95)), Voices()) == ["двести"]


def test_words_that_follow_each_other_are_speech() -> None:
    assert kept(said((1.0, "сто", 0.5), (1.5, "пар", 0.5), (2.2, "перчаток", 0.5)), Voices()) == [
        "сто",
        "пар",
        "перчаток",
    ]
