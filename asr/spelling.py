"""How likely a word of no dictionary is by its letters: names and brands look like words, broken words do not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import islice

ORDER = 4  # letters: the one that is weighed and those before it
EDGE = "^"
END = "$"
SAMPLE = 12_000  # words are enough to know the letters of a language


class LetterModel:
    """Logarithms of probabilities of letters after letters, smoothed as Witten and Bell do it."""

    def __init__(self, words: Iterable[str]) -> None:
        self._counts: dict[str, dict[str, int]] = {}
        for word in islice(words, SAMPLE):
            spelled = EDGE * (ORDER - 1) + word + END
            for place in range(ORDER - 1, len(spelled)):
                for length in range(ORDER):
                    after = self._counts.setdefault(spelled[place - length : place], {})
                    after[spelled[place]] = after.get(spelled[place], 0) + 1
        self._steps: dict[str, float] = {}
        self._begun: dict[str, float] = {"": 0.0}

    def begun(self, letters: str) -> float:
        """Return how likely a word is to begin with *letters*."""
        found = self._begun.get(letters)
        if found is None:
            found = self._begun[letters] = self.begun(letters[:-1]) + self._step(letters[:-1], letters[-1])
        return found

    def whole(self, word: str) -> float:
        """Return how likely *word* is as a whole."""
        return self.begun(word) + self._step(word, END)

    def _step(self, before: str, letter: str) -> float:
        gram = (EDGE * (ORDER - 1) + before)[1 - ORDER :] + letter
        found = self._steps.get(gram)
        if found is None:
            found = self._steps[gram] = math.log(self._chance(gram[:-1], letter))
        return found

    def _chance(self, before: str, letter: str) -> float:
        shorter = self._chance(before[1:], letter) if before else 1 / 40
        after = self._counts.get(before)
        if after is None:
            return shorter
        return (after.get(letter, 0) + len(after) * shorter) / (sum(after.values()) + len(after))
