"""«На два или на четыре полюса»: a choice that the caller leaves open."""

from __future__ import annotations

import numpy as np

from nlp.orders.items.atom import Atom, Kind


def add(atoms: list[Atom], atom: Atom, *, either: bool) -> None:
    """Append *atom*, or merge it with the last one where «или» leaves the choice between the two."""
    if either and atoms and _may_be_either(atoms[-1], atom):
        _merge(atoms[-1], atom)
    else:
        atoms.append(atom)


def _may_be_either(before: Atom, after: Atom) -> bool:
    """«На два или на четыре полюса»: two properties between which the caller leaves the choice."""
    described = {Kind.PROPERTY, Kind.OPEN, Kind.WORD}
    if before.kind not in described or after.kind not in described or before.row is None or after.row is None:
        return False
    if before.kind is Kind.WORD or after.kind is Kind.WORD:
        return before.kind is after.kind and not before.is_head and not after.is_head
    return after.kind is Kind.PROPERTY


def _merge(before: Atom, after: Atom) -> None:
    """Let both fit equally, so that the item stays a question."""
    if before.row is None or after.row is None:
        return
    hits = np.maximum(before.row, after.row)
    before.row = np.where(hits > 0, np.float32(max(before.weight, after.weight)), hits)
    before.kind, before.last, before.brk = after.kind, after.last, after.brk
    before.weight = max(before.weight, after.weight)
    before.matches = before.matches + after.matches
    before.text = f"{before.text} или {after.text}"
    before.either = True
