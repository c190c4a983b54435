from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.speech import people
from training.speech.alphabet import fold
from training.speech.people import Piece, is_held_out

pytestmark = pytest.mark.unit


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recording of six seconds in the layout of festvox-ru, with one pause inside."""
    for folder in ("etc", "lab", "wav"):
        (tmp_path / folder).mkdir()
    (tmp_path / "etc" / "txt.done.data").write_text('( ru_0001 "Мам+а, мыла раму." )\n', "utf-8")
    rows = ["#", "1.0 125 pau", "1.5 125 m", "2.0 125 a", "2.2 125 m", "2.5 125 aa", "3.5 125 pau"]
    rows += ["4.0 125 i", "4.3 125 l", "4.5 125 a", "5.0 125 aa", "5.4 125 u", "6.0 125 pau"]
    (tmp_path / "lab" / "ru_0001.lab").write_text("\n".join(rows))
    soundfile.write(tmp_path / "wav" / "ru_0001.wav", np.zeros(96000, dtype=np.float32), 16000)
    monkeypatch.setattr(people, "FESTVOX", tmp_path)
    monkeypatch.setattr(people, "PROMPT_TEXTS", tmp_path / "missing")
    return tmp_path


def _spell(folder: Path, text: str) -> None:
    (folder / "etc" / "txt.done.data").write_text(f'( ru_0001 "{text}" )\n', "utf-8")


def test_a_reading_is_cut_at_the_middle_of_a_pause_between_known_words(reader: Path) -> None:
    _spell(reader, "Мама, мылра му.")
    assert [piece.text for piece in people.pieces()] == ["мама мылра му"]
    _spell(reader, "Мама, мыла ру у.")
    assert [(piece.text, len(piece.sound)) for piece in people.pieces()] == [("мама", 24000), ("мыла ру у", 24000)]


def test_a_reading_whose_vowels_do_not_add_up_stays_whole(reader: Path) -> None:
    _spell(reader, "Мама мыла большую раму.")
    assert [len(piece.sound) for piece in people.pieces()] == [48000]


def test_a_place_between_two_words_without_certainty_is_not_cut(reader: Path) -> None:
    _spell(reader, "Мама в мыла ру у.")
    assert len(people.pieces()) == 1


def test_without_the_packages_there_are_no_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "FESTVOX", tmp_path)
    monkeypatch.setattr(people, "PROMPT_TEXTS", tmp_path / "missing")
    assert people.pieces() == []


def test_pieces_of_one_recording_are_held_out_together() -> None:
    silence = np.zeros(1, dtype=np.float32)
    names = [f"ru_{number:04d}" for number in range(620)]
    held = {name for name in names if is_held_out(Piece("reader", name, "да", silence))}
    assert 40 < len(held) < 85
    assert {is_held_out(Piece("reader", name, "нет", silence)) for name in held} == {True}


@pytest.mark.skipif(not people.FESTVOX.exists(), reason="festvox-ru is not installed")
def test_the_installed_readings_keep_a_natural_pace() -> None:
    found = [piece for piece in people.pieces() if piece.speaker == "reader"]
    paces = np.array([len(piece.text) / (len(piece.sound) / 8000) for piece in found])
    assert len(found) > 2000
    assert 8 < np.median(paces) < 13
    assert np.percentile(paces, 1) > 3
    assert np.percentile(paces, 99) < 20
    assert all(fold(piece.text) == piece.text for piece in found)
