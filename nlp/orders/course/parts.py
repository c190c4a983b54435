"""A total that is split up: «скоб восемьдесят, из них пятьдесят чёрных и тридцать белых». Only the parts count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from nlp.orders.course.scene import Scene
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.speech.phrases import Phrase

_FEWEST = 2


def on_parts(scene: Scene, _phrase: Phrase) -> None:
    """Remember what was counted as a whole: what is named next leans on it and is no more of it."""
    total = scene.draft.last
    if total is not None and total.number is not None and not total.usual:
        scene.total, scene.whole = total, total.found
        total.found = replace(total.found, verdict=Verdict.SEVERAL)


def split_total(scene: Scene) -> None:
    """Give the parts just named the unit of their total, and leave of it what they do not make up."""
    total, scene.total = scene.total, None
    if total is None or total.number is None or scene.whole is None:
        return
    total.found = scene.whole
    halved, scene.halved = scene.halved, False
    if halved and _split_evenly(scene, total):
        return
    for item in scene.fresh:
        if item.number is None or item.number > total.number or not _may_be_part(scene, item, total):
            return
        total.number -= item.number
        item.unit = item.unit or total.unit
        if not total.number:
            scene.draft.items.remove(total)
            return


def _split_evenly(scene: Scene, total: Item) -> bool:
    """«Сиропов двенадцать поровну, ваниль и карамель, кофе шесть»: what is named behind without a count of its own."""
    kinds = list(takewhile(lambda item: not item.has_quantity and _may_be_part(scene, item, total), scene.fresh))
    if len(kinds) < _FEWEST or total.number is None:
        return False
    scene.equally = None
    share = total.number / len(kinds)
    for item in kinds:
        item.number, item.unit, item.doubtful = share, total.unit, share != int(share)
    scene.draft.items.remove(total)
    return True


def _may_be_part(scene: Scene, item: Item, total: Item) -> bool:
    """Say whether *item* is of the goods of *total*: named by no noun of its own, or an article of that kind."""
    if not any(atom.is_head for atom in item.own):
        return True
    return item.place is not None and scene.draft.is_like(item.place, total)


def drop_totals(scene: Scene) -> None:
    """«Хомутов двести: сто сотых и сто двухсотых»: goods that may be several articles, and their parts behind them."""
    items = scene.draft.items
    for total in [item for item in items if item.found.verdict is Verdict.SEVERAL and item.number is not None]:
        left, counted = total.number or Decimal(0), 0
        for item in _leaning(items[items.index(total) + 1 :]):
            fits = item.place in total.found.places and item.unit in {None, total.unit}
            if not fits or item.number is None or item.number > left:
                break
            left, counted = left - item.number, counted + 1
            if not left and counted >= _FEWEST:
                for part in items[items.index(total) + 1 :][:counted]:
                    part.unit = part.unit or total.unit
                items.remove(total)
                break


def _leaning(items: Sequence[Item]) -> list[Item]:
    """Return the first of *items* up to one that is named by a noun of its own."""
    named = next((place for place, item in enumerate(items) if any(atom.is_head for atom in item.own)), len(items))
    return list(items[:named])
