"""«Столько же»: a quantity said once more, of goods named before, behind it or already in the order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.orders.course.companions import spread
from nlp.orders.course.goods import take_segment
from nlp.orders.course.scene import Scene
from nlp.orders.course.series import as_description
from nlp.orders.course.shares import lend_quantity
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.likeness import points_at
from nlp.orders.items.segments import make_segment
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase, measured_by, names_measure
from nlp.orders.speech.units import count_unit

_FEWEST = 2


def _named_source(scene: Scene, phrase: Phrase, pointer: Item) -> Item | None:
    """«Столько же, сколько чёрной», «по количеству касок»: what has that quantity; goods behind it are read as ever."""
    chunk = scene.coming()
    named = names_measure(phrase.text)
    if not isinstance(chunk, Chunk) or not (named or scene.line.tokens[phrase.last + 1].text == "сколько"):
        return None
    segments = scene.segments(chunk)
    source = _counted_as(scene, segments[0].evidence, pointer) if segments else None
    if source is None or not source.has_quantity:
        return None
    scene.at += 1
    for segment in segments[1:]:
        take_segment(scene, segment, None)
    return source


def _counted_as(scene: Scene, said: Sequence[Atom], pointer: Item) -> Item | None:
    """Return the item that *said* points at; of several kinds of it («по количеству касок») all that there are."""
    items = [item for item in scene.draft.items if item is not pointer and item.number is not None and not item.more]
    meant = [item for item in items if points_at(said, item) is not None]
    if len(meant) < _FEWEST or len({item.unit for item in meant}) > 1 or any(item.doubtful for item in meant):
        return scene.draft.target(said, besides=pointer)
    total = Item([], meant[0].found, number=sum((item.number or Decimal(0) for item in meant), Decimal(0)))
    total.unit = meant[0].unit
    return total


def _once_more(scene: Scene, pointer: Item) -> bool:
    """«А двадцаток добавьте ещё столько же»: of what is in the order already, twice as much."""
    target = scene.draft.pointed_by(pointer)
    if target is None or target.number is None:
        return False
    target.more.append((target.number, target.unit))
    target.spans += pointer.spans
    scene.draft.remove(pointer)
    return True


def _says_it_again(scene: Scene, phrase: Phrase) -> bool:
    """«Вместо белых поставьте синие, столько же»: what came in place of others has their quantity already."""
    before = [event for event in scene.events if isinstance(event, Phrase) and event.last < phrase.first]
    replaced = bool(before) and before[-1].op in {Op.REPLACE, Op.CHANGE} and len(scene.fresh) == 1
    return replaced and scene.fresh[0].has_quantity and "еще" not in phrase.text


def _by_measure(scene: Scene, phrase: Phrase) -> bool:
    """«Сколько вентиляторов, столько и решёток»: the goods behind take the quantity of those named before.

    It may be said only later; then they wait for it.
    """
    asked, chunk, measure = measured_by(scene.line, phrase.first), scene.coming(), scene.pointer()
    if asked is None or measure is None or min(measure.spans)[0] < asked:
        return False
    segments = scene.segments(chunk, counted_first=True) if isinstance(chunk, Chunk) else []
    if not segments:
        return _before_measure(scene, measure)
    if segments[0].quantity is not None and segments[0].quantity.kind is Kind.OPEN:
        segments[0] = make_segment([as_description(atom) for atom in segments[0].atoms])
    if not segments[0].evidence or segments[0].quantity is not None:
        return False
    scene.at += 1
    counted = scene.draft.target(measure.pointing, besides=measure)
    if counted is not None and counted.has_quantity:
        scene.draft.remove(measure)
        measure = counted
    item = scene.draft.read(segments[0])
    named = scene.draft.pointed_by(item)
    item = named if named is not None and not named.has_quantity else scene.draft.add(item)
    scene.fresh = [item]
    scene.as_many.append((item, measure))
    settle_measures(scene)
    for segment in segments[1:]:
        take_segment(scene, segment, None)
    return True


def _before_measure(scene: Scene, measure: Item) -> bool:
    """«Поилок сколько кормушек, столько и возьму»: the goods stand before those of which there are as many."""
    before = [item for item in scene.draft.items if item is not measure]
    counted = scene.draft.target(measure.pointing, besides=measure)
    if not before or before[-1].has_quantity or counted is None:
        return False
    item = before[-1]
    scene.draft.remove(measure)
    scene.as_many.append((item, counted))
    settle_measures(scene)
    return True


def settle_measures(scene: Scene) -> None:
    """Give goods that are ordered as many as others are the quantity of these, where it has been said."""
    for item, measure in scene.as_many:
        if not item.has_quantity and measure.has_quantity and measure in scene.draft.items:
            lend_quantity(scene, item, measure)


def on_same(scene: Scene, phrase: Phrase) -> None:
    """«Ещё столько же краг», «краг столько же»."""
    if _by_measure(scene, phrase) or _says_it_again(scene, phrase):
        return
    pointer = scene.pointer()
    others = [item for item in scene.draft.items if item is not pointer and item.has_quantity]
    if not others:
        return
    source = others[-1]
    if pointer is not None and (named := _named_source(scene, phrase, pointer)) is not None:
        lend_quantity(scene, pointer, named)
        return
    if pointer is not None and "еще" in phrase.text and _once_more(scene, pointer):
        return
    counted = count_unit(phrase.text.split()[-1])
    if counted is not None and source.unit is None and source.base is None:
        source.unit = counted  # «десять, длинного столько же коробок»
    chunk = scene.coming()
    ahead = pointer is None and isinstance(chunk, Chunk) and not scene.counts_next(phrase.first - 1)
    if ahead and isinstance(chunk, Chunk) and _takes_next(scene, chunk, source):
        return
    if pointer is not None:
        if not spread(scene, pointer, as_theirs=True):
            lend_quantity(scene, pointer, source)
    elif "еще" in phrase.text and source.number is not None:
        source.more.append((source.number, source.unit))


def _takes_next(scene: Scene, chunk: Chunk, source: Item) -> bool:
    """«И столько же красных, …»: the goods that *chunk* begins with have the quantity; the rest is read as ever."""
    segments = scene.segments(chunk, counted_first=True)
    if not segments or not segments[0].evidence or segments[0].quantity is not None:
        return False
    item = scene.draft.read(segments[0])
    scene.at += 1
    lend_quantity(scene, item, source)
    scene.fresh = [scene.draft.add(item)]
    for segment in segments[1:]:
        take_segment(scene, segment, None)
    return True
