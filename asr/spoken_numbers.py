"""Tell number words from others, and two readings of one number from each other.

This knows only as much of Russian numbers as it takes to compare two transcripts, one of which may write digits and the
other words; what a number means in an order is the business of the room that reads orders.
"""

from __future__ import annotations

import re
from functools import lru_cache

from num2words import num2words
from number_parser import parse

from asr.wording import readings

COLLECTIVES = {
    "сотня": "сто",
    "десяток": "десять",
    "дюжина": "двенадцать",
    "ноль": "ноль",
    "нуль": "ноль",
    "полтора": "1 5",
}
SCALES = {"тысяча", "миллион", "миллиард"}
WORDS_OF_THEIR_OWN = {"пару": "два"}  # other forms of «пара» count pairs
HIGHEST_ORDINAL = 99


@lru_cache(maxsize=4096)
def is_number(word: str) -> bool:
    """Tell whether one folded word belongs to a number: «500», «пятьсот», «десятого», «тысяч», «полторы»."""
    if any(letter.isdigit() for letter in word) or word in WORDS_OF_THEIR_OWN:
        return True
    return any(
        reading.score >= 0.1
        and ("NUMR" in reading.tag or "Anum" in reading.tag or reading.normal_form in COLLECTIVES.keys() | SCALES)
        for reading in readings(word)
    )


@lru_cache(maxsize=4096)
def number_key(text: str) -> str:
    """Return the same key for the same number however it is written: «2 тысячи», «две тысячи» and «2000» give ``2000``.

    Numbers said group by group come out run together («восемь девятьсот 12» gives ``8912``), so a key compares
    readings and is not a value.
    """
    words = _spelled([_cardinal(word) for word in text.split()])
    parsed = parse(" ".join(words), language="ru")
    return re.sub(r"\D", "", parsed) or text


def _cardinal(word: str) -> str:
    """Return an ordinal or collective as a plain number word; any other word as it is."""
    if word in WORDS_OF_THEIR_OWN:
        return WORDS_OF_THEIR_OWN[word]
    for reading in readings(word):
        lemma = reading.normal_form.replace("ё", "е")
        if "Anum" in reading.tag and lemma in _ordinals():
            return _ordinals()[lemma]
        if reading.normal_form in COLLECTIVES:
            return COLLECTIVES[reading.normal_form]
    return word


def _spelled(words: list[str]) -> list[str]:
    """Spell digits that stand beside «тысяч»: the parser reads «две тысячи», but not «2 тысячи»."""
    if not any(readings(word)[0].normal_form in SCALES for word in words):
        return words
    return [str(num2words(int(word), lang="ru")) if word.isdigit() else word for word in words]


@lru_cache(maxsize=1)
def _ordinals() -> dict[str, str]:
    simple = [*range(1, 20), *range(20, HIGHEST_ORDINAL, 10), *range(100, 1_000, 100), 1_000]
    return {str(num2words(n, to="ordinal", lang="ru")).replace("ё", "е"): str(num2words(n, lang="ru")) for n in simple}
