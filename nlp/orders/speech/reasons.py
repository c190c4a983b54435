"""Why something is corrected: «шесть, нет, гостей прибавилось, двенадцать», «ой, там двор большой, давайте десять».

The reason stands between the word that corrects and what holds instead; it names no goods, or ends in a word that
concludes («давайте», «лучше», «тогда»).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from nlp.orders.speech.lexicon import STOP_WORDS
from nlp.orders.speech.tokens import SENTENCE, Token
from nlp.text.lists import word_list
from nlp.text.morph import is_modifier, word_form

_CONCLUDES = frozenset(
    word_list(
        "давайте давай лучше пусть пускай тогда то значит поэтому возьмем возьму берем беру положите поставьте "
        "сделайте запишите пишите дайте"
    )
)
_WANTS = frozenset(
    word_list(
        "быть хватать хватить нужный надо требоваться потребоваться понадобиться хотеть пусть мочь стать заказать взять"
    )
)
_SAYS = frozenset("говорю путаю вижу смотрю думаю болтаю несу гляжу".split())
_TOO = frozenset("мало много дорого тяжело рано поздно жирно тесно далеко мелко плохо редко часто хорошо".split())
_IF = frozenset({"раз", "поскольку", "потому"})
_OWNERS = frozenset({"у"})
_LARGE = ("икс", "экс")  # «икс эль», a size by its letters
_LONGEST = 10


def reason_behind(
    tokens: Sequence[Token],
    first: int,
    blocked: Collection[int],
    counts: Collection[int],
    is_goods: Callable[[str], bool],
) -> int | None:
    """Return the last token of the reason that begins at *first*; ``None`` where none does.

    *blocked* tokens belong to something else, *counts* are numbers and units: a reason ends before them. Behind
    «нет, давайте» there is none: what holds follows at once.
    """
    if first and tokens[first - 1].text in _CONCLUDES:
        return None
    told = hinted = named = False
    for place in range(first, min(len(tokens), first + _LONGEST)):
        text = tokens[place].text
        if text in _CONCLUDES and place > first:
            return place - (place in blocked) if told or hinted else None
        if place in counts or place in blocked:
            return place - 1 if told and not named else None
        goods = (is_goods(text) and text not in STOP_WORDS) or text.startswith(_LARGE)
        if goods and (told or (hinted and not named)) and not _goes_on(tokens, place):
            return place - 1
        named = named or goods
        told = told or _tells(tokens, first, place)
        hinted = hinted or (not goods and _is_like(tokens, first, place))
        if tokens[place].brk == SENTENCE:
            return None
    return None


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Say whether what is told goes on behind the goods at *place*: «белые только мастера | носят»."""
    return any(_is_told(tokens[after].text) for after in range(place + 1, min(len(tokens), place + 3)))


def _tells(tokens: Sequence[Token], first: int, place: int) -> bool:
    """Say whether the word at *place* tells what happens, or how it is with somebody."""
    text = tokens[place].text
    if _is_told(text) or text in _SAYS or text in _TOO or text in _IF or word_form(text).pos == "COMP":
        return True
    return text == "есть" and any(token.text in _OWNERS for token in tokens[first:place])


def _is_like(tokens: Sequence[Token], first: int, place: int) -> bool:
    """Say whether the word at *place* tells what something named before it is like: «зал низкий», «она тяжёлая»."""
    form = word_form(tokens[place].text)
    if not is_modifier(tokens[place].text) or "nomn" not in form.grammemes:
        return False
    before = [word_form(token.text) for token in tokens[first:place]]
    return any("nomn" in said.cases and said.pos in {"NOUN", "NPRO"} for said in before)


def _is_told(text: str) -> bool:
    """Say whether *text* is a verb that tells what somebody or something does or did, and asks for nothing."""
    form = word_form(text)
    if form.pos != "VERB" or not form.known or not _WANTS.isdisjoint(form.lemmas):
        return False
    return bool({"past", "3per"} & form.grammemes) and "impr" not in form.grammemes
