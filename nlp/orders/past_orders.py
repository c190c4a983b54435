"""«Как обычно», «как в прошлый раз»: the lines of the last order, or the quantity of one article in it."""

from __future__ import annotations

from nlp.orders.draft import Item
from nlp.orders.phrases import Phrase
from nlp.orders.resolve import Resolution, Verdict
from nlp.orders.scene import Scene

_DELIVERS = frozenset(
    "привезите доставка доставку доставьте привезти отвезите адрес адресу туда оплата оплату счет оплатим "
    "самовывоз доставить везите цена цене цены цену ценам скидка скидкой скидку условия условиях время времени".split()
)


def on_usual(scene: Scene, phrase: Phrase) -> None:
    if _about_delivery(scene, phrase):
        return
    pointer = scene.pointer()
    if not scene.last_order:
        scene.no_history.append(phrase)
        return
    if pointer is not None and not scene.breaks_before(phrase):
        past = next(
            (line for line in scene.last_order if scene.catalogue.index_of(line.sku) in pointer.found.places), None
        )
        if past is not None:
            place = scene.catalogue.index_of(past.sku)
            pointer.found = Resolution(Verdict.ONE, [place] if place is not None else [], coverage=1.0)
            pointer.base, pointer.note, pointer.usual = past.quantity, "как в прошлом заказе", True
            return
    scene.draft.has_usual = True
    for line in scene.last_order:
        place = scene.catalogue.index_of(line.sku)
        if place is None or any(item.place == place for item in scene.draft.items):
            continue
        found = Resolution(Verdict.ONE, [place], coverage=1.0)
        item = Item([], found, base=line.quantity, usual=True, note="как в прошлом заказе")
        item.spans = [(phrase.first, phrase.last)]
        scene.draft.items.append(item)
    scene.fresh = []


def _about_delivery(scene: Scene, phrase: Phrase) -> bool:
    """«Привезите на завод как всегда» repeats the place, not the order."""
    before = scene.line.tokens[max(0, phrase.first - 4) : phrase.first]
    near = [token.text for token in before if token.brk != 2]
    return bool(_DELIVERS & set(near))
