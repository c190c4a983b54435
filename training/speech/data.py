"""Batches for training: shards in memory, grouped by length, changed anew each time they are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from training.speech import corpus
from training.speech.alphabet import encode
from training.speech.features import MEL_BINS, USED_BINS, from_bytes, normalise
from training.speech.text import is_reserved

Array = NDArray[np.float32]
LONGEST_FRAMES = 1600
BUCKET = 64
FRAMES_PER_LETTER = 4.4  # a CTC path of 40 ms frames needs a frame for each letter, and some between twins


@dataclass(frozen=True)
class Batch:
    """Features (batch, 80, frames) with their lengths, and the letters of all items one after another."""

    features: Tensor
    lengths: Tensor
    targets: Tensor
    target_lengths: Tensor

    @property
    def seconds(self) -> float:
        return float(self.lengths.sum()) / 100.0


@dataclass(frozen=True)
class Change:
    """How far training changes what it hears; all zero leaves it alone."""

    warp: float = 0.1  # of the frequency axis, as another length of the vocal tract would
    noise: float = 0.1  # chance of noise laid over the features
    tempo: float = 0.08
    time_masks: int = 1
    band_masks: int = 1


USUAL = Change()
HEARD_AS_IS = Change(0.0, 0.0, 0.0, 0, 0)


class Shards:
    """Shards of a folder by kind; those that appear later are found by the next look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, list[corpus.Utterance]] = {}

    def names(self, kind: str) -> list[str]:
        """Return the names of the shards of a kind that exist now."""
        return sorted(path.name for path in self.folder.glob(f"{kind}-*.npz") if ".part" not in path.name)

    def items(self, name: str) -> list[corpus.Utterance]:
        """Return the usable utterances of one shard, kept in memory after the first look."""
        if name not in self._held:
            self._held[name] = [item for item in corpus.read(self.folder / name) if fits(item)]
        return self._held[name]


