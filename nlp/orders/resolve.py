"""Which article an item means: one, several that fit equally, or none.

The score of an article is the sum of its evidence. A line needs most of what was said to be explained, no property
that contradicts, and no rival that explains as much, unless the rival says more than was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

import numpy as np

from nlp.orders.atom import Atom, Kind
from nlp.orders.catalogue import Catalogue, Row
from nlp.orders.properties import STANDARD_KINDS, STANDARDS
from nlp.orders.sizes import extremes, measures
from nlp.orders.tokens import normal
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_latin

LEAST_COVERAGE = 0.6
_EQUAL = 0.1  # scores closer than this are one score
_TELLING = 0.4  # of unknown words: less is said aside
_RIVAL = 0.3  # of the best score: what an article needs to be shown beside it
_MENTIONED = 0.64  # of its weight: below it a noun is only mentioned by the article
_CLEAR = 0.92  # forms, synonyms and kin of the word; what only sounds like it is less
_MOST_RIVALS = 40
_TWO = 2
_FEW_RIVALS = 3
_CONTEXT = 0.5  # of the weight of words taken over from the item before
_SURE_BRAND, _SHORTEST_BRAND = 0.8, 4

_SAID_IN = {"kg": Decimal(1000), "l": Decimal(1000), "mm": Decimal("0.1")}  # grams, millilitres, centimetres


class Verdict(Enum):
    ONE = "one"
    SEVERAL = "several"
    NONE = "none"


@dataclass(slots=True)
class Resolution:
    """``places`` are catalogue places, best first; a line takes the first when the verdict is ONE."""

    verdict: Verdict
    places: list[int] = field(default_factory=list)
    rivals: list[int] = field(default_factory=list)
    coverage: float = 0.0
    margin: float = 1.0
    certainty: float = 1.0
    note: str | None = None
    weak: bool = False  # decided by the shortest name, not by what was said


def resolve(
    catalogue: Catalogue,
    evidence: Sequence[Atom],
    *,
    context: Sequence[Atom] = (),
    prefer: Collection[int] = (),
    only: Collection[int] | None = None,
    fits: Callable[[int], bool] | None = None,
) -> Resolution:
    """Return what *evidence* means. *context* breaks ties, then *prefer* (articles the client has bought); *only*
    restricts the choice to lines already in the order; *fits* says which articles can be counted in the unit said."""
    if all(atom.row is None for atom in evidence):
        return Resolution(Verdict.NONE)
    total = _sum([atom.row for atom in evidence if atom.row is not None])
    for atom in context:
        if atom.row is not None:
            total += np.maximum(atom.row, 0) * np.float32(_CONTEXT)
    if only is not None:
        masked = np.full(len(catalogue), -99.0, dtype=np.float32)
        chosen = list(only)
        masked[chosen] = total[chosen]
        total = masked
    order = _best_places(total)
    if not order:
        return Resolution(Verdict.NONE)
    top = float(total[order[0]])
    group = [place for place in order if total[place] >= top - _EQUAL]
    rivals = [place for place in order if total[place] >= _RIVAL * top]
    best = Resolution(Verdict.ONE, group, rivals, _coverage(evidence, group[0]), _margin(total, order, group))
    best.certainty = _certainty(evidence, group[0])
    nothing = best.certainty == 0.0 and not any(atom.negated for atom in evidence)  # of it belongs to any article
    judged = _without_other_name(catalogue, evidence, group[0])
    if nothing or not _acceptable(judged, group[0], best.coverage, restricted=only is not None):
        best.verdict = Verdict.NONE
        return best
    if fits is not None and len(group) > 1:
        countable = [place for place in group if fits(place)]
        best.places = countable or group
    return _choose(catalogue, best, evidence, context, prefer)


def _sum(rows: Sequence[Row]) -> Row:
    total = rows[0].copy()
    for row in rows[1:]:
        total += row
    return total


def _best_places(total: Row) -> list[int]:
    count = min(_MOST_RIVALS, len(total))
    places = np.argpartition(-total, count - 1)[:count]
    ordered = places[np.argsort(-total[places], kind="stable")]
    return [int(place) for place in ordered if total[place] > -90]


def _margin(total: Row, order: Sequence[int], group: Sequence[int]) -> float:
    others = [place for place in order if place not in group]
    return float(total[group[0]] - total[others[0]]) if others else 1.0


def explained(evidence: Sequence[Atom], place: int | None) -> tuple[float, float]:
    """Return the weight of *evidence*, and how much of it the article at *place* explains."""
    said = got = 0.0
    for atom in evidence:
        if atom.kind is Kind.UNKNOWN:
            said += atom.weight
        elif atom.row is not None and atom.weight:
            value = float(atom.row[place]) if place is not None else 0.0
            if value > 0 or not _only_helps(atom):
                said += atom.weight
                got += max(0.0, value)
    return said, got


def _only_helps(atom: Atom) -> bool:
    """Say whether a word speaks for the articles that carry it and against none."""
    return atom.plain or bool(atom.extreme)


def _coverage(evidence: Sequence[Atom], place: int) -> float:
    said, got = explained(evidence, place)
    return got / said if said else 1.0


def _certainty(evidence: Sequence[Atom], place: int) -> float:
    """How surely the words were heard: the mean of what matched words gave of what they could."""
    parts = [
        float(atom.row[place]) / atom.weight
        for atom in evidence
        if atom.row is not None and atom.weight and atom.row[place] > 0
    ]
    return min(1.0, sum(parts) / len(parts)) if parts else 0.0


def _without_other_name(catalogue: Catalogue, evidence: Sequence[Atom], place: int) -> Sequence[Atom]:
    """Leave out a noun that no name has, where a brand of one kind of goods and a number tell the article anyway.

    «Газоблок сибит двухсотка»: of this brand only one thing is sold, so that the noun is another name of it.
    """
    unknown = [atom for atom in evidence if atom.kind is Kind.UNKNOWN and atom.weight >= _TELLING]
    if len(unknown) != 1 or not unknown[0].is_head or any(atom.is_head for atom in evidence if atom is not unknown[0]):
        return evidence
    sized = any(
        atom.kind in {Kind.PROPERTY, Kind.OPEN} and atom.row is not None and atom.row[place] > 0 for atom in evidence
    )
    if not sized or not any(_is_only_brand(catalogue, atom, place) for atom in evidence):
        return evidence
    return [atom for atom in evidence if atom is not unknown[0]]


def _is_only_brand(catalogue: Catalogue, atom: Atom, place: int) -> bool:
    """Say whether *atom* is a name that the article has and that only goods of its kind have, several of them."""
    if atom.kind is not Kind.WORD or not atom.matches or atom.negated:
        return False
    brand, certainty = atom.matches[0]
    named = brand in catalogue.features[place].terms and (is_latin(brand) or not word_form(brand).known)
    if not named or certainty < _SURE_BRAND or len(brand) < _SHORTEST_BRAND:
        return False
    kinds = [features.heads for features in catalogue.features if brand in features.terms]
    return len(kinds) > 1 and len(set(kinds)) == 1


def _acceptable(evidence: Sequence[Atom], place: int, coverage: float, *, restricted: bool) -> bool:
    """A head that the article lacks, a contradicted property or too much unexplained speech refuse it."""
    for atom in evidence:
        if (
            atom.kind is Kind.UNKNOWN
            and atom.is_head
            and not any(other.is_head and other is not atom for other in evidence)
        ):
            return False
        if atom.kind is Kind.UNKNOWN and atom.weight >= _TELLING:
            return False  # «кофе нескафе», «гайки барашковые»: a word that no article carries
        if atom.row is None:
            continue
        value = float(atom.row[place])
        if atom.kind in {Kind.PROPERTY, Kind.OPEN} and value < 0:
            return False
        only_mentioned = atom.is_head and atom.weight > 0 and value < _MENTIONED * atom.weight
        if only_mentioned and (value < 0 or not _has_word_at(evidence, place, atom)):
            return False
        if atom.negated and value < 0:
            return False
        if value < 0 and _is_sure_modifier(atom):
            return False
    return coverage >= (0.5 if restricted else LEAST_COVERAGE)


def _has_word_at(evidence: Sequence[Atom], place: int, besides: Atom) -> bool:
    """Say whether another word that was said belongs to the article, so that a noun it only mentions may do."""
    return any(
        (atom.kind is Kind.WORD or (atom.kind is Kind.PROPERTY and atom.matches))  # «двусторонний скотч»
        and atom is not besides
        and atom.row is not None
        and atom.row[place] >= _MENTIONED * atom.weight
        for atom in evidence
    )


def _is_sure_modifier(atom: Atom) -> bool:
    """«Чёрная» or «чёрн.», clearly said, which the catalogue knows and the article is not, means another article."""
    if atom.kind is not Kind.WORD or not atom.matches:
        return False
    if is_modifier(atom.text):
        return atom.matches[0][1] >= _CLEAR or word_form(atom.text).known
    return atom.matches[0][1] >= _CLEAR and not word_form(atom.text).known and is_modifier(atom.matches[0][0])


def _choose(
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
    heard = {term for atom in said for term, _ in atom.matches}
    left = {term for term in features.terms if term not in heard and len(term) > 1}
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
    told = [
        place for place in group if any(values & _as_said(key) for key in catalogue.features[place].properties - shared)
    ]
    return told[0] if len(told) == 1 else None


def _as_said(key: str) -> frozenset[Decimal]:
    """Return the numbers by which people may say the property *key*: 0.15 kg is 150, too."""
    mark, number, *kind = key.split(":")
    if mark == "d":
        return frozenset({Decimal(number.split("x")[0])})  # a section is called by its first number
    if mark != "n":
        return frozenset()
    return frozenset({Decimal(number), Decimal(number) * _SAID_IN.get(kind[0] if kind else "", Decimal(1))})


def _whole_alias(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the only article one of whose aliases was said in full, with nothing more."""
    spoken = [atom for atom in said if atom.kind is Kind.WORD]
    only_ends = {term for atom in spoken for term in catalogue.vocabulary.ending_with(atom.text)}
    heard = {term for atom in spoken for term, _ in atom.matches[:3]} - only_ends
    firsts = {atom.matches[0][0] for atom in spoken if atom.matches and atom.weight}
    whole = []
    for place in group:
        for alias in catalogue.features[place].alias_terms:
            words = {term for term in alias if not term.startswith(("n:", "d:"))}
            if any(words <= catalogue.features[other].terms for other in group if other != place):
                continue  # «чёрный саморез» beside one of several black screws tells it from none
            if len(words) >= 1 and words <= heard and firsts <= words | catalogue.features[place].terms:
                whole.append((place, len(words)))
                break
    if not whole:
        return None
    most = max(size for _, size in whole)
    longest = [place for place, size in whole if size == most]
    return longest[0] if len(longest) == 1 and most >= 2 else None


