"""What the reading of one utterance stands on: its events, the draft so far, and what was mentioned last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from models.company import PastOrderLine
from nlp.numbers import find_numbers
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.course.draft import Draft
from nlp.orders.course.series import Shared, as_description, find_series, merge_counts
from nlp.orders.items.article_numbers import find_article_numbers
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import AtomReader
from nlp.orders.items.checks import drop_checks
from nlp.orders.items.classifiers import settle_classifiers
from nlp.orders.items.closing import take_remark
from nlp.orders.items.code_readings import find_codes
from nlp.orders.items.item import Item
from nlp.orders.items.lattice import split_items
from nlp.orders.items.one_or_two import doubt_packages
from nlp.orders.items.rereadings import Rereader, kind_of
from nlp.orders.items.resolution import Resolution
from nlp.orders.items.scores import is_decimal
from nlp.orders.items.segments import Segment
from nlp.orders.items.stated_parts import describe_parts
from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.speech.events import Chunk, Event, NotBut
from nlp.orders.speech.left_open import names_amount
from nlp.orders.speech.lexicon import LINKS, is_stop
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Line, Phrase, measured_by, names_measure
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import count_unit

_TURNS = frozenset({Op.ADD, Op.REMOVE, Op.SET, Op.SAME, Op.CORRECT, Op.USUAL, Op.DOUBLE, Op.ALIKE, Op.KEEP, Op.OPEN})
SUMS = frozenset({"всего", "итого", "вместе", "получается", "выходит"})
_ALSO = frozenset({"тоже", "также", "еще", "по"})


@dataclass(slots=True)
class Equally:
    """«Поровну» said before the quantity: what was named before it without one."""

    kinds: list[Item]


@dataclass(slots=True)
class Scene:
    """The state that the handlers of phrases share while one utterance is read."""

    catalogue: Catalogue
    reader: AtomReader
    line: Line
    marks: Sequence[NumberMark]
    taken: set[int]
    last_order: Sequence[PastOrderLine]
    draft: Draft
    events: list[Event] = field(default_factory=list)
    at: int = 0  # of the next event
    pending: Phrase | None = None  # a phrase that waits for the chunk it speaks of
    fresh: list[Item] = field(default_factory=list)  # items of the chunk just read
    correcting: bool = False
    equally: Equally | None = None
    shared: bool = False  # the quantity of the chunk just read was shared out by the phrase behind it
    no_history: list[Phrase] = field(default_factory=list)
    held: list[Segment] = field(default_factory=list)  # «бамбук» of «нет, бамбук, а не лебяжий»
    removed: Item | None = None  # what the event just before took back
    packages: Item | None = None  # what is alike to it counts the same packages
    idle: list[tuple[int, int]] = field(default_factory=list)  # tokens of what was taken back and is not in the order
    total: Item | None = None  # what was counted as a whole before its parts are named
    whole: Resolution | None = None  # what the total means
    kinds: Phrase | None = None  # «всех цветов» said before its goods
    listed: Item | None = None  # what «всех цветов» was said of, where the kinds follow
    halved: bool = False  # its parts are equal
    as_many: list[tuple[Item, Item]] = field(default_factory=list)  # goods, and those of which there are as many
    cancelled: bool = False  # the whole order was taken back
    entries: list[Item] = field(default_factory=list)  # that speak again of items by their places in the list
    remarks: list[list[Atom]] = field(default_factory=list)  # what was said of all goods before: «все шоколад»

    def atoms(self, chunk: Chunk, *, bare_first: bool = False, open_end: int = 0) -> list[Atom]:
        """Return the evidence of *chunk*; of several readings of its numbers the one that its goods explain best."""
        before = self.draft.last.evidence if self.draft.last is not None else ()
        tokens = self.line.tokens
        atoms = self.reader.read(tokens, chunk.first, chunk.last, self.marks, self.taken)
        atoms = describe_parts(self.catalogue, atoms)
        rereader = Rereader(self.catalogue, self.reader)
        codes = find_codes(self.catalogue.codes, tokens, chunk.first, chunk.last, self.taken)
        codes += find_article_numbers(self.catalogue, tokens, chunk.first, chunk.last, self.taken)
        atoms = rereader.choose(tokens, atoms, before, bare_first=bare_first, open_end=open_end, codes=codes)
        atoms = settle_classifiers(merge_counts(doubt_packages(tokens, atoms)))
        return drop_checks(self.catalogue, atoms, before)

    def segments(self, chunk: Chunk, *, bare_first: bool = False, counted_first: bool = False) -> list[Segment]:
        """Return the items that *chunk* speaks of; *bare_first* and *counted_first* as in ``split_items``."""
        open_end = self._open_end(chunk)
        atoms = self.atoms(chunk, bare_first=bare_first, open_end=open_end)
        if self._number_denied(chunk.last) and not bare_first:
            atoms = _leading_described(atoms)
        while bare_first and len(atoms) > 1 and _is_one_number(atoms[:2]):
            atoms = atoms[1:]
        for place in [place for place in range(1, len(atoms)) if self._is_sum(atoms, place)][::-1]:
            atoms[place - 1].brk = SENTENCE
            atoms = atoms[:place] + atoms[place + 1 :]
        atoms, remark = take_remark(self.line.tokens, atoms, chunk.first)
        if remark:
            self.remarks.append(remark)
        size = len(self.catalogue)
        shared = self._shared(chunk, atoms)
        series = find_series(atoms, lambda segment, of: self.draft.read(segment, of=of), shared)
        self.shared = series is not None and shared is not Shared.NO
        if (
            open_end
            and atoms
            and (mark := atoms[-1].mark) is not None
            and (mark.after_na or open_end > 1 or is_decimal(atoms[-1]))
            and not (bare_first and len(atoms) == 1)  # «исправьте на девять, ошибся»
        ):
            atoms[-1] = as_description(atoms[-1])  # «на девятнадцать столько же»
        if series is None:
            kind = kind_of(self.draft.last.evidence) if self.draft.last is not None else None
            return split_items(
                atoms, size, bare_first=bare_first, counted_first=counted_first, open_end=open_end, kind=kind
            )
        before = split_items(atoms[: series.first], size, bare_first=bare_first, counted_first=counted_first)
        return [*before, *series.segments, *split_items(atoms[series.stop :], size, open_end=open_end)]

    def _is_sum(self, atoms: Sequence[Atom], place: int) -> bool:
        """«Сто метров и ещё сто, всего двести»: a number that says what those before it come to."""
        atom, last, tokens = atoms[place], self.draft.last, self.line.tokens
        beside = (*tokens[max(0, atom.first - 1) : atom.first], *tokens[atom.last + 1 : atom.last + 2])
        if last is None or last.number is None or SUMS.isdisjoint(token.text for token in beside):
            return False
        said = [number_of(other) for other in atoms[:place] if other.kind in {Kind.OPEN, Kind.COUNT}]
        total = last.number + sum(number for number, _ in last.more) + sum(said)
        return bool(said) and atom.as_property is not None and number_of(atom) == total

    def behind_count(self, chunk: Chunk) -> list[Segment]:
        """Return what *chunk* says whose first number is known to count what was named before it."""
        count, rest = self.leading_count(chunk)
        if count is None:
            return self.segments(chunk, bare_first=True)
        return [count, *(self.segments(rest) if rest is not None else [])]

    def leading_count(self, chunk: Chunk) -> tuple[Segment | None, Chunk | None]:
        """Return the number that *chunk* begins with as a count, where one does, and the words behind it."""
        atoms = self.atoms(chunk, bare_first=True)
        if not atoms or not (atoms[0].as_property is not None or atoms[0].kind is Kind.UNIT):
            return None, chunk
        last = atoms[0].last
        return Segment([atoms[0]], atoms[0], []), Chunk(last + 1, chunk.last) if last < chunk.last else None

    def _shared(self, chunk: Chunk, atoms: Sequence[Atom]) -> Shared:
        """Return what «каждого» or «поровну» behind *chunk* makes of its last quantity."""
        following = self.coming()
        if not isinstance(following, Phrase) or following.first != chunk.last + 1 or not atoms:
            return Shared.NO
        counted = atoms[-1].is_quantity or (atoms[-1].kind is Kind.OPEN and not atoms[-1].link)
        if following.op is Op.EACH and counted:
            return Shared.EACH
        if following.op is not Op.EQUAL:
            return Shared.NO
        return Shared.EQUAL if counted else Shared.LATER

    def turns_next(self, last: int) -> bool:
        """Say whether what follows token *last* speaks of the words before: «краги не двести», «перчатки уберите»."""
        following = next((event for event in self.events if event.first > last), None)
        return isinstance(following, NotBut) or (isinstance(following, Phrase) and following.op in _TURNS)

    def turns_at(self, last: int) -> bool:
        """Say whether only fillers stand between token *last* and what speaks of it: «тоже нужны, сколько, скажу»."""
        following = next(
            (event.first for event in self.events if event.first > last and not isinstance(event, Chunk)), 0
        )
        return self.turns_next(last) and all(is_stop(token.text) for token in self.line.tokens[last + 1 : following])

    def _alike_next(self, last: int) -> bool:
        """Say whether «такие же две» follows: what stands before it has no other quantity."""
        phrase = next((event for event in self.events if event.first > last), None)
        if not isinstance(phrase, Phrase) or phrase.first != last + 1:
            return False
        each = phrase.op is Op.EACH and not phrase.text.startswith("и")  # «ко всем трём по десять», «всех цветов по …»
        behind = phrase.op is Op.ALIKE and not phrase.text.startswith("и ")  # «… десять, и такие же сорок ден»
        return (each or behind) and self.is_quantity(phrase.last + 1)

    def _open_end(self, chunk: Chunk) -> int:
        """Say whether the last goods of *chunk* may (1) or must (2) lack a quantity there."""
        phrase = next((event for event in self.events if event.first > chunk.last), None)
        if isinstance(phrase, Phrase) and phrase.op is Op.OPEN:
            return self._left_open(chunk, phrase)
        if isinstance(phrase, Phrase) and phrase.op in {Op.PLACE, Op.PER}:
            return 2 if phrase.op is Op.PLACE else 1
        must = self.counts_next(chunk.last) or self._number_denied(chunk.last) or self._alike_next(chunk.last)
        return 2 if must else int(self.turns_next(chunk.last))

    def _left_open(self, chunk: Chunk, phrase: Phrase) -> int:
        """«Сорок первые, сколько, скажу завтра»: a bare number is a size; «штук сорок, не помню» counts."""
        marks = [mark for mark in self.marks if chunk.first <= mark.first and mark.last <= chunk.last]
        if not marks or not all(is_stop(token.text) for token in self.line.tokens[marks[-1].last + 1 : chunk.last + 1]):
            return 1
        doubted = marks[-1].doubtful or marks[-1].high is not None or marks[-1].role is Role.COUNT
        return 0 if doubted or not names_amount(phrase.text) else 2

    def is_quantity(self, place: int) -> bool:
        """Say whether a number or a unit begins at token *place*."""
        while place < len(self.line.tokens) and self.line.tokens[place].text in _ALSO:
            place += 1
        if place >= len(self.line.tokens):
            return False
        return any(mark.first == place for mark in self.marks) or count_unit(self.line.tokens[place].text) is not None

    def _number_denied(self, last: int) -> bool:
        """Say whether «не тысячу, а две» follows: what it counts has no other quantity before it."""
        following = next((event for event in self.events if event.first > last), None)
        if not isinstance(following, NotBut) or following.first != last + 1:
            return False
        texts = [token.text for token in self.line.tokens[following.first + 1 : following.but]]
        spans = find_numbers(texts)
        counted = next((mark for mark in reversed(self.marks) if mark.last <= last), None)
        if spans and counted is not None and counted.last == last and counted.value == spans[0].value:
            return False  # «пять, не пять, а десять»
        return bool(spans) and spans[0].first == 0 and spans[0].kind != "ordinal" and spans[-1].last >= len(texts) - 2

    def counts_next(self, last: int) -> bool:
        """Say whether «столько же» that ends there follows token *last*: it counts what stands right before it."""
        phrase = next((event for event in self.events if event.first > last), None)
        if not isinstance(phrase, Phrase) or phrase.op is not Op.SAME or "еще" in phrase.text:
            return False
        asked = measured_by(self.line, phrase.first)
        if asked is not None and phrase.first == last + 1:
            return True
        after = phrase.last + 1
        tokens = self.line.tokens
        if names_measure(phrase.text):
            return True
        if after >= len(tokens) or tokens[phrase.last].brk > 0 or tokens[after].text in LINKS | {"сколько"}:
            return True
        return not phrase.text.startswith("и ") and self._counts_itself(after)

    def _counts_itself(self, first: int) -> bool:
        """Say whether the goods that begin at token *first* have a quantity of their own behind them."""
        chunk = next((event for event in self.events if isinstance(event, Chunk) and event.first == first), None)
        if chunk is None:
            return False
        items = split_items(self.atoms(chunk), len(self.catalogue))
        return bool(items) and items[0].quantity is not None

    def coming(self) -> Event | None:
        """Return the next event without taking it."""
        return self.events[self.at] if self.at < len(self.events) else None

    def phrase_before(self, chunk: Chunk) -> Phrase | None:
        """Return the phrase that ends right before *chunk*."""
        phrases = (event for event in self.events if isinstance(event, Phrase))
        return next((phrase for phrase in phrases if phrase.last + 1 == chunk.first), None)

    def next_chunk(self) -> Chunk | None:
        """Take the next event if it is a chunk."""
        chunk = self.coming()
        if not isinstance(chunk, Chunk):
            return None
        self.at += 1
        return chunk

    def pointer(self) -> Item | None:
        """Return the item just mentioned without a quantity: «краги» of «краги не двести, а триста»."""
        last = self.draft.last
        return last if last is not None and last in self.fresh and not last.has_quantity else None

    def breaks_before(self, phrase: Phrase) -> bool:
        return phrase.first > 0 and self.line.tokens[phrase.first - 1].brk == SENTENCE

    def remove_pointed(self, evidence: Sequence[Atom]) -> bool:
        """Take the item that *evidence* points at out of the order; say whether there is one."""
        target = self.draft.target([affirmed(self.catalogue, atom) for atom in evidence])
        if target is None:
            return False
        self.draft.remove(target)
        self.removed = target
        return True


def _leading_described(atoms: Sequence[Atom]) -> list[Atom]:
    """«(Только) триста пятьдесят стакан не тысячу, а две»: the number before the noun counts nothing."""
    head = next((place for place, atom in enumerate(atoms) if atom.is_head), 0)
    return [as_description(atom) if place < head else atom for place, atom in enumerate(atoms)]


def _is_one_number(atoms: Sequence[Atom]) -> bool:
    """«Нет, сорок, точно сорок»: one number said again."""
    values = {atom.mark.values if atom.mark is not None else () for atom in atoms}
    return len(values) == 1 and all(atom.kind is Kind.OPEN for atom in atoms)


def affirmed(catalogue: Catalogue, atom: Atom) -> Atom:
    """«Без краг» points at krags: turn the denied word into the word."""
    if not atom.negated:
        return atom
    weight = catalogue.weight(atom.matches[0][0])
    return replace(
        atom, row=catalogue.word_row(atom.matches, weight, weight), weight=weight, negated=False, is_head=True
    )


def number_of(atom: Atom) -> Decimal:
    return atom.mark.value if atom.mark is not None else Decimal(1)
