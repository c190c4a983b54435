"""How words are cleaned and compared."""

from __future__ import annotations

import re

PUNCTUATION = " .,!?;:…—–-\"'«»„“”()[]"


def trimmed(text: str) -> str:
    """Return a word without the punctuation around it; what stands inside («1,5», «по-русски») stays."""
    return text.strip(PUNCTUATION)


def folded(text: str) -> str:
    """Return *text* in lower case, ё as е, letters and digits only, one space between words."""
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))
