"""What the caller takes back: one item, what stays instead, everything."""

from __future__ import annotations

from nlp.orders.course.entries import entry_of
from nlp.orders.course.goods import take_segment
from nlp.orders.course.past_orders import take_past
from nlp.orders.course.scene import Scene, affirmed
from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase

_WORDS = frozenset({"забудьте", "отмена", "отбой"})
_FIRST = frozenset({"первый", "первое", "первую", "первые", "первых"})


def on_remove(scene: Scene, phrase: Phrase) -> None:
    """«Кисти уберите», «уберите кисти», «последние не надо»: what is named, else what was said last."""
    _drop_unknown(scene)
    following = scene.coming()
    if isinstance(following, Phrase) and following.op is Op.ENTRY:
        if (named := entry_of(scene, following)) is not None:
            scene.at += 1
            _take_back(scene, named)
        return
    pointer = scene.pointer()
    if scene.draft.items and phrase.first > 0 and scene.line.tokens[phrase.first - 1].text in _FIRST:
        _take_back(scene, next((item for item in scene.fresh if item.has_quantity), scene.draft.items[0]))
        return
    if pointer is not None and not scene.breaks_before(phrase):
        for mention in _mentions(scene, pointer):
            scene.draft.remove(mention)
        target = _meant(scene, pointer)
        if target is None:
            scene.idle.append((pointer.spans[0][0], phrase.last))
        _take_back(scene, target or pointer)
        return
    chunk = scene.coming()
    if isinstance(chunk, Chunk) and _removes_next(scene, chunk, phrase):
        return
    if scene.draft.last is not None and (scene.fresh or not isinstance(chunk, Chunk)):
        _take_back(scene, scene.draft.last)


def _drop_unknown(scene: Scene) -> None:
    """«Чехлы для бассейна, сейчас зима, не надо»: a word that names no goods does not say what is taken back."""
    while (pointer := scene.pointer()) is not None and len(scene.fresh) > 1:
        unknown = all(atom.kind is Kind.UNKNOWN for atom in pointer.pointing)
        if not unknown or scene.fresh[-1] is not pointer or scene.fresh[-2] is not scene.draft.items[-2]:
            return
        if scene.fresh[-2].has_quantity:
            return
        scene.draft.items.remove(pointer)
        scene.fresh.pop()


def _mentions(scene: Scene, pointer: Item) -> list[Item]:
    """«Скатерти, нет, скатерти не нужны»: all that only named what is taken back now."""
    meant = set(pointer.found.places)
    mentions = [item for item in scene.draft.items if not item.has_quantity and not item.usual]
    return [item for item in mentions if item is pointer or (meant and meant & set(item.found.places))]


def _meant(scene: Scene, pointer: Item) -> Item | None:
    """Return the item of the order that *pointer* takes back; «не бостон убери» denies what it names already.

    Where its words are those of another article («курицы вискаса» beside beef), nothing of the order is meant.
    """
    said = [affirmed(scene.catalogue, atom) for atom in pointer.pointing]
    target = scene.draft.target(said, besides=pointer) or _called_so(scene, pointer)
    places = pointer.found.places
    if target is None or target.place is None or pointer.found.verdict is Verdict.NONE or target.place in places:
        return target
    rows = [atom.row for atom in said if atom.row is not None and atom.row[places[0]] > 0]
    return target if all(row[target.place] > 0 for row in rows) else None


def _called_so(scene: Scene, pointer: Item) -> Item | None:
    """Return the item that was described by the very words of *pointer*, whatever they mean in the catalogue."""
    words = {atom.text for atom in pointer.pointing}
    called = [item for item in scene.draft.items if item is not pointer and item.has_quantity]
    return next((item for item in reversed(called) if words <= {atom.text for atom in item.evidence}), None)


def _take_back(scene: Scene, item: Item) -> None:
    scene.draft.remove(item)
    scene.fresh, scene.removed = [], item


def _removes_next(scene: Scene, chunk: Chunk, phrase: Phrase) -> bool:
    """«Не надо кистей и валиков, кельмы пять»: goods without a quantity after the word are what it removes."""
    segments = scene.segments(chunk, bare_first=True)
    last = scene.draft.last
    if len(segments) == 1 and not segments[0].evidence and last is not None and last.has_quantity:
        scene.at += 1
        last.doubtful = True  # «вощина двадцать кило, уберите пять»: fifteen, or five is wrong
        return True
    segments = scene.segments(chunk)
    if not segments or not segments[0].evidence or segments[0].quantity is not None:
        return False
    scene.at += 1
    if not scene.remove_pointed(segments[0].evidence):
        scene.idle.append((phrase.first, segments[0].last))
    for segment in segments[1:]:
        if segment.quantity is None and segment.evidence and scene.draft.target(segment.evidence) is not None:
            scene.remove_pointed(segment.evidence)
        else:
            take_segment(scene, segment, None)
            scene.removed = None
    return True


def on_keep(scene: Scene, _phrase: Phrase) -> None:
    """«Оставляем брезентовые», «лапки оставьте как были» points at what stays; «уберите, нет, оставьте»."""
    removed, scene.removed = scene.removed, None
    if removed is not None and not isinstance(scene.coming(), Chunk):
        scene.draft.items.append(removed)
        return
    pointer = scene.pointer()
    target = scene.draft.target(pointer.pointing, besides=pointer) if pointer is not None else None
    if pointer is not None and target is not None:
        scene.draft.remove(pointer)
        scene.fresh = []
        return
    if pointer is not None and take_past(scene, pointer):
        return  # «лампочки как были»
    chunk = scene.coming()
    if not isinstance(chunk, Chunk):
        return
    segments = scene.segments(chunk)
    if segments and segments[0].quantity is None and scene.draft.target(segments[0].evidence) is not None:
        scene.at += 1
        for segment in segments[1:]:
            take_segment(scene, segment, None)


def on_cancel(scene: Scene, phrase: Phrase) -> None:
    """«Отмена» takes all back, «кружево отмена» what was just named."""
    if phrase.text in _WORDS and scene.pointer() is not None and not scene.breaks_before(phrase):
        on_remove(scene, phrase)
        return
    scene.draft.items.clear()
    scene.fresh = []
    scene.cancelled = True
