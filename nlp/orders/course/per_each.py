"""«На каждый щит по две шины»: goods of which there are so many for each of others that are ordered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.orders.course.companions import run_before
from nlp.orders.course.goods import take_segment
from nlp.orders.course.scene import Scene
from nlp.orders.course.shares import on_each
from nlp.orders.items.item import Item
from nlp.orders.items.likeness import points_at
from nlp.orders.speech.base_units import to_base
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.phrases import Phrase


def on_per(scene: Scene, phrase: Phrase) -> None:
    """Count the goods before or behind *phrase* as many times as there are of what it speaks of.

    Where these are not counted it asks for so many of each, as «каждого» does.
    """
    pointer, chunk = scene.pointer(), scene.coming()
    times = None
    if isinstance(chunk, Chunk) and chunk.first == phrase.last + 1:
        times, rest = _times(scene, pointer, chunk)
    if times is None:
        on_each(scene, phrase)
        return
    scene.at += 1
    count, behind = scene.leading_count(rest) if pointer is not None else (None, rest)
    if pointer is not None and count is not None:
        scene.draft.set_quantity(pointer, _multiplied(scene.draft.read(count), times))
        for segment in scene.segments(behind) if behind is not None else []:
            take_segment(scene, segment, None)
        return
    for index, segment in enumerate(scene.segments(rest)):
        take_segment(scene, segment, None)
        if index == 0 and segment.quantity is not None and scene.draft.last is not None:
            _multiplied(scene.draft.last, times)


def _times(scene: Scene, pointer: Item | None, chunk: Chunk) -> tuple[Decimal | None, Chunk]:
    """Return how many there are of what *chunk* begins with, or of the goods before, and the words behind it."""
    end = next((mark.first for mark in scene.marks if mark.first >= chunk.first), chunk.last + 1)
    while end > chunk.first and scene.line.tokens[end - 1].text == "по":
        end -= 1
    before = [item for item in scene.draft.items if item is not pointer]
    if end > chunk.last:
        return None, chunk
    if end > chunk.first:
        named = scene.atoms(Chunk(chunk.first, end - 1))
        meant = [item for item in before if named and points_at(named, item) is not None]
        return _sum(scene, meant), Chunk(end, chunk.last)
    if not before or not before[-1].has_quantity or not _goes_on(scene, chunk):
        return None, chunk
    others = pointer is None or not (pointer.place is not None and scene.draft.is_like(pointer.place, before[-1]))
    return (_sum(scene, run_before(scene, pointer)) if others else None), chunk


def _goes_on(scene: Scene, chunk: Chunk) -> bool:
    """Say whether *chunk* names goods or what was named before it waits for its count."""
    return scene.pointer() is not None or any(segment.evidence for segment in scene.segments(chunk)[:1])


def _sum(scene: Scene, items: Sequence[Item]) -> Decimal | None:
    """Return how many pieces *items* come to; ``None`` where one of them is not counted or cannot be."""
    total = Decimal(0)
    for item in items:
        product = scene.catalogue.products[item.place] if item.place is not None else None
        number = item.number if product is None or item.number is None else to_base(item.number, item.unit, product)
        if number is None or item.doubtful:
            return None
        total += number
    return total or None


def _multiplied(item: Item, times: Decimal) -> Item:
    if item.number is not None:
        item.number *= times
    return item
