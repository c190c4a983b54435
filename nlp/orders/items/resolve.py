"""Which article an item means: one, several that fit equally, or none.

The score of an article is the sum of its evidence. A line needs most of what was said to be explained, no property
that contradicts, and no rival that explains as much, unless the rival says more than was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.additions import without_additions
from nlp.orders.items.atom import CALLED, Atom, Kind
from nlp.orders.items.complements import only_had
from nlp.orders.items.equals import choose
from nlp.orders.items.part_of_alias import rivals_by_name, says_alias
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_latin, is_letter_name

LEAST_COVERAGE = 0.6
_EQUAL = 0.1  # scores closer than this are one score
_TELLING = 0.4  # of unknown words: less is said aside
_RIVAL = 0.3  # of the best score: what an article needs to be shown beside it
_CLEAR = 0.92  # forms, synonyms and kin of the word; what only sounds like it is less
_HEARD = 0.9  # a Latin name said aloud
_LEFT_OUT = 0.15  # of the coverage, for a word that explains nothing
_MOST_RIVALS = 40
_CONTEXT = 0.5  # of the weight of words taken over from the item before
_SURE_BRAND, _SHORTEST_BRAND = 0.8, 4
_LETTER_SIZES = frozenset({"xs", "s", "m", "l", "xl", "xxl", "xxxl"})
_NAMING = frozenset({Kind.WORD, Kind.ARTICLE})
_TWO = 2
_CODED = frozenset({Kind.ARTICLE, Kind.PROPERTY})
_SHORTEST_NAME = 3  # letters: a shorter word may be anything


def resolve(
    catalogue: Catalogue,
    evidence: Sequence[Atom],
    *,
    context: Sequence[Atom] = (),
    prefer: Collection[int] = (),
    only: Collection[int] | None = None,
    fits: Callable[[int], int] | None = None,
) -> Resolution:
    """Return what *evidence* means. *context* breaks ties, then *prefer* (articles the client has bought); *only*
    restricts the choice to lines already in the order; *fits* says how well articles can be counted in the
    unit said, 0 not at all."""
    if all(atom.row is None for atom in evidence):
        return Resolution(Verdict.NONE)
    total = _sum([atom.row for atom in evidence if atom.row is not None])
    for atom in context:
        if atom.row is not None:
            total += np.maximum(atom.row, 0) * np.float32(_CONTEXT)
    if only is not None:
        total = _masked(total, only)
    order = _best_places(total)
    if not order:
        return Resolution(Verdict.NONE)
    top = float(total[order[0]])
    group = [place for place in order if total[place] >= top - _EQUAL]
    if len(group) == 1:
        group += rivals_by_name(catalogue, evidence, total, group[0], _EQUAL)
    rivals = [place for place in order if total[place] >= _RIVAL * top]
    best = Resolution(Verdict.ONE, group, rivals, _coverage(evidence, group[0]), _margin(total, order, group))
    best.certainty = _certainty(evidence, group[0])
    nothing = best.certainty == 0.0 and not any(atom.negated for atom in evidence)  # of it belongs to any article
    judged = without_additions(catalogue, _without_other_name(catalogue, evidence, group[0]), group[0])
    if len(judged) < len(evidence):
        best.coverage = max(best.coverage, _coverage(judged, group[0]) - _LEFT_OUT)
    taken = _acceptable(catalogue, judged, group[0], best.coverage, restricted=only is not None)
    if nothing or not (taken or says_alias(catalogue, evidence, group[0])):
        best.verdict = Verdict.NONE
        return best
    if fits is not None and len(group) > 1:
        best.places = _countable(group, fits, prefer)
    return choose(catalogue, best, evidence, context, prefer)


def _countable(group: list[int], fits: Callable[[int], int], prefer: Collection[int]) -> list[int]:
    """Return those of *group* that can be counted in the unit said; of these what was bought before, else the best."""
    countable = [place for place in group if fits(place)]
    if any(place in prefer for place in countable):
        return countable
    best = max(map(fits, group))
    return [place for place in countable if fits(place) == best] or group


def _masked(total: Row, only: Collection[int]) -> Row:
    """Return *total* with every article but *only* out of reach."""
    masked = np.full(len(total), -99.0, dtype=np.float32)
    chosen = list(only)
    masked[chosen] = total[chosen]
    return masked


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


def _acceptable(
    catalogue: Catalogue, evidence: Sequence[Atom], place: int, coverage: float, *, restricted: bool
) -> bool:
    """A head that the article lacks, a contradicted property or too much unexplained speech refuse it."""
    if any(_is_other_letter(evidence, atom, place) for atom in evidence) or only_had(catalogue, evidence, place):
        return False
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
        only_mentioned = atom.is_head and atom.weight > 0 and value < CALLED * atom.weight
        if only_mentioned and (value < 0 or not _has_word_at(evidence, place, atom)):
            return False
        if atom.negated and value < 0:
            return False
        if value < 0 and _is_sure_modifier(atom):
            return False
        if value < 0 and _names_another(catalogue, atom, place):
            return False
    return coverage >= (0.5 if restricted else LEAST_COVERAGE)


def _has_word_at(evidence: Sequence[Atom], place: int, besides: Atom) -> bool:
    """Say whether another word that was said belongs to the article, so that a noun it only mentions may do."""
    return any(
        (atom.kind in _NAMING or (atom.kind is Kind.PROPERTY and atom.matches))  # «двусторонний скотч»
        and (atom.kind is not Kind.WORD or len(atom.matches[0][0]) >= _SHORTEST_NAME)  # «Ду» of «кран фланцевый Ду»
        and atom is not besides
        and atom.row is not None
        and atom.row[place] >= CALLED * atom.weight
        for atom in evidence
    )


def _names_another(catalogue: Catalogue, atom: Atom, place: int) -> bool:
    """A name of the catalogue, clearly said, which the article lacks, means another article: another brand or kind."""
    if atom.kind is not Kind.WORD or not atom.matches or not atom.weight:
        return False
    if atom.extreme or atom.plain or (atom.mentioned and not _is_had(catalogue, atom, place)):
        return False
    term, certainty = atom.matches[0]
    if term in _LETTER_SIZES and len(term) == 1 and certainty >= _HEARD:
        return not _LETTER_SIZES.isdisjoint(catalogue.features[place].terms - {term})  # «эль» of what is M
    if (len(term) < _SHORTEST_NAME and term not in _LETTER_SIZES) or certainty < (_HEARD if is_latin(term) else _CLEAR):
        return False
    return not any(name.startswith(term) for name in catalogue.features[place].terms)  # «термо» of «термоэтикетка»


def _is_had(catalogue: Catalogue, atom: Atom, place: int) -> bool:
    """«Корм с индейкой»: what other goods of the kind have, and not what they are for or come in."""
    cases = word_form(atom.text).cases
    if "ablt" not in cases or "nomn" in cases or atom.row is None:
        return False
    row = atom.row
    return any(row[other] > 0 for other in catalogue.of_kind(place))


def _is_other_letter(evidence: Sequence[Atom], atom: Atom, place: int) -> bool:
    """«Четыреста двадцать аш» of what is 420X: a letter named right behind a number belongs to its code."""
    if atom.row is None or atom.kind is not Kind.WORD or float(atom.row[place]) >= 0 or len(atom.text) < _TWO:
        return False
    behind = any(other.last + 1 == atom.first and not other.brk and other.kind in _CODED for other in evidence)
    return behind and is_letter_name(atom.text)


def _is_sure_modifier(atom: Atom) -> bool:
    """«Чёрная» or «чёрн.», clearly said, which the catalogue knows and the article is not, means another article."""
    if atom.kind is not Kind.WORD or not atom.matches:
        return False
    if is_modifier(atom.text):
        return atom.matches[0][1] >= _CLEAR or word_form(atom.text).known
    return atom.matches[0][1] >= _CLEAR and is_modifier(atom.matches[0][0])  # «белые» is a noun in dictionaries
