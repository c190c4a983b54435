"""Number words that the recogniser spelt as it heard them («палтара», «питьсот»)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from nlp.numbers import find_numbers
from nlp.numbers.lexicon import HALF_NOUNS, look_up
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import COUNT_UNITS, count_unit, property_unit
from nlp.text.morph import counted_forms, plural_genitive, word_form
from nlp.text.sound import is_letter_name, is_spelt, sound_key

_LONG, _ALIKE = 6, 88.0
_LONGEST_CODE = 17  # letters of a code that is said together with its number
_UNIT = 4  # letters of a unit that is mended
_MANY = 5
_FAR = 3  # words from goods to «одни»
_LONGEST_SPELT = 24  # letters of a word made of numbers and letters' names
_SHORTEST_NUMBER = 3  # letters: «два»
_FEWEST = Decimal("1.5")  # with less a unit may stand in the nominative
_NUMBER_WORDS = (
    "один одна два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать "
    "четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят "
    "семьдесят "
    "восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот тысяча тысячи "
    "тысяч "
    "полтора полторы половиной сотня десяток"
)
_NUMBERS_SAID = frozenset(_NUMBER_WORDS.split())
_HUNDREDS_CUT = frozenset({"ста", "сот"})  # words of their own as well


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


def join_cut_numbers(tokens: Sequence[Token]) -> list[Token]:
    """Put together number words that the recogniser cut in two: «пять сот», «две сти», «четыр надцать»."""
    result: list[Token] = []
    for token in tokens:
        last = result[-1] if result else None
        if last is not None and not last.brk and _are_one_number(last.text, token.text):
            last.text, last.brk = last.text + token.text, token.brk
        else:
            result.append(token)
    return result


def _are_one_number(front: str, back: str) -> bool:
    """Say whether two words are the parts of one number word, and not two numbers."""
    if front + back not in _NUMBERS_SAID or len(back) < _SHORTEST_NUMBER:  # «тысяч и …» are two words
        return False
    return back in _HUNDREDS_CUT or look_up(front) is None or look_up(back) is None


def repair_units(tokens: Sequence[Token], knows: Callable[[str], bool]) -> None:
    """Put the unit in the place of a token behind a number that sounds like one and is no word («пять каробок»)."""
    for before, token in pairwise(tokens):
        text = token.text
        counted = before.value is not None or look_up(before.text) is not None
        if counted and token.value is None and len(text) >= _UNIT and not word_form(text).known and not knows(text):
            token.text = _units_by_sound().get(sound_key(text), text)


def count_plurals(tokens: Sequence[Token], knows: Callable[[str], bool]) -> None:
    """Read «одни» beside goods as one: «щипцы одни», «одни весы»; not «одни и те же», nor «пришли одни коробки»."""
    for place, token in enumerate(tokens):
        if token.text != "одни" or [other.text for other in tokens[place + 1 : place + 3]] == ["и", "те"]:
            continue
        front = next((far for far in range(place - 1, -1, -1) if tokens[far].brk), -1) + 1
        before = [other.text for other in tokens[max(front, place - _FAR) : place]]  # «ножницы по металлу одни»
        after = tokens[place + 1] if place + 1 < len(tokens) and not token.brk else None
        behind = bool(before) and find_numbers(before[-1:]) == [] and any(_is_many(word, knows) for word in before)
        if behind or (after is not None and knows(after.text) and "Pltm" in word_form(after.text).grammemes):
            token.text = "один"


def _is_many(word: str, knows: Callable[[str], bool]) -> bool:
    """Say whether *word* names goods, or measures them, in the plural."""
    return (knows(word) or property_unit(word) is not None) and "plur" in word_form(word).grammemes


def decline_units(tokens: Sequence[Token]) -> None:
    """Put units in the case that their numbers ask for where the caller says all in the nominative.

    «Девять литр один ведро, два банка»: behind numbers that ask for another case the unit is still theirs.
    """
    texts = [token.text for token in tokens]
    spans = find_numbers(texts)
    numbers = {span.first for span in spans} | {place for place, token in enumerate(tokens) if token.value is not None}
    behind = {span.last + 1: span.value for span in spans if span.kind != "ordinal"}
    behind |= {place + 1: token.value for place, token in enumerate(tokens) if token.value is not None}
    units = [place for place, value in behind.items() if value >= _FEWEST and place < len(tokens)]
    plain = [place for place in units if _is_undeclined(texts[place])]
    sure = [place for place in plain if place + 1 not in numbers]
    declined = [place for place in units if place not in plain and count_unit(texts[place]) is not None]
    few = any(behind[place] < _MANY for place in sure)  # «фольга сотка коробка» is one box
    if len(sure) > len(declined) and (few or len(sure) > 1):
        for place in plain:
            tokens[place].text = plural_genitive(texts[place])


def _is_undeclined(word: str) -> bool:
    """Say whether *word* is a unit in its dictionary form, which no number but one asks for."""
    return len(word) >= _UNIT and word in COUNT_UNITS and plural_genitive(word) != word and not word_form(word).counted


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


def split_codes(tokens: Sequence[Token], knows: Callable[[str], bool]) -> list[Token]:
    """Cut «эмтриста» into the letter and its number, and «столькоже», «ненадо» into their two words."""
    result: list[Token] = []
    for token in tokens:
        parts = None
        if token.value is None and len(token.text) >= _LONG and not knows(token.text):
            parts = _glued(token.text) or _spelt(token.text) if not word_form(token.text).known else None
        if parts is None:
            result.append(token)
        else:
            cut = [replace(token, text=part, brk=0, glued=token.glued and not n) for n, part in enumerate(parts)]
            cut[-1].brk = token.brk
            result += cut
    return result


@lru_cache(maxsize=4_096)
def _spelt(text: str) -> tuple[str, ...] | None:
    """Return the numbers and names of letters of which *text* is made («дваэсэн»), both of them, else ``None``."""
    ways: list[tuple[tuple[str, ...], str]] = [((), text)] if len(text) <= _LONGEST_SPELT else []
    while ways:
        parts, rest = ways.pop()
        if not rest:
            if any(map(_is_number, parts)) and not all(map(_is_number, parts)):
                return parts
            continue
        for size in range(1, len(rest) + 1):
            part = rest[:size]
            named = is_letter_name(part) and (size > 1 or part == "а")
            if named or (_is_number(part) and size > _SHORTEST_NUMBER - 1):
                ways.append(((*parts, part), rest[size:]))
    return None


def _is_number(word: str) -> bool:
    return word in _NUMBERS_SAID  # and not the «трехсот» of «трёхсотка»


def _glued(text: str) -> tuple[str, ...] | None:
    if text.endswith("же") and word_form(text[:-2]).known and word_form(text[:-2]).pos in {"ADVB", "NPRO", "ADJF"}:
        return text[:-2], "же"
    if text.startswith("не") and word_form(text[2:]).known and word_form(text[2:]).pos in {"PRED", "VERB"}:
        return "не", text[2:]
    for size in range(2, min(len(text) - 2, _LONGEST_CODE)):
        letters, number = text[:size], text[size:]
        if (is_letter_name(letters) or is_spelt(letters)) and look_up(number) is not None and len(number) > _UNIT - 1:
            return letters, number
    return None


def split_halves(tokens: Sequence[Token]) -> list[Token]:
    """Cut «полтонны» and «пол литра» into one half and its unit, join «пол литровый»."""
    result: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.text == "пол" and following in _HALVED:
            result.append(Token("0.5", token.word, _HALF, token.glued))
        elif token.text.startswith("пол") and token.text[3:] in _HALVED:
            result.append(Token("0.5", token.word, _HALF, token.glued))
            result.append(Token(token.text[3:], token.word, None, False, token.brk))
        elif result and result[-1].text == "пол" and _OF_HALF.fullmatch(token.text):
            result[-1] = replace(token, text="пол" + token.text, word=result[-1].word)
        else:
            result.append(token)
    return result


def join_metres(tokens: Sequence[Token], states: Callable[[Decimal], bool]) -> list[Token]:
    """Read «метр двадцать» as 1.2 metres and «кило девятьсот» as 1.9 kg where *states* says that this is sold."""
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        found = _one_and(tokens, place, states)
        if found is None:
            result.append(tokens[place])
            place += 1
            continue
        value, size = found
        first, last = tokens[place], tokens[place + size]
        result.append(Token(f"{value.normalize():f}", first.word, value.normalize(), first.glued))
        result.append(Token(_PARTS[first.text][0], last.word, None, glued=False, brk=last.brk))
        place += size + 1
    return result


def _one_and(tokens: Sequence[Token], place: int, states: Callable[[Decimal], bool]) -> tuple[Decimal, int] | None:
    """Return how much a measure without a number and the parts behind it are, and over how many tokens these go."""
    if tokens[place].text not in _PARTS or tokens[place].brk:
        return None
    if place and _belongs_before(tokens, place):
        return None
    _, whole = _PARTS[tokens[place].text]
    for size in (2, 1):
        parts = tokens[place + 1 : place + 1 + size]
        found = find_numbers([token.text for token in parts])
        if len(parts) < size or len(found) != 1 or found[0].last - found[0].first + 1 != size or found[0].doubtful:
            continue
        value = 1 + found[0].value / whole
        if whole / 10 <= found[0].value < whole and states(value):
            return value, size
    return None


def _belongs_before(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the measure is that of the number before it: «два кило», not «четыре тысячи, метр двадцать»."""
    if tokens[place - 1].value is not None:
        return True
    return bool(find_numbers([tokens[place - 1].text])) and tokens[place - 1].text not in _OF_MANY


_OF_MANY = frozenset({"тысяча", "тысячи", "тысяч"})  # «метр» behind them is not counted by them
_PARTS = {  # of which measure «девятьсот» is said, and how many parts make one
    "метр": ("метра", Decimal(100)),
    "кило": ("килограмма", Decimal(1000)),
    "килограмм": ("килограмма", Decimal(1000)),
    "литр": ("литра", Decimal(1000)),
}
_HALF = Decimal("0.5")
_HALVED = frozenset(HALF_NOUNS.split())
_OF_HALF = re.compile(r"(?:литр|метр|килограм+)ов(?:ый|ой|ая|ую|ое|ые|ых|ого)")
