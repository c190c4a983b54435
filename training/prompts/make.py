"""Make the prompts of the line from their texts: ``python -m training.prompts.make``.

espeak-ng speaks each text slowly with wide word gaps; the sound is then brought to the telephone: band-limited,
trimmed, levelled to one loudness and faded at both ends, so that prompts played one after another do not click.
The same texts give the same files.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from telephony import prompts, wav

VOICE = "ru+Annie"
WORDS_PER_MINUTE = 162
PITCH = 46
WORD_GAP_10MS = 1
LOUDNESS_DBFS = -20.0
PEAK = 0.89
TRIM_BELOW = 0.004
PAUSE_S = 0.22  # after a sentence
DIGIT_PAUSE_S = 0.12
FADE_S = 0.012
BEEP_HZ = 1000.0
BEEP_S = 0.4
BEEP_LEVEL = 0.25

Sound = NDArray[np.float64]


def make(folder: Path) -> list[Path]:
    """Write every prompt into *folder* and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for code, text in prompts.TEXTS.items():
        pause_s = PAUSE_S if text[-1] in ".!" else DIGIT_PAUSE_S
        made.append(_write(folder / f"{code}.wav", np.append(to_telephone(speak(text)), _silence(pause_s))))
    made.append(_write(folder / f"{prompts.Code.BEEP}.wav", beep()))
    return made


def speak(text: str) -> tuple[Sound, int]:
    """Return the sound of *text* in -1..1, and its rate in hertz."""
    command = ["espeak-ng", "-v", VOICE, "-s", str(WORDS_PER_MINUTE), "-p", str(PITCH), "-g", str(WORD_GAP_10MS)]
    spoken = subprocess.run([*command, "--stdout"], input=text.encode(), capture_output=True, check=True).stdout
    with wave.open(io.BytesIO(spoken)) as sound:
        rate = sound.getframerate()
        raw = sound.readframes(sound.getnframes())  # espeak writes to a pipe: its header gives no true length
    return np.frombuffer(raw, "<i2").astype(np.float64) / 32768, rate


def to_telephone(spoken: tuple[Sound, int]) -> Sound:
    """Return *spoken* as telephone sound: 8 kHz, 200–3400 Hz, trimmed, one loudness, faded."""
    sound, rate = spoken
    sound = _band(np.asarray(soxr.resample(sound, rate, wav.RATE_HZ, quality="VHQ"), np.float64), 200.0, 3400.0)
    loud = np.flatnonzero(np.abs(sound) > TRIM_BELOW)
    sound = sound[loud[0] : loud[-1] + 1]
    active = sound[np.abs(sound) > TRIM_BELOW]
    sound = sound * (10 ** (LOUDNESS_DBFS / 20) / np.sqrt(np.mean(active**2)))
    return _fade(np.clip(sound, -PEAK, PEAK))


def beep() -> Sound:
    """Return the tone after which the caller speaks."""
    times = np.arange(int(BEEP_S * wav.RATE_HZ)) / wav.RATE_HZ
    return _fade(BEEP_LEVEL * np.sin(2 * np.pi * BEEP_HZ * times))


def _band(sound: Sound, low_hz: float, high_hz: float) -> Sound:
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / wav.RATE_HZ)
    spectrum *= 1 / np.sqrt(1 + (low_hz / np.maximum(hertz, 1.0)) ** 4) / np.sqrt(1 + (hertz / high_hz) ** 16)
    return np.fft.irfft(spectrum, len(sound))


def _fade(sound: Sound) -> Sound:
    ramp = np.linspace(0.0, 1.0, int(FADE_S * wav.RATE_HZ))
    faded = sound.copy()
    faded[: len(ramp)] *= ramp
    faded[-len(ramp) :] *= ramp[::-1]
    return faded


def _silence(seconds: float) -> Sound:
    return np.zeros(int(seconds * wav.RATE_HZ))


def _write(path: Path, sound: Sound) -> Path:
    samples = np.round(sound * 32767).astype("<i2").tobytes()
    path.write_bytes(wav.header(len(samples)) + samples)
    return path


def main() -> int:
    """Make the prompts and check them as the line does at its start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=prompts.SHIPPED)
    made = make(parser.parse_args().out)
    faults = [f"{path}: {fault}" for path in made if (fault := prompts.check(path))]
    print("\n".join(faults) or f"{len(made)} prompts, {sum(path.stat().st_size for path in made) // 1024} KB")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
