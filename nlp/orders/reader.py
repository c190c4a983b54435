"""Understand one spoken or typed order over a company's catalogue, clients and past orders.

The stages, each in its own module: tokens; what is said around the order (client, delivery, payment, callback);
numbers; phrases that change the order; atoms; items; the draft; lines with price and stock.
"""

from __future__ import annotations

import datetime as dt
import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.company import Client, CompanyData, PastOrderLine, Product, StockRow
from nlp.numbers import find_digit_strings
from nlp.orders.around.arrangements import Around, read_around
from nlp.orders.around.clients import ClientIndex
from nlp.orders.around.naming import unknown_caller
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.joints import join_compounds, mend_joints, part_compounds
from nlp.orders.catalogue.pieces import join_pieces
from nlp.orders.confidence import heard_well, line_confidence, with_absurd
from nlp.orders.course.discourse import Walked, walk
from nlp.orders.course.draft import Draft
from nlp.orders.course.scene import Scene
from nlp.orders.doubt.ask import judged
from nlp.orders.items.atom import Kind
from nlp.orders.items.atoms import AtomReader
from nlp.orders.items.code_readings import begins_code
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.measures.marks import NumberMark
from nlp.orders.measures.properties import number_marks
from nlp.orders.pricing import delivery_charge, price_line
from nlp.orders.reading import (
    Delivery,
    Intent,
    OrderLine,
    OrderReading,
    Span,
    SpokenWord,
    Unresolved,
    UnresolvedReason,
)
from nlp.orders.second_look.attempt import Attempt, Beside, Said
from nlp.orders.second_look.choices import Choice, Hearing, Turn
from nlp.orders.second_look.heard_otherwise import hear_again, noted
from nlp.orders.second_look.judge import Shop
from nlp.orders.second_look.look import budget, second_look, size
from nlp.orders.speech.phrases import Line, Phrase, find_operations
from nlp.orders.speech.repair import (
    decline_units,
    join_metres,
    repair_numbers,
    repair_units,
    split_codes,
    split_halves,
)
from nlp.orders.speech.tokens import Token, tokens_of_words
from nlp.orders.speech.typed_words import mark_short
from nlp.orders.speech.units import Unit, base_unit, to_base
from nlp.orders.wanted import intent_of

READER_VERSION = "rules-1"
_MOST_ALTERNATIVES = 5
_CLEARLY_HEARD = 0.9  # goods without a quantity that were misheard are rather no goods at all


