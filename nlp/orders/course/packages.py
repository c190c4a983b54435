"""What a bare number counts beside goods that were counted in packages: «эска пять упаковок, эмка двадцать»."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.orders.course.scene import Scene
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import FEW_MORE, Item
from nlp.orders.items.segments import Segment
from nlp.orders.items.wording import is_worded
from nlp.orders.speech.base_units import to_base
from nlp.orders.speech.units import MEASURED, PACKAGES, CountUnit, Unit
from nlp.text.morph import word_form

_THOUSAND, _FEW_THOUSAND = Decimal(1000), Decimal(10)
_FEMININE = frozenset({"одну", "одна", "две"})
_HALF = Decimal("0.5")
_TWICE = 2  # as many packages as before are packages still, though they would make whole packages as a measure too


def count_alike(scene: Scene, item: Item, segment: Segment) -> None:
    """Give a bare number the packages that were said before it, where it counts those."""
    last, quantity = scene.draft.last, segment.quantity
    if last is None or quantity is None or item.number is None or item.place is None:
        return
    if quantity.unit is not None or item.unit is not None:
        return
    if last.unit is None and last.number is not None:
        _count_thousands(scene, item, segment)
    elif last.number is not None and _goes_on(scene, item, last, quantity):
        item.unit = last.unit
    if item.unit is None and not scene.catalogue.counts_pieces(item.place):
        item.unit = _package_of(scene, item)


def _goes_on(scene: Scene, item: Item, last: Item, quantity: Atom) -> bool:
    """«Эска пять упаковок, эмка двадцать»: another article of the same noun is counted in the same packages."""
    if last.unit is None or item.place is None or item.number is None or last.number is None:
        return False
    if not scene.draft.is_like(item.place, last) or not scene.draft.holds(item.place, last.unit):
        return False
    if _agrees_with_package(last, quantity):
        return True
    counted = last.counted is not None and last.counted.kind is not Kind.UNIT and last.unit.unit in PACKAGES
    return counted and last.number > 1 and item.number <= last.number * FEW_MORE


def _agrees_with_package(last: Item, quantity: Atom) -> bool:
    """«Штыковые две коробки, совковые одну»: a bare feminine number counts the feminine package said before."""
    if quantity.text not in _FEMININE or last.unit is None or last.counted is None:
        return False
    return last.unit.unit in PACKAGES and bool({"femn"} & word_form(last.counted.text.split()[-1]).grammemes)


def _package_of(scene: Scene, item: Item) -> CountUnit | None:
    """«Шею три коробки, корейку одну»: who counts goods by weight or length in packages goes on so.

    A number that is no few of them, or that would make whole packages as a measure too, stays a measure.
    """
    before = next(_in_packages(scene), None)
    if before is None or before.unit is None or before.number is None or item.place is None or item.number is None:
        return None
    unit = next((unit for unit in _packages(before.unit) if scene.draft.holds(item.place, unit)), None)
    if unit is None or item.number % _HALF or item.number > before.number * FEW_MORE:
        return None
    size = to_base(Decimal(1), unit, scene.catalogue.products[item.place])
    whole = size is not None and item.number >= size and item.number % size == 0
    return None if whole and item.number > before.number * _TWICE else unit


def _in_packages(scene: Scene) -> Iterator[Item]:
    """Yield the items before that were counted in packages, the last first, back to one that was measured."""
    for item in reversed(scene.draft.items):
        if item.unit is None or item.usual or item.number is None:
            continue
        if item.unit.unit in MEASURED:
            return
        if item.unit.unit in PACKAGES or item.unit.unit in {Unit.CONTAINER, Unit.UNNAMED}:
            yield item


def _packages(said: CountUnit) -> tuple[CountUnit, ...]:
    """Return the package *said*, and what it may be for goods that come in others."""
    return said, CountUnit(Unit.PACK), CountUnit(Unit.BOX)


def _count_thousands(scene: Scene, item: Item, segment: Segment) -> None:
    """«Одиннадцатая три тысячи, восемнадцатая две»: a few of another size of the same goods are thousands."""
    last, quantity = scene.draft.last, segment.quantity
    bare = quantity is not None and quantity.unit is None and not segment.has_head and not is_worded(item.own)
    if bare and last is not None and item.place is not None and scene.draft.is_like(item.place, last):
        item.number = in_thousands(item.number, last.number)


def in_thousands(number: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return a small *number* said after whole thousands as thousands too: «три тысячи … нет, пять»."""
    if number is None or before is None or before < _THOUSAND or before % (_THOUSAND / 2) or number > _FEW_THOUSAND:
        return number
    return number * _THOUSAND