def _without_standards(unsaid: Collection[str]) -> frozenset[str]:
    """Leave out the numbers of standards («DIN 934»): every article has its own, and nobody says them."""
    return frozenset(key for key in unsaid if key.rsplit(":", 1)[-1] not in STANDARD_KINDS and key not in STANDARDS)


def _repeats(catalogue: Catalogue, place: int, unsaid: Collection[str]) -> bool:
    """Say whether the name repeats an unsaid word: «гайка-гайка» is no plainer than «гайка-штуцер»."""
    words = re.findall(r"[^\W_]+", normal(catalogue.products[place].name))
    return any(words.count(word) > 1 and word in unsaid for word in words)


def _plainest(catalogue: Catalogue, group: Sequence[int], said: Sequence[Atom]) -> int | None:
    """Return the article whose unsaid words every rival has too, with more of its own."""
    matched = [atom for atom in said if atom.weight and atom.kind in {Kind.WORD, Kind.PROPERTY}]
    if not matched or (len(matched) < 2 and len(group) > _FEW_RIVALS):
        return None
    left = {place: _without_standards(_unsaid(catalogue, place, said)) for place in group}
    for place in group:
        if all(left[place] < left[other] for other in group if other != place) and not _repeats(
            catalogue, place, left[place]
        ):
            return place
    return None
