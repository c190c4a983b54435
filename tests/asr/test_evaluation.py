"""Scores of engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from asr.build import AsrSettings
from asr.engine import Audio, EngineInfo, Segment, Transcript, Word
from asr.evaluation import (
    by_fact,
    confidence_of,
    letter_errors,
    listed_errors,
    number_errors,
    score,
    word_errors,
)
from benchmarks.nonspeech import RATE_HZ, SOUNDS, make
from benchmarks.speech import invented_words, main, measure, readable
from benchmarks.speech_data import DataError, load_recordings

pytestmark = pytest.mark.unit

Say = Callable[[str], Audio]


@pytest.mark.parametrize(
    ("said", "heard", "errors", "of"),
    [
        pytest.param("мне нужно пять пар", "мне нужно пять пар", 0, 4, id="the same"),
        pytest.param("Ещё, пожалуйста!", "еще пожалуйста", 0, 2, id="case, punctuation and ё are folded"),
        pytest.param("мне нужно пять пар", "мне пять паров", 2, 4, id="one lost, one wrong"),
        pytest.param("пятьсот двадцать пар", "520 пар", 0, 2, id="digits are the number"),
        pytest.param("две тысячи пар", "2 тысячи пар", 0, 2, id="a mixture is the number"),
        pytest.param("пятьсот двадцать пар", "530 пар", 1, 2, id="other digits are one error"),
        pytest.param("пятьсот двадцать пар", "пятьсот тридцать пар", 1, 3, id="spelled on both sides counts words"),
        pytest.param("мне пять", "", 2, 2, id="nothing heard"),
        pytest.param("", "алло", 1, 0, id="heard in silence"),
    ],
)
def test_word_errors_are_counted_after_folding(said: str, heard: str, errors: int, of: int) -> None:
    rate = word_errors([score(said, heard), score("да да", "да да")])
    assert (rate.errors, rate.of) == (errors, of + 2)


def test_the_interval_spans_the_rate_and_narrows_with_more_recordings() -> None:
    pairs = [score("мне нужно пять пар", "мне нужно пять пар"), score("мне нужно пять пар", "мне нужна пять пар")]
    few, many = word_errors(pairs * 5), word_errors(pairs * 100)
    for rate in (few, many):
        assert rate.low is not None
        assert rate.high is not None
        assert rate.share is not None
        assert rate.low <= rate.share <= rate.high
    assert (many.high or 0) - (many.low or 0) < (few.high or 0) - (few.low or 0)


def test_letters_count_in_letters() -> None:
    rate = letter_errors([score("пар перчаток", "пар перчатак")])
    assert (rate.errors, rate.of) == (1, 12)


def test_numbers_are_right_only_when_all_of_a_recording_are() -> None:
    rate = number_errors(
        [
            score("пятьсот пар и две коробки", "500 пар и две коробки"),
            score("пятьсот пар и две коробки", "пятьсот пар и три коробки"),
            score("перезвоните мне", "перезвоните мне пять"),
        ]
    )
    assert (rate.errors, rate.of) == (1, 2)


def test_listed_words_are_found_in_any_form() -> None:
    scored = [
        score("нужно пять пар перчаток", "нужно пять пар печати"),
        score("изолента и перчатки", "изолента перчатки"),
    ]
    rate = listed_errors(scored, ["Перчатки ПВХ", "изолента"])
    assert (rate.errors, rate.of) == (1, 3)


def test_rates_are_given_by_each_fact() -> None:
    rates = by_fact(
        [score("да", "да", {"noise": "тихо"}), score("да", "нет", {"noise": "шум"}), score("да", "нет")], "noise"
    )
    assert {value: rate.share for value, rate in rates.items()} == {"тихо": 0.0, "шум": 1.0}


def test_confidence_is_measured_by_how_it_tells_right_from_wrong() -> None:
    words = (Word(0, 1, "мне", 0.9), Word(1, 2, "пять", 0.4), Word(2, 3, "пар", 0.8))
    heard = Transcript((Segment(0, 3, "мне пять пар", words),), 3.0, EngineInfo("a", "b"))
    told = confidence_of([heard], [score("мне шесть пар", heard.text)])
    assert told == {"right": 0.85, "wrong": 0.4, "area": 1.0}


@pytest.fixture
def folder(tmp_path: Path, say: Say) -> Path:
    for name, text in (("one", "мне нужно пятьсот пар"), ("two", "перезвоните мне завтра")):
        soundfile.write(tmp_path / f"{name}.wav", say(text).samples, 8_000)
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "products.txt").write_text("пара\n", encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("file,voice\none.wav,ru\ntwo.wav,ru+f2\n", encoding="utf-8")
    soundfile.write(tmp_path / "without-text.wav", say("алло").samples, 8_000)
    return tmp_path


def test_any_folder_of_pairs_is_measured(folder: Path, tiny_ctc: Path) -> None:
    report = measure(AsrSettings(model=str(tiny_ctc)), load_recordings(folder), nonspeech_minutes=0.1)
    assert report["recordings"] == 2
    assert report["words"]["of"] == 7
    assert report["listed"]["products"]["of"] == 1
    assert set(report["by"]["voice"]) == {"ru", "ru+f2"}
    assert report["speed"]["times_real_time"] > 1
    assert report["invented"]["minutes"] > 0
    assert json.loads(json.dumps(report)) == report
    assert "Ошибки в словах (WER)" in readable(report)


def test_a_limit_turns_into_the_exit_code(folder: Path, tiny_ctc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [str(folder), "--model", str(tiny_ctc), "--nonspeech-minutes", "0"]
    assert main([*asked, "--limit", "100"]) == 0
    assert main([*asked, "--limit", "0.01"]) == 1
    assert '"recordings": 2' in capsys.readouterr().out


def test_the_digest_changes_with_the_data(folder: Path) -> None:
    before = load_recordings(folder).digest
    (folder / "one.txt").write_text("мне нужно шестьсот пар", encoding="utf-8")
    assert load_recordings(folder).digest != before


def test_a_folder_without_pairs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="нет ни одного"):
        load_recordings(tmp_path)
    with pytest.raises(DataError, match="нет такой папки"):
        load_recordings(tmp_path / "no")


def test_a_manifest_without_file_names_is_refused(folder: Path) -> None:
    (folder / "manifest.csv").write_text("name,voice\none,ru\n", encoding="utf-8")
    with pytest.raises(DataError, match="нет столбца file"):
        load_recordings(folder)


def test_words_heard_in_noise_are_counted_with_the_noise_they_came_from() -> None:
    from asr.testing import ScriptedTranscriber

    told = invented_words(ScriptedTranscriber("продолжение следует"), 0.0, 0, lambda *_: None)
    assert told["words"] > 0
    assert "fax" in told["in"]
    assert "silence" not in told["in"]


@pytest.mark.parametrize("name", SOUNDS)
def test_sounds_without_speech_have_their_length_and_repeat(name: str) -> None:
    sound = make(name, 7.3, seed=2, peak=0.5)
    assert len(sound) == int(7.3 * RATE_HZ)
    assert np.array_equal(sound, make(name, 7.3, seed=2, peak=0.5))
    assert np.abs(sound).max() == pytest.approx(0.0 if name == "silence" else 0.5, abs=1e-3)
