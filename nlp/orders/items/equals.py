"""Of articles that fit equally: the one that is meant, or that several are.

What decides, in this order: «большой» and «малый», «обычный», a name said in full, a whole alias, a number by which one
differs, past orders, the shortest name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import NEGATION
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.part_of_alias import numbers_of, numbers_said
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.measures.properties import STANDARD_KINDS, STANDARDS
from nlp.orders.measures.sizes import extremes, measures
from nlp.orders.speech.tokens import normal
from nlp.orders.speech.units import MEASURES
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_latin

_MEASURED = frozenset(MEASURES.values())
_TWO = 2
_FEW_RIVALS = 3
_SAID_IN = {"kg": Decimal(1000), "l": Decimal(1000), "mm": Decimal("0.1")}  # grams, millilitres, centimetres
_SIZES = frozenset("smlsмл")  # S, M and L: letters that tell one article from another


def choose(
    catalogue: Catalogue, found: Resolution, evidence: Sequence[Atom], context: Sequence[Atom], prefer: Collection[int]
) -> Resolution:
    group = found.places
    if len(group) == 1:
        return _other_size(catalogue, found, evidence)
    if any(atom.either for atom in evidence):
        found.verdict = Verdict.SEVERAL
        return found
    said = [*evidence, *context]
    group = _extremes(catalogue, group, evidence)
    if len(group) < len(found.places):
        found.places, found.weak = group, True
        if len(group) == 1:
            return found
    ways = (_ordinary, _full_name, _whole_alias, _by_difference)
    leader = next((place for way in ways if (place := way(catalogue, group, said)) is not None), None)
    if leader is None:
        known = [place for place in group if place in prefer]
        if len(known) == 1:
            found.note = "выбрано по прошлым заказам клиента"
            found.places = [known[0], *(place for place in group if place != known[0])]
            return found
        leader = _plainest(catalogue, group, said)
        found.weak = leader is not None
    if leader is None:
        found.verdict = Verdict.SEVERAL
        return found
    found.places = [leader, *(place for place in group if place != leader)]
    return found


def _other_size(catalogue: Catalogue, found: Resolution, evidence: Sequence[Atom]) -> Resolution:
    """«Липучка широкая» is the wide one, although the nickname stands beside the narrow one."""
    untold = any(atom.extreme and atom.row is None for atom in evidence)
    measured = any(atom.kind in {Kind.PROPERTY, Kind.OPEN, Kind.ARTICLE} for atom in evidence)
    sizes = catalogue.sizes_of(found.places[0])
    if not untold or measured or len(sizes) < _TWO:
        return found
    chosen = _extremes(catalogue, sizes, evidence)
    if found.places[0] not in chosen or len(chosen) > 1:
        found.places, found.weak = chosen, True
        found.verdict = Verdict.ONE if len(chosen) == 1 else Verdict.SEVERAL
    return found


def _extremes(catalogue: Catalogue, group: list[int], evidence: Sequence[Atom]) -> list[int]:
    """Return the larger or smaller articles of *group*, where «большой» or «малый» was said and two sizes are sold."""
    wanted = next((atom.extreme for atom in evidence if atom.extreme), 0)
    if not wanted:
        return group
    return extremes(group, [measures(catalogue.features[place].properties) for place in group], wanted)


def _unsaid(catalogue: Catalogue, place: int, said: Sequence[Atom]) -> frozenset[str]:
    """Return the words and properties of the article's name that nobody mentioned."""
    features = catalogue.features[place]
    heard = {term for atom in said if (term := _meant_term(catalogue, atom, features.terms)) is not None}
    left = {term for term in features.terms if term not in heard and (len(term) > 1 or term in _SIZES)}
    numbers = [
        atom
        for atom in said
        if atom.kind in {Kind.PROPERTY, Kind.OPEN} and atom.row is not None and atom.row[place] > 0
    ]
    values = {f"{value.normalize():f}" for atom in numbers if atom.mark for value in atom.mark.values}
    for key in features.properties:
        stated = set(key[2:].split(":")[0].split("x"))
        if not stated <= values:
            left.add(key)
    return frozenset(left)


def _meant_term(catalogue: Catalogue, atom: Atom, terms: Collection[str]) -> str | None:
    """Return the word of *terms* that *atom* says: «роза» is no «розовая» of what has both."""
    return next((term for term in _said_by(catalogue, atom) if term in terms), None)


def _said_by(catalogue: Catalogue, atom: Atom) -> list[str]:
    """Return the terms that *atom* says, the likeliest first; «без соли» says what names write for it."""
    terms = [term for term, _ in atom.matches]
    return [NEGATION + term for term in terms] + catalogue.vocabulary.without(atom.matches) if atom.negated else terms


