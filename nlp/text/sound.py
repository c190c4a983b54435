"""How words sound: keys by which a misheard or foreign word meets its spelling.

A key keeps what a telephone carries: unstressed vowels merge, voiced consonants merge with voiceless ones, double
letters collapse. Latin words are read by several rules at once (Schneider: шнайдер, шнейдер), abbreviations letter by
letter (ПВХ: пэвэха, пэвэхэ).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product

_KEY = str.maketrans(
    {
        **dict.fromkeys("ао", "а"),
        "я": "а",
        **dict.fromkeys("еэиый", "и"),
        **dict.fromkeys("ую", "у"),
        "б": "п",
        "в": "ф",
        "г": "к",
        "д": "т",
        "ж": "ш",
        "щ": "ш",
        "з": "с",
        "ъ": None,
        "ь": None,
        "ё": "и",
    }
)
_NAMES: dict[str, tuple[str, ...]] = {
    "а": ("а",), "б": ("бэ",), "в": ("вэ",), "г": ("гэ",), "д": ("дэ",), "е": ("е",), "ж": ("жэ",), "з": ("зэ",),
    "и": ("и",), "й": ("й",), "к": ("ка", "кэ"), "л": ("эл",), "м": ("эм",), "н": ("эн",), "о": ("о",), "п": ("пэ",),
    "р": ("эр",), "с": ("эс", "сэ"), "т": ("тэ",), "у": ("у",), "ф": ("эф", "фэ"), "х": ("ха", "хэ"), "ц": ("цэ",),
    "ч": ("че",), "ш": ("ша", "шэ"), "щ": ("ща", "щэ"), "ы": ("ы",), "э": ("э",), "ю": ("ю",), "я": ("я",),
    "a": ("а", "эй"), "b": ("бэ",), "c": ("цэ", "си", "эс", "сэ"), "d": ("дэ",), "e": ("е",), "f": ("эф",),
    "g": ("гэ", "джи", "жэ"), "h": ("аш", "ха", "эйч"), "i": ("и", "ай"), "j": ("жи", "джей"), "k": ("ка", "кей"),
    "l": ("эл",), "m": ("эм",), "n": ("эн",), "o": ("о", "оу"), "p": ("пэ",), "q": ("ку", "кью"), "r": ("эр", "ар"),
    "s": ("эс",), "t": ("тэ",), "u": ("у", "ю"), "v": ("вэ",), "w": ("вэ", "даблю"), "x": ("икс", "ха"),
    "y": ("игрек", "вай"), "z": ("зет", "зэд"),
}  # fmt: skip
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shion", ("шн",)), ("sch", ("ш",)), ("tch", ("ч", "тч")), ("sh", ("ш",)), ("tech", ("тек", "тех")),
    ("ch", ("ч", "ш", "х")), ("igh", ("ай",)), ("tion", ("шн", "шен", "тион")), ("ssion", ("шн", "шен", "сион")),
    ("sion", ("жн", "сион")), ("dge", ("дж",)), ("ew", ("ю", "ев")), ("wh", ("в", "у")),
    ("ck", ("к",)), ("ph", ("ф",)), ("th", ("т", "с")),
    ("ce", ("це", "се")), ("ci", ("ци", "си", "чи")), ("cy", ("ци", "си")),
    ("eu", ("ев", "еу")), ("au", ("ау", "ав")),
    ("ei", ("ай", "ей")), ("ey", ("и", "ей")), ("ay", ("ай", "эй")), ("ai", ("ай", "эй")), ("ie", ("и",)),
    ("ee", ("и",)), ("oe", ("е", "оэ")), ("oa", ("оу", "оа")),
    ("oo", ("у", "о")), ("ea", ("и", "е", "еа")),
    ("ur", ("ур", "ер")), ("ou", ("у", "оу", "а")), ("ow", ("оу", "ау", "ов")), ("qu", ("кв",)), ("tz", ("ц",)),
    ("ts", ("ц",)), ("zh", ("ж",)), ("ya", ("я",)), ("yu", ("ю",)), ("ll", ("л",)), ("ss", ("с",)), ("xx", ("кс",)),
)  # fmt: skip
_BEGINNINGS: tuple[tuple[str, tuple[str, ...]], ...] = (("st", ("ст", "шт")), ("x", ("кс", "з", "с")))
_ENDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ture", ("чер", "че", "тур")), ("ce", ("с", "це", "се")), ("ge", ("ж", "дж", "ге")),
)  # fmt: skip
_LONG_O = re.compile("o(?=[bcdfgklmnprstvz]e$|tion)")  # «note», «motion»: «ноут», «моушн»
_LETTERS: dict[str, tuple[str, ...]] = {
    "a": ("а", "эй"), "b": ("б",), "c": ("к", "с"), "d": ("д",), "e": ("е",), "f": ("ф",), "g": ("г", "дж"),
    "h": ("х", ""),
    "i": ("и", "ай"), "j": ("дж", "й"), "k": ("к",), "l": ("л",), "m": ("м",), "n": ("н",), "o": ("о",), "p": ("п",),
    "q": ("к",), "r": ("р",), "s": ("с",), "t": ("т",), "u": ("у", "а"), "v": ("в",), "w": ("в",), "x": ("кс",),
    "y": ("и", "ай"), "z": ("з", "ц"),
}  # fmt: skip
_CLUSTERS = (  # of what stands together some is not heard: «свитч», «лестница», «счётчик»
    ("тс", "ц"), ("дс", "ц"), ("тч", "ч"), ("дч", "ч"), ("стн", "сн"), ("здн", "зн"), ("вств", "ств"), ("сч", "щ"),
)  # fmt: skip
_IOTATED = re.compile("(?:(?<=[аеиоуыэюя])|^)[яю]")  # «роял» is heard as «ройал», «якобс» as «йакобс»
_MOST_VARIANTS = 24
_SHORTEST_CUT = 3  # sounds
_LATIN = re.compile("[a-z]")
_LOOKALIKE = str.maketrans("авекмнорстху", "abekmhopctxy")


def is_latin(word: str) -> bool:
    """Say whether *word*, in lower case, has a Latin letter."""
    return _LATIN.search(word) is not None


@lru_cache(maxsize=200_000)
def sound_key(word: str) -> str:
    """Return the key of a Cyrillic *word* in lower case; words that sound alike share it."""
    for written, heard in _CLUSTERS:
        word = word.replace(written, heard)
    plain = _IOTATED.sub(_with_glide, word).translate(_KEY)
    return "".join(letter for index, letter in enumerate(plain) if index == 0 or letter != plain[index - 1])


def _with_glide(match: re.Match[str]) -> str:
    return "й" + ("а" if match[0] == "я" else "у")


@lru_cache(maxsize=50_000)
def read_latin(word: str) -> tuple[str, ...]:
    """Return the ways a Russian speaker may read the Latin *word* aloud, in Cyrillic letters."""
    return _combinations(_sounds(word))


def begins_aloud(word: str, key: str) -> bool:
    """Say whether the Latin *word* may be read so that it begins with the sounds *key*: «пил.» of «Pilot»."""
    return len(key) >= _SHORTEST_CUT and is_latin(word) and any(sound.startswith(key) for sound in sound_keys(word))


def read_in_parts(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the ways to read a word written in *parts*, single Latin letters by their names («Type-C»: «тайпси»)."""
    if not any(map(is_latin, parts)):
        return ()
    return _combinations([_read_part(part) for part in parts])


