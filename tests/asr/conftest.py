"""Sounds and models that the tests of recognition share. Everything is made here; nothing is downloaded."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import soundfile
from onnx import TensorProto, helper, numpy_helper

from asr.engine import Audio
from asr.resampling import resampled
from asr.vad import BundledSilero

LETTERS = " абвгдежзийклмнопрстуфхцчшщъыьэюя"
Say = Callable[[str], Audio]


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Say:
    """Speak a Russian text: 8 kHz with half a second of silence on both sides."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    folder = tmp_path_factory.mktemp("speech")
    spoken: dict[str, Audio] = {}

    def speak(text: str) -> Audio:
        if text not in spoken:
            path = folder / f"{len(spoken)}.wav"
            subprocess.run(["espeak-ng", "-v", "ru", "-s", "140", "-w", str(path), text], check=True)
            samples, rate_hz = soundfile.read(path, dtype="float32")
            quiet = np.zeros(4_000, np.float32)
            spoken[text] = Audio(np.concatenate([quiet, resampled(samples, rate_hz, 8_000) * 0.7, quiet]), 8_000)
        return spoken[text]

    return speak


@pytest.fixture(scope="session")
def silero() -> BundledSilero:
    return BundledSilero()


@pytest.fixture(scope="session")
def tiny_ctc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the embedded model's layout: random weights that map mel features to letters."""
    folder = tmp_path_factory.mktemp("models") / "tiny-ctc"
    folder.mkdir()
    onnx.save(_random_ctc(len(LETTERS) + 1), folder / "model.onnx")
    rows = [f"{'▁' if letter == ' ' else letter} {index}\n" for index, letter in enumerate([*LETTERS, "<blk>"])]
    (folder / "vocab.txt").write_text("".join(rows), encoding="utf-8")
    config = {"model_type": "nemo-conformer-ctc", "features_size": 80, "subsampling_factor": 4}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _random_ctc(outputs: int) -> onnx.ModelProto:
    weights = np.random.default_rng(7).standard_normal((80, outputs)).astype(np.float32)
    make, info = helper.make_node, helper.make_tensor_value_info
    nodes = [
        make("AveragePool", ["audio_signal"], ["pooled"], kernel_shape=[4], strides=[4], ceil_mode=1),
        make("Transpose", ["pooled"], ["frames"], perm=[0, 2, 1]),
        make("MatMul", ["frames", "weights"], ["scores"]),
        make("Cast", ["length"], ["as_float"], to=TensorProto.FLOAT),
        make("ReduceSum", ["as_float"], ["sum"], keepdims=0),
        make("Mul", ["sum", "zero"], ["nothing"]),
        make("Add", ["scores", "nothing"], ["used"]),
        make("LogSoftmax", ["used"], ["logprobs"], axis=-1),
    ]
    inputs = [
        info("audio_signal", TensorProto.FLOAT, ["batch", 80, "time"]),
        info("length", TensorProto.INT64, ["batch"]),
    ]
    constants = [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(np.float32(0), "zero")]
    logprobs = info("logprobs", TensorProto.FLOAT, ["batch", "steps", outputs])
    model = helper.make_model(
        helper.make_graph(nodes, "tiny", inputs, [logprobs], constants), opset_imports=[helper.make_opsetid("", 17)]
    )
    model.ir_version = 8
    return model
