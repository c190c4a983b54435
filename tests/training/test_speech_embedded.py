from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.speech.alphabet import vocabulary_file
from training.speech.evaluate import product_listener, words_of_nothing

pytestmark = pytest.mark.unit
EMBEDDED = Path(__file__).parents[2] / "asr" / "embedded"


@pytest.mark.parametrize("folder", ["ctc", "whisper"])
def test_a_model_that_ships_is_small_and_has_a_card(folder: str) -> None:
    if not (EMBEDDED / folder).exists():
        pytest.skip(f"no {folder} in this checkout")
    files = [path for path in (EMBEDDED / folder).iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 30 * 2**20
    assert "demonstration" in (EMBEDDED / folder / "CARD.md").read_text("utf-8").lower()


def test_the_shipped_letters_are_those_of_the_recipe() -> None:
    assert (EMBEDDED / "ctc" / "vocab.txt").read_text("utf-8") == vocabulary_file()


def test_the_shipped_model_is_silent_where_nobody_speaks() -> None:
    listen = product_listener(EMBEDDED / "ctc")
    assert listen(np.zeros(16000, dtype=np.float32)) == ""
    assert sum(words_of_nothing(listen, minutes=2.0).values()) == 0
