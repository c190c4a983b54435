"""«П. 4 уберите», «второй пункт исправьте на шесть»: an item of the order called by its place in what was said."""

from __future__ import annotations

from dataclasses import replace

from nlp.orders.course.scene import Scene
from nlp.orders.items.item import Item
from nlp.orders.speech.entries import LAST, number_of_entry
from nlp.orders.speech.phrases import Phrase


def on_entry(scene: Scene, phrase: Phrase) -> None:
    """Speak again of the item at that place, as if by its own words; what follows says what becomes of it."""
    target = entry_of(scene, phrase)
    if target is None:
        return
    again = Item(list(target.evidence), replace(target.found), own=list(target.own))
    again.spans.append((phrase.first, phrase.last))
    scene.draft.items.append(again)
    scene.fresh, scene.removed = [again], None
    scene.entries.append(again)


def entry_of(scene: Scene, phrase: Phrase) -> Item | None:
    """Return the item that *phrase* means: by the numbers of the list, else counted as they were named."""
    number = number_of_entry(phrase.text)
    items = sorted(
        (item for item in scene.draft.items if not item.usual and item.spans), key=lambda item: item.spans[0]
    )
    items = [item for item in items if item not in scene.entries]
    places = {token.entry: place for place, token in enumerate(scene.line.tokens[: phrase.first]) if token.entry}
    if number is None or not items:
        return None
    if number == LAST:
        return items[-1]
    if number not in places:
        return items[number - 1] if not places and 0 < number <= len(items) else None
    end = min((place for place in places.values() if place > places[number]), default=phrase.first)
    return next((item for item in items if places[number] <= item.spans[0][0] < end), None)


def drop_entries(scene: Scene) -> None:
    """Take out what only spoke again of an item and changed nothing."""
    for item in scene.entries:
        if item in scene.draft.items and not item.has_quantity:
            scene.draft.items.remove(item)
