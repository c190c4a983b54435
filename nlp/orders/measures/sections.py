"""Sections and sizes spoken as several numbers.

«Три на два пять» is 3×2.5, «четыре и восемь на триста» 4.8×300, «сто на сто двадцать штук» 100×100 and twenty pieces:
which reading holds is asked of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.numbers import NumberSpan
from nlp.orders.measures.codes import is_stated
from nlp.orders.measures.marks import NumberContext
from nlp.orders.measures.number_runs import cuts
from nlp.orders.measures.ranges import CROSS, FROM, TO, is_range
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import MEASURES, count_unit, property_unit
from nlp.text.morph import word_form

_PAIR_LETTERS = frozenset({"в", "вэ", "w", "дабл", "даблю", "тэ", "ст", "эс"})  # «десять вэ сорок», where it is sold
_LENGTHS = frozenset(
    "метр метра метров м сантиметр сантиметра сантиметров см миллиметр миллиметра миллиметров мм".split()
)
_HUNDREDS = frozenset({"сотка", "сотку", "сотки"})  # what is called by its number
_LONGEST = 5  # numbers in one section, decimals counted twice
_THOUSAND = 1000
_FAR = 50  # times the second number of a section: the first is rather a count


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
    links = _links(tokens, spans, index, context)
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
        if _counts(tokens, spans, index, context):
            return None
        if values[0] >= _THOUSAND and values[0] >= _FAR * values[1] and links[0] != TIMES:
            return None  # «пять тысяч, на девятнадцать столько же»
        if context.has_section(values[::-1]):
            values = values[::-1]  # «пятьдесят на два с половиной» of nails 2.5×50
    return Section(spans[index].first, spans[index + size - 1].last, values, size, [])


def _ends_counting(tokens: Sequence[Token], section: Section, links: Sequence[str]) -> bool:
    """«Шестнадцать на два две бухты»: a number right before a counted unit is no decimal part of the size."""
    decimal = section.size == len(section.values) + 1 and section.size >= 2 and links[section.size - 2] == ""
    return decimal and not section.left and _counted_next(tokens, section.last)


def _links(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext | None
) -> list[str]:
    """Return what stands between span *index* and the next ones, while they can be one section."""
    links: list[str] = []
    in_name = context is None
    for before, after in zip(spans[index:], spans[index + 1 : index + _LONGEST], strict=False):
        between = tokens[before.last + 1 : after.first]
        if not in_name and len(between) == 2 and between[0].text in _LENGTHS and between[1].text in CROSS:
            between = between[1:]  # «восемь сантиметров на три метра»
        if in_name and before.last + 1 == after.first and tokens[before.last].hyphen:
            crossed = after.last + 1 < len(tokens) and tokens[after.last + 1].text == TIMES  # «1.2-25х42»
            if TIMES in links or (after.value > before.value and not crossed):
                links.append(TIMES)  # «25х42-10», the sizes «48-50»
                continue
        counting = not tokens[before.last + 1 : after.first] and after.value == before.value + 1
        if counting:
            break
        third = before.value == 1 and tokens[before.last].text == "одна"  # «гастроёмкость одна третья» is 1/3
        part = after.kind == "ordinal" and before.kind == "cardinal" and tokens[after.last].text.endswith("ых")
        third = third or (part and context is not None and context.has_section((before.value, after.value)))
        named = "ordinal" in {before.kind, after.kind} and after.first == before.last + 1 and not third
        parted = tokens[before.last].brk or tokens[after.first].dashed
        if named or before.doubtful or after.doubtful or parted or len(between) > 1:
            break
        link = between[0].text if between else ""
        ranged = link == TO and context is not None and _is_from(tokens, before, after, context)
        if link not in CROSS and link not in {"", "и", "по"} and link not in _PAIR_LETTERS and not ranged:
            break
        if not link and tokens[before.last].text in _HUNDREDS:
            break  # «сотка сто сорок»
        links.append(link)
    return links


def _is_from(tokens: Sequence[Token], low: NumberSpan, high: NumberSpan, context: NumberContext) -> bool:
    """«От десяти до двадцати»: say whether *low* and *high* are a range by which goods are called."""
    return low.first > 0 and tokens[low.first - 1].text == FROM and is_range(context, low.value, high.value)


def _readings(
    tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, links: Sequence[str], context: NumberContext
) -> Iterator[Section]:
    """Yield every reading that the catalogue knows as a section."""

    def extend(at: int, values: tuple[Decimal, ...], bare: bool) -> Iterator[Section]:
        span = spans[index + at]
        for value, used in _components(spans, index, at, links):
            grown = (*values, value)
            last = spans[index + at + used - 1]
            cut_short = at + used <= len(links) and links[at + used - 1] in CROSS
            loose = bare and (_counted_next(tokens, last.last) or cut_short or not context.has_section(grown))
            if len(grown) > 1 and context.has_dims(grown) and not loose:
                yield Section(spans[index].first, last.last, grown, at + used, [])
            following = at + used
            if following <= len(links) and links[following - 1] != "и" and (len(grown) < 2 or context.has_dims(grown)):
                yield from extend(following, grown, bare or links[following - 1] == "")
        if values:
            for head, rest in cuts(tokens, span):
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


def _counts(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, context: NumberContext) -> bool:
    """«Пятнадцатый сто, на тринадцатый …», «икс девять на девять скоростей»: what stands before makes no section."""
    span, before = spans[index], spans[index - 1] if index else None
    if before is not None and before.kind == "ordinal" and before.last + 1 == span.first:
        return True
    return span.first > 0 and is_stated(tokens, span.first - 1, context, span.value) is True


def _plain_cross(tokens: Sequence[Token], spans: Sequence[NumberSpan], index: int, links: Sequence[str]) -> bool:
    """Say whether span *index* is joined to the one before by a spoken cross and counts nothing itself."""
    if not links or tokens[spans[index].first - 1].text not in CROSS or spans[index].kind == "ordinal":
        return False  # «пятьдесят, на тринадцатый двести»
    if _measures_next(tokens, spans[index].last):
        return False  # «девятнадцатую на двадцать зубьев»
    return not _counted_next(tokens, spans[index].last)


def _measures_next(tokens: Sequence[Token], last: int) -> bool:
    """Say whether a counted noun that is no unit stands behind, so that the number tells how many the goods have."""
    if last + 1 >= len(tokens) or tokens[last].brk or tokens[last + 1].value is not None:
        return False
    form, word = word_form(tokens[last + 1].text), tokens[last + 1].text
    noun = form.known and form.pos == "NOUN" and form.counted and not form.is_name
    return noun and count_unit(word) is None and property_unit(word) is None


def _counted_next(tokens: Sequence[Token], last: int) -> bool:
    following = last + 1
    if following >= len(tokens):
        return False
    unit = count_unit(tokens[following].text, glued=tokens[following].glued)
    return unit is not None and unit.unit not in MEASURES
