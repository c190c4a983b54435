"""What goods with nouns of their own borrow from what was said around them: «труба шестьдесят третья, углов десять».

What is missing in one item is taken from those named before it, where they are of one category and agree; a remark
that closes a list («все шоколад») is said of each item in it. What an item says of itself wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.course.scene import Scene
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict

_NUMBERS = frozenset({Kind.PROPERTY, Kind.OPEN})
_LENT = _NUMBERS | {Kind.WORD}
_FITTING = frozenset({"", "mm", "inch", "size", "no"})  # kinds of sizes by which goods fit each other


def tell_all(scene: Scene) -> None:
    """Say the remarks of each of the goods before them that may still be several articles, or were hardly told."""
    for remark in scene.remarks:
        for item in list(scene.draft.items):
            if item.usual or not item.spans or min(item.spans)[0] > remark[0].first:
                continue
            scene.draft.tell(item, remark)
            item.spans.append((remark[0].first, remark[-1].last))
            _drop_twin(scene, item)


def lend_words(scene: Scene) -> None:
    """Narrow goods that may be several articles by what was said before of goods of their category, or go with them."""
    items = scene.draft.items
    for item in [item for item in items if _is_open(item)]:
        if item.asked or any(atom.either for atom in item.evidence):
            continue
        places = list(item.found.places)
        for earlier in items[: items.index(item)][-1 if item.goes_with else 0 :]:
            told = _told_by(earlier, item.found.places)
            if told is not None and not (item.goes_with or scene.draft.is_kin(told[0], earlier)):
                told = _of_its_size(scene.catalogue, earlier, item.found.places) if _is_described(item) else None
            if told is not None:
                places = [place for place in places if place in told]
        if len(places) == 1:
            _settle(scene, item, places[0])


def _is_open(item: Item) -> bool:
    """Say whether *item* is counted and may be several articles, or is one only as the plainest of them."""
    several = item.found.verdict is Verdict.SEVERAL or (item.found.weak and len(item.found.places) > 1)
    return several and item.has_quantity


def _told_by(earlier: Item, group: Sequence[int]) -> list[int] | None:
    """Return what the words said of *earlier* leave of *group*; ``None`` where they tell nothing."""
    places = list(group)
    for atom in _lent(earlier.evidence):
        kept = [place for place in places if atom.row is not None and atom.row[place] > 0]
        places = kept or places
    return places if len(places) < len(group) else None


def _of_its_size(catalogue: Catalogue, earlier: Item, group: Sequence[int]) -> list[int] | None:
    """Return those of *group* that state a size said of *earlier* as its articles do; ``None`` where that tells none.

    «Воздуховод сто шестидесятый тридцать, отвод на девяносто десять»: what is joined is of one size, whatever its
    category; how much a thing holds or how long it is tells nothing of others.
    """
    kept, places = list(group), earlier.found.places
    stated = frozenset.intersection(*(catalogue.features[place].properties for place in places)) if places else ()
    sizes = {key for key in stated if key.startswith("n:") and _is_size(key.rpartition(":")[2])}
    for atom in earlier.evidence:
        if atom.mark is None or atom.kind not in _NUMBERS:
            continue
        said = {key for key in sizes if key.startswith(f"n:{plain(atom.mark.value)}:")}
        same = [place for place in kept if not said.isdisjoint(catalogue.features[place].properties)]
        kept = same or kept
    return kept if len(kept) < len(group) else None


def _is_described(item: Item) -> bool:
    """Say whether *item* says more of its goods than their noun: «отвод на девяносто»; «краны» alone are asked."""
    return any(not atom.is_head for atom in item.own)


def _is_size(kind: str) -> bool:
    """Say whether numbers of *kind* are sizes by which goods fit each other."""
    return kind in _FITTING or kind.startswith("@")


def _lent(evidence: Sequence[Atom]) -> Iterator[Atom]:
    yield from (atom for atom in evidence if atom.kind in _LENT and not (atom.is_head or atom.negated))


def _settle(scene: Scene, item: Item, place: int) -> None:
    """Let *item* mean the article at *place*, unless as much of it is in the order already."""
    rest = [other for other in item.found.places if other != place]
    if any(other.place == place and other.has_quantity for other in scene.draft.items):
        return
    item.found = replace(
        item.found, verdict=Verdict.ONE, places=[place, *rest], weak=True, note="выбрано по соседней позиции заказа"
    )
    _drop_twin(scene, item)


def _drop_twin(scene: Scene, item: Item) -> None:
    """«Евро, ну евро десять … всё бязь»: what was only named, and counted after that, is one item."""
    same = scene.draft.same(item)
    if same is not None and not same.has_quantity:
        scene.draft.items.remove(same)
