"""What a number of an order or a product name is: a quantity, a property, or either."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from nlp.orders.speech.units import CountUnit


class Role(StrEnum):
    COUNT = "count"  # with a count unit: a quantity
    PROPERTY = "property"  # with a property unit, prefix or code letter: part of the name
    OPEN = "open"  # bare, or with metres, kilograms, litres
    NOISE = "noise"  # years, money, people


@dataclass(frozen=True, slots=True)
class NumberMark:
    """A number over tokens ``first`` to ``last``, its unit included.

    ``kind`` names what a property measures (``a``, ``class``, ``@m`` for the letter of M8); empty where unknown.
    ``values`` holds more than one number for sections.
    """

    first: int
    last: int
    values: tuple[Decimal, ...]
    role: Role
    kind: str = ""
    unit: CountUnit | None = None
    high: Decimal | None = None
    doubtful: bool = False
    ordinal: bool = False
    number_first: int = -1
    number_last: int = -1
    after_na: bool = False  # «на шестнадцать»: rather a property
    after_po: bool = False  # «по двести»: for each
    raw: Decimal | None = None  # the number as written, before its unit was scaled

    @property
    def value(self) -> Decimal:
        return self.values[0]


@dataclass(frozen=True, slots=True)
class NumberContext:
    """What the catalogue knows that helps to read numbers: sections, stated values, the letters of codes."""

    has_dims: Callable[[tuple[Decimal, ...]], bool]
    has_section: Callable[[tuple[Decimal, ...]], bool]
    has_value: Callable[[Decimal], bool]
    has_property: Callable[[Decimal, str], bool]
    has_number: Callable[[Decimal], bool]
    knows: Callable[[str], bool]  # a word of the catalogue in any form
    code_letters: Mapping[str, tuple[str, ...]]  # how letters sound -> the letters of codes that sound so
    sound: Callable[[str], str]
    container: Callable[[str], CountUnit | None]  # what names say that goods come in


def take_off(words: Sequence[str], marks: Sequence[NumberMark]) -> list[NumberMark]:
    """Return *marks* with «пять коробок минус одна» as four boxes; *words* are those of the tokens."""
    left: list[NumberMark] = []
    for mark in marks:
        before = left[-1] if left else None
        minus = before is not None and mark.first == before.last + 2 and words[mark.first - 1] == "минус"
        if minus and before is not None and before.role is Role.COUNT and before.value > mark.value and not mark.kind:
            left[-1] = replace(before, last=mark.last, values=(before.value - mark.value,))
        else:
            left.append(mark)
    return left


def of_them(words: Sequence[str], mark: NumberMark) -> NumberMark:
    """«Тридцать пижам, двадцать из них сорок восьмых»: the number says how many of them; *words* are the tokens'."""
    counts = mark.role is Role.OPEN and list(words[mark.last + 1 : mark.last + 3]) == ["из", "них"]
    return replace(mark, role=Role.COUNT) if counts else mark
