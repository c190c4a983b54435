"""WAV files as the line leaves them: read their facts, and mend the header of one that was never closed.

A recorder that dies leaves the lengths in the header at zero (or, before its first full buffer, no header at all),
while the samples up to the last buffer are there. Lengths are then taken from the size of the file.
"""

from __future__ import annotations

import os
import struct
import wave
from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 8000
SAMPLE_BYTES = 2
HEADER_BYTES = 44
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


@dataclass(frozen=True)
class WavFacts:
    """What a sound file holds."""

    seconds: float
    rate_hz: int
    channels: int
    sample_bytes: int


def facts(path: Path) -> WavFacts:
    """Return what *path* holds. Raises ``wave.Error`` or ``EOFError`` where it is not PCM WAV."""
    with wave.open(str(path), "rb") as sound:
        rate = sound.getframerate()
        return WavFacts(sound.getnframes() / rate, rate, sound.getnchannels(), sound.getsampwidth())


def length_s(path: Path) -> float:
    """Return how long a WAV of any coding with a constant rate lasts (PCM, A-law, mu-law). Raises ``wave.Error``."""
    with path.open("rb") as file:
        if file.read(12)[8:] != b"WAVE":
            raise wave.Error(f"{path} is not a WAV file")
        bytes_a_second = 0
        while len(head := file.read(8)) == 8:
            name, size = head[:4], int.from_bytes(head[4:], "little")
            if name == b"data":
                return size / bytes_a_second if bytes_a_second else 0.0
            body = file.read(size + size % 2)
            if name == b"fmt ":
                bytes_a_second = int.from_bytes(body[8:12], "little")
    raise wave.Error(f"{path} holds no samples")


def is_closed(path: Path) -> bool:
    """Return whether the lengths in the header agree with the size of the file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES:
        return False
    riff_size = int.from_bytes(head[4:8], "little")
    data_size = int.from_bytes(head[40:44], "little")
    return riff_size == size - 8 and data_size == size - HEADER_BYTES


def repair(path: Path) -> bool:
    """Make *path* a readable WAV of all the samples it has; return whether anything had to be mended.

    An odd last byte is cut off. A file shorter than a header becomes a WAV without samples.
    """
    if is_closed(path):
        return False
    size = path.stat().st_size
    samples_bytes = max(0, size - HEADER_BYTES) // SAMPLE_BYTES * SAMPLE_BYTES
    with path.open("r+b") as file:
        file.truncate(samples_bytes + HEADER_BYTES if size >= HEADER_BYTES else 0)
        file.seek(0)
        file.write(header(samples_bytes))
        file.flush()
        os.fsync(file.fileno())
    return True


def header(samples_bytes: int, rate_hz: int = RATE_HZ) -> bytes:
    """Return the header of a mono 16-bit WAV that holds *samples_bytes* bytes of samples."""
    return _HEADER.pack(
        b"RIFF", samples_bytes + HEADER_BYTES - 8, b"WAVE", b"fmt ", 16, 1, 1,
        rate_hz, rate_hz * SAMPLE_BYTES, SAMPLE_BYTES, 8 * SAMPLE_BYTES, b"data", samples_bytes,
    )  # fmt: skip


def samples(path: Path) -> bytes:
    """Return the raw samples of a mono 16-bit WAV."""
    with wave.open(str(path), "rb") as sound:
        return sound.readframes(sound.getnframes())


def join(parts: list[Path], target: Path, *, gap_s: float = 0.5) -> None:
    """Write the sound of *parts* one after another to *target*, with a gap of silence between; synced to disk."""
    gap = bytes(int(gap_s * RATE_HZ) * SAMPLE_BYTES)
    whole = gap.join(samples(part) for part in parts)
    with target.open("wb") as file:
        file.write(header(len(whole)) + whole)
        file.flush()
        os.fsync(file.fileno())
