"""A transcriber that says what it was told, for tests of everything that stands behind the seam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from asr.engine import Audio, EngineError, EngineInfo, Segment, Transcript, Word

SILENCE = 1e-3  # loudest sample of what counts as silence
CONFIDENCE = 0.95

Line = str | tuple[Word, ...] | EngineError


class ScriptedTranscriber:
    """Gives each recording that is not silent the next line of its script, and the last line to all that follow.

    A line is a text (its words are spread evenly over the recording), words with their own times, or an error to raise.
    ``heard`` and ``hints`` keep what it was given.
    """

    def __init__(self, *script: Line, info: EngineInfo | None = None) -> None:
        self._lines = self._endless(script)
        self.info = info or EngineInfo(name="scripted", model="test")
        self.heard: list[Audio] = []
        self.hints: list[tuple[str, ...]] = []

    def transcribe_batch(self, batch: Sequence[Audio], *, hints: Sequence[str] = ()) -> list[Transcript]:
        """Return the next lines as transcripts; silence takes no line."""
        self.hints.append(tuple(hints))
        return [self._transcribe(audio) for audio in batch]

    def _transcribe(self, audio: Audio) -> Transcript:
        self.heard.append(audio)
        words = self._words(audio)
        segments = (_segment(words),) if words else ()
        return Transcript(segments=segments, duration=audio.seconds, engine=self.info)

    def _words(self, audio: Audio) -> tuple[Word, ...]:
        if len(audio.samples) == 0 or float(np.abs(audio.samples).max()) < SILENCE:
            return ()
        line = next(self._lines)
        if isinstance(line, EngineError):
            raise line
        return spread(line, audio.seconds) if isinstance(line, str) else line

    @staticmethod
    def _endless(script: Sequence[Line]) -> Iterator[Line]:
        yield from script
        while True:
            yield script[-1] if script else ""


def spread(text: str, duration_s: float) -> tuple[Word, ...]:
    """Return the words of *text*, each with an equal share of the time."""
    texts = text.split()
    step = duration_s / max(1, len(texts))
    return tuple(Word(index * step, (index + 1) * step, word, CONFIDENCE) for index, word in enumerate(texts))


def _segment(words: tuple[Word, ...]) -> Segment:
    text = " ".join(word.text for word in words)
    return Segment(words[0].start, words[-1].end, text, words, CONFIDENCE)
