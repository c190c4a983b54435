"""Which neighbouring number words make one number.

A word may follow another only into a free, lower place: «пятьсот двадцать» is one number, «пятьсот двести» and
«сорок восемь пятьдесят» are two. Scales and inverted counts («тысячи две») are joined by their own rules.
"""

from __future__ import annotations

from decimal import Decimal

from nlp.numbers.decimals import Decimals
from nlp.numbers.items import PAIR, TRIO, Found, is_count_noun
from nlp.numbers.lexicon import Form, NumberWord, Role

_HALF = Decimal("0.5")
_NAMED_BY_NUMBER = ("класс", "размер", "рост", "тип", "номер", "нит", "серия", "модел")
_NAMED_SHORTLY = frozenset({"кл", "р", "р-р", "разм", "на", "х", "№", "n", "по"})
_TEN_OR_NAME = ("десятка", "десятки")  # of things, or the thing called by its number
_LESS_THAN_SURE = frozenset({"около", "до", "от", "больше", "меньше", "порядка", "свыше", "более", "менее", "с", "без"})


def _agrees(value: Decimal, form: Form) -> bool:
    """Say whether a «сотня» in *form* may be counted by *value*: «двадцать десятки» are two numbers."""
    if form is Form.ONE:
        return value == 1
    few = value != value.to_integral_value() or (value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14))
    return form is Form.OTHER or few == (form is Form.FEW)


def _may_end(group: Found, limit: Decimal) -> bool:
    """Only a whole number fits under a scale: «тысяча двести», not «тысяча полтора»."""
    return 0 < group.value < limit and group.value == group.value.to_integral_value()


