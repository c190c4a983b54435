"""What the caller takes back: one item, what stays instead, everything."""

from __future__ import annotations

from nlp.orders.events import Chunk
from nlp.orders.goods import take_segment
from nlp.orders.phrases import Phrase
from nlp.orders.scene import Scene
from nlp.orders.shares import copy_quantity
from nlp.orders.units import count_unit


def on_remove(scene: Scene, phrase: Phrase) -> None:
    pointer = scene.pointer()
    if pointer is not None and not scene.breaks_before(phrase):
        target = scene.draft.target(pointer.pointing, besides=pointer)
        scene.draft.remove(pointer)
        if target is not None:
            scene.draft.remove(target)
        scene.fresh = []
        return
    chunk = scene.coming()
    if isinstance(chunk, Chunk):
        segments = scene.segments(chunk)
        if segments and segments[0].evidence and segments[0].quantity is None:
            scene.at += 1
            scene.remove_pointed(segments[0].evidence)
            for segment in segments[1:]:
                if segment.quantity is None and segment.evidence and scene.draft.target(segment.evidence) is not None:
                    scene.remove_pointed(segment.evidence)
                else:
                    take_segment(scene, segment, None)
            return
    if scene.draft.last is not None and (scene.fresh or not isinstance(chunk, Chunk)):
        scene.draft.remove(scene.draft.last)
        scene.fresh = []


def on_keep(scene: Scene, _phrase: Phrase) -> None:
    """«Оставляем брезентовые» points at what stays."""
    chunk = scene.coming()
    if not isinstance(chunk, Chunk):
        return
    segments = scene.segments(chunk)
    if segments and segments[0].quantity is None and scene.draft.target(segments[0].evidence) is not None:
        scene.at += 1
        for segment in segments[1:]:
            take_segment(scene, segment, None)


def on_cancel(scene: Scene, _phrase: Phrase) -> None:
    scene.draft.items.clear()
    scene.fresh = []
    scene.cancelled = True


def on_same(scene: Scene, phrase: Phrase) -> None:
    """«Ещё столько же краг», «краг столько же»."""
    pointer = scene.pointer()
    others = [item for item in scene.draft.items if item is not pointer and item.has_quantity]
    if not others:
        return
    source = others[-1]
    counted = count_unit(phrase.text.split()[-1])
    if counted is not None and source.unit is None and source.base is None:
        source.unit = counted  # «десять, длинного столько же коробок»
    chunk = scene.coming()
    if pointer is None and isinstance(chunk, Chunk) and not scene.counts_next(phrase.first - 1):
        segments = scene.segments(chunk)
        if segments and segments[0].evidence and segments[0].quantity is None:
            scene.at += 1
            item = scene.draft.read(segments[0])
            copy_quantity(scene, item, source)
            scene.fresh = [scene.draft.add(item)]
            for segment in segments[1:]:
                take_segment(scene, segment, None)
            return
    if pointer is not None:
        copy_quantity(scene, pointer, source)
    elif "еще" in phrase.text and source.number is not None:
        source.more.append((source.number, source.unit))
