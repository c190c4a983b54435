"""Words that price lists write short: «прозр.», «б/к» for «бескостный», «ВГП» for «водогазопроводный».

A full stop cuts a word at a consonant, a slash stands between the parts of a compound or of a phrase, initials name
the words and the parts of compounds in order. What a caller says in full is compared with what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from nlp.text.morph import word_form
from nlp.text.relational import adjectives_of_noun
from nlp.text.sound import is_latin, sound_key

_SLASH = re.compile(r"(?<![а-я\d/])([а-я])/([а-я]{1,6})(?![а-я/])")
_SLASH_NOUN = re.compile(r"(?<![а-я\d/])([а-я]{1,3})/([а-я]{3,})(?![а-я/.])")  # «к/рукав», «дл/рукав»
_PREFIX, _REST = 3, 5  # letters at least before and after the seam of a compound word
_LONGEST = 30  # a longer word is no compound but noise
_SEAMS = ("о", "е", "у", "а")  # how the first part of a compound ends
_PREFIXES = ("без", "бес", "не", "полу")
_VOWELS = frozenset("аеиоуыэюя")
_LONGEST_CUT = 40  # letters that are looked at
_CUT, _SHORT, _BRIEF = 3, 4, 2  # letters of a word written short
_OF_CUT, _OF_BRIEF, _OF_PARTS, _MISHEARD = 0.9, 0.92, 0.92, 0.8
_WITH = frozenset({"с", "со"})
_READ_OUT = frozenset({"н", "б", "д"})  # «нестер.», «без соли», «для волос»
LITTLE_WORDS = _WITH | {"без"}


def slashed_words(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the term under which each slashed word of *text* (normal) is kept, and what stands on its two sides."""
    for match in _SLASH.finditer(text):
        first, second = match.groups()
        if first in _READ_OUT and len(second) >= _PREFIX:
            continue  # «н/стер.» is read as «нестер.», «б/соли» as «без соли»
        yield (first + second if len(second) == 1 else second), first, second


def slashed_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the beginning of an adjective and the noun of *text* (normal) between which a slash stands: «к/рукав»."""
    for match in _SLASH_NOUN.finditer(text):
        first, second = match.groups()
        if first not in _READ_OUT and word_form(second).pos == "NOUN":
            yield first, second


def may_stand_for(first: str, second: str, word: str) -> bool:
    """Say whether *word* is a compound whose parts begin as *first* and *second* do.

    Its second part must be a word itself, so that «пикантный» is no «п/к»; behind a prefix, the whole.
    """
    if not word.startswith(first):
        return False
    if any(word.startswith(prefix + second) for prefix in _PREFIXES) and word_form(word).known:
        return True
    return any(rest.startswith(second) for _, rest in _parts(word))


def initials(words: Sequence[str]) -> list[str]:
    """Return what *words* are written with first letters alone: «гипсокартонный лист» is «гл» and «гкл»."""
    return ["".join(choice) for choice in product(*map(_initials, words))]


def _initials(word: str) -> list[str]:
    longer = (word[0] + rest for _, tail in _parts(word) for rest in _initials(tail))
    return list(dict.fromkeys((word[:1], *longer)))


def _parts(word: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut the compound *word* in its first part, linking vowel included, and a known rest."""
    for seam in range(_PREFIX, len(word) - _REST + 1 if len(word) <= _LONGEST else 0):
        front, rest = word[:seam], word[seam:]
        if (front.endswith(_SEAMS) or front in _PREFIXES) and _is_word(rest):
            yield front, rest


def _is_word(word: str) -> bool:
    """Say whether the dictionary knows *word*; a stress that moved hides none («-проводный», «проводной»)."""
    return word_form(word).known or (word.endswith("ый") and word_form(word[:-2] + "ой").known)


