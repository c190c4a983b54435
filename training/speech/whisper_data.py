"""What the small Whisper learns from: features as faster-whisper makes them, and the frame at which each letter lies.

A decoder this small needs hours to find out where to look when only its text is right or wrong. The CTC network of the
same recipe already knows where each letter is, so its alignments are kept beside the features and teach the small
Whisper's encoder, frame by frame, and the cross-attention of its decoder, token by token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import soxr
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from training.speech import channel, corpus
from training.speech.alignment import aligned
from training.speech.alphabet import BLANK_ID, LETTERS, encode
from training.speech.data import fits
from training.speech.model import SpeechModel

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
NOWHERE = -1
IGNORED = -100
FILLINGS = ((0, 0.3), (10, 0.36), (50, 0.2), (200, 0.1), (FRAMES, 0.04))  # frames of zeros after a window, how often
_IDS = {token: number for number, token in enumerate(TOKENS)}
FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """One utterance: (frames, 80) features in half precision, its text, and for each letter its 40 ms frame."""

    features: NDArray[np.float16]
    text: str
    places: NDArray[np.int64]


@dataclass(frozen=True)
class Load:
    """How much a batch holds: windows of up to so many seconds, cut short with a chance after each utterance."""

    windows: int = 12
    window_s: float = 10.0
    shorter: float = 0.25


USUAL = Load()


@dataclass(frozen=True)
class WhisperBatch:
    """Padded features (batch, 80, frames); decoder input, wanted tokens and where each lies (batch, tokens); and
    the letter or blank of every 40 ms frame (batch, frames / 2)."""

    features: Tensor
    given: Tensor
    wanted: Tensor
    places: Tensor
    letters: Tensor

    def to(self, device: str) -> WhisperBatch:
        names = ("features", "given", "wanted", "places", "letters")
        return WhisperBatch(*(getattr(self, name).to(device) for name in names))


class SpokenShards:
    """Shards that ``prepare`` wrote, each kept in memory after the first look."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, list[Spoken]] = {}

    def names(self, kind: str) -> list[str]:
        """Return the names of the shards of a kind."""
        return sorted(path.name for path in self.folder.glob(f"{kind}-*.npz") if ".part" not in path.name)

    def items(self, name: str) -> list[Spoken]:
        """Return the utterances of one shard."""
        if name not in self._held:
            self._held[name] = _read(self.folder / name)
        return self._held[name]


def prepare(source: Path, folder: Path, teacher: SpeechModel, done: Callable[[str], None] = lambda _name: None) -> None:
    """Write a shard to *folder* for each of *source*'s that is not there yet: features, letters' places, texts."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / source.name).exists():
        items = [item for item in corpus.read(source) if fits(item)]
        _write(folder / source.name, items, aligned(items, teacher))
    done(source.name)


@lru_cache(maxsize=1)
def _extractor() -> Any:
    from faster_whisper.feature_extractor import FeatureExtractor

    return FeatureExtractor(hop_length=HOP, chunk_length=WINDOW_S)


def features_of(sound_8k: FloatArray) -> FloatArray:
    """Return (80, frames) features as faster-whisper makes them of a segment, before it fills up with zeros."""
    sound = soxr.resample(sound_8k, 8000, 16000).astype(np.float32)
    return np.asarray(_extractor()(sound)[..., :-1][:, :FRAMES], dtype=np.float32)


def to_tokens(text: str) -> list[int]:
    """Return the tokens of a folded text: each word's first letter is the one with a space before it."""
    return [
        _IDS[f" {word[0]}"] if place == 0 else _IDS[letter]
        for word in text.split()
        for place, letter in enumerate(word)
    ]


def _write(path: Path, items: Sequence[corpus.Utterance], places: Sequence[NDArray[np.int64]]) -> None:
    kept = [number for number, item in enumerate(items) if len(places[number]) == len(item.text)]
    features = [features_of(channel.from_alaw(items[number].alaw)).T.astype(np.float16) for number in kept]
    partial = path.with_suffix(".part.npz")
    np.savez(
        partial,
        features=np.concatenate(features),
        ends=np.cumsum([len(values) for values in features]),
        places=np.concatenate([places[number] for number in kept]),
        texts=np.array("\n".join(items[number].text for number in kept)),
    )
    partial.rename(path)


