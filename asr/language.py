"""How likely a word is after others: what a letter network's beam search asks at every space.

A model's folder may hold ``ngrams.txt.gz`` (written by the recipe that trained it): words, pairs and triples of words
with their counts. Words that it lacks are not forbidden: those of the dictionary cost something, others what their
letters cost, so that names and brands can still be spelled; the company's own words (hints) cost little.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from asr.hint_model import HintModel
from asr.spelling import LetterModel
from asr.wording import begins_known, known

FILE = "ngrams.txt.gz"
START = "<s>"
DISCOUNT = 0.75  # taken from each count, for what was never seen there
HINTED = 0.3  # of all words are taken for the company's own
IN_DICTIONARY = 1e-6
ELSEWHERE = 3e-4  # all words of no dictionary together; their letters share it out
LEAST_LEFT = 1e-4  # even where every follower was seen, something else may be said


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Counts of words, of pairs (``"first second"``) and triples in the text that a word model is made of."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    triples: Mapping[str, int] = field(default_factory=dict)


class WordModel:
    """Logarithms of probabilities of words: discounted triples, pairs, words, the dictionary, letters."""

    def __init__(self, ngrams: Ngrams) -> None:
        self._ngrams = ngrams
        self._total = max(1, sum(ngrams.words.values()))
        self._left = _left(ngrams)
        self._letters = LetterModel(word for word in ngrams.words if word != START)
        self._openings = _openings({word: count / self._total for word, count in ngrams.words.items()})
        self._hints: HintModel | None = None
        self._hint_openings: Mapping[str, float] = {}
        self._scores: dict[str, float] = {}
        self._begun: dict[str, float] = {}

    def with_hints(self, hints: Sequence[str]) -> WordModel:
        """Return this model with the words of *hints*, in all their forms, made likely."""
        if not hints:
            return self
        model = copy(self)
        model._hints, model._hint_openings = _hinted(tuple(hints))
        model._scores, model._begun = {}, {}
        return model

    def score(self, before: str, word: str) -> float:
        """Return the logarithm of the probability of *word* after *before*, one word or two."""
        text = f"{before} {word}"
        found = self._scores.get(text)
        if found is None:
            likely = self._after(before, word)
            if self._hints is not None:
                likely += HINTED * self._hints.chance(before, word)
            found = self._scores[text] = math.log(likely)
        return found

    def opening(self, letters: str) -> float:
        """Return the logarithm of the probability of the likeliest word that begins with *letters*."""
        found = self._begun.get(letters)
        if found is None:
            likely = max(self._openings.get(letters, 0.0), self._hint_openings.get(letters, 0.0))
            if not likely:
                likely = ELSEWHERE * math.exp(self._letters.begun(letters))
                likely = max(likely, IN_DICTIONARY) if begins_known(letters) else likely
            found = self._begun[letters] = math.log(likely)
        return found

    def _after(self, before: str, word: str) -> float:
        last = before.rpartition(" ")[2]
        likely = self._left.get(last, 1.0) * self._alone(word)
        together = self._ngrams.pairs.get(f"{last} {word}")
        if together is not None:
            likely += (together - DISCOUNT) / self._ngrams.words[last]
        if last == before or before not in self._ngrams.pairs:
            return likely
        likely *= self._left.get(before, 1.0)
        together = self._ngrams.triples.get(f"{before} {word}")
        return likely if together is None else likely + (together - DISCOUNT) / self._ngrams.pairs[before]

    def _alone(self, word: str) -> float:
        seen = self._ngrams.words.get(word)
        if seen:
            return seen / self._total
        likely = ELSEWHERE * math.exp(self._letters.whole(word))
        return max(likely, IN_DICTIONARY) if known(word) else likely


def read_ngrams(folder: Path) -> Ngrams | None:
    """Return the counts in a model's folder, or None where it has none."""
    path = folder / FILE
    if not path.is_file():
        return None
    counts: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({}, {}, {})
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text, _, count = line.partition("\t")
            counts[text.count(" ")][text] = int(count)
    return Ngrams(*counts)


def write_ngrams(folder: Path, ngrams: Ngrams) -> None:
    """Write the counts beside a model, the same bytes for the same counts."""
    rows = [
        f"{text}\t{count}\n"
        for counts in (ngrams.words, ngrams.pairs, ngrams.triples)
        for text, count in sorted(counts.items())
    ]
    (folder / FILE).write_bytes(gzip.compress("".join(rows).encode(), mtime=0))


def count_ngrams(sentences: Iterable[str], *, least: int = 3) -> Ngrams:
    """Return the counts of *sentences* (folded texts); what was seen less than *least* times is left out."""
    counts: tuple[dict[str, int], dict[str, int], dict[str, int]] = ({START: 0}, {}, {})
    for sentence in sentences:
        said = [START, *sentence.split()]
        counts[0][START] += 1
        for place in range(1, len(said)):
            for length in range(min(3, place + 1)):
                text = " ".join(said[place - length : place + 1])
                counts[length][text] = counts[length].get(text, 0) + 1
    return Ngrams(*({text: count for text, count in seen.items() if count >= least} for seen in counts))


def _left(ngrams: Ngrams) -> dict[str, float]:
    """Return for each context the probability that its counts leave to words never seen there, or seen too seldom."""
    left = dict.fromkeys([*ngrams.words, *ngrams.pairs], 1.0)
    for wholes, parts in ((ngrams.words, ngrams.pairs), (ngrams.pairs, ngrams.triples)):
        for text, count in parts.items():
            before = text.rpartition(" ")[0]
            left[before] -= (count - DISCOUNT) / wholes[before]
    return {before: max(share, LEAST_LEFT) for before, share in left.items()}


def _openings(words: Mapping[str, float]) -> dict[str, float]:
    """Return for every beginning of a word the probability of the likeliest word that has it."""
    found: dict[str, float] = {}
    for word, likely in words.items():
        for length in range(1, len(word) + 1):
            if likely > found.get(word[:length], 0.0):
                found[word[:length]] = likely
    return found


@lru_cache(maxsize=8)
def _hinted(hints: tuple[str, ...]) -> tuple[HintModel, dict[str, float]]:
    model = HintModel(hints)
    return model, _openings({word: HINTED * chance for word, chance in model.words.items()})
