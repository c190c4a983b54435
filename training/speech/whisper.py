"""The sibling for faster-whisper: a small Whisper of our own, trained on the same shards.

It differs from OpenAI's in what CTranslate2 and faster-whisper take from the model's files: a step of 20 ms between
feature frames instead of 10, so that its 3000 frames are 60 seconds, and letters for tokens. It knows no language, task
or time tokens, and no prompt: it writes what it hears and stops. faster-whisper always fills the 3000 frames up with
zeros; training mostly works on short windows, and shows now and then what a long filling looks like.

While it learns, a CTC loss on the encoder shows it where each letter is; without it a decoder this small does not
find its place for hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import soxr
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor, nn

from training.speech import channel, corpus
from training.speech.alphabet import BLANK_ID, LETTERS, encode
from training.speech.data import Shards

WINDOW_S = 60
HOP = 320
FRAMES = WINDOW_S * 16000 // HOP
SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
# A word's first letter carries its space: faster-whisper forbids the bare space, as it begins « -» and « '».
TOKENS = (*LETTERS, *(f" {letter}" for letter in LETTERS), " ", "<unk>", *SPECIAL)
END, START, NO_TIMES = (TOKENS.index(f"<|{name}|>") for name in ("endoftext", "startoftranscript", "notimestamps"))
MAX_TOKENS = 448
_IDS = {token: number for number, token in enumerate(TOKENS)}
CTC_WEIGHT = 0.3


@dataclass(frozen=True)
class WhisperSize:
    """The shape of the network; the decoder is small, the letters do not need much."""

    width: int = 192
    encoder_layers: int = 5
    decoder_layers: int = 2
    heads: int = 4


SMALL = WhisperSize()
TINY = WhisperSize(width=64, encoder_layers=2, decoder_layers=1, heads=2)


@dataclass(frozen=True)
class Load:
    """How much a batch holds: windows of up to so many seconds, cut short with a chance after each utterance."""

    windows: int = 12
    window_s: float = 10.0
    shorter: float = 0.25


USUAL = Load()


@dataclass(frozen=True)
class WhisperBatch:
    """Padded features (batch, 80, frames), decoder input and wanted tokens, and the letters for CTC."""

    features: Tensor
    given: Tensor
    wanted: Tensor
    letters: Tensor
    letter_counts: Tensor


class Attention(nn.Module):
    """Multi-head attention over itself, or over the encoder's frames."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, hidden: Tensor, other: Tensor | None = None, *, causal: bool = False) -> Tensor:
        normal = self.norm(hidden)
        query = self._split(self.query(normal))
        key, value = self.key_value(normal if other is None else other).chunk(2, dim=-1)
        seen = nn.functional.scaled_dot_product_attention(query, self._split(key), self._split(value), is_causal=causal)
        added: Tensor = self.out(seen.transpose(1, 2).flatten(2))
        return hidden + added

    def _split(self, values: Tensor) -> Tensor:
        result: Tensor = values.reshape(*values.shape[:2], self.heads, -1).transpose(1, 2)
        return result


class Layer(nn.Module):
    """One layer of the encoder, or of the decoder where it looks at the encoder too."""

    def __init__(self, width: int, heads: int, *, crossing: bool) -> None:
        super().__init__()
        self.own = Attention(width, heads)
        self.cross = Attention(width, heads) if crossing else None
        self.norm = nn.LayerNorm(width)
        self.grow = nn.Linear(width, 4 * width)
        self.shrink = nn.Linear(4 * width, width)

    def forward(self, hidden: Tensor, encoded: Tensor | None = None) -> Tensor:
        hidden = self.own(hidden, causal=self.cross is not None)
        if self.cross is not None:
            hidden = self.cross(hidden, encoded)
        grown: Tensor = self.shrink(nn.functional.gelu(self.grow(self.norm(hidden))))
        return hidden + grown


