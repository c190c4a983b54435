"""One contract for everything that turns sound into words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from asr.build import AsrSettings, build_transcriber
from asr.digits_twice import DigitsTwice
from asr.engine import Audio, Transcriber, Transcript
from asr.gated import GatedTranscriber
from asr.model_folder import EMBEDDED_DIR
from asr.resampling import resampled
from asr.testing import ScriptedTranscriber
from benchmarks.nonspeech import SOUNDS, make

pytestmark = pytest.mark.unit

Say = Callable[[str], Audio]
ORDER = "Здравствуйте, мне нужно пятьсот пар перчаток и десять коробок изоленты."
CALLBACK = "Перезвоните мне завтра утром, пожалуйста."


def texts(transcripts: list[Transcript]) -> list[str]:
    return [transcript.text for transcript in transcripts]


@pytest.fixture(scope="session")
def engines() -> dict[str, Transcriber]:
    """Engines already loaded, by the name of their test class."""
    return {}


@pytest.fixture
def engine(request: pytest.FixtureRequest, engines: dict[str, Transcriber]) -> Transcriber:
    """The engine of the test's class, loaded once a session."""
    name = request.cls.__name__
    if name not in engines:
        engines[name] = request.cls.build(request)
    return engines[name]


class TranscriberContract:
    """What the rest of the house relies on, whoever listens."""

    build: ClassVar[Callable[[pytest.FixtureRequest], Transcriber]]

    @pytest.mark.parametrize("samples", [0, 1, 80, 8_000, 240_000])
    def test_silence_has_no_words(self, engine: Transcriber, samples: int) -> None:
        [transcript] = engine.transcribe_batch([Audio(np.zeros(samples, np.float32), 8_000)])
        assert transcript.words == ()
        assert transcript.duration == samples / 8_000

    def test_no_audio_gives_no_transcript(self, engine: Transcriber) -> None:
        assert engine.transcribe_batch([]) == []

    def test_words_are_in_order_and_inside_the_recording(self, engine: Transcriber, say: Say) -> None:
        audio = say(ORDER)
        [transcript] = engine.transcribe_batch([audio])
        for word in transcript.words:
            assert 0 <= word.start <= word.end <= audio.seconds
            assert word.text == word.text.strip() != ""
            assert word.confidence is None or 0 <= word.confidence <= 1
        assert all(before.start <= after.start for before, after in pairwise(transcript.words))

    def test_segments_say_what_their_words_say(self, engine: Transcriber, say: Say) -> None:
        [transcript] = engine.transcribe_batch([say(ORDER)])
        for segment in transcript.segments:
            assert segment.text == " ".join(word.text for word in segment.words) != ""
            assert segment.start <= segment.words[0].start
            assert segment.words[-1].end <= segment.end

    def test_transcripts_keep_the_order_of_their_audio(self, engine: Transcriber, say: Say) -> None:
        quiet = Audio(np.zeros(16_000, np.float32), 8_000)
        batch = [quiet, say(CALLBACK), quiet, say(ORDER)]
        transcripts = engine.transcribe_batch(batch)
        assert [transcript.duration for transcript in transcripts] == [audio.seconds for audio in batch]
        assert transcripts[0].words == transcripts[2].words == ()

    def test_hints_are_taken_without_harm(self, engine: Transcriber, say: Say) -> None:
        [transcript] = engine.transcribe_batch([say(ORDER)], hints=["перчатки", "изолента"] * 300)
        assert transcript.duration == say(ORDER).seconds

    def test_the_engine_says_who_it_is(self, engine: Transcriber, say: Say) -> None:
        [transcript] = engine.transcribe_batch([say(ORDER)])
        assert transcript.engine == engine.info
        assert engine.info.name
        assert engine.info.model
        assert transcript.language == "ru"


class ModelContract(TranscriberContract):
    """What a real network must do besides, whatever its weights."""

    def test_the_same_recording_gives_the_same_words(self, engine: Transcriber, say: Say) -> None:
        assert engine.transcribe_batch([say(ORDER)]) == engine.transcribe_batch([say(ORDER)])

    @pytest.mark.parametrize("name", [name for name in SOUNDS if name != "silence"])
    def test_sounds_of_the_telephone_have_no_words(self, engine: Transcriber, name: str) -> None:
        [transcript] = engine.transcribe_batch([Audio(make(name, 12, seed=9), 8_000)])
        assert transcript.words == ()

    def test_speech_longer_than_any_window_is_heard_to_its_end(self, engine: Transcriber, say: Say) -> None:
        long = Audio(np.tile(say(ORDER).samples, 10), 8_000)
        [transcript] = engine.transcribe_batch([long])
        assert all(before.end <= after.start for before, after in pairwise(transcript.segments))


