"""«Не X, а Y»: a denied quantity, product or property, and what holds instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.orders.course.goods import take_segment
from nlp.orders.course.packages import in_thousands
from nlp.orders.course.scene import Scene, number_of
from nlp.orders.course.series import as_description
from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.likeness import another, describing
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.segments import Segment, make_segment
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase


def on_not_but(scene: Scene) -> None:
    """«Краги не двести, а триста», «не белые, а чёрные»."""
    denied = scene.next_chunk()
    held = scene.next_chunk()
    if denied is None or held is None:
        return
    no = scene.segments(denied)
    if no and (_denies_last_count(scene, no[0]) or (scene.pointer() is not None and not no[0].evidence)):
        yes = scene.behind_count(held)
    else:
        yes = scene.segments(held, bare_first=bool(no) and _is_bare(no[0]))
    if not yes:
        _deny(scene, no)
        return
    _instead(scene, no[0] if no else None, yes[0])
    for segment in yes[1:]:
        take_segment(scene, segment, None)


def _instead(scene: Scene, wrong: Segment | None, first: Segment) -> None:
    """Put *first* where *wrong*, or the item it speaks of, stands in the draft."""
    draft = scene.draft
    pointer = scene.pointer()
    owner = owner_of(scene, wrong)
    if owner is not None and _counts_pointed(scene, pointer, wrong):
        owner = None
    described = wrong is not None and wrong.evidence and first.evidence and not (wrong.has_head or first.has_head)
    if pointer is not None and wrong is not None and described:
        if not _each_instead(scene, pointer, wrong, first):
            _instead_of_pointed(scene, pointer, wrong, first)
    elif owner is not None and wrong is not None and not first.has_head:
        fresh = read_instead(scene, owner, wrong, first)
        draft.change_product(owner, fresh)
        _forget(scene, pointer, owner)
    elif not first.evidence and first.quantity is not None:
        _deny_quantity(scene, pointer, wrong, first)
    elif wrong is not None and wrong.evidence:
        target = draft.target(wrong.evidence, besides=pointer) or pointer or draft.last
        if target is not None:
            fresh = read_instead(scene, target, wrong, first)
            draft.change_product(target, fresh)
            _forget(scene, pointer, target)
        else:
            draft.add(draft.read(first))
    elif first.evidence:
        item = draft.read(first)
        same = draft.same(item)
        if same is not None and item.has_quantity:
            draft.set_quantity(same, item)
        else:
            draft.add(item, replace_same=True)


def _denies_last_count(scene: Scene, wrong: Segment) -> bool:
    """«Желоб двадцать, ой, не двадцать, а тридцать штук, углов шесть»: the next number is the quantity instead."""
    last = scene.draft.last
    if last is None or wrong.evidence or wrong.quantity is None or last.number is None:
        return False
    return last.number == number_of(wrong.quantity) and scene.pointer() is None


def _counts_pointed(scene: Scene, pointer: Item | None, wrong: Segment | None) -> bool:
    """«(Как обычно, только) неона не сто метров, а …»: the denied number is the quantity of what was just named."""
    if pointer is None or wrong is None or wrong.quantity is None:
        return False
    target = scene.draft.target(pointer.pointing, besides=pointer)
    return target is not None and number_of(wrong.quantity) in {target.base, target.number}


def on_but_not(scene: Scene) -> None:
    """«Нет, бамбук, а не лебяжий»: the item that the denied words describe becomes what was said before them."""
    held, scene.held = scene.held, []
    denied = scene.next_chunk()
    no = scene.segments(denied) if denied is not None else []
    if not held:
        return
    right, wrong = held[0], no[0] if no else None
    if right.evidence and right.quantity is not None and wrong is not None and not wrong.evidence:
        for segment in [*held, *no[1:]]:  # «пусть сто манжет будет, а не пятьдесят»
            take_segment(scene, segment, Phrase(Op.SET, segment.first, segment.first, ""))
        return
    target = (scene.draft.target(wrong.evidence) if wrong is not None else None) or scene.draft.last
    if target is not None and wrong is not None and right.evidence:
        fresh = read_instead(scene, target, wrong, right)
        if fresh.place is None and target.place is not None:
            fresh.found = another(scene.catalogue, target.place, right.evidence, wrong.evidence)
        scene.draft.change_product(target, fresh)
    elif target is not None and right.quantity is not None:
        _deny_quantity(scene, None, wrong, right)
    for segment in [*held[1:], *no[1:]]:
        take_segment(scene, segment, None)


def _forget(scene: Scene, pointer: Item | None, target: Item) -> None:
    """Take out what only pointed at *target*."""
    if pointer is not None and pointer is not target and not pointer.has_quantity:
        scene.draft.remove(pointer)


def _each_instead(scene: Scene, pointer: Item, wrong: Segment, right: Segment) -> bool:
    """«(Как обычно, только) полотенца не белые, а синие»: all of the last order that are called so change."""
    rows = [atom.row for atom in (*pointer.pointing, *wrong.evidence) if atom.row is not None]
    meant = [
        item
        for item in scene.draft.items
        if item.usual and item.place is not None and all(row[item.place] > 0 for row in rows)
    ]
    found = {
        id(item): another(scene.catalogue, item.place, right.evidence, wrong.evidence)
        for item in meant
        if item.place is not None
    }
    if len(meant) < 2 or any(resolution.verdict is not Verdict.ONE for resolution in found.values()):
        return False
    scene.draft.remove(pointer)
    for item in meant:
        item.found, item.evidence = found[id(item)], list(right.evidence)
        item.spans.append((right.first, right.last))
    return True


def _instead_of_pointed(scene: Scene, pointer: Item, wrong: Segment, right: Segment) -> None:
    """«Масло не пять сорок, а пять тридцать»: of the goods just named, those with the denied property are others."""
    draft = scene.draft
    target = draft.target([*pointer.pointing, *wrong.evidence], besides=pointer) or pointer
    fresh = draft.read(Segment(right.atoms, right.quantity, [*pointer.pointing, *right.evidence]))
    fresh.spans = [(right.first, right.last)]
    _most_alike(scene, target, fresh, wrong, right)
    draft.change_product(target, fresh)
    if target is not pointer:
        draft.remove(pointer)


def _most_alike(scene: Scene, target: Item, fresh: Item, wrong: Segment, right: Segment) -> None:
    """Of several articles that *fresh* may be, what was ordered differs from one in what was denied alone."""
    if fresh.found.verdict is not Verdict.SEVERAL or target.place is None:
        return
    found = another(scene.catalogue, target.place, right.evidence, wrong.evidence)
    if found.verdict is Verdict.ONE and found.places[0] in fresh.found.places:
        fresh.found = found


def read_instead(scene: Scene, target: Item, wrong: Segment, right: Segment) -> Item:
    """Read *right* with what *target* was described by, without the denied words."""
    if right.has_head and not _shares_head(right, wrong):
        return scene.draft.read(right)
    if not target.evidence and (other := _other_of_past(scene, target, wrong, right)) is not None:
        return other
    denied = {term for atom in wrong.evidence for term, _ in atom.matches}
    kept = [atom for atom in target.evidence if not ({term for term, _ in atom.matches[:1]} & denied)]
    if wrong.quantity is not None and not wrong.words:
        number = number_of(wrong.quantity)
        kept = [atom for atom in kept if atom.mark is None or atom.mark.values != (number,)]
    if target.place is not None:  # the white of «белая двенадцать, голубая шесть» is none of the blue
        kept = [atom for atom in kept if atom.row is None or atom.row[target.place] >= 0]
    numbers = [atom.mark.values for atom in wrong.evidence if atom.mark is not None]
    kinds = {atom.mark.kind for atom in right.evidence if atom.mark is not None}
    kept = [atom for atom in kept if atom.mark is None or not {atom.mark.values, (atom.mark.raw,)} & set(numbers)]
    kept = [atom for atom in kept if atom.mark is None or atom.mark.kind not in kinds]
    described = [as_description(atom) for atom in right.atoms] if owner_of(scene, wrong) is target else right.atoms
    segment = make_segment([*kept, *described])
    item = scene.draft.read(segment)
    item.spans = [(right.first, right.last)]
    _most_alike(scene, target, item, wrong, right)
    return item


def _other_of_past(scene: Scene, target: Item, wrong: Segment, right: Segment) -> Item | None:
    """A line of the last order has no words of its own: what is said instead is another article of its kind."""
    if target.place is None:
        return None
    for said in ([as_description(atom) for atom in right.atoms], right.evidence):
        found = another(scene.catalogue, target.place, describing(said), wrong.evidence)
        if found.verdict is Verdict.ONE:
            item = scene.draft.read(right)
            if right.quantity is not None and right.quantity.kind is Kind.OPEN and said is not right.evidence:
                item.number, item.unit = None, None
            item.found, item.spans = found, [(right.first, right.last)]
            return item
    return None


def owner_of(scene: Scene, wrong: Segment | None) -> Item | None:
    """Return the item whose property the denied number is («не двадцать пять, а тридцать два ампера»)."""
    if wrong is None or wrong.quantity is None or wrong.words or wrong.quantity.kind is Kind.COUNT:
        return None
    denied = number_of(wrong.quantity)
    for item in reversed(scene.draft.items):
        if item.number == denied:
            return None
        if any(atom.mark is not None and atom.mark.values == (denied,) for atom in item.evidence):
            return item
        stated = wrong.quantity.as_property
        if item.usual and item.place is not None and stated is not None and stated[item.place] > 0:
            return item if item.base != denied and wrong.quantity.unit is not None else None
    return None


def _deny(scene: Scene, no: Sequence[Segment]) -> None:
    """«Не зимнюю, а обычную»: what holds is the item without the denied words."""
    target = scene.draft.target(no[0].evidence) if no else None
    if target is None:
        return
    denied = {term for atom in no[0].evidence for term, _ in atom.matches[:1]}
    kept = [atom for atom in target.evidence if not denied & {term for term, _ in atom.matches[:1]}]
    against = [
        replace(atom, row=scene.catalogue.without_row(atom.matches, 1.0), weight=0.0, negated=True, is_head=False)
        for atom in no[0].evidence
        if atom.matches
    ]
    fresh = scene.draft.read(Segment(no[0].atoms, None, [*kept, *against]))
    if fresh.found.verdict is not Verdict.NONE:
        scene.draft.change_product(target, fresh)


def _deny_quantity(scene: Scene, pointer: Item | None, wrong: Segment | None, right: Segment) -> None:
    draft = scene.draft
    said = Item([], Resolution(Verdict.NONE), spans=[(right.first, right.last)])
    said.number, said.unit = (number_of(right.quantity), right.quantity.unit) if right.quantity else (None, None)
    target = None
    if wrong is not None and wrong.evidence and any(atom.kind is not Kind.OPEN for atom in wrong.evidence):
        target = draft.target(wrong.evidence)
    if pointer is not None:
        target = draft.target(pointer.pointing, besides=pointer)
        if target is None:
            target = pointer
        elif target is not pointer:
            draft.remove(pointer)
    if (target is None or target is pointer) and (counted := _counted_so(scene, wrong)) is not None:
        if pointer is not None:
            draft.remove(pointer)
        target = counted
    target = target or draft.last
    if target is None:
        return
    if said.unit is None and wrong is not None and wrong.quantity is not None:
        said.number = in_thousands(said.number, number_of(wrong.quantity))  # «не две тысячи, а четыре»
    if said.unit is None:
        said.unit = (wrong.quantity.unit if wrong is not None and wrong.quantity is not None else None) or target.unit
    draft.set_quantity(target, said)
    draft.touch(target)


def _counted_so(scene: Scene, wrong: Segment | None) -> Item | None:
    """«(Как обычно, только) пятьдесят девятых не шесть, а десять»: what was counted so."""
    if wrong is None or wrong.quantity is None:
        return None
    denied = number_of(wrong.quantity)
    said = [item for item in scene.draft.items if item.number == denied]
    return said[-1] if said else _only([item for item in scene.draft.items if item.usual and item.base == denied])


def _only(items: Sequence[Item]) -> Item | None:
    return items[0] if len(items) == 1 else None


def _is_bare(segment: Segment) -> bool:
    return all(atom.kind is Kind.OPEN for atom in segment.evidence)


def _shares_head(right: Segment, wrong: Segment) -> bool:
    heads = {term for atom in wrong.evidence if atom.is_head for term, _ in atom.matches[:1]}
    return any(term in heads for atom in right.evidence if atom.is_head for term, _ in atom.matches[:1])
