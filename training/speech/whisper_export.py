"""From a trained small Whisper to the folder that faster-whisper loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import WhisperSpec
from numpy.typing import NDArray
from torch import nn

from training.speech.whisper import SmallWhisper
from training.speech.whisper_data import END, HOP, SPECIAL, TOKENS, WINDOW_S

TRAINED_S = 12.0


def export(model: SmallWhisper, folder: Path) -> Path:
    """Write an int8 CTranslate2 model with its tokenizer and feature settings to *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = _spec(model)
    spec.register_vocabulary(list(TOKENS))
    shape = model.size
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = []
    spec.config.alignment_heads = [[shape.decoder_layers - 1, head] for head in range(shape.guided)]
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    _add_window(folder / "config.json")
    _write_tokenizer(folder / "tokenizer.json")
    settings = {"feature_size": 80, "sampling_rate": 16000, "hop_length": HOP, "chunk_length": WINDOW_S, "n_fft": 400}
    (folder / "preprocessor_config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    return folder


def _spec(model: SmallWhisper) -> WhisperSpec:
    size = model.size
    spec = WhisperSpec(size.encoder_layers, size.heads, size.decoder_layers, size.heads)
    for name, convolution in (("conv1", model.first), ("conv2", model.second)):
        getattr(spec.encoder, name).weight = _array(convolution.weight)
        getattr(spec.encoder, name).bias = _array(convolution.bias)
    spec.encoder.position_encodings.encodings = _array(model.waves)
    spec.decoder.position_encodings.encodings = _array(model.places)
    spec.decoder.embeddings.weight = _array(model.tokens.weight)
    spec.decoder.projection.weight = _array(model.tokens.weight)
    _norm(spec.encoder.layer_norm, model.encoder_norm)
    _norm(spec.decoder.layer_norm, model.decoder_norm)
    for target, layer in zip(spec.encoder.layer, model.encoder, strict=True):
        _layer(target, layer)
    for target, layer in zip(spec.decoder.layer, model.decoder, strict=True):
        _layer(target, layer.tokens)
        _across(target.attention, layer.cross)
    return spec


def _layer(target: Any, layer: Any) -> None:
    own = layer.own
    _norm(target.self_attention.layer_norm, own.norm)
    target.self_attention.linear[0].weight = np.concatenate([_array(own.query.weight), _array(own.key_value.weight)])
    target.self_attention.linear[0].bias = np.concatenate([_array(own.query.bias), _array(own.key_value.bias)])
    _linear(target.self_attention.linear[1], own.out)
    _norm(target.ffn.layer_norm, layer.norm)
    _linear(target.ffn.linear_0, layer.grow)
    _linear(target.ffn.linear_1, layer.shrink)


def _across(target: Any, cross: Any) -> None:
    _norm(target.layer_norm, cross.norm)
    for place, part in enumerate((cross.query, cross.key_value, cross.out)):
        _linear(target.linear[place], part)


def _linear(target: Any, layer: nn.Linear) -> None:
    target.weight, target.bias = _array(layer.weight), _array(layer.bias)


def _norm(target: Any, layer: nn.LayerNorm) -> None:
    target.gamma, target.beta = _array(layer.weight), _array(layer.bias)


def _array(values: Any) -> NDArray[np.float32]:
    return np.array(values.detach().float().numpy())  # a copy: the converter changes its arrays


def _add_window(path: Path) -> None:
    """Tell ``asr`` how long a stretch this model knows: its places beyond were never trained."""
    settings = json.loads(path.read_text("utf-8")) | {"window_s": TRAINED_S}
    path.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _write_tokenizer(path: Path) -> None:
    """A word's first letter is merged with the space before it; every other letter stands alone."""
    from tokenizers import AddedToken, Tokenizer, decoders, models

    vocabulary = {token: number for number, token in enumerate(TOKENS)}
    merges = [(" ", token[1]) for token in TOKENS[:END] if len(token) == 2]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True))
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIAL])
    tokenizer.save(str(path))
