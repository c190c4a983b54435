"""Ranges and doubts: what the speaker said without being sure.

«Штук сто, сто двадцать» and «может двести» are marked, so that nobody orders them; two sizes side by side
(«сорок восемь пятьдесят») are no range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.numbers.items import PAIR, TRIO, Found, Item, is_count_noun
from nlp.numbers.lexicon import Role
from nlp.numbers.spans import NumberSpan

_BEFORE = frozenset({
    "около", "примерно", "приблизительно", "порядка", "где-то", "гдето", "может", "наверное", "наверно", "навскидку",
    "ориентировочно", "типа", "вроде", "этак", "эдак", "вероятно", "возможно", "кажется", "почти",
})  # fmt: skip
_BEFORE_TWO = frozenset({("где", "то"), ("может", "быть"), ("плюс", "минус"), ("не", "знаю"), ("не", "уверен"),
    ("чуть", "больше"), ("чуть", "меньше"), ("не", "меньше"), ("не", "больше"),
})  # fmt: skip
_FILLERS = frozenset({"ну", "так", "там", "быть", "эдак", "этак", "скажем", "давайте", "еще"})
_AFTER = frozenset({"примерно", "приблизительно", "наверное", "наверно", "где-то", "ориентировочно", "кажется"})
_AFTER_TWO = frozenset({
    ("с", "лишним"), ("с", "небольшим"), ("с", "чем-то"), ("с", "чем"), ("с", "хвостиком"), ("плюс", "минус"),
    ("или", "около"),
    ("где", "то"), ("может", "больше"), ("может", "меньше"),
})  # fmt: skip
# «Двести двести пятьдесят не помню», «пять восемь надо глянуть»: who says so of two numbers means neither
_UNSURE_TWO = frozenset({
    ("не", "помню"), ("не", "знаю"), ("даже", "не"), ("не", "уверен"), ("не", "уверена"), ("не", "решил"),
    ("не", "решила"), ("точно", "не"), ("надо", "глянуть"), ("надо", "посмотреть"), ("надо", "посчитать"),
    ("надо", "подумать"), ("как", "получится"), ("сам", "не"), ("сама", "не"), ("пока", "не"),
})  # fmt: skip
_ANOTHER = frozenset({"другой", "другая", "другую"})  # «десяток другой»
_EITHER = frozenset({"или", "либо"})
# «Три ну или четыре», «пять а то и шесть», «сорок а может и все семьдесят», «то ли шесть»
_OR = frozenset({"а", "ну", "и", "или", "либо", "может", "быть", "то", "ли", "все", "даже", "где", "можно", "там"})
_WAVERS = frozenset({"может", "то"})
_SIZE_WORDS = ("размер", "рост", "разм")


def join_ranges(items: Sequence[Item], numbers: Sequence[Found]) -> list[tuple[Found, Decimal | None]]:
    """Return *numbers* with each range as one, its upper end beside it."""
    joined: list[tuple[Found, Decimal | None]] = []
    skip = False
    for n, number in enumerate(numbers):
        if skip:
            skip = False
            continue
        following = numbers[n + 1] if n + 1 < len(numbers) else None
        if following is not None and _is_range(items, number, following):
            low, high = _ends(items, number, following)
            joined.append((Found(number.start, following.stop, low, "approximate"), high))
            skip = True
        else:
            joined.append((number, number.high))
    return joined


def _ends(items: Sequence[Item], number: Found, following: Found) -> tuple[Decimal, Decimal]:
    if items[number.stop].text == "плюс":
        return number.value - following.value, number.value + following.value
    return min(number.value, following.value), max(number.value, following.value)


def mark_doubt(items: Sequence[Item], number: Found, high: Decimal | None) -> NumberSpan:
    """Return the span of *number*, doubtful where a range or the words around it say so."""
    span = NumberSpan(items[number.start].index, items[number.stop - 1].index, _tidy(number.value), number.kind, high)
    if high is not None:
        return replace(span, doubtful=True)
    if number.kind == "ordinal" or not (_doubt_before(items, number.start) or _doubt_after(items, number.stop)):
        return span
    return replace(span, kind="approximate", doubtful=True)


def _tidy(value: Decimal) -> Decimal:
    """Return *value* without trailing zeros: 1500, never 1500.0 or 1.5E+3."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _is_range(items: Sequence[Item], low: Found, high: Found) -> bool:
    if items[low.start].text in PAIR and (items[low.start].hyphen or _text(items, high.start) in TRIO):
        return True  # «пару-тройку», as recognisers write it «пару тройку»
    if {low.kind, high.kind} - {"cardinal", "approximate"} or low.value == high.value or low.high is not None:
        return False
    between = [item.text for item in items[low.stop : high.start]]
    if between == ["плюс", "минус"]:
        return high.value < low.value
    if between == [] and items[low.stop - 1].hyphen:
        return low.value < high.value and not _are_sizes(items, low, high)
    if between and _OR.issuperset(between) and not _EITHER.isdisjoint(between):
        return True
    if between == ["до"]:
        return _text(items, low.start - 1) == "от" and low.value < high.value
    if between and _OR.issuperset(between) and not _WAVERS.isdisjoint(between):
        return low.value < high.value <= 2 * low.value
    return between == [] and _is_spoken_range(items, low, high)


