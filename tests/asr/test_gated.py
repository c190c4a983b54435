"""The gate in front of every engine: what it hands over, and what becomes of what comes back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from asr.engine import Audio, EngineInfo, Word
from asr.gated import GatedTranscriber, Guard, Words
from asr.packing import GAP_S
from asr.resampling import Samples
from asr.vad import FRAME_S, Probabilities, VadOptions

pytestmark = pytest.mark.unit

RATE_HZ = 8_000


class LoudIsSpeech:
    """Voice activity of a sound that is loud or silent: whatever is loud is speech."""

    def probabilities(self, audio: Audio) -> Probabilities:
        frame = int(FRAME_S * audio.sample_rate_hz)
        count = -(-len(audio.samples) // frame)
        padded = np.pad(audio.samples, (0, count * frame - len(audio.samples))).reshape(count, frame)
        return (np.abs(padded).max(axis=1) > 0.1).astype(np.float32)


class Measuring:
    """A recogniser that hears one word per stretch: its length in tenths of a second."""

    sample_rate_hz = 16_000
    max_stretch_s = 20.0
    info = EngineInfo("measuring", "test")

    def __init__(self, batch_size: int = 2, window_s: float | None = None) -> None:
        self.batch_size = batch_size
        self.window_s = window_s
        self.batches: list[list[float]] = []
        self.hints: list[tuple[str, ...]] = []

    def recognise(self, batch: Sequence[Samples], *, hints: Sequence[str] = ()) -> list[Words]:
        lengths = [len(samples) / self.sample_rate_hz for samples in batch]
        self.batches.append(lengths)
        self.hints.append(tuple(hints))
        return [(Word(0.1, length - 0.1, f"{length * 10:.0f}", 0.9),) for length in lengths]


def sound(*stretches: tuple[float, float], seconds: float = 20.0) -> Audio:
    samples = np.zeros(int(seconds * RATE_HZ), np.float32)
    for start, end in stretches:
        samples[int(start * RATE_HZ) : int(end * RATE_HZ)] = 0.5
    return Audio(samples, RATE_HZ)


def gate(recogniser: Measuring, guards: Sequence[Guard] = ()) -> GatedTranscriber:
    return GatedTranscriber(recogniser, LoudIsSpeech(), options=VadOptions(pad_s=0.0), guards=guards)


def test_only_speech_reaches_the_engine_and_its_words_return_to_the_recording() -> None:
    engine = Measuring()
    [transcript] = gate(engine).transcribe_batch([sound((2.0, 4.0), (10.0, 13.0))])
    assert [round(length) for batch in engine.batches for length in batch] == [2, 3]
    first, second = transcript.segments
    assert (first.words[0].start, first.words[0].end) == (pytest.approx(2.1, abs=0.1), pytest.approx(3.9, abs=0.1))
    assert (second.start, second.confidence) == (pytest.approx(10.1, abs=0.1), 0.9)


def test_stretches_of_different_calls_share_a_batch_by_their_length() -> None:
    engine = Measuring(batch_size=2)
    gate(engine).transcribe_batch([sound((1, 2), (5, 11)), sound((1, 7), (10, 11))])
    assert [[round(length) for length in batch] for batch in engine.batches] == [[1, 1], [6, 6]]


def test_words_stay_with_their_call_whatever_the_batches() -> None:
    batch = [sound((1, 2), (5, 11)), sound(), sound((3, 6))]
    texts = [transcript.text for transcript in gate(Measuring(batch_size=3)).transcribe_batch(batch)]
    assert [len(text.split()) for text in texts] == [2, 0, 1]
    assert texts == [transcript.text for audio in batch for transcript in gate(Measuring()).transcribe_batch([audio])]


def test_an_engine_with_a_fixed_window_gets_it_filled() -> None:
    engine = Measuring(window_s=10.0)
    [transcript] = gate(engine).transcribe_batch([sound((0, 2), (4, 7), (9, 12), (14, 19))])
    assert [round(length, 0) for length in engine.batches[0]] == [5, round(2 + 3 + 3 + 2 * GAP_S)]
    assert len(transcript.words) == 2


def test_hints_and_progress_pass_through() -> None:
    engine, shares = Measuring(batch_size=1), []
    gate(engine).transcribe_batch([sound((0, 1), (3, 6))], hints=["перчатки"], progress=shares.append)
    assert engine.hints == [("перчатки",), ("перчатки",)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_guards_see_each_stretch_with_its_length_and_have_the_last_word() -> None:
    seen: list[float] = []

    def no_long_ones(words: Words, seconds: float) -> Words:
        seen.append(round(seconds))
        return words if seconds < 4 else ()

    [transcript] = gate(Measuring(), guards=[no_long_ones]).transcribe_batch([sound((0, 2), (5, 11))])
    assert sorted(seen) == [2, 6]
    assert len(transcript.segments) == 1


def test_no_stretch_is_longer_than_the_engine_can_take() -> None:
    engine = Measuring()
    gate(engine).transcribe_batch([sound((0, 70), seconds=75.0)])
    assert max(length for batch in engine.batches for length in batch) <= engine.max_stretch_s
