"""What was found: numbers and digit strings, as spans of the token list they were found in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

NumberKind = Literal["cardinal", "ordinal", "fraction", "approximate", "collective"]
DigitKind = Literal["phone", "inn", "code"]


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """One number over tokens ``first`` to ``last`` (inclusive).

    ``kind`` is ``ordinal`` for numbers that name a thing (tenth, «десятка») and never count it, ``fraction`` for values
    that are not whole, ``approximate`` for round speech («пара сотен», «около ста») and ranges, ``collective`` for
    «двое». ``high`` is the upper end of a range whose lower end is ``value``. ``doubtful`` says that the speaker was
    not sure or gave a range: such a number is shown, never ordered.
    """

    first: int
    last: int
    value: Decimal
    kind: NumberKind = "cardinal"
    high: Decimal | None = None
    doubtful: bool = False

    def moved(self, by: int) -> NumberSpan:
        """Return the same number *by* tokens further on."""
        return replace(self, first=self.first + by, last=self.last + by)


@dataclass(frozen=True, slots=True)
class DigitString:
    """Digits spoken or typed as a name and not as a quantity, over tokens ``first`` to ``last`` (inclusive).

    ``e164`` is given for phones only; an ``inn`` has passed its check digits.
    """

    first: int
    last: int
    digits: str
    kind: DigitKind
    e164: str | None = None