def _is_spoken_range(items: Sequence[Item], low: Found, high: Found) -> bool:
    """«Штук сто сто двадцать», «пять шесть коробок», «двести триста пар»: near, rising, and counting something, or two
    numbers of which the caller says that he does not know."""
    if not low.value < high.value <= 2 * low.value or _are_sizes(items, low, high):
        return False
    if _unit_before(items, low.start) or _doubt_before(items, low.start):
        return True
    after = high.stop + is_count_noun(_text(items, high.stop))
    if (_text(items, after), _text(items, after + 1)) in _UNSURE_TWO:
        return True
    if not is_count_noun(_text(items, high.stop)):
        return False
    step = high.value - low.value
    small = step == 1 and high.value <= 10
    return small or (step in (50, 100) and low.value >= 100 and low.value % step == 0)


def _are_sizes(items: Sequence[Item], low: Found, high: Found) -> bool:
    clothes = 36 <= low.value < high.value <= 74 and high.value - low.value in (2, 4) and low.value % 2 == 0
    heights = 152 <= low.value < high.value <= 200 and high.value - low.value in (6, 12)
    return clothes or heights or _text(items, low.start - 1).startswith(_SIZE_WORDS)


def _unit_before(items: Sequence[Item], at: int) -> bool:
    """The unit stands before its number and is none of an earlier one, which an ordinal has not («сотых штук пять»)."""
    before = items[at - 2].word if at >= 2 else None
    return at >= 1 and is_count_noun(items[at - 1].text) and (before is None or before.role is Role.ORDINAL)


def _doubt_before(items: Sequence[Item], at: int) -> bool:
    if _text(items, at - 1) == "до" and is_count_noun(_text(items, at - 2)) and _text(items, at - 3) != "от":
        return True  # «штук до ста»
    for back in range(1, 4):
        here = at - back
        if here < 0:
            return False
        text = items[here].text
        if text in _BEFORE or (_text(items, here - 1), text) in _BEFORE_TWO:
            return True
        if text not in _FILLERS and not _unit_before(items, here + 1):
            return False
    return False


def _doubt_after(items: Sequence[Item], at: int) -> bool:
    if is_count_noun(_text(items, at)):
        at += 1
    if (_text(items, at), _text(items, at + 1)) in _AFTER_TWO:
        return True
    last = items[at - 1].word
    if last is not None and last.role is Role.GROUP and _text(items, at) in _ANOTHER:
        return True
    counts_on = at + 1 < len(items) and (items[at + 1].word is not None or is_count_noun(items[at + 1].text))
    return _text(items, at) in _AFTER and not counts_on


def _text(items: Sequence[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""
