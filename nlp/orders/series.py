"""One product in several sizes with one quantity for each, and quantities made of two («пять коробок по сто пар»)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nlp.orders.atom import Atom, Kind
from nlp.orders.draft import Item
from nlp.orders.segments import Segment
from nlp.orders.tokens import SENTENCE
from nlp.orders.units import Unit

_LETTERS = 2  # of a size: S, XL


_PACKS = frozenset({Unit.PACK, Unit.PACKET, Unit.BOX, Unit.BAG})


@dataclass(frozen=True, slots=True)
class Series:
    """Segments that take the place of atoms ``first`` up to ``stop``."""

    first: int
    stop: int
    segments: list[Segment]


def find_series(atoms: Sequence[Atom], read: Callable[[Segment], Item]) -> Series | None:
    """Find «ботинки сорок два, сорок три, сорок четыре по восемь пар»: one product in several sizes.

    ``None`` where the sizes do not name one article each.
    """
    for last, atom in enumerate(atoms):
        if atom.mark is None or not atom.mark.after_po or atom.as_property is None:
            continue
        if (variants := _variants(atoms, last, read)) is not None:
            return variants
        words = [index for index in range(last) if atoms[index].kind is Kind.WORD and not atoms[index].is_quantity]
        numbers = _run_of_numbers(atoms, last)
        if len(numbers) < 2 or not words:
            continue
        first = _series_first(atoms, numbers[0])
        base = [atoms[index] for index in range(first, last) if atoms[index].kind is Kind.WORD]
        segments = [
            Segment([*base, atoms[index], atom], atom, [*base, as_description(atoms[index])]) for index in numbers
        ]
        found = [read(segment).place for segment in segments]
        if None not in found and len(set(found)) == len(found):
            return Series(first, last + 1, segments)
    return None


def _variants(atoms: Sequence[Atom], last: int, read: Callable[[Segment], Item]) -> Series | None:
    """«Нитриловые чёрные эм и эль по десять»: words joined by «и», each of which makes one article."""
    count = 1
    while last - count > 0 and _follow(atoms[last - count - 1], atoms[last - count]):
        count += 1
    first = _series_first(atoms, last - count)
    base = [atom for atom in atoms[first : last - count] if atom.kind is Kind.WORD]
    words = atoms[last - count : last]
    if count < 2 or not all(_is_word(atom) for atom in words) or not any(atom.is_head for atom in base):
        return None
    segments = [Segment([*base, word, atoms[last]], atoms[last], [*base, word]) for word in words]
    found = [read(segment).place for segment in segments]
    if None in found or len(set(found)) < len(found):
        return None
    return Series(first, last + 1, segments)


def _follow(before: Atom, word: Atom) -> bool:
    """Say whether *word* goes on a list of variants: after «и», a comma, or as sizes do («эс эм эль»)."""
    return _is_word(word) and (word.link or before.brk > 0 or (_is_letter(before) and _is_letter(word)))


def _is_letter(atom: Atom) -> bool:
    return _is_word(atom) and len(atom.matches[0][0]) <= _LETTERS


def _is_word(atom: Atom) -> bool:
    return atom.kind is Kind.WORD and not atom.is_head and not atom.negated


def merge_counts(atoms: list[Atom]) -> list[Atom]:
    """Join «пять коробок» and «по сто пар» into one quantity, so that they stay in one item."""
    merged: list[Atom] = []
    for index, atom in enumerate(atoms):
        before = merged[-1] if merged else None
        ends = index + 1 == len(atoms) or bool(atom.brk) or atoms[index + 1].link
        counted = before is not None and before.kind is Kind.COUNT and not before.brk and not atom.link
        if counted and before is not None and _is_rate(atom, before, ends=ends):
            before.per = atom
            before.last = atom.last
            before.brk = atom.brk
            continue
        merged.append(atom)
    return merged


def _is_rate(atom: Atom, before: Atom, *, ends: bool) -> bool:
    """«По сто пар»; without a unit only behind packages, at the end of an item («шесть блоков по пятнадцать и …»)."""
    if atom.mark is None or not atom.mark.after_po:
        return False
    packed = before.unit is not None and before.unit.unit in _PACKS
    return atom.unit is not None or (packed and ends and atom.kind in {Kind.OPEN, Kind.COUNT})


def as_description(atom: Atom) -> Atom:
    """Take an open number as a property, whatever else it could count."""
    return replace(atom, kind=Kind.PROPERTY, as_property=None) if atom.kind is Kind.OPEN else atom


def _run_of_numbers(atoms: Sequence[Atom], last: int) -> list[int]:
    """Return the places of the numbers right before *last*; one word («проводов») may stand between."""
    places: list[int] = []
    index = last - 1
    while index >= 0:
        atom = atoms[index]
        if atom.kind in {Kind.OPEN, Kind.PROPERTY} and atom.unit is None and atom.brk != SENTENCE:
            places.append(index)
        elif places or atom.kind not in {Kind.WORD, Kind.UNKNOWN} or last - index > 1:
            break
        index -= 1
    return places[::-1]


def _series_first(atoms: Sequence[Atom], number: int) -> int:
    """Return where the product of a series begins: after the last quantity before its numbers."""
    index = number
    while index > 0 and atoms[index - 1].kind in {Kind.WORD} and not atoms[index - 1].brk:
        index -= 1
    return index
