"""Nouns of no article that only say what a number counts: «колбаса докторская двадцать батонов».

They stand right behind the number of goods that were just described, and are no goods themselves. Tried and dropped:
nouns before a number («круг зерно сорок»), which may as well be goods that are not sold («муфта американка двадцать»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.units import CountUnit, Unit
from nlp.text.morph import word_form

_DESCRIBES = frozenset({Kind.WORD, Kind.PROPERTY})


def settle_classifiers(atoms: Sequence[Atom]) -> list[Atom]:
    """Return *atoms* with such nouns taken into their counts."""
    settled: list[Atom] = []
    for index, atom in enumerate(atoms):
        if _is_noun(atom) and _counts(atoms, index):
            container = CountUnit(Unit.UNNAMED)
            settled[-1] = replace(
                settled[-1], kind=Kind.COUNT, unit=container, row=None, weight=0.0, last=atom.last, brk=atom.brk
            )
        else:
            settled.append(atom)
    return settled


def _is_noun(atom: Atom) -> bool:
    form = word_form(atom.text)
    return (
        atom.kind is Kind.UNKNOWN
        and atom.is_head
        and form.known
        and (form.pos == "NOUN" or form.counted)
        and not atom.link
    )


def _counts(atoms: Sequence[Atom], index: int) -> bool:
    """«Колбаса докторская двадцать батонов»: a genitive behind the number of goods, and no item of its own."""
    if index < 2 or not word_form(atoms[index].text).counted:
        return False
    goods, number = atoms[index - 2], atoms[index - 1]
    if number.kind is not Kind.OPEN or number.unit is not None or not _beside(number, atoms[index]) or goods.brk:
        return False
    following = atoms[index + 1] if index + 1 < len(atoms) else None
    if following is not None and not atoms[index].brk and _goes_on(following):
        return False
    return goods.kind in _DESCRIBES and any(atom.is_head and atom.row is not None for atom in atoms[: index - 1])


def _goes_on(following: Atom) -> bool:
    """Say whether what follows a noun is its own number or adjective."""
    form = word_form(following.text)
    return following.as_property is not None or {"gent", "plur"} <= form.grammemes


def _beside(before: Atom, after: Atom) -> bool:
    return before.last + 1 == after.first and not before.brk
