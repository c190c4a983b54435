"""What little words, signs and bare rows tell of numbers.

«Клей 30 кг x 40», «пелёнки по тридцать штук, которые восемь пачек», «раз, два, три, четыре».
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.speech.tokens import TIMES, Token

_COUNTING, _TRYING = 4, 11
_WHICH = frozenset({"который", "которая", "которые", "которых", "которую", "которого"})
_NEAR = 4  # tokens from «которые» to the count behind it
CROSSES = frozenset({TIMES, "х", "x"})


def is_multiplied(tokens: Sequence[Token], mark: NumberMark) -> bool:
    """«Клей 30 кг x 40»: a typed cross with no number on its other side counts."""
    before, after = mark.first - 1, mark.last + 1
    crossed = before > 0 and tokens[before].text in CROSSES and tokens[before - 1].value is None
    leads = after < len(tokens) - 1 and tokens[after].text in CROSSES and tokens[after + 1].value is None
    return tokens[mark.first].value is not None and (crossed or leads)


def hush_counting(marks: list[NumberMark]) -> list[NumberMark]:
    """«Раз, два, три, четыре» is somebody trying the line: four bare numbers in a row count nothing."""
    run: list[int] = []
    hushed = list(marks)
    for index, mark in enumerate([*marks, None]):
        bare = (
            mark is not None
            and mark.role is Role.OPEN
            and mark.unit is None
            and mark.value < _TRYING
            and mark.value == int(mark.value)
        )
        if bare and mark is not None and (not run or marks[run[-1]].last + 1 == mark.first):
            run.append(index)
            continue
        if len(run) >= _COUNTING:
            for place in run:
                hushed[place] = replace(marks[place], role=Role.NOISE)
        run = [index] if bare else []
    return hushed


def describe_which(tokens: Sequence[Token], marks: list[NumberMark]) -> list[NumberMark]:
    """«Пелёнки по тридцать штук, которые восемь пачек»: the number before «которые» tells which, the next counts."""
    described = list(marks)
    for index, (mark, after) in enumerate(pairwise(marks)):
        place = mark.last + 1
        near = place < after.first <= place + _NEAR and after.role in {Role.COUNT, Role.OPEN}
        if near and tokens[place].text in _WHICH and mark.role in {Role.COUNT, Role.OPEN} and not mark.doubtful:
            kind = mark.kind if mark.role is Role.OPEN else ""
            described[index] = replace(mark, role=Role.PROPERTY, unit=None, kind=kind, after_po=False)
    return described
