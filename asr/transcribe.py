"""One recording from file to document: what ``dozvon transcribe`` and the worker both do.

A file has one channel or one per party of the call. Channels are recognised apart and merged by time, so that who said
what is known without guessing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asr.decoding import DecodeLimits, decode_file
from asr.engine import EngineInfo, Segment, Transcriber, Transcript, Word
from asr.gated import GatedTranscriber

Progress = Callable[[str, float], None]  # stage ("decode", "recognise") and the share of it that is done, 0 to 1

DEMONSTRATION_NOTE = (
    "Внимание: слова распознала демонстрационная модель, которая училась только на синтезированных голосах. "
    "Для голосов людей установите настоящую: dozvon models pull gigaam-v3-ctc, затем dozvon models use gigaam-v3-ctc."
)


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of a call besides its sound. ``speakers`` names the channels in their order."""

    call_id: str | None = None
    started_at: dt.datetime | None = None
    direction: str | None = None
    source: str | None = "upload"
    client_id: str | None = None
    phone: str | None = None
    manager_id: str | None = None
    speakers: tuple[str, ...] = ()


def transcribe_file(
    path: Path,
    transcriber: Transcriber,
    *,
    limits: DecodeLimits | None = None,
    hints: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Transcript]:
    """Return one transcript per channel of the file. Raises EngineError (``AudioRejected`` for the file itself)."""
    tell = progress or _silent
    tell("decode", 0.0)
    channels = decode_file(path, limits)
    tell("decode", 1.0)
    tell("recognise", 0.0)
    if isinstance(transcriber, GatedTranscriber):
        heard = transcriber.transcribe_batch(channels, hints=hints, progress=lambda share: tell("recognise", share))
    else:
        heard = transcriber.transcribe_batch(channels, hints=hints)
    tell("recognise", 1.0)
    return heard


def merge_channels(transcripts: Sequence[Transcript], speakers: Sequence[str] = ()) -> Transcript:
    """Return one transcript of all channels, its segments by start and named after their channel's speaker.

    Channels without a name become ``speaker_0``, ``speaker_1``…; the only channel of a mono recording keeps no speaker,
    because two people may speak in it.
    """
    names: list[str | None] = [*speakers[: len(transcripts)]]
    missing = range(len(names), len(transcripts))
    names += [f"speaker_{index}" if len(transcripts) > 1 else None for index in missing]
    segments = [
        segment if segment.speaker else replace(segment, speaker=name)
        for transcript, name in zip(transcripts, names, strict=True)
        for segment in transcript.segments
    ]
    first = transcripts[0]
    return replace(
        first,
        segments=tuple(sorted(segments, key=lambda segment: (segment.start, segment.end))),
        duration=max(transcript.duration for transcript in transcripts),
    )


def to_document(transcript: Transcript, facts: CallFacts | None = None) -> dict[str, Any]:
    """Return the transcript document of FORMATS §2, ready for JSON."""
    facts = facts or CallFacts()
    return {
        "call_id": facts.call_id,
        "started_at": facts.started_at.isoformat() if facts.started_at else None,
        "direction": facts.direction,
        "source": facts.source,
        "client_id": facts.client_id,
        "phone": facts.phone,
        "manager_id": facts.manager_id,
        "duration": round(transcript.duration, 3),
        "language": transcript.language,
        "engine": _engine(transcript.engine),
        "segments": [_segment(segment) for segment in transcript.segments],
    }


def engine_note(info: EngineInfo) -> str | None:
    """Return what a person must know of the engine before trusting its words, in Russian."""
    return DEMONSTRATION_NOTE if info.demonstration else None


def readable(transcript: Transcript) -> str:
    """Return the transcript as lines for a terminal: time, speaker, words; doubtful readings show both versions."""
    lines = [f"{_clock(segment.start)}  {_who(segment)}{_words(segment)}" for segment in transcript.segments]
    return "\n".join(lines) if lines else "(речи не найдено)"


_SPEAKERS = {"client": "Клиент", "manager": "Менеджер"}


def _who(segment: Segment) -> str:
    return f"{_SPEAKERS.get(segment.speaker, segment.speaker)}: " if segment.speaker else ""


def _words(segment: Segment) -> str:
    if not any(word.disputed is not None for word in segment.words):
        return segment.text
    return " ".join(
        f"{word.text} [или: {word.disputed or 'ничего'}]" if word.disputed is not None else word.text
        for word in segment.words
    )


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{seconds % 60:04.1f}"


def _engine(info: EngineInfo) -> dict[str, Any]:
    return {
        "name": info.name,
        "model": info.model,
        "version": info.version,
        "compute_type": info.compute_type,
        "demonstration": info.demonstration,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "start": segment.start,
        "end": segment.end,
        "speaker": segment.speaker,
        "text": segment.text,
        "confidence": segment.confidence,
        "words": [_word(word) for word in segment.words],
    }


def _word(word: Word) -> dict[str, Any]:
    told: dict[str, Any] = {"start": word.start, "end": word.end, "text": word.text, "confidence": word.confidence}
    if word.disputed is not None:
        told["disputed"] = word.disputed
    if word.others:
        told["others"] = [{"text": one.text, "words": one.words, "behind": one.behind} for one in word.others]
    return told


def _silent(_stage: str, _share: float) -> None:
    return
