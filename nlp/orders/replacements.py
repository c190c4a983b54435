"""«Вместо X Y», «замените X на Y», «Y вместо X»: Y takes over the quantity of X unless another is said."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.atom import Atom, Kind
from nlp.orders.denials import read_instead
from nlp.orders.draft import Item
from nlp.orders.events import Chunk
from nlp.orders.goods import take_segment
from nlp.orders.lattice import split_items
from nlp.orders.phrases import Op, Phrase
from nlp.orders.scene import Scene
from nlp.orders.segments import Segment, make_segment

_PRONOUNS = frozenset({"нее", "него", "них", "этого", "этой", "этих", "неё"})
_GIVES = frozenset(
    "давайте дайте возьмем возьмите поставьте положите пусть лучше запишите нужны нужно надо сделайте пишите "
    "берем".split()
)


def on_replacement(scene: Scene, chunk: Chunk, pending: Phrase) -> None:
    """«Вместо X Y», «замените X на Y», «Y вместо X»: Y takes over the quantity of X unless another is said."""
    atoms = scene.atoms(chunk)
    last = scene.draft.last
    if len(atoms) == 1 and atoms[0].kind in {Kind.OPEN, Kind.COUNT} and last in scene.fresh and last.has_quantity:
        return  # «гаек двадцать вместо десяти»: the quantity that was
    border = 0 if _says_it(scene, chunk) else _border(scene, atoms, pending)
    old, new = atoms[:border], atoms[border:]
    draft = scene.draft
    if not new:
        fresh = draft.last
        target = draft.target(old, besides=fresh) if old else _other_kind(scene, fresh)
        if fresh is not None and target is not None:
            if not fresh.has_quantity:
                draft.set_quantity(fresh, target)
            draft.remove(target)
        return
    target = draft.target(make_segment(old).evidence) if old else None
    if target is None and _says_it(scene, chunk):
        target = draft.last
    segments = _split_new(new, len(scene.catalogue))
    item = draft.read(segments[0], lean=False)
    if not segments[0].has_head and target is not None:
        item = read_instead(scene, target, make_segment(old) if old else Segment([], None, []), segments[0])
    if target is not None:
        index = draft.items.index(target)
        if item.place is None:
            draft.free_number(item)
        if not item.has_quantity:
            draft.set_quantity(item, target)
        draft.items[index] = item
    else:
        draft.add(item)
    scene.fresh = [item]
    for segment in segments[1:]:
        take_segment(scene, segment, None)


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
    other = next((index for index, atom in enumerate(new) if index and atom.link and atom.is_head), len(new))
    return [*split_items(new[:other], size), *split_items(new[other:], size)]


def _is_ordinal(atom: Atom) -> bool:
    return atom.kind is Kind.PROPERTY and atom.mark is not None and atom.mark.ordinal
