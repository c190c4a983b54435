"""One quantity for several items: «по сто каждых», «столько же», «поровну», «в два раза больше»."""

from __future__ import annotations

from decimal import Decimal

from nlp.numbers import find_numbers
from nlp.orders.course.kinds import on_kinds
from nlp.orders.course.parts import on_parts
from nlp.orders.course.scene import Equally, Scene
from nlp.orders.items.item import Item
from nlp.orders.items.segments import Segment
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.phrases import Phrase

_THOUSAND = Decimal(1000)
_BY = frozenset({"на", "больше", "меньше"})
_HALVES = frozenset({"меньше", "поменьше", "половину", "половина", "половинку"})


def share(scene: Scene, segment: Segment, item: Item) -> None:
    """«Краги и рукавицы по сто»: the quantity holds for the items before that have none."""
    mark = segment.quantity.mark if segment.quantity is not None else None
    if mark is not None and mark.after_po:
        _share_back(scene, item)


def on_each(scene: Scene, phrase: Phrase) -> None:
    if on_kinds(scene, phrase):
        return
    last = scene.draft.last
    if last is not None and last.has_quantity and not scene.shared:
        _share_back(scene, last)


def on_equal(scene: Scene, phrase: Phrase) -> None:
    """«Тысячу белых и чёрных поровну»: one quantity over the items named with it.

    Where none was said yet («поровну белых и чёрных, всего тысяча»), the items from here on wait for it.
    """
    if scene.shared and scene.draft.last is not None and scene.draft.last.has_quantity:
        return
    group: list[Item] = []
    for item in reversed(scene.draft.items):
        group.append(item)
        if item.has_quantity and (len(group) > 1 or not _empty_before(scene, item)):
            break
    counted = [item for item in group if item.number is not None]
    if len(counted) == 1 and len(group) > 1:
        _split(group, counted[0])
        return
    if len(counted) == len(group) == 1 and isinstance(scene.coming(), Chunk):
        on_parts(scene, phrase)  # «сиропов двенадцать поровну, ваниль и карамель»
        scene.halved = scene.total is not None
    waiting = [item for item in group if not item.has_quantity]
    scene.equally = Equally(waiting[::-1])


def split_equally(scene: Scene) -> None:
    """Share the first quantity said after «поровну» over the items that wait for it."""
    if scene.equally is None or scene.halved:
        return
    fresh = [item for item in scene.fresh if item not in scene.equally.kinds]
    if len(fresh) > 1 and scene.equally.kinds and not any(atom.is_head for item in fresh for atom in item.own):
        for kind in scene.equally.kinds:  # «амортизаторы поровну правых и левых»: only named what they are
            scene.draft.remove(kind)
    waiting = [item for item in dict.fromkeys([*scene.equally.kinds, *fresh]) if item in scene.draft.items]
    counted = [item for item in waiting if item.has_quantity]
    if counted:
        scene.equally = None
        if len(counted) == 1 and len(waiting) > 1:
            _split(waiting, counted[0])


def settle_halves(scene: Scene) -> None:
    """«Две с половиной» of pieces are thousands where thousands are spoken of, else a question."""
    thousands = any(item.number is not None and item.number >= _THOUSAND for item in scene.draft.items)
    for item in scene.draft.items:
        broken = item.number is not None and item.number != int(item.number) and item.unit is None
        if not broken or item.number is None or item.place is None or item.base is not None:
            continue
        if scene.catalogue.counts_pieces(item.place):
            item.number, item.doubtful = (item.number * _THOUSAND, item.doubtful) if thousands else (item.number, True)


def _split(group: list[Item], counted: Item) -> None:
    if counted.number is None:
        return
    share = counted.number / Decimal(len(group))
    for item in group:
        item.number, item.unit = share, counted.unit
        item.doubtful = share != int(share)


def on_double(scene: Scene, phrase: Phrase) -> None:
    """«Серых вдвое больше»: twice what was said of them, else twice the quantity before."""
    item = scene.pointer() or scene.draft.last
    if item is None:
        return
    added = find_numbers(phrase.text.split())
    times = Decimal("0.5") if _HALVES & set(phrase.text.split()) else Decimal(2)
    if not item.has_quantity and (target := scene.draft.pointed_by(item)) is not None:
        scene.draft.remove(item)
        item = target
        scene.draft.touch(item)  # «… в два раза больше, две упаковки»
        scene.fresh = [item]
    elif not item.has_quantity:
        counted = [other for other in scene.draft.items if other is not item and other.has_quantity]
        if counted:
            lend_quantity(scene, item, counted[-1])
    if added and phrase.text.split()[0] in _BY:
        less = not _HALVES.isdisjoint(phrase.text.split())
        item.more.append((-added[0].value if less else added[0].value, None))  # «двадцатых на пять больше»
        return
    item.factor *= times


def _share_back(scene: Scene, item: Item) -> None:
    if item not in scene.draft.items:
        return
    for earlier in reversed(scene.draft.items[: scene.draft.items.index(item)]):
        if earlier.has_quantity and not scene.draft.free_number(earlier):
            break
        scene.draft.lend(earlier, item)
        lend_quantity(scene, earlier, item)
        if (twin := scene.draft.same(earlier)) is not None and twin is not item:
            lend_quantity(scene, twin, item)
            scene.draft.remove(earlier)


def lend_quantity(scene: Scene, item: Item, source: Item) -> None:
    spans = list(item.spans)
    scene.draft.set_quantity(item, source)
    item.spans = spans


def _empty_before(scene: Scene, item: Item) -> bool:
    index = scene.draft.items.index(item)
    return index > 0 and not scene.draft.items[index - 1].has_quantity
