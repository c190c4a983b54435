"""The order as it grows while the caller speaks: items, corrections, removals, additions, repeats.

A chunk of speech gives segments; what stands between chunks says what to do with them. The draft holds what was said
so far and is changed by each segment in turn, so that a later word wins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import FEW_MORE, Item, copy_quantity, count_as, give_quantity
from nlp.orders.items.likeness import points_at, prefer_like
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.resolve import resolve
from nlp.orders.items.segments import Segment
from nlp.orders.items.variants import is_said, other_size, variant
from nlp.orders.items.wording import is_same_word, is_size, is_worded, may_name
from nlp.orders.speech.units import CountUnit, Unit, base_unit, to_base
from nlp.text.morph import is_modifier

_NUMBERS = frozenset({Kind.PROPERTY, Kind.OPEN})


class Draft:
    """Items of one order and the moves that change them."""

    def __init__(self, catalogue: Catalogue, prefer: frozenset[int]) -> None:
        self._catalogue = catalogue
        self._prefer = prefer
        self.items: list[Item] = []
        self.has_usual = False
        self._taken_back: Item | None = None  # spoken of last, though no longer in the order

    @property
    def last(self) -> Item | None:
        return self.items[-1] if self.items else None

    def read(self, segment: Segment, *, lean: bool = False, of: Item | None = None) -> Item:
        """Return the item that *segment* describes, not yet in the order.

        Without a noun, or where it must *lean* and is not one article by itself, it leans on the last item, or on *of*.
        """
        evidence = segment.evidence
        context: list[Atom] = []
        before = of or (self._of_kind(evidence) if lean else None) or self._taken_back or self.last
        if before is not None and (not segment.has_head or (lean and not self._is_one(evidence))):
            context = self._carried(before.evidence, evidence)
        if context and evidence and all(atom.row is None and atom.plain for atom in evidence):
            context = [atom for atom in context if not is_modifier(atom.text)]  # «варёная коробку, обычная две»
        if context and all(atom.row is None and (atom.extreme or atom.plain) for atom in evidence):
            evidence, context = [*evidence, *context], []  # «пледы большие двадцать, маленькие тридцать»
        fits = self._fits(segment)
        found = self._resolve(evidence, context, fits)
        found = self._other_size(found, before, segment.evidence, context) or found
        worded = any(atom.kind is Kind.WORD for atom in evidence)
        if found.verdict is Verdict.NONE and context and found.places and worded:
            found = self._resolve(evidence, (), fits)
        if context and found.verdict is not Verdict.ONE and is_worded(segment.evidence):
            alone = self._resolve(segment.evidence, (), fits)
            if alone.verdict is Verdict.ONE and not alone.weak:
                found, evidence, context = alone, segment.evidence, []  # «… белая шесть, см четырнадцать сорок»
        if before is self.last and (again := self._of_earlier(found, evidence, fits)) is not None:
            found, context = again
        if not context and (again := self._of_last(found, evidence, fits)) is not None:
            found, context = again
        if (
            found.verdict is Verdict.ONE
            and self.items
            and not is_worded(evidence)
            and not self._like_earlier(found.places[0])
        ):
            found.verdict = Verdict.NONE  # numbers alone speak of goods already named
        item = Item([*evidence, *context] if context else list(evidence), found, own=list(evidence))
        give_quantity(item, segment)
        item.spans.append((segment.first, segment.last))
        return item

    def _of_kind(self, evidence: Sequence[Atom]) -> Item | None:
        """«… тех же перчаток эльку»: the item that was named by the same noun last."""
        rows = [atom.row for atom in evidence if may_name(atom) and atom.row is not None]
        items = [item for item in self.items if item.place is not None and not item.usual]
        named = [item for item in items if item.place is not None and any(row[item.place] > 0 for row in rows)]
        return named[-1] if named else None

    def _of_earlier(
        self, found: Resolution, evidence: Sequence[Atom], fits: Callable[[int], bool] | None
    ) -> tuple[Resolution, list[Atom]] | None:
        """«Лепестки сороковые десять, веник два, шестидесятых пять»: what is none of the last is of goods before it."""
        last = self.last
        if last is None or self.has_usual or any(may_name(atom) for atom in evidence):
            return None
        if found.verdict is Verdict.ONE and (is_worded(evidence) or self.is_like(found.places[0], last)):
            return None
        if any(self.is_like(place, last) for place in found.places):
            return None
        for item in self.items[-2::-1]:
            if item.place is None:
                continue
            carried = self._carried(item.evidence, evidence)
            again = self._resolve(evidence, carried, fits)
            if again.verdict is Verdict.ONE and self.is_like(again.places[0], item) and again.places[0] != item.place:
                return again, carried
        return None

    def _other_size(
        self, found: Resolution, before: Item | None, evidence: Sequence[Atom], context: Sequence[Atom]
    ) -> Resolution | None:
        """«Торк большой шесть, маленький двенадцать»: the small one of what was spoken of last."""
        if before is None or before.place is None or not all(atom.extreme for atom in evidence):
            return None
        if found.verdict is Verdict.ONE and self.is_like(found.places[0], before):
            return None
        if (size := other_size(self._catalogue, before.place, evidence)) is not None:
            return Resolution(Verdict.ONE, [size], self._catalogue.sizes_of(before.place), weak=True)
        again = self._resolve([*evidence, *context], ())
        return again if again.verdict is Verdict.ONE and self.is_like(again.places[0], before) else None

    def _of_last(
        self, found: Resolution, evidence: Sequence[Atom], fits: Callable[[int], bool] | None
    ) -> tuple[Resolution, list[Atom]] | None:
        """Return the variant of the item before that a noun means which only describes: a kind, a flavour, a brand."""
        if not self.items or not found.places:
            return None
        carried = self._carried(self.items[-1].evidence, evidence)
        if found.verdict is Verdict.SEVERAL and self._names_kind(found, evidence):
            again = self._resolve(evidence, carried, fits)
            if again.verdict is Verdict.ONE and all(item.place != again.places[0] for item in self.items):
                return again, carried
        last = self.items[-1].place
        if last is None or any(is_said(self._catalogue, place, last, evidence) for place in found.places):
            return None
        other = variant(self._catalogue, last, evidence)
        if other is None:
            return None
        return resolve(self._catalogue, evidence, context=carried, only=[other]), carried

    def _names_kind(self, found: Resolution, evidence: Sequence[Atom]) -> bool:
        """«Кровельный вишня … и шоколад»: a noun that tells only the kind of the goods said before."""
        if not self.items or not any(atom.is_head for atom in evidence):
            return False
        said = {term for atom in evidence if atom.is_head for term, _ in atom.matches[:1]}
        heads = [self._catalogue.features[place].heads for place in found.places]
        return all(self._like_earlier(place) for place in found.places) and not any(said & head for head in heads)

    def _carried(self, earlier: Sequence[Atom], fresh: Sequence[Atom]) -> list[Atom]:
        """Return what of the item before still holds: not what the new item says otherwise."""
        kinds = {atom.mark.kind for atom in fresh if atom.mark is not None and atom.kind is Kind.PROPERTY}
        numbered = any(atom.kind in {Kind.OPEN, Kind.PROPERTY} or atom.extreme for atom in fresh)
        sized = any(atom.extreme for atom in fresh)
        carried = []
        for atom in earlier:
            if atom.kind is Kind.UNKNOWN or (atom.kind is Kind.OPEN and numbered) or (sized and is_size(atom)):
                continue
            if atom.mark is not None and atom.mark.kind in kinds:
                continue
            if atom.negated and any(is_same_word(atom, other) for other in fresh):
                continue  # «… без чипа, чипов к ним десять»
            if numbered and atom.mark is not None and atom.mark.kind == "dims":
                if any(self._begins_section(other) for other in fresh):
                    continue
                first = replace(atom.mark, values=atom.mark.values[:1], kind="", unit=None)
                atom = replace(atom, row=self._catalogue.number_row(first, atom.weight, atom.weight))
            if not any(atom is other for other in fresh):
                carried.append(atom)
        return carried

    def _begins_section(self, atom: Atom) -> bool:
        """«Двести на три и шесть … сотка»: another section of the goods before begins with this number."""
        place = self.items[-1].place if self.items else None
        if atom.kind is not Kind.OPEN or atom.mark is None or place is None:
            return False
        key = f"d:{plain(atom.mark.value)}x"
        features = (self._catalogue.features[other] for other in self._catalogue.of_kind(place))
        return any(name.startswith(key) for other in features for name in other.properties)

    def _like_earlier(self, place: int) -> bool:
        """Say whether the article is of the kind of some item before."""
        heads = self._catalogue.features[place].heads
        for item in self.items[::-1][:2]:
            for other in (*item.found.places[:1], *item.found.rivals[:1]):
                if heads & self._catalogue.features[other].heads:
                    return True
        return False

    def is_like(self, place: int, item: Item) -> bool:
        """Say whether the article at *place* is of the kind of *item*."""
        heads = self._catalogue.features[place].heads
        return any(heads & self._catalogue.features[other].heads for other in item.found.places[:1])

    def is_kin(self, place: int, item: Item) -> bool:
        """Say whether the article at *place* is of the category of *item*."""
        products = self._catalogue.products
        return any(products[place].category == products[other].category for other in item.found.places[:1])

    def _is_one(self, evidence: Sequence[Atom]) -> bool:
        found = self._resolve(evidence, ())
        return found.verdict is Verdict.ONE and not found.weak

    def holds(self, place: int, unit: CountUnit) -> bool:
        """Say whether the article at *place* is sold in *unit*."""
        return to_base(Decimal(1), unit, self._catalogue.products[place]) is not None

    def _fits(self, segment: Segment) -> Callable[[int], bool] | None:
        """Return which articles can be counted as *segment* does; a bag means goods by weight first."""
        quantity = segment.quantity
        if quantity is None or quantity.unit is None:
            return None
        unit = quantity.unit
        products = self._catalogue.products

        def fits(place: int) -> bool:
            product = products[place]
            return to_base(quantity.number, unit, product, by_contents=False) is not None and (
                unit.unit is not Unit.BAG or base_unit(product) is Unit.KILOGRAM
            )

        return fits

    def _resolve(
        self, evidence: Sequence[Atom], context: Sequence[Atom], fits: Callable[[int], bool] | None = None
    ) -> Resolution:
        if self.has_usual and (places := [item.place for item in self.items if item.place is not None]):
            among = resolve(self._catalogue, evidence, context=context, only=places)
            if among.verdict is Verdict.ONE and among.coverage >= 0.85 and len(among.places) == 1:
                return among
        found = resolve(self._catalogue, evidence, context=context, prefer=self._prefer, fits=fits)
        if found.verdict is Verdict.SEVERAL and not any(atom.either for atom in evidence):
            last = next((item.place for item in reversed(self.items) if item.place is not None), None)
            if last is not None:
                prefer_like(self._catalogue, found, last, leaning=not any(atom.is_head for atom in evidence))
        return found

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
        if not same.has_quantity:
            copy_quantity(same, item)
        elif more and item.number is not None:
            few = same.number is not None and item.number <= same.number * FEW_MORE
            same.more.append((item.number, same.unit if item.unit is None and few else item.unit))
        elif (same.number, same.unit, same.base) != (item.number, item.unit, item.base):
            count_as(same, item)
            if not replace_same and not same.usual:
                same.note = "количество названо дважды, взято последнее"
            copy_quantity(same, item)
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
        return target if target is not None and target.place in item.found.places else None

    def target(self, evidence: Sequence[Atom], *, besides: Item | None = None) -> Item | None:
        """Return the item of the order that *evidence* points at, or ``None``.

        A size alone («шестёрку не надо») points at goods of the kind that was spoken of last.
        """
        best: tuple[float, int] | None = None
        sized = not any(atom.kind in {Kind.WORD, Kind.ARTICLE} for atom in evidence)
        last = next((item for item in reversed(self.items) if item is not besides and item.place is not None), None)
        if last is not None and last.usual:
            last = None  # of the last order nothing was spoken of yet
        for index, item in enumerate(self.items):
            if item is besides or (sized and last and item.place is not None and not self.is_like(item.place, last)):
                continue
            score = points_at(evidence, item)
            if score is not None and (best is None or score >= best[0]):
                best = (score, index)
        return self.items[best[1]] if best is not None else None

    def free_number(self, item: Item) -> bool:
        """Turn the bare number of *item* from its quantity into its property, where that makes it one article.

        «Гофра двадцать пять и тридцать два по сто метров»: the shared quantity shows that twenty-five counted nothing.
        """
        counted = item.counted
        if counted is None or counted.kind is not Kind.OPEN or counted.unit is not None:
            return False
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
