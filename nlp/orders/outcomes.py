"""What an item comes to: a line of the order with its price and stock, a question, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from models.company import CompanyData, Product, StockRow
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.confidence import line_confidence, with_absurd
from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.pricing import price_line
from nlp.orders.reading import OrderLine, Span, SpokenWord, Unresolved, UnresolvedReason
from nlp.orders.speech.base_units import base_unit, to_base
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.units import Unit

_MOST_ALTERNATIVES = 5
_CLEARLY_HEARD = 0.9  # goods without a quantity that were misheard are rather no goods at all


class Outcomes:
    """What items come to in one company: its catalogue, what it holds and what was bought of it."""

    def __init__(self, catalogue: Catalogue, data: CompanyData) -> None:
        self._catalogue = catalogue
        self._stock: dict[str, list[StockRow]] = defaultdict(list)
        for row in data.stock:
            self._stock[row.sku].append(row)
        self._most_bought: dict[str, Decimal] = {}
        for past in data.past_orders:
            self._most_bought[past.sku] = max(past.quantity, self._most_bought.get(past.sku, Decimal(0)))

    def outcome(
        self, item: Item, line: Line, words: Sequence[SpokenWord], warehouse: str | None
    ) -> OrderLine | Unresolved | None:
        """Return the line or the question that *item* is, or ``None`` where it asks for nothing."""
        spans = tuple(span_of(line, words, first, last) for first, last in sorted(set(item.spans)))
        heard = heard_in(words, spans)
        found = item.found
        if found.verdict is Verdict.NONE:
            measured = any(atom.kind is Kind.OPEN and atom.unit is not None for atom in item.evidence)
            if not item.asked and not ((item.has_quantity or measured) and _names_something(item)):
                return None
            return Unresolved(heard, UnresolvedReason.NO_PRODUCT, (), item.number, None, spans)
        skus = tuple(self._catalogue.products[place].sku for place in found.places)
        if found.verdict is Verdict.SEVERAL:
            if not item.has_quantity and found.certainty < _CLEARLY_HEARD:
                return None
            unit = item.unit.unit.value if item.unit is not None else None
            if not item.has_quantity and not any(atom.is_head for atom in item.evidence):
                return None
            return Unresolved(heard, UnresolvedReason.AMBIGUOUS, skus[:_MOST_ALTERNATIVES], item.number, unit, spans)
        if not item.has_quantity and not any(atom.is_head for atom in item.evidence):
            return None
        if not item.has_quantity and found.certainty < _CLEARLY_HEARD:
            return None
        if not item.has_quantity or item.doubtful:
            return Unresolved(heard, UnresolvedReason.NO_QUANTITY, skus[:1], spans=spans)
        return self._counted(item, line, words, warehouse)

    def offer(self, item: Item, line: Line, words: Sequence[SpokenWord], warehouse: str | None) -> OrderLine | None:
        """Return the line that a refused *item* would be, where one article fits it best and can be counted so."""
        if item.found.verdict is not Verdict.NONE or len(item.found.places) != 1:
            return None
        if not item.has_quantity or item.doubtful:
            return None
        done = self._counted(item, line, words, warehouse)
        return done if isinstance(done, OrderLine) else None

    def _counted(
        self, item: Item, line: Line, words: Sequence[SpokenWord], warehouse: str | None
    ) -> OrderLine | Unresolved:
        """Return the line of the first article of *item*, or what is asked where it is not counted so."""
        spans = tuple(span_of(line, words, first, last) for first, last in sorted(set(item.spans)))
        heard, place = heard_in(words, spans), item.found.places[0]
        product = self._catalogue.products[place]
        quantity = self._quantity(item, place)
        if quantity is None or quantity <= 0:
            unit = item.unit.unit.value if item.unit is not None else None
            return Unresolved(heard, UnresolvedReason.UNIT_MISMATCH, (product.sku,), item.number, unit, spans)
        others = self._alternatives(item)
        confidence = with_absurd(line_confidence(item, words, spans), quantity, self.usual(product))
        note = item.note or item.found.note
        priced = OrderLine(product.sku, quantity, product.unit, heard, confidence, others, spans=spans, note=note)
        return price_line(priced, product, self._stock.get(product.sku, ()), warehouse)

    def usual(self, product: Product) -> Decimal:
        """Return the most of *product* that is held anywhere, on its way, sold in one box or was ever bought."""
        held = [amount for row in self._stock.get(product.sku, ()) for amount in (row.available, row.expected_quantity)]
        known = [amount for amount in (*held, self._most_bought.get(product.sku)) if amount is not None]
        return max(*known, product.box or Decimal(0)) if known else Decimal(0)

    def _quantity(self, item: Item, place: int) -> Decimal | None:
        product = self._catalogue.products[place]
        if item.base is not None:
            total: Decimal | None = item.base
        elif item.number is None:
            return None
        else:
            total = self._base(item, place)
        for number, unit in item.more:
            extra = to_base(number, unit, product)
            if extra is None or total is None:
                return None
            total += extra
        return None if total is None else total * item.factor

    def _base(self, item: Item, place: int) -> Decimal | None:
        product = self._catalogue.products[place]
        number = item.number or Decimal(0)
        if _is_couple(item) and base_unit(product) is not Unit.PAIR:
            return Decimal(2)  # «пару валиков»
        bare = item.per is not None and item.per.unit is None and to_base(number, item.unit, product) is not None
        if (
            item.per is not None and item.per.mark is not None and not bare
        ):  # «мешков по двадцать пять» may be its weight
            inner = to_base(item.per.mark.value, item.per.unit, product)
            if inner is not None:
                return number * inner
        head_said = any(
            atom.kind is Kind.WORD
            and atom.weight == 0
            and atom.row is not None
            and atom.row[place] > 0
            and atom.is_head
            for atom in item.evidence
        )
        return to_base(number, None if head_said else item.unit, product)

    def _alternatives(self, item: Item) -> tuple[str, ...]:
        others = [place for place in (*item.found.places[1:], *item.found.rivals) if place != item.found.places[0]]
        unique = dict.fromkeys(self._catalogue.products[place].sku for place in others)
        return tuple(unique)[:_MOST_ALTERNATIVES]


def _is_couple(item: Item) -> bool:
    counted = item.counted
    spoken = counted is not None and counted.text in {"пару", "парочку"}
    return (
        spoken
        and counted is not None
        and counted.kind is Kind.UNIT
        and item.unit is not None
        and item.unit.unit is Unit.PAIR
    )


def _names_something(item: Item) -> bool:
    """Say whether an item that fits no article still asks for goods: a noun, a word or a code of the catalogue."""
    return any(atom.kind in {Kind.WORD, Kind.UNKNOWN, Kind.ARTICLE} for atom in item.evidence)


def span_of(line: Line, words: Sequence[SpokenWord], first: int, last: int) -> Span:
    begin, end = line.tokens[first].word, line.tokens[last].word
    return Span(begin, end, words[begin].start, words[end].end)


def heard_in(words: Sequence[SpokenWord], spans: Sequence[Span]) -> str:
    said = (filter(None, (word.text.strip() for word in words[span.first : span.last + 1])) for span in spans)
    parts = (" ".join(part) for part in said)
    return " … ".join(parts).strip(" ,.;:-")
