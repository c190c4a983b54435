"""The process that opens a sound file: started by :mod:`asr.decoding`, one per file, never imported by it.

It gets the open file as standard input and writes samples to a descriptor it is given, so it never sees a name. Before
the first byte is read it gives up the right to open anything: with ``RLIMIT_NOFILE`` at what is already open, a decoder
that is tricked into following a path or an address can open neither file nor socket. It imports nothing of this
project, so that starting it stays cheap.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

BLOCK_FRAMES = 65_536
SAMPLES_FD = 3
UNKNOWN_LENGTHS = (0, 0xFFFFFFFF)
SNDFILE_FORMATS = {
    "wav": ("WAV", "WAVEX", "RF64"),
    "flac": ("FLAC",),
    "ogg": ("OGG",),
    "mp3": ("MP3",),
    "au": ("AU",),
    "aiff": ("AIFF",),
}
LIBAV_FORMATS = {"mp4": "mov", "amr": "amr", "matroska": "matroska", "ogg": "ogg", "wav": "wav"}
Block = npt.NDArray[np.float32]  # shape (frames, channels)


class Refused(Exception):
    """The file is refused; the argument is the reason's code."""


class PatchedFile(io.RawIOBase):
    """A file whose first bytes read differently from what is on disk."""

    def __init__(self, raw: BinaryIO, head: bytes) -> None:
        super().__init__()
        self._raw, self._head = raw, head

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        return self._raw.tell()

    def readinto(self, buffer: Any) -> int:
        at = self._raw.tell()
        data = bytearray(self._raw.read(len(buffer)))
        patch = self._head[at : at + len(data)]
        data[: len(patch)] = patch
        buffer[: len(data)] = data
        return len(data)


def main() -> int:
    """Decode standard input as the arguments say; report as one line of JSON on standard output."""
    reader, container = sys.argv[1:3]
    samples_fd, max_seconds, min_bytes_per_second, memory_bytes, cpu_s = map(float, sys.argv[3:])
    if reader == "libav":
        _load_libav()
    raw = os.fdopen(0, "rb", buffering=1 << 16)
    try:
        os.dup2(int(samples_fd), SAMPLES_FD)
        os.closerange(SAMPLES_FD + 1, 1_024)
        _confine(int(memory_bytes), int(cpu_s))
        report = _decode(raw, reader, container, max_seconds, min_bytes_per_second)
    except Refused as refusal:
        report = {"refused": str(refusal)}
    except MemoryError:
        report = {"refused": "too_big"}
    sys.stdout.write(json.dumps(report))
    sys.stdout.flush()
    return 0


