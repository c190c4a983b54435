"""Number words that the recogniser spelt as it heard them («палтара», «питьсот»)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from nlp.numbers.lexicon import look_up
from nlp.orders.tokens import Token
from nlp.text.morph import word_form
from nlp.text.sound import sound_key

_NUMBER_WORDS = (
    "один одна два две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят "
    "восемьдесят девяносто сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот тысяча тысячи тысяч "
    "полтора полторы половиной сотня десяток"
)


def repair_numbers(tokens: Sequence[Token], knows: Callable[[str], bool]) -> None:
    """Put number words in the place of tokens that sound like one and are no word otherwise; *knows* is the catalogue."""
    for token in tokens:
        text = token.text
        if token.value is not None or len(text) < 4 or look_up(text) is not None or word_form(text).known or knows(text):
            continue
        meant = _by_sound().get(sound_key(text))
        if meant is not None:
            token.text = meant


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    return {sound_key(word): word for word in _NUMBER_WORDS.split() if len(word) > 3}