class WordsContract(ModelContract):
    """What a trained network must do besides."""

    def test_an_order_is_understood(self, engine: Transcriber, say: Say) -> None:
        [transcript] = engine.transcribe_batch([say(ORDER)])
        heard = transcript.text.lower().split()
        expected = ["мне", "нужно", "пятьсот", "пар", "перчаток", "и", "десять", "коробок", "изоленты"]
        assert len(set(expected) & set(heard)) >= len(expected) - 2

    def test_calls_recognised_together_read_as_calls_recognised_apart(self, engine: Transcriber, say: Say) -> None:
        batch = [say(ORDER), say(CALLBACK), say(ORDER)]
        apart = [transcript for audio in batch for transcript in engine.transcribe_batch([audio])]
        assert texts(engine.transcribe_batch(batch)) == texts(apart)

    def test_sixteen_kilohertz_read_as_eight(self, engine: Transcriber, say: Say) -> None:
        narrow = say(CALLBACK)
        wide = Audio(resampled(narrow.samples, 8_000, 16_000), 16_000)
        first, second = (set(text.split()) for text in texts(engine.transcribe_batch([narrow, wide])))
        assert len(first ^ second) <= 2

    def test_words_sound_where_their_times_say(self, engine: Transcriber, say: Say) -> None:
        pause_s = 3.0
        audio = say(CALLBACK)
        twice = np.concatenate([audio.samples, np.zeros(int(pause_s * 8_000), np.float32), audio.samples])
        [transcript] = engine.transcribe_batch([Audio(twice, 8_000)])
        [alone] = engine.transcribe_batch([audio])
        shift_s = audio.seconds + pause_s
        assert transcript.words[-1].start == pytest.approx(alone.words[-1].start + shift_s, abs=0.35)

    def test_a_sure_word_is_surer_than_noise_over_speech(self, engine: Transcriber, say: Say) -> None:
        clean = say(ORDER)
        hiss = make("line_noise", clean.seconds, peak=0.8)[: len(clean.samples)]
        clear, noisy = engine.transcribe_batch([clean, Audio(clean.samples * 0.5 + hiss * 0.3, 8_000)])
        assert mean_confidence(clear) > (mean_confidence(noisy) if noisy.words else 0.0)


def mean_confidence(transcript: Transcript) -> float:
    return float(np.mean([word.confidence for word in transcript.words]))


def settings(path: Path) -> AsrSettings:
    return AsrSettings(model=str(path))


def embedded_whisper() -> Path:
    path = EMBEDDED_DIR / "whisper"
    if not (path / "model.bin").is_file():
        pytest.skip("the small Whisper is not in this checkout")
    return path


class TestScripted(TranscriberContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        return ScriptedTranscriber("мне нужно пятьсот пар", "перезвоните мне")


class TestRandomCtc(ModelContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        return build_transcriber(settings(request.getfixturevalue("tiny_ctc")))


class TestRandomWhisper(ModelContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        return build_transcriber(settings(request.getfixturevalue("tiny_whisper")))


class TestEmbeddedCtc(WordsContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        return build_transcriber(AsrSettings())

    def test_it_says_that_it_is_a_demonstration(self, engine: Transcriber) -> None:
        assert engine.info.demonstration


class TestEmbeddedWhisper(WordsContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        return build_transcriber(settings(embedded_whisper()))


class TestDigitsTwice(TranscriberContract):
    @staticmethod
    def build(request: pytest.FixtureRequest) -> Transcriber:
        first = build_transcriber(settings(request.getfixturevalue("tiny_ctc")))
        second = build_transcriber(settings(request.getfixturevalue("tiny_ctc")))
        assert isinstance(first, GatedTranscriber)
        assert isinstance(second, GatedTranscriber)
        return DigitsTwice(first, second)
