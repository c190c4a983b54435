"""One product in several sizes with one quantity for all or each, and quantities made of two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

import numpy as np

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.segments import Segment
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import MEASURES, Unit
from nlp.text.morph import is_modifier

_LETTERS = 2  # of a size: S, XL
_FEWEST = 2  # variants of a series
_LONGEST_TAIL = 2  # atoms that describe all variants behind the last («серую и зелёную по кило девятьсот»)
_PACKS = frozenset({Unit.PACK, Unit.PACKET, Unit.BOX, Unit.CRATE, Unit.BAG})
_NUMBERS = frozenset({Kind.OPEN, Kind.PROPERTY})
_SIZES = _NUMBERS | {Kind.ARTICLE}  # «дэу пятнадцать», where names have «Ду15» as one word
_BASE = frozenset({Kind.WORD, Kind.PROPERTY})
_DESCRIBES = frozenset({Kind.OPEN, Kind.PROPERTY, Kind.WORD})

Read = Callable[[Segment, Item | None], Item]  # beside the item whose kind it is


class Shared(Enum):
    """How the quantity at the end of a stretch holds for what was named before it."""

    NO = "no"
    EACH = "each"  # «по две коробки каждого»
    EQUAL = "equal"  # «всего двадцать упаковок поровну»
    LATER = "later"  # «эмка и элька поровну …»: the quantity is still to come


@dataclass(frozen=True, slots=True)
class Series:
    """Segments that take the place of atoms ``first`` up to ``stop``."""

    first: int
    stop: int
    segments: list[Segment]


def find_series(atoms: Sequence[Atom], read: Read, shared: Shared = Shared.NO) -> Series | None:
    """Find «ботинки сорок два, сорок три, сорок четыре по восемь пар»: one product in several sizes.

    *shared* says what the words behind *atoms* make of their last quantity. ``None`` where the sizes do not name one
    article each.
    """
    if shared is Shared.LATER:
        return _series(atoms, len(atoms), None, read)
    for last, atom in enumerate(atoms):
        ends = last + 1 == len(atoms) and shared is not Shared.NO and _counts(atom)
        if not ends and not _is_for_each(atoms, last):
            continue
        parts = shared if ends else Shared.EACH
        if not ends and (counted := _counted_first(atoms, last, read)) is not None:
            return counted
        if (found := _series(atoms, last, atom, read)) is not None:
            segments = found.segments if parts is Shared.EACH else _parted(found.segments)
            return replace(found, segments=segments)
    return None


def _is_for_each(atoms: Sequence[Atom], last: int) -> bool:
    """Say whether the number at *last* is so many of each, and no weight of one («по двадцать кило сто мешков»)."""
    atom = atoms[last]
    if atom.mark is None or not atom.mark.after_po or atom.as_property is None:
        return False
    following = atoms[last + 1] if last + 1 < len(atoms) and not atom.brk else None
    counted = following is not None and following.kind is Kind.COUNT and not following.link
    return not (counted and atom.unit is not None and atom.unit.unit in MEASURES)


def _counts(atom: Atom) -> bool:
    return atom.kind is Kind.UNIT or atom.as_property is not None


def _parted(segments: Sequence[Segment]) -> list[Segment]:
    """Share the one quantity of *segments* out; what cannot be shared in whole is a question."""
    parted = []
    for segment in segments:
        quantity = segment.quantity
        if quantity is not None and quantity.mark is not None:
            share = quantity.mark.value / Decimal(len(segments))
            mark = replace(quantity.mark, values=(share,), doubtful=quantity.mark.doubtful or share != int(share))
            segment = replace(segment, quantity=replace(quantity, mark=mark))
        parted.append(segment)
    return parted


def _series(atoms: Sequence[Atom], last: int, counted: Atom | None, read: Read) -> Series | None:
    """Return the series whose quantity is the atom *counted* at *last*, or that ends there without one."""
    for first, variants, tail in _lists(atoms, last):
        base = atoms[first : variants[0]]
        segments = _each([*map(as_description, base)], [atoms[index] for index in variants], tail, counted)
        if tail:  # «вишня, шоколад и зелёный мох»: behind the list or of its last alone
            segments = [
                segment if read(segment, None).place is not None else _without(segment, tail) for segment in segments
            ]
        if _are_apart_articles(segments, read):
            return Series(first, last + (counted is not None), segments)
    return None


def _each(base: Sequence[Atom], variants: Sequence[Atom], tail: Sequence[Atom], counted: Atom | None) -> list[Segment]:
    quantity = [counted] if counted is not None else []
    return [
        Segment([*base, atom, *quantity], counted, [*base, as_description(atom), *map(as_description, tail)])
        for atom in variants
    ]


def _without(segment: Segment, tail: Sequence[Atom]) -> Segment:
    return replace(segment, evidence=segment.evidence[: -len(tail)])


def _are_apart_articles(segments: Sequence[Segment], read: Read) -> bool:
    first = read(segments[0], None)
    found = [first.place, *(read(segment, first).place for segment in segments[1:])]
    return None not in found and len(set(found)) == len(found)


def _counted_first(atoms: Sequence[Atom], at: int, read: Read) -> Series | None:
    """«Пижамы по пять штук сорок шестые и сорок восьмые»: so many of each of the variants that follow."""
    stop = at + 1
    while stop < len(atoms) and _is_variant(atoms[stop]) and (stop == at + 1 or _follow(atoms[stop - 1], atoms[stop])):
        stop += 1
    end = stop
    first = _series_first(atoms, at)
    base = atoms[first:at]
    while end < len(atoms) and end - stop < _LONGEST_TAIL and _is_tail(base, atoms[end]):
        end += 1  # «… с крышками»
    ended = end == len(atoms) or atoms[end].is_head or _is_other(base, atoms[end]) or atoms[end - 1].brk == SENTENCE
    if stop - at <= _FEWEST or not ended or atoms[stop - 1].is_head:
        return None
    segments = _each(base, atoms[at + 1 : stop], atoms[stop:end], atoms[at])
    return Series(first, end, segments) if _are_apart_articles(segments, read) else None


def _is_tail(base: Sequence[Atom], atom: Atom) -> bool:
    """Say whether a word behind a list describes all of it, and is no other goods that begin there («колготки»)."""
    return atom.kind is Kind.WORD and _describes_all(atom) and not _is_other(base, atom)


def _is_other(base: Sequence[Atom], atom: Atom) -> bool:
    """Say whether *atom* names goods other than those of *base*: no article has both words."""
    return atom.kind is Kind.WORD and any(_are_apart(atom, other) for other in base if other.kind is Kind.WORD)


def _lists(atoms: Sequence[Atom], last: int) -> Iterator[tuple[int, list[int], Sequence[Atom]]]:
    """Yield the lists of variants that may end before *last*: where the product begins, the variants, what follows."""
    for end in range(last - 1, max(-1, last - 2 - _LONGEST_TAIL), -1):
        tail = atoms[end + 1 : last]
        if not all(_describes_all(atom) for atom in tail) or any(atom.link and _is_size(atom) for atom in tail):
            return  # «шестнадцать, восемнадцать и двадцать по …»: the last number is one of them
        tail = [atom for atom in tail if atom.kind in _DESCRIBES and not atom.is_head]
        variants = [end]
        while variants[0] > 0 and _follow(atoms[variants[0] - 1], atoms[variants[0]]):
            variants.insert(0, variants[0] - 1)
        if len(variants) < 2 or not all(_is_variant(atoms[index]) for index in variants):
            continue
        for skipped in range(len(variants) - 1):  # «бумажные крафт и белые»: the first may describe them all
            first = _series_first(atoms, variants[skipped])
            worded = any(atom.kind is Kind.WORD for atom in atoms[first : variants[skipped]])
            if (further := _over_number(atoms, first, variants[skipped])) is not None:
                yield further, variants[skipped:], tail
            if worded or all(_is_size(atoms[index]) for index in variants[skipped:]):
                yield first, variants[skipped:], tail


def _over_number(atoms: Sequence[Atom], first: int, variant: int) -> int | None:
    """«Колготки сорок ден второй, третий …»: where the product begins if the number before *first* describes it."""
    described = not any(atom.is_head for atom in atoms[first:variant])
    if not described or first < 2 or atoms[first - 1].kind not in _NUMBERS or atoms[first - 1].brk:
        return None
    further = _series_first(atoms, first - 1)
    return further if further < first - 1 else None


def _describes_all(atom: Atom) -> bool:
    """Say whether *atom* behind a list may speak of all of it: «на два, на три и на пять проводов»."""
    if atom.kind is Kind.UNKNOWN or atom.is_head:
        return not atom.nominative and not atom.link
    return atom.kind in _DESCRIBES


def _follow(before: Atom, after: Atom) -> bool:
    """Say whether *after* goes on a list of variants: after «и», a comma, or as sizes do («эс эм эль»)."""
    if not _is_variant(before) or before.brk == SENTENCE:
        return False
    if after.link or before.brk > 0 or (_is_size(before) and _is_size(after)):
        return True
    words = all(atom.kind is Kind.WORD and not atom.is_head for atom in (before, after))
    return words and _are_apart(before, after)  # «вишня шоколад и …»


def _is_variant(atom: Atom) -> bool:
    if atom.kind is Kind.WORD:
        return not atom.negated
    return atom.kind in _SIZES


def _is_size(atom: Atom) -> bool:
    """Say whether *atom* is a bare number or a letter."""
    if atom.kind is Kind.WORD:
        return not atom.is_head and bool(atom.matches) and len(atom.matches[0][0]) <= _LETTERS
    return atom.kind in _SIZES and atom.unit is None


def merge_counts(atoms: list[Atom]) -> list[Atom]:
    """Join «пять коробок» and «по сто пар» into one quantity, so that they stay in one item."""
    merged: list[Atom] = []
    for index, atom in enumerate(atoms):
        before = merged[-1] if merged else None
        ends = index + 1 == len(atoms) or bool(atom.brk) or _begins(atoms[index + 1])
        counted = before is not None and before.kind is Kind.COUNT and not before.brk and not atom.link
        if counted and before is not None and _is_rate(atom, before, ends=ends) and not _measured(merged, atom):
            before.per = atom
            before.last = atom.last
            before.brk = atom.brk
            continue
        merged.append(atom)
    return merged


def _measured(before: Sequence[Atom], rate: Atom) -> bool:
    """«Девятьсот грамм три коробки, по полкило пять»: what is counted *before* states another measure of its own."""
    for atom in reversed(before):
        if atom.mark is not None and rate.mark is not None and atom.mark.kind == rate.mark.kind != "":
            return atom.mark.values != rate.mark.values
        if atom.is_head:
            return False
    return False


def _begins(atom: Atom) -> bool:
    """Say whether *atom* begins another item: «пять мешков по пятнадцать, косточка …», not «… по пять отвёрток»."""
    return atom.link or (atom.is_head and atom.nominative)


def _is_rate(atom: Atom, before: Atom, *, ends: bool) -> bool:
    """«По сто пар»; without a unit only behind packages, at the end of an item («шесть блоков по пятнадцать и …»)."""
    if atom.mark is None or not atom.mark.after_po:
        return False
    packed = before.unit is not None and before.unit.unit in _PACKS
    return atom.unit is not None or (packed and ends and atom.kind in {Kind.OPEN, Kind.COUNT})


def as_description(atom: Atom) -> Atom:
    """Take an open number as a property, whatever else it could count."""
    return replace(atom, kind=Kind.PROPERTY, as_property=None) if atom.kind is Kind.OPEN else atom


def _series_first(atoms: Sequence[Atom], variant: int) -> int:
    """Return where the product of a series begins: after the last quantity before its first variant.

    A noun that no article has beside the noun that follows is other goods («(столько же под) бронзу, рейлинги …»).
    """
    index = variant
    while index > 0 and atoms[index - 1].kind in _BASE and not atoms[index - 1].brk:
        if any(_are_apart(atoms[index - 1], other) for other in atoms[index:variant]):
            break
        index -= 1
    return index


def _are_apart(one: Atom, other: Atom) -> bool:
    if is_modifier(one.text) or is_modifier(other.text) or one.row is None or other.row is None:
        return False
    return not np.any((one.row > 0) & (other.row > 0))
