"""Lay short stretches of one recording side by side, for engines that always work on a window of fixed length.

Whisper encodes thirty seconds whatever it is given, so a three-second answer alone wastes nine tenths of the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from asr.engine import Word
from asr.resampling import Samples
from asr.vad import Stretch

GAP_S = 0.4  # silence between neighbours, so that their words do not run together


@dataclass(frozen=True, slots=True)
class Parcel:
    """Stretches of one recording (the *index*-th of a batch) that are recognised as one."""

    index: int
    stretches: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        return sum(stretch.seconds for stretch in self.stretches) + GAP_S * (len(self.stretches) - 1)


def pack(index: int, stretches: Sequence[Stretch], window_s: float | None) -> list[Parcel]:
    """Return *stretches* in parcels no longer than *window_s*; without a window each travels alone."""
    parcels: list[Parcel] = []
    for stretch in stretches:
        grown = Parcel(index, (*parcels[-1].stretches, stretch)) if parcels and window_s else None
        if grown is not None and window_s is not None and grown.seconds <= window_s:
            parcels[-1] = grown
        else:
            parcels.append(Parcel(index, (stretch,)))
    return parcels


def join(pieces: Sequence[Samples], sample_rate_hz: int) -> Samples:
    """Return the samples of a parcel's stretches with silence between them."""
    gap = np.zeros(int(GAP_S * sample_rate_hz), np.float32)
    parts = [part for piece in pieces for part in (piece, gap)]
    return np.concatenate(parts[:-1])


def unpack(parcel: Parcel, words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """Return the words of each stretch on the clock of the recording; a word belongs where its middle lies."""
    lengths = [stretch.seconds + GAP_S for stretch in parcel.stretches]
    offsets = [0.0, *accumulate(lengths)][: len(lengths)]
    found: list[list[Word]] = [[] for _ in parcel.stretches]
    for word in words:
        middle = (word.start + word.end) / 2
        place = max(index for index, offset in enumerate(offsets) if index == 0 or offset - GAP_S / 2 <= middle)
        found[place].append(_moved(word, parcel.stretches[place], offsets[place]))
    return [tuple(part) for part in found]


def _moved(word: Word, stretch: Stretch, offset_s: float) -> Word:
    """Put a word on the recording's clock, never outside the stretch it was heard in."""
    start = min(max(stretch.start_s, stretch.start_s + word.start - offset_s), stretch.end_s)
    end = min(max(stretch.start_s + word.end - offset_s, start), stretch.end_s)
    return replace(word, start=round(start, 3), end=round(end, 3))
