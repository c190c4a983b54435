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

from models.company import Client, CompanyData, PastOrderLine
from nlp.numbers import find_digit_strings
from nlp.orders.around.arrangements import Around, read_around
from nlp.orders.around.clients import ClientIndex
from nlp.orders.around.naming import unknown_caller
from nlp.orders.calls.wanted import intent_of
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.joints import join_compounds, mend_joints, part_compounds
from nlp.orders.catalogue.pieces import join_pieces
from nlp.orders.confidence import heard_well, with_absurd
from nlp.orders.course.discourse import Walked, walk
from nlp.orders.course.draft import Draft
from nlp.orders.course.scene import Scene
from nlp.orders.doubt.ask import judged
from nlp.orders.items.atoms import AtomReader
from nlp.orders.items.code_readings import begins_code
from nlp.orders.items.item import Item
from nlp.orders.measures.marks import NumberMark
from nlp.orders.measures.properties import number_marks
from nlp.orders.outcomes import Outcomes, heard_in, span_of
from nlp.orders.pricing import delivery_charge
from nlp.orders.reading import (
    Delivery,
    Intent,
    OrderLine,
    OrderReading,
    SpokenWord,
    Unresolved,
    UnresolvedReason,
)
from nlp.orders.second_look.attempt import Attempt, Beside, Said, Settled
from nlp.orders.second_look.choices import Choice, Hearing, Turn
from nlp.orders.second_look.heard_otherwise import hear_again, noted
from nlp.orders.second_look.judge import Shop
from nlp.orders.second_look.look import budget, second_look, size
from nlp.orders.speech.phrases import Line, Phrase, find_operations
from nlp.orders.speech.repair import (
    count_plurals,
    decline_units,
    join_cut_numbers,
    join_metres,
    repair_numbers,
    repair_units,
    split_codes,
    split_halves,
)
from nlp.orders.speech.tokens import Token, tokens_of_words
from nlp.orders.speech.typed_words import mark_short
from nlp.orders.speech.unit_words import join_rates, join_units, unfold_units

READER_VERSION = "rules-1"


class OrderReader:
    """Reads orders for one company. Built once; ``read`` keeps no state and may be called from many threads."""

    def __init__(self, data: CompanyData) -> None:
        self._data = data
        with _collection_paused():
            self._catalogue = Catalogue(data.products)
            self._clients = ClientIndex(data.clients)
        self._atoms = AtomReader(self._catalogue)
        self._products = {product.sku: product for product in data.products}
        self._outcomes = Outcomes(self._catalogue, data)
        self._past: dict[str, list[PastOrderLine]] = defaultdict(list)
        for past in data.past_orders:
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
        best = second_look(first, partial(self.read_again, said), partial(self.settled, said=said), shop)
        return noted(self.shown(best, said), words, said.words)

    def settled(self, attempt: Attempt, said: Said) -> Settled:
        """Return how sure the lines of *attempt* are, and questions for what is hardly right."""
        offers, bought = self.offers(attempt, said), self.bought(attempt)
        return judged(self._catalogue, attempt.reading, attempt.outcomes, offers, self.shop.usual, bought)

    def shown(self, attempt: Attempt, said: Said) -> OrderReading:
        """Return the reading of *attempt* as it is shown: settled, and no surer than it was heard."""
        settled = self.settled(attempt, said)
        lines = [replace(line, confidence=self._sure(line, said.words)) for line in settled.lines]
        charge = delivery_charge(lines, self._products, self._data.terms, attempt.reading.delivery.mode)
        asked = tuple(settled.questions)
        return replace(attempt.reading, lines=tuple(lines), unresolved=asked, delivery_charge=charge)

    def offers(self, attempt: Attempt, said: Said) -> dict[int, OrderLine]:
        """Return the lines that the refused items of *attempt* would be, by their places among its outcomes."""
        line, warehouse = Line(attempt.hearing.tokens), self._warehouse(attempt.beside)
        found: dict[int, OrderLine] = {}
        for index, (item, done) in enumerate(attempt.outcomes):
            if isinstance(done, Unresolved) and done.reason is UnresolvedReason.NO_PRODUCT:
                offer = self._outcomes.offer(item, line, said.words, warehouse)
                found |= {index: offer} if offer is not None else {}
        return found

    def bought(self, attempt: Attempt) -> frozenset[str]:
        """Return the articles that the caller of *attempt* has bought before."""
        return frozenset(past.sku for past in self._past.get(attempt.beside.client.client_id or "", ()))

    def _sure(self, line: OrderLine, words: Sequence[SpokenWord]) -> float:
        heard = line.confidence * heard_well(words, line.spans)
        return with_absurd(heard, line.quantity, self._outcomes.usual(self._products[line.sku]))

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
            lambda sku: self._outcomes.usual(self._products[sku]) or None,
            self._catalogue.has_number,
            self._catalogue.vocabulary.knows,
            len(self._catalogue),
        )

    def _tokens(self, words: Sequence[SpokenWord]) -> tuple[Token, ...]:
        tokens = join_cut_numbers(tokens_of_words(words))
        tokens = split_halves(split_codes(tokens, self._catalogue.vocabulary.knows))
        tokens = join_rates(join_metres(tokens, self._catalogue.has_number), self._catalogue.vocabulary.knows)
        repair_numbers(tokens, self._catalogue.vocabulary.knows)
        repair_units(tokens, self._catalogue.vocabulary.knows)
        count_plurals(tokens, self._catalogue.vocabulary.knows)
        decline_units(tokens)
        unfold_units(tokens, self._catalogue.begins_goods)
        join_units(tokens)
        mark_short(tokens, self._catalogue.vocabulary.knows, self._catalogue.vocabulary.starting)
        tokens = join_pieces(tokens, self._catalogue.vocabulary, self._clients.may_name)
        return tuple(
            part_compounds(
                mend_joints(
                    join_compounds(tokens, self._catalogue.has_property, self._catalogue.vocabulary.knows),
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
        warehouse = self._warehouse(beside)
        outcomes = [(item, self._outcomes.outcome(item, line, said.words, warehouse)) for item in walked.items]
        reading = self._reading(line, said.words, beside, outcomes, walked)
        return Attempt(hearing, beside, reading, outcomes, phrases, marks, walked)

    def _warehouse(self, beside: Beside) -> str | None:
        known = self._clients.get(beside.client.client_id)
        return known.warehouse if known is not None and known.warehouse else self._data.terms.default_warehouse

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
        is_goods = self._catalogue.vocabulary.means
        measures = self._catalogue.has_dims(fifty)
        return find_operations(line, taken, self._catalogue.beside, is_goods, measures_fifty=measures)

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
            spans = (span_of(line, words, phrase.first, phrase.last),)
            unresolved.append(Unresolved(heard_in(words, spans), UnresolvedReason.NO_HISTORY, spans=spans))
        intent = intent_of(line, words, beside, walked, outcomes)
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
    idle = [heard_in(words, (span_of(line, words, first, last),)) for first, last in walked.idle]
    return "; ".join(filter(None, (around.comment, *idle))) or None


def _latest(bought: Sequence[PastOrderLine]) -> list[PastOrderLine]:
    """Return the lines of the client's last order: the latest date, and of several that day the last one written."""
    if not bought:
        return []
    day = max(past.date for past in bought)
    order = [past for past in bought if past.date == day][-1].order_id
    return [past for past in bought if past.order_id == order and past.date == day]
