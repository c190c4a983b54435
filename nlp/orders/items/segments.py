"""One item of an order as it was said: which of its numbers is the quantity, and what describes the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.orders.catalogue.number_rows import Row
from nlp.orders.items.atom import CALLED, Atom, Kind
from nlp.orders.items.atoms import PROPERTY_WEIGHT
from nlp.orders.items.scores import is_strange, names_goods, readings
from nlp.text.morph import is_modifier, word_form


@dataclass(slots=True)
class Segment:
    """One item of the order as it was said. ``evidence`` is what describes the product, ``quantity`` counts it."""

    atoms: list[Atom]
    quantity: Atom | None
    evidence: list[Atom]

    @property
    def has_head(self) -> bool:
        return any(atom.is_head for atom in self.evidence)

    @property
    def words(self) -> list[Atom]:
        return [atom for atom in self.evidence if atom.kind is not Kind.OPEN]

    @property
    def first(self) -> int:
        return min(atom.first for atom in self.atoms)

    @property
    def last(self) -> int:
        return max(atom.last for atom in self.atoms)


def make_segment(atoms: list[Atom], kind: Row | None = None, *, counted: bool = False) -> Segment:
    """Decide which number of *atoms* is the quantity; the others describe the product.

    *counted*: the quantity is said behind them.
    """
    atoms = _settle_units(atoms)
    numbers = [atom for atom in atoms if atom.as_property is not None]
    units = [atom for atom in atoms if atom.kind is Kind.UNIT]
    quantity = _counting(atoms, numbers, counted or bool(units), kind)
    if quantity is None and units:
        quantity = units[0]
    evidence = [_as_evidence(atom) for atom in atoms if atom is not quantity and atom.kind is not Kind.UNIT]
    if quantity is not None and quantity.kind is Kind.COUNT and quantity.row is not None:
        evidence.append(_as_head(quantity, any(atom.is_head for atom in evidence)))
    if quantity is not None and quantity.per is not None and quantity.per.as_property is not None:
        hint = np.maximum(quantity.per.as_property, 0)  # «три ведра по четырнадцать килограмм»
        evidence.append(replace(quantity.per, kind=Kind.WORD, row=hint, weight=0.0, as_property=None))
    return Segment(atoms, quantity, evidence)


def _counting(atoms: Sequence[Atom], numbers: Sequence[Atom], has_unit: bool, kind: Row | None) -> Atom | None:
    if not numbers:
        return None
    if len(atoms) == 1:
        return numbers[0]
    rows = [atom.row for atom in atoms if atom.row is not None and atom.kind is not Kind.OPEN]
    size = len(numbers[0].as_property) if numbers[0].as_property is not None else 0
    total = np.zeros(size, dtype=np.float32)
    for row in rows:
        total += row
    if kind is not None and not any(names_goods(atom) for atom in atoms):
        total += kind
    found = readings(numbers, total, has_unit=has_unit, strange=is_strange(atoms))
    return max(found, key=lambda reading: reading[0])[1]


def _as_evidence(atom: Atom) -> Atom:
    if atom.kind is not Kind.COUNT:
        return atom
    return replace(atom, kind=Kind.PROPERTY, row=atom.as_property, weight=PROPERTY_WEIGHT, unit=None)


def _settle_units(atoms: list[Atom]) -> list[Atom]:
    """«Коробку» that the best article is called by is the goods; any other, also «меш. 25 кг», is one box."""
    units = [atom for atom in atoms if atom.kind is Kind.UNIT and atom.row is not None]
    if not units:
        return atoms
    total = np.sum([atom.row for atom in atoms if atom.row is not None], axis=0)
    best = int(np.argmax(total))
    units = [atom for atom in units if "nomn" in word_form(atom.text).cases] or units
    others = [atom for atom in atoms if atom.is_head and atom not in units]
    others = others if all("nomn" not in word_form(atom.text).cases for atom in units) else []
    counted = any(
        atom.as_property is not None or (atom.kind is Kind.UNIT and atom.row is None) for atom in atoms
    )  # «литол банка восемьсот грамм коробка»
    if others and not counted:
        return atoms  # «подрозетники коробку»
    settled = []
    for atom in atoms:
        if atom not in units or atom.row is None:
            pass
        elif counted and atom is atoms[0] and not others:
            row = np.where(atom.row > 0, atom.row, -atom.weight)  # «головка переходная две штуки»
            atom = replace(atom, kind=Kind.WORD, is_head=True, row=row)
        elif (
            atom in units and atom.row is not None and atom.row[best] > 0 and (counted or _is_called(atoms, atom, best))
        ):
            atom = replace(atom, kind=Kind.WORD, is_head=True)
        settled.append(atom)
    return settled


def _is_called(atoms: Sequence[Atom], unit: Atom, place: int) -> bool:
    """Say whether the article is what *unit* names («мешок для мусора», «витая пара») and does not only mention it."""
    if unit.row is not None and unit.row[place] >= CALLED * unit.weight:
        return True
    before = [atom for atom in atoms if atom.first < unit.first]
    if not before or any(atom.is_head for atom in before):
        return False
    agrees = bool(word_form(before[-1].text).cases & word_form(unit.text).cases)  # not «коричневая коробку»
    return before[-1].last == unit.first - 1 and is_modifier(before[-1].text) and agrees


def _as_head(quantity: Atom, has_head: bool) -> Atom:
    return Atom(
        Kind.WORD,
        quantity.first,
        quantity.last,
        quantity.row,
        0.0,
        is_head=not has_head,
        matches=quantity.matches,
        text=quantity.text,
    )
