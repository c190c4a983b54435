"""Bring sound to the sample rate that a network was trained on."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
import soxr

Samples = npt.NDArray[np.float32]


def resampled(samples: Samples, source_hz: int, target_hz: int) -> Samples:
    """Return *samples* at *target_hz*; the same array when the rate is already that."""
    if source_hz == target_hz or len(samples) == 0:
        return samples
    return cast(Samples, soxr.resample(samples, source_hz, target_hz, quality="HQ").astype(np.float32, copy=False))
