"""The seam between Dozvon and any speech recogniser, and the values it speaks in.

Every time is in seconds from the first sample of the recording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
import numpy.typing as npt


class EngineError(Exception):
    """An engine failed. No ``__init__`` of its own, so that Celery can pickle it."""

    code: ClassVar[str] = "asr.engine_failed"  # stable: shown, counted, translated


class EngineBusy(EngineError):
    """The same recording may work later: no memory now, the peer restarts."""

    code = "asr.engine_busy"


class ModelMissing(EngineError):
    """The model's files are not where the settings say, or are not what they should be."""

    code = "asr.model_missing"


class AudioRejected(EngineError):
    """The sound file is refused: not a known container, broken, hostile or too long. The message says which."""

    code = "asr.audio_rejected"


@dataclass(frozen=True, eq=False)
class Audio:
    """One channel of decoded sound: float32 samples in [-1, 1], shape ``(n,)``."""

    samples: npt.NDArray[np.float32]
    sample_rate_hz: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.sample_rate_hz


@dataclass(frozen=True, slots=True)
class Other:
    """What may have been said in place of a word and those behind it, *words* in all; no text where nothing was.

    ``behind`` is the natural logarithm by which it is less likely than what stands.
    """

    text: str
    words: int
    behind: float


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. ``confidence`` is in [0, 1]; ``disputed`` is what a second engine heard instead.

    ``others`` are readings of the same engine that begin at this word.
    """

    start: float
    end: float
    text: str
    confidence: float | None = None
    disputed: str | None = None
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech of one speaker between two silences."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What recognised: stored beside each transcript. ``demonstration`` marks the model that ships with the product."""

    name: str
    model: str
    version: str = ""
    compute_type: str | None = None
    demonstration: bool = False

    @property
    def key(self) -> str:
        """One line that changes whenever the words could: part of a job's identity."""
        return ":".join((self.name, self.model, self.version, self.compute_type or ""))


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one recording by start."""

    segments: tuple[Segment, ...]
    duration: float
    engine: EngineInfo
    language: str = "ru"

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


class Transcriber(Protocol):
    """Hears recordings. Holds a loaded model: one per process, one call at a time."""

    @property
    def info(self) -> EngineInfo: ...

    def transcribe_batch(self, batch: Sequence[Audio], *, hints: Sequence[str] = ()) -> list[Transcript]:
        """Return one transcript for each audio, in order; silence gives no words. Raises EngineError only.

        ``hints`` are names that may be heard (products, clients); an engine that cannot use them ignores them.
        """
        ...