def batches(
    items: Sequence[corpus.Utterance], frames: int, change: Change, rng: Generator, rank: int = 0, team: int = 1
) -> Iterator[Batch]:
    """Yield *items* once, in batches of about *frames* feature frames of similar length, in random order.

    Lengths are rounded up to ``BUCKET`` and all batches of a length have the same size: few shapes mean few
    compiled kernels. What does not fill a batch waits for longer ones; a last rest smaller than a batch is left out.
    Members of a team with equal generators get batches of their own, equally many.
    """
    groups: list[tuple[int, list[int]]] = []
    waiting: list[int] = []
    places = rng.permutation(len(items))
    rounded = np.array([_padded(len(items[place].features)) for place in places])
    for length in sorted(set(rounded.tolist())):
        waiting += places[rounded == length].tolist()
        size = max(frames // length, 1)
        while len(waiting) >= size:
            groups.append((length, waiting[:size]))
            waiting = waiting[size:]
    if not groups:
        groups.append((int(rounded.max()), waiting))
    order = rng.permutation(len(groups))
    for number in order[: len(order) // team * team][rank::team]:
        length, chosen = groups[number]
        yield collate([items[place] for place in chosen], change, rng, length)


def _padded(frames: int) -> int:
    return -(-int(frames * 1.02) // BUCKET) * BUCKET


def collate(items: Sequence[corpus.Utterance], change: Change, rng: Generator, room: int = 0) -> Batch:
    """Return one batch, of *room* frames or of more where stretching made an item longer."""
    heard = [hear(item, change, rng, room) for item in items]
    longest = max(room, *(len(values) for values in heard))
    features = np.zeros((len(items), MEL_BINS, longest), dtype=np.float32)
    for place, values in enumerate(heard):
        features[place, :USED_BINS, : len(values)] = values.T
    letters = [encode(item.text) for item in items]
    return Batch(
        torch.from_numpy(features),
        torch.tensor([len(values) for values in heard]),
        torch.tensor([letter for word in letters for letter in word], dtype=torch.long),
        torch.tensor([len(word) for word in letters]),
    )


def hear(item: corpus.Utterance, change: Change, rng: Generator, room: int = LONGEST_FRAMES) -> Array:
    """Return normalised (frames, bins) features of an utterance, changed at random but not longer than *room*."""
    values = from_bytes(item.features)
    if change.tempo and rng.random() < 0.5:
        values = _stretch(values, rng.uniform(1.0 - change.tempo, 1.0 + change.tempo), len(item.text), room)
    if change.warp and rng.random() < 0.7:
        values = values @ _warp(rng.uniform(1.0 - change.warp, 1.0 + change.warp))
    if rng.random() < change.noise:
        values = _add_noise(values, rng)
    values = normalise(values)
    return _mask(values, change, rng)


def fits(item: corpus.Utterance) -> bool:
    """Whether an utterance may be learnt from: not kept for measuring, and no faster than the network can write."""
    twins = sum(a == b for a, b in zip(item.text, item.text[1:], strict=False))
    fits = 20 <= len(item.features) <= LONGEST_FRAMES
    return fits and not is_reserved(item.text) and (len(item.text) + twins) * FRAMES_PER_LETTER < len(item.features)


def _stretch(values: Array, factor: float, letters: int, room: int) -> Array:
    count = min(int(len(values) * factor), max(room, len(values)))
    if count < letters * FRAMES_PER_LETTER + 16:
        return values
    places = np.linspace(0, len(values) - 1, count)
    below = places.astype(np.int64)
    part = (places - below)[:, None].astype(np.float32)
    return values[below] * (1 - part) + values[np.minimum(below + 1, len(values) - 1)] * part


def _warp(factor: float) -> Array:
    """Return the (bins, bins) matrix that reads each bin from *factor* times its frequency."""
    top = USED_BINS - 1
    hertz = _bin_hertz()
    places = np.interp(np.minimum(hertz * factor, hertz[-1]), hertz, np.arange(USED_BINS))
    below = np.minimum(places.astype(np.int64), top - 1)
    matrix = np.zeros((USED_BINS, USED_BINS), dtype=np.float32)
    matrix[below, np.arange(USED_BINS)] = 1 - (places - below)
    matrix[below + 1, np.arange(USED_BINS)] = places - below
    return matrix


def _bin_hertz() -> NDArray[np.float64]:
    """Return the middles of the mel bins on Slaney's scale: even below 1 kHz, then geometric."""
    mel = (np.arange(USED_BINS) + 1) * (15.0 + 27.0 * np.log(8.0) / np.log(6.4)) / (MEL_BINS + 1)
    return np.asarray(
        np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * np.exp((mel - 15.0) * np.log(6.4) / 27.0)), dtype=np.float64
    )


def _add_noise(values: Array, rng: Generator) -> Array:
    """Add steady or slowly changing noise of a random colour, as powers add."""
    loud = np.percentile(values, 90)
    shape = np.interp(np.arange(USED_BINS), np.linspace(0, USED_BINS, 5), rng.normal(0.0, 1.0, 5))
    swell = np.interp(np.arange(len(values)), np.linspace(0, len(values), 4), rng.normal(0.0, 0.6, 4))
    grain = np.log(rng.exponential(1.0, values.shape) + 1e-4)
    noise = loud - rng.uniform(2.0, 8.0) + shape[None] + swell[:, None] + grain
    return np.logaddexp(values, noise).astype(np.float32)


def _mask(values: Array, change: Change, rng: Generator) -> Array:
    for _ in range(change.time_masks):
        width = int(rng.integers(0, max(min(14, len(values) // 12), 1) + 1))
        start = int(rng.integers(0, len(values) - width + 1))
        values[start : start + width] = 0.0
    for _ in range(change.band_masks):
        width = int(rng.integers(0, 13))
        start = int(rng.integers(0, USED_BINS - width + 1))
        values[:, start : start + width] = 0.0
    return values
