"""Recordings with what was said in them: any folder of sound files beside text files of the same name.

An optional ``manifest.csv`` tells more of a recording: a column ``file`` (the name of the sound) and any others, such
as ``voice`` or ``noise``; results are then given by each of them. ``products.txt`` and ``names.txt`` list words, one
entry a line, whose errors are counted apart, in whatever form they are said.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SOUNDS = (".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a", ".webm", ".amr", ".au", ".aiff")
MANIFEST = "manifest.csv"
LISTS = ("products", "names")


class DataError(Exception):
    """The folder is not a set of recordings with texts; the message names the file."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One sound file and what was said in it."""

    path: Path
    text: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordingSet:
    """All recordings of a folder, by name, and its word lists."""

    recordings: tuple[Recording, ...]
    lists: Mapping[str, tuple[str, ...]]
    digest: str


def load_recordings(folder: Path) -> RecordingSet:
    """Return the recordings under *folder*. A sound without a text is left out; none at all raises DataError."""
    if not folder.is_dir():
        raise DataError(f"{folder}: нет такой папки")
    facts = _facts(folder / MANIFEST)
    found = [
        Recording(path, path.with_suffix(".txt").read_text(encoding="utf-8").strip(), facts.get(path.name, {}))
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SOUNDS and path.with_suffix(".txt").is_file()
    ]
    if not found:
        raise DataError(f"{folder}: нет ни одного звукового файла, рядом с которым лежит текст с тем же именем (.txt)")
    lists = {name: _lines(folder / f"{name}.txt") for name in LISTS if (folder / f"{name}.txt").is_file()}
    return RecordingSet(tuple(found), lists, _digest(found))


def _facts(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if rows and "file" not in rows[0]:
        raise DataError(f"{path}:1: нет столбца file")
    return {row["file"]: {name: value for name, value in row.items() if name != "file" and value} for row in rows}


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _digest(recordings: Sequence[Recording]) -> str:
    digest = hashlib.sha256()
    for recording in recordings:
        digest.update(recording.path.name.encode())
        digest.update(recording.path.read_bytes())
        digest.update(recording.text.encode())
    return digest.hexdigest()[:16]
