"""Let a CTC network hear names it has never met: an unsure word is compared with the company's own words by sound.

Greedy decoding spells a brand as it sounds («пристиш»). Where a word is unsure or in no dictionary, the hints that
look like it are scored on the same frames of the network's output, and one that sounds nearly as likely takes its
place. A word that is sure and Russian is never touched, so hints cannot put products into a caller's mouth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from asr.wording import folded, known, readings

LogProbs = npt.NDArray[np.float32]  # shape (frames, outputs)

SURE = 0.8  # a dictionary word at least this sure is left alone
SHORTEST = 4  # shorter words are like too many others
LIKENESS = 60.0  # of spelling, in percent: what is worth scoring
CANDIDATES = 8
MARGIN = 6.0  # natural logarithm: how much less likely by sound a hint may be and still win


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A greedily decoded word with its first and last frame."""

    text: str
    first: int
    last: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Alphabet:
    """How the network numbers its letters."""

    ids: Mapping[str, int]
    blank: int

    def spell(self, text: str) -> list[int] | None:
        """Return the numbers of the letters of *text*, or None where the network lacks one."""
        found = [self.ids.get(letter) for letter in text]
        return [number for number in found if number is not None] if None not in found else None


def rename(words: Sequence[HeardWord], logprobs: LogProbs, alphabet: Alphabet, hints: Sequence[str]) -> list[str]:
    """Return the texts of *words*, unsure ones replaced by the hint that they sound like, where there is one."""
    lexicon = lexicon_of(tuple(hints))
    if not lexicon:
        return [word.text for word in words]
    limits = _windows(words, len(logprobs))
    return [
        _renamed(word, logprobs[first:last], alphabet, lexicon)
        for word, (first, last) in zip(words, limits, strict=True)
    ]


@lru_cache(maxsize=8)
def lexicon_of(hints: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of *hints* in all their forms, as a network spells them."""
    words = {word for hint in hints for word in folded(hint).split() if len(word) >= SHORTEST and word.isalpha()}
    forms = {folded(form.word) for word in words for form in readings(word)[0].lexeme}
    return tuple(sorted(words | {form for form in forms if len(form) >= SHORTEST and " " not in form}))


def log_likelihood(logprobs: LogProbs, labels: Sequence[int], blank: int) -> float:
    """Return the logarithm of the probability that the frames spell *labels*: the CTC forward sum."""
    states = np.full(2 * len(labels) + 1, blank)
    states[1::2] = labels
    jumps = np.zeros(len(states), bool)
    jumps[3::2] = states[3::2] != states[1:-2:2]  # a letter may follow another at once, unless it is the same
    emitted = logprobs[:, states]
    score = np.full(len(states), -np.inf)
    score[:2] = emitted[0, :2]
    for frame in emitted[1:]:
        stayed = np.logaddexp(score, np.concatenate(([-np.inf], score[:-1])))
        jumped = np.where(jumps, np.concatenate(([-np.inf, -np.inf], score[:-2])), -np.inf)
        score = np.logaddexp(stayed, jumped) + frame
    return float(np.logaddexp(score[-1], score[-2]))


def _renamed(word: HeardWord, frames: LogProbs, alphabet: Alphabet, lexicon: tuple[str, ...]) -> str:
    text = folded(word.text)
    if len(text) < SHORTEST - 1 or text in lexicon or (word.confidence >= SURE and known(text)):
        return word.text
    labels = alphabet.spell(text)
    found = process.extract(text, lexicon, scorer=fuzz.ratio, limit=CANDIDATES, score_cutoff=LIKENESS)
    if labels is None or not found:
        return word.text
    own = log_likelihood(frames, labels, alphabet.blank)
    scored = [(_likelihood(candidate, frames, alphabet), candidate) for candidate, _, _ in found]
    best, candidate = max(scored)
    return candidate if best >= own - MARGIN else word.text


def _likelihood(text: str, frames: LogProbs, alphabet: Alphabet) -> float:
    labels = alphabet.spell(text)
    return -np.inf if labels is None else log_likelihood(frames, labels, alphabet.blank)


def _windows(words: Sequence[HeardWord], frames: int) -> list[tuple[int, int]]:
    """Return the frames of each word: from just after the one before to just before the one after."""
    befores = [-1, *(word.last for word in words[:-1])][: len(words)]
    afters = [*(word.first for word in words[1:]), frames][: len(words)]
    return [(before + 1, max(after, word.last + 1)) for word, before, after in zip(words, befores, afters, strict=True)]
