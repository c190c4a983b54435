"""Words that typed orders write short without a full stop: «напр рол 400 бел - 1 кор»."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.numbers.lexicon import look_up
from nlp.orders.speech.lexicon import STOP_WORDS
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import is_content, word_form

_SHORTEST, _LONGEST = 3, 6
_VOWELS = frozenset("аеиоуыэюяьй")  # a word cut short ends before one


def mark_short(
    tokens: Sequence[Token], knows: Callable[[str], bool], begins: Callable[[str], Sequence[object]]
) -> None:
    """Mark as cut what begins words of the catalogue and is none that it *knows*, before a number typed in digits.

    *begins* gives the words of the catalogue that begin so.
    """
    typed = any(token.value is not None for token in tokens)
    if not typed or any(token.value is None and look_up(token.text) is not None for token in tokens):
        return
    for place, token in enumerate(tokens):
        text = token.text
        if token.value is not None or token.cut or not _SHORTEST <= len(text) <= _LONGEST or text[-1] in _VOWELS:
            continue
        if text in STOP_WORDS or count_unit(text) is not None or knows(text):
            continue
        if _is_counted(tokens, place) and bool(begins(text)):
            token.cut = not word_form(text).known or not is_content(text) or _describes(tokens, place, begins)


def _describes(tokens: Sequence[Token], place: int, begins: Callable[[str], Sequence[object]]) -> bool:
    """«Планка тор»: a word of the language right behind goods; «лес 5 шт» is no «лестница»."""
    before = tokens[place - 1] if place else None
    if before is None or before.brk or before.value is not None or count_unit(before.text) is not None:
        return False
    return before.cut or bool(begins(before.text))


def _is_counted(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a number stands behind *place* before the next pause."""
    for before, token in zip(tokens[place:], tokens[place + 1 :], strict=False):
        if before.brk:
            return False
        if token.value is not None:
            return True
    return False
