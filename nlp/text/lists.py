"""Word lists in source: written as text, read as words."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """Return the words of *text* in order."""
    return text.split()
