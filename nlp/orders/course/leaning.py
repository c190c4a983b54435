"""How what is said next leans on the goods before it: what of them it takes over, and which article it means then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item, give_quantity
from nlp.orders.items.likeness import prefer_like
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.orders.items.resolve import resolve
from nlp.orders.items.segments import Segment
from nlp.orders.items.variants import is_said, other_size, variant
from nlp.orders.items.wording import is_same_word, is_size, is_worded, may_name
from nlp.orders.speech.base_units import base_unit, to_base
from nlp.orders.speech.units import MEASURES, CountUnit, Unit
from nlp.text.morph import is_modifier


class Leaning:
    """The items of one order so far, and the reading of the next one beside them."""

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
        found = self._resolve(evidence, context, fits, of)
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
        if context and before is not None:
            found = self._variant(before, segment.evidence, context) or found
        if not context and (again := self._of_last(found, evidence, fits)) is not None:
            found, context = again
        if self._is_new_by_number(found, evidence):
            found.verdict = Verdict.NONE
        if found.verdict is Verdict.ONE:  # what the article does not bear is lent no further
            context = [atom for atom in context if atom.row is not None and atom.row[found.places[0]] > 0]
        item = Item([*evidence, *context], found, own=list(evidence))
        give_quantity(item, segment)
        item.spans.append((segment.first, segment.last))
        return item

    def _is_new_by_number(self, found: Resolution, evidence: Sequence[Atom]) -> bool:
        """Say whether numbers alone would mean goods not named yet; they speak of those that are."""
        if found.verdict is not Verdict.ONE or not self.items or is_worded(evidence):
            return False
        return not self._like_earlier(found.places[0])

    def _of_kind(self, evidence: Sequence[Atom]) -> Item | None:
        """«… тех же перчаток эльку»: the item that was named by the same noun last."""
        rows = [atom.row for atom in evidence if may_name(atom) and atom.row is not None]
        items = [item for item in self.items if item.place is not None and not item.usual]
        named = [item for item in items if item.place is not None and any(row[item.place] > 0 for row in rows)]
        return named[-1] if named else None

    def _of_earlier(
        self, found: Resolution, evidence: Sequence[Atom], fits: Callable[[int], int] | None
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
        self, found: Resolution, evidence: Sequence[Atom], fits: Callable[[int], int] | None
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

    def _variant(self, before: Item, evidence: Sequence[Atom], context: Sequence[Atom]) -> Resolution | None:
        """«Кейс на тринадцатый зелёных десять, чёрных пять»: the article before but for the words just said."""
        worded = all(atom.kind is Kind.WORD and not atom.is_head for atom in evidence)
        other = variant(self._catalogue, before.place, evidence) if before.place is not None and worded else None
        if other is None:
            return None
        found = resolve(self._catalogue, evidence, context=context, only=[other])
        return found if found.verdict is Verdict.ONE else None

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

    def _fits(self, segment: Segment) -> Callable[[int], int] | None:
        """Return how well each article can be counted as *segment* does, 0 not at all.

        A bag means goods by weight first, and a package the goods whose name tells of it.
        """
        quantity = segment.quantity
        if quantity is None or quantity.unit is None:
            return None
        unit = quantity.unit
        products = self._catalogue.products
        named = self._catalogue.called_in(quantity.text.split()[-1]) if unit.unit not in MEASURES else frozenset()

        def fits(place: int) -> int:
            product = products[place]
            if to_base(quantity.number, unit, product, by_contents=False) is None:
                return 0
            if unit.unit is Unit.BAG and base_unit(product) is not Unit.KILOGRAM:
                return 0
            return 2 if place in named else 1

        return fits

    def _resolve(
        self,
        evidence: Sequence[Atom],
        context: Sequence[Atom],
        fits: Callable[[int], int] | None = None,
        of: Item | None = None,
    ) -> Resolution:
        if self.has_usual and (places := [item.place for item in self.items if item.place is not None]):
            among = resolve(self._catalogue, evidence, context=context, only=places)
            if among.verdict is Verdict.ONE and among.coverage >= 0.85 and len(among.places) == 1:
                return among
        found = resolve(self._catalogue, evidence, context=context, prefer=self._prefer, fits=fits)
        if found.verdict is Verdict.SEVERAL and not any(atom.either for atom in evidence):
            last = next((item for item in (of, *reversed(self.items)) if item and item.place is not None), None)
            if last is not None and last.place is not None:
                fresh = [atom for atom in evidence if not any(atom is other for other in last.evidence)]
                listed = len(fresh) == 1 and fresh[0].mark is not None  # another size of one series
                leaning = listed or not any(atom.is_head for atom in evidence)
                prefer_like(self._catalogue, found, last.place, leaning=leaning)
        return found