def _read_part(part: str) -> tuple[str, ...]:
    if len(part) == 1:
        return _NAMES.get(part, (part,))
    return read_latin(part) if is_latin(part) else (part,)


def read_plainly(word: str) -> str:
    """Return the commonest way to read the Latin *word* aloud, letter for letter («gauss»: «гаус»)."""
    return "".join(sounds[0] for sounds in _sounds(word))


def _sounds(word: str) -> list[tuple[str, ...]]:
    """Return what each letter or group of letters of a Latin *word* may sound like, the commonest first."""
    parts: list[tuple[str, ...]] = []
    index = 0
    while index < len(word):
        size, sounds = _next_sound(word, index)
        parts.append(sounds)
        index += size
    return parts


def _next_sound(word: str, index: int) -> tuple[int, tuple[str, ...]]:
    """Return how many letters of *word* from *index* on are read together, and their sounds."""
    for group, sounds in _BEGINNINGS if index == 0 else ():
        if word.startswith(group):
            return len(group), sounds
    for group, sounds in _ENDS if index > 1 else ():
        if word[index:] == group:
            return len(group), sounds
    for group, sounds in _GROUPS:
        if word.startswith(group, index):
            return len(group), sounds
    if word[index] == "e" and index == len(word) - 1 and index > 2:
        return 1, ("е", "")
    if _LONG_O.match(word, index):
        return 1, ("о", "оу")
    return 1, _LETTERS.get(word[index], (word[index],))


