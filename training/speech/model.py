"""A conformer that spells Russian telephone speech: CTC over letters, 40 ms per output frame.

Almost all work is done at 80 ms per frame, which is what makes training on a few CPU cores
possible. One frame of 80 ms often holds two letters, so the output layer speaks twice per frame,
looking also at the 40 ms frames of the stem.

Only the mel bins below the telephone's upper edge are read: above 4 kHz a resampler's
rounding noise would be blown up to full scale by the per-bin normalisation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.speech.alphabet import BLANK_ID, VOCABULARY
from training.speech.features import USED_BINS

STEM_FACTOR = 4  # feature frames (10 ms) per output frame


@dataclass(frozen=True)
class ModelSize:
    """The shape of the network."""

    width: int = 192
    layers: int = 8
    heads: int = 4
    feed_forward: int = 3
    kernel: int = 9
    finish: int = 2  # steps at 40 ms
    stem_channels: int = 8
    reach: int = 48  # frames of 80 ms that attention sees to either side: 3.8 s
    dropout: float = 0.0  # there is always more speech to make


TINY = ModelSize(width=64, layers=2, heads=2, feed_forward=2, kernel=5, finish=1, stem_channels=8)
FULL = ModelSize()


class Stem(nn.Module):
    """Two strided convolutions over time and frequency: 10 ms frames in, 40 ms frames out."""

    def __init__(self, width: int, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, channels, 3, stride=2, padding=1)
        self.second = nn.Conv2d(channels, 2 * channels, 3, stride=2, padding=1)
        self.project = nn.Linear(2 * channels * (USED_BINS // 4), width)
        self.norm = nn.LayerNorm(width)

    def forward(self, features: Tensor) -> Tensor:
        hidden = torch.relu(self.second(torch.relu(self.first(features.unsqueeze(1)))))
        batch, channels, bins, frames = hidden.shape
        flat = hidden.permute(0, 3, 1, 2).reshape(batch, frames, channels * bins)
        result: Tensor = self.norm(self.project(flat))
        return result


class FeedForward(nn.Module):
    """The usual half-step feed-forward module."""

    def __init__(self, size: ModelSize) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(size.width)
        self.grow = nn.Linear(size.width, size.feed_forward * size.width)
        self.shrink = nn.Linear(size.feed_forward * size.width, size.width)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, hidden: Tensor) -> Tensor:
        grown = nn.functional.silu(self.grow(self.norm(hidden)))
        result: Tensor = self.dropout(self.shrink(self.dropout(grown)))
        return result


class Attention(nn.Module):
    """Self-attention with rotary positions, limited to a band so that long calls read like short ones."""

    def __init__(self, size: ModelSize) -> None:
        super().__init__()
        self.heads = size.heads
        self.depth = size.width // size.heads
        self.norm = nn.LayerNorm(size.width)
        self.mix = nn.Linear(size.width, 3 * size.width)
        self.out = nn.Linear(size.width, size.width)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, hidden: Tensor, cos: Tensor, sin: Tensor, bias: Tensor) -> Tensor:
        batch, frames, width = hidden.shape
        mixed = self.mix(self.norm(hidden)).view(batch, frames, 3, self.heads, self.depth)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        query, key = rotate(query, cos, sin), rotate(key, cos, sin)
        scores = query @ key.transpose(-1, -2) / math.sqrt(self.depth) + bias
        seen = scores.softmax(-1) @ value
        result: Tensor = self.dropout(self.out(seen.transpose(1, 2).reshape(batch, frames, width)))
        return result


class Convolution(nn.Module):
    """The conformer's gated depthwise convolution."""

    def __init__(self, size: ModelSize) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(size.width)
        self.gate = nn.Linear(size.width, 2 * size.width)
        self.depthwise = nn.Conv1d(size.width, size.width, size.kernel, padding=size.kernel // 2, groups=size.width)
        self.inner = nn.LayerNorm(size.width)
        self.out = nn.Linear(size.width, size.width)
        self.dropout = nn.Dropout(size.dropout)

    def forward(self, hidden: Tensor, keep: Tensor) -> Tensor:
        gated = nn.functional.glu(self.gate(self.norm(hidden)), dim=-1) * keep
        spread = self.depthwise(gated.transpose(1, 2)).transpose(1, 2)
        result: Tensor = self.dropout(self.out(nn.functional.silu(self.inner(spread))))
        return result


class Block(nn.Module):
    """One conformer block."""

    def __init__(self, size: ModelSize) -> None:
        super().__init__()
        self.before = FeedForward(size)
        self.attention = Attention(size)
        self.convolution = Convolution(size)
        self.after = FeedForward(size)
        self.norm = nn.LayerNorm(size.width)

    def forward(self, hidden: Tensor, cos: Tensor, sin: Tensor, bias: Tensor, keep: Tensor) -> Tensor:
        hidden = hidden + 0.5 * self.before(hidden)
        hidden = hidden + self.attention(hidden, cos, sin, bias)
        hidden = hidden + self.convolution(hidden, keep)
        result: Tensor = self.norm(hidden + 0.5 * self.after(hidden))
        return result


class Finish(nn.Module):
    """A convolution and a feed-forward step at 40 ms, where neighbours agree who writes a letter that both heard."""

    def __init__(self, size: ModelSize) -> None:
        super().__init__()
        self.convolution = Convolution(size)
        self.feed_forward = FeedForward(size)
        for layer in (self.convolution.out, self.feed_forward.shrink):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, hidden: Tensor, keep: Tensor) -> Tensor:
        hidden = hidden + self.convolution(hidden, keep)
        finished: Tensor = hidden + 0.5 * self.feed_forward(hidden)
        return finished


