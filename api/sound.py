"""Sound of calls: where a recording lies, and what its loudness looks like."""

from __future__ import annotations

import wave
from functools import lru_cache
from pathlib import Path

import numpy as np
from starlette.responses import FileResponse

from api.errors import SoundNotFound
from models.tables import Recording

BARS = 240  # of a drawn waveform
MAX_DRAWN_BYTES = 64 * 1024 * 1024  # an hour of telephone sound; longer ones are played without a drawing
MEDIA_TYPES = {
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
}
_QUIETEST = 0.02  # of full scale: noise of the line is drawn as a line


def sound_path(root: Path, recording: Recording) -> Path:
    """Return the file of *recording* inside the store. Raises ``SoundNotFound`` where it is not, or not inside."""
    home = root.resolve()
    path = (home / recording.storage_key).resolve()
    if not path.is_relative_to(home) or not path.is_file():
        raise SoundNotFound
    return path


def sound_response(root: Path, recording: Recording) -> FileResponse:
    """Return the answer that plays *recording*: whole, or the bytes that a player asks for."""
    path = sound_path(root, recording)
    return FileResponse(
        path,
        media_type=MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"),
        headers={"Cache-Control": "private, no-store"},
        stat_result=path.stat(),
    )


def loudness(root: Path, recording: Recording) -> tuple[float, ...]:
    """Return the loudness of equal parts of *recording*, each 0 to 1; nothing where it cannot be drawn."""
    try:
        return _loudness(sound_path(root, recording), recording.sha256)
    except SoundNotFound:
        return ()


@lru_cache(maxsize=512)
def _loudness(path: Path, _sha256: str) -> tuple[float, ...]:
    if path.suffix.lower() != ".wav" or path.stat().st_size > MAX_DRAWN_BYTES:
        return ()
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                return ()
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")[:: file.getnchannels()]
    except (wave.Error, EOFError, OSError):
        return ()
    if samples.size < BARS:
        return ()
    parts = np.array_split(np.abs(samples.astype(np.float32)) / 32768, BARS)
    peaks = np.array([np.sqrt(np.mean(part**2)) for part in parts])
    return tuple(float(value) for value in np.clip(peaks / max(float(peaks.max()), _QUIETEST), 0, 1))