class ShortForms:
    """The words of one catalogue that are written short, each with the term it is kept under."""

    def __init__(self) -> None:
        self._cut: dict[str, str] = {}  # «раств.»
        self._terms: set[str] = set()  # of words that are cut
        self._briefly: set[str] = set()  # «св.»: two letters stand for a word that the catalogue has in full too
        self._counted: set[str] = set()  # «ск.»: what a number counts
        self._slashed: dict[tuple[str, str, str], None] = {}
        self._pairs: dict[tuple[str, str], str] = {}  # «к», «рукав» -> «к/рукав»

    def add_cut(self, word: str, term: str) -> str:
        """Return the term of *word*, which was written with a full stop; *term* is what it would be without it."""
        if len(word) >= _CUT and word[-1] not in _VOWELS and word[-1] not in "йь":
            term = word if word_form(word).pos != "NOUN" else term
            self._cut[word] = term
            self._terms.add(term)
        elif len(word) == _BRIEF and not is_latin(word):
            self._briefly.add(word)
        return term

    def add_slashed(self, term: str, first: str, second: str) -> None:
        """Remember that *term* was written *first* / *second* and stands for a longer word."""
        self._slashed[term, first, second] = None

    def add_pair(self, first: str, second: str) -> str:
        """Return the term of an adjective that begins with *first* and the noun *second*, adding it: «к/рукав»."""
        return self._pairs.setdefault((first, second), f"{first}/{second}")

    def is_slashed(self, term: str) -> bool:
        """Say whether *term* was written with a slash between its letters («в/с»)."""
        return any(term == slashed for slashed, _, _ in self._slashed)

    def add_counted(self, word: str) -> None:
        """Remember that *word* was written with a full stop behind a number: «8 ск.»."""
        if len(word) == _BRIEF and not is_latin(word):
            self._counted.add(word)

    def is_cut(self, term: str) -> bool:
        """Say whether *term* is a word that names write short («нав.»)."""
        return term in self._terms

    def cut(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the terms that are *word* cut short."""
        cuts = (word[:size] for size in range(_CUT, min(len(word), _LONGEST_CUT)))
        yield from ((self._cut[cut], _OF_CUT) for cut in cuts if cut in self._cut)

    def brief(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the two letters for which the adjective *word* stands, also in «красно-коричневый»."""
        form = word_form(word)
        if len(word) > _SHORT and word[:_BRIEF] in self._briefly and (form.adjective or form.pos == "ADJS"):
            yield word[:_BRIEF], _OF_BRIEF

    def counted(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the two letters for which the noun *word* stands behind a number: «скоростей» of «8 ск.»."""
        if len(word) > _SHORT and word[:_BRIEF] in self._counted and "gent" in word_form(word).cases:
            yield word[:_BRIEF], _MISHEARD

    def slashed(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the terms written with a slash that stand for the compound *word*."""
        yield from ((term, _OF_PARTS) for term, *sides in self._slashed if may_stand_for(sides[0], sides[1], word))

    def of_two(self, front: str, back: str) -> Iterator[tuple[str, float]]:
        """Yield the terms for which two words stand: «тепло изолированный» of «теплоизол.», «без головы» of «б/г».

        «С головой» is «с/г» only beside «б/г»: «с/м» is hardly ever «с маслом».
        """
        without = {second for _, first, second in self._slashed if first == "б"}
        for term, first, second in self._slashed:
            joins = front[-1] in _SEAMS or front == "без" or (front in _WITH and second in without)
            if joins and front.startswith(first) and back.startswith(second):
                yield term, _OF_PARTS
        if self._pairs and word_form(front).adjective is not None:
            pairs = (
                (one, noun) for one, noun in self._pairs if front.startswith(one) and noun in word_form(back).lemmas
            )
            yield from ((self._pairs[pair], _OF_PARTS) for pair in pairs)
        if front[-1] in _SEAMS:
            yield from (match for match in self.cut(front + back) if len(match[0]) > len(front) + 1)

    def without(self, noun: str) -> Iterator[str]:
        """Yield what may say in one word that *noun* is lacking: «безголовый», and «б/г» where names write it."""
        yield from (prefix + made for made in adjectives_of_noun(noun) for prefix in ("без", "бес"))
        yield from (term for term, first, second in self._slashed if first == "б" and noun.startswith(second))

    def misheard(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield the terms that sound like the beginning of *word*: «стирильный» of «стер.»."""
        key = sound_key(word)
        long = (cut for cut in self._cut if len(cut) > _CUT)
        yield from ((self._cut[cut], _MISHEARD) for cut in long if key.startswith(sound_key(cut)))
