"""A package said once and then doubted: «рулон или два», «мешок, а может и три». How many is a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.tokens import Token

_OR = frozenset({"или", "либо", "может"})
_FEW = 5


def doubt_packages(tokens: Sequence[Token], atoms: Sequence[Atom]) -> list[Atom]:
    """Return *atoms* with each package and the number that doubts it as one doubtful count."""
    kept: list[Atom] = []
    for atom in atoms:
        before = kept[-1] if kept else None
        if before is not None and before.kind is Kind.UNIT and _doubts(tokens, before, atom) and atom.mark is not None:
            mark = replace(atom.mark, first=before.first, values=(Decimal(1),), doubtful=True, unit=before.unit)
            kept[-1] = replace(atom, kind=Kind.COUNT, first=before.first, mark=mark, unit=before.unit)
        else:
            kept.append(atom)
    return kept


def _doubts(tokens: Sequence[Token], package: Atom, number: Atom) -> bool:
    between = {token.text for token in tokens[package.last + 1 : number.first]}
    if _OR.isdisjoint(between) or number.kind is not Kind.OPEN or number.unit is not None:
        return False
    return number.last - package.last <= _FEW and number.number <= _FEW
