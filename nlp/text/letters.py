"""Which letters of a written code a spoken or typed word may stand for.

«Эс» is S or the Russian С, «си» and «цэ» are C, «у» and «ю» U; people who type write Russian letters for Latin ones, by
look (Т for T) or by sound (в for V, п for P). All letters are given as ``fold_code`` writes them.
"""

from __future__ import annotations

from functools import lru_cache

from nlp.text.sound import fold_code

CYRILLIC_ALIKE = str.maketrans("abekmhopctxy", "авекмнорстху")  # Latin letters that look Russian
VOWELS = frozenset("аеиоуыэюяaeiouy")
_NAMED = (  # letter: its usual names
    "a: а эй", "б: бэ бе", "b: бэ бе би вэ ве", "в: вэ ве", "г: гэ ге", "g: гэ ге джи жэ же", "д: дэ де",
    "d: дэ де ди", "е: е йе", "e: е и", "ж: жэ же", "з: зэ зе", "и: и", "i: и ай", "й: й", "j: йот джей жи джи",
    "k: ка кэ ке кей", "л: эл эль ел лэ", "l: эл эль ел лэ", "м: эм ем мэ", "n: эн ен нэ",
    "h: эн ен нэ аш эйч ха хэ хе", "o: о оу", "п: пэ пе", "p: пэ пе пи эр ер рэ",
    "r: эр ар ер рэ", "c: эс ес цэ це си сэ се", "s: эс ес", "t: тэ те ти",
    "y: у игрек вай уай", "u: у ю", "ф: эф еф фэ", "f: эф еф", "x: ха хэ хе икс экс", "ц: цэ це", "ч: че чэ",
    "ш: ша шэ", "щ: ща щэ", "ы: ы", "э: э", "ю: ю", "я: я", "q: ку кью", "v: вэ ве ви",
    "w: вэ дабл даблю дубльвэ", "z: зет зэт зед зэд зэ зе",
)  # fmt: skip
_ALIKE = {  # what people type, by look and by sound -> the letters meant
    "а": "a", "б": "бb", "в": "bвvw", "г": "гg", "д": "дd", "е": "e", "ж": "жj", "з": "зz", "и": "иiu", "й": "йj",
    "к": "kc", "л": "лl", "м": "m", "н": "hn", "о": "o", "п": "пp", "р": "pr", "с": "cs", "т": "t", "у": "yu",
    "ф": "фf", "х": "xh", "ц": "цc", "ч": "ч", "ш": "ш", "щ": "щ", "ы": "ы", "э": "эe", "ю": "юu", "я": "я",
}  # fmt: skip
_LONGEST, _MOST = 14, 4  # letters of a word that spells a code; of one that writes it

Letters = tuple[str, ...]  # one string for each letter: what it may be


def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in _NAMED:
        letter, _, said = entry.partition(": ")
        for name in said.split():
            names[name] = names.get(name, "") + "".join(dict.fromkeys(fold_code(letter) + letter))
    return names


_LETTERS_OF = _names()


@lru_cache(maxsize=50_000)
def letters_of(word: str) -> tuple[Letters, ...]:
    """Return the rows of letters that *word* (lower case) may stand for: names of letters, or letters themselves."""
    found = [row for row in _spelt(word) if row] if len(word) <= _LONGEST else []
    if len(word) <= _MOST and word.isalpha():
        found.append(tuple(_ALIKE.get(letter, letter) for letter in word))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=100)
def names_of(letter: str) -> tuple[str, ...]:
    """Return the names of *letter* («b»: «бэ», «би»)."""
    return tuple(name for name, letters in _LETTERS_OF.items() if letter in letters)


def _spelt(word: str) -> list[Letters]:
    if not word:
        return [()]
    rows: list[Letters] = []
    for size in range(min(len(word), 7), 0, -1):
        letters = _LETTERS_OF.get(word[:size])
        if letters is not None:
            rows += [(letters, *rest) for rest in _spelt(word[size:])]
    return rows
