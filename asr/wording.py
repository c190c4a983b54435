"""How words are cleaned and compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

PUNCTUATION = " .,!?;:…—–-\"'«»„“”()[]"


def trimmed(text: str) -> str:
    """Return a word without the punctuation around it; what stands inside («1,5», «по-русски») stays."""
    return text.strip(PUNCTUATION)


def folded(text: str) -> str:
    """Return *text* in lower case, ё as е, letters and digits only, one space between words."""
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))


def readings(word: str) -> list[Any]:
    """Return pymorphy3's readings of a folded word, likeliest first."""
    return list(_morphology().parse(word))


@lru_cache(maxsize=4096)
def known(word: str) -> bool:
    """Tell whether a folded word is in the dictionary."""
    return bool(_morphology().word_is_known(word))


@lru_cache(maxsize=65_536)
def begins_known(letters: str) -> bool:
    """Tell whether any word of the dictionary begins with these folded letters."""
    return next(iter(_morphology().dictionary.words.iterkeys(letters)), None) is not None


@lru_cache(maxsize=4096)
def lemma(word: str) -> str:
    """Return the dictionary form of a folded word: «перчаток» gives «перчатка»."""
    return str(readings(word)[0].normal_form).replace("ё", "е")


@lru_cache(maxsize=1)
def _morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
