"""The sibling for faster-whisper: a small Whisper of our own, trained on the same shards.

It differs from OpenAI's in what CTranslate2 and faster-whisper take from the model's files: a step of 20 ms between
feature frames instead of 10, so that its 3000 frames are 60 seconds, and letters for tokens. It knows no language, task
or time tokens, and no prompt: it writes what it hears and stops. faster-whisper always fills the 3000 frames up with
zeros; training mostly works on short windows, and shows now and then what a long filling looks like. Its first two
convolutions are wider than OpenAI's, as nearby frames tell a small network most; CTranslate2 pads them by one frame
whatever their width, so the last few of the 1500 frames are lost.

Three losses: the next token (cross-entropy), the letter or blank of every frame of the encoder (a distillation of the
CTC network's best paths), and how much of each guided head's attention misses its token's place (after the guided
attention of Tachibana et al., 2017, with known places instead of a diagonal).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.speech.alphabet import BLANK_ID
from training.speech.whisper_data import FRAMES, IGNORED, MAX_TOKENS, NOWHERE, TOKENS, WhisperBatch

LETTERS_WEIGHT = 0.3
PLACES_WEIGHT = 0.3
BLANK_WEIGHT = 0.3  # most frames are blank, and a letter is what the decoder must find
FIRST_KERNEL, SECOND_KERNEL, PADDING = 7, 5, 1
BEFORE, AFTER = 3, 2  # frames of 40 ms around a letter's place that guided heads may look at


@dataclass(frozen=True)
class WhisperSize:
    """The shape of the network; the decoder is small, the letters do not need much."""

    width: int = 192
    encoder_layers: int = 5
    decoder_layers: int = 2
    heads: int = 4

    @property
    def guided(self) -> int:
        """How many heads of each decoder layer are shown where to look."""
        return self.heads // 2


SMALL = WhisperSize()
TINY = WhisperSize(width=64, encoder_layers=2, decoder_layers=1, heads=2)


class Attention(nn.Module):
    """Multi-head attention over the same frames or tokens, or across to the encoder's frames."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, hidden: Tensor, *, causal: bool = False) -> Tensor:
        normal = self.norm(hidden)
        key, value = self.key_value(normal).chunk(2, dim=-1)
        scores = self._scores(normal, key)
        if causal:
            later = torch.ones(scores.shape[-2:], dtype=torch.bool, device=scores.device).triu(1)
            scores = scores.masked_fill(later, -torch.inf)
        return self._added(hidden, scores.softmax(-1) @ self._split(value))

    def across(self, hidden: Tensor, encoded: Tensor) -> tuple[Tensor, Tensor]:
        """Look at the encoder's frames; returns the attention too, (batch, heads, tokens, frames)."""
        key, value = self.key_value(encoded).chunk(2, dim=-1)
        attention = self._scores(self.norm(hidden), key).float().softmax(-1)
        return self._added(hidden, attention.to(value.dtype) @ self._split(value)), attention

    def _scores(self, normal: Tensor, key: Tensor) -> Tensor:
        """Return (batch, heads, queries, keys). A fused kernel would save memory, but is slower at these lengths."""
        query = self._split(self.query(normal))
        scores: Tensor = query @ self._split(key).transpose(-1, -2) / math.sqrt(query.shape[-1])
        return scores

    def _added(self, hidden: Tensor, seen: Tensor) -> Tensor:
        added: Tensor = self.out(seen.transpose(1, 2).flatten(2))
        return hidden + added

    def _split(self, values: Tensor) -> Tensor:
        result: Tensor = values.reshape(*values.shape[:2], self.heads, -1).transpose(1, 2)
        return result


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.own = Attention(width, heads)
        self.norm = nn.LayerNorm(width)
        self.grow = nn.Linear(width, 4 * width)
        self.shrink = nn.Linear(4 * width, width)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.stepped(self.own(hidden))

    def stepped(self, hidden: Tensor) -> Tensor:
        """Take the feed-forward step."""
        grown: Tensor = self.shrink(nn.functional.gelu(self.grow(self.norm(hidden))))
        return hidden + grown


