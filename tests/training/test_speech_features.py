from __future__ import annotations

import numpy as np
import pytest
import soxr
from onnx_asr.preprocessors.numpy_preprocessor import NemoPreprocessorNumpy

from training.speech.features import USED_BINS, from_bytes, log_mel, normalise, to_bytes

pytestmark = pytest.mark.unit


def _sound(seconds: float) -> np.ndarray:
    rng = np.random.default_rng(8)
    time = np.arange(int(seconds * 8000)) / 8000
    return (0.2 * np.sin(2 * np.pi * 300 * time * (1 + time)) + 0.05 * rng.standard_normal(len(time))).astype(
        np.float32
    )


@pytest.mark.parametrize("seconds", [0.4, 2.0, 3.017])
def test_training_hears_what_onnx_asr_hears(seconds: float) -> None:
    sound = _sound(seconds)
    doubled = soxr.resample(sound, 8000, 16000).astype(np.float32)
    theirs, lengths = NemoPreprocessorNumpy("nemo80")(doubled[None].copy(), np.array([len(doubled)]))
    ours = normalise(log_mel(sound))
    assert len(ours) == lengths[0]
    assert np.abs(ours - theirs[0, :USED_BINS, : lengths[0]].T).max() < 0.01


def test_bytes_keep_features_within_half_a_step() -> None:
    values = log_mel(_sound(1.0))
    assert np.abs(from_bytes(to_bytes(values)) - values).max() <= 0.0451
