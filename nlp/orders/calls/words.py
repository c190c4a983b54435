"""The words of a call without what its trade is: goods, numbers, dates and names are only marked as such.

A verb keeps its form beside its dictionary form, for «привезли» and «привезите» are two calls.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

from nlp.numbers.lexicon import look_up
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import WordForm, word_form

GOODS, NUMBER, UNIT, DATE, CALLER, NAME = "<goods>", "<number>", "<unit>", "<date>", "<caller>", "<name>"
MARKED: Final = frozenset({GOODS, NUMBER, UNIT, DATE, CALLER, NAME})
_VERBS = frozenset({"VERB", "INFN", "GRND", "PRTS"})
_FORMS = (("impr", "impr"), ("past", "past"), ("1per", "1"), ("2per", "2"), ("3per", "3"))
_NO_NUMBERS = frozenset("раз разом пара пару оба обе первый первая первое второй третий".split())
_OPEN = frozenset({"NOUN", "ADJF", "ADJS", "PRTF", "COMP", "NUMR"})

Word = tuple[str, str]  # what it is, and of what kind


def words_of(
    tokens: Sequence[Token], goods: Collection[int], dates: Collection[int], caller: Collection[int]
) -> list[Word]:
    """Return the words of a call; the places of goods, dates and of who calls are given, runs of them are one."""
    found: list[Word] = []
    for place, token in enumerate(tokens):
        word = _marked(token, place, goods, dates, caller) or _plain(token.text)
        if not (found and word[0] in MARKED and found[-1] == word):
            found.append(word)
    return found


def _marked(
    token: Token, place: int, goods: Collection[int], dates: Collection[int], caller: Collection[int]
) -> Word | None:
    if place in caller:
        return CALLER, CALLER
    if place in dates:
        return DATE, DATE
    if token.value is not None or token.text == TIMES:
        return NUMBER, NUMBER
    if token.text not in _NO_NUMBERS and look_up(token.text) is not None:
        return NUMBER, NUMBER
    if place in goods:
        return GOODS, GOODS
    return (UNIT, UNIT) if count_unit(token.text) is not None else None


@lru_cache(maxsize=50_000)
def _plain(text: str) -> Word:
    """Return *text* in its dictionary form with the form it has, and its kind."""
    form = word_form(text)
    if form.is_name:
        return NAME, NAME
    if form.pos in _VERBS:
        told = _told(form)
        return f"{form.lemmas[0]}.{told}", f"<verb.{told}>"
    kind = f"<{form.pos or 'none'}>"
    return (form.lemmas[0], kind) if form.pos in _OPEN else (text, kind)


def _told(form: WordForm) -> str:
    if form.pos == "INFN":
        return "inf"
    if form.pos == "PRTS":
        return "done"
    return next((told for grammeme, told in _FORMS if grammeme in form.grammemes), "other")
