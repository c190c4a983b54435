"""Goods as they are mentioned: new items, bare quantities, repeats, and what follows «ой», «нет», «точнее»."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from nlp.orders.course.alike import in_packages
from nlp.orders.course.companions import find_companions, spread
from nlp.orders.course.kinds import settle_kinds
from nlp.orders.course.packages import count_alike, in_thousands
from nlp.orders.course.scene import SUMS, Scene, number_of
from nlp.orders.course.series import as_description
from nlp.orders.course.shares import share
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item, copy_quantity
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.segments import Segment, make_segment
from nlp.orders.items.strangers import ASIDE_WEIGHT
from nlp.orders.speech.base_units import to_base
from nlp.orders.speech.events import Chunk
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase
from nlp.orders.speech.units import PACKAGES

_ENOUGH = frozenset({"хватит", "достаточно"})
_THESE = frozenset({"эти", "этих", "этого", "этой", "эту", "этот", "тех", "те"})
_STILL = re.compile(r"(?<!\S)все (?:же|таки)(?!\S)")
_EVERY = frozenset({"всего", "все", "всех", "везде", "всем"})
_GOES_WITH = {
    (little, pronoun)
    for little in ("к", "под", "для", "на")
    for pronoun in ("нему", "ней", "ним", "него", "них", "нее")
}
_GO_WITH_MANY = {pair for pair in _GOES_WITH if pair[1] in {"ним", "них"}}
_STRONG = frozenset(
    {
        "нет",
        "не",
        "вернее",
        "точнее",
        "лучше",
        "поправка",
        "ошиблась",
        "ошибся",
        "есть",
        "смысле",
        "оговорился",
        "оговорилась",
        "исправьте",
    }
)


def take_segment(scene: Scene, segment: Segment, pending: Phrase | None) -> None:
    op = pending.op if pending is not None else None
    if all(_is_aside(atom) for atom in segment.evidence):
        take_quantity(scene, segment, op)
        return
    if op in {None, Op.CORRECT, Op.ADD} and segment.evidence and _recounts(scene, segment):
        op = Op.SET  # «съёмника хватит пяти»
    if op is Op.ALIKE and not segment.has_head:
        segment = _with_pointer(scene, segment)
    goes_with = _belongs(scene, segment, _GOES_WITH)
    item = scene.draft.read(segment, lean=op is Op.ALIKE or goes_with)
    item.goes_with = goes_with
    if _belongs(scene, segment, _GO_WITH_MANY):
        item.apart = find_companions(scene, segment)
    _say_again(scene, item, segment)
    count_alike(scene, item, segment)
    if segment.quantity is None and _is_as_many(scene, segment.last):
        copy_quantity(item, scene.draft.items[-1])
    if op is Op.EXCEPT and pending is not None and not item.has_quantity and pending.text != "только":
        scene.remove_pointed(item.evidence)
        return
    if _is_negated(segment) and scene.draft.has_usual and not item.has_quantity:
        scene.remove_pointed(segment.evidence)
        return
    points = not item.has_quantity and scene.turns_next(segment.last)
    fresh = item.place is not None and scene.draft.same(item) is None
    parallel = segment.quantity is not None and _says_too(scene, segment.quantity) and fresh
    if op is Op.CORRECT and scene.draft.last is not None and pending is not None and not points and not parallel:
        _correct(scene, item, segment, pending)
        return
    item.doubtful = item.doubtful or (op is Op.OPEN and not item.has_quantity)
    again = scene.draft.same(item) in scene.fresh  # «плюс дымарь один, стамеска одна, дымаря два»
    added = scene.draft.add(item, more=op is Op.ADD and not again, replace_same=op in {Op.SET, Op.RECAP, Op.EXCEPT})
    scene.fresh.append(added)
    settle_kinds(scene, added)
    share(scene, segment, added)
    if segment.quantity is not None and segment.quantity.mark is not None and segment.quantity.mark.after_po:
        spread(scene, added)


def _recounts(scene: Scene, segment: Segment) -> bool:
    """Say whether the words of *segment* count goods named before anew: «шоколада этого десять», «… хватит пяти»."""
    if segment.quantity is None:
        return False
    said = [token.text for token in scene.line.tokens[max(0, segment.first - 1) : segment.last + 2]]
    again = " ".join(
        scene.line.tokens[place].text for place in range(segment.first, min(segment.last + 3, _end(scene)))
    )
    return not _ENOUGH.isdisjoint(said[1:]) or not _THESE.isdisjoint(said) or _STILL.search(again) is not None


def _end(scene: Scene) -> int:
    return len(scene.line.tokens)


def _belongs(scene: Scene, segment: Segment, pairs: Collection[tuple[str, str]]) -> bool:
    """«Скобы к нему», «к ним скобы»: goods that go with those before."""
    stop = segment.last + (1 if segment.quantity is not None else 3)  # «скобы к ним столько же»
    texts = [token.text for token in scene.line.tokens[max(0, segment.first - 2) : stop]]
    return any(pair in pairs for pair in pairwise(texts))


def _with_pointer(scene: Scene, segment: Segment) -> Segment:
    """«Вилок таких же белых две»: what was named without a quantity is described and counted behind «таких же»."""
    last = scene.draft.last
    if last is None or last.has_quantity or last.usual or not last.own or not segment.evidence:
        return segment
    scene.draft.items.remove(last)
    return replace(segment, atoms=[*last.own, *segment.atoms], evidence=[*last.own, *segment.evidence])


def _say_again(scene: Scene, item: Item, segment: Segment) -> None:
    """«Гровер тоже две» after two thousand washers is two thousand."""
    quantity, last = segment.quantity, scene.draft.last
    if quantity is None or last is None or quantity.unit is not None:
        return
    if _says_too(scene, quantity):
        item.number = in_thousands(item.number, last.number)
        if (
            item.number == last.number
            and last.unit is not None
            and last.unit.unit in PACKAGES
            and item.place is not None
        ):
            item.unit = (
                last.unit if scene.draft.holds(item.place, last.unit) else None
            )  # «… столько же, марли тоже пять»


def _says_too(scene: Scene, quantity: Atom) -> bool:
    """«… тоже две»: as much as of other goods, which stay."""
    return quantity.first > 0 and scene.line.tokens[quantity.first - 1].text in {"тоже", "также"}


def _is_as_many(scene: Scene, last: int) -> bool:
    """«Гречневая коробочка, и рис тоже»: behind goods without a number, where nothing more is said of them."""
    texts = [token.text for token in scene.line.tokens[last + 1 : last + 3]]
    counted = scene.draft.last is not None and scene.draft.last.has_quantity
    return counted and texts[:1] == ["тоже"] and not scene.turns_at(last) and not scene.is_quantity(last + 2)


def take_recap(scene: Scene, segments: Sequence[Segment]) -> None:
    """«Ещё раз: …» repeats what was said; it may correct a quantity, it adds only what is new and clear."""
    for segment in segments:
        if segment.quantity is not None and _is_total(scene, number_of(segment.quantity)):
            continue
        if not segment.evidence:
            take_quantity(scene, segment, None)
            continue
        item = scene.draft.read(segment)
        target = scene.draft.target(segment.evidence)
        meant = target is not None and (not segment.has_head or target.place in item.found.places)
        if meant and target is not None and item.place != target.place:
            item.found = target.found
        if item.place is not None:
            scene.draft.add(item, replace_same=True)


def take_share(scene: Scene, chunk: Chunk) -> None:
    """«(На кухню) три коробки, (в зал) ещё две»: what *chunk* begins with counts what was named before the places."""
    count, rest = scene.leading_count(chunk)
    if count is not None:
        take_quantity(scene, count, None if scene.pointer() is not None else Op.ADD)
        rest = behind_total(scene, rest, recap=False) if rest is not None else None
    for segment in scene.segments(rest) if rest is not None else []:
        take_segment(scene, segment, None)


def take_quantity(scene: Scene, segment: Segment, op: Op | None) -> None:
    last = scene.draft.last
    if last is None or segment.quantity is None:
        return
    said = Item([], Resolution(Verdict.NONE))
    said.number, said.unit = number_of(segment.quantity), segment.quantity.unit
    mark = segment.quantity.mark
    said.doubtful = mark is not None and (mark.doubtful or mark.high is not None)
    said.spans = [(segment.first, segment.last)]
    if said.unit is None and op is Op.CORRECT:
        said.number = in_thousands(said.number, last.number)
    if said.unit is None and last.unit is not None:
        if last.number == 1 and _holds(scene, last, said.number):
            return  # «берите бухту целую, пятьдесят»
        said.unit = last.unit
    if op is Op.ALIKE:
        in_packages(scene, said)
    pointed = None if last.apart else scene.draft.pointed_by(last)
    if last.has_quantity and not (op is Op.SET and _counts_as_before(last, pointed)):
        pointed = None
    if op is Op.ALIKE and last.base is not None and last.base == said.number:
        return  # «те же, тысячу двести»
    if op is Op.CORRECT and _is_of_size(scene, last, segment):
        return
    if op is not Op.ADD and mark is not None and mark.after_po and _to_all(scene, segment, said, op):
        return
    if op in {Op.ADD, Op.ALIKE}:
        scene.draft.more_of(pointed or last, said)
        if pointed is not None:
            scene.draft.remove(last)
    elif scene.correcting or last.usual or op in {Op.CORRECT, Op.SET, Op.EXCEPT, Op.RECAP} or not last.has_quantity:
        scene.draft.set_quantity(pointed or last, said)
        if pointed is not None:
            scene.draft.remove(last)
        share(scene, segment, scene.draft.last or last)
    elif _adds(last, segment.quantity):
        scene.draft.more_of(last, said)
    elif last in scene.fresh and not last.usual and said.number != last.number:
        last.doubtful = True  # two quantities and no word that corrects: which one holds is a question
    if mark is not None and mark.after_po and pointed is None:
        spread(scene, last)


def _counts_as_before(last: Item, pointed: Item | None) -> bool:
    """«(Валенок серых десять) … валенок мало десять, сделайте пятнадцать»: the count that changes was said again."""
    return last.place is None and pointed is not None and last.number == pointed.number


def _is_of_size(scene: Scene, last: Item, segment: Segment) -> bool:
    """«Рулетка пять метров, нет, семь с половиной метров»: a measure in which goods are not counted is their size."""
    quantity = segment.quantity
    if quantity is None or quantity.unit is None or last.place is None or scene.draft.holds(last.place, quantity.unit):
        return False
    item = scene.draft.read(make_segment([as_description(quantity)]), lean=True, of=last)
    if item.place is None or not scene.draft.is_like(item.place, last):
        return False
    scene.draft.change_product(last, item)
    scene.fresh = [last]
    return True


def _adds(last: Item, quantity: Atom) -> bool:
    """«Герметик коробку и шесть тюбиков»: a count in another unit behind «и» comes on top."""
    said, before = quantity.unit, last.unit
    return quantity.link and said is not None and before is not None and said.unit is not before.unit


def _holds(scene: Scene, item: Item, number: Decimal | None) -> bool:
    """Say whether one package of *item* holds as many as *number*."""
    return item.place is not None and to_base(Decimal(1), item.unit, scene.catalogue.products[item.place]) == number


def _to_all(scene: Scene, segment: Segment, said: Item, op: Op | None) -> bool:
    """«Всего по двадцать», «ой, давайте по сто»: all that was ordered, or all that was ordered alike just before."""
    before = scene.line.tokens[max(0, segment.first - 2) : segment.first]
    every = bool(_EVERY & {token.text for token in before})
    counted = [item for item in scene.draft.items if item.has_quantity]
    if not every:
        last = counted[-1:] if op is Op.CORRECT else []
        run = takewhile(lambda item: bool(last) and _alike(item, last[0]), reversed(counted))
        counted = list(run)
    if len(counted) < 2:
        return False
    for item in counted:
        unit = said.unit if segment.quantity is not None and segment.quantity.unit is not None else item.unit
        scene.draft.set_quantity(item, replace(said, unit=unit, spans=[]))
    return True


def _alike(one: Item, other: Item) -> bool:
    return (one.number, one.unit, one.base) == (other.number, other.unit, other.base)


def _is_aside(atom: Atom) -> bool:
    return atom.kind is Kind.UNKNOWN and atom.weight <= ASIDE_WEIGHT and not (atom.extreme or atom.plain)


def behind_total(scene: Scene, chunk: Chunk, *, recap: bool) -> Chunk | None:
    """«Итого двести сорок, …»: the sum of what was named before counts nothing; return what stands behind it."""
    mark = next((mark for mark in scene.marks if chunk.first <= mark.first), None)
    if mark is None or mark.unit is not None or mark.last > chunk.last:
        return chunk
    said = {token.text for token in scene.line.tokens[chunk.first : mark.first]}
    if not (said <= SUMS and (said or recap)) or not _is_total(scene, mark.value):
        return chunk
    last = mark.last
    while last < chunk.last and scene.line.tokens[last + 1].text in SUMS:
        last += 1
    return Chunk(last + 1, chunk.last) if last < chunk.last else None


def _is_total(scene: Scene, number: Decimal) -> bool:
    """Say whether the items named last, or the counts of the last one, come to *number*."""
    total = Decimal(0)
    for counted, item in enumerate(reversed(scene.draft.items), start=1):
        if item.number is None:
            return False
        total += item.number + sum(added for added, _ in item.more)
        if (counted > 1 or item.more) and total == number:
            return True
    return False


def _correct(scene: Scene, item: Item, segment: Segment, pending: Phrase) -> None:
    """A segment after «ой», «нет», «точнее»: of which item it speaks decides what it changes."""
    draft = scene.draft
    last = draft.last
    same = draft.same(item)
    if last is None:
        return
    if same is not None and item.has_quantity:
        draft.set_quantity(same, _counted_as(same, item))
        draft.touch(same)
        return
    if same is not None:
        scene.fresh.append(draft.add(item))  # «ой, давайте пилок и бафов по двести»: its quantity follows
        return
    if last.has_quantity and item.has_quantity and item.place is None and last.place in item.found.places:
        draft.set_quantity(last, _counted_as(last, item))  # «блинчики с мясом две коробки, ой, три блинчиков»
        return
    strong = bool(_STRONG & set(pending.text.split()))
    if not segment.has_head and item.found.verdict is not Verdict.NONE:
        draft.change_product(last, item)
    elif strong or not last.has_quantity or not item.has_quantity:
        pointed = draft.target(segment.evidence) if item.has_quantity and item.place is None else None
        if pointed is not None:
            draft.set_quantity(pointed, item)
        elif item.found.verdict is Verdict.NONE and not item.has_quantity:
            return
        else:
            draft.change_product(last, item)
    else:
        scene.fresh.append(draft.add(item))


def _counted_as(before: Item, item: Item) -> Item:
    """«Две коробки, ой, крышек три»: a bare number counts what was counted before."""
    if item.unit is None and item.number is not None and before.number is not None:
        item.unit = before.unit
        item.number = in_thousands(item.number, before.number)
    return item


def _is_negated(segment: Segment) -> bool:
    """«Без краг», «без печенья юбилейного»: the goods are denied, whatever describes them."""
    words = [atom for atom in segment.evidence if atom.kind is Kind.WORD]
    return bool(words) and words[0].negated and not any(atom.is_head for atom in words)
