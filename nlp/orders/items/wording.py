"""What a piece of evidence is as a word: what goods are called by, a letter, a size."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.units import SIZES
from nlp.text.morph import is_modifier
from nlp.text.sound import is_letter_name

_SHORTEST_BRAND = 3


def is_worded(evidence: Sequence[Atom]) -> bool:
    """Say whether more than numbers and a letter was said: a word, a section, a code of letters and a number."""
    coded = (atom.mark is not None and (atom.mark.kind == "dims" or len(atom.mark.kind) > 2) for atom in evidence)
    numbers = {Kind.PROPERTY, Kind.OPEN}
    return any(atom.kind not in numbers and not is_letter(atom) for atom in evidence) or any(coded)


def is_letter(atom: Atom) -> bool:
    if atom.kind is not Kind.WORD or not atom.matches:
        return False
    size = len(atom.matches[0][0])
    return size == 1 or ((len(atom.text) == 1 or is_letter_name(atom.text)) and size < _SHORTEST_BRAND)  # «эска»


def is_same_word(one: Atom, other: Atom) -> bool:
    return bool({term for term, _ in one.matches[:1]} & {term for term, _ in other.matches[:1]})


def may_name(atom: Atom) -> bool:
    """Say whether *atom* may be what goods are called by: a word that is no adjective and no letter."""
    return atom.kind is Kind.WORD and not is_modifier(atom.text) and not is_letter(atom)


def is_size(atom: Atom) -> bool:
    return bool(atom.extreme) or (atom.mark is not None and atom.mark.kind in SIZES)
