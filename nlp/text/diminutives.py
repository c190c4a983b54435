"""Tender names of things: «тарелочка» is a plate, «беленький» white, «ножичек» a knife."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from nlp.text.morph import word_form

_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("енький", ("ый", "ий", "ой", "кий")), ("онький", ("ий", "кий", "ый")),
    ("очка", ("ка", "а", "ь", "я", "ица")), ("ечка", ("ка", "а", "ь", "я")), ("ичка", ("ица", "а")),
    ("очек", ("ок",)), ("ечек", ("ек", "ка", "")), ("ичек", ("ик", "")), ("чик", ("", "ец", "ок")),
    ("ик", ("",)), ("ок", ("",)), ("ек", ("", "й")), ("ышко", ("о", "ло")), ("ушка", ("а", "ь")), ("юшка", ("я", "ь")),
    ("ушко", ("о",)), ("ице", ("о",)), ("це", ("о",)), ("елька", ("ель",)), ("ька", ("ь", "я")), ("ка", ("ь", "а")),
)  # fmt: skip
_HISSING = {"ж": "г", "ч": "к", "ш": "х"}  # «мешочек» of «мешок», «снежок» of «снег»
_SHORTEST = 3


@lru_cache(maxsize=50_000)
def plain_forms(word: str) -> tuple[str, ...]:
    """Return the dictionary forms that *word* (lower case) may be a tender form of; most of them are no words."""
    found: dict[str, None] = {}
    for lemma in word_form(word).lemmas:
        for first in _plainer(lemma):
            found[first] = None
            found.update(dict.fromkeys(_plainer(first)))
    return tuple(found)


def _plainer(word: str) -> Iterator[str]:
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST:
            yield from (stem + end for end in instead)
            if stem[-1] in _HISSING:
                yield stem[:-1] + _HISSING[stem[-1]]
