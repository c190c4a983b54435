"""Goods that a name only has or is for: the «трос» of «Сетка волейбольная с тросом» is not what is sold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.tokens import normal
from nlp.text.morph import is_modifier, word_form

_LITTLE = frozenset("с со для под от к на".split())
_WORDS = re.compile(r"[^\W\d_]+")
_ENDING = 3  # letters at most that a case adds


def only_had(catalogue: Catalogue, evidence: Sequence[Atom], place: int) -> bool:
    """Say whether the one word that was said of goods is a noun that the article's name holds only behind a
    preposition."""
    words = [atom for atom in evidence if atom.kind is not Kind.UNKNOWN and atom.row is not None and atom.weight]
    if len(words) != 1 or words[0].kind is not Kind.WORD:
        return False
    atom = words[0]
    if atom.is_head or atom.mentioned or atom.negated or word_form(atom.text).pos != "NOUN":
        return False
    product = catalogue.products[place]
    terms = {term for term, _ in atom.matches}
    if any(_holds(_WORDS.findall(normal(alias)), terms) for alias in product.aliases):
        return False
    return _behind(_WORDS.findall(normal(product.name)), terms)


def _behind(words: Sequence[str], terms: set[str]) -> bool:
    """Say whether every one of *terms* in *words* stands behind a preposition, with adjectives between at most."""
    found = [at for at, word in enumerate(words) if _is_of(word, terms)]
    return bool(found) and all(_is_governed(words, at) for at in found)


def _is_governed(words: Sequence[str], at: int) -> bool:
    before = at - 1
    while before >= 0 and is_modifier(words[before]):
        before -= 1
    return before > 0 and words[before] in _LITTLE


def _holds(words: Sequence[str], terms: set[str]) -> bool:
    return any(_is_of(word, terms) for word in words)


def _is_of(word: str, terms: set[str]) -> bool:
    return not terms.isdisjoint(word_form(word).lemmas) or any(
        word.startswith(term) and len(word) - len(term) <= _ENDING for term in terms
    )
