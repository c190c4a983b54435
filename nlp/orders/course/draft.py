"""The order as it grows while the caller speaks: items, corrections, removals, additions, repeats.

A chunk of speech gives segments; what stands between chunks says what to do with them. The draft holds what was said
so far and is changed by each segment in turn, so that a later word wins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.orders.course.leaning import Leaning
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import FEW_MORE, Item, copy_quantity, count_as
from nlp.orders.items.likeness import points_at
from nlp.orders.items.resolution import Verdict

_NUMBERS = frozenset({Kind.PROPERTY, Kind.OPEN})


class Draft(Leaning):
    """Items of one order and the moves that change them."""

    def add(self, item: Item, *, more: bool = False, replace_same: bool = False) -> Item:
        """Put *item* into the order. The same article again is more of it with *more*, else the later word wins."""
        self._taken_back = None
        self._drop_mention(item)
        same = self.same(item)
        if same is None and (more or replace_same) and item.found.verdict is Verdict.SEVERAL:
            same = self.pointed_by(item)
        if same is None or not item.has_quantity:
            self.items.append(item)
            return item
        same.spans += item.spans
        if not same.usual and not same.is_named and item.is_named:
            same.evidence, same.own, same.found = item.evidence, item.own, item.found
        if not same.has_quantity:
            copy_quantity(same, item)
        elif more and item.number is not None:
            few = same.number is not None and item.number <= same.number * FEW_MORE
            same.more.append((item.number, same.unit if item.unit is None and few else item.unit))
        elif (same.number, same.unit, same.base) != (item.number, item.unit, item.base):
            count_as(same, item)
            if not replace_same and not same.usual:
                same.note = "количество названо дважды, взято последнее"
            unsettled = not replace_same and _goes_on(same, item)
            copy_quantity(same, item)
            same.doubtful = same.doubtful or unsettled
        self.items.remove(same)
        self.items.append(same)
        return same

    def _drop_mention(self, item: Item) -> None:
        """«Евро, ну, евро десять»: what was only named is what is counted now by the same words."""
        last = self.last
        if last is None or last.has_quantity or last.usual or not last.own or not item.has_quantity:
            return
        if [atom.text for atom in last.own] == [atom.text for atom in item.own]:
            self.items.remove(last)

    def same(self, item: Item) -> Item | None:
        """Return the item already in the order that is the same article."""
        if item.place is None:
            return None
        return next((other for other in self.items if other is not item and other.place == item.place), None)

    def pointed_by(self, item: Item) -> Item | None:
        """Return the earlier item that *item*, named without a quantity, can only mean."""
        same = self.same(item)
        if same is not None:
            return same
        target = self.target(item.pointing, besides=item)
        if target is None or not (target.found.places and set(target.found.places[:1]) <= set(item.found.places)):
            return None
        return target if target.place is not None or set(target.found.places) <= set(item.found.places) else None

    def target(self, evidence: Sequence[Atom], *, besides: Item | None = None) -> Item | None:
        """Return the item of the order that *evidence* points at, or ``None``.

        A size alone («шестёрку не надо») points at goods of the kind that was spoken of last, else at the only ones.
        """
        sized = not any(atom.kind in {Kind.WORD, Kind.ARTICLE} for atom in evidence)
        items = [item for item in self.items if item is not besides]
        last = next((item for item in reversed(items) if item.place is not None), None)
        if not sized or last is None or last.usual:  # of the last order nothing was spoken of yet
            return self._best_pointed(evidence, items)
        near = [item for item in items if item.place is None or self.is_like(item.place, last)]
        found = self._best_pointed(evidence, near)
        if found is None:
            meant = [item for item in items if item.has_quantity and points_at(evidence, item) is not None]
            measured = all(atom.mark is not None and atom.mark.kind not in {"", "dims"} for atom in evidence)
            found = meant[0] if len(meant) == 1 and measured else None  # «пятикилограммовые уберите»
        return found

    def _best_pointed(self, evidence: Sequence[Atom], items: Sequence[Item]) -> Item | None:
        """Return the one of *items* that *evidence* describes best: of equals the counted one, the later one."""
        best: tuple[float, bool, int] | None = None
        for index, item in enumerate(items):
            score = points_at(evidence, item)
            if score is not None and (best is None or (score, item.has_quantity, index) >= best):
                best = (score, item.has_quantity, index)
        return items[best[-1]] if best is not None else None

    def free_number(self, item: Item) -> bool:
        """Turn the bare number of *item* from its quantity into its property, where that makes it one article.

        «Гофра двадцать пять и тридцать два по сто метров»: the shared quantity shows that twenty-five counted nothing.
        """
        counted = item.counted
        if counted is None or counted.kind is not Kind.OPEN or counted.unit is not None:
            return False
        if item.place is not None and any(atom.mark is not None and not atom.mark.kind for atom in item.own):
            return False  # «труба пятидесятая десять»: it has its size
        found = self._resolve([*item.evidence, counted], ())
        if found.verdict is not Verdict.ONE or counted.row is None or counted.row[found.places[0]] <= 0:
            return False
        item.evidence, item.found = [*item.evidence, counted], found
        item.number, item.counted = None, None
        return True

    def lend(self, item: Item, later: Item) -> None:
        """Give *item*, which fits several articles, what *later* was said to be.

        «Муфта, угольник и тройник на двадцать по двести», «зелёный и красный по десять килограмм».
        """
        kinds = {atom.mark.kind for atom in item.evidence if atom.mark is not None}
        lent = [
            atom
            for atom in later.own
            if not (atom.is_head or atom.negated)
            and (atom.kind is Kind.WORD if atom.mark is None else atom.kind in _NUMBERS and atom.mark.kind not in kinds)
        ]
        self.tell(item, lent)

    def tell(self, item: Item, said: Sequence[Atom]) -> None:
        """Add what was *said* to *item*, where more than one article fits it and one of them is left then.

        What the item says of itself wins, and what is in the order already is not meant again.
        """
        group = item.found.places
        if item.found.verdict is Verdict.ONE and len(group) == 1:
            return
        asked = item.found.verdict is not Verdict.NONE
        lent = [atom for atom in said if not asked or (atom.row is not None and np.any(atom.row[group] > 0))]
        found = self._resolve([*item.evidence, *lent], ())
        if not lent or found.verdict is not Verdict.ONE or (asked and found.places[0] not in group):
            return
        if not any(other.place == found.places[0] and other.has_quantity for other in self.items if other is not item):
            item.evidence, item.found = [*item.evidence, *lent], found

    def unite(self, before: Item, after: Item, counted: Item, said: Sequence[Atom]) -> None:
        """Make one item of two that were one mention, of which *said* is all: one article, or a question.

        Its quantity is that of *counted*, one of the two.
        """
        counted.evidence, counted.own, counted.found = list(said), list(said), self._resolve(said, ())
        counted.spans = [(before.spans[0][0], after.spans[-1][1])]
        if counted.found.verdict is Verdict.NONE:
            counted.found.rivals, counted.found.places = [*counted.found.places, *counted.found.rivals], []
        self.items.remove(before if counted is after else after)

    def remove(self, item: Item) -> None:
        if item in self.items:
            self._taken_back = item if item is self.last else None
            self.items.remove(item)

    def touch(self, item: Item) -> None:
        """Make *item* the one that was spoken of last."""
        if item in self.items:
            self.items.remove(item)
            self.items.append(item)
            self._taken_back = None

    def set_quantity(self, item: Item, source: Item) -> None:
        """Give *item* the quantity of *source*, in place of its own."""
        copy_quantity(item, source)
        item.spans += [span for span in source.spans if span not in item.spans]

    def more_of(self, item: Item, source: Item) -> None:
        if source.number is None:
            return
        if item.has_quantity:
            item.more.append((source.number, source.unit))
        else:
            copy_quantity(item, source)
        item.spans += source.spans

    def change_product(self, item: Item, source: Item) -> None:
        """Put the product of *source* in place of the item's; its quantity stays unless *source* has one."""
        item.evidence, item.found, item.usual = source.evidence, source.found, False
        item.spans += source.spans
        if source.has_quantity:
            if item.unit is not None and source.place is not None and self.holds(source.place, item.unit):
                count_as(item, source)  # «петмола четыре коробки, то есть озера четыре»
            copy_quantity(item, source)
        self.touch(item)


def _goes_on(same: Item, item: Item) -> bool:
    """«Манометр шестьсот | бар пять»: words that go on after a bare number leave open which of two numbers counts."""
    counted = same.counted
    if counted is None or counted.kind is not Kind.OPEN or counted.brk or item.is_named or not item.own:
        return False
    return counted.last == item.spans[0][0] - 1
