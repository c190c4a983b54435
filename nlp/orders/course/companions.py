"""Goods for each of those before: «валики сто восемьдесят и двести сорок, ручки к ним по десять», «синие такие же»."""

from __future__ import annotations

from nlp.orders.course.scene import Scene
from nlp.orders.items.item import Item, copy_quantity
from nlp.orders.items.segments import Segment

_FEWEST = 2
_MANY = frozenset("такие таких те тех этих эти их".split())


def means_many(text: str) -> bool:
    """Say whether «такие же», «тех же» may speak of several articles."""
    return not _MANY.isdisjoint(text.split())


def find_companions(scene: Scene, segment: Segment, pointer: Item | None = None) -> list[tuple[Item, Item]]:
    """Return what *segment* means beside each of the goods before it, and that one; empty where it is not told apart.

    *pointer* is the item that stands for *segment* in the order, if there is one.
    """
    run = run_before(scene, pointer)
    while len(run) >= _FEWEST:
        readings = [scene.draft.read(segment, lean=True, of=source) for source in run]
        places = {item.place for item in readings}
        if None not in places and len(places) == len(run) and places.isdisjoint(source.place for source in run):
            return list(zip(readings, run, strict=True))
        run = run[1:]
    return []


def spread(scene: Scene, item: Item, *, as_theirs: bool = False) -> bool:
    """Put the companions of *item* in its place, each with its quantity or, *as_theirs*, with that of its source."""
    if not item.apart:
        return False
    scene.draft.remove(item)
    scene.fresh = [fresh for fresh in scene.fresh if fresh is not item]
    for reading, source in item.apart:
        copy_quantity(reading, source if as_theirs else item)
        reading.spans = list(item.spans)
        scene.fresh.append(scene.draft.add(reading))
    item.apart = []
    return True


def same_again(scene: Scene, pointer: Item) -> bool:
    """«Белые эмка и элька по десять, и чёрные то же самое»: the same sizes and quantities of what *pointer* names."""
    before = [item for item in scene.draft.items if item is not pointer and item.number is not None]
    if not before or pointer.place in {item.place for item in before} - {None}:
        return False
    segment = Segment(list(pointer.pointing), None, list(pointer.pointing))
    pointer.apart = find_companions(scene, segment, pointer)
    if not spread(scene, pointer, as_theirs=True):
        copy_quantity(pointer, before[-1])
    return True


def run_before(scene: Scene, pointer: Item | None) -> list[Item]:
    """Return the counted goods of one kind that were named last."""
    run: list[Item] = []
    for item in reversed([item for item in scene.draft.items if item is not pointer]):
        if item.place is None or item.number is None or item.usual:
            break
        if run and not scene.draft.is_like(item.place, run[0]):
            break
        run.insert(0, item)
    return run
