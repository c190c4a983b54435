"""Voices that read sentences aloud: espeak-ng with variants made at random, and recordings of people.

espeak-ng is called in process: a thousand times faster than real time, where starting its program for every
sentence would cost more than the speech. Its voices differ by formants, pitch, breath and tilt; the variants
that ship with it are few, so the recipe writes hundreds more beside them.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import soxr
from numpy.typing import NDArray

Sound = NDArray[np.float32]
ESPEAK_RATE_HZ = 22050
TELEPHONE_HZ = 8000
MADE_VOICES = 220  # espeak-ng 1.51 knows 349 voices at most, its own included
HELD_OUT_MADE = 40
HELD_OUT_VARIANTS = frozenset(
    "f3 m4 klatt2 klatt5 Andy Alicia steph2 Jacky anika pedro iven3 Mario belinda marcelo".split()
)
ODD_VARIANTS = frozenset("whisper whisperf croak Demonic fast UniRobot anikaRobot Tweaky AnxiousAndy grandpa".split())
_BUFFER_MS = 0
_SYNCHRONOUS = 2
_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class VoiceError(Exception):
    """A synthesizer is missing or refused to speak; the message says what to install."""


@dataclass(frozen=True)
class Manner:
    """How one sentence is read: whose voice, words a minute, pitch and its range, and a factor on all frequencies."""

    voice: str
    rate: int = 170
    pitch: int = 50
    spread: int = 50
    shift: float = 1.0


@dataclass(frozen=True)
class Cast:
    """Voices of espeak-ng, apart by use."""

    training: tuple[str, ...]
    evaluation: tuple[str, ...]


def espeak_data(folder: Path) -> Cast:
    """Copy espeak-ng's data to *folder*, add the made voices, and say which are for what."""
    source = _installed_data()
    target = folder / "espeak-ng-data"
    if not target.exists():
        shutil.copytree(source, target, ignore=_other_languages)
        for number in range(MADE_VOICES):
            path = target / "voices" / "!v" / f"made{number:03d}"
            path.write_text(_made_voice(number), encoding="ascii")
    shipped = sorted(path.name for path in (source / "voices" / "!v").iterdir() if " " not in path.name)
    made = [f"made{number:03d}" for number in range(MADE_VOICES)]
    kept = [name for name in shipped if name not in HELD_OUT_VARIANTS and name not in ODD_VARIANTS]
    return Cast(
        training=(*made[HELD_OUT_MADE:], *kept * 3, *sorted(ODD_VARIANTS)),
        evaluation=(*made[:HELD_OUT_MADE], *sorted(HELD_OUT_VARIANTS) * 4),
    )


def any_manner(rng: Random, voices: tuple[str, ...]) -> Manner:
    """Return a manner of the training region: moderate rates and pitches."""
    return Manner(
        voice=rng.choice(voices),
        rate=int(rng.triangular(110, 260, 175)),
        pitch=int(rng.triangular(5, 85, 45)),
        spread=rng.randint(15, 90),
        shift=rng.uniform(0.9, 1.12),
    )


def unheard_manner(rng: Random, voices: tuple[str, ...]) -> Manner:
    """Return a manner for evaluation; one in five is slower, faster, lower or higher than any in training."""
    manner = any_manner(rng, voices)
    if rng.random() >= 0.2:
        return manner
    rate, pitch = rng.choice(((102, manner.pitch), (270, manner.pitch), (manner.rate, 92), (manner.rate, 1)))
    return Manner(manner.voice, rate, pitch, manner.spread, manner.shift)


class Reader:
    """espeak-ng in a process of its own: about once in ten thousand sentences it corrupts its memory and dies.

    The sentence it dies of is lost, the next one finds a new process.
    """

    def __init__(self, data: Path) -> None:
        self._command = [sys.executable, "-m", __name__, str(data)]
        self._start()

    def say(self, text: str, manner: Manner) -> Sound:
        """Return *text* read aloud at 8 kHz, or no sound where the synthesizer died of it.

        Raises VoiceError for an unknown voice, and where a fresh synthesizer dies of its first sentence.
        """
        try:
            pickle.dump((text, manner), self._input)
            self._input.flush()
            said: Sound | str = pickle.load(self._output)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return self._bury()
        self._fresh = False
        if isinstance(said, str):
            raise VoiceError(said)
        return said

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._input.close()
        self._output.close()
        self._process.wait()

    def _start(self) -> None:
        root = str(Path(__file__).parents[2])
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._fresh = True

    def _bury(self) -> Sound:
        with contextlib.suppress(BrokenPipeError):
            self._input.close()
        self._output.close()
        self._process.wait()
        if self._fresh:
            raise VoiceError("espeak-ng does not run")
        self._start()
        return np.zeros(0, dtype=np.float32)


