"""Where a model runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hardware:
    """The device (``cpu`` or ``cuda``), the number type a model computes in, and how many threads it may take."""

    device: str = "cpu"
    compute_type: str | None = None  # None: int8 on a CPU, float16 on CUDA; onnx-asr takes what the folder holds
    threads: int = 1
    batch_size: int | None = None  # None: the engine's own choice for the device
