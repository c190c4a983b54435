"""What people call goods, written beside one of several sizes, is what the other sizes are called too.

«Держак триста» of one holder and nothing beside the other: the number tells the one from the other, «держак» names
both. Without that a nickname would decide for the article that has it, whatever size was asked. So does a
word that several makes are called by: «пальчиковая» of two AA cells is any AA cell. An alias also teaches how a Latin
name is said: «стерилайзд» beside one «Sterilised» is every other one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from nlp.numbers import find_numbers
from nlp.orders.catalogue.abbreviations import may_spell
from nlp.orders.catalogue.shortened import ShortForms
from nlp.orders.catalogue.word_kinds import is_code
from nlp.orders.measures.properties import STANDARD_KINDS
from nlp.orders.speech.lexicon import COLOURS, EXTREMES, SHADES
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_latin, sound_key, sound_keys

_LONG_NUMBER = 4  # digits
_SEVERAL = 2  # articles whose aliases have a word
_SHORTEST_NAME, _SHORTEST_SAID = 4, 3  # letters of a Latin name, and of the word that says it
_ALIKE = 70.0  # how alike the sounds of both must be

Family = tuple[frozenset[str], frozenset[str], tuple[str, ...]]


def family_of(terms: frozenset[str], heads: frozenset[str], properties: frozenset[str]) -> Family:
    """Return what sizes and colours of one thing share: its noun, its names, and the kinds of what it states."""
    kinds = sorted(key.rsplit(":", 1)[-1] if key.startswith("n:") else key[:2] for key in properties)
    return heads, frozenset(term for term in terms if not is_modifier(term)), tuple(kinds)


def shared_words(
    families: Sequence[Family], terms: Sequence[frozenset[str]], aliases: Sequence[Sequence[frozenset[str]]]
) -> Iterator[tuple[int, str]]:
    """Yield the place of an article and the word that an alias of another size or colour of it lends it.

    An adjective without a noun («столбовая шестьдесят») is what all sizes of the same name are called.
    """
    members: dict[Family, list[int]] = defaultdict(list)
    for place, family in enumerate(families):
        members[family].append(place)
    for place, family in enumerate(families):
        others = [other for other in members[family] if other != place]
        if not others:
            continue
        for alias in aliases[place]:
            if not any(map(_tells_apart, alias)):
                continue
            names = [word for word in alias if _is_name(word)]
            yield from ((other, word) for word in names for other in others)
            if not names and any(":" in word for word in alias):
                same = [other for other in others if terms[other] == terms[place]]
                yield from ((other, word) for word in filter(_stands_alone, alias) for other in same)


def taught_words(
    named: Sequence[tuple[frozenset[str], Sequence[frozenset[str]]]], short: ShortForms
) -> list[tuple[str, str]]:
    """Return the words of aliases that say aloud or in full what a name writes, each with that word of the name.

    *named* holds the words of names and of their aliases.
    """
    pairs = {pair for terms, aliases in named for pair in spoken_names(terms, aliases)}
    return sorted(pairs | {pair for terms, aliases in named for pair in words_in_full(terms, aliases, short)})


def words_in_full(
    terms: frozenset[str], aliases: Sequence[frozenset[str]], short: ShortForms
) -> Iterator[tuple[str, str]]:
    """Yield the words of *aliases* that say what one of *terms* writes short, each with that term: «бэцэ» of «ВС»."""
    said = {word for alias in aliases for word in alias if ":" not in word} - terms if aliases else set()
    codes = [term for term in terms if is_code(term) and len(term) > 1] if said else []
    for word in said:
        yield from ((word, cut) for cut, _ in short.cut(word) if cut in terms)
        yield from ((word, code) for code in codes if may_spell(word, code))


def common_words(
    names: Sequence[tuple[frozenset[str], frozenset[str]]],
    aliases: Sequence[Sequence[frozenset[str]]],
) -> Iterator[tuple[int, str]]:
    """Yield the place of an article without aliases and the word that all aliases of articles like it have.

    *names* holds terms and nouns. «Пальчиковая» beside two makes of AA cells,
    which nobody writes in a name, is every AA cell: these have more in common than the noun, and no alias of what has
    as much lacks the word.
    """
    said: dict[str, list[int]] = defaultdict(list)
    having: dict[str, list[int]] = defaultdict(list)
    for place, texts in enumerate(aliases):
        for term in names[place][0]:
            having[term].append(place)
        for word in frozenset().union(*texts) if texts else ():
            said[word].append(place)
    for word, places in said.items():
        if len(places) < _SEVERAL or word in having or not _may_be_read(word):
            continue
        common = frozenset.intersection(*(names[place][0] for place in places))
        if not common - frozenset().union(*(names[place][1] for place in places)):
            continue
        rarest = min(common, key=lambda term: len(having[term]))
        alike = [place for place in having[rarest] if common <= names[place][0]]
        if sum(bool(aliases[place]) for place in alike) == len(places):
            yield from ((place, word) for place in alike if not aliases[place])


def spoken_names(terms: frozenset[str], aliases: Sequence[frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield the words of *aliases* that say a Latin one of *terms* aloud, each with that term."""
    latin = [term for term in terms if is_latin(term) and len(term) >= _SHORTEST_NAME]
    said = {word for alias in aliases for word in alias if _may_be_read(word, _SHORTEST_SAID)}
    for word in said if latin else ():
        near = [(max(fuzz.ratio(sound_key(word), key) for key in sound_keys(term)), term) for term in latin]
        likeness, term = max(near)
        if likeness >= _ALIKE:
            yield word, term