class OrderReader:
    """Reads orders for one company. Built once; ``read`` keeps no state and may be called from many threads."""

    def __init__(self, data: CompanyData) -> None:
        self._data = data
        with _collection_paused():
            self._catalogue = Catalogue(data.products)
            self._clients = ClientIndex(data.clients)
        self._atoms = AtomReader(self._catalogue)
        self._products = {product.sku: product for product in data.products}
        self._stock: dict[str, list[StockRow]] = defaultdict(list)
        for row in data.stock:
            self._stock[row.sku].append(row)
        self._past: dict[str, list[PastOrderLine]] = defaultdict(list)
        self._most_bought: dict[str, Decimal] = {}
        for past in data.past_orders:
            self._most_bought[past.sku] = max(past.quantity, self._most_bought.get(past.sku, Decimal(0)))
            self._past[past.client_id].append(past)

    def read(
        self,
        words: Sequence[SpokenWord],
        *,
        phone: str | None = None,
        client_id: str | None = None,
        now: dt.datetime,
    ) -> OrderReading:
        """Return what *words* mean. *now* is the aware time of the call; dates are counted in the client's zone."""
        said = Said(words, phone, client_id, now)
        first, shop = self.first_reading(said), self.shop
        if any(word.others for word in words):
            most = budget(size(first), shop.articles)
            said, first = hear_again(said, first, self.first_reading, shop, self._catalogue.vocabulary.knows, most)
        return noted(self._judged(second_look(first, partial(self.read_again, said), shop), said), words, said.words)

    def _judged(self, attempt: Attempt, said: Said) -> OrderReading:
        """Return the reading of *attempt* with how sure its lines are, and questions for what is hardly right."""
        bought = self.bought(attempt)
        sure, asked = judged(self._catalogue, attempt.reading, attempt.outcomes, self.shop.usual, bought)
        lines = [replace(line, confidence=self._shown(line, said.words)) for line in sure]
        charge = delivery_charge(lines, self._products, self._data.terms, attempt.reading.delivery.mode)
        return replace(attempt.reading, lines=tuple(lines), unresolved=asked, delivery_charge=charge)

    def bought(self, attempt: Attempt) -> frozenset[str]:
        """Return the articles that the caller of *attempt* has bought before."""
        return frozenset(past.sku for past in self._past.get(attempt.beside.client.client_id or "", ()))

    def _shown(self, line: OrderLine, words: Sequence[SpokenWord]) -> float:
        heard = line.confidence * heard_well(words, line.spans)
        return with_absurd(heard, line.quantity, self._usual(self._products[line.sku]))

    def first_reading(self, said: Said) -> Attempt:
        """Read *said* with every decision as the stages take it."""
        return self._attempt(said, Hearing(self._tokens(said.words)))

    def read_again(self, said: Said, base: Attempt, choice: Choice) -> Attempt:
        """Read *said* as *base* was read, with one decision turned."""
        beside = None if choice.turn is Turn.PLAIN else base.beside.moved(choice)
        return self._attempt(said, base.hearing.turned(choice), beside)

    @property
    def catalogue(self) -> Catalogue:
        """The company's articles as they are searched."""
        return self._catalogue

    @property
    def shop(self) -> Shop:
        """What a second look asks of the company."""
        return Shop(
            lambda sku: self._usual(self._products[sku]) or None, self._catalogue.has_number, len(self._catalogue)
        )

    def _tokens(self, words: Sequence[SpokenWord]) -> tuple[Token, ...]:
        tokens = split_halves(split_codes(tokens_of_words(words), self._catalogue.vocabulary.knows))
        tokens = join_metres(tokens, self._catalogue.has_number)
        repair_numbers(tokens, self._catalogue.vocabulary.knows)
        repair_units(tokens, self._catalogue.vocabulary.knows)
        decline_units(tokens)
        mark_short(tokens, self._catalogue.vocabulary.knows, self._catalogue.vocabulary.starting)
        tokens = join_pieces(tokens, self._catalogue.vocabulary, self._clients.may_name)
        return tuple(
            part_compounds(
                mend_joints(
                    join_compounds(tokens, self._catalogue.has_property),
                    self._catalogue.vocabulary.in_full,
                    self._clients.may_name,
                ),
                self._catalogue.vocabulary.matches,
                self._catalogue.begins_beside,
            )
        )

    def _attempt(self, said: Said, hearing: Hearing, beside: Beside | None = None) -> Attempt:
        """Read *hearing*; *beside* is what stands around the order, where an earlier attempt has found it."""
        line = Line(hearing.tokens)
        if beside is None:
            beside = self._beside(said, hearing, line)
        around, known = beside.around, self._clients.get(beside.client.client_id)
        phrases = self._phrases(line, around.taken | hearing.plain)
        marks, walked = self._walk(line, around, known, phrases, hearing)
        warehouse = known.warehouse if known is not None and known.warehouse else self._data.terms.default_warehouse
        outcomes = [(item, self._finish(item, line, said.words, warehouse)) for item in walked.items]
        reading = self._reading(line, said.words, beside, outcomes, walked)
        return Attempt(hearing, beside, reading, outcomes, phrases, marks)

    def _beside(self, said: Said, hearing: Hearing, line: Line) -> Beside:
        found = find_digit_strings([token.text for token in line.tokens])
        digits = [
            string
            for string in found
            if hearing.plain.isdisjoint(range(string.first, string.last + 1))
            and not begins_code(self._catalogue.codes, line.tokens, string.first, string.last)
        ]
        knows = self._catalogue.vocabulary.knows
        client, named = self._clients.match(line, digits, knows, phone=said.phone, client_id=said.client_id)
        known = self._clients.get(client.client_id)
        taken = {place for first, last in named for place in range(first, last + 1)}
        taken |= set(unknown_caller(line, knows))
        taken |= self._clients.own_numbers(line, client.client_id, knows)
        taken |= self._clients.own_words(line, client.client_id, knows)
        caller = taken | {place for string in digits for place in range(string.first, string.last + 1)}
        is_goods = self._catalogue.vocabulary.means
        around = read_around(line, said.words, digits, said.now.astimezone(self._zone(known)), taken, is_goods)
        around.taken -= hearing.plain
        return Beside(client, around, frozenset(caller), digits)

    def _zone(self, client: Client | None) -> ZoneInfo:
        for name in (client.timezone if client is not None else None, self._data.terms.timezone, "Europe/Moscow"):
            if name:
                try:
                    return ZoneInfo(name)
                except (ZoneInfoNotFoundError, ValueError):
                    continue
        return ZoneInfo("UTC")

    def _phrases(self, line: Line, taken: set[int]) -> list[Phrase]:
        fifty = (Decimal(50), Decimal(50))
        return find_operations(line, taken, self._catalogue.beside, measures_fifty=self._catalogue.has_dims(fifty))

    def _walk(
        self, line: Line, around: Around, client: Client | None, phrases: Sequence[Phrase], hearing: Hearing
    ) -> tuple[list[NumberMark], Walked]:
        busy = around.taken | {place for phrase in phrases for place in range(phrase.first, phrase.last + 1)}
        marks = hearing.settle(number_marks(line.tokens, self._catalogue.number_context, busy))
        bought = self._past.get(client.client_id, []) if client is not None else []
        places = (self._catalogue.index_of(past.sku) for past in bought)
        prefer = frozenset(place for place in places if place is not None)
        draft = Draft(self._catalogue, prefer)
        scene = Scene(self._catalogue, self._atoms, line, marks, around.taken, _latest(bought), draft)
        return marks, walk(scene, phrases)

    def _reading(
        self,
        line: Line,
        words: Sequence[SpokenWord],
        beside: Beside,
        outcomes: Sequence[tuple[Item, OrderLine | Unresolved | None]],
        walked: Walked,
    ) -> OrderReading:
        around = beside.around
        lines = [done for _, done in outcomes if isinstance(done, OrderLine)]
        unresolved = [done for _, done in outcomes if isinstance(done, Unresolved)]
        for phrase in walked.no_history:
            spans = (_span(line, words, phrase.first, phrase.last),)
            unresolved.append(Unresolved(_heard(words, spans), UnresolvedReason.NO_HISTORY, spans=spans))
        intent = intent_of(line, around, walked, outcomes)
        if intent is not Intent.ORDER:
            lines, unresolved = [], []
        charge = delivery_charge(lines, self._products, self._data.terms, around.delivery.mode)
        return OrderReading(
            intent=intent,
            client=beside.client,
            lines=tuple(lines),
            delivery=around.delivery if intent is Intent.ORDER else Delivery(),
            payment=around.payment,
            callback=around.callback,
            comment=_comment(line, words, around, walked),
            unresolved=tuple(unresolved),
            delivery_charge=charge,
            request_number=next((string.digits for string in beside.digits if string.kind == "code"), None),
            reader_version=READER_VERSION,
        )

    def _finish(
        self, item: Item, line: Line, words: Sequence[SpokenWord], warehouse: str | None
    ) -> OrderLine | Unresolved | None:
        spans = tuple(_span(line, words, first, last) for first, last in sorted(set(item.spans)))
        heard = _heard(words, spans)
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
        product = self._catalogue.products[found.places[0]]
        if not item.has_quantity and not any(atom.is_head for atom in item.evidence):
            return None
        if not item.has_quantity and found.certainty < _CLEARLY_HEARD:
            return None
        if not item.has_quantity or item.doubtful:
            return Unresolved(heard, UnresolvedReason.NO_QUANTITY, skus[:1], spans=spans)
        quantity = self._quantity(item, found.places[0])
        if quantity is None or quantity <= 0:
            unit = item.unit.unit.value if item.unit is not None else None
            return Unresolved(heard, UnresolvedReason.UNIT_MISMATCH, skus[:1], item.number, unit, spans)
        others = self._alternatives(item)
        confidence = with_absurd(line_confidence(item, words, spans), quantity, self._usual(product))
        priced = OrderLine(
            product.sku, quantity, product.unit, heard, confidence, others, spans=spans, note=item.note or found.note
        )
        return price_line(priced, product, self._stock.get(product.sku, ()), warehouse)

    def _usual(self, product: Product) -> Decimal:
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


