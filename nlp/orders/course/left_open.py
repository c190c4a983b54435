"""Goods that are wanted, and how many is left open: «синие нужны, сколько, скажу завтра», «штук сорок, не помню»."""

from __future__ import annotations

from nlp.orders.course.scene import Scene
from nlp.orders.speech.phrases import Phrase

_AMOUNTS = frozenset({"сколько", "скока", "количество"})
_NEAR = 1  # tokens between a count and the words that doubt it


def on_open(scene: Scene, phrase: Phrase) -> None:
    """The goods named last without a count, or with one that stands right before *phrase*, become a question."""
    pointer = scene.pointer()
    if pointer is not None:
        pointer.doubtful = True
        return
    last = scene.draft.last
    if last is None or last not in scene.fresh or not last.spans:
        scene.pending = phrase if phrase.text.split()[-1] in _AMOUNTS else None
        return
    if 0 <= phrase.first - 1 - max(last.spans)[1] <= _NEAR:
        last.doubtful = True
    elif phrase.text.split()[-1] in _AMOUNTS:
        scene.pending = phrase  # «завтра скажу сколько леек»
