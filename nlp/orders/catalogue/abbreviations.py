"""Abbreviations and letters of names, by how they are written and spelt aloud: «пвх», «эмка», «К-файл», «B-Tech»."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from nlp.orders.catalogue.word_kinds import Terms, is_code
from nlp.text.letters import letters_of, names_of
from nlp.text.morph import word_form
from nlp.text.sound import fold_code, is_latin, is_spelt, sound_key, sound_keys, spelt_aloud

_BRIEF, _SHORTEST_KEY = 2, 4
_PET_ENDS = ("ка", "шка", "ак", "ик")  # «эмка», «вэдэшка», «эмок», «элек», by their sound
_SAID_ENDS = ("ка", "ки", "ку", "шка", "ок", "ек")


class Abbreviations:
    """The abbreviations of one vocabulary, and its words with a letter before them."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._by_spelling: dict[str, Terms] = defaultdict(dict)
        self._by_fold: dict[str, Terms] = defaultdict(dict)
        self._lettered: dict[tuple[str, str], str] = {}
        self._in_one: dict[str, Terms] = defaultdict(dict)  # «бивелл» of «B.Well»

    def add(self, term: str) -> None:
        self.all.append(term)
        self._by_fold[fold_code(term)][term] = None
        names = names_of(fold_code(term)) if len(term) == 1 else ()  # «С» is called «цэ», too
        for spelling in (*spelt_aloud(term), *names):
            key = sound_key(spelling)
            self._by_spelling[key][term] = None
            for end in _PET_ENDS:
                self._by_spelling[key + end][term] = None
        if term[-1] not in "кгх":
            self._by_spelling[sound_key(term + "ка")][term] = None  # «фумка»

    def add_lettered(self, letter: str, word: str, term: str) -> None:
        """Remember *term*, a *word* with a *letter* before it («К-файл», «Z-сложения»)."""
        for lemma in word_form(word).lemmas:
            self._lettered[lemma, fold_code(letter)] = term
        for name in names_of(letter) if is_latin(word) else ():
            for key in sound_keys(word):
                self._in_one[sound_key(name) + key][term] = None

    def spelt(self, word: str) -> Collection[str]:
        """Return the abbreviations that *word* spells aloud: by the usual names of their letters, else by any."""
        return _as_named(word, self._by_spelling.get(sound_key(word), ())) or self._by_any_names(word)

    def _by_any_names(self, word: str) -> list[str]:
        """«Бэцэ» is «ВС», which looks like the Latin letters."""
        if not is_spelt(word):
            return []
        rows = (row for row in letters_of(word) if len(row) == _BRIEF and len(word) > _BRIEF)
        return [
            code for row in rows for folded in map("".join, product(*row)) for code in self._by_fold.get(folded, ())
        ]

    def written(self, word: str) -> Collection[str]:
        """Return the abbreviations that are written as *word* is, whatever the alphabet of each letter."""
        return self._by_fold.get(fold_code(word), ())

    def lettered(self, letter: str, word: str) -> list[str]:
        """Return the words that *letter*, by any of its names, and *word* in any form are."""
        if not self._lettered:
            return []
        named = [named for row in letters_of(letter) if len(row) == 1 for named in row[0]]
        found = (self._lettered.get((lemma, one)) for lemma in word_form(word).lemmas for one in named)
        return list(dict.fromkeys(term for term in found if term is not None))

    def in_one(self, word: str) -> Collection[str]:
        """Return the words with a letter before them that *word* says as one: «бивелл» is «B.Well»."""
        return self._in_one.get(sound_key(word), ())

    def begun(self, code: str) -> Iterator[str]:
        """Yield the longer abbreviations that begin as *code* does."""
        return (other for other in self.all if other != code and other.startswith(code))

    def starting(self, word: str) -> list[str]:
        """Return the abbreviations of which *word* is the beginning, as written or spelt aloud."""
        key = sound_key(word)
        by_letters = [code for code in self.all if len(code) > len(word) and code.startswith((word, fold_code(word)))]
        if by_letters or len(key) < _SHORTEST_KEY or is_latin(word):
            return by_letters
        spelt = (codes for spelling, codes in self._by_spelling.items() if spelling.startswith(key))
        return [code for codes in spelt for code in codes if len(code) > _BRIEF and is_code(code)]


def _as_named(word: str, codes: Collection[str]) -> Collection[str]:
    """Return those of *codes*, which sound alike, whose letters *word* names, or all: «эфви» is FV and no AV."""
    if len(codes) < _BRIEF:
        return codes
    key = sound_key(word)
    own = [code for code in codes if len(code) == 1 and key in map(sound_key, spelt_aloud(code))]
    if own:
        return own  # «бэ» is Б before it is a В that stands for the Latin letter
    words = (word, *(word.removesuffix(end) for end in _SAID_ENDS if word.endswith(end)))
    rows = [row for said in words for row in letters_of(said)]
    return [code for code in codes if any(_may_be(fold_code(code), row) for row in rows)] or codes


def may_spell(word: str, code: str) -> bool:
    """Say whether *word* names the letters of *code*, or is typed as they look: «бэцэ» and «бц» of «ВС»."""
    return any(_may_be(fold_code(code), row) for row in letters_of(word))


def _may_be(code: str, row: Sequence[str]) -> bool:
    return len(code) == len(row) and all(letter in may for letter, may in zip(code, row, strict=True))