@contextmanager
def _collection_paused() -> Iterator[None]:
    """An index is a million small objects that all stay: walking them again and again costs a third of building it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _comment(line: Line, words: Sequence[SpokenWord], around: Around, walked: Walked) -> str | None:
    """Return what a person should read: what was taken back and is not in the order («глушители не надо») as well."""
    idle = [_heard(words, (_span(line, words, first, last),)) for first, last in walked.idle]
    return "; ".join(filter(None, (around.comment, *idle))) or None


def _latest(bought: Sequence[PastOrderLine]) -> list[PastOrderLine]:
    """Return the lines of the client's last order: the latest date, and of several that day the last one written."""
    if not bought:
        return []
    day = max(past.date for past in bought)
    order = [past for past in bought if past.date == day][-1].order_id
    return [past for past in bought if past.order_id == order and past.date == day]


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
    """Say whether an item that fits no article still asks for goods: a noun, or a word of the catalogue."""
    return any(atom.kind in {Kind.WORD, Kind.UNKNOWN} for atom in item.evidence)


def _span(line: Line, words: Sequence[SpokenWord], first: int, last: int) -> Span:
    begin, end = line.tokens[first].word, line.tokens[last].word
    return Span(begin, end, words[begin].start, words[end].end)


def _heard(words: Sequence[SpokenWord], spans: Sequence[Span]) -> str:
    said = (filter(None, (word.text.strip() for word in words[span.first : span.last + 1])) for span in spans)
    parts = (" ".join(part) for part in said)
    return " … ".join(parts).strip(" ,.;:-")
