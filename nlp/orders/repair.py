"""Number words that the recogniser spelt as it heard them («палтара», «питьсот»)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from nlp.numbers import find_numbers
from nlp.numbers.lexicon import HALF_NOUNS, look_up
from nlp.orders.tokens import Token
from nlp.orders.units import COUNT_UNITS
from nlp.text.morph import counted_forms, word_form
from nlp.text.sound import sound_key

_LONG, _ALIKE = 6, 88.0
_UNIT = 4  # letters of a unit that is mended
_NUMBER_WORDS = (
    "один одна два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят "
    "семьдесят "
    "восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот тысяча тысячи "
    "тысяч "
    "полтора полторы половиной сотня десяток"
)


def repair_numbers(tokens: Sequence[Token], knows: Callable[[str], bool]) -> None:
    """Put number words in the place of tokens that sound like one and are no word otherwise nor a catalogue's."""
    for token in tokens:
        text = token.text
        if (
            token.value is not None
            or len(text) < 4
            or look_up(text) is not None
            or word_form(text).known
            or knows(text)
        ):
            continue
        token.text = _meant(text) or text


def repair_units(tokens: Sequence[Token], knows: Callable[[str], bool]) -> None:
    """Put the unit in the place of a token behind a number that sounds like one and is no word («пять каробок»)."""
    for before, token in pairwise(tokens):
        text = token.text
        counted = before.value is not None or look_up(before.text) is not None
        if counted and token.value is None and len(text) >= _UNIT and not word_form(text).known and not knows(text):
            token.text = _units_by_sound().get(sound_key(text), text)


@lru_cache(maxsize=1)
def _units_by_sound() -> dict[str, str]:
    forms = (form for unit in COUNT_UNITS if len(unit) >= _UNIT for form in counted_forms(unit))
    return {sound_key(form): form for form in forms}


def _meant(text: str) -> str | None:
    """Return the number word that sounds as *text* does, or nearly so for long words («шеснадцать»)."""
    words = _by_sound()
    key = sound_key(text)
    if key in words or len(key) < _LONG:
        return words.get(key)
    near = process.extractOne(key, words.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return words[near[0]] if near is not None else None


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    return {sound_key(word): word for word in _NUMBER_WORDS.split() if len(word) > 3}


def split_halves(tokens: Sequence[Token]) -> list[Token]:
    """Cut «полтонны» and «пол литра» into one half and its unit."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.text == "пол" and following in _HALVED:
            result.append(Token("0.5", token.word, _HALF, token.glued))
        elif token.text.startswith("пол") and token.text[3:] in _HALVED:
            result.append(Token("0.5", token.word, _HALF, token.glued))
            result.append(Token(token.text[3:], token.word, None, False, token.brk))
        else:
            result.append(token)
    return result


def join_metres(tokens: Sequence[Token], states: Callable[[Decimal], bool]) -> list[Token]:
    """Read «метр двадцать» as 1.2 metres where *states* says that some article has that value."""
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        found = find_numbers([token.text]) if before is not None and before.text == "метр" and not before.brk else []
        counted = len(result) > 1 and bool(result[-2].value or find_numbers([result[-2].text]))
        if before is not None and found and not counted and _LEAST_CM <= found[0].value < 100:
            length = 1 + found[0].value / 100
            if states(length):
                result[-1] = Token(f"{length.normalize():f}", before.word, length.normalize(), before.glued)
                result.append(Token("метра", token.word, None, glued=False, brk=token.brk))
                continue
        result.append(token)
    return result


_LEAST_CM = 10
_HALF = Decimal("0.5")
_HALVED = frozenset(HALF_NOUNS.split())
