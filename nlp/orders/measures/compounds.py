"""Adjectives made of a number and a unit: «двухполюсный», «пятилитровая», «стоваттная», also as misheard."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from nlp.numbers import find_numbers
from nlp.text.morph import word_form
from nlp.text.sound import sound_key

_COMPOUND_STEMS: dict[str, int | str] = {
    "одно": 1, "одн": 1, "двух": 2, "дву": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8,
    "девяти": 9, "десяти": 10, "одиннадцати": 11, "двенадцати": 12, "тринадцати": 13, "четырнадцати": 14,
    "пятнадцати": 15,
    "шестнадцати": 16, "семнадцати": 17, "восемнадцати": 18, "девятнадцати": 19, "двадцати": 20, "тридцати": 30,
    "сорока": 40, "пятидесяти": 50, "шестидесяти": 60, "семидесяти": 70, "восьмидесяти": 80,
    "девяносто": 90, "девяноста": 90,
    "сто": 100, "ста": 100, "двухсот": 200, "трехсот": 300, "четырехсот": 400, "пятисот": 500, "тысяче": 1000,
    "полутора": "1.5", "пол": "0.5", "полу": "0.5",
}  # fmt: skip
_COMPOUND_UNITS: tuple[tuple[str, str, str], ...] = (
    ("полюс", "pole", "1"), ("жил", "core", "1"), ("миллилитр", "l", "0.001"), ("литр", "l", "1"), ("ампер", "a", "1"),
    ("ватт", "w", "1"), ("вольт", "v", "1"), ("миллиметр", "mm", "1"), ("сантиметр", "mm", "10"),
    ("метр", "m", "1"),
    ("нит", "thread", "1"), ("клавиш", "key", "1"), ("гнезд", "slot", "1"), ("мест", "slot", "1"),
    ("пост", "slot", "1"),
    ("фаз", "phase", "1"), ("сло", "layer", "1"), ("ступен", "step", "1"), ("модул", "module", "1"),
    ("килограм", "kg", "1"), ("тонн", "kg", "1000"), ("куб", "l", "0.001"),
    ("грамм", "kg", "0.001"), ("секци", "#секция", "1"), ("лист", "#лист", "1"), ("дюйм", "inch", "1"),
    ("класс", "class", "1"), ("процент", "%", "1"),
)  # fmt: skip
_COMPOUND = re.compile(
    "^((?:"
    + "|".join(sorted(_COMPOUND_STEMS, key=len, reverse=True))
    + ")+)("
    + "|".join(stem for stem, _, _ in _COMPOUND_UNITS)
    + ")"
)
_NUMBERED = re.compile(
    "^((?:"
    + "|".join(sorted((s for s in _COMPOUND_STEMS if len(s) > 3 and s != "полу"), key=len, reverse=True))
    + "|дву)+)[а-я]{5,}$"
)
_OTHERWISE = frozenset({"одно", "одн", "дву", "сто", "ста", "девяносто", "тысяче"})  # not a genitive alone
_ADJECTIVE_ENDINGS = ("ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "ого", "ой", "ых", "их", "ым", "ыми")
_STEM = re.compile("|".join(sorted(_COMPOUND_STEMS, key=len, reverse=True)))
_SOUNDED_STEMS = {sound_key(stem): value for stem, value in _COMPOUND_STEMS.items()}
_SOUNDED_UNITS = {sound_key(stem): (kind, factor) for stem, kind, factor in reversed(_COMPOUND_UNITS)}
_SOUNDED = re.compile(
    "^("
    + "|".join(sorted(_SOUNDED_STEMS, key=len, reverse=True))
    + ")("
    + "|".join(sorted(_SOUNDED_UNITS, key=len, reverse=True))
    + ")"
)
_ONE_OF = (
    ("литров", "l", 1), ("метров", "m", 1), ("килограммов", "kg", 1), ("дюймов", "inch", 1), ("миллиметров", "mm", 1),
    ("сантиметров", "mm", 10),
)  # fmt: skip
_FOLD = {"одинарный": 1, "одиночный": 1, "двойной": 2, "сдвоенный": 2, "тройной": 3, "строенный": 3, "четверной": 4}


def joined(number: str, word: str) -> str | None:
    """Return the compound that a recogniser cut in two («двадцати литровая»), or ``None`` where there are two words.

    Only behind a genitive or «пол»: «шестьсот сорок шесть литровый» is a name and a size, «двадцать литровых» a count.
    """
    if number not in _COMPOUND_STEMS or number in _OTHERWISE or not word.endswith(_ADJECTIVE_ENDINGS):
        return None
    made = number + word
    return made if _COMPOUND.match(made) and compound(made) is not None and word_form(word).pos == "ADJF" else None


def parted(number: str, word: str, knows: Callable[[str], bool]) -> bool:
    """Say whether *number* and *word* are an adjective of the catalogue cut in two: «двух» and «сторонний»."""
    if number not in _COMPOUND_STEMS or number in _OTHERWISE or not word.endswith(_ADJECTIVE_ENDINGS):
        return False
    return knows(number + word) and not knows(word)


@lru_cache(maxsize=50_000)
def compound(word: str) -> tuple[str, Decimal] | None:
    """Return kind and value of the property that *word* (lower case) states by itself, or ``None``."""
    return _inches(word) or _spelt(word) or _misheard_compound(word) or _one_measure(word)


def of_unstated_kind(word: str, states: Callable[[Decimal, str], bool]) -> tuple[str, Decimal] | None:
    """Return how many places «двойной» means, where *states* says that articles have as many, or a number unnamed.

    «Кружка с двойной стенкой» is of no two places.
    """
    places = next((Decimal(_FOLD[lemma]) for lemma in word_form(word).lemmas if lemma in _FOLD), None)
    return ("slot", places) if places is not None and states(places, "slot") else made_of_number(word)


def made_of_number(word: str) -> tuple[str, Decimal] | None:
    """Return what an adjective that begins with a number states of a kind unknown here («шестнадцатиклапанный»)."""
    if word.startswith(("полуторн", "полуторк")):
        return "", Decimal("1.5")
    match = _NUMBERED.match(word)
    if match is None or not word.endswith(_ADJECTIVE_ENDINGS) or find_numbers([word]):
        return None
    return "", sum((Decimal(_COMPOUND_STEMS[stem]) for stem in _STEM.findall(match[1])), Decimal(0))


def _inches(word: str) -> tuple[str, Decimal] | None:
    """«Трёхчетвертной» is three quarters of an inch, «дюймовый» one."""
    if word.startswith(("трехчетвертн", "тричетвертн")):
        return "inch", Decimal("0.75")
    return ("inch", Decimal(1)) if word.startswith("дюймов") and len(word) > 7 else None


def _spelt(word: str) -> tuple[str, Decimal] | None:
    """Return kind and value of an adjective made of a number and a unit («двухполюсный», «пятилитровая»)."""
    if len(word) < 8 or (match := _COMPOUND.match(word)) is None:
        return None
    if word_form(word).pos not in {"ADJF", "ADJS", "NOUN", None}:
        return None
    value = sum((Decimal(_COMPOUND_STEMS[stem]) for stem in _STEM.findall(match[1])), Decimal(0))
    kind, factor = next((kind, factor) for stem, kind, factor in _COMPOUND_UNITS if stem == match[2])
    return kind, value * Decimal(factor)


def _misheard_compound(word: str) -> tuple[str, Decimal] | None:
    """Read «аднаполюсный» as it sounds; only for words that no dictionary knows."""
    if len(word) < 8 or word_form(word).known or (match := _SOUNDED.match(sound_key(word))) is None:
        return None
    value, kind, factor = _SOUNDED_STEMS[match[1]], *_SOUNDED_UNITS[match[2]]
    return kind, Decimal(value) * Decimal(factor)


def _one_measure(word: str) -> tuple[str, Decimal] | None:
    """«Литровая» and «литрушка» hold one litre, «полторашка» one and a half, «метровая» is one metre long."""
    if word.startswith(("литруш", "литровк", "литровок", "литровочк")):
        return "l", Decimal(1)
    if word.startswith("полтораш"):
        return "l", Decimal("1.5")
    if len(word) < 7 or word_form(word).pos != "ADJF":
        return None
    for stem, kind, value in _ONE_OF:
        if word.startswith(stem):
            return kind, Decimal(value)
    return None