def code_names(families: Sequence[tuple[frozenset[str], frozenset[str], frozenset[str]]]) -> Iterator[tuple[int, str]]:
    """Yield the place of an article and the word that stands beside its code wherever other goods name both.

    *families* holds terms, nouns and properties. «RAL 8017 шоколад» of sheets and of tiles is what a screw «RAL 8017»
    is called too; the word must stand beside no other code of that kind.
    """
    coded: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))  # kind -> code -> places
    for place, (_, _, properties) in enumerate(families):
        for key in filter(_is_code, properties):
            coded[key.rsplit(":", 1)[-1]][key].append(place)
    for codes in coded.values():
        words = {key: _shared_by_nouns([families[place] for place in places]) for key, places in codes.items()}
        for key, places in codes.items() if len(codes) > 1 else ():
            elsewhere = frozenset().union(
                *(families[place][0] for other in codes if other != key for place in codes[other])
            )
            for word in words[key] - elsewhere:
                yield from ((place, word) for place in places if word not in families[place][0])


def _is_code(key: str) -> bool:
    """Say whether the property *key* is a number with letters or a long one alone («RAL 8017»), and no standard."""
    mark, _, rest = key.partition(":")
    number, _, kind = rest.partition(":")
    if mark != "n" or kind in STANDARD_KINDS:
        return False
    return kind.startswith("@") or (not kind and number.isdigit() and len(number) >= _LONG_NUMBER)


def _shared_by_nouns(named: Sequence[tuple[frozenset[str], frozenset[str], frozenset[str]]]) -> frozenset[str]:
    """Return the words that goods of two nouns have all, and of the others none: «шоколад» of sheets and of tiles."""
    by_noun: dict[frozenset[str], list[frozenset[str]]] = defaultdict(list)
    for terms, nouns, _ in named:
        by_noun[nouns].append(terms)
    every = [frozenset.intersection(*texts) for texts in by_noun.values()]
    some = [frozenset().union(*texts) for texts in by_noun.values()]
    split = frozenset().union(*(has - all_have for has, all_have in zip(some, every, strict=True)))
    counts = Counter(word for texts in every for word in texts)
    return frozenset(word for word, count in counts.items() if count > 1 and not is_latin(word)) - split


def _may_be_read(term: str, shortest: int = _SHORTEST_NAME) -> bool:
    return ":" not in term and len(term) >= shortest and not is_latin(term) and not find_numbers([term])


def _tells_apart(term: str) -> bool:
    return ":" in term or term in EXTREMES or is_modifier(term) or bool(find_numbers([term]))


def _stands_alone(term: str) -> bool:
    """Say whether *term* is an adjective that tells neither size nor colour."""
    return ":" not in term and is_modifier(term) and term not in EXTREMES and term not in COLOURS | SHADES


def _is_name(term: str) -> bool:
    if ":" in term or len(term) <= 3 or term in EXTREMES or find_numbers([term]):
        return False
    return word_form(term).pos in {"NOUN", None}
