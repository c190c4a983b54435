from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from training.speech import channel, noises
from training.speech.channel import CLEAN, TRAINING, Line

pytestmark = pytest.mark.unit
TONE = (0.4 * np.sin(2 * np.pi * 700 * np.arange(16000) / 8000)).astype(np.float32)


@pytest.mark.parametrize("law", ["ALAW", "ULAW"])
def test_companding_agrees_with_libsndfile_within_its_rounding(law: str) -> None:
    ramp = np.linspace(-1, 1, 4001).astype(np.float32)
    held = io.BytesIO()
    soundfile.write(held, ramp, 8000, format="WAV", subtype=law)
    held.seek(0)
    theirs = soundfile.read(held, dtype="float32")[0]
    ours = channel.from_alaw(channel.to_alaw(ramp)) if law == "ALAW" else channel.from_ulaw(channel.to_ulaw(ramp))
    assert np.all(np.abs(ours - theirs) <= np.abs(ramp) / 16 + 0.001)


@pytest.mark.parametrize("code", [0x55, 0xD5, 0x2A, 0xAA])
def test_alaw_codes_decode_to_themselves(code: int) -> None:
    assert channel.to_alaw(channel.from_alaw(np.array([code], dtype=np.uint8)))[0] == code


def test_equal_seeds_give_equal_lines() -> None:
    first, again = (channel.transmit(TONE, TRAINING, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, again)


def test_a_line_keeps_the_length_of_what_is_said() -> None:
    everything = Line(noisy=1.0, reverb=1.0, echo=1.0, loss=1.0, clip=1.0, codec=1.0, tilt=1.0)
    for seed in range(12):
        assert len(channel.transmit(TONE, everything, np.random.default_rng(seed), TONE)) == len(TONE)


def test_noise_is_mixed_at_the_ratio_asked_for() -> None:
    noise = noises.hiss(len(TONE), np.random.default_rng(1))
    added = channel.mix(TONE, noise, 15.0) - TONE
    ratio = 10 * np.log10(np.mean(TONE**2) / np.mean(added**2))
    assert ratio == pytest.approx(15.0, abs=0.1)


def test_a_clean_line_passes_the_voice_band_and_stops_rumble() -> None:
    rumble = (0.4 * np.sin(2 * np.pi * 20 * np.arange(16000) / 8000)).astype(np.float32)
    heard = channel.from_alaw(channel.transmit(TONE + rumble, CLEAN, np.random.default_rng(0)))
    spectrum = np.abs(np.fft.rfft(heard))
    assert spectrum[1400] > 50 * spectrum[40]


@pytest.mark.parametrize("kind", sorted(noises.NON_SPEECH))
def test_every_noise_is_finite_and_of_the_length_asked_for(kind: str) -> None:
    wave = noises.NON_SPEECH[kind](4001, np.random.default_rng(2))
    assert wave.shape == (4001,)
    assert wave.dtype == np.float32
    assert np.all(np.isfinite(wave))
