"""A part of an alias decides nothing that the rest of it would have to decide.

«Тушёнка говяжья Норд» stands beside one of two tins of the same name; «тушёнка говяжья» alone is either of them,
although no other line of the price list has the word.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind


def rivals_by_name(catalogue: Catalogue, evidence: Sequence[Atom], total: Row, leader: int, equal: float) -> list[int]:
    """Return the other sizes of the article at *leader* that fit as well by their names, where only a part of an alias
    speaks for it; *total* is the score of each article."""
    aliased = [atom for atom in evidence if _is_by_alias(catalogue, atom, leader)]
    unsaid = _unsaid(catalogue, evidence, leader, aliased) if aliased else frozenset()
    if not unsaid:
        return []
    named = float(total[leader]) - sum(_value(atom, leader) for atom in aliased)
    return [
        place
        for place in catalogue.sizes_of(leader)
        if place != leader
        and not catalogue.features[place].alias_terms  # else their aliases tell them apart: «тёплая», «холодная»
        and float(total[place]) - sum(_value(atom, place) for atom in aliased) >= named - equal
    ]


def _value(atom: Atom, place: int) -> float:
    return float(atom.row[place]) if atom.row is not None else 0.0


def _is_by_alias(catalogue: Catalogue, atom: Atom, place: int) -> bool:
    """Say whether a word speaks for the article by an alias alone."""
    if atom.kind is not Kind.WORD or atom.extreme or _value(atom, place) <= 0:
        return False
    terms = {
        term for term, sure in atom.matches if sure >= atom.matches[0][1]
    }  # kin of the name is not the word itself
    features = catalogue.features[place]
    return not terms & features.terms and any(terms & alias for alias in features.alias_terms)


def _unsaid(catalogue: Catalogue, evidence: Sequence[Atom], place: int, aliased: Sequence[Atom]) -> frozenset[str]:
    """Return the words that the alias nearest to what was said has besides; none where it was said in full."""
    heard = {term for atom in evidence for term, _ in atom.matches}
    called = {term for atom in aliased for term, _ in atom.matches}
    lacking = [
        frozenset(term for term in alias if ":" not in term and term not in heard)
        for alias in catalogue.features[place].alias_terms
        if alias & called
    ]
    return min(lacking, key=len, default=frozenset())
