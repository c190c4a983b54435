"""To which number a unit belongs: «пять коробок», «коробок пять», «номер пять коробку»."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.numbers import find_numbers
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import COUNT_UNITS, MEASURES, CountUnit, count_unit, property_unit
from nlp.text.morph import word_form

_SHORT_UNIT = 4  # letters: «упак», «пара» may stand for any form
_DESCRIBES = frozenset({"без", "с", "со"})  # «рукав без головок пять»


def counts_itself(number: Decimal, word: str) -> bool:
    """«Номер пять коробку», «ноль девять коробку»: the unit is in the singular and counts itself."""
    form = word_form(word)
    plainly = form.cases == {"nomn"} and "plur" not in form.grammemes  # «коробка», of «коробок» too
    single = form.known and "sing" in form.grammemes and (plainly or not {"plur", "gent"} & form.grammemes)
    either = {"nomn", "accs"} <= form.grammemes  # «четыре лоток»; «две коробка», «две коробку» are misheard
    least = 2 if either else (5 if plainly else 3)
    one = single and bool({"nomn", "accs"} & form.grammemes) and (len(word) > _SHORT_UNIT or word in {"метр", "литр"})
    return one and (number >= least or number != int(number))


def number_follows(tokens: Sequence[Token], place: int) -> bool:
    """Say whether behind the unit at *place* a number stands that has no unit of its own."""
    following = place + 1
    if following >= len(tokens) or tokens[place].brk:
        return False
    if not find_numbers([tokens[following].text]) and tokens[following].value is None:
        return False
    spans = find_numbers([token.text for token in tokens[following : following + 4]])
    after = following + (spans[0].last + 1 if spans and spans[0].first == 0 else 1)
    return after >= len(tokens) or count_unit(tokens[after].text) is None


def property_before(tokens: Sequence[Token], place: int, used: int) -> tuple[str, Decimal] | None:
    """Return what the word at *place* says that the number behind it measures: «сантиметров восемьдесят»."""
    if place <= used or len(tokens[place].text) <= _SHORT_UNIT or count_unit(tokens[place].text) is not None:
        return None
    before = tokens[place - 1] if place else None
    if before is not None and not before.brk and (before.value is not None or find_numbers([before.text])):
        return None
    many = {"plur", "gent"} <= word_form(tokens[place].text).grammemes
    return property_unit(tokens[place].text) if many else None


def unit_before(tokens: Sequence[Token], place: int, used: int, number: Decimal) -> CountUnit | None:
    """Return the unit of an inverted count («штук двести», «метров сто», «мешок один»)."""
    unit = count_unit(tokens[place].text)
    if unit is None or place <= used or number < 1 or (place and tokens[place - 1].text in _DESCRIBES):
        return None
    grammemes = word_form(tokens[place].text).grammemes
    single = number == 1 and "sing" in grammemes and unit.unit not in MEASURES
    few = number in (2, 3, 4) and {"sing", "gent"} <= grammemes and count_unit(tokens[place - 1].text) is None
    few = few and tokens[place].text not in COUNT_UNITS  # «(ноль девять) коробка, два семь …»
    return unit if single or few or {"plur", "gent"} <= grammemes or len(tokens[place].text) <= 3 else None
