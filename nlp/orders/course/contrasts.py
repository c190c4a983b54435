"""What an item leaves to the one before it: of two lacquers «лак десять, матовый пять» are the glossy and the matt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict

_BOTH = 2
_NOTE = "другая из двух названа следом"


def settle_contrasts(items: Sequence[Item]) -> None:
    """Where an item may be one of two articles and the next words describe the other of them, take the one."""
    named = {item.place for item in items}
    for before, item in pairwise(items):
        places = before.found.places
        if before.found.verdict is not Verdict.SEVERAL or len(places) != _BOTH or not before.has_quantity:
            continue
        if named.issuperset(places):
            continue  # both are ordered by themselves
        if item.place in places and item.has_quantity and _describes(item) and not before.asked:
            left = next(place for place in places if place != item.place)
            before.found.verdict, before.found.weak, before.found.note = Verdict.ONE, True, _NOTE
            before.found.places = [left]


def _describes(item: Item) -> bool:
    """Say whether a word and no noun of its own tells the article of *item*."""
    return any(atom.kind is Kind.WORD and not atom.either for atom in item.own) and not any(
        atom.is_head for atom in item.own
    )
