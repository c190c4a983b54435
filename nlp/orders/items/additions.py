"""Adjectives that say more of an article than its name does, and contradict nothing.

«Чай Флаинг летающий драгон», «даунлайт двенадцать ватт потолочный»: where what else was said tells the article, and its
name has no adjective of its own that nobody said, one more adjective is no reason to ask. A colour or a material is.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.strangers import ASIDE_WEIGHT, is_colour, is_material
from nlp.orders.speech.lexicon import COLOURS
from nlp.text.morph import is_modifier, word_form

_FEWEST = 2  # words and numbers besides, that the article has


def without_additions(catalogue: Catalogue, evidence: Sequence[Atom], place: int) -> Sequence[Atom]:
    """Return *evidence* without the one adjective that only adds to what the article at *place* is called."""
    odd = [atom for atom in evidence if _adds(catalogue, atom, place)]
    held = [atom for atom in evidence if atom.weight and atom.row is not None and atom.row[place] > 0]
    if len(odd) != 1 or len(held) < _FEWEST or not any(atom.is_head for atom in held):
        return evidence
    heard = {term for atom in evidence for term, _ in atom.matches}
    unsaid = catalogue.features[place].terms - heard
    if any(_may_contradict(catalogue, term) for term in unsaid):
        return evidence  # «щит деревянный» of a metal one
    return [atom for atom in evidence if atom is not odd[0]]


def _may_contradict(catalogue: Catalogue, term: str) -> bool:
    """Say whether *term* may stand where another adjective was said; a colour stands beside any that is none."""
    described = is_modifier(term) or catalogue.vocabulary.short.is_cut(term)
    return described and COLOURS.isdisjoint(word_form(term).lemmas)


def _adds(catalogue: Catalogue, atom: Atom, place: int) -> bool:
    """Say whether *atom* is an adjective that no article of this kind has, and neither colour nor material."""
    form = word_form(atom.text)
    if not (is_modifier(atom.text) or form.adjective in form.lemmas) or atom.negated or not form.known:
        return False
    if is_colour(atom.text) or is_material(atom.text):
        return False
    if atom.kind is Kind.UNKNOWN:
        return atom.weight > ASIDE_WEIGHT
    if atom.kind is not Kind.WORD or atom.row is None or atom.row[place] >= 0:
        return False
    row = atom.row
    return not any(row[other] > 0 for other in catalogue.of_kind(place))
