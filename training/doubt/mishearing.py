"""Orders with words of goods spoilt as a recogniser spoils them: a letter of like sound, one lost, a word cut in two.

It makes refused items of which all but one word fits, as spoken orders hold many and written ones few.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable

_PAIRS = "бп вф гк дт жш зс оа еи юу яа мн рл чщ ыи тк пт".split()
_LIKE: dict[str, list[str]] = defaultdict(list)
for _pair in _PAIRS:
    _LIKE[_pair[0]].append(_pair[1])
    _LIKE[_pair[1]].append(_pair[0])
_SHORTEST = 6
_SWAPPED, _LOST = 0.6, 0.2  # shares; the rest is cut in two
_LETTERS = (1, 1, 2, 2, 3)  # how many are swapped
_WORDS = (1, 1, 2)


def misheard(text: str, knows: Callable[[str], bool], chance: random.Random) -> str | None:
    """Return *text* with one or two words of the catalogue spoilt, ``None`` where it has none; *knows* tells them."""
    words = text.split()
    places = [
        place
        for place, word in enumerate(words)
        if len(word) >= _SHORTEST and word.isalpha() and knows(word.lower().replace("ё", "е"))
    ]
    if not places:
        return None
    for place in chance.sample(places, min(len(places), chance.choice(_WORDS))):
        words[place] = _spoilt(words[place], chance)
    return " ".join(words)


def _spoilt(word: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(word[:-1]) if letter in _LIKE]
    way = chance.random()
    if places and way < _SWAPPED:
        letters = list(word)
        for place in chance.sample(places, min(len(places), chance.choice(_LETTERS))):
            letters[place] = chance.choice(_LIKE[letters[place]])
        return "".join(letters)
    if places and way < _SWAPPED + _LOST:
        lost = chance.choice(places)
        return word[:lost] + word[lost + 1 :]
    border = chance.randrange(2, len(word) - 2)
    return f"{word[:border]} {word[border:]}"