def _confine(memory_bytes: int, cpu_s: int) -> None:
    """Bound memory and processor time, and forbid this process to open any further file or socket."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (SAMPLES_FD + 1, SAMPLES_FD + 1))


def _load_libav() -> None:
    """Decode one second of nothing, so that all of the library is loaded while files may still be opened."""
    silence = io.BytesIO()
    soundfile.write(silence, np.zeros(8_000, np.float32), 8_000, format="WAV")
    silence.seek(0)
    for _ in _open_libav(silence, "wav")[3]:
        pass


def _decode(
    raw: BinaryIO, reader: str, container: str, max_seconds: float, min_bytes_per_second: float
) -> dict[str, object]:
    size = os.fstat(raw.fileno()).st_size
    if reader == "libav":
        source_hz, channels, claimed_s, blocks = _open_libav(raw, LIBAV_FORMATS[container])
    else:
        source_hz, channels, claimed_s, blocks = _open_sndfile(raw, container)
    if not (4_000 <= source_hz <= 192_000 and 1 <= channels <= 8):
        raise Refused("odd_format")
    max_seconds = min(max_seconds, max_seconds * 2 / channels)  # two parties of that length, or more of less
    _check_length(claimed_s, size, max_seconds, min_bytes_per_second)
    target_hz = 8_000 if source_hz <= 8_000 else 16_000
    frames = 0
    with os.fdopen(SAMPLES_FD, "wb") as out:
        for block in _resampled(blocks, source_hz, target_hz, channels):
            frames += len(block)
            _check_length(frames / target_hz, size, max_seconds, min_bytes_per_second)
            out.write(_to_int16(block).tobytes())
    if frames == 0:
        raise Refused("empty")
    return {"rate": target_hz, "channels": channels, "frames": frames}


def _check_length(seconds: float, size: int, max_seconds: float, min_bytes_per_second: float) -> None:
    if seconds > max_seconds:
        raise Refused("too_long")
    # Hours of silence pack into kilobytes: no codec that carries speech is that small for that long.
    if seconds > 600 and size / seconds < min_bytes_per_second:
        raise Refused("bomb")


def _to_int16(block: Block) -> npt.NDArray[np.int16]:
    clean = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(np.rint(clean * 32_768), -32_768, 32_767).astype("<i2")


def _resampled(blocks: Iterator[Block], source_hz: int, target_hz: int, channels: int) -> Iterator[Block]:
    if source_hz == target_hz:
        yield from blocks
        return
    stream = soxr.ResampleStream(source_hz, target_hz, channels, dtype="float32")
    for block in blocks:
        yield stream.resample_chunk(block).reshape(-1, channels)
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True).reshape(-1, channels)


def _open_sndfile(raw: BinaryIO, container: str) -> tuple[int, int, float, Iterator[Block]]:
    """Return sample rate, channels, the length that the header claims, and an iterator of blocks."""
    readable: Any = _repaired_wav(raw) if container == "wav" else raw
    try:
        sound = soundfile.SoundFile(readable)
    except soundfile.LibsndfileError:
        raise Refused("broken") from None
    if sound.format not in SNDFILE_FORMATS[container]:
        raise Refused("odd_format")
    return sound.samplerate, sound.channels, sound.frames / sound.samplerate, _sndfile_blocks(sound)


def _sndfile_blocks(sound: soundfile.SoundFile) -> Iterator[Block]:
    while True:
        try:
            block: Block = sound.read(BLOCK_FRAMES, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            return  # a file cut short: what was heard until here is kept
        if len(block) == 0:
            return
        yield block


def _open_libav(raw: BinaryIO, format_name: str) -> tuple[int, int, float, Iterator[Block]]:
    """Return what ``_open_sndfile`` returns; a length that the header does not claim is 0."""
    import av

    try:
        opened = av.open(raw, "r", format=format_name, options={"protocol_whitelist": "", "enable_drefs": "0"})
        stream = opened.streams.audio[0]
        rate, channels = int(stream.rate or 0), int(stream.channels)
    except (av.FFmpegError, IndexError, ValueError, OSError):
        raise Refused("broken") from None
    return rate, channels, (opened.duration or 0) / av.time_base, _libav_blocks(opened, rate, channels)


def _libav_blocks(opened: Any, rate: int, channels: int) -> Iterator[Block]:
    import av

    convert = av.AudioResampler(format="flt", rate=rate)
    try:
        for frame in opened.decode(audio=0):
            for part in convert.resample(frame):
                yield part.to_ndarray().reshape(-1, channels).astype(np.float32)
    except (av.FFmpegError, ValueError):
        return  # cut short, or the channel count changes midway: what was heard until here is kept


def _repaired_wav(raw: BinaryIO) -> PatchedFile | BinaryIO:
    """Give a WAV whose lengths were never written (its recorder was killed) the lengths that the file has."""
    size = os.fstat(raw.fileno()).st_size
    head = raw.read(4_096)
    raw.seek(0)
    if head[:4] != b"RIFF":
        return raw
    at = _data_chunk(head)
    if at is None:
        return raw
    body = at + 8
    length = struct.unpack_from("<I", head, at + 4)[0]
    if length not in UNKNOWN_LENGTHS and body + length <= size:
        return raw
    fixed = bytearray(head[:body])
    struct.pack_into("<I", fixed, 4, min(size - 8, 0xFFFFFFFE))
    struct.pack_into("<I", fixed, at + 4, min(size - body, 0xFFFFFFFE))
    return PatchedFile(raw, bytes(fixed))


def _data_chunk(head: bytes) -> int | None:
    """Return where the data chunk's header begins, or None when it is not among the first bytes."""
    at = 12
    while at + 8 <= len(head):
        if head[at : at + 4] == b"data":
            return at
        at += 8 + struct.unpack_from("<I", head, at + 4)[0] + (head[at + 4] & 1)
    return None


if __name__ == "__main__":
    sys.exit(main())
