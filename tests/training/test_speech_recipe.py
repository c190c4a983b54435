from __future__ import annotations

import ctypes.util
from pathlib import Path

import numpy as np
import pytest

from training.speech import corpus, recipe
from training.speech.channel import from_alaw
from training.speech.evaluate import Example, listener, measure, words_of_nothing
from training.speech.voices import Manner, Reader, VoiceError, espeak_data

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(ctypes.util.find_library("espeak-ng") is None, reason="espeak-ng is not installed"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[float]]:
    """Run the whole recipe at its small size: about half a minute on one core."""
    work = tmp_path_factory.mktemp("recipe")
    losses: list[float] = []

    def note(part: str, _done: int, _total: int, remark: str) -> None:
        if part == "training":
            losses.append(float(remark))

    recipe.threads(1)
    return work, recipe.make(work, recipe.SIZES["small"], "cpu", note), losses


def test_the_small_recipe_learns(made: tuple[Path, Path, list[float]]) -> None:
    _, _, losses = made
    assert losses[-1] < 0.2 * losses[20]


def test_what_it_learned_is_read_by_onnx_asr(made: tuple[Path, Path, list[float]]) -> None:
    work, folder, _ = made
    items = [item for item in corpus.read(work / "corpus" / "tiny-000.npz") if item.text][:40]
    figures = measure(listener(folder), [Example(from_alaw(item.alaw), item.text) for item in items])
    assert figures.word_error < 0.2
    assert figures.low <= figures.word_error <= figures.high


def test_a_second_run_finds_everything_done(made: tuple[Path, Path, list[float]]) -> None:
    work, folder, _ = made
    steps: list[int] = []
    again = recipe.make(work, recipe.SIZES["small"], "cpu", lambda part, done, *_: steps.append(done))
    assert again == folder
    assert steps == [1]


def test_invented_words_are_counted_by_kind_of_sound(made: tuple[Path, Path, list[float]]) -> None:
    found = words_of_nothing(lambda _sound: "два слова", minutes=0.2)
    assert sum(found.values()) == 132


def test_evaluation_voices_are_kept_out_of_training(made: tuple[Path, Path, list[float]]) -> None:
    cast = espeak_data(made[0] / "corpus" / "espeak")
    assert len(set(cast.training)) > 200
    assert len(set(cast.evaluation)) >= 50
    assert not set(cast.training) & set(cast.evaluation)


def test_a_synthesizer_that_dies_at_once_is_an_error(made: tuple[Path, Path, list[float]]) -> None:
    with Reader(made[0] / "corpus" / "espeak") as reader:
        reader._process.kill()
        with pytest.raises(VoiceError, match="does not run"):
            reader.say("алло", Manner("m1"))


def test_a_reader_outlives_its_synthesizer(made: tuple[Path, Path, list[float]]) -> None:
    with Reader(made[0] / "corpus" / "espeak") as reader:
        first = reader.say("алло", Manner("m1"))
        reader._process.kill()
        assert len(reader.say("алло", Manner("m1"))) == 0
        assert np.array_equal(reader.say("алло", Manner("m1")), first)
