"""Score what an engine heard against what was said.

Case, punctuation and ё are folded. Where either side writes a number in digits, numbers of both sides become the same
kind of token, so that «520» and «пятьсот двадцать» are no error; where both spell numbers, their words count as words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import jiwer
import numpy as np
import numpy.typing as npt

from asr.engine import Transcript
from asr.spoken_numbers import is_number, number_key
from asr.wording import folded, lemma

RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors out of some number of chances, with a 95 % bootstrap interval over the recordings."""

    errors: int
    of: int
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        return self.errors / self.of if self.of else None

    def as_dict(self) -> dict[str, float | int | None]:
        shown = {"rate": self.share, "low": self.low, "high": self.high}
        rounded = {name: None if value is None else round(value, 4) for name, value in shown.items()}
        return rounded | {"errors": self.errors, "of": self.of}


@dataclass(frozen=True, slots=True)
class Scored:
    """One recording: what was said and heard, as word lists of one kind, and what is known of the recording."""

    said: tuple[str, ...]
    heard: tuple[str, ...]
    said_numbers: tuple[str, ...]
    heard_numbers: tuple[str, ...]
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers_right(self) -> bool:
        return self.said_numbers == self.heard_numbers


def score(said: str, heard: str, facts: Mapping[str, str] | None = None) -> Scored:
    """Return both texts as comparable words."""
    said_words, heard_words = folded(said).split(), folded(heard).split()
    written = any(letter.isdigit() for letter in said + heard)
    return Scored(
        said=tuple(_joined(said_words) if written else said_words),
        heard=tuple(_joined(heard_words) if written else heard_words),
        said_numbers=tuple(numbers_of(said_words)),
        heard_numbers=tuple(numbers_of(heard_words)),
        facts=facts or {},
    )


def numbers_of(words: Sequence[str]) -> list[str]:
    """Return the keys of the numbers in *words*, in order."""
    return [number_key(" ".join(run)) for numeric, run in groupby(words, key=is_number) if numeric]


def word_errors(scored: Sequence[Scored], seed: int = 0) -> Rate:
    """Return the word error rate of all recordings together."""
    return _rate([(_edits(each.said, each.heard), len(each.said)) for each in scored], seed)


def letter_errors(scored: Sequence[Scored], seed: int = 0) -> Rate:
    """Return the character error rate of all recordings together."""
    pairs = [(" ".join(each.said), " ".join(each.heard)) for each in scored]
    return _rate([(_edits(tuple(said), tuple(heard)), len(said)) for said, heard in pairs], seed)


def number_errors(scored: Sequence[Scored], seed: int = 0) -> Rate:
    """Return the share of recordings with numbers in which not every number is exactly right."""
    return _rate([(int(not each.numbers_right), 1) for each in scored if each.said_numbers], seed)


def listed_errors(scored: Sequence[Scored], listed: Sequence[str], seed: int = 0) -> Rate:
    """Return the share of listed words (products, names), said in any form, that were not heard as they were said."""
    wanted = {lemma(word) for entry in listed for word in folded(entry).split()}
    return _rate([_missed(each, wanted) for each in scored], seed)


def by_fact(scored: Sequence[Scored], fact: str) -> dict[str, Rate]:
    """Return word error rates by the value of one fact (voice, noise…) of the recordings."""
    values = sorted({each.facts[fact] for each in scored if each.facts.get(fact)})
    return {value: word_errors([each for each in scored if each.facts.get(fact) == value]) for value in values}


def confidence_of(transcripts: Sequence[Transcript], scored: Sequence[Scored]) -> dict[str, float | None]:
    """Return how far a word's confidence tells right words from wrong ones: mean of each, and the area under ROC."""
    marks = [mark for transcript, each in zip(transcripts, scored, strict=True) for mark in _marks(transcript, each)]
    right = np.array([confidence for confidence, correct in marks if correct])
    wrong = np.array([confidence for confidence, correct in marks if not correct])
    if len(right) == 0 or len(wrong) == 0:
        return {"right": _mean(right), "wrong": _mean(wrong), "area": None}
    above = (right[:, None] > wrong[None, :]).mean() + 0.5 * (right[:, None] == wrong[None, :]).mean()
    return {"right": _mean(right), "wrong": _mean(wrong), "area": round(float(above), 3)}


def _joined(words: Sequence[str]) -> list[str]:
    """Return *words* with each run of number words as one token."""
    found: list[str] = []
    for numeric, run in groupby(words, key=is_number):
        members = list(run)
        found.extend([number_key(" ".join(members))] if numeric else members)
    return found


def _edits(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the edit distance of two sequences of tokens."""
    if not said or not heard:
        return len(said) + len(heard)
    output = _aligned(said, heard)
    return int(output.substitutions + output.deletions + output.insertions)


def _aligned(said: Sequence[str], heard: Sequence[str]) -> jiwer.WordOutput:
    # Tokens may be letters, among them the space, so they are numbered: jiwer splits its input at spaces.
    numbers: dict[str, str] = {}
    texts = [" ".join(numbers.setdefault(token, str(len(numbers))) for token in tokens) for tokens in (said, heard)]
    return jiwer.process_words(texts[0], texts[1])


def _missed(each: Scored, wanted: set[str]) -> tuple[int, int]:
    places = {place for place, word in enumerate(each.said) if lemma(word) in wanted}
    if not places:
        return 0, 0
    right = _right_places(each)
    return len(places - right), len(places)


def _right_places(each: Scored) -> set[int]:
    """Return the places of said words that were heard."""
    if not each.heard or not each.said:
        return set()
    chunks = _aligned(each.said, each.heard).alignments[0]
    return {
        place for chunk in chunks if chunk.type == "equal" for place in range(chunk.ref_start_idx, chunk.ref_end_idx)
    }


def _marks(transcript: Transcript, each: Scored) -> list[tuple[float, bool]]:
    """Return confidence and correctness of each heard word, where words were not joined into numbers."""
    words = [word for word in transcript.words if folded(word.text)]
    if len(words) != len(each.heard) or not each.said:
        return []
    chunks = _aligned(each.said, each.heard).alignments[0]
    right = {
        place for chunk in chunks if chunk.type == "equal" for place in range(chunk.hyp_start_idx, chunk.hyp_end_idx)
    }
    return [(word.confidence, place in right) for place, word in enumerate(words) if word.confidence is not None]


def _rate(counts: Sequence[tuple[int, int]], seed: int) -> Rate:
    table = np.array(counts, dtype=np.int64).reshape(-1, 2)
    errors, chances = (int(column.sum()) for column in table.T)
    if chances == 0:
        return Rate(0, 0)
    draws = np.random.default_rng(seed).integers(len(table), size=(RESAMPLES, len(table)))
    sampled = table[draws].sum(axis=1)
    rates = sampled[:, 0] / np.maximum(1, sampled[:, 1])
    low, high = np.percentile(rates, [2.5, 97.5])
    return Rate(errors, chances, float(low), float(high))


def _mean(values: npt.NDArray[np.float64]) -> float | None:
    return round(float(values.mean()), 3) if len(values) else None
