"""Sounds that are no speech: what surrounds a telephone call, and what fills one that has no voice in it.

Each maker returns float32 at 8 kHz of about unit level; the caller sets the level.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.fft import irfft, rfft
from scipy.signal import lfilter

Sound = NDArray[np.float32]
RATE_HZ = 8000


def hiss(length: int, rng: Generator) -> Sound:
    """White, pink or brown line noise, or anything between."""
    spectrum = rfft(rng.standard_normal(length).astype(np.float32))
    hz = np.linspace(1.0, RATE_HZ / 2, len(spectrum))
    return _unit(irfft(spectrum * hz ** -rng.uniform(0.0, 1.2), length))


def street(length: int, rng: Generator) -> Sound:
    """Low rumble that swells as cars pass, with wind over it."""
    slow = np.interp(np.arange(length), *_knots(length, 0.7, rng, 0.1, 1.0))
    spectrum = rfft(rng.standard_normal(length).astype(np.float32))
    hz = np.linspace(1.0, RATE_HZ / 2, len(spectrum))
    return _unit(irfft(spectrum / (1.0 + (hz / rng.uniform(150, 700)) ** 2), length) * slow)


def hum(length: int, rng: Generator) -> Sound:
    """Mains hum with its overtones, and a little hiss."""
    time = np.arange(length) / RATE_HZ
    base = rng.choice([50.0, 100.0, 60.0]) * rng.uniform(0.99, 1.01)
    tones = sum(
        rng.random() / order * np.sin(2 * np.pi * base * order * time + rng.uniform(0, 6)) for order in range(1, 9)
    )
    return _unit(_unit(np.asarray(tones)) + 0.1 * hiss(length, rng))


def clicks(length: int, rng: Generator) -> Sound:
    """Switching clicks and crackle."""
    impulses = (rng.random(length) < rng.uniform(0.0003, 0.004)) * rng.standard_normal(length)
    return _unit(lfilter([1.0], [1.0, -rng.uniform(0.3, 0.9), rng.uniform(0.0, 0.4)], impulses))


def keyboard(length: int, rng: Generator) -> Sound:
    """Typing: short bursts of filtered noise a few times a second."""
    return _bursts(length, rng, every_s=(0.08, 0.4), lasts_s=(0.008, 0.03), pole=(-0.5, 0.6))


def breath(length: int, rng: Generator) -> Sound:
    """Breathing into the handset: slow swells of band-limited noise."""
    return _bursts(length, rng, every_s=(1.0, 3.0), lasts_s=(0.4, 1.4), pole=(0.3, 0.9))


def tones(length: int, rng: Generator) -> Sound:
    """Ringback, busy or number-unobtainable: 425 Hz (or near) in a cadence."""
    on_s, off_s = ((1.0, 4.0), (0.35, 0.35), (0.18, 0.18), (2.0, 4.0), (0.8, 3.2), (30.0, 0.1))[rng.integers(6)]
    time = np.arange(length) / RATE_HZ + rng.uniform(0.0, on_s)
    wave = np.sin(2 * np.pi * rng.choice([425.0, 425.0, 400.0, 440.0]) * time)
    if rng.random() < 0.2:
        wave = wave + np.sin(2 * np.pi * 480.0 * time)
    return _unit(wave * (time % (on_s + off_s) < on_s) + 0.003 * rng.standard_normal(length))


def dtmf(length: int, rng: Generator) -> Sound:
    """Keys pressed on a telephone."""
    wave = np.zeros(length)
    place = int(rng.uniform(0.0, 0.5) * RATE_HZ)
    while place < length:
        span = int(rng.uniform(0.05, 0.25) * RATE_HZ)
        time = np.arange(min(span, length - place)) / RATE_HZ
        low, high = rng.choice([697, 770, 852, 941]), rng.choice([1209, 1336, 1477, 1633])
        wave[place : place + span] = np.sin(2 * np.pi * low * time) + np.sin(2 * np.pi * high * time)
        place += span + int(rng.uniform(0.05, 0.6) * RATE_HZ)
    return _unit(wave + 0.003 * rng.standard_normal(length))


def fax(length: int, rng: Generator) -> Sound:
    """A fax or a modem: calling tones, then keyed carriers."""
    time = np.arange(length) / RATE_HZ
    calling = np.sin(2 * np.pi * rng.choice([1100.0, 2100.0]) * time) * (time % 3.5 < rng.uniform(0.5, 3.0))
    bits = np.repeat(rng.integers(0, 2, length // 24 + 1), 24)[:length]
    keyed = np.sin(2 * np.pi * np.cumsum(np.where(bits, 1650.0, 1850.0)) / RATE_HZ)
    carrier = hiss(length, rng) * np.sin(2 * np.pi * 1800.0 * time)
    return _unit(np.choose(rng.integers(3), [calling, keyed, carrier]) + 0.003 * rng.standard_normal(length))


def music(length: int, rng: Generator) -> Sound:
    """Hold music: chords, a melody of a few voices and a beat, in a random key and tempo."""
    beat_s = 60.0 / rng.uniform(60.0, 150.0)
    root = rng.uniform(90.0, 260.0)
    scale = (
        np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16])
        if rng.random() < 0.6
        else np.array([0, 2, 3, 5, 7, 8, 10, 12, 14, 15])
    )
    mixed = np.zeros(length)
    for voice in range(int(rng.integers(1, 4))):
        mixed += _melody(length, rng, beat_s * rng.choice([0.5, 1.0, 2.0, 4.0]), root * 2.0**voice, scale)
    if rng.random() < 0.5:
        mixed = _unit(mixed) + 0.4 * _bursts(
            length, rng, every_s=(beat_s, beat_s * 1.01), lasts_s=(0.03, 0.1), pole=(-0.2, 0.9)
        )
    return _unit(mixed)


def _melody(length: int, rng: Generator, note_s: float, root: float, scale: NDArray[np.int64]) -> NDArray[np.float64]:
    wave, place = np.zeros(length), 0
    shape = rng.uniform(0.2, 0.9) ** np.arange(6)
    fades = rng.uniform(0.5, 6.0)
    wobble = rng.uniform(0.0, 0.01) if rng.random() < 0.5 else 0.0
    while place < length:
        span = min(int(note_s * rng.choice([1, 1, 1, 2]) * RATE_HZ) + 1, length - place)
        time = np.arange(span) / RATE_HZ
        hz = root * 2.0 ** (rng.choice(scale) / 12.0)
        phase = 2 * np.pi * hz * time + wobble * hz / 5.0 * np.sin(2 * np.pi * 5.0 * time)
        note = sum(part * np.sin(order * phase) for order, part in enumerate(shape, 1) if order * hz < 3900.0)
        attack = np.minimum(time / 0.02, 1.0)
        wave[place : place + span] = note * attack * np.exp(-fades * time) * (rng.random() > 0.1)
        place += span
    return wave


def _bursts(
    length: int,
    rng: Generator,
    *,
    every_s: tuple[float, float],
    lasts_s: tuple[float, float],
    pole: tuple[float, float],
) -> Sound:
    wave, place = np.zeros(length), int(rng.uniform(0.0, every_s[1]) * RATE_HZ)
    while place < length:
        span = min(int(rng.uniform(*lasts_s) * RATE_HZ), length - place)
        shape = np.hanning(span + 2)[1:-1] if span > 400 else np.exp(-5.0 * np.arange(span) / max(span, 1))
        wave[place : place + span] += rng.uniform(0.3, 1.0) * shape * rng.standard_normal(span)
        place += max(int(rng.uniform(*every_s) * RATE_HZ), 1)
    return _unit(lfilter([1.0], [1.0, -rng.uniform(*pole)], wave) + 0.003 * rng.standard_normal(length))


def silence(length: int, rng: Generator) -> Sound:
    """Next to nothing: idle line noise a few steps high."""
    return (rng.standard_normal(length) * 0.3).astype(np.float32)


BACKGROUNDS: tuple[Callable[[int, Generator], Sound], ...] = (
    hiss,
    hiss,
    hiss,
    street,
    street,
    hum,
    clicks,
    keyboard,
    music,
    breath,
)
NON_SPEECH: dict[str, Callable[[int, Generator], Sound]] = {
    "silence": silence,
    "hold music": music,
    "ringback and busy": tones,
    "fax": fax,
    "dtmf": dtmf,
    "breath": breath,
    "keyboard": keyboard,
    "street": street,
    "line noise": hiss,
    "hum": hum,
    "clicks": clicks,
}


def any_noise(length: int, rng: Generator, babble: Sound | None = None) -> Sound:
    """Return a background for a voice; *babble* is other people's talk at 8 kHz, where the caller has some."""
    if babble is not None and len(babble) > 0 and rng.random() < 0.35:
        return np.resize(np.roll(babble, int(rng.integers(len(babble)))), length).astype(np.float32)
    return BACKGROUNDS[rng.integers(len(BACKGROUNDS))](length, rng)


def any_non_speech(length: int, rng: Generator) -> Sound:
    """Return sound in which nobody speaks, at a level of its own."""
    makers = tuple(NON_SPEECH.values())
    wave = makers[rng.integers(len(makers))](length, rng)
    if rng.random() < 0.3:
        wave = wave + makers[rng.integers(len(makers))](length, rng) * np.float32(rng.uniform(0.05, 0.5))
    return np.asarray((wave * 10.0 ** (rng.uniform(-60.0, -12.0) / 20.0)), dtype=np.float32)


def _knots(
    length: int, every_s: float, rng: Generator, low: float, high: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    count = max(int(length / RATE_HZ / every_s), 1) + 2
    return np.linspace(0, length, count), rng.uniform(low, high, count)


def _unit(wave: NDArray[np.floating]) -> Sound:
    return np.asarray((wave / (np.sqrt(np.mean(np.square(wave))) + 1e-9)), dtype=np.float32)
