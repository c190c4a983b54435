"""Sounds of the telephone that are not speech, made from formulas, at 8 kHz.

A recogniser must hear no word in any of them. They are made apart from the noises that the training recipe mixes in,
so that the embedded model is measured on sounds it has not met.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

RATE_HZ = 8_000
Sound = npt.NDArray[np.float64]
Maker = Callable[[float, np.random.Generator], Sound]

DTMF_HZ = {digit: (low, high) for low, row in zip((697, 770, 852, 941), ("123", "456", "789", "*0#"), strict=True)
           for digit, high in zip(row, (1209, 1336, 1477), strict=True)}  # fmt: skip


def make(name: str, seconds: float, seed: int = 0, peak: float = 0.3) -> npt.NDArray[np.float32]:
    """Return *seconds* of the sound called *name* in :data:`SOUNDS`, scaled to *peak*, the same for the same seed."""
    sound = SOUNDS[name](seconds, np.random.default_rng(seed))
    loudest = float(np.abs(sound).max())
    return (sound * (peak / loudest if loudest > 0 else 1.0)).astype(np.float32)


def silence(seconds: float, _rng: np.random.Generator) -> Sound:
    return np.zeros(_length(seconds))


def line_noise(seconds: float, rng: np.random.Generator) -> Sound:
    return rng.standard_normal(_length(seconds))


def pink_noise(seconds: float, rng: np.random.Generator) -> Sound:
    return _coloured(seconds, rng, lambda hz: np.asarray(1 / np.sqrt(hz)))


def mains_hum(seconds: float, rng: np.random.Generator) -> Sound:
    time = _time(seconds)
    tones = [np.sin(2 * np.pi * 50 * order * time) / order for order in range(1, 8)]
    return np.asarray(np.sum(tones, axis=0)) + 0.05 * line_noise(seconds, rng)


def ringback(seconds: float, _rng: np.random.Generator) -> Sound:
    return _tone(seconds, 425) * _cadence(seconds, 1.0, 4.0)


def busy(seconds: float, _rng: np.random.Generator) -> Sound:
    return _tone(seconds, 425) * _cadence(seconds, 0.4, 0.4)


def special_information(seconds: float, _rng: np.random.Generator) -> Sound:
    steps = np.floor(_time(seconds) / 0.33).astype(int) % 6
    tones = [_tone(seconds, hz) for hz in (950, 1_400, 1_800)]
    return np.select([steps == index for index in range(3)], tones, default=0.0)


def fax(seconds: float, rng: np.random.Generator) -> Sound:
    """Calling tone, then the answer tone, then modem noise."""
    third = seconds / 3
    data = np.repeat(rng.choice([1_650.0, 1_850.0], size=_length(third) // 27 + 1), 27)[: _length(third)]
    modem = np.sin(2 * np.pi * np.cumsum(data) / RATE_HZ)
    calling = _tone(third, 1_100) * _cadence(third, 0.5, 3.0)
    return _fitted(np.concatenate([calling, _tone(third, 2_100), modem]), seconds)


def dtmf(seconds: float, rng: np.random.Generator) -> Sound:
    keys = rng.choice(list(DTMF_HZ), size=int(seconds / 0.25) + 1)
    presses = [_tone(0.12, low) + _tone(0.12, high) for low, high in (DTMF_HZ[key] for key in keys)]
    pause = np.zeros(_length(0.13))
    return _fitted(np.concatenate([part for press in presses for part in (press, pause)]), seconds)


def hold_music(seconds: float, rng: np.random.Generator) -> Sound:
    """A tune with chords, bass and a beat, its notes bowed and plucked."""
    notes = [_note(rng, 0.4) for _ in range(int(seconds / 0.4) + 1)]
    beat = np.concatenate([_hit(rng, 0.4) for _ in notes])
    return _fitted(np.concatenate(notes), seconds) + 0.4 * _fitted(beat, seconds)


def violin_music(seconds: float, rng: np.random.Generator) -> Sound:
    """Long bowed notes with vibrato: of all music, the nearest to a voice."""
    pitches = 220 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 11, 12], size=int(seconds / 0.8) + 1) / 12)
    time = _time(seconds)
    pitch = pitches[np.minimum((time / 0.8).astype(int), len(pitches) - 1)] * (
        1 + 0.008 * np.sin(2 * np.pi * 5.5 * time)
    )
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    return np.asarray(np.sum([np.sin(order * phase) / order for order in range(1, 9)], axis=0))


def breath(seconds: float, rng: np.random.Generator) -> Sound:
    swell = np.clip(np.sin(2 * np.pi * 0.3 * _time(seconds)), 0, 1) ** 2
    return np.asarray(_coloured(seconds, rng, lambda hz: 1 / (1 + ((hz - 700) / 500) ** 2)) * swell)


def keyboard(seconds: float, rng: np.random.Generator) -> Sound:
    return _bursts(seconds, rng, per_second=6.0, decay_s=0.006)


def knocks(seconds: float, rng: np.random.Generator) -> Sound:
    thuds = _bursts(seconds, rng, per_second=2.0, decay_s=0.03)
    return np.convolve(thuds, np.ones(12) / 12, mode="same")


def street(seconds: float, rng: np.random.Generator) -> Sound:
    swell = 0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 0.07 * _time(seconds) + rng.uniform(0, 6)))
    horn = (_tone(seconds, 440) + _tone(seconds, 550)) * _cadence(seconds, 0.5, 11.0)
    return np.asarray(_coloured(seconds, rng, lambda hz: 1 / (1 + hz / 200) ** 2) * swell * 10 + 0.02 * horn)


def warehouse(seconds: float, rng: np.random.Generator) -> Sound:
    """A fan, a reversing beeper, things being put down."""
    fan = _coloured(seconds, rng, lambda hz: 1 / (1 + hz / 300))
    beeper = _tone(seconds, 1_250) * _cadence(seconds, 0.5, 0.5)
    return np.asarray(3 * fan / np.abs(fan).max() + beeper + knocks(seconds, rng) * 2)


def wind(seconds: float, rng: np.random.Generator) -> Sound:
    knots = int(seconds) + 2
    gusts = np.abs(np.interp(_time(seconds), np.arange(knots), rng.standard_normal(knots)))
    return _coloured(seconds, rng, lambda hz: 1 / hz) * gusts


SOUNDS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        silence, line_noise, pink_noise, mains_hum, ringback, busy, special_information, fax, dtmf, hold_music,
        violin_music, breath, keyboard, knocks, street, warehouse, wind,
    )
}  # fmt: skip


def _length(seconds: float) -> int:
    return int(seconds * RATE_HZ)


def _time(seconds: float) -> Sound:
    return np.arange(_length(seconds)) / RATE_HZ


def _fitted(sound: Sound, seconds: float) -> Sound:
    return np.resize(sound, _length(seconds))


def _tone(seconds: float, hz: float) -> Sound:
    return np.asarray(np.sin(2 * np.pi * hz * _time(seconds)))


def _cadence(seconds: float, on_s: float, off_s: float) -> Sound:
    return (_time(seconds) % (on_s + off_s) < on_s).astype(float)


def _coloured(seconds: float, rng: np.random.Generator, gain: Callable[[Sound], Sound]) -> Sound:
    length = _length(seconds)
    spectrum = np.fft.rfft(rng.standard_normal(length))
    hz = np.maximum(20.0, np.fft.rfftfreq(length, 1 / RATE_HZ))
    return np.fft.irfft(spectrum * gain(hz), length)


def _bursts(seconds: float, rng: np.random.Generator, per_second: float, decay_s: float) -> Sound:
    impulses = (rng.random(_length(seconds)) < per_second / RATE_HZ) * rng.uniform(0.3, 1.0, _length(seconds))
    shape = np.exp(-_time(decay_s * 6) / decay_s) * rng.standard_normal(_length(decay_s * 6))
    return np.convolve(impulses, shape)[: _length(seconds)]


def _note(rng: np.random.Generator, seconds: float) -> Sound:
    time = _time(seconds)
    root = 196.0 * 2 ** (rng.choice([0, 2, 4, 5, 7, 9, 12]) / 12)
    plucked = np.exp(-time * 4)
    chord = sum(np.sin(2 * np.pi * root * ratio * order * time) / order**1.5
                for ratio in (0.5, 1.0, 1.26, 1.5) for order in range(1, 5))  # fmt: skip
    return np.asarray(chord) * (0.5 + plucked)


def _hit(rng: np.random.Generator, seconds: float) -> Sound:
    time = _time(seconds)
    return np.asarray(
        rng.standard_normal(len(time)) * np.exp(-time * 40) + np.sin(2 * np.pi * 80 * time) * np.exp(-time * 15)
    )
