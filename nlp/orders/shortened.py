"""Words that price lists write with a slash: «б/к» is «бескостный», «у/паст» «ультрапастеризованный»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.morph import word_form

_SLASH = re.compile(r"(?<![а-я\d/])([а-я])/([а-я]{1,6})(?![а-я/])")
_PREFIX, _REST = 3, 5  # letters at least before and after the seam of a compound word
_SEAMS = ("о", "е", "у", "а", "бес", "без")  # how the first part of a compound ends


def slashed_words(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the term under which each slashed word of *text* (normal) is kept, and what stands on its two sides."""
    for match in _SLASH.finditer(text):
        first, second = match.groups()
        if first == "н" and len(second) >= _PREFIX:
            continue  # «н/стер.» is read as «нестер.»
        yield (first + second if len(second) == 1 else second), first, second


def may_stand_for(first: str, second: str, word: str) -> bool:
    """Say whether *word* is a compound whose parts begin as *first* and *second* do.

    Its second part must be a word itself, so that «пикантный» is no «п/к».
    """
    if not word.startswith(first):
        return False
    for seam in range(_PREFIX, len(word) - _REST + 1):
        joined = word[:seam].endswith(_SEAMS) and word.startswith(second, seam)
        if joined and word_form(word[seam:]).known:
            return True
    return False
