"""Hear the line's tone in what it says: in a WAV that is still being written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from telephony import wav

TONE_HZ = 1000.0
FRAME = 160  # 20 ms
FRAMES_OF_TONE = 10  # 200 ms: no vowel holds one pure tone for so long
PURE = 0.8
QUIET = 300.0  # amplitude below which a frame is silence


@dataclass
class BeepEar:
    """Listens to *path* as it grows."""

    path: Path
    tone_hz: float = TONE_HZ
    _frame: int = 0
    _run: int = 0

    def listen(self) -> float | None:
        """Return when the next beep ended, in seconds of the recording; None while there is none."""
        for samples in self._new_frames():
            self._frame += 1
            if self._is_tone(samples):
                self._run += 1
                continue
            ended, self._run = self._run >= FRAMES_OF_TONE, 0
            if ended:
                return self._frame * FRAME / wav.RATE_HZ
        return None

    def _new_frames(self) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        offset = wav.HEADER_BYTES + self._frame * FRAME * wav.SAMPLE_BYTES
        try:
            with self.path.open("rb") as file:
                file.seek(offset)
                raw = file.read()
        except FileNotFoundError:
            raw = b""
        frames = len(raw) // (FRAME * wav.SAMPLE_BYTES)
        whole = np.frombuffer(raw[: frames * FRAME * wav.SAMPLE_BYTES], "<i2").astype(np.float64)
        return whole.reshape(frames, FRAME)

    def _is_tone(self, samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
        """Compare the energy at the tone with the whole energy of the frame."""
        energy = float(np.sum(samples**2))
        if energy < FRAME * QUIET**2 / 2:
            return False
        turns = np.exp(-2j * np.pi * self.tone_hz / wav.RATE_HZ * np.arange(len(samples)))
        at_tone = 2 * abs(np.sum(samples * turns)) ** 2 / len(samples)
        return bool(at_tone / energy > PURE)
