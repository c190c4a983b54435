"""«Как обычно», «как в прошлый раз»: the lines of the last order, or the quantity of one article in it."""

from __future__ import annotations

import re

from nlp.orders.course.companions import same_again
from nlp.orders.course.scene import Scene
from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.segments import Segment, make_segment
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase

_ORDERS = re.compile(r"(?<!\S)(?:заказ|заявк)")  # «тот же заказ» is all of it, whatever was named before
_DELIVERS = frozenset(
    "привезите доставка доставку доставьте привезти отвезите адрес адресу туда оплата оплату счет оплатим "
    "счету безналу безналом наличными картой договору самовывоз доставить везите цена цене цены цену ценам "
    "скидка скидкой скидку условия условиях время времени".split()
)


def on_usual(scene: Scene, phrase: Phrase) -> None:
    if _about_delivery(scene, phrase):
        return
    pointer = scene.pointer()
    if pointer is not None and phrase.text.endswith("самое") and same_again(scene, pointer):
        return
    goods = _goods_meant(scene, phrase)
    if goods is not None and (take_past(scene, goods) or goods.has_quantity or _counts_or_removes(scene, phrase)):
        return
    if not scene.last_order:
        scene.no_history.append(phrase)
        return
    if goods is not None and goods.found.verdict is not Verdict.NONE and _stands_alone(scene, goods, phrase):
        goods.doubtful = True  # never ordered: how many that is, nobody knows
        return
    if scene.draft.has_usual:
        return  # «как обычно, только …, остальное то же самое»
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


def _goods_meant(scene: Scene, phrase: Phrase) -> Item | None:
    """Return the goods of which *phrase* speaks: «лимоны как обычно», «картошка сто кило как всегда».

    ``None``: it speaks of the whole order. What was counted must stand right before it, and no change follow.
    """
    last = scene.draft.last
    if last is None or last not in scene.fresh or scene.breaks_before(phrase) or _ORDERS.search(phrase.text):
        return None
    if not last.has_quantity or _stands_alone(scene, last, phrase):
        return last
    return None


def _stands_alone(scene: Scene, goods: Item, phrase: Phrase) -> bool:
    """Say whether *phrase* stands right behind *goods* and nothing of the whole order is changed behind it."""
    following = scene.coming()
    changes = isinstance(following, Phrase) and following.op in {Op.EXCEPT, Op.REPLACE, Op.CHANGE}
    return phrase.text.startswith("как") and max(goods.spans)[1] + 1 == phrase.first and not changes


def _counts_or_removes(scene: Scene, phrase: Phrase) -> bool:
    """«Гранат как в тот раз шестьдесят кило», «вату как обычно не надо»: what follows says how many."""
    following = scene.coming()
    removes = isinstance(following, Phrase) and following.op is Op.REMOVE and following.first == phrase.last + 1
    return removes or scene.is_quantity(phrase.last + 1)


def take_past(scene: Scene, pointer: Item) -> bool:
    """Make *pointer* the article that it can mean in the last order, with its quantity there; say whether there is."""
    if pointer.has_quantity:
        return False
    places = {scene.catalogue.index_of(line.sku): line.quantity for line in scene.last_order}
    place = next((place for place in places if place is not None and place in pointer.found.places), None)
    if place is None:
        return False
    pointer.found = Resolution(Verdict.ONE, [place], coverage=1.0)
    pointer.base, pointer.note, pointer.usual = places[place], "как в прошлом заказе", True
    same = scene.draft.same(pointer)
    if same is not None and same.usual:
        scene.draft.items.remove(same)  # «как обычно, и ключей добавьте к обычному ещё сотню»
    return True


def drop_confirmed(scene: Scene) -> None:
    """Goods of the last order that are named without a quantity say again what is ordered anyway."""
    if not scene.draft.has_usual:
        return
    for item in [item for item in scene.draft.items if not item.has_quantity]:
        target = scene.draft.target(item.pointing, besides=item)
        if target is not None and target.usual and (item.place is None or item.place == target.place):
            scene.draft.remove(item)


def leave_out_denied(scene: Scene, segments: list[Segment]) -> list[Segment]:
    """«(Как обычно) без наволочек и пледов, а простыней двести»: take out what is denied, return the rest."""
    if not scene.draft.has_usual:
        return segments
    kept: list[Segment] = []
    denying = False
    for segment in segments:
        words = [atom for atom in segment.evidence if atom.kind is Kind.WORD]
        denied = bool(words) and words[0].negated
        following = denying and segment.quantity is None and segment.atoms[0].link
        points = segment is segments[-1] and scene.turns_next(segment.last)  # «без ленты, и хомутов вдвое больше»
        if not denied and (points or not following):
            denying = False
            kept.append(segment)
            continue
        denying = True
        border = next((place for place, atom in enumerate(segment.atoms) if place and atom.link), len(segment.atoms))
        rest = make_segment(segment.atoms[border:]) if border < len(segment.atoms) else None
        if denied and rest is None and segment.quantity is not None:
            kept.append(segment)
            continue
        scene.remove_pointed(make_segment(segment.atoms[:border]).evidence)
        if rest is not None and (rest.quantity is not None or points):
            kept.append(rest)
        elif rest is not None:
            scene.remove_pointed(rest.evidence)
    return kept


def _about_delivery(scene: Scene, phrase: Phrase) -> bool:
    """«Привезите на завод как всегда» repeats the place, not the order."""
    before = scene.line.tokens[max(0, phrase.first - 4) : phrase.first]
    near = [token.text for token in before if token.brk != 2]
    return bool(_DELIVERS & set(near))
