"""Words that sound nearly alike: the last way in which a misheard word finds a word of the catalogue.

Over sound keys, which already merge what a telephone carries badly. Words that begin alike may differ more; where the
first sound itself was lost or changed («лектроды», «пломастер»), the rest must agree nearly whole. Syllables that
nobody stresses drop out first («фломстеры»), so equal consonants of a long word count too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

_LEAST = 76.0  # of sound keys that begin alike; below it two words are different words
_KNOWN = 88.0  # a word that the dictionary knows was hardly misheard
_ANYWHERE = 86.0  # of sound keys that begin with another sound
_SHORTEST, _SHORTEST_ANYWHERE = 4, 6
_FEWEST_CONSONANTS = 5
_BARE = 0.84  # likeness of words that differ in their vowels alone
_SHORTEST_CLIPPED, _CLIPPED_TAIL = 4, 2
_HEADLESS = 0.92  # likeness of a word that lost nothing but its first sound: «ладкий», «ормоза»
_ENDINGS = "аиу"
_VOWELS = str.maketrans("", "", _ENDINGS)


class Likeness:
    """Sound keys of one catalogue, searched by likeness."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = sorted(key for key in keys if key)
        self._buckets: dict[str, list[str]] = defaultdict(list)
        self._bare: dict[str, list[str]] = defaultdict(list)
        self._headless: dict[str, list[str]] = defaultdict(list)  # without their first sound
        self._long: list[str] = []
        for key in self._keys:
            if len(key) >= _SHORTEST:
                self._buckets[key[0]].append(key)
                self._bare[_bare(key)].append(key)
                self._headless[key[1:].rstrip(_ENDINGS)].append(key)
            if len(key) >= _SHORTEST_ANYWHERE - 1:
                self._long.append(key)

    def near(self, key: str, *, known: bool) -> Iterator[tuple[str, float]]:
        """Yield keys like *key* with their likeness up to 1; *known* words of the dictionary must be much alike."""
        if len(key) < _SHORTEST:
            return
        stem = key.rstrip(_ENDINGS)
        if not known and len(stem) >= _SHORTEST and stem in self._headless:
            yield from ((other, _HEADLESS) for other in self._headless[stem])
            return
        found = False
        for other, likeness in self._extract(key, self._buckets.get(key[0], ()), _KNOWN if known else _LEAST):
            found = True
            yield other, likeness
        if found or known:
            return
        bare = _bare(key)
        if len(bare) >= _FEWEST_CONSONANTS:
            yield from ((other, _BARE) for other in self._bare.get(bare, ()) if abs(len(other) - len(key)) <= 2)
        if len(key) >= _SHORTEST_ANYWHERE:
            yield from self._extract(key, self._long, _ANYWHERE)

    def clipped(self, key: str) -> Iterator[str]:
        """Yield the keys of which *key* is all but the end («евро» of «Euron»)."""
        if len(key) < _SHORTEST_CLIPPED:
            return
        for place in range(bisect_left(self._keys, key), len(self._keys)):
            other = self._keys[place]
            if not other.startswith(key):
                return
            if len(other) - len(key) <= _CLIPPED_TAIL:
                yield other

    @staticmethod
    def _extract(key: str, choices: Iterable[str], cutoff: float) -> Iterator[tuple[str, float]]:
        found = process.extract(key, choices, scorer=fuzz.ratio, limit=4, score_cutoff=cutoff)
        return ((other, likeness / 100) for other, likeness, _ in found)


def _bare(key: str) -> str:
    return key.translate(_VOWELS)
