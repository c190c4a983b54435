"""The features that the models hear: NeMo's 80 log-mel bins of 16 kHz sound, exactly as onnx-asr makes them.

Telephone sound is doubled to 16 kHz first. Features are kept on disk as bytes before normalisation, so that
training can still warp, mask and mix them.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

import numpy as np
import onnx_asr.preprocessors
import soxr
from numpy.typing import NDArray
from scipy.fft import rfft

Array = NDArray[np.float32]
MODEL_TYPE = "nemo-conformer-ctc"  # onnx-asr's name for models that hear these features
QUANTIZATION = "int8"
SAMPLE_RATE_HZ = 16000
HOP = 160
WINDOW = 400
FFT = 512
MEL_BINS = 80
USED_BINS = 60  # up to 3.7 kHz; above it a telephone carries nothing
PREEMPHASIS = np.float32(0.97)
GUARD = np.float32(2.0**-24)
BYTE_STEP = np.float32(0.09)
BYTE_FLOOR = np.float32(-16.7)


def log_mel(sound_8k: Array) -> Array:
    """Return (frames, bins) log-mel values of 8 kHz sound, not normalised; only the bins the model reads."""
    sound = soxr.resample(sound_8k, 8000, SAMPLE_RATE_HZ).astype(np.float32)
    count = len(sound) // HOP
    emphasised = sound - PREEMPHASIS * np.concatenate([np.zeros(1, np.float32), sound[:-1]])
    padded = np.pad(emphasised, FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP][:count]
    spectrum = np.abs(rfft(frames * _window(), axis=-1)) ** 2
    return np.asarray(np.log(spectrum.astype(np.float32) @ _filters() + GUARD), dtype=np.float32)


def normalise(values: Array) -> Array:
    """Return (frames, bins) values with zero mean and unit deviation in each bin, as the preprocessor does."""
    mean = values.mean(axis=0, keepdims=True)
    deviation = np.sqrt(((values - mean) ** 2).sum(axis=0, keepdims=True) / max(len(values) - 1, 1))
    return np.asarray(((values - mean) / (deviation + 1e-5)), dtype=np.float32)


def to_bytes(values: Array) -> NDArray[np.uint8]:
    """Return log-mel values rounded to bytes."""
    return np.asarray(np.clip(np.rint((values - BYTE_FLOOR) / BYTE_STEP), 0, 255), dtype=np.uint8)


def from_bytes(kept: NDArray[np.uint8]) -> Array:
    """Return the log-mel values that ``to_bytes`` kept."""
    return kept.astype(np.float32) * BYTE_STEP + BYTE_FLOOR


@lru_cache(maxsize=1)
def _window() -> Array:
    side = (FFT - WINDOW) // 2
    return np.pad(np.hanning(WINDOW), side).astype(np.float32)


@lru_cache(maxsize=1)
def _filters() -> Array:
    source = files(onnx_asr.preprocessors).joinpath("data").joinpath("fbanks.npz")
    with as_file(source) as path, np.load(path) as tables:
        return np.ascontiguousarray(tables["nemo80"][:, :USED_BINS], dtype=np.float32)
