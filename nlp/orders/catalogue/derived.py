"""Words of names and the words that speech makes of them: nouns and their adjectives, compounds and their tails.

Each rule is one of Russian word formation; whether what comes out is a word of the catalogue is for the caller to see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from nlp.orders.speech.units import MEASURES, count_unit
from nlp.text.morph import word_form

_SHORTEST_STEM = 4
_SHORTEST_TAIL, _SHORTEST_FRONT, _SEAM = 4, 3, ("о", "е")
_OF_NAME = re.compile(r"(.{3,})ск(?:ий|ая|ое|ие|ого|ой|их|ому|им|ую|ими|ом)$")
_KIN = (
    ("очный", ("ковый", "ка", "ок", "ко")), ("ечный", ("ковый", "ка", "ек")), ("ковый", ("очный", "ка", "ок")),
    ("илка", ("ка", "итель", "ильник")), ("алка", ("ка", "атель")), ("ка", ("илка", "алка")),
    ("ерка", ("ка", "еровка")),
)  # fmt: skip
_TALKED, _MADE = ("уха", "юха", "як", "яшка"), ("ушка", "ашка", "ка", "ник", "ик", "ач")  # suffixes of talk
_ADJECTIVE_ENDS = ("ый", "ий", "ой", "ный", "ной", "ьный", "нный", "овый", "евый")
_DOING = re.compile("(.{3,}?)(?:[иы]?ва|я|а)?[юуяа]щий$")
_AGENT = re.compile("(?:о(?=чист))?(.{3,}?)(?:[иы]ва|и|а)тель$")
_AGENT_ENDS: tuple[str, ...] = ("итель", "атель", "ыватель", "иватель")
_DOING_ENDS = ("ящий", "яющий", "ающий", "ющий", "ивающий", "ывающий")
_IN_AGENTS = {"щ": ("ст",), "т": ("щ",)}  # «очищающий», «очиститель»
_DONE = ("о", "об", "по", "за", "вы", "про", "на", "от", "рас", "раз", "с", "у", "пере", "под")
_COMPLETING = frozenset(
    {"о", "об", "по", "за", "про", "на", "с", "у"}
)  # «очищенный» is «почищенный», «открытый» no «закрытый»
_PARTICIPLE_ENDS = ("енный", "еный", "анный", "аный", "тый")
_PARTICIPLE = re.compile(f"(.+?)(?:{'|'.join(_PARTICIPLE_ENDS)})$")
_SHORTEST_NOUN, _SHORTEST_SLANG, _SHORTEST_KIN = 3, 5, 3
_SLANG = tuple(
    re.compile(ending + "(?:[аиуеой]|ой|ам|ами|ах)?$")
    for ending in ("[шлйнвтзч]к", "[аеиоуыэюя][шлйнвтзч]к", "ьк", "к", "ник", "як", "ух")
)


def tails_of(heads: Sequence[str]) -> dict[str, list[str]]:
    """Return the nouns that people shorten compound names of goods to: «короб» of «гофрокороб»."""
    tails: dict[str, list[str]] = defaultdict(list)
    for head in heads:
        for border in range(_SHORTEST_FRONT, len(head) - _SHORTEST_TAIL + 1):
            tail = head[border:]
            measure = count_unit(tail)
            if measure is not None and measure.unit in MEASURES:
                continue  # metres are no thermometers
            if head[border - 1] in _SEAM and word_form(tail).known and word_form(tail).pos == "NOUN":
                tails[tail].append(head)
    return tails


def kin_of(word: str) -> Iterator[str]:
    """Yield words made of the same root in another way: «совочный» of «совок» and «совковый», «сушилка» of «сушка»."""
    for suffix, others in _KIN:
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= _SHORTEST_KIN:
            yield from (stem + other for other in others)


def agents_of(word: str) -> Iterator[str]:
    """Yield what does the same by another word: «чистящий» and «очиститель», «увлажняющий» and «увлажнитель»."""
    match, ends = _DOING.match(word), _AGENT_ENDS
    if match is None:
        match, ends = _AGENT.match(word), _DOING_ENDS
    if match is None:
        return
    stem = match[1]
    stems = [stem, *(stem[:-1] + hard for hard in _IN_AGENTS.get(stem[-1], ()))]
    yield from (prefix + other + end for other in stems for end in ends for prefix in ("", "о"))


def slang_stems(word: str) -> Iterator[str]:
    """Yield what may be the stem of a noun that people made of a name: «ламинашка», «тишьюшка», «джинсовка»."""
    for pattern in _SLANG:
        stem = pattern.sub("", word)
        if len(stem) >= _SHORTEST_SLANG and stem != word:
            yield stem


def adjectives_of(word: str) -> Iterator[str]:
    """Yield the adjectives of the dictionary of which people made the noun *word*: «бесшовка», «кругляк», «угловуха».

    A suffix that as often makes nouns of other origin counts only where the dictionary has no such noun.
    """
    form = word_form(word)
    if form.pos not in {"NOUN", None}:
        return
    for lemma in form.lemmas:
        for suffix in _TALKED if form.known else (*_TALKED, *_MADE):
            stem = lemma.removesuffix(suffix)
            if stem != lemma and len(stem) >= _SHORTEST_NOUN:
                made = (stem + ending for ending in _ADJECTIVE_ENDS)
                yield from (adjective for adjective in made if _is_adjective(adjective))


def aspects_of(participle: str) -> Iterator[tuple[str, str]]:
    """Yield prefix and rest of what the same was done to, with another prefix or none: «чищеный», «очищенный»."""
    match = _PARTICIPLE.match(participle)
    if match is None:
        return
    for done in ("", *_DONE):
        stem = match[1].removeprefix(done)
        if match[1].startswith(done) and len(stem) >= _SHORTEST_KIN:
            others = _DONE if not done else ("", done, *(_COMPLETING if done in _COMPLETING else ()))
            yield from ((prefix, stem + end) for prefix in dict.fromkeys(("", *others)) for end in _PARTICIPLE_ENDS)


def _is_adjective(word: str) -> bool:
    form = word_form(word)
    return form.known and word in form.lemmas and (form.adjective == word or form.pos == "PRTF")


def grows(term: str, stem: str, pos: str | None) -> bool:
    """Say whether *term* is a longer word of the same root («круглый», «круглозёрный»; «гофра», «гофрированный»)."""
    adjective = pos == "ADJF" or term.endswith(("ый", "ий", "ой"))
    return term.startswith(stem) and (adjective or len(stem) > _SHORTEST_STEM)


def stems_of(word: str) -> Iterator[str]:
    """Yield the names of which *word* may be an adjective: «кнауфовский» is of «Кнауф», «топкинский» of «Топки»."""
    match = _OF_NAME.match(word)
    if match is not None:
        yield match[1]
        yield from (match[1].removesuffix(part) for part in ("ов", "ев", "ин", "ен") if match[1].endswith(part))


def spellings(word: str, lemmas: Sequence[str]) -> set[str]:
    """Return *word* and its dictionary form where it is a letter with an ending («эльки», «эмок»: «эмка»)."""
    nominative = {word[:-1] + "а"} if len(word) > 3 and word[-2] == "к" and word[-1] in "иуеа" else set()
    return {word, *nominative, *(lemma for lemma in lemmas if lemma.endswith("ка"))}
