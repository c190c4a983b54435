"""«Вместо X Y», «замените X на Y», «Y вместо X»: Y takes over the quantity of X unless another is said.

Where X ends nothing says, so each border is tried: X must point at an item of the order, Y must be an article. An
item never vanishes by a replacement that was not understood: it becomes a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.orders.course.denials import read_instead
from nlp.orders.course.goods import take_segment
from nlp.orders.course.scene import Scene
from nlp.orders.course.series import as_description
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import PROPERTY_WEIGHT
from nlp.orders.items.item import Item
from nlp.orders.items.lattice import split_items
from nlp.orders.items.likeness import another, describing
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.segments import Segment, make_segment
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase

_PRONOUNS = frozenset({"нее", "него", "них", "этого", "этой", "этих", "неё"})
_GIVES = frozenset(
    "давайте дайте возьмем возьмите поставьте положите пусть лучше запишите нужны нужно надо сделайте пишите "
    "берем такие такую такой такое таких".split()
)
_USUAL_BORDER = 0.6  # worth of a border that the words themselves show
_SAME, _NOWHERE, _UNSAID = 2.0, 0.8, 0.5  # costs: replaced by itself; of what is not in the order; of words unexplained
_EXPLAINED = 0.8  # worth of a number that only what is replaced has
_CERTAIN = {Verdict.ONE: 1.0, Verdict.SEVERAL: 0.4, Verdict.NONE: -0.5}


@dataclass(slots=True)
class _Swap:
    """One reading of what is replaced by what."""

    score: float
    target: Item | None
    item: Item | None
    rest: list[Segment]


def on_replacement(scene: Scene, chunk: Chunk, pending: Phrase) -> None:
    """«Вместо X Y», «замените X на Y», «Y вместо X»: Y takes over the quantity of X unless another is said."""
    atoms = scene.atoms(chunk)
    removed, scene.removed = scene.removed, None
    if removed is not None and _says_it(scene, chunk):
        _instead_of_removed(scene, atoms, removed)
        return
    if len(atoms) == 1 and _was_count(scene, atoms):
        return
    if _takes_place(scene, atoms) or not atoms:
        return
    if _adds_instead(scene, atoms):
        return
    lead = _lead(scene, atoms)
    all_new = _says_it(scene, chunk) or (pending.op is Op.CHANGE and scene.line.tokens[chunk.first].text == "на")
    usual = 0 if all_new else _border(scene, atoms, pending)
    borders = [0] if all_new else list(range(1, len(atoms)))
    swaps = [_swap(scene, lead, atoms[:border], atoms[border:], likely=border == usual) for border in borders]
    swap = max(swaps, key=lambda swap: swap.score, default=None)
    if swap is None or swap.item is None:
        return
    _put(scene, swap.target, swap.item)
    for segment in swap.rest:
        take_segment(scene, segment, None)


def _adds_instead(scene: Scene, atoms: Sequence[Atom]) -> bool:
    """«Вместо девяностых давайте ещё семидесятых двадцать»: what goes is all there is before what is added."""
    following = scene.coming()
    target = _target(scene, atoms) if isinstance(following, Phrase) and following.op is Op.ADD else None
    if target is None or not _all_of(atoms, target):
        return False
    scene.draft.remove(target)
    return True


def behind_what_was(scene: Scene, chunk: Chunk) -> Chunk | None:
    """«Обложек двадцать вместо десяти, а плёнки …»: the words behind what goes, which begin other goods."""
    atoms = scene.atoms(chunk)
    pointer = scene.pointer()
    target = scene.draft.target(atoms[:1], besides=pointer) if atoms and pointer is not None else None
    end = next((place for place in range(1, len(atoms)) if _begins_other(atoms, place, target)), None)
    if end is None or not ((end == 1 and _was_count(scene, atoms)) or _takes_place(scene, atoms[:end])):
        return None
    return Chunk(atoms[end].first, chunk.last)


def _begins_other(atoms: Sequence[Atom], place: int, target: Item | None) -> bool:
    """Say whether the atom at *place* begins goods besides *target*, which goes."""
    atom = atoms[place]
    if atom.link or atoms[place - 1].brk:
        return True
    if not atom.is_head or target is None or target.place is None:
        return False
    return atom.row is not None and float(atom.row[target.place]) <= 0


def _was_count(scene: Scene, atoms: Sequence[Atom]) -> bool:
    """Say whether *atoms* begin with the quantity that the goods just counted had: «гаек двадцать вместо десяти»."""
    last = scene.draft.last
    counted = last is not None and last in scene.fresh and last.has_quantity
    return counted and atoms[0].kind in {Kind.OPEN, Kind.COUNT}


def on_change(scene: Scene, phrase: Phrase) -> None:
    """«Фастексы на сороковые поменяйте»: the verb stands behind what is named to come; else it waits for goods."""
    fresh = scene.pointer()
    if fresh is None or fresh.place is None or isinstance(scene.coming(), Chunk) or not _takes_place(scene, []):
        scene.pending = phrase


def _instead_of_removed(scene: Scene, atoms: Sequence[Atom], removed: Item) -> None:
    """«Восьмидесятку не надо, вместо неё отрезные»: nothing else of the order is replaced."""
    scene.fresh = []
    for index, segment in enumerate(_split_new(atoms, len(scene.catalogue))):
        take_segment(scene, segment, None)
        if index == 0 and scene.fresh and not scene.fresh[-1].has_quantity:
            scene.draft.set_quantity(scene.fresh[-1], removed)


def _takes_place(scene: Scene, atoms: Sequence[Atom]) -> bool:
    """«Фильтр угольный вместо обычного»: the goods just named without more take the place of what follows."""
    fresh = scene.draft.last
    if fresh is None or fresh not in scene.fresh or fresh.place is None:
        return False
    target = scene.draft.target(atoms, besides=fresh) if atoms else None
    if target is None and (len(atoms) == 1 or not atoms):
        target = _other_kind(scene, fresh)
    if target is None or not _all_of(atoms, target):
        return False
    if not fresh.has_quantity:
        scene.draft.set_quantity(fresh, target)
    for item in [item for item in scene.draft.items if item.place == target.place and not item.has_quantity]:
        scene.draft.remove(item)  # «… абхазия уже кислая, марокко давайте вместо абхазии»
    scene.draft.remove(target)
    return True


def _lead(scene: Scene, atoms: Sequence[Atom]) -> list[Atom]:
    """«Тушёнку вместо пятисот граммов …»: the goods said before tell what the sizes behind «вместо» are of."""
    pointer = scene.pointer()
    if pointer is None or pointer.usual or atoms[0].is_head or len(atoms) < 2:
        return []
    scene.draft.remove(pointer)
    return list(pointer.own)


def _all_of(atoms: Sequence[Atom], target: Item) -> bool:
    """Say whether each of *atoms* describes *target*, so that none is left for what would come in its place."""
    return target.place is not None and all(
        atom.row is None or atom.row[target.place] > 0 or atom.kind is Kind.UNKNOWN for atom in atoms
    )


def _swap(scene: Scene, lead: Sequence[Atom], old: Sequence[Atom], new: Sequence[Atom], *, likely: bool) -> _Swap:
    target = _changed(scene) if not old else _target(scene, [*lead, *old])
    segments = _split_new(new, len(scene.catalogue))
    if target is None and lead:
        segments[0] = make_segment([*lead, *segments[0].atoms])
    item = _read_new(scene, target, old, segments[0])
    score = _CERTAIN[item.found.verdict] * item.found.coverage if item.found.coverage else _CERTAIN[item.found.verdict]
    score += _USUAL_BORDER if likely else 0.0
    if target is None:
        score -= _NOWHERE
    elif target.place is not None and target.place == item.place:
        score -= _SAME
    score += _EXPLAINED * sum(_names_number(atom, target) for atom in old)
    score -= _UNSAID * sum(_unsaid(atom, target) for atom in old) + 0.1 * len(segments)
    return _Swap(score, target, item, segments[1:])


def _changed(scene: Scene) -> Item | None:
    """«(Ячменя двести) … ячмень поменяйте на кукурузу»: the goods of the order that were named last."""
    pointer = scene.pointer()
    pointed = scene.draft.pointed_by(pointer) if pointer is not None else None
    if pointed is None or pointer is None:
        return scene.draft.last
    scene.draft.remove(pointer)
    return pointed


def _target(scene: Scene, old: Sequence[Atom]) -> Item | None:
    described = [_as_property(atom) for atom in old]
    words = [atom for atom in old if atom.kind is Kind.WORD]
    return next((found for said in (described, words) if said and (found := scene.draft.target(said))), None)


def _as_property(atom: Atom) -> Atom:
    """«Вместо десяток»: a number counts nothing of what goes."""
    if atom.kind is not Kind.COUNT or atom.as_property is None:
        return as_description(atom)
    return replace(atom, kind=Kind.PROPERTY, row=atom.as_property, weight=PROPERTY_WEIGHT, as_property=None, unit=None)


def _names_number(atom: Atom, target: Item | None) -> bool:
    """Say whether *atom* is a number that the article of *target* has: it belongs to what is replaced."""
    if target is None or target.place is None or atom.mark is None:
        return False
    row = _as_property(atom).row
    return row is not None and float(row[target.place]) > 0


def _unsaid(atom: Atom, target: Item | None) -> bool:
    if target is None or target.place is None or atom.row is None:
        return atom.as_property is not None
    counted = atom.as_property is not None and atom.mark is not None and atom.number == target.number
    return not counted and float(atom.row[target.place]) <= 0


def _read_new(scene: Scene, target: Item | None, old: Sequence[Atom], new: Segment) -> Item:
    """Read what comes in place of *target*; without a noun it is another article of its kind."""
    if target is None:
        return scene.draft.read(new)
    if new.has_head:
        item = scene.draft.read(new)
    else:
        item = read_instead(scene, target, make_segment(list(old)) if old else Segment([], None, []), new)
    if item.place is not None and item.place != target.place and (target.evidence or new.has_head):
        return item
    for said, counts in (([as_description(atom) for atom in new.atoms], False), (new.evidence, True)):
        found = another(scene.catalogue, target.place, describing(said)) if target.place is not None else item.found
        if found.verdict is Verdict.ONE or (found.verdict is Verdict.SEVERAL and not new.has_head):
            item = scene.draft.read(new)
            item.found = found
            if not counts and new.quantity is not None and new.quantity.kind is Kind.OPEN:
                item.number, item.unit = None, None
            return item
    return item


def _put(scene: Scene, target: Item | None, item: Item) -> None:
    draft = scene.draft
    item.asked = item.found.verdict is Verdict.NONE  # never lost: what it is, is a question
    if target is None:
        scene.fresh = [draft.add(item)]
        return
    index = draft.items.index(target)
    if not item.has_quantity:
        draft.set_quantity(item, target)
    if item.found.verdict is Verdict.NONE and target.place is not None:
        kind = [place for place in scene.catalogue.of_kind(target.place) if place != target.place]
        item.found = Resolution(Verdict.SEVERAL, kind or [target.place])
    draft.items[index] = item
    draft.touch(item)
    scene.fresh = [item]


def _other_kind(scene: Scene, fresh: Item | None) -> Item | None:
    """«Фильтр угольный вместо обычного»: the other article of the same kind, if there is exactly one."""
    if fresh is None or fresh.place is None:
        return None
    place = fresh.place
    others = [
        item
        for item in scene.draft.items
        if item is not fresh and item.place is not None and scene.draft.is_like(place, item)
    ]
    return others[0] if len(others) == 1 else None


def _says_it(scene: Scene, chunk: Chunk) -> bool:
    """«Вместо неё», «вместо этого» means what was said last."""
    return scene.line.tokens[chunk.first].text in _PRONOUNS


def _border(scene: Scene, atoms: Sequence[Atom], pending: Phrase) -> int:
    """Return where X ends as far as the words themselves show it."""
    if pending.op is Op.CHANGE:
        for index, atom in enumerate(atoms):
            if index and any(token.text == "на" for token in scene.line.tokens[atoms[index - 1].last + 1 : atom.first]):
                return index
    for index, atom in enumerate(atoms):
        if index == 0:
            continue
        if atoms[index - 1].brk or atom.is_quantity:
            return index
        between = {token.text for token in scene.line.tokens[atoms[index - 1].last + 1 : atom.first]}
        if between & _GIVES:
            return index
        if atom.kind in {Kind.WORD, Kind.UNKNOWN} and not atom.genitive and (atom.nominative or atom.is_head):
            return index
        if atom.kind is Kind.OPEN and atom.unit is None:
            return index
        if _is_ordinal(atom) and any(_is_ordinal(before) for before in atoms[:index]):
            return index  # «вместо пятнадцатой ленты двенадцатую»
    return len(atoms)


def _split_new(new: Sequence[Atom], size: int) -> list[Segment]:
    """Cut what comes in place of something; its quantity is already known, so that «и скобы» begins other goods."""
    worded = (index for index, atom in enumerate(new) if index and atom.link and atom.kind is Kind.WORD)
    other = next(worded, len(new))
    return [*split_items(new[:other], size), *split_items(new[other:], size)]


def _is_ordinal(atom: Atom) -> bool:
    return atom.kind is Kind.PROPERTY and atom.mark is not None and atom.mark.ordinal
