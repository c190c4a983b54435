"""Numbers of orders and product names, with what each is the number of.

The same rules read «3х2,5», «три на два с половиной», «16А», «шестнадцать ампер», «двухполюсный» and «пятьсот пар»;
whether an open number is a quantity is decided later, when the product is known.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.measures.codes import is_stated, spoken_code
from nlp.orders.measures.compounds import compound, of_unstated_kind
from nlp.orders.measures.marks import NumberContext, NumberMark, Role, of_them, take_off
from nlp.orders.measures.number_runs import resplit
from nlp.orders.measures.ranges import FROM
from nlp.orders.measures.sections import find_section
from nlp.orders.measures.sides_of_units import counts_itself, number_follows, property_before, unit_before
from nlp.orders.measures.typed_signs import describe_which, hush_counting, is_multiplied
from nlp.orders.measures.units_said import said_unit
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import (
    MEASURES,
    PREFIX_KINDS,
    Unit,
    agrees,
    count_kind,
    count_unit,
    counts_no_goods,
    property_unit,
)
from nlp.text.morph import word_form
from nlp.text.sound import fold_code

_PLACES = frozenset(
    "договор накладная путевка талон дом офис корпус цех квартира подъезд этаж склад ворота строение владение "
    "гараж павильон кабинет бокс причал".split()
)
_SHORTEST_COMPOUND = 7
_TYPED_UNITS = frozenset({"м", "т", "г"})  # they measure also with a space before them; «л» may be sheets
_PAIR = 2  # numbers of «48 мм х 66 м»
_FEW = 3  # letters of a code glued to its number: M, IP, ГОСТ is longer


def number_marks(
    tokens: Sequence[Token], context: NumberContext | None = None, taken: Collection[int] = ()
) -> list[NumberMark]:
    """Return the numbers of *tokens* from left to right; *taken* are tokens already spoken for.

    ``context`` is ``None`` when a product name is read: then single letters are units even with a space before them.
    """
    spans = _number_spans(tokens, context)
    spans = [span for span in spans if not any(place in taken for place in range(span.first, span.last + 1))]
    marks: list[NumberMark] = []
    index = 0
    used = -1
    while index < len(spans):
        section = find_section(tokens, spans, index, context)
        if section is not None:
            mark = _dims_mark(tokens, section.first, section.last, section.values, context)
            spans[index : index + section.size] = section.left
        else:
            before = spans[index].first - 1
            phrase = before in taken and _says_no_number(tokens[before].text)
            mark = mark_of(tokens, spans[index], context, before if phrase else used)
            index += 1
        marks.append(mark)
        used = mark.last
    marks = hush_counting(marks) if context is None else describe_which(tokens, hush_counting(marks))
    words = [token.text for token in tokens]
    marks = [of_them(words, mark) for mark in take_off(words, marks)] + _compounds(tokens, taken, context)
    return sorted(marks, key=lambda mark: mark.first)


def _says_no_number(text: str) -> bool:
    """Say whether a word of a phrase names no number behind it: «таких же двадцать», «на склад восемь»."""
    return len(text) < _FEW or not _PLACES.isdisjoint(word_form(text).lemmas)


def _number_spans(tokens: Sequence[Token], context: NumberContext | None) -> list[NumberSpan]:
    by_digits = [
        NumberSpan(index, index, token.value, "cardinal")
        for index, token in enumerate(tokens)
        if token.value is not None
    ]
    if context is None:
        return _with_named_grades(tokens, by_digits)
    spans = [span for span in find_numbers([token.text for token in tokens]) if not _crosses_break(tokens, span)]
    covered = {place for span in spans for place in range(span.first, span.last + 1)}
    spans = sorted([*spans, *(span for span in by_digits if span.first not in covered)], key=lambda span: span.first)
    return resplit(tokens, spans, context)


def _with_named_grades(tokens: Sequence[Token], spans: list[NumberSpan]) -> list[NumberSpan]:
    """Add «первый» of «первый сорт»: the only number words that names carry."""
    for index, token in enumerate(tokens[:-1]):
        if token.value is None and property_unit(tokens[index + 1].text) is not None and token.text[-1] in "йея":
            found = find_numbers([token.text])
            if found and found[0].kind == "ordinal":
                spans.append(NumberSpan(index, index, found[0].value, "ordinal"))
    return sorted(spans, key=lambda span: span.first)


def _crosses_break(tokens: Sequence[Token], span: NumberSpan) -> bool:
    """Say whether *span* runs over the end of a sentence, or joins typed numbers over a comma or a cross."""
    inside = range(span.first, span.last)
    typed = tokens[span.first].value is not None
    crossed = span.first > 0 and tokens[span.first - 1].text == TIMES
    parted = any(tokens[place].brk or tokens[place + 1].dashed for place in inside)
    if typed and (crossed or parted or tokens[span.first].glued):
        return span.first != span.last  # «W5 6 шт», «ф12 - 50 шт»
    return not span.doubtful and any(tokens[place].brk == 2 for place in inside)


def _dims_mark(
    tokens: Sequence[Token], first: int, last: int, values: tuple[Decimal, ...], context: NumberContext | None
) -> NumberMark:
    number_first, number_last = first, last
    following = last + 1
    ranged = first > 0 and tokens[first - 1].text == FROM
    first -= ranged
    if following < len(tokens) and not tokens[last].brk:
        unit = property_unit(tokens[following].text, glued=tokens[following].glued)
        measured = unit is not None and (ranged or unit[0] in {"mm", "mm2", "deg"})
        measured = measured or (ranged and _is_measure(tokens[following].text))
        if measured or (context is not None and _ends_in_metres(tokens, following, values, context)):
            last = following
    while first > 0 and tokens[first - 1].text in PREFIX_WORDS and not tokens[first - 1].brk:
        first -= 1
    code = tokens[first - 1] if first > 0 and tokens[first].glued else None
    if code is not None and code.value is None and len(code.text) == 1 and code.text.isalpha():
        first -= 1  # the letter of M8х40 belongs to it
    return NumberMark(first, last, values, Role.PROPERTY, "dims", number_first=number_first, number_last=number_last)


def _is_measure(word: str) -> bool:
    unit = count_unit(word)
    return unit is not None and unit.unit in MEASURES


def _ends_in_metres(tokens: Sequence[Token], place: int, values: Sequence[Decimal], context: NumberContext) -> bool:
    """«Восемь на пять метров» of «8 см х 5 м»: the last number of a section is said with its unit."""
    unit = count_unit(tokens[place].text, glued=tokens[place].glued)
    if unit is None or unit.unit is not Unit.METRE or not context.has_property(values[-1], "m"):
        return False  # «доска сорок на сто | метров двадцать»
    first = context.has_property(values[0], "mm") or context.has_property(values[0], "m")
    return context.has_section(tuple(values)) or (first and len(values) == _PAIR)


def mark_of(tokens: Sequence[Token], span: NumberSpan, context: NumberContext | None, used: int) -> NumberMark:
    """Return what the number of *span* is the number of; *used* is the last token already taken before it."""
    mark = NumberMark(
        span.first,
        span.last,
        (span.value,),
        Role.PROPERTY if span.kind == "ordinal" else Role.OPEN,
        high=span.high,
        doubtful=span.doubtful,
        ordinal=span.kind == "ordinal",
        number_first=span.first,
        number_last=span.last,
        raw=span.value,
    )
    mark = _with_link(tokens, mark)
    if context is not None and is_multiplied(tokens, mark):
        return replace(mark, role=Role.COUNT)
    if (named := _after_prefix(tokens, mark, used, context)) is not None:
        return named
    if context is not None and (coded := _before_inverted(tokens, mark, context, used)) is not None:
        return coded
    after = mark if context is None and _ends_code(tokens, mark) else _with_unit_after(tokens, mark, context)
    glued = context is None and after.last > mark.last and tokens[after.last].glued
    if glued and (after.kind.startswith("#") or (len(tokens[after.last].text) == 1 and _after_letter(tokens, mark))):
        coded = _with_word_before(tokens, mark, context, used)  # the letters before «МР-3С» name it
        after = coded if coded.kind.startswith("@") else after
    if span.kind == "collective" and after.role is Role.PROPERTY:
        return mark  # «(ножницы) четверо, нитки …»
    if after is not mark and after.role is not Role.OPEN:
        return after
    return _with_word_before(tokens, after, context, used)


def _before_inverted(tokens: Sequence[Token], mark: NumberMark, context: NumberContext, used: int) -> NumberMark | None:
    """«Эм двенадцать штук сорок»: behind a number with letters the unit belongs to the next number."""
    place = mark.last + 1
    if place >= len(tokens) or tokens[mark.last].brk or count_unit(tokens[place].text) is None or mark.first == 0:
        return None
    code = spoken_code(tokens, mark.first - 1, used, context, mark.value) if number_follows(tokens, place) else None
    return None if code is None else replace(mark, first=code[0], role=Role.PROPERTY, kind="@" + fold_code(code[1]))


def _after_letter(tokens: Sequence[Token], mark: NumberMark) -> bool:
    """Say whether one letter is glued before a number: the «Р3П» of a torch is a code and three poles of nothing."""
    before = tokens[mark.first - 1] if mark.first else None
    return before is not None and tokens[mark.first].glued and before.text.isalpha() and len(before.text) == 1


def _ends_code(tokens: Sequence[Token], mark: NumberMark) -> bool:
    """Say whether the number ends a word («Литол-24 банка»), so that a count unit behind it is not its own."""
    following, before = mark.last + 1, tokens[mark.first - 1]
    if mark.first == 0 or before.value is not None or not (before.hyphen or _after_letter(tokens, mark)):
        return False
    return following < len(tokens) and not tokens[following].glued and count_unit(tokens[following].text) is not None


def _after_prefix(
    tokens: Sequence[Token], mark: NumberMark, used: int, context: NumberContext | None
) -> NumberMark | None:
    """«Номер пять коробку», «размер десять»: the word before names what the number is."""
    place = mark.first - 1
    if place < 0 or place <= used or tokens[place].brk or tokens[place].value is not None:
        return None
    word = tokens[place].text
    kind = next((PREFIX_KINDS[form] for form in (word, *word_form(word).lemmas) if form in _STRICT_PREFIXES), None)
    if kind is None or _ends_name(tokens, place, context):
        return None
    return replace(mark, first=place, role=Role.PROPERTY, kind=kind)


def _ends_name(tokens: Sequence[Token], place: int, context: NumberContext | None) -> bool:
    """«Мастер-класс»: the word before a number is the end of a name, written with a hyphen or known as one."""
    if place == 0:
        return False
    before = tokens[place - 1]
    return before.hyphen or (context is not None and context.knows(before.text + tokens[place].text))


def _prefix_kind(word: str) -> str | None:
    return next((PREFIX_KINDS[form] for form in (word, *word_form(word).lemmas) if form in PREFIX_KINDS), None)


def _with_link(tokens: Sequence[Token], mark: NumberMark) -> NumberMark:
    before = tokens[mark.first - 1].text if mark.first > 0 and not tokens[mark.first - 1].brk else ""
    return replace(mark, after_na=before == "на", after_po=before == "по")


_OTHER_KINDS = {"кл": "key", "п": "slot", "p": "slot", "н": "thread"}  # abbreviations that mean two things


def _known_kind(prop: tuple[str, Decimal], word: str, value: Decimal, context: NumberContext) -> tuple[str, Decimal]:
    """«2кл» is a class or two keys: what the catalogue states decides; both stay where it has both."""
    other = _OTHER_KINDS.get(word)
    if other is None or not context.has_property(value, other):
        return prop
    return (f"{prop[0]}|{other}" if context.has_property(value, prop[0]) else other), Decimal(1)


def _with_unit_after(tokens: Sequence[Token], mark: NumberMark, context: NumberContext | None) -> NumberMark:
    in_name = context is None
    place = mark.last + 1
    if place >= len(tokens) or tokens[mark.last].brk:
        return mark
    token = tokens[place]
    glued = token.glued or in_name
    code = place + 1 < len(tokens) and tokens[place + 1].glued and tokens[place + 1].value is not None
    if in_name and code and not token.glued:
        return mark  # «DIN 934 М8»: the letter belongs to the next number
    if token.value is not None or token.text == TIMES or (not glued and compound(token.text) is not None):
        return mark
    glued = glued or (token.text in _TYPED_UNITS and tokens[mark.last].value is not None and _ends_here(tokens, place))
    prop, count = said_unit(token.text, mark.value, context, glued=glued)
    if mark.ordinal and count is not None and not token.glued:
        return mark  # «четвёрки килограмм»: what is called by its number is not measured by it
    if count is not None and count.unit in MEASURES:
        if not in_name and not token.glued and counts_itself(mark.value, token.text):
            return mark  # «ноль пять десять, литр шесть»
        value = mark.value * count.factor
        if count.unit is Unit.SQUARE and place + 1 < len(tokens) and "метр" in word_form(tokens[place + 1].text).lemmas:
            place += 1  # «квадратных метров»
        return replace(
            mark, last=place, kind=MEASURES[count.unit], unit=count, values=(value,) if in_name else mark.values
        )
    if prop is not None and context is not None:
        prop = _known_kind(prop, token.text, mark.value, context)
    if prop is not None and not in_name and token.text == "дюйм" and mark.value != 1:
        return mark
    leads = not in_name and token.text in _STRICT_PREFIXES and not mark.ordinal and _is_number_next(tokens, place)
    if prop is not None and not leads and not (count is not None and not token.glued):
        kind, factor = prop
        return replace(mark, last=place, role=Role.PROPERTY, kind=kind, values=(mark.value * factor,))
    if count is not None and not mark.ordinal:
        inverted = number_follows(tokens, place) and (mark.after_na or not agrees(mark.value, token.text))
        if inverted or counts_itself(mark.value, token.text):
            return mark  # «на шестнадцать штук сорок»: the unit belongs to the second number
        return replace(mark, last=place, role=Role.COUNT, unit=count, kind=count_kind(token.text))
    if mark.ordinal and (named := _prefix_kind(token.text)) is not None:
        return replace(mark, last=place, role=Role.PROPERTY, kind=named)  # «первого типа»
    if counts_no_goods(token.text):
        return replace(mark, last=place, role=Role.NOISE)
    if context is not None and token.glued and context.has_property(mark.value, "#" + token.text):
        return replace(mark, last=place, role=Role.PROPERTY, kind="#" + token.text)  # «600D»
    goes_on = place + 1 < len(tokens) and tokens[place + 1].glued and tokens[place + 1].value is not None
    if not in_name and token.glued and len(token.text) < _FEW and not goes_on and count is None:
        return replace(mark, last=place, role=Role.PROPERTY)  # «24з» of a saw counts no saws
    if in_name and token.glued and len(token.text) <= _FEW and not goes_on:  # the letters of 6PK1115 go with 1115
        return replace(mark, last=place, role=Role.PROPERTY, kind="#" + token.text)
    return mark


def _ends_here(tokens: Sequence[Token], place: int) -> bool:
    """Say whether nothing more of the item stands behind *place*, so that «150 м» is so many metres."""
    return place + 1 == len(tokens) or tokens[place].brk > 0


def _is_number_next(tokens: Sequence[Token], place: int) -> bool:
    """«(Размер три) десять, размер четыре»: what the word at *place* names is the number behind it."""
    if place + 1 >= len(tokens) or tokens[place].brk or not find_numbers([tokens[place + 1].text]):
        return False
    return place + 2 >= len(tokens) or property_unit(tokens[place + 2].text) is None  # «класс четыре нити»


STANDARDS = frozenset({"din", "iso", "en", "гост", "ту", "ост"})
STANDARD_KINDS = frozenset("@" + fold_code(word) for word in STANDARDS)
PREFIX_WORDS = frozenset(PREFIX_KINDS)
_STRICT_PREFIXES = frozenset({"номер", "класс", "размер"})


def _with_word_before(
    tokens: Sequence[Token], mark: NumberMark, context: NumberContext | None, used: int
) -> NumberMark:
    place = mark.first - 1
    if place < 0 or place <= used or tokens[place].brk or tokens[place].value is not None:
        return mark
    token = tokens[place]
    lemmas = word_form(token.text).lemmas if len(token.text) > 2 else (token.text,)
    if context is not None and token.text == "дробь":
        return replace(mark, first=place, role=Role.NOISE)
    if (
        context is not None
        and not context.knows(token.text)
        and mark.unit is None
        and _is_address(tokens, place, lemmas)
    ):
        return replace(mark, first=place, role=Role.NOISE)
    prefix = next((PREFIX_KINDS[lemma] for lemma in lemmas if lemma in PREFIX_KINDS), None)
    denied = place > 0 and tokens[place - 1].text == "без"  # «без цоколя полторы тысячи»
    if prefix is not None and not denied and not _ends_name(tokens, place, context):
        return replace(mark, first=place, role=Role.PROPERTY, kind=mark.kind or prefix)
    if context is None:
        return _with_code_letters(tokens, mark, place)
    code = spoken_code(tokens, place, used, context, mark.value)
    if code is not None and (mark.unit is None or is_stated(tokens, place, context, mark.value)):
        return replace(mark, first=code[0], role=Role.PROPERTY, kind="@" + fold_code(code[1]))
    if context is not None and len(token.text) < _FEW and context.knows(token.text):
        return mark  # the letters of a name that are a unit elsewhere: «кабель кг двадцать пять»
    bare = mark.unit is None and not mark.kind and not mark.ordinal
    if bare and (measured := property_before(tokens, place, used)) is not None:
        values = (mark.value * measured[1],)
        return replace(mark, first=place, role=Role.PROPERTY, kind=measured[0], values=values)
    if mark.unit is None and not mark.ordinal and (unit := unit_before(tokens, place, used, mark.value)) is not None:
        return replace(mark, first=place, role=Role.COUNT, unit=unit)
    return mark


def _is_address(tokens: Sequence[Token], place: int, lemmas: Collection[str]) -> bool:
    if not _PLACES.isdisjoint(lemmas):
        return True
    return "номер" in lemmas and place > 0 and not _PLACES.isdisjoint(word_form(tokens[place - 1].text).lemmas)


def _with_code_letters(tokens: Sequence[Token], mark: NumberMark, place: int) -> NumberMark:
    token = tokens[place]
    if token.text in STANDARDS and mark.unit is None:  # not «ГОСТ 0,45 кг»
        return replace(mark, role=Role.PROPERTY, kind="@" + fold_code(token.text))
    if token.text.isalpha() and len(token.text) <= _FEW and (tokens[mark.first].glued or token.hyphen):
        first = place if len(token.text) == 1 else mark.first
        return replace(mark, first=first, role=Role.PROPERTY, kind=mark.kind or "@" + fold_code(token.text))
    return mark


def _compounds(tokens: Sequence[Token], taken: Collection[int], context: NumberContext | None) -> list[NumberMark]:
    marks = []
    for index, token in enumerate(tokens):
        if context is not None and index not in taken and _is_inch(tokens, index):  # «кран дюйм две штуки»
            marks.append(NumberMark(index, index, (Decimal(1),), Role.PROPERTY, "inch"))
        if token.value is not None or index in taken or len(token.text) < _SHORTEST_COMPOUND:
            continue
        noun = word_form(token.text).pos == "NOUN"
        if noun and (context is None or context.knows(token.text)):
            continue  # «двунитка» is what the thing is called
        found = compound(token.text)
        if found is None and context is not None and not context.knows(token.text):
            found = of_unstated_kind(token.text, context.has_property)
        if found is not None:
            marks.append(
                NumberMark(index, index, (found[1],), Role.PROPERTY, found[0], number_first=index, number_last=index)
            )
    return marks


def _is_inch(tokens: Sequence[Token], place: int) -> bool:
    """Say whether «дюйм» stands without a number, and so for one of them."""
    before = tokens[place - 1] if place else None
    counted = before is not None and before.text in {"1", "один"}  # «(три четверти) двадцать, дюйм десять»
    return tokens[place].text == "дюйм" and not counted
