"""How likely a word is after another: what a letter network's beam search asks at every space.

A model's folder may hold ``ngrams.txt.gz`` (written by the recipe that trained it): words and pairs of words with their
counts. Words that it lacks are not forbidden: those of the dictionary cost something, others more, so that names and
brands can still be spelled; the company's own words (hints) cost little.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from asr.hint_words import lexicon_of
from asr.wording import begins_known, known

FILE = "ngrams.txt.gz"
START = "<s>"
BACKOFF = 0.4  # what a word keeps of its own probability after a word it was never seen with
HINT = 3e-5  # a hint is as likely as a word seen this often
IN_DICTIONARY = 1e-6
ELSEWHERE = 1e-6  # a word of no dictionary, before its letters are counted
PER_LETTER = 0.25  # by which each further letter of such a word makes it rarer: glued words are long


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Counts of words and of pairs (``"first second"``) in the text that a network was trained on."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.words.values())


class WordModel:
    """Logarithms of probabilities of words, by stupid backoff from pairs to words to the dictionary."""

    def __init__(self, ngrams: Ngrams) -> None:
        self._ngrams = ngrams
        self._total = max(1, ngrams.total)
        self._openings = _openings({word: count / self._total for word, count in ngrams.words.items()})
        self._hints: Mapping[str, float] = {}
        self._hint_openings: Mapping[str, float] = {}

    def with_hints(self, hints: Sequence[str]) -> WordModel:
        """Return this model with the words of *hints*, in all their forms, made likely."""
        model = copy(self)
        model._hints, model._hint_openings = _hinted(tuple(hints))
        return model

    def score(self, before: str, word: str) -> float:
        """Return the logarithm of the probability of *word* after *before*."""
        together = self._ngrams.pairs.get(f"{before} {word}")
        if together is not None:
            return math.log(together / self._ngrams.words[before])
        return math.log(BACKOFF * self._alone(word))

    def opening(self, letters: str) -> float:
        """Return the logarithm of the probability of the likeliest word that begins with *letters*."""
        likely = max(self._openings.get(letters, 0.0), self._hint_openings.get(letters, 0.0))
        return math.log(likely or (IN_DICTIONARY if begins_known(letters) else _unheard(letters)))

    def _alone(self, word: str) -> float:
        likely = max(self._ngrams.words.get(word, 0) / self._total, self._hints.get(word, 0.0))
        return likely or (IN_DICTIONARY if known(word) else _unheard(word))


def read_ngrams(folder: Path) -> Ngrams | None:
    """Return the counts in a model's folder, or None where it has none."""
    path = folder / FILE
    if not path.is_file():
        return None
    words: dict[str, int] = {}
    pairs: dict[str, int] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text, _, count = line.rstrip("\n").partition("\t")
            (pairs if " " in text else words)[text] = int(count)
    return Ngrams(words, pairs)


def write_ngrams(folder: Path, ngrams: Ngrams) -> None:
    """Write the counts beside a model, the same bytes for the same counts."""
    rows = [f"{text}\t{count}\n" for text, count in [*sorted(ngrams.words.items()), *sorted(ngrams.pairs.items())]]
    (folder / FILE).write_bytes(gzip.compress("".join(rows).encode(), mtime=0))


def count_ngrams(sentences: Iterable[str], *, least: int = 3) -> Ngrams:
    """Return the counts of *sentences* (folded texts); what was seen less than *least* times is left out."""
    words: dict[str, int] = {START: 0}
    pairs: dict[str, int] = {}
    for sentence in sentences:
        before = START
        words[START] += 1
        for word in sentence.split():
            words[word] = words.get(word, 0) + 1
            pairs[f"{before} {word}"] = pairs.get(f"{before} {word}", 0) + 1
            before = word
    kept = {word: count for word, count in words.items() if count >= least}
    return Ngrams(kept, {pair: count for pair, count in pairs.items() if count >= least})


def _unheard(word: str) -> float:
    return float(ELSEWHERE * PER_LETTER ** len(word))


def _openings(words: Mapping[str, float]) -> dict[str, float]:
    """Return for every beginning of a word the probability of the likeliest word that has it."""
    found: dict[str, float] = {}
    for word, likely in words.items():
        for length in range(1, len(word) + 1):
            if likely > found.get(word[:length], 0.0):
                found[word[:length]] = likely
    return found


@lru_cache(maxsize=8)
def _hinted(hints: tuple[str, ...]) -> tuple[dict[str, float], dict[str, float]]:
    forms = dict.fromkeys(lexicon_of(hints), HINT)
    return forms, _openings(forms)
