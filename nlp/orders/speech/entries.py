"""Items called by their places in a list: «п. 4 уберите», «второй пункт не надо», «во втором поставьте десять»."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from nlp.numbers import find_numbers
from nlp.orders.speech.tokens import Token

LAST = -1
_LONGEST_LIST = 100
_NAMES = re.compile(r"п|пункт\w*|позици\w+|поз|строк\w+|строчк\w+")
_IN = frozenset({"в", "во", "по", "из", "с", "со"})
_CHANGES = re.compile(
    r"(?:исправ|измен|замен|помен|убер|убир|убра|вычерк|зачерк|удал|исключ|отмен|увелич|уменьш|постав|сдела)\w*|"
    r"не|вместо|пусть|пускай|лучше|давайте"
)
_LAST_ONE = re.compile(r"последн\w+")


def find_entries(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each such place; a bare ordinal is one only where the list was numbered."""
    numbered = any(token.entry > 1 for token in tokens)
    place = 0
    while place < len(tokens):
        first = place
        last = None if place in taken else _entry(tokens, place, numbered=numbered)
        place = place + 1 if last is None else last + 1
        if last is not None and not any(at in taken for at in range(first, last + 1)):
            yield first, last


def number_of_entry(text: str) -> int | None:
    """Return the number that the words of a place say; ``LAST`` for «последний пункт»."""
    words = text.split()
    spans = find_numbers(words)
    if spans:
        return int(spans[0].value)
    digits = next((word for word in words if word.isdigit()), None)
    if digits is not None:
        return int(digits)
    return LAST if any(_LAST_ONE.fullmatch(word) for word in words) else None


def _entry(tokens: Sequence[Token], place: int, *, numbered: bool) -> int | None:
    """Return the last token of the place that begins at *place*, if one does."""
    at = place + (tokens[place].text in _IN)
    if at >= len(tokens):
        return None
    text = tokens[at].text
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    short = len(text) == 1 and (not numbered or tokens[at].glued or tokens[at].hyphen)  # «100п - 2 кор»
    if _NAMES.fullmatch(text) and not short and _is_number(tokens, at + 1):
        changed = (*tokens[max(0, place - 1) : place], *tokens[at + 2 : at + 3])
        return at + 1 if numbered or any(_CHANGES.fullmatch(token.text) for token in changed) else None
    ordinal = _is_ordinal(text)
    if (ordinal or _LAST_ONE.fullmatch(text)) and len(following) > 1 and _NAMES.fullmatch(following):
        return at + 1
    return at if ordinal and numbered and not tokens[at].entry and _CHANGES.fullmatch(following) else None


def _is_number(tokens: Sequence[Token], place: int) -> bool:
    if place >= len(tokens):
        return False
    spans = find_numbers([tokens[place].text])
    value = tokens[place].value if tokens[place].value is not None else spans[0].value if spans else None
    return value is not None and 0 < value < _LONGEST_LIST


def _is_ordinal(text: str) -> bool:
    return any(span.kind == "ordinal" for span in find_numbers([text]))
