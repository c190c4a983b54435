"""Units put into the words by which they are known: typed short, parted from their number, said of a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from nlp.numbers.lexicon import look_up
from nlp.orders.speech.lexicon import EXTREMES, STOP_WORDS
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import COUNT_UNITS, MEASURES, Unit, count_unit, property_unit
from nlp.text.lists import word_list
from nlp.text.morph import plural_genitive, word_form

_SHORTEST_CUT, _LONGEST_CUT = 2, 6
_VOWELS = frozenset("аеиоуыэюяьй")  # a word cut short ends before one
_WHOLE = frozenset(word_list("целый полный закрытый запечатанный заводской стандартный отдельный неполный"))
_RATE = 2  # words of «в час»
_OF_DAY = frozenset({"дня", "ночи"})
_FRONTS = frozenset({"биг", "евро", "гофро"})  # of units written as two words
_CHARGES = frozenset(word_list("ампер миллиампер ватт киловатт"))
_SQUARES = ["квадратный", "метр"], ["метр", "квадратный"], ["метр", "квадрат"]
_LENGTHS = ["метр"], ["квадрат"]
_COUPLE = frozenset({"пару", "парочку", "пара"})
_TIMES = frozenset(word_list("час минута секунда сутки"))


def unfold_units(tokens: Sequence[Token], begins: Callable[[str], bool]) -> None:
    """Write out units that are typed short behind digits: «3 ящ», «2 бух.», «15 пуч»; *begins* says of goods' nouns."""
    for place, (number, token) in enumerate(pairwise(tokens)):
        text = token.text
        if number.value is None or number.brk or token.value is not None or token.glued:
            continue
        if not _SHORTEST_CUT <= len(text) <= _LONGEST_CUT or text[-1] in _VOWELS or not text.isalpha():
            continue
        if count_unit(text) is not None or property_unit(text, glued=True) is not None or text in STOP_WORDS:
            continue
        ends = token.brk > 0 or place + 2 == len(tokens)
        unit = _by_beginning(text)
        if unit is not None and (ends or not begins(text)):
            token.text, token.cut = plural_genitive(unit), False


@lru_cache(maxsize=2_000)
def _by_beginning(text: str) -> str | None:
    """Return the commonest unit that *text* is the beginning of; they are listed the commonest first."""
    return next((unit for unit in COUNT_UNITS if unit.startswith(text) and len(unit) > len(text) + 1), None)


def join_units(tokens: Sequence[Token]) -> None:
    """Put «четыре больших мешка», «две полные коробки» as if the unit stood at its number, its adjective behind.

    «Парочку пар» are two.
    """
    for couple, pairs in pairwise(tokens):
        if couple.text in _COUPLE and pairs.text == "пар" and not couple.brk:
            couple.text = "две"
    for (number, adjective), (_, unit) in zip(pairwise(tokens), pairwise(tokens[1:]), strict=False):
        counted = number.value is not None or look_up(number.text) is not None
        if not counted or number.brk or adjective.brk or adjective.value is not None or unit.value is not None:
            continue
        form = word_form(adjective.text)
        if form.adjective in _SWAPPED and count_unit(unit.text) is not None:
            adjective.text, unit.text = unit.text, adjective.text
            adjective.cut, unit.cut = unit.cut, adjective.cut


_SWAPPED = _WHOLE | EXTREMES.keys()


def join_rates(tokens: Sequence[Token], knows: Callable[[str], bool]) -> list[Token]:
    """Make «литров в минуту», «ампер часов» one word, which describes goods and counts none, and «биг бэг»."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        token, behind = tokens[place], tokens[place + 1 : place + 3]
        if (
            token.text in _FRONTS
            and not knows(token.text)
            and behind
            and count_unit(token.text + behind[0].text) is not None
        ):
            joined.append(replace(behind[0], text=token.text + behind[0].text, word=token.word))
            place += 2
            continue
        length = _rate_length(token, tokens[place + 1 : place + 4]) if place and token.value is None else 0
        if length:
            last = tokens[place + length]
            joined.append(Token(f"{token.text}/{last.text}", token.word, brk=last.brk))
            place += length + 1
            continue
        joined.append(token)
        place += 1
    return joined


def _rate_length(measure: Token, behind: Sequence[Token]) -> int:
    """Return how many words *behind* go with *measure*: «в минуту», «часов» of amperes, «на метр» of watts, or none."""
    if measure.brk or not behind:
        return 0
    if word_form(behind[0].text).lemmas[0] == "час" and not _CHARGES.isdisjoint(word_form(measure.text).lemmas):
        return 1
    if behind[0].text == "на" and count_unit(measure.text) is None and property_unit(measure.text) is not None:
        areas = [token.text for token in behind[1:]]
        last = 3 if areas[:2] in _SQUARES else 2 if areas[:1] in _LENGTHS else 0
        return 0 if any(token.brk for token in behind[: max(0, last - 1)]) else last
    return _RATE if _is_rate(measure, behind[:2], behind[2:]) else 0


def _is_rate(measure: Token, behind: Sequence[Token], after: Sequence[Token]) -> bool:
    """Say whether *behind* tells of what time *measure* is said; «в час дня» is when."""
    if len(behind) < _RATE or behind[0].text != "в" or any(token.text in _OF_DAY for token in after):
        return False
    if _TIMES.isdisjoint(word_form(behind[1].text).lemmas):
        return False
    count = count_unit(measure.text)
    return property_unit(measure.text) is not None or (
        count is not None and (count.unit in MEASURES or count.unit is Unit.CUBE)
    )