@lru_cache(maxsize=50_000)
def spelt_aloud(code: str) -> tuple[str, ...]:
    """Return the ways an abbreviation is read letter by letter («пвх» gives «пэвэха» and «пэвэхэ»)."""
    return _combinations([_NAMES.get(letter, (letter,)) for letter in code])


@lru_cache(maxsize=100_000)
def sound_keys(word: str) -> tuple[str, ...]:
    """Return the sound keys of every reading of *word*, Cyrillic or Latin."""
    readings = read_latin(word) if is_latin(word) else (word,)
    return tuple(dict.fromkeys(map(sound_key, readings)))


def fold_code(word: str) -> str:
    """Return *word* with Cyrillic letters that look Latin written in Latin («м» and «m» become one)."""
    return word.translate(_LOOKALIKE)


def is_letter_name(word: str) -> bool:
    """Say whether *word* is how one letter is called («пэ», «эль», «икс»)."""
    return word in _LETTER_NAMES


@lru_cache(maxsize=50_000)
def is_spelt(word: str) -> bool:
    """Say whether *word* is two or more letter names in a row («вэвэгэ», «энгэ»)."""

    def split(rest: str, count: int) -> bool:
        if not rest:
            return count >= 2
        return any(rest.startswith(name) and split(rest[len(name) :], count + 1) for name in _SPELT_NAMES)

    return len(word) <= 16 and split(word, 0)


def _combinations(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    while _count(parts) > _MOST_VARIANTS:
        # the end is read last: whether its vowel is silent tells more than any vowel within
        longest = max(range(len(parts)), key=lambda index: (len(parts[index]), index < len(parts) - 1, index))
        parts[longest] = parts[longest][:-1]
    return tuple(dict.fromkeys("".join(choice) for choice in product(*parts)))


def _count(parts: list[tuple[str, ...]]) -> int:
    count = 1
    for part in parts:
        count *= len(part)
    return count


_LETTER_NAMES = frozenset(name for names in _NAMES.values() for name in names) | {
    "эль", "бе", "ве", "ге", "де", "же", "зе", "пе", "те", "це", "ка", "ха", "би", "ди", "пи", "ти", "ви", "кю", "дабл",
    "эм", "эн", "эр", "эс", "эф", "ша", "ща", "шэ", "хэ", "й", "ю", "я",
} - {"а", "и", "о", "у", "с", "к", "в", "я", "аш"} | {"а", "и", "о", "у", "аш"}  # fmt: skip
_SPELT_NAMES = tuple(
    sorted((name for name in _LETTER_NAMES if len(name) > 1 or name in "аеиоу"), key=len, reverse=True)
)
