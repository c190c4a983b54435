"""One item of the order as it grows: what describes it, what it was resolved to, how much of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from nlp.orders.items.atom import Atom
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.segments import Segment
from nlp.orders.speech.units import PACKAGES, CountUnit

FEW_MORE = 5  # times as many: «две коробки … и ещё одну» are boxes, «и ещё двести» are pieces


@dataclass(slots=True, eq=False)
class Item:
    """One item: what describes it, what it was resolved to, how much of it."""

    evidence: list[Atom]
    found: Resolution
    number: Decimal | None = None
    unit: CountUnit | None = None
    per: Atom | None = None  # «пять коробок по сто пар»: the second quantity
    more: list[tuple[Decimal, CountUnit | None]] = field(default_factory=list)  # said later: «и ещё сто»
    base: Decimal | None = None  # in base units: from a past order or an equal share
    doubtful: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    note: str | None = None
    usual: bool = False
    asked: bool = False  # named in place of something and not understood: always a question
    factor: Decimal = Decimal(1)
    counted: Atom | None = None  # the quantity as it was said
    apart: list[tuple[Item, Item]] = field(default_factory=list)  # what it is beside each of several goods before
    goes_with: bool = False  # «скобы к нему»: with what was named before
    own: list[Atom] = field(default_factory=list)  # the evidence without what was taken over from the item before

    @property
    def pointing(self) -> list[Atom]:
        """What points at an earlier item."""
        return self.own or self.evidence

    @property
    def is_named(self) -> bool:
        """Say whether its own words hold a noun of goods."""
        return any(atom.is_head for atom in self.own)

    @property
    def place(self) -> int | None:
        return self.found.places[0] if self.found.verdict is Verdict.ONE and self.found.places else None

    @property
    def has_quantity(self) -> bool:
        return self.number is not None or self.base is not None or self.doubtful


def copy_quantity(item: Item, source: Item) -> None:
    item.number, item.unit, item.per, item.base = source.number, source.unit, source.per, source.base
    item.doubtful, item.more, item.factor = source.doubtful, list(source.more), source.factor


def count_as(same: Item, item: Item) -> None:
    """«Белой три рулона … белой три»: a bare number said anew counts the packages said before."""
    packed = same.unit is not None and same.unit.unit in PACKAGES
    if packed and item.unit is None and item.number is not None and same.number is not None:
        item.unit = same.unit if item.number <= same.number * FEW_MORE else None


def give_quantity(item: Item, segment: Segment) -> None:
    quantity = segment.quantity
    if quantity is None:
        return
    item.number, item.unit, item.counted = quantity.number, quantity.unit, quantity
    item.doubtful = quantity.mark is not None and (quantity.mark.doubtful or quantity.mark.high is not None)
    item.per = quantity.per
