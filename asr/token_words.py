"""Words out of the tokens of a CTC or transducer network: where they sound and how sure the network is of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from asr.engine import Word
from asr.gated import Words
from asr.wording import trimmed

LEAD_S = 0.06  # a network fires inside a word's first sound, not at its beginning
TAIL_S = 0.14  # and inside its last
MARK = re.compile(r"<.*>")  # a mark of the vocabulary: unknown, language, blank


def words_of(tokens: Sequence[str], times_s: Sequence[float], logprobs: Sequence[float], duration_s: float) -> Words:
    """Return the words of a stretch that lasts *duration_s*, widened from where they fired to where they sound."""
    return spread(fired_words(tokens, times_s, logprobs), duration_s)


def fired_words(tokens: Sequence[str], times_s: Sequence[float], logprobs: Sequence[float]) -> list[Word]:
    """Join tokens into words at the spaces that tokens carry; times and confidences come from the tokens of a word.

    A word's confidence is the geometric mean of the probabilities of its tokens, so that long words are not punished
    for their length.
    """
    spelled: list[list[_Piece]] = [[]]
    for index, token in enumerate(tokens):
        logprob = logprobs[index] if index < len(logprobs) else 0.0
        first, *others = re.split(r"\s", "" if MARK.fullmatch(token) else token)
        spelled[-1].append(_Piece(first, times_s[index], logprob))
        spelled.extend([_Piece(part, times_s[index], logprob)] for part in others)
    words = [_word([piece for piece in pieces if piece.text]) for pieces in spelled]
    return [word for word in words if word is not None]


def spread(words: list[Word], duration_s: float) -> Words:
    """Widen words from where the network fired to where they sound, without overlap."""
    starts = [max(0.0, word.start - LEAD_S) for word in words]
    for index, (before, word) in enumerate(pairwise(words), start=1):
        starts[index] = max(starts[index], (before.end + word.start) / 2)
    limits = [*starts[1:], duration_s][: len(words)]
    ends = [min(word.end + TAIL_S, limit) for word, limit in zip(words, limits, strict=True)]
    return tuple(
        replace(word, start=start, end=max(start, end)) for word, start, end in zip(words, starts, ends, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a token that belongs to one word."""

    text: str
    time_s: float
    logprob: float


def _word(pieces: Sequence[_Piece]) -> Word | None:
    text = trimmed("".join(piece.text for piece in pieces))
    if not text:
        return None
    confidence = math.exp(sum(piece.logprob for piece in pieces) / len(pieces))
    return Word(pieces[0].time_s, pieces[-1].time_s, text, round(min(1.0, confidence), 3))
