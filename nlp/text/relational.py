"""Nouns and the adjectives made of them: «окно» and «оконный», «говядина» and «говяжий», «кухня» and «кухонный».

A price list writes «Баранина корейка» and «Рёбра бараньи» side by side, and a caller says the one for the other. Of a
word its kin are made by suffix, softened consonant, soft sign and fleeting vowel; most of the shapes are no words at
all: the caller keeps those that are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_SUFFIXES = (
    "овый", "евый", "овой", "евой", "ный", "ной", "ний", "яный", "яной", "янный", "енный", "иный", "ий", "ский",
    "еский", "ический",
)  # fmt: skip
_OF_STUFF = ("овый", "евый", "овой", "евой", "ный", "ной", "яный", "яной")  # two of one noun mean one thing
_OF_KA = ("очный", "ечный")
_NOUN_ENDS = ("", "ь", "а", "я", "о", "е", "й")
_KA = ("ка", "ок", "ек", "ко", "а")
_OF_MEAT, _MEAT = ("ий", "ой", "иный"), ("ина", "атина", "ятина")
_OF_BIRDS = ("ь", "ка", "ица", "а")  # «гусиный», «утиный», «куриный»
_HISSING = {"г": "ж", "к": "ч", "х": "ш", "ц": "ч", "д": "ж", "з": "ж", "т": "ч"}
_HARD = {"ж": "гдз", "ч": "кцт", "ш": "х"}
_VOWELS = frozenset("аеиоуыэюя")
_SHORTEST = 3
_SHORTEST_OF_BIRD = 2


@lru_cache(maxsize=50_000)
def adjectives_of_noun(noun: str) -> tuple[str, ...]:
    """Return the shapes of adjectives made of *noun* (a lemma): «оконный» of «окно»; most of them are no words."""
    shapes: dict[str, None] = {}
    for end in _MEAT:
        if noun.endswith(end):
            stem = noun.removesuffix(end)
            shapes.update(dict.fromkeys(one + suffix for one in _softened(stem) for suffix in _OF_MEAT))
    for end in _KA:
        stem = noun.removesuffix(end)
        if noun.endswith(end) and len(stem) >= _SHORTEST:
            shapes.update(dict.fromkeys(stem + suffix for suffix in _OF_KA))
    for stem in _stems_of_noun(noun):
        shapes.update(dict.fromkeys(stem + suffix for suffix in _SUFFIXES))
    return tuple(shapes)


@lru_cache(maxsize=50_000)
def nouns_of_adjective(adjective: str) -> tuple[str, ...]:
    """Return the shapes of nouns of which *adjective* (a lemma) may be made: «окно» of «оконный», «говядина»."""
    shapes: dict[str, None] = {}
    for suffix in _OF_MEAT:
        stem = adjective.removesuffix(suffix)
        if stem != adjective and len(stem) >= _SHORTEST_OF_BIRD:
            shapes.update(dict.fromkeys(one + end for one in _hardened(stem) for end in _MEAT if len(one) >= _SHORTEST))
            if suffix == "иный":
                shapes.update(dict.fromkeys(stem + end for end in _OF_BIRDS))
    for suffix in _OF_KA:
        stem = adjective.removesuffix(suffix)
        if stem != adjective and len(stem) >= _SHORTEST:
            shapes.update(dict.fromkeys(stem + end for end in _KA))
    for suffix in _SUFFIXES:
        stem = adjective.removesuffix(suffix)
        if stem != adjective and len(stem) >= _SHORTEST:
            shapes.update(dict.fromkeys(one + end for one in _stems_of_adjective(stem) for end in _NOUN_ENDS))
    return tuple(shapes)


@lru_cache(maxsize=50_000)
def siblings_of(adjective: str) -> tuple[str, ...]:
    """Return the shapes of other adjectives of the noun that *adjective* is made of: «соляной», «солевой»."""
    suffix = next((suffix for suffix in _OF_STUFF if adjective.endswith(suffix)), "")
    stem = adjective.removesuffix(suffix)
    if not suffix or len(stem) < _SHORTEST:
        return ()
    shapes = (one + other for one in (stem, stem + "ь", stem.rstrip("ь")) for other in _OF_STUFF)
    return tuple(dict.fromkeys(shape for shape in shapes if shape != adjective))


def _stems_of_noun(noun: str) -> Iterator[str]:
    """Yield what stands before the suffix of an adjective of *noun*: «кухон», «бумаж», «мыль», «ковр»."""
    bare = noun[:-1] if noun[-1:] in _VOWELS or noun[-1:] in "ьй" else noun
    bare = bare[:-1] if noun.endswith("ия") else bare
    if len(bare) < _SHORTEST and len(noun) > _SHORTEST:
        return
    for stem in (bare, *_moved(bare)):
        yield from _softened(stem)
        if stem.endswith("л") or noun.endswith("ь"):
            yield stem + "ь"
    if noun.endswith(("я", "й", "е")):
        yield bare + "й"  # «батарейный», «кофейный»


def _stems_of_adjective(stem: str) -> Iterator[str]:
    """Yield the stems of nouns from which the *stem* of an adjective may come."""
    plain = stem.removesuffix("ь")
    for one in (plain, *_moved(plain)):
        yield from _hardened(one)
    if stem.endswith("й"):
        yield stem[:-1]


def _moved(stem: str) -> Iterator[str]:
    """Yield *stem* with a vowel put between its last two consonants, or without the one between them."""
    if len(stem) < _SHORTEST:
        return
    if stem[-1] not in _VOWELS and stem[-2] not in _VOWELS:
        yield from (stem[:-1].removesuffix("ь") + vowel + stem[-1] for vowel in "ое")
    elif stem[-1] not in _VOWELS and stem[-2] in "ое" and stem[-3] not in _VOWELS:
        yield stem[:-2] + stem[-1]


def _softened(stem: str) -> Iterator[str]:
    yield stem
    if stem[-1:] in _HISSING:
        yield stem[:-1] + _HISSING[stem[-1]]


def _hardened(stem: str) -> Iterator[str]:
    yield stem
    yield from (stem[:-1] + hard for hard in _HARD.get(stem[-1:], ""))
