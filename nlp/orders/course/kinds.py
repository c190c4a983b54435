"""All kinds of what was named: «чернила всех четырёх цветов по шесть», «обоих вкусов по коробке»."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.numbers import find_numbers
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.course.companions import spread
from nlp.orders.course.scene import Scene
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.speech.operations import KINDS
from nlp.orders.speech.phrases import Phrase

_NAMES_KINDS = re.compile(rf"(?<!\S)(?:{KINDS})(?!\S)")
_BOTH = re.compile(r"(?<!\S)(?:оба|обе|обоих|обеих)(?!\S)")
_FEWEST, _MOST = 2, 12


def on_kinds(scene: Scene, phrase: Phrase) -> bool:
    """Take the item named last, which may be any of several articles, as all of them; say whether it is so.

    A number («всех четырёх») must be theirs. What is said before its goods waits for them.
    """
    if not (_NAMES_KINDS.search(phrase.text) or _BOTH.search(phrase.text)):
        return False
    last = scene.draft.last
    if last is None or last not in scene.fresh:
        scene.kinds = phrase
        return False
    if _take_all(scene, last, phrase):
        return True
    scene.listed = scene.pointer()
    return False


def settle_kinds(scene: Scene, item: Item) -> None:
    """«Всех цветов шары по пять»: *item* was named behind the words that ask for all of its kinds."""
    phrase, scene.kinds = scene.kinds, None
    if phrase is not None:
        _take_all(scene, item, phrase)


def drop_listed(scene: Scene) -> None:
    """«Шары всех трёх цветов, красный, синий и белый по пять»: what was named before its kinds is none besides."""
    item, scene.listed = scene.listed, None
    own = [atom for fresh in scene.fresh for atom in fresh.own]
    if item is not None and len(scene.fresh) > 1 and not any(atom.is_head for atom in own):
        scene.draft.remove(item)


def _take_all(scene: Scene, item: Item, phrase: Phrase) -> bool:
    if not _may_be_all(scene.catalogue, item, _count(phrase)):
        return False
    found = replace(item.found, verdict=Verdict.ONE, rivals=[], note=None, weak=False)
    kinds = [replace(found, places=[place]) for place in item.found.places]
    item.apart = [(Item(item.evidence, kind, own=item.own), item) for kind in kinds]
    return not item.has_quantity or spread(scene, item)


def _may_be_all(catalogue: Catalogue, item: Item, count: int | None) -> bool:
    places = item.found.places
    if item.found.verdict is Verdict.NONE or not _FEWEST <= len(places) <= _MOST:
        return False
    heads = frozenset.intersection(*(catalogue.features[place].heads for place in places))
    return bool(heads) and (count is None or count == len(places))


def _count(phrase: Phrase) -> int | None:
    if _BOTH.search(phrase.text):
        return 2
    spans = find_numbers(phrase.text.split())
    return int(spans[0].value) if spans else None
