"""A sound file becomes samples, one :class:`Audio` per channel, or is refused with its reason.

The file may come from anybody, so nothing in this process parses it beyond its first bytes: a child process without
rights decodes it (:mod:`asr.decode_child`), bounded in memory, processor time and decoded length.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from asr.containers import HEAD_BYTES, Container, sniff
from asr.engine import Audio, AudioRejected, EngineBusy

CHILD = Path(__file__).with_name("decode_child.py")
# Readers in the order they are tried: libsndfile is small and strict, FFmpeg's libraries know the rest.
READERS = {
    Container.WAV: ("sndfile", "libav"),
    Container.OGG: ("sndfile", "libav"),
    Container.MP4: ("libav",),
    Container.AMR: ("libav",),
    Container.MATROSKA: ("libav",),
}


class RejectReason(StrEnum):
    """Why a sound file is refused. The value is stable; :data:`REASON_TEXTS` has the words for people."""

    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_AUDIO = "not_audio"
    BROKEN = "broken"
    ODD_FORMAT = "odd_format"
    TOO_LONG = "too_long"
    BOMB = "bomb"
    TOO_SLOW = "too_slow"


REASON_TEXTS = {
    RejectReason.MISSING: "файл не найден или не читается",
    RejectReason.NOT_A_FILE: "это не обычный файл (ссылка, папка или устройство)",
    RejectReason.EMPTY: "в файле нет ни секунды звука",
    RejectReason.TOO_BIG: "файл слишком велик",
    RejectReason.NOT_AUDIO: "это не звуковой файл известного вида (WAV, FLAC, OGG, MP3, M4A, AMR, WebM, AU, AIFF)",
    RejectReason.BROKEN: "файл повреждён: звук из него не извлекается",
    RejectReason.ODD_FORMAT: "необычный звук внутри файла: кодек, частота или число каналов",
    RejectReason.TOO_LONG: "запись длиннее допустимого",
    RejectReason.BOMB: "подозрительный файл: часы звука в нескольких килобайтах",
    RejectReason.TOO_SLOW: "файл распаковывается подозрительно долго",
}


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What one file may cost. Defaults fit any telephone call."""

    max_bytes: int = 512 * 1024 * 1024
    max_seconds: float = 2 * 3600.0
    min_bytes_per_second: float = 250.0  # asked only of files past ten minutes; Opus speech needs twice as much
    memory_bytes: int = 1024 * 1024 * 1024
    cpu_s: int = 4  # for a small file
    bytes_per_cpu_s: int = 300_000  # a big one gets more; Opus, the slowest, takes a second for each 1.5 MB
    wall_s: float = 60.0  # past this the machine, not the file, is at fault


def reject_reason(error: AudioRejected) -> RejectReason:
    """Return the reason that an ``AudioRejected`` of this module carries."""
    return RejectReason(str(error).partition(":")[0])


def decode_file(path: Path, limits: DecodeLimits | None = None) -> list[Audio]:
    """Return the channels of a sound file, 8 kHz where it has 8 kHz or less, else 16 kHz.

    Channels that are the same sound twice (a mono call exported as stereo) come back as one. A file cut short gives
    what it holds, and so does a WAV whose lengths were never written.

    Raises:
        AudioRejected: the file is not acceptable; the message is ``reason: Russian words``.
        EngineBusy: this machine could not decode it in time; the same file may work later.
    """
    limits = limits or DecodeLimits()
    with _open_regular(path) as file, tempfile.TemporaryFile() as samples:
        size = os.fstat(file.fileno()).st_size
        container = _container_of(file, size, limits)
        report = _run_child(file, samples, container, size, limits)
        return _channels(samples, report)


def _refuse(reason: RejectReason) -> AudioRejected:
    return AudioRejected(f"{reason.value}: {REASON_TEXTS[reason]}")


def _open_regular(path: Path) -> BinaryIO:
    """Open without following a link and without waiting for a pipe."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError, ValueError):
        raise _refuse(RejectReason.MISSING) from None
    except OSError:
        raise _refuse(RejectReason.NOT_A_FILE) from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise _refuse(RejectReason.NOT_A_FILE)
    return os.fdopen(fd, "rb", buffering=0)


def _container_of(file: BinaryIO, size: int, limits: DecodeLimits) -> Container:
    if size == 0:
        raise _refuse(RejectReason.EMPTY)
    if size > limits.max_bytes:
        raise _refuse(RejectReason.TOO_BIG)
    container = sniff(os.pread(file.fileno(), HEAD_BYTES, 0))
    if container is None:
        raise _refuse(RejectReason.NOT_AUDIO)
    return container


def _run_child(
    file: BinaryIO, samples: BinaryIO, container: Container, size: int, limits: DecodeLimits
) -> dict[str, int]:
    report: dict[str, Any] = {}
    for reader in READERS.get(container, ("sndfile",)):
        report = _ask_child(reader, file, samples, container, size, limits)
        if report.get("refused") != RejectReason.BROKEN:
            break
    if "refused" in report:
        raise _refuse(RejectReason(report["refused"]))
    return {key: int(report[key]) for key in ("rate", "channels", "frames")}


def _ask_child(
    reader: str, file: BinaryIO, samples: BinaryIO, container: Container, size: int, limits: DecodeLimits
) -> dict[str, Any]:
    """Return what one child says of the file: its shape, or why it is refused."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    cpu_s = limits.cpu_s + size // limits.bytes_per_cpu_s
    bounds = (samples.fileno(), limits.max_seconds, limits.min_bytes_per_second, limits.memory_bytes, cpu_s)
    command = [sys.executable, "-I", str(CHILD), reader, container.value, *map(str, bounds)]
    try:
        done = _spawn(command, file, samples, limits.wall_s)
    except subprocess.TimeoutExpired:
        raise EngineBusy("decoding took too long on this machine") from None
    if done.returncode == -signal.SIGXCPU:
        return {"refused": RejectReason.TOO_SLOW}
    if done.returncode == -signal.SIGKILL:
        raise EngineBusy("the decoding process was killed from outside: this machine is out of memory")
    if done.returncode != 0:
        return {"refused": RejectReason.BROKEN}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _spawn(command: list[str], file: BinaryIO, samples: BinaryIO, wall_s: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(samples.fileno(),),
        env={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LANG": "C.UTF-8"},
        timeout=wall_s,
        check=False,
    )


def _channels(samples: BinaryIO, report: dict[str, int]) -> list[Audio]:
    samples.seek(0)
    flat = np.fromfile(samples, dtype="<i2", count=report["frames"] * report["channels"])
    table = flat.reshape(-1, report["channels"])
    columns = [table[:, index] for index in range(report["channels"])]
    kept: list[npt.NDArray[np.int16]] = []
    for column in columns:
        if not any(_same_sound(column, earlier) for earlier in kept):
            kept.append(column)
    return [Audio((column / 32_768).astype(np.float32), report["rate"]) for column in kept]


def _same_sound(left: npt.NDArray[np.int16], right: npt.NDArray[np.int16]) -> bool:
    """Tell whether two channels differ by less than lossy coding of one sound would make them."""
    difference = np.abs(left.astype(np.int32) - right).mean()
    level = np.abs(left.astype(np.int32)).mean() + np.abs(right.astype(np.int32)).mean()
    return bool(difference <= 0.01 * level)
