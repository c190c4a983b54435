"""The transcriber that every engine becomes: speech is found, then recognised, then guards look at it.

An engine itself (:class:`Recogniser`) knows nothing of silence, calls or channels: it gets short stretches of
speech, whose lengths are near each other, and returns their words. Stretches of many calls share a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

from asr.engine import Audio, EngineInfo, Segment, Transcript, Word
from asr.lonely import without_lonely
from asr.packing import Parcel, join, pack, unpack
from asr.resampling import Samples, resampled
from asr.vad import Stretch, VadOptions, VoiceActivity, speech_stretches

Progress = Callable[[float], None]  # called with the share of speech already recognised, 0 to 1
Words = tuple[Word, ...]


class Recogniser(Protocol):
    """Words of short stretches of speech. Holds a loaded model."""

    @property
    def info(self) -> EngineInfo: ...

    @property
    def sample_rate_hz(self) -> int: ...

    @property
    def batch_size(self) -> int: ...

    @property
    def max_stretch_s(self) -> float: ...

    @property
    def window_s(self) -> float | None:
        """The fixed length that the engine works on whatever it is given, if it has one."""
        ...

    def recognise(self, batch: Sequence[Samples], *, hints: Sequence[str] = ()) -> list[Words]:
        """Return the words of each stretch, timed from its own start. Raises EngineError only."""
        ...


class Guard(Protocol):
    """Looks at what was recognised in one stretch and returns what may be believed."""

    def __call__(self, words: Words, seconds: float, /) -> Words: ...


class GatedTranscriber:
    """A :class:`~asr.engine.Transcriber` made of voice activity, a recogniser and guards."""

    def __init__(
        self,
        recogniser: Recogniser,
        vad: VoiceActivity,
        *,
        options: VadOptions | None = None,
        guards: Sequence[Guard] = (),
        voices: VoiceActivity | None = None,
    ) -> None:
        """*voices*, where *vad* lets through more than voices, decides about words that stand alone."""
        self._recogniser = recogniser
        self._vad = vad
        self._voices = voices
        options = options or VadOptions()
        self._options = replace(options, max_stretch_s=min(options.max_stretch_s, recogniser.max_stretch_s))
        self._guards = tuple(guards)

    @property
    def info(self) -> EngineInfo:
        return self._recogniser.info

    def transcribe_batch(
        self, batch: Sequence[Audio], *, hints: Sequence[str] = (), progress: Progress | None = None
    ) -> list[Transcript]:
        """Return one transcript for each audio, in order; silence gives no words. Raises EngineError only."""
        stretches = [speech_stretches(self._vad, audio, self._options) for audio in batch]
        heard = self.recognise_stretches(batch, stretches, hints=hints, progress=progress)
        if self._voices is not None:
            heard = [without_lonely(words, audio, self._voices) for words, audio in zip(heard, batch, strict=True)]
        return [
            Transcript(
                segments=tuple(_segment(words) for words in of_audio if words),
                duration=audio.seconds,
                engine=self.info,
            )
            for audio, of_audio in zip(batch, heard, strict=True)
        ]

    def recognise_stretches(
        self,
        batch: Sequence[Audio],
        stretches: Sequence[Sequence[Stretch]],
        *,
        hints: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> list[list[Words]]:
        """Return the words of given stretches of each audio, on the clock of that audio."""
        window_s = self._recogniser.window_s
        parcels = [parcel for index, of_audio in enumerate(stretches) for parcel in pack(index, of_audio, window_s)]
        heard: dict[Parcel, list[Words]] = {}
        total_s, done_s = sum(parcel.seconds for parcel in parcels), 0.0
        # Parcels of equal length share a batch, because a batch costs as much as its longest one.
        for group in _groups(sorted(parcels, key=lambda parcel: parcel.seconds), self._recogniser.batch_size):
            cuts = [[self._cut(batch[parcel.index], stretch) for stretch in parcel.stretches] for parcel in group]
            joined = [join(pieces, self._recogniser.sample_rate_hz) for pieces in cuts]
            results = self._recogniser.recognise(joined, hints=hints)
            for parcel, words in zip(group, results, strict=True):
                heard[parcel] = [
                    self._guarded(part, stretch.seconds)
                    for part, stretch in zip(unpack(parcel, words), parcel.stretches, strict=True)
                ]
            done_s += sum(parcel.seconds for parcel in group)
            if progress is not None:
                progress(done_s / total_s)
        return [
            [words for parcel in parcels if parcel.index == index for words in heard[parcel]]
            for index in range(len(batch))
        ]

    def _cut(self, audio: Audio, stretch: Stretch) -> Samples:
        rate_hz = audio.sample_rate_hz
        cut = audio.samples[int(stretch.start_s * rate_hz) : int(stretch.end_s * rate_hz)]
        return resampled(cut, rate_hz, self._recogniser.sample_rate_hz)

    def _guarded(self, words: Words, seconds: float) -> Words:
        for guard in self._guards:
            words = guard(words, seconds)
        return words


def _groups(parcels: Sequence[Parcel], size: int) -> Iterator[list[Parcel]]:
    left = iter(parcels)
    while group := list(islice(left, size)):
        yield group


def _segment(words: Words) -> Segment:
    known = [word.confidence for word in words if word.confidence is not None]
    return Segment(
        start=words[0].start,
        end=words[-1].end,
        text=" ".join(word.text for word in words),
        words=words,
        confidence=round(sum(known) / len(known), 3) if known else None,
    )
