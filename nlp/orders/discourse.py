"""Walk through an utterance: chunks of goods, and the phrases between them that say what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from models.company import PastOrderLine
from nlp.orders.atoms import Atom, AtomReader, Kind
from nlp.orders.catalogue import Catalogue
from nlp.orders.draft import Draft, Item
from nlp.orders.phrases import Line, Op, Phrase
from nlp.orders.properties import NumberMark
from nlp.orders.resolve import Resolution, Verdict
from nlp.orders.segments import Segment, make_segment, split_items

_NO_BUT_DISTANCE = 9
_BUTS = frozenset({"а", "давайте", "пусть"})
_PRONOUNS = frozenset({"нее", "него", "них", "этого", "этой", "этих", "неё"})
_GIVES = frozenset(
    "давайте дайте возьмем возьмите поставьте положите пусть лучше запишите нужны нужно надо сделайте пишите берем".split()
)
_TURNS = frozenset({Op.ADD, Op.REMOVE, Op.SET, Op.SAME, Op.CORRECT, Op.USUAL, Op.DOUBLE})
_DELIVERS = frozenset(
    "привезите доставка доставку доставьте привезти отвезите адрес адресу туда оплата оплату счет оплатим самовывоз доставить везите".split()
)
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


@dataclass(frozen=True, slots=True)
class Chunk:
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NotBut:
    """«Не X, а Y»: the chunk between is denied, the one after holds."""

    first: int  # «не»
    but: int  # «а»


Event = Phrase | Chunk | NotBut


@dataclass(slots=True)
class Walked:
    items: list[Item]
    no_history: list[Phrase]
    cancelled: bool


class Walker:
    """Reads one utterance into a draft."""

    def __init__(
        self,
        catalogue: Catalogue,
        reader: AtomReader,
        line: Line,
        marks: Sequence[NumberMark],
        taken: set[int],
        last_order: Sequence[PastOrderLine],
        prefer: frozenset[int],
    ) -> None:
        self._catalogue = catalogue
        self._reader = reader
        self._line = line
        self._marks = marks
        self._taken = taken
        self._last_order = last_order
        self._draft = Draft(catalogue, prefer)
        self._fresh: list[Item] = []  # items of the chunk just read
        self._pending: Phrase | None = None
        self._correcting = False
        self._no_history: list[Phrase] = []
        self._cancelled = False
        self._events: list[Event] = []
        self._at = 0
        self._handlers: dict[Op, Callable[[Phrase], None]] = {
            Op.REMOVE: self._on_remove,
            Op.USUAL: self._on_usual,
            Op.SAME: self._on_same,
            Op.EACH: self._on_each,
            Op.EQUAL: self._on_equal,
            Op.DOUBLE: self._on_double,
            Op.CANCEL: self._on_cancel,
            Op.NOTHING: self._on_nothing,
            Op.KEEP: self._on_keep,
        }

    def walk(self, phrases: Sequence[Phrase]) -> Walked:
        """Return what the order is after the last word."""
        self._events = self._sequence(phrases)
        self._at = 0
        while self._at < len(self._events):
            event = self._events[self._at]
            self._at += 1
            if isinstance(event, Chunk):
                self._on_chunk(event)
            elif isinstance(event, NotBut):
                self._on_not_but(event)
            elif event.op in self._handlers:
                self._handlers[event.op](event)
            else:
                self._pending = _stronger(self._pending, event)
        return Walked(self._draft.items, self._no_history, self._cancelled)

    def _sequence(self, phrases: Sequence[Phrase]) -> list[Event]:
        """Return phrases and the chunks between them in order; «не … а …» is found here."""
        borders: dict[int, tuple[int, Event]] = {phrase.first: (phrase.last, phrase) for phrase in phrases}
        blocked = {place for phrase in phrases for place in range(phrase.first, phrase.last + 1)} | self._taken
        tokens = self._line.tokens
        for place, token in enumerate(tokens):
            if token.text != "не" or place in blocked:
                continue
            if (but := self._but_after(place, blocked)) is not None:
                borders[place] = (place, NotBut(place, but))
        events: list[Event] = []
        start = place = 0
        while place < len(tokens):
            if place not in borders:
                place += 1
                continue
            last, event = borders[place]
            if start < place:
                events.append(Chunk(start, place - 1))
            events.append(event)
            if isinstance(event, NotBut):
                events.append(Chunk(place + 1, event.but - 1))
                last = event.but
            start = place = last + 1
        if start < len(tokens):
            events.append(Chunk(start, len(tokens) - 1))
        return events

    def _but_after(self, place: int, blocked: set[int]) -> int | None:
        tokens = self._line.tokens
        for index in range(place + 1, min(len(tokens), place + _NO_BUT_DISTANCE)):
            if index in blocked or tokens[index - 1].brk == 2:
                return None
            if index > place + 1 and tokens[index].text in _BUTS:
                return index
        return None

    def _segments(self, chunk: Chunk, *, bare_first: bool = False) -> list[Segment]:
        atoms = self._reader.read(self._line.tokens, chunk.first, chunk.last, self._marks, self._taken)
        atoms = merge_counts(atoms)
        open_end = self._turns_next(chunk)
        first, series = self._series(atoms)
        if not series:
            return split_items(atoms, len(self._catalogue), bare_first=bare_first, open_end=open_end)
        size = len(self._catalogue)
        return [
            *split_items(atoms[:first], size, bare_first=bare_first),
            *series,
            *split_items(atoms[first + len(series) + _series_rest(series) :], size, open_end=open_end),
        ]

    def _series(self, atoms: list[Atom]) -> tuple[int, list[Segment]]:
        """Find «ботинки сорок два, сорок три, сорок четыре по восемь пар»: one product in several sizes.

        Returns where it begins and a segment for each size; nothing where the sizes do not name one article each.
        """
        for last, atom in enumerate(atoms):
            if atom.mark is None or not atom.mark.after_po or atom.as_property is None:
                continue
            words = [index for index in range(last) if atoms[index].kind is Kind.WORD and not atoms[index].is_quantity]
            numbers = _run_of_numbers(atoms, last)
            if len(numbers) < 2 or not words:
                continue
            first = _series_first(atoms, numbers[0])
            base = [atoms[index] for index in range(first, last) if atoms[index].kind is Kind.WORD]
            segments = [
                Segment([*base, atoms[index], atom], atom, [*base, _as_description(atoms[index])]) for index in numbers
            ]
            found = [self._draft.read(segment).place for segment in segments]
            if None not in found and len(set(found)) == len(found):
                return first, segments
        return 0, []

    def _turns_next(self, chunk: Chunk) -> bool:
        """Say whether what follows *chunk* speaks of its last words: «краги не двести», «перчатки уберите»."""
        following = next((event for event in self._events if _start(event) > chunk.last), None)
        return isinstance(following, NotBut) or (isinstance(following, Phrase) and following.op in _TURNS)

    def _on_chunk(self, chunk: Chunk) -> None:
        pending, self._pending = self._pending, None
        if pending is not None and pending.op in {Op.REPLACE, Op.CHANGE}:
            self._on_replacement(chunk, pending)
            return
        self._correcting = pending is not None and pending.op in {Op.CORRECT, Op.SET}
        segments = self._segments(chunk, bare_first=self._correcting)
        if not segments:
            self._pending = pending
            return
        self._fresh = []
        if pending is not None and pending.op is Op.RECAP:
            self._on_recap(segments)
            return
        for index, segment in enumerate(segments):
            self._on_segment(segment, pending if index == 0 or (pending is not None and pending.op is Op.ADD) else None)

    def _on_segment(self, segment: Segment, pending: Phrase | None) -> None:
        op = pending.op if pending is not None else None
        if not segment.evidence:
            self._on_bare_quantity(segment, op)
            return
        item = self._draft.read(segment, lean=op is Op.ALIKE)
        if op is Op.EXCEPT and pending is not None and not item.has_quantity and pending.text != "только":
            self._remove_pointed(item.evidence)
            return
        if self._is_negated(segment) and self._draft.has_usual and not item.has_quantity:
            self._remove_pointed(segment.evidence)
            return
        points = not item.has_quantity and self._turns_next(Chunk(segment.first, segment.last))
        if op is Op.CORRECT and self._draft.last is not None and pending is not None and not points:
            self._correct(item, segment, pending)
            return
        added = self._draft.add(item, more=op is Op.ADD, replace_same=op in {Op.SET, Op.RECAP, Op.EXCEPT})
        self._fresh.append(added)
        self._share(segment, added)

    def _on_recap(self, segments: Sequence[Segment]) -> None:
        """«Ещё раз: …» repeats what was said; it may correct a quantity, it adds only what is new and clear."""
        for segment in segments:
            if not segment.evidence:
                self._on_bare_quantity(segment, None)
                continue
            item = self._draft.read(segment)
            target = self._draft.target(segment.evidence)
            meant = target is not None and (not segment.has_head or target.place in item.found.places)
            if meant and target is not None and item.place != target.place:
                item.found = target.found
            if item.place is not None:
                self._draft.add(item, replace_same=True)

    def _is_negated(self, segment: Segment) -> bool:
        return any(atom.negated for atom in segment.evidence) and not any(
            atom.kind is Kind.WORD and not atom.negated for atom in segment.evidence
        )

    def _on_bare_quantity(self, segment: Segment, op: Op | None) -> None:
        last = self._draft.last
        if last is None or segment.quantity is None:
            return
        said = Item([], Resolution(Verdict.NONE))
        said.number, said.unit = _number_of(segment.quantity), segment.quantity.unit
        mark = segment.quantity.mark
        said.doubtful = mark is not None and (mark.doubtful or mark.high is not None)
        said.spans = [(segment.first, segment.last)]
        if said.unit is None and last.unit is not None:
            said.unit = last.unit
        pointed = None if last.has_quantity else self._draft.pointed_by(last)
        if op in {Op.ADD, Op.ALIKE}:
            self._draft.more_of(pointed or last, said)
            if pointed is not None:
                self._draft.remove(last)
        elif self._correcting or op in {Op.CORRECT, Op.SET, Op.EXCEPT, Op.RECAP} or not last.has_quantity:
            self._draft.set_quantity(pointed or last, said)
            if pointed is not None:
                self._draft.remove(last)
            self._share(segment, self._draft.last or last)

    def _correct(self, item: Item, segment: Segment, pending: Phrase) -> None:
        """A segment after «ой», «нет», «точнее»: of which item it speaks decides what it changes."""
        draft = self._draft
        last = draft.last
        same = draft.same(item)
        if last is None:
            return
        if same is not None and item.has_quantity:
            draft.set_quantity(same, item)
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
            self._fresh.append(draft.add(item))

    def _on_not_but(self, event: NotBut) -> None:
        """«Краги не двести, а триста», «не белые, а чёрные»."""
        denied = self._next_chunk()
        held = self._next_chunk()
        draft = self._draft
        if denied is None or held is None:
            return
        no = self._segments(denied)
        yes = self._segments(held, bare_first=bool(no) and _is_bare(no[0]))
        if not yes:
            self._deny(no)
            return
        pointer = self._fresh_pointer()
        first, rest = yes[0], yes[1:]
        wrong = no[0] if no else None
        owner = self._owner_of(wrong)
        if owner is not None and wrong is not None and not first.has_head:
            fresh = self._read_instead(owner, wrong, first)
            draft.change_product(owner, fresh)
        elif not first.evidence and first.quantity is not None:
            self._deny_quantity(pointer, wrong, first)
        elif wrong is not None and wrong.evidence:
            target = draft.target(wrong.evidence) or draft.last
            if target is not None:
                fresh = self._read_instead(target, wrong, first)
                draft.change_product(target, fresh)
            else:
                draft.add(draft.read(first))
        elif first.evidence:
            item = draft.read(first)
            same = draft.same(item)
            if same is not None and item.has_quantity:
                draft.set_quantity(same, item)
            else:
                draft.add(item, replace_same=True)
        for segment in rest:
            self._on_segment(segment, None)

    def _deny(self, no: Sequence[Segment]) -> None:
        """«Не зимнюю, а обычную»: what holds is the item without the denied words."""
        target = self._draft.target(no[0].evidence) if no else None
        if target is None:
            return
        denied = {term for atom in no[0].evidence for term, _ in atom.matches[:1]}
        kept = [atom for atom in target.evidence if not denied & {term for term, _ in atom.matches[:1]}]
        against = [
            replace(atom, row=self._catalogue.without_row(atom.matches, 1.0), weight=0.0, negated=True, is_head=False)
            for atom in no[0].evidence
            if atom.matches
        ]
        fresh = self._draft.read(Segment(no[0].atoms, None, [*kept, *against]))
        if fresh.found.verdict is not Verdict.NONE:
            self._draft.change_product(target, fresh)

    def _owner_of(self, wrong: Segment | None) -> Item | None:
        """Return the item whose property, not quantity, the denied number is («не двадцать пять, а тридцать два ампера»)."""
        if wrong is None or wrong.quantity is None or wrong.words or wrong.quantity.kind is Kind.COUNT:
            return None
        denied = _number_of(wrong.quantity)
        for item in reversed(self._draft.items):
            if item.number == denied:
                return None
            if any(atom.mark is not None and atom.mark.values == (denied,) for atom in item.evidence):
                return item
        return None

    def _read_instead(self, target: Item, wrong: Segment, right: Segment) -> Item:
        """Read *right* with what *target* was described by, without the denied words."""
        if right.has_head and not _shares_head(right, wrong):
            return self._draft.read(right)
        denied = {term for atom in wrong.evidence for term, _ in atom.matches}
        kept = [atom for atom in target.evidence if not ({term for term, _ in atom.matches[:1]} & denied)]
        if wrong.quantity is not None and not wrong.words:
            number = _number_of(wrong.quantity)
            kept = [atom for atom in kept if atom.mark is None or atom.mark.values != (number,)]
        kinds = {atom.mark.kind for atom in right.evidence if atom.mark is not None}
        kept = [atom for atom in kept if atom.mark is None or atom.mark.kind not in kinds]
        described = [_as_description(atom) for atom in right.atoms] if self._owner_of(wrong) is target else right.atoms
        segment = make_segment([*kept, *described])
        item = self._draft.read(segment)
        item.spans = [(right.first, right.last)]
        return item

    def _deny_quantity(self, pointer: Item | None, wrong: Segment | None, right: Segment) -> None:
        draft = self._draft
        said = Item([], Resolution(Verdict.NONE), spans=[(right.first, right.last)])
        said.number, said.unit = (_number_of(right.quantity), right.quantity.unit) if right.quantity else (None, None)
        target = None
        if wrong is not None and wrong.evidence and any(atom.kind is not Kind.OPEN for atom in wrong.evidence):
            target = draft.target(wrong.evidence)
        if pointer is not None:
            target = draft.target(pointer.evidence, besides=pointer)
            if target is None:
                target = pointer
            else:
                draft.remove(pointer)
        if target is None and wrong is not None and wrong.quantity is not None:
            denied = _number_of(wrong.quantity)
            target = next((item for item in reversed(draft.items) if item.number == denied), None)
        target = target or draft.last
        if target is None:
            return
        if said.unit is None:
            said.unit = (
                wrong.quantity.unit if wrong is not None and wrong.quantity is not None else None
            ) or target.unit
        draft.set_quantity(target, said)

    def _fresh_pointer(self) -> Item | None:
        """Return the item just mentioned without a quantity: «краги» of «краги не двести, а триста»."""
        last = self._draft.last
        return last if last is not None and last in self._fresh and not last.has_quantity else None

    def _next_chunk(self) -> Chunk | None:
        if self._at < len(self._events) and isinstance(chunk := self._events[self._at], Chunk):
            self._at += 1
            return chunk
        return None

    def _on_remove(self, phrase: Phrase) -> None:
        pointer = self._fresh_pointer()
        if pointer is not None and not self._breaks_before(phrase):
            target = self._draft.target(pointer.evidence, besides=pointer)
            self._draft.remove(pointer)
            if target is not None:
                self._draft.remove(target)
            self._fresh = []
            return
        chunk = self._events[self._at] if self._at < len(self._events) else None
        if isinstance(chunk, Chunk):
            segments = self._segments(chunk)
            if segments and segments[0].evidence and segments[0].quantity is None:
                self._at += 1
                self._remove_pointed(segments[0].evidence)
                for segment in segments[1:]:
                    if (
                        segment.quantity is None
                        and segment.evidence
                        and self._draft.target(segment.evidence) is not None
                    ):
                        self._remove_pointed(segment.evidence)
                    else:
                        self._on_segment(segment, None)
                return
        if self._draft.last is not None and (self._fresh or not isinstance(chunk, Chunk)):
            self._draft.remove(self._draft.last)
            self._fresh = []

    def _remove_pointed(self, evidence: Sequence[Atom]) -> None:
        positive = [_affirmed(self._catalogue, atom) for atom in evidence]
        target = self._draft.target(positive)
        if target is not None:
            self._draft.remove(target)

    def _breaks_before(self, phrase: Phrase) -> bool:
        return phrase.first > 0 and self._line.tokens[phrase.first - 1].brk == 2

    def _on_replacement(self, chunk: Chunk, pending: Phrase) -> None:
        """«Вместо X Y», «замените X на Y», «Y вместо X»: Y takes over the quantity of X unless another is said."""
        atoms = merge_counts(self._reader.read(self._line.tokens, chunk.first, chunk.last, self._marks, self._taken))
        border = 0 if self._says_it(chunk) else self._replacement_border(atoms, chunk, pending)
        old, new = atoms[:border], atoms[border:]
        draft = self._draft
        if not new:
            fresh = draft.last
            target = draft.target(old, besides=fresh)
            if fresh is not None and target is not None:
                if not fresh.has_quantity:
                    draft.set_quantity(fresh, target)
                draft.remove(target)
            return
        target = draft.target(make_segment(old).evidence) if old else None
        if target is None and self._says_it(chunk):
            target = draft.last
        segments = split_items(new, len(self._catalogue))
        item = draft.read(segments[0], lean=False)
        if not segments[0].has_head and target is not None:
            item = self._read_instead(target, make_segment(old) if old else Segment([], None, []), segments[0])
        if target is not None:
            index = draft.items.index(target)
            if item.place is None:
                draft.free_number(item)
            if not item.has_quantity:
                draft.set_quantity(item, target)
            draft.items[index] = item
        else:
            draft.add(item)
        self._fresh = [item]
        for segment in segments[1:]:
            self._on_segment(segment, None)

    def _says_it(self, chunk: Chunk) -> bool:
        """«Вместо неё», «вместо этого» means what was said last."""
        return self._line.tokens[chunk.first].text in _PRONOUNS

    def _replacement_border(self, atoms: Sequence[Atom], chunk: Chunk, pending: Phrase) -> int:
        if pending.op is Op.CHANGE:
            for index, atom in enumerate(atoms):
                if index and any(
                    token.text == "на" for token in self._line.tokens[atoms[index - 1].last + 1 : atom.first]
                ):
                    return index
        for index, atom in enumerate(atoms):
            if index == 0:
                continue
            if atoms[index - 1].brk or atom.is_quantity:
                return index
            between = {token.text for token in self._line.tokens[atoms[index - 1].last + 1 : atom.first]}
            if between & _GIVES:
                return index
            if atom.kind in {Kind.WORD, Kind.UNKNOWN} and not atom.genitive and (atom.nominative or atom.is_head):
                return index
            if atom.kind is Kind.OPEN and atom.unit is None:
                return index
        return len(atoms)

    def _on_usual(self, phrase: Phrase) -> None:
        if self._about_delivery(phrase):
            return
        pointer = self._fresh_pointer()
        if not self._last_order:
            self._no_history.append(phrase)
            return
        if pointer is not None and not self._breaks_before(phrase):
            past = next(
                (line for line in self._last_order if self._catalogue.index_of(line.sku) in pointer.found.places), None
            )
            if past is not None:
                place = self._catalogue.index_of(past.sku)
                pointer.found = Resolution(Verdict.ONE, [place] if place is not None else [], coverage=1.0)
                pointer.base, pointer.note = past.quantity, "как в прошлом заказе"
                return
        self._draft.has_usual = True
        for line in self._last_order:
            place = self._catalogue.index_of(line.sku)
            if place is None or any(item.place == place for item in self._draft.items):
                continue
            found = Resolution(Verdict.ONE, [place], coverage=1.0)
            item = Item([], found, base=line.quantity, usual=True, note="как в прошлом заказе")
            item.spans = [(phrase.first, phrase.last)]
            self._draft.items.append(item)
        self._fresh = []

    def _about_delivery(self, phrase: Phrase) -> bool:
        """«Привезите на завод как всегда» repeats the place, not the order."""
        before = self._line.tokens[max(0, phrase.first - 4) : phrase.first]
        near = [token.text for token in before if token.brk != 2]
        return bool(_DELIVERS & set(near))

    def _on_nothing(self, phrase: Phrase) -> None:
        """The goods meant are those of past orders, which decide between equals anyway."""

    def _on_keep(self, phrase: Phrase) -> None:
        """«Оставляем брезентовые» points at what stays."""
        chunk = self._events[self._at] if self._at < len(self._events) else None
        if not isinstance(chunk, Chunk):
            return
        segments = self._segments(chunk)
        if segments and segments[0].quantity is None and self._draft.target(segments[0].evidence) is not None:
            self._at += 1
            for segment in segments[1:]:
                self._on_segment(segment, None)

    def _on_same(self, phrase: Phrase) -> None:
        """«Ещё столько же краг», «краг столько же»."""
        pointer = self._fresh_pointer()
        others = [item for item in self._draft.items if item is not pointer and item.has_quantity]
        if not others:
            return
        source = others[-1]
        chunk = self._events[self._at] if self._at < len(self._events) else None
        if pointer is None and isinstance(chunk, Chunk):
            segments = self._segments(chunk)
            if segments and segments[0].evidence and segments[0].quantity is None:
                self._at += 1
                item = self._draft.read(segments[0])
                self._copy(item, source)
                self._fresh = [self._draft.add(item)]
                for segment in segments[1:]:
                    self._on_segment(segment, None)
                return
        if pointer is not None:
            self._copy(pointer, source)
        elif "еще" in phrase.text and source.number is not None:
            source.more.append((source.number, source.unit))

    def _copy(self, item: Item, source: Item) -> None:
        spans = list(item.spans)
        self._draft.set_quantity(item, source)
        item.spans = spans

    def _on_each(self, phrase: Phrase) -> None:
        last = self._draft.last
        if last is not None and last.has_quantity:
            self._share_back(last)

    def _share(self, segment: Segment, item: Item) -> None:
        """«Краги и рукавицы по сто»: the quantity holds for the items before that have none."""
        mark = segment.quantity.mark if segment.quantity is not None else None
        if mark is not None and mark.after_po:
            self._share_back(item)

    def _share_back(self, item: Item) -> None:
        if item not in self._draft.items:
            return
        for earlier in reversed(self._draft.items[: self._draft.items.index(item)]):
            if earlier.has_quantity and not self._draft.free_number(earlier):
                break
            self._copy(earlier, item)

    def _on_equal(self, phrase: Phrase) -> None:
        """«Тысячу белых и чёрных поровну»: one quantity over the items named with it."""
        group: list[Item] = []
        for item in reversed(self._draft.items):
            group.append(item)
            if item.has_quantity and (len(group) > 1 or not self._empty_before(item)):
                break
        counted = [item for item in group if item.number is not None]
        if len(counted) != 1 or len(group) < 2 or counted[0].number is None:
            return
        share = counted[0].number / Decimal(len(group))
        for item in group:
            item.number, item.unit = share, counted[0].unit
            item.doubtful = share != int(share)

    def _empty_before(self, item: Item) -> bool:
        index = self._draft.items.index(item)
        return index > 0 and not self._draft.items[index - 1].has_quantity

    def _on_double(self, phrase: Phrase) -> None:
        item = self._fresh_pointer() or self._draft.last
        if item is None:
            return
        if not item.has_quantity and (target := self._draft.target(item.evidence, besides=item)) is not None:
            self._draft.remove(item)
            item = target
        item.factor *= 2

    def _on_cancel(self, phrase: Phrase) -> None:
        self._draft.items.clear()
        self._fresh = []
        self._cancelled = True


def merge_counts(atoms: list[Atom]) -> list[Atom]:
    """Join «пять коробок» and «по сто пар» into one quantity, so that they stay in one item."""
    merged: list[Atom] = []
    for atom in atoms:
        before = merged[-1] if merged else None
        counted = before is not None and before.kind is Kind.COUNT and not before.brk
        if counted and before is not None and atom.mark is not None and atom.mark.after_po and atom.unit is not None:
            before.per = atom
            before.last = atom.last
            before.brk = atom.brk
            continue
        merged.append(atom)
    return merged


def _as_description(atom: Atom) -> Atom:
    """Take an open number as a property, whatever else it could count."""
    return replace(atom, kind=Kind.PROPERTY, as_property=None) if atom.kind is Kind.OPEN else atom


def _run_of_numbers(atoms: Sequence[Atom], last: int) -> list[int]:
    """Return the places of the numbers right before *last*; a word after the final one («проводов») may stand between."""
    places: list[int] = []
    index = last - 1
    while index >= 0:
        atom = atoms[index]
        if atom.kind in {Kind.OPEN, Kind.PROPERTY} and atom.unit is None and not atom.brk == 2:
            places.append(index)
        elif places or atom.kind not in {Kind.WORD, Kind.UNKNOWN} or last - index > 1:
            break
        index -= 1
    return places[::-1]


def _series_first(atoms: Sequence[Atom], number: int) -> int:
    """Return where the product of a series begins: after the last quantity before its numbers."""
    index = number
    while index > 0 and atoms[index - 1].kind in {Kind.WORD} and not atoms[index - 1].brk:
        index -= 1
    return index


def _series_rest(series: Sequence[Segment]) -> int:
    """Return how many atoms the series covers beyond one for each segment."""
    covered = {id(atom) for segment in series for atom in segment.atoms}
    return len(covered) - len(series)


def _start(event: Event) -> int:
    return event.first


def _is_bare(segment: Segment) -> bool:
    return all(atom.kind is Kind.OPEN for atom in segment.evidence)


def _number_of(atom: Atom) -> Decimal:
    return atom.mark.value if atom.mark is not None else Decimal(1)


def _shares_head(right: Segment, wrong: Segment) -> bool:
    heads = {term for atom in wrong.evidence if atom.is_head for term, _ in atom.matches[:1]}
    return any(term in heads for atom in right.evidence if atom.is_head for term, _ in atom.matches[:1])


def _stronger(before: Phrase | None, phrase: Phrase) -> Phrase:
    """Of two phrases in a row the one that says more about the next words holds: «ой, ещё» adds, «нет, вместо» replaces."""
    if before is None or before.op in {Op.CORRECT, Op.RECAP, Op.EXCEPT, Op.SET}:
        return phrase if before is None or phrase.op is not Op.CORRECT or before.op is Op.CORRECT else phrase
    return phrase if phrase.op in {Op.REPLACE, Op.CHANGE, Op.CORRECT, Op.ALIKE} else before


def _affirmed(catalogue: Catalogue, atom: Atom) -> Atom:
    """«Без краг» points at krags: turn the denied word into the word."""
    if not atom.negated:
        return atom
    weight = catalogue.weight(atom.matches[0][0])
    return replace(
        atom, row=catalogue.word_row(atom.matches, weight, weight), weight=weight, negated=False, is_head=True
    )
