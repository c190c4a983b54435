"""Word forms of Russian, cached: lemma, part of speech, root.

One analyser serves the process; it is loaded on first use (a tenth of a second) and its answers are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlp.text.lists import word_list

_ENDINGS = sorted(
    word_list(
        "ого его ому ему ыми ими ами ями ией ией ых их ый ий ой ая яя ое ее ые ие ую юю ым им ом ем ам ям ах ях ов "
        "ев ей ою ею ия ию ии а я о е ы и у ю ь й"
    ),
    key=len,
    reverse=True,
)
_SUFFIXES = sorted(
    word_list(
        "овый евый ов ев иров енн онн анн янн н ян ист оват ичн ическ еск ск очн ечн очк ечк оч еч ушк юшк ышк ик чик "
        "щик ок ек ец к"
    ),
    key=len,
    reverse=True,
)
_HARD = str.maketrans({"ж": "г", "ч": "к", "ш": "х"})  # бумага and бумажный share a root
_SHORTEST_NAME = 5
_UNLIKELY = 0.02  # a reading with less is none
_LIKELY = 0.34  # of the likeliest reading's score
_PARTICIPLES = frozenset({"PRTF", "PRTS"})
_OPEN_CLASSES = frozenset({"NOUN", "ADJF", "ADJS", "PRTF", "PRTS", "COMP"})
_AGREEING = frozenset({"plur", "masc", "femn", "neut"})


@dataclass(frozen=True, slots=True)
class WordForm:
    """What the analyser knows of a word: lemmas by likelihood, and the likeliest part of speech."""

    lemmas: tuple[str, ...]
    pos: str | None
    grammemes: frozenset[str]
    known: bool
    adjective: str | None = None  # the lemma as an adjective, where the word may be one
    cases: frozenset[str] = frozenset()  # cases of its likely readings
    is_name: bool = False  # most likely a name of a person
    counted: bool = False  # may be a noun in the genitive plural: what stands after «пять штук»
    nouns: tuple[str, ...] = ()  # the lemmas that are nouns


@lru_cache(maxsize=1)
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=200_000)
def word_form(word: str) -> WordForm:
    """Return the forms of *word*; it must be in lower case with ``ё`` written as ``е``."""
    if word[:1].isdigit():
        return WordForm((word,), None, frozenset(), known=False)
    parses = _analyser().parse(word)
    lemmas: dict[str, None] = {}
    for parse in parses:
        if parse.score >= _UNLIKELY or not lemmas:
            lemmas.setdefault(_dictionary_form(parse))
    first = parses[0]
    grammemes: frozenset[str] = frozenset().union(*(parse.tag.grammemes for parse in parses[:4]))
    adjective = next((str(parse.normal_form).replace("ё", "е") for parse in parses if parse.tag.POS == "ADJF"), None)
    likely = [parse for parse in parses if parse.score >= _LIKELY * first.score]
    cases = frozenset(str(parse.tag.case) for parse in likely if parse.tag.case is not None)
    counted = any({"NOUN", "gent", "plur"} <= parse.tag.grammemes for parse in likely)
    is_name = bool({"Surn", "Name", "Patr"} & first.tag.grammemes)
    nouns = (_dictionary_form(parse) for parse in parses if parse.tag.POS == "NOUN" and parse.score >= _UNLIKELY)
    return WordForm(
        tuple(lemmas),
        first.tag.POS,
        grammemes,
        bool(first.is_known),
        adjective,
        cases,
        is_name,
        counted,
        tuple(dict.fromkeys(nouns)),
    )


def _dictionary_form(parse: Any) -> str:
    """Return the dictionary form of *parse*; of a participle the nominative, for it is met as an adjective is."""
    if parse.tag.POS in _PARTICIPLES:
        parse = parse.inflect({"PRTF", "sing", "masc", "nomn"}) or parse
        return str(parse.word).replace("ё", "е")
    return str(parse.normal_form).replace("ё", "е")


def lemma(word: str) -> str:
    """Return the likeliest dictionary form of *word*."""
    return word_form(word).lemmas[0]


@lru_cache(maxsize=200_000)
def noun_of(word: str) -> str:
    """Return the likeliest dictionary form of *word* as a name: «жгут» in a price list is no form of «жечь»."""
    parses = [parse for parse in _analyser().parse(word) if parse.tag.POS in {"NOUN", "ADJF"}]
    return str(parses[0].normal_form).replace("ё", "е") if parses else lemma(word)


def is_content(word: str) -> bool:
    """Say whether *word* may name a thing or its property: noun, adjective, participle, or no dictionary word."""
    pos = word_form(word).pos
    return pos is None or pos in _OPEN_CLASSES


def may_be_name(word: str) -> bool:
    """Say whether *word*, which no dictionary has, only looks like a verb of the past: «фоспренил», «тиопентал»."""
    form = word_form(word)
    return not form.known and form.pos == "VERB" and {"past", "masc"} <= form.grammemes and len(word) >= _SHORTEST_NAME


def is_modifier(word: str) -> bool:
    """Say whether *word* reads as an adjective or participle."""
    return word_form(word).pos in {"ADJF", "ADJS", "PRTF", "PRTS"}


def counted_forms(noun: str) -> tuple[str, ...]:
    """Return the forms in which *noun* stands behind a number: «коробку», «коробки», «коробок»."""
    forms = next((parse.lexeme for parse in _analyser().parse(noun) if parse.tag.POS == "NOUN"), ())
    counted = (form for form in forms if {"gent", "accs"} & form.tag.grammemes)
    return tuple(dict.fromkeys(str(form.word).replace("ё", "е") for form in counted))


@lru_cache(maxsize=10_000)
def plural_genitive(noun: str) -> str:
    """Return the form of *noun* that counts many («коробок»), or *noun* itself where no dictionary knows it."""
    nouns = (parse for parse in _analyser().parse(noun) if parse.tag.POS == "NOUN")
    parses = sorted(nouns, key=lambda parse: parse.normal_form != noun)  # «банка» before «банк»
    forms = (parse.inflect({"gent", "plur"}) for parse in parses)
    return next((str(form.word).replace("ё", "е") for form in forms if form is not None), noun)


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """Return a rough root by which a noun and its adjective meet (спилок, спилковый); at least three letters.

    Endings and common suffixes are cut; hissing consonants at the end turn back into hard ones.
    """
    stem = _cut(lemma(word), _ENDINGS, keep=3)
    for _ in range(2):
        shorter = _cut(stem, _SUFFIXES, keep=4)
        if shorter == stem:
            break
        stem = shorter
    return stem[:-1] + stem[-1].translate(_HARD) if stem else stem


def _cut(word: str, endings: list[str], keep: int) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= keep:
            return word[: -len(ending)]
    return word


def agree(one: WordForm, other: WordForm) -> bool:
    """Say whether two words may stand together as an adjective and its noun: in one case, number and gender."""
    common = one.grammemes & other.grammemes
    return bool(one.cases & other.cases) and bool(common & _AGREEING)
