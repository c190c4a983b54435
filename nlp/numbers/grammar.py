"""Which neighbouring number words make one number.

A word may follow another only into a free, lower place: «пятьсот двадцать» is one number, «пятьсот двести» and
«сорок восемь пятьдесят» are two. Decimals, scales and inverted counts («тысячи две») are joined by their own rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.numbers.lexicon import Form, NumberWord, Role, fold, look_up
from nlp.numbers.spans import NumberKind

_HALF = Decimal("0.5")
_WHOLE = frozenset({"целых", "целая", "целые", "целой", "целую", "целое"})
_POINT = frozenset({"запятая", "точка", "зпт"})
_PARTS = {
    "десятых": 10, "десятая": 10, "десятые": 10, "десятую": 10, "десятой": 10,
    "сотых": 100, "сотая": 100, "сотые": 100, "сотую": 100, "сотой": 100,
    "тысячных": 1000, "тысячная": 1000,
}  # fmt: skip
_NAMED_BY_NUMBER = ("класс", "размер", "рост", "тип", "номер", "нит", "серия", "модел")
_NAMED_SHORTLY = frozenset({"кл", "р", "р-р", "разм", "на", "х", "№", "n", "по"})
_CROSS = frozenset({"на", "х", "икс"})
_DECIMAL_NAMES = frozenset({"класс", "класса", "классу", "сечение", "сечением", "сечения"})
_LESS_THAN_SURE = frozenset({"около", "до", "от", "больше", "меньше", "порядка", "свыше", "более", "менее", "с", "без"})
_PAIR = frozenset({"пара", "пару", "пары", "парой", "паре", "парочка", "парочку"})
COUNT_NOUNS = (
    "штук", "шт", "штуч", "упаков", "пач", "короб", "мешк", "мешоч", "рулон", "метр", "килограм", "кило", "кг", "бухт",
    "ящик", "паллет", "палет", "поддон", "комплект", "банк", "баноч", "литр", "ведер", "ведр", "моток", "мотк", "тонн",
    "катуш", "барабан", "связ", "набор", "дней", "дня", "часов", "часа", "час", "минут", "недел", "лист", "месяц",
    "пар", "кусок", "куск", "хлыст",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A token or a part of a hyphenated one. ``hyphen`` says that a hyphen joins it to the next item."""

    index: int
    text: str
    word: NumberWord | None
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A number over items ``start`` up to ``stop`` (exclusive)."""

    start: int
    stop: int
    value: Decimal
    kind: NumberKind = "cardinal"


def split_items(tokens: Sequence[str]) -> list[Item]:
    """Return the items of *tokens*: «сто-сто» becomes two, everything that is no number stays whole."""
    items: list[Item] = []
    for index, token in enumerate(tokens):
        text = fold(token)
        word = look_up(text)
        parts = text.split("-") if word is None and "-" in text and not text[0].isdigit() else [text]
        words = [look_up(part) for part in parts] if len(parts) > 1 else [word]
        if len(parts) > 1 and None in words and not _is_pair_range(parts):
            parts, words = [text], [None]
        last = len(parts) - 1
        items += [
            Item(index, part, meaning, n < last) for n, (part, meaning) in enumerate(zip(parts, words, strict=True))
        ]
    return items


def is_count_noun(text: str) -> bool:
    """Say whether *text* (folded) is a word for pieces, packs, measures or days."""
    return text.startswith(COUNT_NOUNS)


def _may_end(group: Found, limit: Decimal) -> bool:
    """Only a whole number fits under a scale: «тысяча двести», not «тысяча полтора»."""
    return 0 < group.value < limit and group.value == group.value.to_integral_value()


def _is_pair_range(parts: Sequence[str]) -> bool:
    return parts[0] in _PAIR and look_up(parts[1]) is not None


class Grammar:
    """Reads numbers out of one list of items; a method returns ``None`` where its rule does not begin."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

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

    def _is_compound_ordinal(self, at: int) -> bool:
        """«Двадцать пятое» is one; «двадцать пятого класса» counts twenty of the fifth class."""
        if self._role(at) is not Role.TEN or self._role(at + 1) is not Role.ORDINAL:
            return False
        return self._value(at + 1) < 10 and not self._text(at + 2).startswith("класс") and self._joins(at)

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
        if self._text(at) not in _PAIR or self._word(at - 1) is not None:
            return None
        if self._role(at + 1) in (Role.SCALE, Role.GROUP):
            return Found(at, at + 2, 2 * self._value(at + 1), "approximate")
        following = self._text(at + 1)
        if (is_count_noun(following) and following[:3] != "пар") or self.items[at].hyphen:
            return Found(at, at + 1, Decimal(2), "approximate")
        if is_count_noun(self._text(at - 1)) and self._word(at - 2) is None:
            return Found(at, at + 1, Decimal(2), "approximate")
        return None

    def _inverted(self, at: int) -> Found | None:
        """«Тысячи две», «десятка полтора»: the count behind its measure, spoken of round numbers."""
        word = self._word(at)
        if word is None or word.role not in (Role.SCALE, Role.GROUP) or word.form not in (Form.FEW, Form.MANY):
            return None
        count = self._word(at + 1)
        if count is None or self._role(at + 2) in (Role.SCALE, Role.GROUP, Role.ORDINAL):
            return None
        if count.role is Role.ONE_AND_HALF or (count.role in (Role.UNIT, Role.DIGITS) and 1 < count.value < 10):
            return Found(at, at + 2, word.value * count.value, "approximate")
        return None

    def _named(self, at: int) -> Found | None:
        word = self._word(at)
        if word is None:
            return None
        if word.role is Role.NAMED or (word.role is Role.GROUP and self._text(at) in ("десятка", "десятки")):
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
        if self._text(at) in ("десятка", "десятки"):
            return None
        if word.form is Form.ONE or (word.form is not Form.MANY and self._text(at - 1) in _LESS_THAN_SURE):
            return Found(at, at + 1, word.value)
        return None

    def _counted(self, found: Found) -> Found:
        """«Две сотни», «полтора десятка», «три с половиной десятка», «две сотни пятьдесят»."""
        value, stop = found.value, found.stop
        if self._says_half(stop):
            value, stop = value + _HALF, stop + 2
        word = self._word(stop)
        if word is None or word.role is not Role.GROUP or (word.form is Form.ONE and value != 1):
            return Found(found.start, stop, value)
        value, stop = value * word.value, stop + 1
        rest = self._below_thousand(stop) if word.value == 100 else None
        if rest is not None and rest.value < 100:
            value, stop = value + rest.value, rest.stop
        return Found(found.start, stop, value)

    def _below_thousand(self, at: int) -> Found | None:
        """Join hundreds, tens and units, each at most once and downwards."""
        value, here = Decimal(0), at
        for roles in ((Role.HUNDRED,), (Role.TEN, Role.TEEN), (Role.UNIT,)):
            word = self._word(here)
            if word is None or word.role not in roles:
                continue
            if here > at and (not self._joins(here - 1) or self._is_compound_ordinal(here)):
                break
            value, here = value + word.value, here + 1
            if word.role is Role.TEEN:
                break
        if here == at and self._role(at) is Role.ZERO:
            here += 1
        return Found(at, here, value) if here > at else None

    # Decimals

    def _fraction(self, at: int) -> Found | None:
        """«Пять десятых», «три четверти»."""
        top = self._below_thousand(at)
        if top is None or top.value == 0:
            return None
        part = _PARTS.get(self._text(top.stop))
        if part is not None and top.value < part and (part > 10 or top.value < 10):
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
        known = self._text(found.start - 1) in _CROSS | _DECIMAL_NAMES
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

    # Looking at items

    def _text(self, at: int) -> str:
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def _word(self, at: int) -> NumberWord | None:
        return self.items[at].word if 0 <= at < len(self.items) else None

    def _role(self, at: int) -> Role | None:
        word = self._word(at)
        return word.role if word else None

    def _value(self, at: int) -> Decimal:
        word = self._word(at)
        return word.value if word else Decimal(0)

    def _joins(self, at: int) -> bool:
        return not self.items[at].hyphen

    def _is_feminine(self, at: int) -> bool:
        word = self._word(at)
        return word is not None and word.feminine
