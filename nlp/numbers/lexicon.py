"""The number words of Russian in every case and gender, with what each may be joined to.

The tables are declined here by rule and not taken from a library, so that num2words stays an independent oracle for
the tests. Words are lower-case with ``ё`` written as ``е``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from functools import lru_cache

from nlp.text.sound import sound_key


class Role(StrEnum):
    """The place a word takes in a number."""

    ZERO = "zero"
    UNIT = "unit"  # 1 to 9
    TEEN = "teen"  # 10 to 19
    TEN = "ten"  # 20, 30 to 90
    HUNDRED = "hundred"
    SCALE = "scale"  # thousand, million
    GROUP = "group"  # «сотня», «десяток», «дюжина»: counted themselves
    ONE_AND_HALF = "one_and_half"
    HALF = "half"
    FIXED = "fixed"  # «полсотни», «полтысячи»: complete alone
    COLLECTIVE = "collective"
    ORDINAL = "ordinal"
    NAMED = "named"  # «десятка», «тройка»: a thing called by its number
    DIGITS = "digits"


class Form(Enum):
    """How a scale or group word stands, which decides whether it may stand alone."""

    ONE = "one"  # nominative or accusative singular: «тысяча», «сотню»
    FEW = "few"  # genitive singular or nominative plural: «тысячи»
    MANY = "many"  # genitive plural: «тысяч»
    OTHER = "other"  # oblique


@dataclass(frozen=True, slots=True)
class NumberWord:
    role: Role
    value: Decimal
    form: Form = Form.OTHER
    feminine: bool = False  # «две», «одна»: agrees with a noun, so no decimal follows it


_DIGITS = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?")
_ORDINAL_DIGITS = re.compile(r"(\d{1,4})(?:-?(?:ый|ой|ий|й|ая|ое|ого|го|ому|му|ую|ых|ые|ым)|-(?:я|е|ю|х|м|ом))")

_UNITS = {
    1: "один одна одно одного одной одною одному одну одним одном",
    2: "два две двух двум двумя",
    3: "три трех трем тремя",
    4: "четыре четырех четырем четырьмя чотыре чатыре четыри",
    5: "пять пяти пятью",
    6: "шесть шести шестью",
    7: "семь семи семью",
    8: "восемь восьми восемью восьмью",
    9: "девять девяти девятью",
}
_TEENS = {
    10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат",
    16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат",
}  # fmt: skip
_TENS = {
    20: "двадцать двадцати двадцатью",
    30: "тридцать тридцати тридцатью",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти пятьюдесятью пятьдесяти писят пейсят пийсят пидесят пиисят",
    60: "шестьдесят шестидесяти шестьюдесятью шестьдесяти шисят шийсят шейсят",
    70: "семьдесят семидесяти семьюдесятью семьдесяти семисят",
    80: "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью восемьдесяти восемисят",
    90: "девяносто девяноста",
}
_HUNDREDS = {
    100: "сто ста",
    200: "двести двухсот двумстам двумястами двухстах двухста двесте",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах четыресто",
    500: "пятьсот пятисот пятистам пятьюстами пятистах пицот пиццот",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
_ORDINAL_STEMS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят",
    80: "восьмидесят", 90: "девяност", 100: "сот", 200: "двухсот", 300: "трехсот", 400: "четырехсот", 500: "пятисот",
    600: "шестисот", 700: "семисот", 800: "восьмисот", 900: "девятисот", 1000: "тысячн", 1500: "полуторатысячн",
    2000: "двухтысячн", 3000: "трехтысячн", 4000: "четырехтысячн", 5000: "пятитысячн", 6000: "шеститысячн",
    7000: "семитысячн", 8000: "восьмитысячн", 9000: "девятитысячн", 10000: "десятитысячн", 20000: "двадцатитысячн",
} | _TEENS  # fmt: skip
_ORDINAL_ENDINGS = ("ый", "ой", "ая", "ую", "ое", "ого", "ому", "ым", "ом", "ые", "ых", "ыми")
_THIRD = "третий третья третью третье третьего третьей третьему третьим третьем третьи третьих третьими"
_SCALES = {
    1_000: {
        Form.ONE: "тысяча тысячу тыща тыщу тыс тыщонка тыщонку",
        Form.FEW: "тысячи тыщи",
        Form.MANY: "тысяч тыщ тысячь",
        Form.OTHER: "тысяче тысячей тысячью тысячам тысячами тысячах тыще тыщей тыщами",
    },
    1_000_000: {
        Form.ONE: "миллион млн",
        Form.FEW: "миллиона миллионы",
        Form.MANY: "миллионов",
        Form.OTHER: "миллиону миллионом миллионе миллионам миллионами миллионах",
    },
    1_000_000_000: {
        Form.ONE: "миллиард млрд",
        Form.FEW: "миллиарда миллиарды",
        Form.MANY: "миллиардов",
        Form.OTHER: "миллиарду миллиардом миллиарде миллиардам миллиардами миллиардах",
    },
}
_GROUPS = {
    100: {
        Form.ONE: "сотня сотню сотенка сотенку сотка сотку",
        Form.FEW: "сотни сотенки",
        Form.MANY: "сотен",
        Form.OTHER: "сотне сотней сотням сотнями сотнях",
    },
    12: {Form.ONE: "дюжина дюжину", Form.FEW: "дюжины", Form.MANY: "дюжин", Form.OTHER: "дюжиной дюжине дюжинам"},
    10: {
        Form.ONE: "десяток десяточек",
        Form.FEW: "десятка десятки",
        Form.MANY: "десятков",
        Form.OTHER: "десятком десяткам десятками",
    },
    5: {Form.ONE: "пяток пяточек", Form.OTHER: "пятку"},
}
_FIXED = {
    50: "полсотни полсотню полста полтинник полусотни полтос",
    500: "полтысячи полтыщи полтыщу полтысячу пятихатка пятихатку",
    6: "полдюжины",
    150: "полтораста полутораста",
    500_000: "полмиллиона",
}
_COLLECTIVE = {2: "дво", 3: "тро", 4: "четвер", 5: "пятер", 6: "шестер", 7: "семер", 8: "восьмер",
               9: "девятер", 10: "десятер"}  # fmt: skip
_NAMED = {2: "двойк", 3: "тройк", 4: "четверк", 5: "пятерк", 6: "шестерк", 7: "семерк", 8: "восьмерк", 9: "девятк",
          13: "тринадцатк", 16: "шестнадцатк", 20: "двадцатк", 30: "тридцатк", 40: "сороковк", 45: "сорокапятк",
          50: "пятидесятк", 60: "шестидесятк", 70: "семидесятк", 80: "восьмидесятк", 90: "девяностк", 100: "соточк",
          200: "двухсотк", 300: "трехсотк", 400: "четырехсотк", 500: "пятисотк", 600: "шестисотк", 700: "семисотк",
          800: "восьмисотк", 900: "девятисотк"}  # fmt: skip
_ALSO_NAMED = {1: "единичк", 2: "двушк двоечк", 3: "трешк троечк", 4: "четверочк", 5: "пятерочк", 6: "шестерочк",
               7: "семерочк", 8: "восьмерочк", 9: "девяточк", 24: "двадцатичетверк двадцатьчетверк",
               15: "пятнашк пятнадцатк",
               10: "десяточк", 11: "одиннадцатк", 12: "двенадцатк", 14: "четырнадцатк", 17: "семнадцатк",
               18: "восемнадцатк", 19: "девятнадцатк", 20: "двадцаточк", 25: "двадцатипятк двадцатьпятк",
               35: "тридцатипятк тридцатьпятк", 100: "сотк", 120: "стодвадцатк", 125: "стодвадцатипятк",
               130: "стотридцатк", 140: "стосороковк", 150: "стопятидесятк полторасотк", 160: "стошестидесятк",
               180: "стовосьмидесятк", 250: "двухсотпятидесятк", 1000: "тысячник"}  # fmt: skip
_SHORTEST_MISHEARD = 7  # letters: shorter strange words may be anything
_NAMED_ENDINGS = ("а", "у", "и", "е", "ой", "ам", "ами")
HALF_NOUNS = (
    "коробки ящика упаковки пачки мешка рулона метра кило килограмма часа дня года бухты паллеты паллета поддона "
    "литра тонны месяца недели комплекта мотка ведра банки катушки барабана дюйма"
)


def fold(token: str) -> str:
    """Return *token* as the tables spell it: lower-case, ``ё`` as ``е``."""
    return token.lower().replace("ё", "е")


def look_up(token: str) -> NumberWord | None:
    """Return what *token* (folded) means as a number word, or ``None``. Digits are read too."""
    word = _table().get(token)
    if word is not None:
        return word
    return _read_digits(token) if token[:1].isdigit() else _misheard(token)


def _misheard(token: str) -> NumberWord | None:
    """«Дватцать», «питьсот», «шесьдесят»: what sounds like one of the long number words."""
    return _by_sound().get(_sound(token)) if len(token) >= _SHORTEST_MISHEARD and token[-1] in "ьт" else None


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, NumberWord]:
    long = (Role.TEEN, Role.TEN, Role.HUNDRED)
    words = ((word, meaning) for word, meaning in _table().items() if meaning.role in long and word[-1] in "ьт")
    return {_sound(word): meaning for word, meaning in words if len(word) >= _SHORTEST_MISHEARD}


def _sound(word: str) -> str:
    return sound_key(word.replace("я", "и").replace("ь", "").replace("стд", "сд"))


def _read_digits(token: str) -> NumberWord | None:
    if ordinal := _ORDINAL_DIGITS.fullmatch(token):
        return NumberWord(Role.ORDINAL, Decimal(ordinal[1]))
    if not _DIGITS.fullmatch(token) or (len(token) > 1 and token[0] == "0" and token[1].isdigit()):
        return None  # a leading zero is a code, not a quantity
    return NumberWord(Role.DIGITS, Decimal(token.replace(",", ".")))


@lru_cache(maxsize=1)
def _table() -> dict[str, NumberWord]:
    table: dict[str, NumberWord] = {}
    _add_ordinals(table)
    _add_counted(table)
    _add_named(table)
    for value, words in _UNITS.items():
        _add(table, words, Role.UNIT, value)
    for word in ("одна", "одну", "две"):
        table[word] = NumberWord(Role.UNIT, table[word].value, feminine=True)
    for value, stem in _TEENS.items():
        _add(table, f"{stem}ь {stem}и {stem}ью", Role.TEEN, value)
    for value, words in _TENS.items():
        _add(table, words, Role.TEN, value)
    for value, words in _HUNDREDS.items():
        _add(table, words, Role.HUNDRED, value)
    _add(
        table,
        "ноль нуль ноля нуля нолю нулю нолем нулем ноле нуле нолик нулик нули нулей нолей нолики ноликов нуликов",
        Role.ZERO,
        0,
    )
    _add_careless_spellings(table)
    return table


def _add(table: dict[str, NumberWord], words: str, role: Role, value: int | str, form: Form = Form.OTHER) -> None:
    for word in words.split():
        table[word] = NumberWord(role, Decimal(value), form)


def _add_ordinals(table: dict[str, NumberWord]) -> None:
    for value, stem in _ORDINAL_STEMS.items():
        for ending in _ORDINAL_ENDINGS:
            table[stem + ending] = NumberWord(Role.ORDINAL, Decimal(value))
    _add(table, _THIRD, Role.ORDINAL, 3)


def _add_counted(table: dict[str, NumberWord]) -> None:
    for role, source in ((Role.SCALE, _SCALES), (Role.GROUP, _GROUPS)):
        for value, forms in source.items():
            for form, words in forms.items():
                _add(table, words, role, value, form)
    for value, words in _FIXED.items():
        _add(table, words, Role.FIXED, value)
    _add(table, "полтора полторы полутора", Role.ONE_AND_HALF, "1.5")
    _add(table, "половина половину половины половинку половинка", Role.HALF, "0.5")
    _add(table, "четверть четверти", Role.HALF, "0.25")
    _add(table, " ".join("пол" + noun for noun in HALF_NOUNS.split()), Role.HALF, "0.5")


def _add_named(table: dict[str, NumberWord]) -> None:
    for value, stem in _COLLECTIVE.items():
        endings = "е их им ими" if value <= 3 else "о ых ым ыми"
        for ending in endings.split():
            table[stem + ending] = NumberWord(Role.COLLECTIVE, Decimal(value))
    for value, stem in _NAMED.items():
        for ending in _NAMED_ENDINGS:
            table[stem + ending] = NumberWord(Role.NAMED, Decimal(value))
        table[_of_many(stem)] = NumberWord(Role.NAMED, Decimal(value))
    for value, stems in _ALSO_NAMED.items():
        for stem in stems.split():
            for word in (*(stem + ending for ending in _NAMED_ENDINGS), _of_many(stem)):
                table.setdefault(word, NumberWord(Role.NAMED, Decimal(value)))
    _add(table, "единичка единичку единицу", Role.NAMED, 1)
    _add(table, "полтинника полтиннику полтинники полтинников полтинникам", Role.NAMED, 50)
    _add(table, "десятку десяточка десяточку десятке", Role.NAMED, 10)


def _of_many(stem: str) -> str:
    """«Двоек», «трёшек», «сороковок»: the stem of a thing called by its number, in the genitive plural."""
    bare = stem.removesuffix("к").removesuffix("ь")
    return bare.removesuffix("й") + ("ек" if bare[-1] in "шчй" else "ок")


def _add_careless_spellings(table: dict[str, NumberWord]) -> None:
    """Add what recognisers and hurried hands write: «пятсот», «двацать», «одинадцать»."""
    for word, meaning in list(table.items()):
        for right, careless in (("дцат", "цат"), ("ьсот", "сот"), ("ьдесят", "десят"), ("нн", "н"), ("тьсот", "сот")):
            if right in word:
                table.setdefault(word.replace(right, careless), meaning)