class Grammar(Decimals):
    """Reads numbers out of one list of items; a method returns ``None`` where its rule does not begin."""

    def read(self, at: int) -> Found | None:
        """Return the longest number that begins at item *at*."""
        for rule in (self._ordinal, self._pair, self._inverted, self._plain, self._named):
            found = rule(at)
            if found is not None:
                return found
        return None

    # Ordinals

    def _ordinal(self, at: int) -> Found | None:
        year = self._year(at)
        if year is not None:
            return year
        word = self._word(at)
        if word is None:
            return None
        if word.role is Role.ORDINAL:
            return Found(at, at + 1, word.value, "ordinal")
        if self._is_compound_ordinal(at):
            return Found(at, at + 2, word.value + self._value(at + 1), "ordinal")
        return None

    def _year(self, at: int) -> Found | None:
        """Years are the only ordinals past a hundred that are spoken: «две тысячи двадцать шестого года»."""
        if self._role(at) not in (Role.UNIT, Role.SCALE):
            return None
        counted = self._scaled(at)
        if counted is None or counted.value < 1000 or counted.value > 2999:
            return None
        last = self._ordinal(counted.stop)
        if last is None or not self._text(last.stop).startswith("год"):
            return None
        return Found(at, last.stop, counted.value + last.value, "ordinal")

    # Round and inverted speech

    def _pair(self, at: int) -> Found | None:
        """«Пара сотен» and «пару коробок» count two; «двести пар» and «пара перчаток» name the unit."""
        if self._text(at) not in PAIR or self._word(at - 1) is not None:
            return None
        if self._role(at + 1) in (Role.SCALE, Role.GROUP):
            return Found(at, at + 2, 2 * self._value(at + 1), "approximate")
        following = self._text(at + 1)
        if (is_count_noun(following) and following[:3] != "пар") or self.items[at].hyphen or following in TRIO:
            return Found(at, at + 1, Decimal(2), "approximate")
        if is_count_noun(self._text(at - 1)) and self._word(at - 2) is None:
            return Found(at, at + 1, Decimal(2), "approximate")
        return None

    def _inverted(self, at: int) -> Found | None:
        """«Тысячи две», «десятка полтора»: the count behind its measure, spoken of round numbers."""
        word = self._word(at)
        if word is None or word.role not in (Role.SCALE, Role.GROUP) or word.form not in (Form.FEW, Form.MANY):
            return None
        count = self._inverted_count(at + 1, word.form)
        if count is None or self._role(count.stop) in (Role.SCALE, Role.GROUP, Role.ORDINAL):
            return None
        value = word.value * count.value
        more = self._inverted_count(count.stop, word.form)
        if more is not None and count.value < more.value <= 2 * count.value:
            return Found(at, more.stop, value, "approximate", word.value * more.value)
        return Found(at, count.stop, value, "approximate")

    def _inverted_count(self, at: int, form: Form) -> Found | None:
        """«Тысячи две», «тысяч двадцать пять»: few behind the singular, up to a hundred behind the plural."""
        if self._role(at) is Role.ONE_AND_HALF:
            return Found(at, at + 1, self._value(at))
        count = Found(at, at + 1, self._value(at)) if self._role(at) is Role.DIGITS else self._below_thousand(at)
        limit = 10 if form is Form.FEW else 100
        if self._text(at - 1) in _TEN_OR_NAME:  # «десятка два коробок»; a size in «десятка шесть», «десятка два мешка»
            few = is_count_noun(self._text(at + 1)) and self._text(at + 1).endswith(("а", "я", "и", "ы"))
            limit = 2 if few else 5
        return count if count is not None and 1 < count.value < limit else None

    def _named(self, at: int) -> Found | None:
        word = self._word(at)
        if word is None:
            return None
        if self._text(at) == "десятку" and self._text(at - 1) == "по":
            return Found(at, at + 1, word.value)
        if word.role is Role.NAMED or (word.role is Role.GROUP and self._text(at) in _TEN_OR_NAME):
            return Found(at, at + 1, word.value, "ordinal")
        if word.role is Role.COLLECTIVE:
            return Found(at, at + 1, word.value, "collective")
        return None

    # Cardinals

    def _plain(self, at: int) -> Found | None:
        found = self._fraction(at) or self._scaled(at)
        if found is None:
            return None
        whole = found.value == found.value.to_integral_value()
        return found if whole else Found(found.start, found.stop, found.value, "fraction")

    def _scaled(self, at: int) -> Found | None:
        """Read groups below a thousand, each with its scale, down to the last without one."""
        total, limit, here = Decimal(0), Decimal("Infinity"), at
        while True:
            group = None if here > at and not self._joins(here - 1) else self._group(here)
            stop = group.stop if group else here
            scale = self._scale_after(group, stop, limit)
            if scale is not None:
                total += (group.value if group else 1) * scale
                limit, here = scale, stop + 1
                continue
            if group is not None and (here == at or _may_end(group, limit)):
                total, here = total + group.value, group.stop
            break
        if here == at:
            return None
        return self._with_half(Found(at, here, total), limit)

    def _scale_after(self, group: Found | None, at: int, limit: Decimal) -> Decimal | None:
        word = self._word(at)
        if word is None or word.role is not Role.SCALE or word.value >= limit or (group and not self._joins(at - 1)):
            return None
        if group is None:
            alone = word.form is Form.ONE or word.form is Form.OTHER or self._text(at - 1) in _LESS_THAN_SURE
            return word.value if alone else None
        if word.form is Form.ONE and group.value % 10 != 1 and self._text(at) in ("тысяча", "тысячу", "тыща", "тыщу"):
            return None  # «размер десять, тысячу пар»
        return word.value

    def _with_half(self, found: Found, limit: Decimal) -> Found:
        if limit != 1000 or found.value % 1000 or not self._says_half(found.stop):
            return found
        return Found(found.start, found.stop + 2, found.value + limit / 2)

    def _says_half(self, at: int) -> bool:
        return self._text(at) == "с" and self._text(at + 1) in ("половиной", "половинкой")

    def _group(self, at: int) -> Found | None:
        """Read a number below a thousand, or a counted «сотня», with the decimal that belongs to it."""
        word = self._word(at)
        if word is None:
            return None
        if word.role is Role.DIGITS:
            return self._decimal(self._typed(at))
        if word.role is Role.ONE_AND_HALF:
            return self._counted(Found(at, at + 1, word.value))
        if word.role in (Role.FIXED, Role.HALF):
            return Found(at, at + 1, word.value)
        if word.role is Role.GROUP:
            return self._lone_group(at, word)
        words = self._below_thousand(at)
        return self._decimal(self._counted(words)) if words else None

    def _typed(self, at: int) -> Found:
        """«1 500 пар» typed with a space is one number, «класс 7 200 пар» two."""
        value, tail = self._value(at), self._text(at + 1)
        if value in range(1, 7) and len(tail) == 3 and tail.isdigit():  # sizes and fine classes begin at seven
            before = self._text(at - 1)
            named = before in _NAMED_SHORTLY or before.startswith(_NAMED_BY_NUMBER)
            if tail == "000" or (is_count_noun(self._text(at + 2)) and not named):
                return Found(at, at + 2, value * 1000 + int(tail))
        return self._counted(Found(at, at + 1, value))

    def _lone_group(self, at: int, word: NumberWord) -> Found | None:
        if self._text(at) in _TEN_OR_NAME:
            return None
        each = self._text(at - 1) == "по" and self._text(at).endswith(("е", "у"))  # «по сотне», «по дюжине»
        if word.form is Form.ONE or each or (word.form is not Form.MANY and self._text(at - 1) in _LESS_THAN_SURE):
            return Found(at, at + 1, word.value)
        return None

    def _counted(self, found: Found) -> Found:
        """«Две сотни», «полтора десятка», «три с половиной десятка», «две сотни пятьдесят»."""
        value, stop = found.value, found.stop
        if self._says_half(stop):
            value, stop = value + _HALF, stop + 2
        word = self._word(stop)
        if word is None or word.role is not Role.GROUP or not _agrees(value, word.form):
            return Found(found.start, stop, value)
        value, stop = value * word.value, stop + 1
        rest = self._below_thousand(stop) if word.value == 100 else None
        if rest is not None and rest.value < 100:
            value, stop = value + rest.value, rest.stop
        return Found(found.start, stop, value)
