"""From a checkpoint to the folder that onnx-asr loads: an int8 network, its letters and its settings."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.speech.alphabet import vocabulary_file
from training.speech.features import MEL_BINS, MODEL_TYPE
from training.speech.model import STEM_FACTOR, SpeechModel

MODEL_FILE = "model.int8.onnx"
OPSET = 17


class _Whole(nn.Module):
    """The model with the length of its input in 64 bits, as onnx-asr gives it."""

    def __init__(self, model: SpeechModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, audio_signal: Tensor, length: Tensor) -> Tensor:
        heard: Tensor = self.model(audio_signal, length)
        return heard


def export(model: SpeechModel, folder: Path) -> Path:
    """Write the model to *folder* for ``onnx_asr.load_model(MODEL_TYPE, folder, quantization="int8")``."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "model.float.onnx"
    _to_onnx(model, whole)
    quantize_dynamic(
        whole,
        folder / MODEL_FILE,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,  # processors without VNNI saturate on full eight bits
        weight_type=QuantType.QInt8,
    )
    whole.unlink()
    (folder / "vocab.txt").write_text(vocabulary_file(), encoding="utf-8")
    settings = {
        "model_type": MODEL_TYPE,
        "features_size": MEL_BINS,
        "subsampling_factor": STEM_FACTOR,
        "hears_silence": True,  # read by asr: the corpus holds sound without words
    }
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    return folder


def _to_onnx(model: SpeechModel, path: Path) -> None:
    example = (torch.randn(2, MEL_BINS, 403), torch.tensor([403, 300]))
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracing exporter warns that it is the older one
        torch.onnx.export(
            _Whole(model.eval()),
            example,
            path,
            input_names=["audio_signal", "length"],
            output_names=["logprobs"],
            dynamic_axes={
                "audio_signal": {0: "batch", 2: "frames"},
                "length": {0: "batch"},
                "logprobs": {0: "batch", 1: "short"},
            },
            opset_version=OPSET,
            dynamo=False,
        )