class SpeechModel(nn.Module):
    """Normalised log-mel features in, log probabilities of letters out."""

    def __init__(self, size: ModelSize = FULL) -> None:
        super().__init__()
        self.size = size
        self.stem = Stem(size.width, size.stem_channels)
        self.join = nn.Linear(2 * size.width, size.width)
        self.blocks = nn.ModuleList([Block(size) for _ in range(size.layers)])
        self.split = nn.Linear(size.width, 2 * size.width)
        self.head_norm = nn.LayerNorm(size.width)
        self.head = nn.Linear(size.width, len(VOCABULARY))
        self.finish = nn.ModuleList([Finish(size) for _ in range(size.finish)])

    def forward(self, features: Tensor, lengths: Tensor) -> Tensor:
        """Return (batch, ceil(frames / 4), letters) log probabilities; padding frames say blank.

        *features* is (batch, 80, frames) as NeMo's preprocessor gives them, *lengths* counts real frames.
        """
        frames = features.shape[2]
        short = (frames + STEM_FACTOR - 1) // STEM_FACTOR
        padded = nn.functional.pad(features[:, :USED_BINS], (0, 8))[:, :, : (short + 1) // 2 * 8]
        fine = self.stem(padded)
        coarse_lengths = (lengths + 2 * STEM_FACTOR - 1) // (2 * STEM_FACTOR)
        # Under autocast only the inside of blocks is narrow: sums along the depth of the network and places stay wide.
        hidden = self.join(fine.reshape(fine.shape[0], fine.shape[1] // 2, 2 * self.size.width)).float()
        cos, sin = rotary(hidden, self.size.width // self.size.heads)
        keep, bias = self._masks(hidden, coarse_lengths)
        for block in self.blocks:
            hidden = block(hidden, cos, sin, bias, keep)
        spoken = self.split(hidden).reshape(fine.shape).float() + fine
        keep_fine = keep.repeat_interleave(2, dim=1)
        for step in self.finish:
            spoken = step(spoken, keep_fine)
        logits = self.head(nn.functional.silu(self.head_norm(spoken)))
        result: Tensor = logits[:, :short].float().log_softmax(-1)
        return result

    def _masks(self, hidden: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        places = torch.arange(hidden.shape[1], device=hidden.device)
        keep = (places[None] < lengths[:, None]).to(hidden.dtype)
        near = ((places[:, None] - places[None]).abs() <= self.size.reach).to(hidden.dtype)
        seen = near[None] * keep[:, None]
        return keep[:, :, None], ((1.0 - seen) * -30000.0)[:, None]


def rotary(hidden: Tensor, depth: int) -> tuple[Tensor, Tensor]:
    """Return the cosines and sines of every frame's position, (frames, depth / 2) each."""
    places = torch.arange(hidden.shape[1], device=hidden.device).to(hidden.dtype)
    steps = torch.arange(depth // 2, device=hidden.device).to(hidden.dtype)
    angles = places[:, None] * torch.exp(steps * (-math.log(10000.0) / (depth // 2)))[None]
    return angles.cos(), angles.sin()


def rotate(values: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn each pair of numbers by its frame's angle."""
    first, second = values.chunk(2, dim=-1)
    return torch.cat([first * cos - second * sin, first * sin + second * cos], dim=-1)


def greedy(log_probs: Tensor, lengths: Tensor) -> list[list[int]]:
    """Return the letters of the best path of each item: repeats merged, blanks dropped."""
    heard = []
    for path, length in zip(log_probs.argmax(-1).tolist(), lengths.tolist(), strict=True):
        letters, last = [], BLANK_ID
        for letter in path[:length]:
            if letter not in (last, BLANK_ID):
                letters.append(letter)
            last = letter
        heard.append(letters)
    return heard
