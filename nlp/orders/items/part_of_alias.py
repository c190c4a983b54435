"""A part of an alias decides nothing that the rest of it would have to decide.

«Тушёнка говяжья Норд» stands beside one of two tins of the same name; «тушёнка говяжья» alone is either of them,
although no other line of the price list has the word.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import Atom, Kind

_MOST = 12  # articles: of more a word tells nothing


def rivals_by_name(catalogue: Catalogue, evidence: Sequence[Atom], total: Row, leader: int, equal: float) -> list[int]:
    """Return the other sizes of the article at *leader* that fit as well by their names, where only a part of an alias
    speaks for it; *total* is the score of each article."""
    aliased = [atom for atom in evidence if _is_by_alias(catalogue, atom, leader)]
    unsaid = _unsaid(catalogue, evidence, leader, aliased) if aliased else frozenset()
    alike = _alike(catalogue, evidence, total, leader, equal)
    if not unsaid:
        return alike
    named = float(total[leader]) - sum(_value(atom, leader) for atom in aliased)
    return alike + [
        place
        for place in catalogue.sizes_of(leader)
        if place != leader
        and place not in alike
        and not catalogue.features[place].alias_terms  # else their aliases tell them apart: «тёплая», «холодная»
        and float(total[place]) - sum(_value(atom, place) for atom in aliased) >= named - equal
    ]


def _alike(catalogue: Catalogue, evidence: Sequence[Atom], total: Row, leader: int, equal: float) -> list[int]:
    """Return the articles that have all that the leader has, though an alias said in part gives the leader more of it.

    «Лавацца зерно» of several coffees that are named Lavazza, beside one of which «лавацца оро» stands.
    """
    heard, values = {term for atom in evidence for term, _ in atom.matches}, numbers_said(evidence)
    halves = [
        alias
        for alias in catalogue.features[leader].alias_terms
        if any(numbers_of(key) - values if ":" in key else key not in heard for key in alias)
    ]
    lent = [atom for atom in evidence if any(_is_lent(catalogue, atom, leader, alias) for alias in halves)]
    if not lent:
        return []
    rows = [atom.row for atom in lent if atom.row is not None]
    more = sum(np.where(row > 0, np.maximum(float(row[leader]) - row, 0), 0) for row in rows)
    near = np.flatnonzero(total + more >= float(total[leader]) - equal)
    return [int(place) for place in near if place != leader][:_MOST] if len(near) <= _MOST else []


def _is_lent(catalogue: Catalogue, atom: Atom, place: int, alias: Collection[str]) -> bool:
    """Say whether *atom* speaks for the article by the words of *alias*, and not so by those of its name."""
    if atom.extreme or _value(atom, place) <= 0:
        return False
    features = catalogue.features[place]
    if atom.kind is Kind.WORD:
        terms = {term for term, _ in atom.matches}
        return not terms & features.terms and bool(terms & set(alias))
    said = numbers_said([atom])
    own = any(numbers_of(key) & said for key in features.properties if key.startswith("n:"))
    return bool(said) and not own and any(":" in key and numbers_of(key) & said for key in alias)


def says_alias(catalogue: Catalogue, evidence: Sequence[Atom], place: int) -> bool:
    """Say whether *evidence* is an alias of the article said in full, with nothing that speaks against the article.

    «Двухсотка сетка» is called so by the company, although elsewhere a mesh is the goods.
    """
    if any(_value(atom, place) <= 0 for atom in evidence if atom.weight):
        return False
    heard, values = {term for atom in evidence for term, _ in atom.matches}, numbers_said(evidence)
    return any(
        all(numbers_of(key) <= values if ":" in key else key in heard for key in alias)
        for alias in catalogue.features[place].alias_terms
        if alias
    )


def numbers_of(key: str) -> frozenset[Decimal]:
    """Return the numbers of the property *key*: of a section each."""
    return frozenset(map(Decimal, key[2:].split(":")[0].split("x")))


def numbers_said(evidence: Sequence[Atom]) -> frozenset[Decimal]:
    """Return the numbers that *evidence* says."""
    return frozenset(value for atom in evidence if atom.mark is not None for value in atom.mark.values)


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
