"""Where each letter lies in an utterance, as a trained CTC network hears it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.speech import corpus
from training.speech.alphabet import BLANK_ID, encode
from training.speech.features import MEL_BINS, USED_BINS, from_bytes, normalise
from training.speech.model import STEM_FACTOR, SpeechModel

TOGETHER = 16


def align(log_probs: Tensor, lengths: Tensor, texts: Sequence[Sequence[int]]) -> list[NDArray[np.int64]]:
    """Return the frame where each letter begins on the likeliest CTC path, for each item of a batch.

    *log_probs* is (batch, frames, letters); an item with more letters than its frames can hold gives an empty array.
    """
    count = 2 * max(1, *(len(text) for text in texts)) + 1
    states = torch.full((len(texts), count), BLANK_ID)
    for row, text in enumerate(texts):
        states[row, 1 : 2 * len(text) : 2] = torch.tensor(text, dtype=torch.long)
    jumps = torch.zeros(states.shape, dtype=torch.bool)
    jumps[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    emitted = log_probs.gather(2, states[:, None].expand(-1, log_probs.shape[1], -1))
    score = torch.full(states.shape, -torch.inf)
    score[:, :2] = emitted[:, 0, :2]
    steps, scores = [torch.zeros(states.shape, dtype=torch.long)], [score]
    for frame in range(1, emitted.shape[1]):
        one = torch.nn.functional.pad(score[:, :-1], (1, 0), value=-torch.inf)
        two = torch.nn.functional.pad(score[:, :-2], (2, 0), value=-torch.inf).masked_fill(~jumps, -torch.inf)
        score, step = torch.stack([score, one, two]).max(dim=0)
        score = score + emitted[:, frame]
        steps.append(step)
        scores.append(score)
    ways, last = torch.stack(steps).numpy(), torch.stack(scores).numpy()
    return [
        _walk(ways[:, row], last[int(length) - 1, row], int(length), len(text))
        for row, (text, length) in enumerate(zip(texts, lengths, strict=True))
    ]


def _walk(ways: NDArray[np.int64], score: NDArray[np.float32], frames: int, letters: int) -> NDArray[np.int64]:
    """Return the first frame of each letter on the path that ends best."""
    if letters == 0:
        return np.zeros(0, np.int64)
    state = 2 * letters if score[2 * letters] >= score[2 * letters - 1] else 2 * letters - 1
    if not np.isfinite(score[state]):
        return np.zeros(0, np.int64)
    places = np.zeros(letters, np.int64)
    for frame in range(frames - 1, -1, -1):
        if state % 2:
            places[state // 2] = frame
        state -= int(ways[frame, state])
    return places


def aligned(items: Sequence[corpus.Utterance], teacher: SpeechModel) -> list[NDArray[np.int64]]:
    """Return the places of every item's letters as the CTC network hears them."""
    found: dict[int, NDArray[np.int64]] = {}
    order = sorted(range(len(items)), key=lambda number: len(items[number].features))
    for start in range(0, len(order), TOGETHER):
        chosen = order[start : start + TOGETHER]
        heard = [normalise(from_bytes(items[number].features)) for number in chosen]
        features = np.zeros((len(chosen), MEL_BINS, max(len(values) for values in heard)), np.float32)
        for row, values in enumerate(heard):
            features[row, :USED_BINS, : len(values)] = values.T
        lengths = torch.tensor([len(values) for values in heard])
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            log_probs = teacher(torch.from_numpy(features), lengths)
        places = align(
            log_probs.float(),
            (lengths + STEM_FACTOR - 1) // STEM_FACTOR,
            [encode(items[number].text) for number in chosen],
        )
        found.update(zip(chosen, places, strict=True))
    return [found[number] for number in range(len(items))]
