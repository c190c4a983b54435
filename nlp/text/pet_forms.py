"""Pet forms of Russian nouns and adjectives, by their suffixes: «ложечка» of «ложка», «беленький» of «белый».

Speech to a sales clerk is full of them, price lists hardly have any. A suffix alone proves nothing («точка» is no small
«тока»), so what comes out are shapes: the caller keeps those that are words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

# Suffix of the pet form, endings of the plain word. Longer suffixes stand first; the first that fits is taken.
_NOUNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("оечка", ("ойка",)), ("аечка", ("айка",)), ("еечка", ("ейка",)), ("уечка", ("уйка",)),
    ("ошечка", ("ошка",)), ("ошечко", ("ошко", "но")), ("ошко", ("но",)),
    ("ичечка", ("ичка",)), ("очечка", ("очка",)), ("ечечка", ("ечка",)),
    ("очка", ("ка", "а", "ь", "о")), ("ечка", ("ка", "а", "ь", "я")), ("ичка", ("а", "ица", "ика")),
    ("ички", ("ицы", "ки")), ("чики", ("цы",)), ("ельки", ("ли",)), ("елька", ("ля", "ель")), ("елек", ("ля", "ель")),
    ("очко", ("ко", "о", "око")), ("ечко", ("це", "цо", "ьцо", "ко", "о")), ("ичко", ("йцо",)),
    ("енька", ("а", "я", "ька")), ("онька", ("а", "я")), ("ушка", ("а", "ь", "ка")), ("юшка", ("я", "ь", "ля")),
    ("ушко", ("о",)), ("ышко", ("о",)), ("ышек", ("", "ыш")), ("ушек", ("",)), ("ишко", ("", "о", "е")),
    ("ичек", ("ик", "")), ("очек", ("ок", "")), ("ечек", ("ек", "ок", "")),
    ("ьчик", ("ец", "ь", "")), ("йчик", ("й", "ец")), ("чик", ("", "ец", "ка", "ч")),
    ("ьице", ("ье",)), ("ице", ("о", "е")), ("льце", ("ло", "лье")),
    ("ик", ("", "ь")), ("цо", ("о",)),
)  # fmt: skip
# Suffixes that as often make a word of its own («сырок», «трубка»): only with a change inside the word they are told.
_CHANGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ок", ("",)), ("ек", ("",)), ("ка", ("а", "я")), ("ко", ("о",)),
)  # fmt: skip
_UNCHANGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("аек", ("ай",)),
    ("еек", ("ей",)),
    ("ька", ("ь",)),
    ("ка", ("ь", "ть")),
)
_ADJECTIVES = ("енький", "онький", "охонький", "ехонький", "ешенький", "юсенький")
_ADJECTIVE_ENDINGS = ("ый", "ий", "ой", "кий", "окий", "ный", "ший")
_SOFTENED = {"ж": ("г", "з"), "ч": ("к", "ц"), "ш": ("х", "с"), "щ": ("ск",)}
_VOWELS = frozenset("аеиоуыэюя")
_SHORTEST_STEM = 2
_PLURAL = ("очки", "ечки")
_AFTER_VOWEL = ("ечка", "чко")
_STEPS = 2  # «ножичек» is a «ножик», which is a «нож»


@lru_cache(maxsize=50_000)
def plain_shapes(lemma: str) -> tuple[str, ...]:
    """Return what the *lemma* may be a pet form of, nearest first; most of the shapes are no words at all."""
    shapes: dict[str, None] = {}
    level = [lemma]
    for _ in range(_STEPS):
        level = [shape for word in level for shape in _one_step(word) if shape not in shapes]
        shapes.update(dict.fromkeys(level))
    return tuple(shapes)


def _one_step(word: str) -> Iterator[str]:
    if word.endswith(_PLURAL):  # «тапочки», which the dictionary knows in no singular
        yield from _one_step(word[:-1] + "а")
    for suffix in _ADJECTIVES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            yield from _joined(word.removesuffix(suffix), _ADJECTIVE_ENDINGS)
            return
    for suffix, endings in _NOUNS:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM - (suffix[1:] in _AFTER_VOWEL):
            yield from _joined(word.removesuffix(suffix), endings)
            return
    for suffix, endings in _UNCHANGED:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            yield from (word.removesuffix(suffix) + ending for ending in endings)
    for suffix, endings in _CHANGED:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > _SHORTEST_STEM:
            yield from (shape for shape in _joined(stem, endings) if not shape.startswith(stem))


def _joined(stem: str, endings: tuple[str, ...]) -> Iterator[str]:
    for ending in endings:
        for variant in _stems(stem, before_vowel=ending[:1] in _VOWELS):
            yield variant + ending


def _stems(stem: str, *, before_vowel: bool) -> Iterator[str]:
    """Yield *stem* as it may stand in the plain word: «книж» as «книг», «ведер» as «ведр», «ковр» as «ковер»."""
    for variant in (stem, *(stem[:-1] + hard for hard in _SOFTENED.get(stem[-1], ()))):
        yield variant
        if len(variant) <= _SHORTEST_STEM or variant[-1] in _VOWELS:
            continue
        if before_vowel and variant[-2] in "ео" and variant[-3] not in _VOWELS:
            yield variant[:-2] + variant[-1]
        elif not before_vowel and variant[-2] not in _VOWELS:
            yield from (variant[:-1] + vowel + variant[-1] for vowel in "ео")
