"""Numbers that run together in speech, and numbers that are said in pieces.

«Четыре тысячи триста штук» of a 4000 K lamp is three hundred pieces, «шесть пятьсот» a lamp of 6500 K, «эм вэ
семьдесят одну коробку» one box: which reading holds is asked of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.measures.codes import is_stated
from nlp.orders.measures.inches import cut_before_part
from nlp.orders.measures.marks import NumberContext
from nlp.orders.measures.ordinals import begins_ordinal, count_before_ordinal, one_ordinal
from nlp.orders.measures.ranges import CROSS, no_range, stated_range, two_of_range, unsure
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import COUNTED_KINDS, count_unit, property_unit

_LONGEST = 5  # numbers of a model
_HUNDRED, _THOUSAND = 100, 1000
_THOUSANDS_SAID = frozenset({"две"})
_SHORTEST_MODEL = 4  # digits of a number that people say in groups


def resplit(tokens: Sequence[Token], spans: Sequence[NumberSpan], context: NumberContext) -> list[NumberSpan]:
    """Return *spans* with thousands cut off where they are a property of some article, not part of the count."""
    result: list[NumberSpan] = []
    index = 0
    while index < len(spans):
        read, taken = (
            _cut_otherwise(tokens, spans, index, context)
            or _with_next(tokens, spans, index, context)
            or (_cut_thousand(tokens, spans[index], context), 1)
        )
        result += read
        index += taken
    return result


def _cut_otherwise(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> tuple[Sequence[NumberSpan], int] | None:
    """Return what the span at *index* is by the catalogue, and how many spans that takes up."""
    span = spans[index]
    if (model := _model_number(tokens, spans, index, context)) is not None:
        return [model[0]], model[1]
    if (hundredths := _hundredths(tokens, spans[index : index + 3], context)) is not None:
        return [hundredths], 3
    if (coded := _leading_zero(tokens, span, context)) is not None:
        return [coded], 1
    if (counted := count_before_ordinal(tokens, spans, index, context)) is not None:
        return counted
    if (stated := stated_range(tokens, span, context)) is not None:
        return stated, 1
    pair = _cut_before_section(tokens, spans, index, context) if index + 1 < len(spans) else None
    if pair is None:
        pair = _cut_behind_code(tokens, span, context)
    if pair is None:
        pair = no_range(tokens, spans, index)
    return None if pair is None else (pair, 1)


def _with_next(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> tuple[Sequence[NumberSpan], int] | None:
    """Return what the span at *index* and the next are: a count and an inch, a doubt, one number, a short thousand."""
    if index + 1 >= len(spans):
        return None
    span, following = spans[index], spans[index + 1]
    if (parted := cut_before_part(tokens, span, following, context)) is not None:
        return parted, 2
    if (doubt := unsure(tokens, span, following)) is not None:
        return [doubt], 2
    if joined := _joined(tokens, span, following, spans[index + 2 : index + 3], context):
        return [joined], 2
    if begins_ordinal(following, spans[index + 2 : index + 3], context):
        return None  # «(сто двадцатая) две, триста двадцатая одну»
    pair = _short_thousand(tokens, span, following, context)
    return None if pair is None else (pair, 2)


def _model_number(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> tuple[NumberSpan, int] | None:
    """«Восемьдесят один ноль два» is 8102 where some article is called so; gives also the spans it takes."""
    first = spans[index].first
    if first > 0 and tokens[first - 1].text in CROSS:
        return None
    for size in range(min(_LONGEST, len(spans) - index), 1, -1):
        group = spans[index : index + size]
        adjacent = all(
            after.first == before.last + 1 and not (tokens[before.last].brk or tokens[after.first].dashed)
            for before, after in pairwise(group)
        )
        whole = all(span.value == int(span.value) and not span.doubtful for span in group)
        digits = _digits(group) if whole else ""
        if adjacent and len(digits) >= _SHORTEST_MODEL and digits[0] != "0" and context.has_number(Decimal(digits)):
            return NumberSpan(group[0].first, group[-1].last, Decimal(digits), "ordinal"), size
    return None


def _digits(group: Sequence[NumberSpan]) -> str:
    """Return the digits of numbers said one after another, «сто восемьдесят двести второй» being 180 and 202."""
    parts: list[int] = []
    for span in group:
        value = int(span.value)
        if span.kind == "ordinal" and parts and parts[-1] and parts[-1] % 10 ** len(str(value)) == 0:
            parts[-1] += value
        else:
            parts.append(value)
    return "".join(map(str, parts))


def _cut_before_section(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext
) -> list[NumberSpan] | None:
    """«Четыреста три на два с половиной» is four hundred of one thing, then 3×2.5 of the next.

    «Две тысячи десять сорок» is a model 2000, then 10-40, without a cross only behind a number of some article.
    """
    span, following = spans[index], spans[index + 1]
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    crossed = len(between) == 1 and between[0] in CROSS
    if not crossed and (between or tokens[span.last].brk or context.has_number(span.value)):
        return None
    seconds = _second_numbers(tokens, spans, index + 1, cut=not crossed)
    if any(context.has_dims((span.value, second)) for second in seconds):
        return None
    for head, rest in cuts(tokens, span):
        model = head.value >= _HUNDRED and context.has_number(head.value)
        if (crossed or model) and any(context.has_dims((rest.value, second)) for second in seconds):
            return [head, rest]
    return None


def _second_numbers(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, *, cut: bool) -> list[Decimal]:
    """Return what the second number of a section may be: as said, as a decimal in two words, as the front of a run."""
    span = spans[index]
    found = [span.value]
    after = spans[index + 1] if index + 1 < len(spans) else None
    if after is not None and after.first == span.last + 1 and 0 < after.value < 10 and span.value < _HUNDRED:
        found.append(Decimal(f"{int(span.value)}.{int(after.value)}"))
    return found + [head.value for head, _ in cuts(tokens, span)] * cut


def _cut_behind_code(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> list[NumberSpan] | None:
    """«Эм вэ семьдесят одну коробку» is one box of MV-70, «а три четыре штуки» four of A3."""
    if span.high is not None and span.first and is_stated(tokens, span.first - 1, context, span.value):
        return two_of_range(tokens, span)
    if span.first == span.last or span.first == 0 or context.has_number(span.value):
        return None
    if is_stated(tokens, span.first - 1, context, span.value) is not False:
        return None
    for head, rest in reversed(list(cuts(tokens, span))):
        if is_stated(tokens, span.first - 1, context, head.value):
            return [head, rest]
    return None


def _hundredths(tokens: Sequence[Token], group: Sequence[NumberSpan], context: NumberContext) -> NumberSpan | None:
    """«Девятнадцать ноль пять» is 19.05 where some article states that."""
    if len(group) < 3 or group[1].value != 0 or not 0 < group[2].value < 10 or group[0].value >= _THOUSAND:
        return None
    adjacent = all(after.first == before.last + 1 and not tokens[before.last].brk for before, after in pairwise(group))
    if not adjacent or any(span.value != int(span.value) or span.kind == "ordinal" for span in group):
        return None
    value = Decimal(f"{int(group[0].value)}.0{int(group[2].value)}")
    return NumberSpan(group[0].first, group[2].last, value, "fraction") if context.has_value(value) else None


def _leading_zero(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> NumberSpan | None:
    """«Гэ эф ноль двадцать один» is the code ГФ-021."""
    if not 0 < span.value < 1 or span.first in {0, span.last} or tokens[span.first].value is not None:
        return None
    rest = find_numbers([token.text for token in tokens[span.first + 1 : span.last + 1]])
    if len(rest) != 1 or is_stated(tokens, span.first - 1, context, span.value) is not False:
        return None
    coded = is_stated(tokens, span.first - 1, context, rest[0].value)
    return NumberSpan(span.first, span.last, rest[0].value, "ordinal") if coded else None


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
        return one_ordinal(tokens, span, following, context)
    between = [token.text for token in tokens[span.last + 1 : following.first]]
    whole = span.value == int(span.value) and following.value == int(following.value)
    if not between and span.value == 0 and whole and 0 < following.value < 100:
        value = Decimal(f"0.{int(following.value)}")
        return NumberSpan(span.first, following.last, value, "fraction") if context.has_value(value) else None
    ends = span.value == 0 and span.first > 0 and bool(find_numbers([tokens[span.first - 1].text]))  # «семь ноль и …»
    if between == ["и"] and not ends and whole and 0 < following.value < 10 and span.value < 100:
        value = Decimal(f"{int(span.value)}.{int(following.value)}")
        crossed = bool(after) and any(token.text in CROSS for token in tokens[following.last + 1 : after[0].first])
        if context.has_value(value) and not crossed:
            return NumberSpan(span.first, following.last, value, "fraction")
    return None


def cuts(tokens: Sequence[Token], span: NumberSpan) -> Iterator[tuple[NumberSpan, NumberSpan]]:
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
        measured = span.value < _HUNDRED or context.has_number(span.value * unit[1])  # «сто тридцать пять» of 60-135
        if measured and unit[0] not in COUNTED_KINDS:
            return [span]  # «двадцать пять ватт» are not twenty of five watts
        found = [cut for cut in cuts(tokens, span) if context.has_property(cut[1].value * unit[1], unit[0])]
        return list(found[0]) if found else [span]
    if context.has_number(span.value):
        return [span]
    found = [cut for cut in cuts(tokens, span) if cut[0].value >= _THOUSAND and _is_stated(cut[0].value, context)]
    return list(found[-1]) if found else _cut_before_thousand(tokens, span, context)


def _is_stated(value: Decimal, context: NumberContext) -> bool:
    """Say whether some article states *value*, or is called by it where nobody counts so many («6PK 1230»)."""
    return context.has_value(value) or (value % _HUNDRED != 0 and context.has_number(value))


def _cut_before_thousand(tokens: Sequence[Token], span: NumberSpan, context: NumberContext) -> list[NumberSpan]:
    """«Двести | четыре тысячи | триста» of lamps of 4000 K: a count, and the thousands that the next are called by."""
    if span.value < _HUNDRED * _THOUSAND or _counted(tokens, span.last):
        return [span]
    for head, rest in cuts(tokens, span):
        if rest.value >= _THOUSAND and context.has_value(rest.value):
            return [head, rest]
        for middle, last in cuts(tokens, rest):
            if middle.value >= _THOUSAND and context.has_value(middle.value):
                return [head, middle, last]
    return [span]


def _short_thousand(
    tokens: Sequence[Token], span: NumberSpan, following: NumberSpan, context: NumberContext
) -> list[NumberSpan] | None:
    """«Шесть пятьсот» is 6500, «два двести» 2.2 kg, «три шестьдесят» 3.6 m where some article states that value.

    «Две четыреста» can only be thousands.
    """
    if span.first > 0 and tokens[span.first - 1].text in CROSS:
        return None
    if not 1 <= span.value <= 9 or span.last + 1 != following.first or tokens[span.last].brk or following.doubtful:
        return None
    for head, rest in [(following, None), *cuts(tokens, following)]:
        counted = rest is None and _counted(tokens, head.last)
        value = _in_parts(span, head.value, context, counted=counted)
        if value is not None:
            joined = NumberSpan(span.first, head.last, value)
            return [joined] if rest is None else [joined, rest]
    said = tokens[span.first].text in _THOUSANDS_SAID and 100 <= following.value < _THOUSAND
    if said and _property_next(tokens, following.last) is None:
        return [NumberSpan(span.first, following.last, span.value * _THOUSAND + following.value)]
    return None


def _in_parts(span: NumberSpan, part: Decimal, context: NumberContext, *, counted: bool) -> Decimal | None:
    """Return the number that *span* and *part* are together: thousands, kilograms and grams, metres and centimetres."""
    if 100 <= part < _THOUSAND:
        thousands, parts = span.value * _THOUSAND + part, span.value + part / _THOUSAND
        if context.has_value(thousands) or (span.value == 2 and context.has_number(thousands)):
            return thousands
        held = context.has_property(parts, "kg") or context.has_property(parts, "l")
        return parts if held and span.kind != "ordinal" else None
    if counted or span.kind == "ordinal" or part % 10 or not 10 <= part < 100:
        return None
    metres = span.value + part / 100
    return metres if context.has_property(metres, "m") else None


def _counted(tokens: Sequence[Token], last: int) -> bool:
    return last + 1 < len(tokens) and count_unit(tokens[last + 1].text) is not None


def _property_next(tokens: Sequence[Token], last: int) -> tuple[str, Decimal] | None:
    following = last + 1
    if following >= len(tokens) or tokens[last].brk:
        return None
    return property_unit(tokens[following].text, glued=tokens[following].glued)
