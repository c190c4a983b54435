"""Stretches side by side in a window, and words back on the recording's clock."""

from __future__ import annotations

import numpy as np
import pytest

from asr.engine import Word
from asr.packing import GAP_S, Parcel, join, pack, unpack
from asr.vad import Stretch

pytestmark = pytest.mark.unit

STRETCHES = [Stretch(1.0, 4.0), Stretch(10.0, 12.0), Stretch(20.0, 30.0), Stretch(31.0, 32.0)]


def test_without_a_window_each_stretch_travels_alone() -> None:
    assert [parcel.stretches for parcel in pack(0, STRETCHES, None)] == [(stretch,) for stretch in STRETCHES]


def test_parcels_fill_the_window_and_keep_the_order() -> None:
    parcels = pack(3, STRETCHES, 12.0)
    assert [len(parcel.stretches) for parcel in parcels] == [2, 2]
    assert all(parcel.seconds <= 12.0 and parcel.index == 3 for parcel in parcels)
    assert [stretch for parcel in parcels for stretch in parcel.stretches] == STRETCHES


def test_joined_samples_last_as_long_as_the_parcel_says() -> None:
    parcel = Parcel(0, tuple(STRETCHES[:2]))
    pieces = [np.ones(int(stretch.seconds * 8_000), np.float32) for stretch in parcel.stretches]
    joined = join(pieces, 8_000)
    assert len(joined) / 8_000 == pytest.approx(parcel.seconds)
    assert joined[int(3.1 * 8_000)] == 0.0


def test_words_return_to_their_stretch_and_to_the_clock_of_the_recording() -> None:
    parcel = Parcel(0, tuple(STRETCHES[:2]))
    second_s = 3.0 + GAP_S
    first, second = unpack(
        parcel, [Word(0.5, 1.0, "мне"), Word(2.8, 3.1, "пять"), Word(second_s + 0.5, second_s + 9, "пар")]
    )
    assert [(word.text, word.start, word.end) for word in first] == [("мне", 1.5, 2.0), ("пять", 3.8, 4.0)]
    assert [(word.text, word.start, word.end) for word in second] == [("пар", 10.5, 12.0)]
