"""Forms of Russian words, and the dictionary as a source of words never met in templates."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pymorphy3

from training.speech.alphabet import fold

ONE_WORD_IN = 12  # share of the dictionary's five million forms that training may say
ONE_UNHEARD_IN = 480  # other forms, for evaluation
_KINDS = {"Surn": "surnames", "Geox": "places", "Name": "names", "Patr": "patronymics"}
_BAD = ("Arch", "Erro", "Dist", "Init", "Abbr")


@dataclass(frozen=True)
class Dictionary:
    """Word forms by kind, each sorted, so that a seed always draws the same words."""

    words: tuple[str, ...]
    surnames: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]
    patronymics: tuple[str, ...]
    unheard: tuple[str, ...]
    unheard_surnames: tuple[str, ...]


@lru_cache(maxsize=1)
def analyzer() -> pymorphy3.MorphAnalyzer:
    """Return the one dictionary analyser of this process."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=65536)
def inflect(word: str, *grammemes: str) -> str:
    """Return *word* with the grammemes asked for, or unchanged where the dictionary has no such form."""
    form = _noun(word).inflect(set(grammemes))
    return str(form.word) if form else word


@lru_cache(maxsize=16384)
def agree(noun: str) -> str:
    """Return the gender of a noun («masc», «femn», «neut»); nouns with plural only count as masculine."""
    return str(_noun(noun).tag.gender or "masc")


@lru_cache(maxsize=65536)
def adjective(word: str, noun: str, number: str, case: str) -> str:
    """Return an adjective that agrees with *noun* in a number and case."""
    wanted = {number, case} | ({agree(noun)} if number == "sing" else set())
    if case == "accs":
        wanted.add("inan")
    parsed = next((item for item in analyzer().parse(word) if "ADJF" in item.tag or "PRTF" in item.tag), None)
    form = parsed.inflect(wanted) if parsed else None
    return str(form.word) if form else word


def read_dictionary(folder: Path) -> Dictionary:
    """Return the sampled dictionary, made once and kept in *folder*."""
    kinds = ("words", *_KINDS.values(), "unheard", "unheard_surnames")
    if not all((folder / f"{kind}.txt").exists() for kind in kinds):
        _sample(folder)
    return Dictionary(**{kind: tuple((folder / f"{kind}.txt").read_text("utf-8").split()) for kind in kinds})


def _sample(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, set[str]] = defaultdict(set)
    for word, tag, *_ in analyzer().dictionary.iter_known_words():
        number = zlib.crc32(word.encode())
        heard, unheard = number % ONE_WORD_IN == 0, number % ONE_UNHEARD_IN == 5
        if not (heard or unheard) or not 2 <= len(word) <= 18 or any(mark in tag for mark in _BAD):
            continue
        if fold(word) == word.replace("ё", "е"):
            kind = next((name for mark, name in _KINDS.items() if mark in tag), "words")
            found[kind if heard else {"surnames": "unheard_surnames"}.get(kind, "unheard")].add(word)
    for kind, words in found.items():
        _write(folder / f"{kind}.txt", sorted(words))


def _write(path: Path, words: Iterable[str]) -> None:
    path.write_text("\n".join(words), encoding="utf-8")


@lru_cache(maxsize=16384)
def _noun(word: str) -> pymorphy3.analyzer.Parse:
    parses = analyzer().parse(word)
    return next((item for item in parses if "NOUN" in item.tag and "nomn" in item.tag), parses[0])
