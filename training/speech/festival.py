"""Sentences read by Festival's Russian voice, which joins sounds cut from a man's recordings.

Slower than espeak-ng and one voice only, but the timbre is a person's and it says any sentence: it carries the
language of orders over to human sound.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from training.speech.voices import to_telephone

VOICE = "voice_msu_ru_nsh_clunits"
_TIMEOUT_S = 900


def read_aloud(texts: Sequence[str]) -> list[NDArray[np.float32]]:
    """Return each text read aloud at 8 kHz; an empty sound where Festival failed on it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.wav" for number in range(len(texts))]
        script = Path(folder) / "say.scm"
        said = [_command(text, path) for text, path in zip(texts, paths, strict=True)]
        script.write_text("\n".join([f"({VOICE})", *said]), encoding="utf-8")
        subprocess.run(["festival", "-b", str(script)], check=False, capture_output=True, timeout=_TIMEOUT_S)
        return [_heard(path) for path in paths]


def _command(text: str, path: Path) -> str:
    spoken = text.replace('"', " ").replace("\\", " ")
    return f'(unwind-protect (utt.save.wave (utt.synth (Utterance Text "{spoken}")) "{path}" \'riff) nil)'


def _heard(path: Path) -> NDArray[np.float32]:
    if not path.exists() or path.stat().st_size < 2000:
        return np.zeros(0, dtype=np.float32)
    sound, rate = soundfile.read(path, dtype="float32")
    return to_telephone(sound, rate)