class SmallWhisper(nn.Module):
    """Whisper's network at our size, with a CTC layer beside it that is not exported."""

    def __init__(self, size: WhisperSize = SMALL) -> None:
        super().__init__()
        self.size = size
        self.first = nn.Conv1d(80, size.width, 3, padding=1)
        self.second = nn.Conv1d(size.width, size.width, 3, stride=2, padding=1)
        self.encoder = nn.ModuleList(
            [Layer(size.width, size.heads, crossing=False) for _ in range(size.encoder_layers)]
        )
        self.decoder = nn.ModuleList([Layer(size.width, size.heads, crossing=True) for _ in range(size.decoder_layers)])
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
        self.tokens = nn.Embedding(len(TOKENS), size.width)
        nn.init.normal_(self.tokens.weight, std=0.05)
        self.places = nn.Parameter(torch.randn(MAX_TOKENS, size.width) * 0.02)
        self.register_buffer("waves", _waves(FRAMES // 2, size.width))
        self.letters = nn.Linear(size.width, BLANK_ID + 1)

    def encode(self, features: Tensor) -> Tensor:
        """Return (batch, frames / 2, width) for features of any even number of frames up to FRAMES."""
        hidden = nn.functional.gelu(self.second(nn.functional.gelu(self.first(features)))).transpose(1, 2)
        hidden = hidden + self.waves[: hidden.shape[1]]  # type: ignore[index]
        for layer in self.encoder:
            hidden = layer(hidden)
        encoded: Tensor = self.encoder_norm(hidden)
        return encoded

    def decode(self, given: Tensor, encoded: Tensor) -> Tensor:
        """Return the scores of every next token."""
        hidden = self.tokens(given) + self.places[: given.shape[1]]
        for layer in self.decoder:
            hidden = layer(hidden, encoded)
        result: Tensor = self.decoder_norm(hidden) @ self.tokens.weight.T
        return result

    def loss(self, batch: WhisperBatch) -> Tensor:
        """Return the joint loss per letter."""
        encoded = self.encode(batch.features)
        scores = self.decode(batch.given, encoded).float()
        written = nn.functional.cross_entropy(
            scores.flatten(0, 1), batch.wanted.flatten(), ignore_index=-100, label_smoothing=0.05
        )
        placed = nn.functional.ctc_loss(
            self.letters(encoded).float().log_softmax(-1).transpose(0, 1),
            batch.letters,
            torch.full((len(batch.features),), encoded.shape[1]),
            batch.letter_counts,
            blank=BLANK_ID,
            reduction="sum",
            zero_infinity=True,
        )
        return (1 - CTC_WEIGHT) * written + CTC_WEIGHT * placed / max(int(batch.letter_counts.sum()), 1)


def _waves(count: int, width: int) -> Tensor:
    """Return Whisper's sinusoidal places."""
    scales = torch.exp(-np.log(10000.0) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(count)[:, None] * scales[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


@lru_cache(maxsize=1)
def _extractor() -> Any:
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor(hop_length=HOP, chunk_length=WINDOW_S)


def features_of(sound_8k: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (80, frames) features as faster-whisper makes them of a segment, before it fills up with zeros."""
    sound = soxr.resample(sound_8k, 8000, 16000).astype(np.float32)
    return np.asarray(_extractor()(sound)[..., :-1][:, :FRAMES], dtype=np.float32)


def batches(shards: Shards, kinds: Sequence[str], load: Load, rng: Generator) -> Iterator[WhisperBatch]:
    """Yield batches without end; short utterances of a shard are joined so that windows are well filled."""
    while True:
        names = [names[int(rng.integers(len(names)))] for kind in kinds if (names := shards.names(kind))]
        items = [item for name in names for item in shards.items(name)]
        windows = list(_fill([items[place] for place in rng.permutation(len(items))], load, rng))
        for start in range(0, len(windows) - load.windows + 1, load.windows):
            filling = int(rng.choice([0, 10, 50, 200], p=[0.3, 0.4, 0.2, 0.1]))
            yield _collate(windows[start : start + load.windows], filling, rng)


def _fill(items: Sequence[corpus.Utterance], load: Load, rng: Generator) -> Iterator[list[corpus.Utterance]]:
    held: list[corpus.Utterance] = []
    for item in items:
        length = sum(len(other.alaw) for other in held) + len(item.alaw)
        letters = sum(len(other.text) + 1 for other in held) + len(item.text)
        if held and (length > load.window_s * 8000 or letters > MAX_TOKENS - 8 or rng.random() < load.shorter):
            yield held
            held = []
        if len(item.alaw) <= load.window_s * 8000:
            held.append(item)


def _collate(windows: Sequence[list[corpus.Utterance]], filling: int, rng: Generator) -> WhisperBatch:
    sounds = [np.concatenate([channel.from_alaw(item.alaw) for item in window]) for window in windows]
    heard = [_masked(features_of(sound), rng) for sound in sounds]
    longest = min(FRAMES, -(-(max(values.shape[1] for values in heard) + filling) // 32) * 32)
    features = np.stack([np.pad(values, ((0, 0), (0, longest - values.shape[1]))) for values in heard])
    said = [" ".join(item.text for item in window if item.text) for window in windows]
    texts = [to_tokens(text) for text in said]
    room = max(len(text) for text in texts) + 2
    given, wanted = torch.full((len(texts), room), END), torch.full((len(texts), room), -100)
    for row, text in enumerate(texts):
        given[row, : len(text) + 2] = torch.tensor([START, NO_TIMES, *text])
        wanted[row, 1 : len(text) + 2] = torch.tensor([*text, END])
    letters = torch.tensor([letter for text in said for letter in encode(text)], dtype=torch.long)
    return WhisperBatch(torch.from_numpy(features), given, wanted, letters, torch.tensor([len(text) for text in said]))


def to_tokens(text: str) -> list[int]:
    """Return the tokens of a folded text: each word's first letter is the one with a space before it."""
    return [
        _IDS[f" {word[0]}"] if place == 0 else _IDS[letter]
        for word in text.split()
        for place, letter in enumerate(word)
    ]


def _masked(features: NDArray[np.float32], rng: Generator) -> NDArray[np.float32]:
    low = float(features.min())
    for _ in range(3):
        width = int(rng.integers(0, 10))
        start = int(rng.integers(0, max(features.shape[1] - width, 1)))
        features[:, start : start + width] = low
    width = int(rng.integers(0, 10))
    start = int(rng.integers(0, 60))
    features[start : start + width] = low
    return features
