"""The words of a call as the page shows them: which finding each stands for, and where each is heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from nlp.orders.reading import Span

DOUBTFUL = 0.6  # words below this are marked: listen before you trust them
TONES = 6  # colours that tell lines apart
SPEAKERS: Mapping[str, str] = {"client": "Клиент", "manager": "Менеджер"}


@dataclass(frozen=True, slots=True)
class Finding:
    """A line or an unresolved phrase, with the words it stands on. ``tone`` is its colour on the page."""

    key: str
    tone: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class WordView:
    index: int
    text: str
    start: float | None
    end: float | None
    doubtful: bool
    disputed: str | None
    findings: tuple[Finding, ...] = ()

    @property
    def keys(self) -> str:
        return " ".join(finding.key for finding in self.findings)

    @property
    def title(self) -> str:
        if self.disputed:
            return f"второе распознавание услышало: «{self.disputed}»"
        return "распознано неуверенно, послушайте" if self.doubtful else ""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that stand for the same findings: one stroke of the marker."""

    tone: str
    words: tuple[WordView, ...]


@dataclass(frozen=True, slots=True)
class SegmentView:
    start: float | None
    speaker: str
    words: tuple[WordView, ...]

    @property
    def runs(self) -> list[Run]:
        same = groupby(self.words, key=lambda word: word.findings)
        return [Run(findings[0].tone if findings else "", tuple(words)) for findings, words in same]


@dataclass(frozen=True, slots=True)
class TranscriptView:
    segments: tuple[SegmentView, ...] = ()
    speakers: int = 0
    demonstration: bool = False
    engine: str = ""
    doubtful: int = 0
    words: tuple[WordView, ...] = field(default=(), repr=False)


def transcript_view(document: Mapping[str, Any], demonstration: bool, findings: Iterable[Finding]) -> TranscriptView:
    """Return the words of a transcript document with the findings that stand on them."""
    by_word = _by_word(findings)
    segments: list[SegmentView] = []
    count = 0
    for segment in document.get("segments") or ():
        words = tuple(_word(word, count + place, by_word) for place, word in enumerate(_words_of(segment)))
        count += len(words)
        speaker = str(segment.get("speaker") or "")
        segments.append(SegmentView(segment.get("start"), SPEAKERS.get(speaker, ""), words))
    everything = tuple(word for segment in segments for word in segment.words)
    engine = document.get("engine") or {}
    return TranscriptView(
        segments=tuple(segment for segment in segments if segment.words),
        speakers=len({segment.speaker for segment in segments}),
        demonstration=demonstration,
        engine=" ".join(str(engine[name]) for name in ("name", "model") if engine.get(name)),
        doubtful=sum(word.doubtful or word.disputed is not None for word in everything),
        words=everything,
    )


def sound_of(spans: Sequence[Span], words: Sequence[WordView]) -> str:
    """Return where *spans* are heard, as ``start-end`` in seconds joined by blanks; nothing where it is not known."""
    heard = []
    for span in spans:
        start = span.start if span.start is not None else _edge(words, span.first, "start")
        end = span.end if span.end is not None else _edge(words, span.last, "end")
        if start is not None and end is not None:
            heard.append(f"{start:.2f}-{end:.2f}")
    return " ".join(heard)


def _by_word(findings: Iterable[Finding]) -> Mapping[int, list[Finding]]:
    by_word: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        for span in finding.spans:
            for index in range(span.first, span.last + 1):
                by_word[index].append(finding)
    return by_word


def _words_of(segment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Words may be absent: the text is then cut at blanks, without times."""
    words = segment.get("words")
    return list(words) if words else [{"text": text} for text in str(segment.get("text") or "").split()]


def _word(word: Mapping[str, Any], index: int, by_word: Mapping[int, list[Finding]]) -> WordView:
    confidence = word.get("confidence")
    return WordView(
        index=index,
        text=str(word.get("text", "")),
        start=word.get("start"),
        end=word.get("end"),
        doubtful=confidence is not None and confidence < DOUBTFUL,
        disputed=word.get("disputed") or None,
        findings=tuple(by_word.get(index, ())),
    )


def _edge(words: Sequence[WordView], index: int, side: str) -> float | None:
    return getattr(words[index], side) if 0 <= index < len(words) else None
