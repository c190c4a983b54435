"""Numbers that are not whole, as they are spoken: «два и пять», «ноль семьдесят пять», «две целых пять десятых»."""

from __future__ import annotations

from decimal import Decimal

from nlp.numbers.items import Found, Items, is_count_noun
from nlp.numbers.lexicon import Role

_WHOLE = frozenset({"целых", "целая", "целые", "целой", "целую", "целое"})
_POINT = frozenset({"запятая", "точка", "зпт"})
_PARTS = {
    "десятых": 10, "десятая": 10, "десятые": 10, "десятую": 10, "десятой": 10,
    "сотых": 100, "сотая": 100, "сотые": 100, "сотую": 100, "сотой": 100,
    "тысячных": 1000, "тысячная": 1000,
}  # fmt: skip
_CROSS = frozenset({"на", "х", "икс"})
_DECIMAL_NAMES = frozenset({"класс", "класса", "классу", "сечение", "сечением", "сечения"})


class Decimals(Items):
    """Reads what follows a whole number as its decimals, where the words allow no other reading."""

    def _fraction(self, at: int) -> Found | None:
        """«Пять десятых», «три четверти»."""
        top = self._below_thousand(at)
        if top is None or top.value == 0:
            return None
        part = _PARTS.get(self._text(top.stop))
        one = top.value % 10 == 1 and top.value != 11
        agrees = self._text(top.stop).endswith("ых") != one  # «двадцать, сотые тридцать» are three numbers
        if part is not None and agrees and top.value < part and (part > 10 or top.value < 10):
            return Found(at, top.stop + 1, top.value / part)
        if top.value == 3 and self._text(top.stop) == "четверти":
            return Found(at, top.stop + 1, Decimal("0.75"))
        return None

    def _decimal(self, found: Found) -> Found:
        """Add the decimals spoken after a whole number, where they are."""
        if found.value != found.value.to_integral_value() or found.value >= 1000:
            return found
        for rule in (self._after_whole, self._after_point, self._after_zero, self._after_and, self._after_cross):
            joined = rule(found)
            if joined is not None:
                return joined
        return found

    def _after_whole(self, found: Found) -> Found | None:
        if self._text(found.stop) not in _WHOLE:
            return None
        at = found.stop + (2 if self._text(found.stop + 1) == "и" else 1)
        return self._parts(found, at)

    def _after_point(self, found: Found) -> Found | None:
        return self._parts(found, found.stop + 1) if self._text(found.stop) in _POINT else None

    def _after_zero(self, found: Found) -> Found | None:
        """«Ноль семьдесят пять», but not «один ноль двести штук»: that nought ends the number before it."""
        if found.value != 0 or found.stop - found.start != 1 or self._word(found.start - 1) is not None:
            return None
        at = found.stop + (1 if self._text(found.stop) == "и" else 0)
        joined = self._parts(found, at)
        return joined if joined is not None and self._role(at) is not Role.HUNDRED else None

    def _after_and(self, found: Found) -> Found | None:
        """«Два и пять», but not «две и пять штук» or «размеры восемь и десять»."""
        if self._text(found.stop) != "и" or found.value > 20 or self._is_feminine(found.stop - 1):
            return None
        tail = self._word(found.stop + 1)
        if tail is None or tail.role not in (Role.UNIT, Role.DIGITS) or not 0 < tail.value < 10:
            return None
        if self._word(found.stop + 2) is not None and self._role(found.stop + 2) in (Role.SCALE, Role.GROUP):
            return None
        crossed = self._text(found.stop + 2) in _CROSS and self._word(found.stop + 3) is not None
        if crossed and self._text(found.start - 1) in _CROSS:
            return None  # «семь на четырнадцать и пять на десять»
        known = crossed or self._text(found.start - 1) in _CROSS | _DECIMAL_NAMES
        counted = is_count_noun(self._text(found.stop + 2)) and not self._text(found.stop + 2).startswith(
            ("метр", "кил", "кг", "литр", "тонн", "час")
        )
        if (tail.value == 5 and not counted) or known:
            return self._parts(found, found.stop + 1)
        return None

    def _after_cross(self, found: Found) -> Found | None:
        """«Три на два пять» is a section of two and a half: whole ones are not made in pairs of these."""
        tail = self._word(found.stop)
        if tail is None or tail.role not in (Role.UNIT, Role.DIGITS) or tail.value != 5:
            return None
        before, value = self._text(found.start - 1), found.value
        crossed = before in _CROSS and self._word(found.start - 2) is not None and value in (1, 2)
        named = before in _DECIMAL_NAMES and value in (1, 2, 7) and not is_count_noun(self._text(found.stop + 1))
        return self._parts(found, found.stop) if crossed or named else None

    def _parts(self, whole: Found, at: int) -> Found | None:
        leading = 0
        while leading < 2 and self._role(at + leading) is Role.ZERO:
            leading += 1
        first = self._word(at + leading)
        tail = self._below_thousand(at + leading)
        if first is not None and first.role is Role.DIGITS:
            tail = Found(at, at + leading + 1, first.value)
        if tail is None or tail.value == 0 or tail.value != tail.value.to_integral_value():
            return None
        part = _PARTS.get(self._text(tail.stop))
        digits = len(str(tail.value)) + leading
        value = whole.value + tail.value / (part if part else Decimal(10) ** digits)
        return Found(whole.start, tail.stop + (1 if part else 0), value)
