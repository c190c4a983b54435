"""Sections and sizes spoken as several numbers, and numbers that run together in speech.

«Три на два пять» is 3×2.5, «четыре и восемь на триста» 4.8×300, «сто на сто двадцать штук» 100×100 and twenty pieces,
«четыре тысячи триста штук» of a 4000 K lamp three hundred pieces: which reading holds is asked of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.codes import is_stated
from nlp.orders.marks import NumberContext
from nlp.orders.tokens import TIMES, Token
from nlp.orders.units import MEASURES, agrees, count_unit, property_unit

_CROSS = frozenset({TIMES, "на", "х", "икс", "ха", "x"})
_PAIR_LETTERS = frozenset({"в", "вэ", "w", "дабл", "даблю", "тэ", "ст", "эс"})  # «десять вэ сорок», where it is sold
_LENGTHS = frozenset(
    "метр метра метров м сантиметр сантиметра сантиметров см миллиметр миллиметра миллиметров мм".split()
)
_OF_THINGS = ("ка", "ки", "ке", "ку", "ок", "кой")
_LONGEST = 5  # numbers in one section, decimals counted twice
_THOUSAND = 1000
_THOUSANDS_SAID = frozenset({"две"})
_FAR = 50  # times the second number of a section: the first is rather a count
_SHORTEST_MODEL = 4  # digits of a number that people say in groups


@dataclass(frozen=True, slots=True)
class Section:
    """A section over tokens ``first`` to ``last``; it uses up ``size`` spans and gives back ``left``."""

    first: int
    last: int
    values: tuple[Decimal, ...]
    size: int
    left: list[NumberSpan]


def find_section(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext | None
) -> Section | None:
    """Return the section that begins with span *index*, or ``None``.

    Without *context* (a product name) only a written cross joins numbers. In speech «на» joins them where the catalogue
    has such a section, or where no counted unit follows; bare neighbours only where the catalogue has the section.
    """
    links = _links(tokens, spans, index, in_name=context is None)
    if not links:
        return None
    if context is not None:
        known = list(_readings(tokens, spans, index, links, context))
        known = [section for section in known if not _ends_counting(tokens, section, links)] or known
        if known:
            return max(known, key=lambda section: (len(section.values) + section.size, section.last))
    first = spans[index].first
    listed = first > 0 and tokens[first - 1].text == "на" and links[0] == "на"  # «на два, на три» is a list
    size = 1
    while (
        not listed
        and size <= len(links)
        and (links[size - 1] == TIMES or (context is not None and _plain_cross(tokens, spans, index + size, links)))
    ):
        size += 1
    if size == 1:
        return None
    values = tuple(span.value for span in spans[index : index + size])
    if context is not None and not context.has_dims(values):
        if values[0] >= _THOUSAND and values[0] >= _FAR * values[1] and links[0] != TIMES:
            return None  # «пять тысяч, на девятнадцать столько же»
        if context.has_section(values[::-1]):
            values = values[::-1]  # «пятьдесят на два с половиной» of nails 2.5×50
    return Section(spans[index].first, spans[index + size - 1].last, values, size, [])


def _ends_counting(tokens: Sequence[Token], section: Section, links: Sequence[str]) -> bool:
    """«Шестнадцать на два две бухты»: a number right before a counted unit is no decimal part of the size."""
    decimal = section.size == len(section.values) + 1 and section.size >= 2 and links[section.size - 2] == ""
    return decimal and not section.left and _counted_next(tokens, section.last)


def resplit(tokens: Sequence[Token], spans: Sequence[NumberSpan], context: NumberContext) -> list[NumberSpan]:
    """Return *spans* with thousands cut off where they are a property of some article, not part of the count."""
    result: list[NumberSpan] = []
    index = 0
    while index < len(spans):
        span = spans[index]
        following = spans[index + 1] if index + 1 < len(spans) else None
        if (model := _model_number(tokens, spans, index, context)) is not None:
            result.append(model[0])
            index += model[1]
            continue
        if following is not None and (pair := _cut_before_cross(tokens, span, following, context)) is not None:
            result += pair
            index += 1
            continue
        if (pair := _cut_behind_code(tokens, span, context)) is not None:
            result += pair
            index += 1
            continue
        if (pair := _no_range(tokens, spans, index)) is not None:
            result += pair
            index += 1
            continue
        if following is not None and (doubt := _doubt(tokens, span, following)) is not None:
            result.append(doubt)
            index += 2
            continue
        if following is not None and (
            joined := _joined(tokens, span, following, spans[index + 2 : index + 3], context)
        ):
            result.append(joined)
            index += 2
            continue
        if following is not None and (pair := _short_thousand(tokens, span, following, context)) is not None:
            result += pair
            index += 2
            continue
        result += _cut_thousand(tokens, span, context)
        index += 1
    return result


def _model_number(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> tuple[NumberSpan, int] | None:
    """«Восемьдесят один ноль два» is 8102 where some article is called so; gives also the spans it takes."""
    first = spans[index].first
    if first > 0 and tokens[first - 1].text in _CROSS:
        return None
    for size in range(min(_LONGEST, len(spans) - index), 1, -1):
        group = spans[index : index + size]
        adjacent = all(
            after.first == before.last + 1 and not tokens[before.last].brk for before, after in pairwise(group)
        )
        whole = all(span.value == int(span.value) and not span.doubtful for span in group)
        digits = "".join(str(int(span.value)) for span in group) if whole else ""
        if adjacent and len(digits) >= _SHORTEST_MODEL and context.has_number(Decimal(digits)):
            return NumberSpan(group[0].first, group[-1].last, Decimal(digits), "ordinal"), size
    return None


def _cut_before_cross(
    tokens: Sequence[Token], span: NumberSpan, following: NumberSpan, context: NumberContext
) -> list[NumberSpan] | None:
    """«Четыреста три на два с половиной» is four hundred of one thing, then 3×2.5 of the next."""
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    if len(between) != 1 or between[0] not in _CROSS or context.has_dims((span.value, following.value)):
        return None
    for head, rest in _cuts(tokens, span):
        if context.has_dims((rest.value, following.value)):
            return [head, rest]
    return None


def _cut_behind_code(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> list[NumberSpan] | None:
    """«Эм вэ семьдесят одну коробку» is one box of MV-70."""
    if span.first == span.last or span.first == 0 or context.has_number(span.value):
        return None
    if is_stated(tokens, span.first - 1, context, span.value) is not False:
        return None
    for head, rest in _cuts(tokens, span):
        if is_stated(tokens, span.first - 1, context, head.value):
            return [head, rest]
    return None


def _no_range(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int) -> list[NumberSpan] | None:
    """«Шестнадцать на сто пятьдесят двести штук» is a section and a count, no range from 150 to 200."""
    span = spans[index]
    between = [token.text for token in tokens[spans[index - 1].last + 1 : span.first]] if index else []
    if span.high is None or len(between) != 1 or between[0] not in _CROSS:
        return None
    for border in range(span.first + 1, span.last + 1):
        head = find_numbers([token.text for token in tokens[span.first : border]])
        rest = find_numbers([token.text for token in tokens[border : span.last + 1]])
        if len(head) == 1 and len(rest) == 1 and head[0].value == span.value and rest[0].value == span.high:
            return [
                NumberSpan(span.first, border - 1, span.value, "cardinal"),
                NumberSpan(border, span.last, span.high, "cardinal"),
            ]
    return None


def _doubt(tokens: Sequence[Token], span: NumberSpan, following: NumberSpan) -> NumberSpan | None:
    """«Штук пять шесть» is one number that the speaker is not sure of."""
    before = tokens[span.first - 1].text if span.first > 0 else ""
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    if before == "ли" and between == ["то", "ли"]:
        return NumberSpan(span.first, following.last, span.value, "approximate", following.value, True)
    most = max(span.value + 10, span.value * 2)
    near = following.first == span.last + 1 and span.value < following.value <= most
    if (
        near
        and "ordinal" not in {span.kind, following.kind}
        and len(before) > 2
        and _begins_with_unit(tokens, span.first)
    ):
        return NumberSpan(span.first, following.last, span.value, "approximate", following.value, True)
    return None


def _begins_with_unit(tokens: Sequence[Token], first: int) -> bool:
    """Say whether the unit before a number is its own: «штук пять», not «две коробки, шестьдесят на сорок»."""
    if first < 1 or count_unit(tokens[first - 1].text) is None:
        return False
    counted = find_numbers([tokens[first - 2].text]) if first > 1 else []
    return not counted or not agrees(counted[0].value, tokens[first - 1].text)


def _joined(
    tokens: Sequence[Token],
    span: NumberSpan,
    following: NumberSpan,
    after: Sequence[NumberSpan],
    context: NumberContext,
) -> NumberSpan | None:
    """Join «сто десятая», «один и два» and «ноль четыре», where some article is called 110, 1.2 or 0.4."""
    if span.doubtful or following.doubtful or tokens[span.last].brk or span.kind == "ordinal":
        return None
    if following.kind == "ordinal":
        if span.value == 1 and following.value in {2, 4, 8} and span.last + 1 == following.first:
            return NumberSpan(span.first, following.last, 1 / following.value, "fraction")  # «одну вторую»
        total = span.value + following.value
        if span.value % (10 if following.value < 10 else 100) or _is_thing(tokens, following):
            return None  # «двадцать один, четвёрка»
        adjacent = span.last + 1 == following.first and span.value >= 20 and following.value < span.value
        if adjacent and context.has_number(total) and not (following.value >= 100):
            return NumberSpan(span.first, following.last, total, "ordinal")
        return None
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    whole = span.value == int(span.value) and following.value == int(following.value)
    if not between and span.value == 0 and whole and 0 < following.value < 100:
        value = Decimal(f"0.{int(following.value)}")
        return NumberSpan(span.first, following.last, value, "fraction") if context.has_value(value) else None
    if between == ["и"] and whole and 0 < following.value < 10 and span.value < 100:
        value = Decimal(f"{int(span.value)}.{int(following.value)}")
        crossed = bool(after) and any(token.text in _CROSS for token in tokens[following.last + 1 : after[0].first])
        if context.has_value(value) and not crossed:
            return NumberSpan(span.first, following.last, value, "fraction")
    return None


def _is_thing(tokens: Sequence[Token], span: NumberSpan) -> bool:
    """Say whether a number names a thing: «четвёрка» and not «четвёртая»."""
    return tokens[span.last].text.endswith(_OF_THINGS)


def _links(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, *, in_name: bool) -> list[str]:
    """Return what stands between span *index* and the next ones, while they can be one section."""
    links: list[str] = []
    for before, after in zip(spans[index:], spans[index + 1 : index + _LONGEST], strict=False):
        between = tokens[before.last + 1 : after.first]
        if not in_name and len(between) == 2 and between[0].text in _LENGTHS and between[1].text in _CROSS:
            between = between[1:]  # «восемь сантиметров на три метра»
        if in_name and before.last + 1 == after.first and tokens[before.last].hyphen and after.value > before.value:
            links.append(TIMES)  # the sizes «48-50»
            continue
        counting = not tokens[before.last + 1 : after.first] and after.value == before.value + 1
        if counting:
            break
        named = "ordinal" in {before.kind, after.kind} and after.first == before.last + 1
        if named or before.doubtful or after.doubtful or tokens[before.last].brk or len(between) > 1:
            break
        link = between[0].text if between else ""
        if link not in _CROSS and link not in {"", "и", "по"} and link not in _PAIR_LETTERS:
            break
        links.append(link)
    return links


def _readings(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, links: Sequence[str], context: NumberContext
) -> Iterator[Section]:
    """Yield every reading that the catalogue knows as a section."""

    def extend(at: int, values: tuple[Decimal, ...], bare: bool) -> Iterator[Section]:
        span = spans[index + at]
        for value, used in _components(spans, index, at, links):
            grown = (*values, value)
            last = spans[index + at + used - 1]
            cut_short = at + used <= len(links) and links[at + used - 1] in _CROSS
            loose = bare and (_counted_next(tokens, last.last) or cut_short or not context.has_section(grown))
            if len(grown) > 1 and context.has_dims(grown) and not loose:
                yield Section(spans[index].first, last.last, grown, at + used, [])
            following = at + used
            if following <= len(links) and links[following - 1] != "и" and (len(grown) < 2 or context.has_dims(grown)):
                yield from extend(following, grown, bare or links[following - 1] == "")
        if values:
            for head, rest in _cuts(tokens, span):
                if context.has_dims((*values, head.value)):
                    yield Section(spans[index].first, head.last, (*values, head.value), at + 1, [rest])

    yield from extend(0, (), False)


def _components(
    spans: Sequence[NumberSpan], index: int, at: int, links: Sequence[str]
) -> Iterator[tuple[Decimal, int]]:
    """Yield the value of span *at*, alone and as the whole part of a decimal («четыре и восемь»)."""
    value = spans[index + at].value
    yield value, 1
    if at < len(links) and links[at] in {"", "и"}:
        part = spans[index + at + 1].value
        if value == int(value) and part == 0 and links[at] == "":
            yield value, 2  # «на один ноль»
        tens = value > 0 and part % 10 == 0  # nobody says «два пятьдесят» of 2.5
        if value == int(value) and part == int(part) and 0 < part < 100 and not tens:
            yield Decimal(f"{int(value)}.{int(part)}"), 2


def _cuts(tokens: Sequence[Token], span: NumberSpan) -> Iterator[tuple[NumberSpan, NumberSpan]]:
    """Yield *span* cut in two numbers («сто двадцать»: «сто», «двадцать»)."""
    for border in range(span.first + 1, span.last + 1):
        head = find_numbers([token.text for token in tokens[span.first : border]])
        rest = find_numbers([token.text for token in tokens[border : span.last + 1]])
        if len(head) == 1 and len(rest) == 1 and head[0].last == border - span.first - 1 and rest[0].first == 0:
            yield (
                NumberSpan(span.first, border - 1, head[0].value, head[0].kind),
                NumberSpan(border, span.last, rest[0].value, rest[0].kind),
            )


def _cut_thousand(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> list[NumberSpan]:
    if span.first == span.last or span.doubtful:
        return [span]
    unit = _property_next(tokens, span.last)
    if unit is not None:
        if context.has_property(span.value * unit[1], unit[0]):
            return [span]
        cuts = [cut for cut in _cuts(tokens, span) if context.has_property(cut[1].value * unit[1], unit[0])]
        return list(cuts[0]) if cuts else [span]
    if context.has_number(span.value):
        return [span]
    cuts = [cut for cut in _cuts(tokens, span) if cut[0].value >= _THOUSAND and context.has_value(cut[0].value)]
    return list(cuts[-1]) if cuts else [span]


def _short_thousand(
    tokens: Sequence[Token], span: NumberSpan, following: NumberSpan, context: NumberContext
) -> list[NumberSpan] | None:
    """«Шесть пятьсот» is 6500 where some article states that value; «две четыреста» can only be thousands."""
    if span.first > 0 and tokens[span.first - 1].text in _CROSS:
        return None
    if not 1 <= span.value <= 9 or span.last + 1 != following.first or tokens[span.last].brk or following.value < 100:
        return None
    said = tokens[span.first].text in _THOUSANDS_SAID and following.value < _THOUSAND and not following.doubtful
    if said and _property_next(tokens, following.last) is None:
        return [NumberSpan(span.first, following.last, span.value * _THOUSAND + following.value)]
    choices: list[tuple[NumberSpan, NumberSpan | None]] = [(following, None), *_cuts(tokens, following)]
    for head, rest in choices:
        if not 100 <= head.value < _THOUSAND:
            continue
        value, parts = span.value * _THOUSAND + head.value, span.value + head.value / _THOUSAND
        if not context.has_value(value) and span.kind != "ordinal" and _holds(parts, context):
            value = parts  # «два двести» is also two kilograms and two hundred grams
        if context.has_value(value):
            joined = NumberSpan(span.first, head.last, value)
            return [joined] if rest is None else [joined, rest]
    return None


def _holds(value: Decimal, context: NumberContext) -> bool:
    return context.has_property(value, "kg") or context.has_property(value, "l")


def _plain_cross(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, links: Sequence[str]) -> bool:
    """Say whether span *index* is joined to the one before by a spoken cross and counts nothing itself."""
    return (
        bool(links) and tokens[spans[index].first - 1].text in _CROSS and not _counted_next(tokens, spans[index].last)
    )


def _counted_next(tokens: Sequence[Token], last: int) -> bool:
    following = last + 1
    if following >= len(tokens):
        return False
    unit = count_unit(tokens[following].text, glued=tokens[following].glued)
    return unit is not None and unit.unit not in MEASURES


def _property_next(tokens: Sequence[Token], last: int) -> tuple[str, Decimal] | None:
    following = last + 1
    if following >= len(tokens) or tokens[last].brk:
        return None
    return property_unit(tokens[following].text, glued=tokens[following].glued)
