"""Recognise with any model that onnx-asr loads from a folder: the embedded one, GigaAM, T-one, Parakeet.

The library is imported when an engine is built, not before. It is given a folder that exists, and then it never asks
the network for anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from asr.engine import EngineBusy, EngineError, EngineInfo, ModelMissing
from asr.gated import Words
from asr.hardware import Hardware
from asr.language import read_ngrams
from asr.letter_network import LetterNetwork
from asr.model_folder import ModelFolder
from asr.resampling import Samples
from asr.token_words import words_of

MIN_STRETCH_S = 0.3  # shorter input has too few frames for the features' mean and variance


class OnnxRecogniser:
    """A :class:`~asr.gated.Recogniser` over onnx-asr."""

    max_stretch_s = 16.0
    window_s = None

    def __init__(self, folder: ModelFolder, hardware: Hardware) -> None:
        self._folder = folder
        self.sample_rate_hz = 8_000 if (folder.model_type or "").startswith("t-") else 16_000
        # On a CPU a batch only adds padding, and int8 scales would then depend on who shares the batch.
        self.batch_size = hardware.batch_size or (32 if hardware.device == "cuda" else 1)
        self._model = _load(folder, hardware)
        self._letters = LetterNetwork.inside(self._model, self.sample_rate_hz, read_ngrams(folder.path))
        self.info = EngineInfo(
            name="onnx-asr",
            model=folder.name,
            version=folder.version,
            compute_type=folder.quantization or "float32",
            demonstration=folder.demonstration,
        )

    def recognise(self, batch: Sequence[Samples], *, hints: Sequence[str] = ()) -> list[Words]:
        shortest = int(MIN_STRETCH_S * self.sample_rate_hz)
        waves = [np.pad(samples, (0, max(0, shortest - len(samples)))) for samples in batch]
        try:
            if self._letters is not None and (hints or self._letters.searches):
                return self._letters.recognise(waves, hints)
            results = self._model.recognize(waves, sample_rate=self.sample_rate_hz)
        except MemoryError as error:
            raise EngineBusy("no memory for a batch") from error
        except _runtime_errors() as error:
            raise _translated(error) from error
        return [
            words_of(
                result.tokens or (), result.timestamps or (), result.logprobs or (), len(wave) / self.sample_rate_hz
            )
            for result, wave in zip(results, waves, strict=True)
        ]


def _load(folder: ModelFolder, hardware: Hardware) -> Any:
    import onnx_asr
    import onnxruntime
    from onnx_asr.utils import ModelLoadingError

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = hardware.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    refusals: tuple[type[Exception], ...] = (ModelLoadingError, OSError, ValueError, KeyError, *_runtime_errors())
    try:
        model = onnx_asr.load_model(
            folder.model_type or "",
            folder.path,
            quantization=folder.quantization,
            sess_options=options,
            providers=_providers(hardware.device, onnxruntime.get_available_providers()),
            preprocessor_config={"max_concurrent_workers": 1},
        )
    except refusals as error:
        raise ModelMissing(f"модель в {folder.path} не загрузилась: {error}") from error
    return model.with_timestamps()


def _providers(device: str, available: Sequence[str]) -> list[str]:
    if device != "cuda":
        return ["CPUExecutionProvider"]
    if "CUDAExecutionProvider" not in available:
        raise EngineError(
            "the settings ask for CUDA, but this onnxruntime was built without it: install onnxruntime-gpu"
        )
    return ["CUDAExecutionProvider", "CPUExecutionProvider"]


def _runtime_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return (state.Fail, state.InvalidArgument, state.InvalidProtobuf, state.RuntimeException, state.NoSuchFile)


def _translated(error: Exception) -> EngineError:
    text = str(error).lower()
    return EngineBusy("no memory for a batch") if "alloc" in text or "memory" in text else EngineError(str(error))
