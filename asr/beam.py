"""Search for the words that a letter network most likely heard, and for where each letter lies.

Greedy decoding takes the likeliest letter of every frame and spells what it sounded like. The beam search keeps several
spellings alive and lets a word model weigh them whenever a word ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from asr.hint_words import Alphabet, LogProbs

WIDTH = 16  # spellings kept after each frame
KEPT = 14.0  # a spelling this much less likely than the best is dropped
LIKELY = -6.0  # letters less likely than this in a frame are not tried
SPACE_LIKELY = -10.0  # but a missing space glues two words together
BLANK_SURE = -0.01  # a frame this surely empty only prolongs what there is
WEIGHT = 0.7  # of the word model against the network
PER_WORD = 2.0  # added for each word: a word model alone prefers few


class Words(Protocol):
    """Tells how likely a word is after another."""

    def score(self, before: str, word: str) -> float: ...

    def opening(self, letters: str) -> float:
        """Return how likely the likeliest word is that begins with *letters*."""
        ...


@dataclass(slots=True)
class _Spelling:
    """One way to spell what was heard so far; scores are logarithms, the two parts end in a blank or in a letter."""

    text: str
    before: str  # the last whole word
    word: str  # letters of the word being spelled
    language: float  # of whole words
    opening: float = 0.0  # what the open word can still be worth
    blank: float = -math.inf
    letter: float = -math.inf

    @property
    def sound(self) -> float:
        return _added(self.blank, self.letter)

    @property
    def total(self) -> float:
        return self.sound + self.language + self.opening


def search(logprobs: LogProbs, alphabet: Alphabet, words: Words, start: str) -> str:
    """Return the likeliest text of the frames. *start* is the word that stands for a beginning."""
    least = {letter: SPACE_LIKELY if letter == " " else LIKELY for letter in alphabet.ids}
    beam = {"": _Spelling("", start, "", 0.0, blank=0.0)}
    for frame in logprobs:
        empty = float(frame[alphabet.blank])
        if empty > BLANK_SURE:
            for spelling in beam.values():
                spelling.blank, spelling.letter = spelling.sound + empty, -math.inf
            continue
        tried = [
            (letter, float(frame[number])) for letter, number in alphabet.ids.items() if frame[number] > least[letter]
        ]
        beam = _pruned(_extended(beam, empty, tried, words))
    return _best(beam, words)


def align(logprobs: LogProbs, labels: Sequence[int], blank: int) -> list[tuple[int, float]]:
    """Return for each label the frame where it is likeliest on the best path, and its log-probability there.

    Raises ValueError when there are fewer frames than the labels need.
    """
    states = np.full(2 * len(labels) + 1, blank)
    states[1::2] = labels
    path = _best_path(logprobs[:, states], states)
    found: list[tuple[int, float]] = []
    for index, label in enumerate(labels):
        frames = np.flatnonzero(path == 2 * index + 1)
        if len(frames) == 0:
            raise ValueError("fewer frames than labels")
        best = int(frames[logprobs[frames, label].argmax()])
        found.append((best, float(logprobs[best, label])))
    return found


def _extended(
    beam: dict[str, _Spelling], empty: float, tried: Sequence[tuple[str, float]], words: Words
) -> dict[str, _Spelling]:
    """Return the spellings of one frame more."""
    grown: dict[str, _Spelling] = {}
    for spelling in beam.values():
        same = _entry(grown, spelling.text, spelling)
        same.blank = _added(same.blank, spelling.sound + empty)
        last = spelling.text[-1:]
        for letter, likely in tried:
            if letter == last:
                same.letter = _added(same.letter, spelling.letter + likely)
            # The same letter twice needs a blank between.
            sound = spelling.blank if letter == last else spelling.sound
            if sound > -math.inf and not (letter == " " and not spelling.word):
                longer = _entry(grown, spelling.text + letter, spelling, letter, words)
                longer.letter = _added(longer.letter, sound + likely)
    return grown


def _entry(
    grown: dict[str, _Spelling], text: str, origin: _Spelling, letter: str = "", words: Words | None = None
) -> _Spelling:
    found = grown.get(text)
    if found is None:
        if words is None:
            found = _Spelling(text, origin.before, origin.word, origin.language, origin.opening)
        elif letter == " ":
            found = _Spelling(text, origin.word, "", origin.language + _worth(words, origin))
        else:
            word = origin.word + letter
            found = _Spelling(text, origin.before, word, origin.language, WEIGHT * words.opening(word) + PER_WORD)
        grown[text] = found
    return found


def _worth(words: Words, spelling: _Spelling) -> float:
    return WEIGHT * words.score(spelling.before, spelling.word) + PER_WORD


def _pruned(beam: dict[str, _Spelling]) -> dict[str, _Spelling]:
    ranked = sorted(beam.values(), key=lambda spelling: spelling.total, reverse=True)[:WIDTH]
    least = ranked[0].total - KEPT
    return {spelling.text: spelling for spelling in ranked if spelling.total >= least}


def _best(beam: dict[str, _Spelling], words: Words) -> str:
    """Return the best spelling once the words still open are weighed too."""

    def closed(spelling: _Spelling) -> float:
        return spelling.sound + spelling.language + (_worth(words, spelling) if spelling.word else 0.0)

    return max(beam.values(), key=closed).text.strip()


def _best_path(emitted: LogProbs, states: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the state of each frame on the likeliest way through *states*."""
    frames, count = emitted.shape
    jumps = np.zeros(count, bool)
    jumps[3::2] = states[3::2] != states[1:-2:2]
    score = np.full(count, -np.inf)
    score[:2] = emitted[0, :2]
    steps = np.zeros((frames, count), np.int8)
    for frame in range(1, frames):
        ways = np.full((3, count), -np.inf)
        ways[0] = score
        ways[1, 1:] = score[:-1]
        ways[2, 2:] = np.where(jumps[2:], score[:-2], -np.inf)
        steps[frame] = ways.argmax(axis=0)
        score = ways.max(axis=0) + emitted[frame]
    path = np.zeros(frames, np.int64)
    path[-1] = count - 1 if count == 1 or score[-1] >= score[-2] else count - 2
    for frame in range(frames - 1, 0, -1):
        path[frame - 1] = path[frame] - steps[frame, path[frame]]
    return path


def _added(left: float, right: float) -> float:
    """Return the logarithm of the sum of two probabilities given as logarithms."""
    if left < right:
        left, right = right, left
    if right == -math.inf:
        return left
    return left + math.log1p(math.exp(right - left))
