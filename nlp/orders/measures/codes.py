"""Letters before a number that make one code with it: «эм восемь», «ай пи сорок четыре», «эм вэ семьдесят»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from nlp.orders.measures.marks import NumberContext
from nlp.orders.speech.tokens import Token
from nlp.text.letters import VOWELS
from nlp.text.morph import word_form
from nlp.text.sound import fold_code, is_letter_name

_DENIAL = 6  # tokens within which «не … а …» keeps its «а»
_AND, _SAME, _WOULD = "и", "же", "бы"
_LITTLE_WORDS = frozenset({"и", "а", "в", "с", "к", "у", "о"})


def spoken_code(
    tokens: Sequence[Token], place: int, used: int, context: NumberContext, value: Decimal
) -> tuple[int, str] | None:
    """Return the first token and the letters of the code that ends at *place*, before the number *value*.

    Only where the catalogue has such codes; *used* is the last token already taken.
    """
    for first, choices in _letters(tokens, place, used, context):
        stated = [letters for letters in choices if context.has_property(value, "@" + fold_code(letters))]
        little = first == place and not tokens[place + 1].glued and tokens[place].text in _LITTLE_WORDS
        denied = any(token.text == "не" for token in tokens[max(0, place - _DENIAL) : place])
        spelt = first > 0 and is_letter_name(tokens[first - 1].text) and not tokens[first - 1].brk
        if (little and (denied or not stated)) or (spelt and not stated):
            continue  # «у сэ пэ двести пять»: the last letter of an abbreviation makes no code of its own
        return first, (stated or list(choices))[0]
    return None


def is_stated(tokens: Sequence[Token], place: int, context: NumberContext, value: Decimal) -> bool | None:
    """Say whether the letters that end at *place* make a code of the catalogue with *value*; ``None``: no letters."""
    choices = [letters for _, found in _letters(tokens, place, -1, context) for letters in found]
    return any(context.has_property(value, "@" + fold_code(letters)) for letters in choices) if choices else None


def _letters(
    tokens: Sequence[Token], place: int, used: int, context: NumberContext
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for size in (3, 2, 1):
        first = place - size + 1
        if first < 0 or first <= used or any(token.value is not None for token in tokens[first : place + 1]):
            continue
        if (size > 1 and tokens[first].text == "и") or tokens[first].text == _WOULD:
            continue  # «нам бы двадцать»: no letter is called so
        if tokens[first].text == _SAME and first and word_form(tokens[first - 1].text).pos == "NPRO":
            continue  # «на него же тридцать»
        said = "".join(token.text for token in tokens[first : place + 1])
        choices = context.code_letters.get(context.sound(said), ())
        if said == _AND:  # «и» is no A, though English speakers call it so
            choices = tuple(letters for letters in choices if letters in {"и", "i"})
        if not VOWELS & set(said):  # letters as they are written: «кг» is no «к»
            choices = tuple(letters for letters in choices if fold_code(letters) == fold_code(said))
        if choices:
            yield first, choices
