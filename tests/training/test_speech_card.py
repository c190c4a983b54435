from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from training.speech.card import refresh, table

pytestmark = pytest.mark.unit


def _set(word: float, letter: float, numbers: float | None = None) -> dict[str, Any]:
    return {
        "examples": 300,
        "word_error": word,
        "low": word - 0.01,
        "high": word + 0.01,
        "letter_error": letter,
        "numbers": numbers,
    }


FIGURES = {
    "clean": _set(0.07, 0.02, 0.9),
    "rare words": _set(0.5, 0.12),
    "words invented": {"hold music": 2, "fax": 0},
    "cost": {"load_s": 0.3, "times_real_time": 400.0, "memory_mb": 90.0},
}


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param("unheard synthetic voices", "| yes |", id="a bar that is met"),
        pytest.param("made-up brands", "| **no** |", id="a bar that is missed"),
        pytest.param("All numbers", "**missed**", id="numbers"),
        pytest.param("Words invented", "2 (bar 0: **missed**)", id="invented words are named by kind"),
        pytest.param("One core", "400 times real time (bar 30: met)", id="speed"),
        pytest.param("Peak memory", "90 MB (bar 500: met)", id="memory"),
    ],
)
def test_every_bar_is_judged_in_the_open(words: str, verdict: str) -> None:
    [line] = [line for line in table(FIGURES).splitlines() if words in line]
    assert verdict in line


def test_the_small_whisper_has_a_bar_of_its_own_on_the_first_set_alone() -> None:
    lines = table(FIGURES | {"engine": "faster-whisper", "clean": _set(0.19, 0.09, 0.7)}).splitlines()
    assert "word error ≤ 20% | yes" in next(line for line in lines if "unheard synthetic voices" in line)
    assert not any("missed" in line or "**no**" in line for line in lines)


def test_a_page_gets_new_figures_and_keeps_its_words(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text(json.dumps(FIGURES))
    page = tmp_path / "CARD.md"
    page.write_text("# Model\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nThe end.\n")
    refresh(tmp_path, [page])
    refresh(tmp_path, [page])
    text = page.read_text()
    assert "\nold\n" not in text
    assert text.count("made-up brands") == 1
    assert text.startswith("# Model\n")
    assert text.endswith("The end.\n")