class DecoderLayer(nn.Module):
    """One layer of the decoder: looks at the tokens so far, then across to the encoder."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.tokens = Layer(width, heads)
        self.cross = Attention(width, heads)

    def forward(self, hidden: Tensor, encoded: Tensor) -> tuple[Tensor, Tensor]:
        hidden, attention = self.cross.across(self.tokens.own(hidden, causal=True), encoded)
        return self.tokens.stepped(hidden), attention


class SmallWhisper(nn.Module):
    """Whisper's network at our size, with a layer beside it that names each frame's letter and is not exported."""

    def __init__(self, size: WhisperSize = SMALL) -> None:
        super().__init__()
        self.size = size
        self.first = nn.Conv1d(80, size.width, FIRST_KERNEL, padding=PADDING)
        self.second = nn.Conv1d(size.width, size.width, SECOND_KERNEL, stride=2, padding=PADDING)
        self.encoder = nn.ModuleList([Layer(size.width, size.heads) for _ in range(size.encoder_layers)])
        self.decoder = nn.ModuleList([DecoderLayer(size.width, size.heads) for _ in range(size.decoder_layers)])
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
        self.tokens = nn.Embedding(len(TOKENS), size.width)
        nn.init.normal_(self.tokens.weight, std=0.05)
        self.places = nn.Parameter(torch.randn(MAX_TOKENS, size.width) * 0.02)
        self.register_buffer("waves", _waves(FRAMES // 2, size.width))
        self.letters = nn.Linear(size.width, BLANK_ID + 1)

    def encode(self, features: Tensor) -> Tensor:
        """Return (batch, about frames / 2, width) for features of any even number of frames up to FRAMES."""
        hidden = nn.functional.gelu(self.second(nn.functional.gelu(self.first(features)))).transpose(1, 2)
        hidden = hidden + self.waves[: hidden.shape[1]]  # type: ignore[index]
        for layer in self.encoder:
            hidden = layer(hidden)
        encoded: Tensor = self.encoder_norm(hidden)
        return encoded

    def decode(self, given: Tensor, encoded: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return the scores of every next token, and each layer's attention (batch, heads, tokens, frames)."""
        hidden = self.tokens(given) + self.places[: given.shape[1]]
        attentions = []
        for layer in self.decoder:
            hidden, attention = layer(hidden, encoded)
            attentions.append(attention)
        return self.decoder_norm(hidden) @ self.tokens.weight.T, attentions

    def loss(self, batch: WhisperBatch) -> Tensor:
        """Return the joint loss of a batch."""
        encoded = self.encode(batch.features)
        scores, attentions = self.decode(batch.given, encoded)
        written = nn.functional.cross_entropy(
            scores.float().flatten(0, 1), batch.wanted.flatten(), ignore_index=IGNORED, label_smoothing=0.05
        )
        letters = batch.letters[:, : encoded.shape[1]]
        weights = torch.ones(BLANK_ID + 1, device=encoded.device)
        weights[BLANK_ID] = BLANK_WEIGHT
        named = nn.functional.cross_entropy(self.letters(encoded).float().flatten(0, 1), letters.flatten(), weights)
        looked = sum(missed(attention[:, : self.size.guided], batch.places) for attention in attentions)
        return written + LETTERS_WEIGHT * named + PLACES_WEIGHT * looked / len(attentions)


def missed(attention: Tensor, places: Tensor) -> Tensor:
    """Return the mean of -log of the attention that lies around each token's place.

    *attention* is (batch, heads, tokens, frames), *places* (batch, tokens) with NOWHERE for tokens that lie nowhere.
    """
    frames = attention.shape[-1]
    until = nn.functional.pad(attention.cumsum(-1), (1, 0))
    last = (places + AFTER + 1).clamp(0, frames)
    first = (places - BEFORE).clamp(0, frames - 1).minimum(last - 1)
    ends = torch.stack([first, last], dim=-1)[:, None].expand(-1, attention.shape[1], -1, -1).clamp(min=0)
    low, high = until.gather(-1, ends).unbind(-1)
    somewhere = (places != NOWHERE)[:, None].expand_as(low)
    return -(high - low).clamp(min=1e-4)[somewhere].log().mean()


def _waves(count: int, width: int) -> Tensor:
    """Return Whisper's sinusoidal places."""
    scales = torch.exp(-np.log(10000.0) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(count)[:, None] * scales[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1)
