"""Make the sound of the demo's calls: ``python -m training.demo_calls``.

espeak-ng speaks the words; the sound is kept as 8 kHz A-law, as a telephone line carries it.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import numpy as np
import soundfile
import soxr

from dozvon.demo_calls import CALLS, DemoCall

LINE_RATE_HZ = 8_000
SPEED_WPM = 150
PAUSE_S = 0.6  # of quiet before the first word: a caller breathes in after the beep


def speak_to(call: DemoCall, target: Path) -> float:
    """Write the sound of *call* to *target* and return its length in seconds."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", call.voice, "-s", str(SPEED_WPM), "--stdout", call.words],
        check=True,
        capture_output=True,
    ).stdout
    samples, rate_hz = soundfile.read(io.BytesIO(spoken), dtype="float32")
    line = soxr.resample(samples, rate_hz, LINE_RATE_HZ)
    quiet = np.zeros(int(PAUSE_S * LINE_RATE_HZ), dtype=np.float32)
    sound = np.concatenate([quiet, 0.6 * line / max(1e-6, float(np.abs(line).max())), quiet])
    soundfile.write(target, sound, LINE_RATE_HZ, subtype="ALAW")
    return len(sound) / LINE_RATE_HZ


def main() -> None:
    """Speak every call of the demo."""
    for call in CALLS:
        seconds = speak_to(call, call.sound)
        print(f"{call.sound.name}: {seconds:.1f} s")


if __name__ == "__main__":
    main()