def _ordinary(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the article with the fewest adjectives that nobody mentioned, where «обычный» was said."""
    if not any(atom.plain for atom in said):
        return None
    extra = {place: sum(map(is_modifier, _unsaid(catalogue, place, said))) for place in group}
    fewest = [place for place in group if extra[place] == min(extra.values())]
    return fewest[0] if len(fewest) == 1 else None


def _full_name(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    whole = [place for place in group if not _unsaid(catalogue, place, said)]
    return whole[0] if len(whole) == 1 else None


def _by_difference(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the only article that differs from the others by a number that was said.

    «Синтепон сто пятьдесят» of a price list where all are 150 cm wide is the one of 150 g/m2.
    """
    shared = frozenset.intersection(*(catalogue.features[place].properties for place in group))
    values = {value for atom in said if atom.mark and not atom.mark.unit for value in atom.mark.values}
    own = {place: catalogue.features[place].properties - shared for place in group}
    told = [place for place in group if any(values & _as_said(key) for key in own[place])]
    if any(values & _in_code(key) for place in group if place not in told for key in own[place]):
        return None  # «инвертор двухсотый» of «IR 200» and «САИ-200»
    return told[0] if len(told) == 1 else None


def _in_code(key: str) -> frozenset[Decimal]:
    """Return the number of the code *key*, and none of any other property."""
    mark, number, *kind = key.split(":")
    return frozenset({Decimal(number)}) if mark == "n" and kind and kind[0].startswith("@") else frozenset()


def _as_said(key: str) -> frozenset[Decimal]:
    """Return the numbers by which people may say the property *key*: 0.15 kg is 150, too."""
    mark, number, *kind = key.split(":")
    if mark == "d":
        return frozenset({Decimal(number.split("x")[0])})  # a section is called by its first number
    if mark != "n" or (kind and kind[0].startswith("@")):
        return frozenset()  # a number of a code is said with its letters
    return frozenset({Decimal(number), Decimal(number) * _SAID_IN.get(kind[0] if kind else "", Decimal(1))})


def _whole_alias(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the only article one of whose aliases was said in full, with nothing more.

    A make that others have in their names too tells the plain one from those of the same size, and no size.
    """
    spoken = [atom for atom in said if atom.kind is Kind.WORD]
    only_ends = {term for atom in spoken for term in catalogue.vocabulary.ending_with(atom.text)}
    heard = {term for atom in spoken for term in _said_by(catalogue, atom)[:3]} - only_ends
    firsts = {atom.matches[0][0] for atom in spoken if atom.matches and atom.weight}
    values = numbers_said(said)
    whole = []
    for place in group:
        for alias in catalogue.features[place].alias_terms:
            words = {term for term in alias if not term.startswith(("n:", "d:"))}
            if not all(numbers_of(key) <= values for key in alias - words):
                continue  # «эпсон чёрный» is a part of «эпсон сто третий чёрный»
            rivals = [other for other in group if other != place and words <= catalogue.features[other].terms]
            if any(not _is_make(words) or _differ_in_size(catalogue, place, other) for other in rivals):
                continue  # «чёрный саморез» beside one of several black screws tells it from none
            known = len(words) >= _TWO or len(rivals) == len(group) - 1  # «ротбанд» of it and of «Ротбанд Про»
            if known and words and words <= heard and firsts <= words | catalogue.features[place].terms:
                whole.append((place, len(words)))
                break
    if not whole:
        return None
    most = max(size for _, size in whole)
    longest = [place for place, size in whole if size == most]
    return longest[0] if len(longest) == 1 else None


def _is_make(words: Collection[str]) -> bool:
    """Say whether *words* have a name of no dictionary, and not only describe goods."""
    return any(is_latin(word) or not word_form(word).known for word in words)


def _differ_in_size(catalogue: Catalogue, place: int, other: int) -> bool:
    return catalogue.features[place].properties != catalogue.features[other].properties


def _without_standards(unsaid: Collection[str]) -> frozenset[str]:
    """Leave out the numbers of standards («DIN 934»): every article has its own, and nobody says them."""
    return frozenset(key for key in unsaid if key.rsplit(":", 1)[-1] not in STANDARD_KINDS and key not in STANDARDS)


def _without_values(unsaid: Collection[str]) -> frozenset[str]:
    """Return *unsaid* with a measure by its kind alone: yoghurt is plainer than a drinking one, whatever they weigh.

    A size L is no plainer than XL either.
    """
    kinds = ((key, key.rsplit(":", 1)[-1]) for key in unsaid)
    measured = (kind if key.startswith("n:") and kind in _MEASURED else key for key, kind in kinds)
    return frozenset("size" if key in _SIZES else key for key in measured)


def _repeats(catalogue: Catalogue, place: int, unsaid: Collection[str]) -> bool:
    """Say whether the name repeats an unsaid word: «гайка-гайка» is no plainer than «гайка-штуцер»."""
    words = re.findall(r"[^\W_]+", normal(catalogue.products[place].name))
    return any(words.count(word) > 1 and word in unsaid for word in words)


def _plainest(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the article whose unsaid words every rival has too, with more of its own."""
    matched = [atom for atom in said if atom.weight and atom.kind in {Kind.WORD, Kind.PROPERTY}]
    if not matched or (len(matched) < 2 and len(group) > _FEW_RIVALS):
        return None
    left = {place: _without_values(_without_standards(_unsaid(catalogue, place, said))) for place in group}
    for place in group:
        if all(left[place] < left[other] for other in group if other != place) and not _repeats(
            catalogue, place, left[place]
        ):
            return place
    return None
