"""Search for the words that a letter network most likely heard, and for where each letter lies.

Greedy decoding takes the likeliest letter of every frame and spells what it sounded like. The beam search keeps several
spellings alive and lets a word model weigh them whenever a word ends.
"""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from asr.hint_words import Alphabet, LogProbs

WIDTH = 128  # spellings kept after each frame
KEPT = 18.0  # a spelling this much less likely than the best is dropped
LIKELY = -8.0  # letters less likely than this in a frame are not tried
SPACE_LIKELY = -10.0  # but a missing space glues two words together
BLANK_SURE = -0.01  # a frame this surely empty only prolongs what there is
WEIGHT = 0.9  # of the word model against the network
PER_WORD = 3.0  # added for each word: a word model alone prefers few


class Words(Protocol):
    """Tells how likely a word is after another."""

    def score(self, before: str, word: str) -> float: ...

    def opening(self, letters: str) -> float:
        """Return how likely the likeliest word is that begins with *letters*."""
        ...


def search(logprobs: LogProbs, alphabet: Alphabet, words: Words, start: str) -> str:
    """Return the likeliest text of the frames. *start* is the word that stands for a beginning."""
    return search_several(logprobs, alphabet, words, start, 1)[0][0]


def search_several(
    logprobs: LogProbs, alphabet: Alphabet, words: Words, start: str, most: int
) -> list[tuple[str, float]]:
    """Return the likeliest texts of the frames, at most *most*, each with how much less likely it is than the best."""
    going = _Search(alphabet, words, start)
    for frame in logprobs.tolist():
        going.hear(frame)
    return going.best(most)


@dataclass(slots=True)
class _Spelling:
    """One way to spell what was heard so far; scores are logarithms, the two parts end in a blank or in a letter."""

    key: int
    last: str  # letter
    before: str  # the last whole words, two at most
    word: str  # letters of the word being spelled
    closed: float  # what its whole words are worth
    language: float  # and what the open one can still be worth
    blank: float = -math.inf
    letter: float = -math.inf
    sound: float = -math.inf  # both parts

    @property
    def total(self) -> float:
        return self.sound + self.language


_Longer = tuple[float, float, _Spelling, str, float]  # total, sound, what it grows from, by what letter, its language


class _Search:
    """The spellings that are alive after each frame."""

    def __init__(self, alphabet: Alphabet, words: Words, start: str) -> None:
        self._words = words
        self._blank = alphabet.blank
        self._letters = [
            (letter, number, SPACE_LIKELY if letter == " " else LIKELY) for letter, number in alphabet.ids.items()
        ]
        self._keys: dict[tuple[int, str], int] = {}  # of a spelling and its next letter
        self._ways = [(0, "")]  # and back
        self.beam = [_Spelling(0, "", start, "", 0.0, 0.0, blank=0.0, sound=0.0)]

    def hear(self, frame: Sequence[float]) -> None:
        """Go on by one frame of log-probabilities."""
        empty = frame[self._blank]
        if empty > BLANK_SURE:
            for spelling in self.beam:
                spelling.sound = spelling.blank = spelling.sound + empty
                spelling.letter = -math.inf
            return
        tried = {letter: frame[number] for letter, number, least in self._letters if frame[number] > least}
        alive = {spelling.key: spelling for spelling in self.beam}
        longer, joined = self._grown(tried, alive, max(spelling.total for spelling in self.beam) + empty - KEPT)
        for spelling in self.beam:
            spelling.letter += tried.get(spelling.last, -math.inf)
            spelling.blank = spelling.sound + empty
        for key, sound in joined:
            alive[key].letter = _added(alive[key].letter, sound)
        for spelling in self.beam:
            spelling.sound = _added(spelling.blank, spelling.letter)
        self.beam = self._pruned(longer)

    def best(self, most: int) -> list[tuple[str, float]]:
        """Return the best texts once the words still open are weighed too, with the logarithm they are behind."""
        whole = [
            (spelling.sound + spelling.closed + (self._worth(spelling) if spelling.word else 0.0), spelling.key)
            for spelling in self.beam
        ]
        texts: dict[str, float] = {}
        for likely, key in sorted(whole, reverse=True):
            texts.setdefault(self._text(key), likely)
            if len(texts) == most:
                break
        first = max(texts.values())
        return [(text, first - likely) for text, likely in texts.items()]

    def _text(self, key: int) -> str:
        letters = []
        while key:
            key, letter = self._ways[key]
            letters.append(letter)
        return "".join(reversed(letters)).strip()

    def _grown(
        self, tried: dict[str, float], alive: Container[int], least: float
    ) -> tuple[list[_Longer], list[tuple[int, float]]]:
        """Return new spellings of one letter more, and what is added to those that are alive already, by key."""
        longer: list[_Longer] = []
        joined: list[tuple[int, float]] = []
        for spelling in self.beam:
            for letter, likely in tried.items():
                # The same letter twice needs a blank between.
                sound = likely + (spelling.blank if letter == spelling.last else spelling.sound)
                key = self._keys.get((spelling.key, letter))
                if key is not None and key in alive:
                    joined.append((key, sound))
                elif sound + spelling.closed > least and (letter != " " or spelling.word):
                    language = spelling.closed + self._hope(spelling, letter)
                    longer.append((sound + language, sound, spelling, letter, language))
        return longer, joined

    def _hope(self, spelling: _Spelling, letter: str) -> float:
        if letter == " ":
            return self._worth(spelling)
        return WEIGHT * self._words.opening(spelling.word + letter) + PER_WORD

    def _worth(self, spelling: _Spelling) -> float:
        return WEIGHT * self._words.score(spelling.before, spelling.word) + PER_WORD

    def _pruned(self, longer: list[_Longer]) -> list[_Spelling]:
        ranked = sorted([*(item[0] for item in longer), *(spelling.total for spelling in self.beam)], reverse=True)
        least = max(ranked[0] - KEPT, ranked[min(WIDTH, len(ranked)) - 1])
        kept = [spelling for spelling in self.beam if spelling.total >= least]
        return kept + [self._made(*item[1:]) for item in longer if item[0] >= least]

    def _made(self, sound: float, origin: _Spelling, letter: str, language: float) -> _Spelling:
        key = self._keys.get((origin.key, letter))
        if key is None:
            key = self._keys[origin.key, letter] = len(self._ways)
            self._ways.append((origin.key, letter))
        if letter == " ":
            before = f"{origin.before.rpartition(' ')[2]} {origin.word}"
            return _Spelling(key, letter, before, "", language, language, letter=sound, sound=sound)
        return _Spelling(
            key, letter, origin.before, origin.word + letter, origin.closed, language, letter=sound, sound=sound
        )


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
