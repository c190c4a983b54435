"""Words that stand alone in sound where nobody speaks.

An engine that gets every sound (:mod:`asr.loudness`) makes a stray word of a minute of music now and then. People speak
in runs; a word or two far from any other, that the engine itself is unsure of, is believed only where the voice
detector heard a voice.
"""

from __future__ import annotations

from collections.abc import Iterator

from asr.engine import Audio, Word
from asr.vad import FRAME_S, Probabilities, VoiceActivity

Words = tuple[Word, ...]
FAR_S = 0.8  # silence around a run of words
FEW = 2  # words of a run that may be chance
SURE = 0.75
VOICED = 0.3
AROUND_S = 0.2


def without_lonely(stretches: list[Words], audio: Audio, voices: VoiceActivity) -> list[Words]:
    """Return the words of *stretches* less those that are few, far from others, unsure and not in a voice."""
    runs = list(_runs([word for words in stretches for word in words]))
    lonely = [run for run in runs if len(run) <= FEW and _confidence(run) < SURE]
    if not lonely:
        return stretches
    probabilities = voices.probabilities(audio)
    dropped = {id(word) for run in lonely if not _voiced(run, probabilities) for word in run}
    return [tuple(word for word in words if id(word) not in dropped) for words in stretches]


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and word.start - run[-1].end > FAR_S:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _confidence(run: list[Word]) -> float:
    return sum(1.0 if word.confidence is None else word.confidence for word in run) / len(run)


def _voiced(run: list[Word], probabilities: Probabilities) -> bool:
    first = max(0, int((run[0].start - AROUND_S) / FRAME_S))
    heard = probabilities[first : int((run[-1].end + AROUND_S) / FRAME_S) + 1]
    return len(heard) > 0 and float(heard.max()) >= VOICED
