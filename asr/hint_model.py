"""The company's names as a caller says them: words in all forms, numbers in words, and what stands beside what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from num2words import num2words

from asr.wording import readings

PIECE = re.compile(r"(?<=\d)\s*[xх*×]\s*(?=\d)|\d+(?:[.,]\d+)?|[а-я]+|[a-z]+")
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
FORMS = 6  # in which a word is commonly said
LEAST = 2e-4  # of a word alone: the larger a catalogue, the less its words would say
LARGEST = 9_999  # greater numbers are articles, which are said in groups of digits


class HintModel:
    """Probabilities of words in what the hints say."""

    def __init__(self, hints: Sequence[str]) -> None:
        said = [list(way) for hint in hints for way in (spoken(hint), spoken(hint, glued=True))]
        self._bases: dict[str, str] = {}
        for word in {word for words in said for word in words}:
            self._learn(word)
        based = [[self._bases[word] for word in words] for words in said]
        self._counts = Counter(base for bases in based for base in bases)
        self._pairs = Counter(pair for bases in based for pair in pairwise(bases))
        self._total = max(1, self._counts.total())

    @property
    def words(self) -> Mapping[str, float]:
        """Every form of every word with its chance, whatever stands before it."""
        return {form: self._alone(base) for form, base in self._bases.items()}

    def chance(self, before: str, word: str) -> float:
        """Return the probability of *word* after the word *before*."""
        base = self._bases.get(word)
        if base is None:
            return 0.0
        first = self._bases.get(before)
        if first is None:
            return self._alone(base)
        return 0.5 * self._alone(base) + 0.5 * self._pairs[first, base] / self._counts[first] / FORMS

    def _alone(self, base: str) -> float:
        return max(LEAST, self._counts[base] / self._total / FORMS)

    def _learn(self, word: str) -> None:
        """Keep the forms of *word* under its dictionary form."""
        reading = readings(word)[0]
        base = str(reading.normal_form).replace("ё", "е")
        self._bases[word] = base
        for form in reading.lexeme if len(word) > 2 else ():
            self._bases.setdefault(str(form.word).replace("ё", "е"), base)


def spoken(hint: str, *, glued: bool = False) -> Iterator[str]:
    """Yield the words of a name as a network spells them: «ПВ 3х1,5» gives «пэ вэ три на один пять».

    *glued* writes an abbreviation as one word: «пэвэ».
    """
    for piece in PIECE.findall(hint.lower().replace("ё", "е")):
        if piece[0].isdigit():
            yield from _number(piece.replace(",", "."))
        elif not piece.isalpha() or piece in ("x", "х"):
            yield "на"
        elif _is_spelled(piece):
            letters = " ".join(NAMES[letter] for letter in piece if letter in NAMES).replace("_", " ")
            yield from letters.replace(" ", "").split() if glued else letters.split()
        elif not piece.isascii():
            yield piece


def _is_spelled(piece: str) -> bool:
    return len(piece) <= SPELLED[piece.isascii()] and (piece.isascii() or (len(piece) > 1 and not VOWEL.search(piece)))


def _number(digits: str) -> list[str]:
    """Return a number as it is said: «1.5» is «полтора», «2.5» «два с половиной», «1.6» «один и шесть»."""
    whole, _, part = digits.partition(".")
    if int(whole) > LARGEST:
        return []
    if (whole, part) == ("1", "5"):
        return ["полтора"]
    behind = ["с", "половиной"] if part == "5" else ["и", *_number(part)] if part.strip("0") else []
    return [*str(num2words(int(whole), lang="ru")).replace("ё", "е").split(), *behind]
