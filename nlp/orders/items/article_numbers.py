"""Article numbers that are plain digits («1119»), dictated as numbers: «тысяча сто девятнадцать четыре блока».

Such a number is said like a count. It is one more reading where a word announces it («артикул», «код», «позиция»), and
unannounced where it is no round number and a count stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.numbers import find_numbers
from nlp.orders.catalogue.code_index import PRICE_LIST
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.code_readings import Spelt, follow, telling
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import word_form

_ANNOUNCING = frozenset({"артикул", "арт", "код", "позиция", "номер"})
_LISTING = frozenset({"артикул", "код"})  # «диктую по артикулам», «коды такие»
_NUMBER = "номер"
_FEWEST, _FEWEST_ALONE = 4, 3  # digits of a number that nothing announces, where goods are named and where none are
_ROUND = 50  # counts are round
_CHANCE_COST, _NAMELESS_COST = 0.5, 0.2
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class _Dictation:
    """What tells that numbers are article numbers: a list of them was announced, or no goods are named at all."""

    announced: bool
    nameless: bool


def find_article_numbers(
    catalogue: Catalogue, tokens: Sequence[Token], first: int, last: int, skip: Collection[int]
) -> list[Spelt]:
    """Return the article numbers of plain digits that tokens *first* to *last* may say, without the *skip* tokens."""
    if not catalogue.codes.begins(PRICE_LIST):
        return []
    places = [place for place in range(first, last + 1) if place not in skip]
    said = [spelt for place in places for spelt in _at(catalogue, tokens, place, last, skip)]
    if not said:
        return []
    around = _Dictation(_is_list(tokens[: last + 1]), not _names_goods(catalogue, tokens[first : last + 1]))
    found = [one for spelt in said if (one := _judged(tokens, spelt, around)) is not None]
    return telling(tokens, found)


def is_announced(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the token before *place* announces an article number; «школа номер сто два» has one of its own."""
    if place == 0 or _ANNOUNCING.isdisjoint(word_form(tokens[place - 1].text).lemmas):
        return False
    before = tokens[place - 2] if place > 1 and _NUMBER in word_form(tokens[place - 1].text).lemmas else None
    return (
        before is None or before.brk > 0 or word_form(before.text).pos != "NOUN" or count_unit(before.text) is not None
    )


def _at(catalogue: Catalogue, tokens: Sequence[Token], place: int, last: int, skip: Collection[int]) -> Iterator[Spelt]:
    for spelt in follow(catalogue.codes, tokens, place, last, skip, start=PRICE_LIST):
        yield replace(spelt, joints=0, cost=0.0)


def _judged(tokens: Sequence[Token], spelt: Spelt, around: _Dictation) -> Spelt | None:
    """Return *spelt* with what it costs, or ``None`` where so said a number is none of an article."""
    if is_announced(tokens, spelt.first):
        return replace(spelt, first=spelt.first - 1)
    if around.announced:
        return spelt
    digits = spelt.code.removeprefix(PRICE_LIST)
    if not _is_counted(tokens, spelt):
        return None
    if len(digits) >= _FEWEST and int(digits) % _ROUND:
        return replace(spelt, cost=_NAMELESS_COST if around.nameless else _CHANCE_COST)
    return replace(spelt, cost=_CHANCE_COST) if around.nameless and len(digits) >= _FEWEST_ALONE else None


def _is_counted(tokens: Sequence[Token], spelt: Spelt) -> bool:
    """Say whether a number follows *spelt*, or a unit stands right before it."""
    after = tokens[spelt.last + 1 : spelt.last + 2]
    counted = bool(after) and (after[0].value is not None or bool(find_numbers([after[0].text])))
    return counted or (spelt.first > 0 and count_unit(tokens[spelt.first - 1].text) is not None)


def _is_list(tokens: Sequence[Token]) -> bool:
    return any(not _LISTING.isdisjoint(word_form(token.text).lemmas) for token in tokens)


def _names_goods(catalogue: Catalogue, tokens: Sequence[Token]) -> bool:
    """Say whether some noun that goods are called by stands among *tokens*, beside the units."""
    return any(
        certainty >= _SURE and term in catalogue.heads
        for token in tokens
        if token.value is None and count_unit(token.text) is None
        for term, certainty in catalogue.vocabulary.matches(token.text)
    )
