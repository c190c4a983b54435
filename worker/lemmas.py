"""The words of a transcript as a search finds them: dictionary forms, ё as е."""

from __future__ import annotations

import re

from nlp.text.morph import lemma

_WORD = re.compile(r"[0-9a-zа-я]+")


def lemmas_of(text: str) -> str:
    """Return the lemma of each word of *text*, in order, with one space between them."""
    return " ".join(lemma(word) for word in _WORD.findall(text.casefold().replace("ё", "е")))
