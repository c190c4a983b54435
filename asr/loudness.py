"""Speech or merely sound: for engines that can be trusted to hear nothing where nobody speaks.

A voice detector misses voices that are unlike those it learned from, and then words are lost before any engine sees
them. A network that was trained on noise without words is the better judge, so it gets everything that is not silence.
"""

from __future__ import annotations

import numpy as np

from asr.engine import Audio
from asr.resampling import Samples
from asr.vad import FRAME_S, Probabilities, VoiceActivity

SILENT_DB = -60.0  # below full scale: what A-law itself leaves of silence
BELOW_PEAK_DB = 40.0  # quieter than the loudest sound around by this much is silence too
AROUND_S = 5.0
LEAST = 0.55  # what the quietest sound counts as; above the threshold of speech


class SoundActivity:
    """A voice detector that counts any sound as speech, the louder the more: cuts then fall where it is quiet."""

    def __init__(self, voices: VoiceActivity) -> None:
        self._voices = voices

    def probabilities(self, audio: Audio) -> Probabilities:
        voiced = self._voices.probabilities(audio)
        return np.maximum(voiced, _loudness(_levels(audio.samples, audio.sample_rate_hz, len(voiced))))


def _levels(samples: Samples, rate_hz: int, frames: int) -> Probabilities:
    """Return the level of each frame in dB below full scale."""
    edges = np.rint(np.arange(frames + 1) * FRAME_S * rate_hz).astype(np.int64)
    sums = np.concatenate(([0.0], np.cumsum(np.square(samples, dtype=np.float64))))
    energy = np.diff(sums[np.minimum(edges, len(samples))]) / np.maximum(1, np.diff(edges))
    return np.asarray(10.0 * np.log10(np.maximum(energy, 1e-12)), np.float32)


def _loudness(levels: Probabilities) -> Probabilities:
    """Return 0 for silence, :data:`LEAST` to 1 for sound."""
    around = int(AROUND_S / FRAME_S)
    padded = np.pad(levels, around, mode="edge")
    peaks = np.lib.stride_tricks.sliding_window_view(padded, 2 * around + 1).max(axis=1)
    floor = np.maximum(SILENT_DB, peaks - BELOW_PEAK_DB)
    share = np.clip((levels - floor) / BELOW_PEAK_DB, 0.0, 1.0)
    return np.asarray(np.where(levels > floor, LEAST + (1.0 - LEAST) * share, 0.0), np.float32)
