"""Have quantities, phones and tax numbers read by a second engine, and mark where it heard something else.

A wrong number is the most expensive mistake of a voice order, and the one a reader cannot see: «пятьсот» is as good a
word as «шестьсот». Readings are never averaged: the first engine's words stay, and what the second heard stands beside
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from asr.engine import Audio, EngineInfo, Segment, Transcript, Word
from asr.gated import GatedTranscriber, Words
from asr.spoken_numbers import is_number, number_key
from asr.vad import Stretch
from asr.wording import folded

MARGIN_S = 0.2  # sound around a segment that the second engine hears too


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or a run of number words, with its place among the words it comes from."""

    start: int
    end: int
    text: str
    number: str | None  # its key, for a number

    @property
    def key(self) -> str:
        return "#" if self.number is not None else self.text


class DigitsTwice:
    """A :class:`~asr.engine.Transcriber` whose numbers were also read by a second engine."""

    def __init__(self, first: GatedTranscriber, second: GatedTranscriber) -> None:
        self._first = first
        self._second = second
        version = "+".join((first.info.version, second.info.key))
        self.info: EngineInfo = replace(first.info, version=version)

    def transcribe_batch(self, batch: Sequence[Audio], *, hints: Sequence[str] = ()) -> list[Transcript]:
        """Return the first engine's transcripts with ``disputed`` on numbers that the second heard otherwise."""
        heard = self._first.transcribe_batch(batch, hints=hints)
        chosen = [[segment for segment in transcript.segments if has_number(segment.words)] for transcript in heard]
        stretches = [
            [_around(segment, transcript.duration) for segment in segments]
            for segments, transcript in zip(chosen, heard, strict=True)
        ]
        second = self._second.recognise_stretches(batch, stretches, hints=hints)
        return [
            self._marked(transcript, dict(zip(segments, readings, strict=True)))
            for transcript, segments, readings in zip(heard, chosen, second, strict=True)
        ]

    def _marked(self, transcript: Transcript, readings: dict[Segment, Words]) -> Transcript:
        segments = tuple(
            replace(segment, words=dispute(segment.words, readings[segment])) if segment in readings else segment
            for segment in transcript.segments
        )
        return replace(transcript, segments=segments, engine=self.info)


def dispute(first: Sequence[Word], second: Sequence[Word]) -> tuple[Word, ...]:
    """Return *first* with ``disputed`` on each number that *second* does not confirm.

    A number that only the second engine heard is marked on the word before which it stands, with that word. An empty
    ``disputed`` says that the second engine heard nothing there.
    """
    ours, theirs = _units(first), _units(second)
    marks: dict[int, str] = {}
    matcher = SequenceMatcher(None, [unit.key for unit in ours], [unit.key for unit in theirs], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for our, their in zip(ours[i1:i2], theirs[j1:j2], strict=True):
                marks |= _compared(our, their, first)
        else:
            marks |= _replaced(ours, (i1, i2), theirs[j1:j2])
    return tuple(replace(word, disputed=marks.get(place, word.disputed)) for place, word in enumerate(first))


def has_number(words: Sequence[Word]) -> bool:
    """Tell whether any of *words* is a number, in digits or spelled."""
    return any(is_number(folded(word.text)) for word in words)


def _compared(our: _Unit, their: _Unit, words: Sequence[Word]) -> dict[int, str]:
    """Mark the words of a number that differ: one by one where both have as many words, else all with the whole."""
    if our.number is None or our.number == their.number:
        return {}
    ours, theirs = [folded(word.text) for word in words[our.start : our.end]], their.text.split()
    if len(ours) == len(theirs):
        return {our.start + place: heard for place, heard in enumerate(theirs) if heard != ours[place]}
    return dict.fromkeys(range(our.start, our.end), their.text)


def _replaced(ours: Sequence[_Unit], span: tuple[int, int], theirs: Sequence[_Unit]) -> dict[int, str]:
    """Mark numbers that stand against other words, against nothing, or on the second side only."""
    heard = " ".join(unit.text for unit in theirs)
    block = ours[span[0] : span[1]]
    numbers = [unit for unit in block if unit.number is not None]
    if numbers:
        return {place: heard for unit in numbers for place in range(unit.start, unit.end)}
    if not any(unit.number is not None for unit in theirs):
        return {}
    if block:
        return {block[0].start: heard}
    after = ours[span[1]] if span[1] < len(ours) else None
    if after is not None:
        return {after.start: f"{heard} {after.text}"}
    return {ours[-1].end - 1: f"{ours[-1].text} {heard}"} if ours else {}


def _units(words: Sequence[Word]) -> list[_Unit]:
    units: list[_Unit] = []
    indexed = [(place, folded(word.text)) for place, word in enumerate(words)]
    for numeric, run in groupby(indexed, key=lambda item: is_number(item[1])):
        members = list(run)
        if numeric:
            text = " ".join(text for _, text in members)
            units.append(_Unit(members[0][0], members[-1][0] + 1, text, number_key(text)))
        else:
            units.extend(_Unit(place, place + 1, text, None) for place, text in members)
    return units


def _around(segment: Segment, duration_s: float) -> Stretch:
    return Stretch(max(0.0, segment.start - MARGIN_S), min(duration_s, segment.end + MARGIN_S))
