"""The letters that the models write: Russian lower case with ё written as е, and the space.

Everything a person hears is spelled in words: numbers, units and foreign brands included.
The order of ``VOCABULARY`` is the order of the network's outputs.
"""

from __future__ import annotations

import re

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
VOCABULARY = (" ", *LETTERS, "<blk>")
BLANK_ID = len(VOCABULARY) - 1

_IDS = {letter: number for number, letter in enumerate(VOCABULARY)}
_NOT_LETTERS = re.compile(rf"[^{LETTERS}]+")


def fold(text: str) -> str:
    """Return *text* as the models would write it: lower case, ё as е, one space between words.

    Characters outside the alphabet separate words, so «кое-что» becomes two words.
    """
    return _NOT_LETTERS.sub(" ", text.lower().replace("ё", "е").replace("+", "")).strip()


def encode(text: str) -> list[int]:
    """Return the output numbers of a folded text. Raises ``KeyError`` on any other letter."""
    return [_IDS[letter] for letter in text]


def decode(ids: list[int]) -> str:
    """Return the text of output numbers, with the spaces at its ends dropped."""
    return "".join(VOCABULARY[number] for number in ids).strip()


def vocabulary_file() -> str:
    """Return the ``vocab.txt`` that onnx-asr reads: one token and its number a line, «▁» for a space."""
    return "".join(f"{'▁' if token == ' ' else token} {number}\n" for number, token in enumerate(VOCABULARY))
