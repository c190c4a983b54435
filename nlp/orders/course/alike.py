"""«Такие же», «тот же»: goods that are as the goods before in all that is not said otherwise."""

from __future__ import annotations

from nlp.orders.course.companions import find_companions, means_many
from nlp.orders.course.scene import Scene
from nlp.orders.items.item import FEW_MORE, Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.items.segments import Segment
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.phrases import Phrase
from nlp.orders.speech.units import PACKAGES

_ONE = frozenset("такой такую такая такого такое тот той".split())


def on_alike(scene: Scene, phrase: Phrase) -> None:
    """«Бинты те же» after «как в прошлый раз» changes nothing; «вилок таких же две» are forks like the spoons before.

    Elsewhere it waits for the goods that are alike.
    """
    pointer = scene.pointer()
    if pointer is None:
        scene.pending = phrase
        return
    target = scene.draft.target(pointer.pointing, besides=pointer)
    if scene.draft.has_usual and target is not None and target.usual:
        scene.draft.remove(pointer)
        scene.fresh = []
        return
    before = next((item for item in reversed(scene.draft.items) if item is not pointer and item.has_quantity), None)
    if before is None or before.usual:
        scene.pending = phrase
        return
    if means_many(phrase.text):
        segment = Segment(list(pointer.pointing), None, list(pointer.pointing))
        pointer.apart = find_companions(scene, segment, pointer)
    _liken(scene, pointer)
    if _stands_alone(scene, phrase):
        if before.number == 1 and _ONE & set(phrase.text.split()):
            scene.draft.set_quantity(pointer, before)  # «красный упаковку, синий такую же»
            pointer.counted = before.counted
        return
    scene.pending = phrase
    if before.unit is not None and before.unit.unit in PACKAGES and pointer.place is not None:
        scene.packages = before if scene.draft.holds(pointer.place, before.unit) else None


def _liken(scene: Scene, item: Item) -> None:
    """Let *item*, the last one, take over what was said of the goods before it."""
    scene.draft.items.remove(item)
    alike = scene.draft.read(Segment(list(item.pointing), None, list(item.pointing)), lean=True)
    if alike.found.verdict is Verdict.ONE:
        item.evidence, item.found = alike.evidence, alike.found
    scene.draft.items.append(item)


def _stands_alone(scene: Scene, phrase: Phrase) -> bool:
    """Say whether no quantity follows *phrase* for the goods before it."""
    chunk = scene.coming()
    if not isinstance(chunk, Chunk) or scene.line.tokens[phrase.last].brk:
        return True
    return not scene.is_quantity(chunk.first)


def in_packages(scene: Scene, said: Item) -> None:
    """«Ложек две коробки и вилок таких же две»: a bare number for what is alike counts the same packages."""
    before, scene.packages = scene.packages, None
    if before is None or said.unit is not None or said.number is None or before.number is None:
        return
    if said.number <= before.number * FEW_MORE:
        said.unit = before.unit
