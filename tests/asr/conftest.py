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


@pytest.fixture(scope="session")
def tiny_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CTranslate2 folder with a Whisper of random weights: good for the rules of the interface, not for words."""
    from ctranslate2.converters import TransformersConverter

    folder = tmp_path_factory.mktemp("models")
    _random_whisper(folder / "source")
    TransformersConverter(str(folder / "source"), copy_files=["tokenizer.json"]).convert(str(folder / "tiny-whisper"))
    return folder / "tiny-whisper"


def _random_whisper(folder: Path) -> None:
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, WhisperConfig, WhisperForConditionalGeneration

    marks = ["endoftext", "startoftranscript", "translate", "transcribe", "startoflm", "startofprev", "nospeech"]
    marks.append("notimestamps")  # the ids after it are times
    letters = {letter: index for index, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab=letters, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [f"<|{mark}|>" for mark in marks] + [f"<|{tick * 0.02:.2f}|>" for tick in range(1_501)]
    )
    end, start = tokenizer.token_to_id("<|endoftext|>"), tokenizer.token_to_id("<|startoftranscript|>")
    config = WhisperConfig(
        vocab_size=tokenizer.get_vocab_size(), num_mel_bins=80, d_model=32, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=64, decoder_ffn_dim=64,
        bos_token_id=end, eos_token_id=end, pad_token_id=end, decoder_start_token_id=start,
        suppress_tokens=[], begin_suppress_tokens=[],
    )  # fmt: skip
    torch.manual_seed(3)
    model = WhisperForConditionalGeneration(config)
    model.generation_config.alignment_heads = [[0, 0], [0, 1]]
    model.generation_config.no_timestamps_token_id = tokenizer.token_to_id("<|notimestamps|>")
    model.generation_config.lang_to_id = {}
    model.save_pretrained(folder)
    wrapped = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|endoftext|>", unk_token="<|endoftext|>")
    wrapped.save_pretrained(folder)


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