def serve(data: Path) -> None:
    """Read sentences aloud for a ``Reader`` on the other side of the standard streams."""
    espeak = Espeak(data)
    while True:
        try:
            text, manner = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer: Sound | str = espeak.say(text, manner)
        except VoiceError as error:
            answer = str(error)
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.flush()


class Espeak:
    """One espeak-ng in this process: it holds global state, so make one per process."""

    def __init__(self, data: Path) -> None:
        name = ctypes.util.find_library("espeak-ng")
        if name is None:
            raise VoiceError("espeak-ng is not installed: apt install espeak-ng")
        self._library = ctypes.CDLL(name)
        self._said: list[bytes] = []
        self._callback = _CALLBACK(self._hear)
        rate = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(data).encode(), 0)
        if rate != ESPEAK_RATE_HZ:
            raise VoiceError(f"espeak-ng did not start: {rate}")
        self._library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, manner: Manner) -> Sound:
        """Return *text* read aloud at 8 kHz. Raises VoiceError for an unknown voice."""
        if self._library.espeak_SetVoiceByName(f"ru+{manner.voice}".encode()) != 0:
            raise VoiceError(f"espeak-ng has no voice ru+{manner.voice}")
        for parameter, value in ((_RATE, manner.rate), (_PITCH, manner.pitch), (_RANGE, manner.spread)):
            self._library.espeak_SetParameter(parameter, int(value), 0)
        self._said.clear()
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, _UTF8, None, None)
        sound = np.frombuffer(b"".join(self._said), dtype=np.int16).astype(np.float32) / np.float32(32768.0)
        return to_telephone(sound, ESPEAK_RATE_HZ, manner.shift)

    def _hear(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: object) -> int:
        if count > 0:
            self._said.append(ctypes.string_at(samples, count * 2))
        return 0


def to_telephone(sound: Sound, rate_hz: int, shift: float = 1.0) -> Sound:
    """Return *sound* at 8 kHz with every frequency multiplied by *shift*, and so shorter by as much."""
    if not len(sound):
        return sound
    return np.asarray(soxr.resample(sound, rate_hz * shift, TELEPHONE_HZ), dtype=np.float32)


def _installed_data() -> Path:
    for root in (Path("/usr/lib"), Path("/usr/share"), Path("/usr/local/share")):
        found = sorted(root.glob("*/espeak-ng-data")) + sorted(root.glob("espeak-ng-data"))
        if found:
            return found[0]
    raise VoiceError("espeak-ng's data are not installed: apt install espeak-ng")


def _other_languages(folder: str, names: list[str]) -> set[str]:
    """Name what a copy leaves out: espeak-ng counts the voices of all languages against its limit."""
    if Path(folder).name == "lang":
        return set(names) - {"zle"}
    if Path(folder).name == "mb":
        return set(names)
    return {name for name in names if name.endswith("_dict") and name != "ru_dict"}


def _made_voice(number: int) -> str:
    """Return a voice file; every number gives another person."""
    rng = Random(9000 + number)
    female = number % 2 == 1
    low = rng.uniform(130, 210) if female else rng.uniform(55, 120)
    scale = rng.uniform(102, 122) if female else rng.uniform(86, 106)
    lines = [
        "language variant",
        f"name made{number:03d}",
        f"gender {'female' if female else 'male'}",
        f"pitch {low:.0f} {low * rng.uniform(1.2, 2.0):.0f}",
    ]
    for formant in range(9):
        frequency = scale * rng.uniform(0.94, 1.06)
        lines.append(f"formant {formant} {frequency:.0f} {rng.uniform(60, 130):.0f} {rng.uniform(70, 180):.0f}")
    lines += [
        f"flutter {rng.randint(0, 12)}",
        f"roughness {rng.randint(0, 4)}",
        f"voicing {rng.randint(60, 130)}",
        f"consonants {rng.randint(60, 150)} {rng.randint(60, 150)}",
    ]
    tone = ((600, 120, 200), (1200, 60, 160), (2000, 40, 140), (3000, 30, 130))
    lines.append("tone " + " ".join(f"{hertz} {rng.randint(least, most)}" for hertz, least, most in tone))
    if rng.random() < 0.35:
        breaths = " ".join(str(rng.randint(0, 60)) for _ in range(8))
        lines += [f"breath {breaths}", f"breathw {' '.join(str(rng.randint(100, 400)) for _ in range(8))}"]
    if rng.random() < 0.25:
        lines.append(f"klatt {rng.randint(1, 6)}")
    if rng.random() < 0.5:
        lines.append("stressAmp " + " ".join(str(rng.randint(14, 35)) for _ in range(8)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
