"""Where the words of an order come from: typed text, or the transcript of a call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nlp.orders.reading import OtherWords, SpokenWord


def words_of_text(text: str) -> list[SpokenWord]:
    """Return the words of typed *text* with their punctuation; they have no times."""
    words: list[SpokenWord] = []
    for line in text.splitlines():
        parts = line.split()
        words += [SpokenWord(part) for part in parts[:-1]]
        words += [SpokenWord(part + "\n") for part in parts[-1:]]  # the end of a line ends an item
    return words


def words_of_transcript(document: Mapping[str, Any]) -> list[SpokenWord]:
    """Return what the client said of a transcript document (FORMATS, section 2).

    On the night line everybody who speaks is the client; elsewhere the manager's words are left out.
    """
    everybody = document.get("source") in {"night_line", None}
    words: list[SpokenWord] = []
    for segment in document.get("segments") or ():
        if not everybody and segment.get("speaker") == "manager":
            continue
        words.extend(_segment_words(segment))
    return words


def _segment_words(segment: Mapping[str, Any]) -> list[SpokenWord]:
    heard = segment.get("words")
    if heard:
        return [
            SpokenWord(
                str(word["text"]).strip(),
                word.get("start"),
                word.get("end"),
                word.get("confidence"),
                word.get("disputed"),
                tuple(_others(word)),
            )
            for word in heard
            if str(word.get("text", "")).strip()
        ]
    parts = str(segment.get("text") or "").split()
    start, end = segment.get("start"), segment.get("end")
    return [SpokenWord(part, start, end, segment.get("confidence")) for part in parts]


def _others(word: Mapping[str, Any]) -> Iterator[OtherWords]:
    for other in word.get("others") or ():
        yield OtherWords(str(other["text"]), int(other["words"]), float(other["behind"]))
