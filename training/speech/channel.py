"""What a telephone line does to a voice: rooms, noises, levels, lost packets, codecs.

All sound here is float32 at 8 kHz within ±1. Every function draws from the generator that it is given,
so a seed repeats a corpus exactly. The last step is always A-law, the line that Dozvon records.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import soundfile
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from training.speech import noises

Sound = NDArray[np.float32]
RATE_HZ = 8000


@dataclass(frozen=True)
class Line:
    """How bad a line may get; chances are between 0 and 1."""

    noisy: float = 0.6  # chance of an added noise
    snr_db: tuple[float, float] = (4.0, 35.0)
    reverb: float = 0.3
    echo: float = 0.06
    loss: float = 0.08
    clip: float = 0.08
    codec: float = 0.35  # chance of µ-law or GSM somewhere before A-law
    tilt: float = 0.9


CLEAN = Line(noisy=0.0, reverb=0.0, echo=0.0, loss=0.0, clip=0.0, codec=0.0, tilt=0.0)
TRAINING = Line()
EASY = Line(noisy=0.35, snr_db=(15.0, 40.0), reverb=0.1, echo=0.0, loss=0.0, clip=0.0, codec=0.2, tilt=0.7)


def transmit(voice: Sound, line: Line, rng: Generator, babble: Sound | None = None) -> NDArray[np.uint8]:
    """Return the A-law bytes that arrive when *voice* is spoken into *line*."""
    heard = colour(voice, line, rng)
    if rng.random() < line.noisy:
        noise = noises.any_noise(len(heard), rng, babble)
        heard = mix(heard, noise, rng.uniform(*line.snr_db))
    if rng.random() < line.echo:
        heard = _echo(heard, rng)
    heard = level(heard, rng.uniform(-32.0, -8.0) if line.tilt else -20.0)
    if rng.random() < line.clip:
        heard = heard * np.float32(rng.uniform(2.0, 8.0))
    heard = np.clip(heard, -1.0, 1.0)
    if rng.random() < line.codec:
        heard = gsm(heard) if rng.random() < 0.5 else from_ulaw(to_ulaw(heard))
    if rng.random() < line.loss:
        heard = _lose(heard, rng)
    return to_alaw(heard)


def colour(voice: Sound, line: Line, rng: Generator) -> Sound:
    """Return *voice* after the room and the handset: band limits, tilt, reverberation."""
    room = _room(rng) if rng.random() < line.reverb else None
    size = next_fast_len(len(voice) + (len(room) if room is not None else 0), real=True)
    spectrum = rfft(voice, size)
    hz = np.linspace(0.0, RATE_HZ / 2, len(spectrum), dtype=np.float32)
    spectrum *= _band(hz, rng, wild=line.tilt > 0)
    if rng.random() < line.tilt:
        points = np.cumsum(rng.normal(0.0, 3.0, 8))
        spectrum *= 10.0 ** (np.interp(hz, np.linspace(0, 4000, 8), points - points.mean()) / 20.0)
    if room is not None:
        spectrum *= rfft(room, size)
    return np.asarray(irfft(spectrum, size)[: len(voice)], dtype=np.float32)


def mix(voice: Sound, noise: Sound, snr_db: float) -> Sound:
    """Return *voice* with *noise* at a ratio measured over the spoken parts."""
    loud = _active_power(voice)
    scale = np.sqrt(loud / (np.mean(noise**2) + 1e-12) * 10.0 ** (-snr_db / 10.0))
    return voice + noise * np.float32(scale)


def level(sound: Sound, decibel: float) -> Sound:
    """Return *sound* with its active parts at *decibel* below full scale."""
    return sound * np.float32(10.0 ** (decibel / 20.0) / np.sqrt(_active_power(sound) + 1e-12))


def to_alaw(sound: Sound) -> NDArray[np.uint8]:
    """Return G.711 A-law bytes."""
    value = np.clip(sound, -1.0, 1.0) * 32767.0
    positive = value >= 0
    whole = np.minimum(np.abs(value).astype(np.int32) >> 4, 2047)  # 11 bits of size
    segment = np.maximum(np.frexp(whole.astype(np.float32))[1] - 4, 0)
    step = np.maximum(segment - 1, 0)
    coded = (segment << 4) | ((whole >> step) & 15)
    return np.asarray((np.where(positive, coded | 0x80, coded) ^ 0x55), dtype=np.uint8)


def from_alaw(coded: NDArray[np.uint8]) -> Sound:
    """Return the sound of G.711 A-law bytes."""
    return _ALAW[coded]


def to_ulaw(sound: Sound) -> NDArray[np.uint8]:
    """Return G.711 µ-law bytes."""
    value = np.clip(sound, -1.0, 1.0) * 32767.0
    biased = np.minimum(np.abs(value), 32635.0).astype(np.int32) + 132
    segment = np.frexp(biased.astype(np.float32))[1] - 8
    coded = (segment << 4) | ((biased >> (segment + 3)) & 15)
    return np.asarray((~np.where(value < 0, coded | 0x80, coded) & 0xFF), dtype=np.uint8)


def from_ulaw(coded: NDArray[np.uint8]) -> Sound:
    """Return the sound of G.711 µ-law bytes."""
    return _ULAW[coded]


def gsm(sound: Sound) -> Sound:
    """Return *sound* after GSM full rate."""
    held = io.BytesIO()
    soundfile.write(held, sound, RATE_HZ, format="WAV", subtype="GSM610")
    held.seek(0)
    heard = soundfile.read(held, dtype="float32")[0]
    return np.pad(heard, (0, max(0, len(sound) - len(heard))))[: len(sound)]


def _band(hz: NDArray[np.float32], rng: Generator, *, wild: bool) -> NDArray[np.float32]:
    low, high = (rng.uniform(50.0, 400.0), rng.uniform(2900.0, 3900.0)) if wild else (150.0, 3700.0)
    rises = 1.0 / (1.0 + (low / np.maximum(hz, 1.0)) ** 6)
    falls = 1.0 / (1.0 + (hz / high) ** 24)
    return np.sqrt(rises * falls).astype(np.float32)


def _room(rng: Generator) -> Sound:
    lasts_s = rng.uniform(0.1, 0.6)
    length = int(lasts_s * RATE_HZ)
    decay = np.exp(-6.9 * np.arange(length) / length)
    tail = rng.normal(0.0, 1.0, length) * decay
    tail *= rng.uniform(0.1, 0.8) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return tail.astype(np.float32)


def _echo(sound: Sound, rng: Generator) -> Sound:
    delay = int(rng.uniform(0.03, 0.3) * RATE_HZ)
    copy = np.pad(sound, (delay, 0))[: len(sound)]
    return sound + copy * np.float32(10.0 ** (rng.uniform(-30.0, -14.0) / 20.0))


def _lose(sound: Sound, rng: Generator) -> Sound:
    """Drop packets of 20 ms; half of the lines repeat the last packet, as concealment does."""
    packet = RATE_HZ // 50
    heard = sound.copy()
    repeats = rng.random() < 0.5
    share = rng.uniform(0.005, 0.04)
    for start in np.flatnonzero(rng.random(len(sound) // packet) < share) * packet:
        fresh = heard[start - packet : start] * np.float32(0.7) if repeats and start >= packet else np.float32(0.0)
        heard[start : start + packet] = fresh
    return heard


def _active_power(sound: Sound) -> float:
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    power = np.mean(frames**2, axis=1) if len(frames) else np.mean(sound[None] ** 2, axis=1)
    loud = power[power > 0.02 * power.max()]
    return float(loud.mean()) if len(loud) else 1e-12


def _alaw_table() -> Sound:
    coded = np.arange(256, dtype=np.int32) ^ 0x55
    segment, step = (coded >> 4) & 7, coded & 15
    size = np.where(segment == 0, (step << 4) + 8, ((step << 4) + 264) << np.maximum(segment - 1, 0))
    return (np.where(coded & 0x80, size, -size) / 32768.0).astype(np.float32)


def _ulaw_table() -> Sound:
    coded = ~np.arange(256, dtype=np.int32) & 0xFF
    segment, step = (coded >> 4) & 7, coded & 15
    size = (((step << 3) + 132) << segment) - 132
    return (np.where(coded & 0x80, -size, size) / 32768.0).astype(np.float32)


_ALAW, _ULAW = _alaw_table(), _ulaw_table()
