"""The company's names as a caller says them: abbreviations letter by letter, sizes and units in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from num2words import num2words

_TIMES = r"(?<=\d)\s*[xх*×]\s*(?=\d)"
_NUMBER = r"\d+(?:[.,]\d+)?"
PIECE = re.compile(rf"{_TIMES}|{_NUMBER}|[а-я]+|[a-z]+")
VOWEL = re.compile("[аеиоуыэюя]")
SPELLED = {True: 3, False: 6}  # letters of an abbreviation, in ASCII or not: longer words are names
NAMES = dict(
    zip(
        "абвгдежзиклмнопрстуфхцчшщэюяabcdefghiklmnopqrstuvwxyz",
        (
            "а бэ вэ гэ дэ е жэ зэ и ка эл эм эн о пэ эр эс тэ у эф ха цэ че ша ща э ю я "
            "а бэ цэ дэ е эф жэ аш и ка эл эм эн о пэ ку эр эс тэ у вэ дабл_ю икс игрек зет"
        ).split(),
        strict=True,
    )
)
UNITS = {
    **dict.fromkeys(("мм", "mm"), "миллиметр"),
    **dict.fromkeys(("см", "cm"), "сантиметр"),
    **dict.fromkeys(("м", "m"), "метр"),
    **dict.fromkeys(("кг", "kg"), "килограмм"),
    **dict.fromkeys(("г", "гр", "g"), "грамм"),
    **dict.fromkeys(("л", "l"), "литр"),
    **dict.fromkeys(("мл", "ml"), "миллилитр"),
    **dict.fromkeys(("вт", "w"), "ватт"),
    **dict.fromkeys(("квт", "kw"), "киловатт"),
    **dict.fromkeys(("в", "v"), "вольт"),
    **dict.fromkeys(("а", "a"), "ампер"),
    **dict.fromkeys(("к", "k"), "кельвин"),
    **dict.fromkeys(("мк", "мкм"), "микрон"),
    **dict.fromkeys(("уп", "упак"), "упаковка"),
    "шт": "штука",
    "рул": "рулон",
    "компл": "комплект",
    "лм": "люмен",
}  # written behind a number
MANIFOLD = {
    "миллиметр": "миллиметровый",
    "сантиметр": "сантиметровый",
    "метр": "метровый",
    "килограмм": "килограммовый",
    "грамм": "граммовый",
    "литр": "литровый",
    "миллилитр": "миллилитровый",
    "ватт": "ваттный",
    "киловатт": "киловаттный",
    "ампер": "амперный",
    "микрон": "микронный",
}  # «двухкилограммовый»
NICKS = {
    2: "двойка", 3: "тройка", 4: "четверка", 5: "пятерка", 6: "шестерка", 7: "семерка", 8: "восьмерка", 9: "девятка",
    10: "десятка", 12: "двенадцатка", 15: "пятнадцатка", 16: "шестнадцатка", 20: "двадцатка", 30: "тридцатка",
    40: "сороковка", 50: "пятидесятка", 60: "шестидесятка", 70: "семидесятка", 80: "восьмидесятка", 100: "сотка",
    200: "двухсотка", 300: "трехсотка", 400: "четырехсотка", 500: "пятисотка", 600: "шестисотка",
}  # fmt: skip
FRACTIONS = {"1.5": "полутора", "0.5": "пол"}
LARGEST = 9_999  # greater numbers are articles, which are said in groups of digits


def spoken(hint: str, *, glued: bool = False) -> Iterator[str]:
    """Yield the words of a name as a network spells them: «ПВ 3х1,5 м» gives «пэ вэ три на полтора метр».

    *glued* writes an abbreviation as one word: «пэвэ». Units stand in their dictionary form.
    """
    after_number = False
    for piece in _pieces(hint):
        if piece[0].isdigit():
            yield from _number(piece)
        elif not piece.isalpha() or piece in ("x", "х"):
            yield "на"
        elif after_number and piece in UNITS:
            yield UNITS[piece]
        elif _is_spelled(piece):
            letters = " ".join(NAMES[letter] for letter in piece if letter in NAMES).replace("_", " ")
            yield from letters.replace(" ", "").split() if glued else letters.split()
        elif not piece.isascii():
            yield piece
        after_number = piece[0].isdigit()


def nicknames(hint: str) -> Iterator[str]:
    """Yield what the numbers of a name are called too: «двадцатый», «двадцатка», «двухкилограммовый»."""
    number = None
    for piece in _pieces(hint):
        if number is not None and piece in UNITS and UNITS[piece] in MANIFOLD:
            yield from _manifold(number, MANIFOLD[UNITS[piece]])
        number = piece if piece[0].isdigit() else None
        if number is not None and number.isdigit() and 0 < int(number) <= LARGEST:
            yield from _called(int(number))


def _pieces(hint: str) -> list[str]:
    return [piece.replace(",", ".") for piece in PIECE.findall(hint.lower().replace("ё", "е"))]


def _is_spelled(piece: str) -> bool:
    return len(piece) <= SPELLED[piece.isascii()] and (piece.isascii() or (len(piece) > 1 and not VOWEL.search(piece)))


@lru_cache(maxsize=4096)
def _number(digits: str) -> tuple[str, ...]:
    """Return a number as it is said: «1.5» is «полтора», «2.5» «два с половиной», «1.6» «один и шесть»."""
    whole, _, part = digits.partition(".")
    if int(whole) > LARGEST:
        return ()
    if (whole, part) == ("1", "5"):
        return ("полтора",)
    behind = ("с", "половиной") if part == "5" else ("и", *_number(part)) if part.strip("0") else ()
    return (*_words(int(whole)), *behind)


def _words(number: int, **how: str) -> list[str]:
    return str(num2words(number, lang="ru", **how)).replace("ё", "е").split()


@lru_cache(maxsize=4096)
def _called(number: int) -> tuple[str, ...]:
    nick = NICKS.get(number)
    ordinal = _words(number, to="ordinal")[-1]
    return (ordinal,) if nick is None else (ordinal, nick)


@lru_cache(maxsize=4096)
def _manifold(digits: str, unit: str) -> tuple[str, ...]:
    whole, _, part = digits.partition(".")
    if part.strip("0"):
        return (FRACTIONS[digits] + unit,) if digits in FRACTIONS else ()
    if not 0 < int(whole) <= LARGEST:
        return ()
    return (unit,) if int(whole) == 1 else ("".join(_words(int(whole), case="g")) + unit,)
