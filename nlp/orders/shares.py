"""One quantity for several items: «по сто каждых», «столько же», «поровну», «в два раза больше»."""

from __future__ import annotations

from decimal import Decimal

from nlp.orders.draft import Item
from nlp.orders.phrases import Phrase
from nlp.orders.scene import Scene
from nlp.orders.segments import Segment


def share(scene: Scene, segment: Segment, item: Item) -> None:
    """«Краги и рукавицы по сто»: the quantity holds for the items before that have none."""
    mark = segment.quantity.mark if segment.quantity is not None else None
    if mark is not None and mark.after_po:
        _share_back(scene, item)


def on_each(scene: Scene, _phrase: Phrase) -> None:
    last = scene.draft.last
    if last is not None and last.has_quantity:
        _share_back(scene, last)


def on_equal(scene: Scene, _phrase: Phrase) -> None:
    """«Тысячу белых и чёрных поровну»: one quantity over the items named with it."""
    group: list[Item] = []
    for item in reversed(scene.draft.items):
        group.append(item)
        if item.has_quantity and (len(group) > 1 or not _empty_before(scene, item)):
            break
    counted = [item for item in group if item.number is not None]
    if len(counted) != 1 or len(group) < 2 or counted[0].number is None:
        return
    share = counted[0].number / Decimal(len(group))
    for item in group:
        item.number, item.unit = share, counted[0].unit
        item.doubtful = share != int(share)


def on_double(scene: Scene, _phrase: Phrase) -> None:
    item = scene.pointer() or scene.draft.last
    if item is None:
        return
    if not item.has_quantity and (target := scene.draft.target(item.evidence, besides=item)) is not None:
        scene.draft.remove(item)
        item = target
    item.factor *= 2


def _share_back(scene: Scene, item: Item) -> None:
    if item not in scene.draft.items:
        return
    for earlier in reversed(scene.draft.items[: scene.draft.items.index(item)]):
        if earlier.has_quantity and not scene.draft.free_number(earlier):
            break
        scene.draft.lend(earlier, item)
        copy_quantity(scene, earlier, item)


def copy_quantity(scene: Scene, item: Item, source: Item) -> None:
    spans = list(item.spans)
    scene.draft.set_quantity(item, source)
    item.spans = spans


def _empty_before(scene: Scene, item: Item) -> bool:
    index = scene.draft.items.index(item)
    return index > 0 and not scene.draft.items[index - 1].has_quantity