def _read(path: Path) -> list[Spoken]:
    with np.load(path) as shard:
        features, places, texts = shard["features"], shard["places"], str(shard["texts"]).split("\n")
        ends = shard["ends"].tolist()
    letter_ends = np.cumsum([len(text) for text in texts]).tolist()
    return [
        Spoken(features[a:b], text, places[c:d])
        for a, b, c, d, text in zip([0, *ends], ends, [0, *letter_ends], letter_ends, texts, strict=False)
    ]


def batches(
    shards: SpokenShards, kinds: Sequence[str], load: Load, rng: Generator, rank: int = 0, team: int = 1
) -> Iterator[WhisperBatch]:
    """Yield batches without end; short utterances of a shard are joined so that windows are well filled.

    Members of a team with equal generators get batches of their own.
    """
    fillings, chances = zip(*FILLINGS, strict=True)
    while True:
        names = [names[int(rng.integers(len(names)))] for kind in kinds if (names := shards.names(kind))]
        if not names:
            raise FileNotFoundError(f"no shards of {kinds} in {shards.folder}")
        items = [item for name in names for item in shards.items(name)]
        windows = list(_fill([items[place] for place in rng.permutation(len(items))], load, rng))
        full = len(windows) // (load.windows * team)
        for number in range(full * team):
            filling = int(rng.choice(fillings, p=chances))
            chosen = windows[number * load.windows : (number + 1) * load.windows]
            if number % team == rank:
                yield collate(chosen if filling < FRAMES else chosen[: load.windows // 4 + 1], filling, rng)


def _fill(items: Sequence[Spoken], load: Load, rng: Generator) -> Iterator[list[Spoken]]:
    room = int(load.window_s * 16000 / HOP)
    held: list[Spoken] = []
    for item in items:
        length = sum(len(other.features) for other in held) + len(item.features)
        letters = sum(len(other.text) + 1 for other in held) + len(item.text)
        if held and (length > room or letters > MAX_TOKENS - 8 or rng.random() < load.shorter):
            yield held
            held = []
        if len(item.features) <= room:
            held.append(item)


def collate(windows: Sequence[list[Spoken]], filling: int, rng: Generator) -> WhisperBatch:
    """Return one batch of windows, each followed by at least *filling* frames of zeros."""
    heard = [_masked(np.concatenate([item.features for item in window]).T, rng) for window in windows]
    longest = min(FRAMES, -(-(max(values.shape[1] for values in heard) + filling) // 32) * 32)
    features = np.stack([np.pad(values, ((0, 0), (0, longest - values.shape[1]))) for values in heard])
    room = max(sum(len(item.text.replace(" ", "")) for item in window) for window in windows) + 2
    given, wanted = torch.full((len(windows), room), END), torch.full((len(windows), room), IGNORED)
    places = torch.full((len(windows), room), NOWHERE)
    letters = torch.full((len(windows), longest // 2), BLANK_ID)
    for row, window in enumerate(windows):
        tokens, lies = _written(window, letters[row])
        given[row, : len(tokens) + 2] = torch.tensor([START, NO_TIMES, *tokens])
        wanted[row, 1 : len(tokens) + 2] = torch.tensor([*tokens, END])
        places[row, 1 : len(tokens) + 1] = torch.tensor(lies, dtype=torch.long)
    return WhisperBatch(torch.from_numpy(features.astype(np.float32)), given, wanted, places, letters)


def _written(window: Sequence[Spoken], letters: Tensor) -> tuple[list[int], list[int]]:
    """Return a window's tokens and their frames, and note the letter of each frame in *letters*."""
    tokens: list[int] = []
    lies: list[int] = []
    begins = 0
    for item in window:
        shifted = (item.places * 2 + begins) // 2
        fitting = np.minimum(shifted, (begins + len(item.features)) // 2 - 1)
        letters[torch.from_numpy(fitting)] = torch.tensor(encode(item.text), dtype=torch.long)
        tokens += to_tokens(item.text)
        lies += [int(place) for place, letter in zip(fitting, item.text, strict=True) if letter != " "]
        begins += len(item.features)
    return tokens, lies


def _masked(features: NDArray[np.float16], rng: Generator) -> NDArray[np.float16]:
    values = features.copy()
    low = values.min()
    for _ in range(2):
        width = int(rng.integers(0, 8))
        start = int(rng.integers(0, max(values.shape[1] - width, 1)))
        values[:, start : start + width] = low
    width = int(rng.integers(0, 10))
    start = int(rng.integers(0, 60))
    values[start : start + width] = low
    return values
