"""Where an order may be read otherwise: choices beside what is asked, left over or unlikely."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.measures.marks import Role
from nlp.orders.reading import OrderLine
from nlp.orders.second_look.attempt import Attempt
from nlp.orders.second_look.choices import Choice, Turn
from nlp.orders.second_look.judge import Shop
from nlp.orders.second_look.omissions import omissions
from nlp.orders.second_look.other_numbers import other_numbers
from nlp.orders.speech.lexicon import LINKS, is_stop
from nlp.orders.speech.operations import Op
from nlp.orders.speech.tokens import Token
from nlp.text.morph import is_content, word_form
from nlp.text.sound import is_letter_name

_POOR = 0.75  # of coverage: a line that leaves so much unexplained may be two
_MUCH = 2  # times what is usual
_BEFORE = 2  # items whose goods may be meant again
_AROUND = 2  # tokens beside a trouble in which a phrase may have taken its words
_JOINS = LINKS | frozenset("в на по с со от до из к ко под для без не за у о об при".split())


@dataclass(frozen=True, slots=True)
class Trouble:
    """A stretch of tokens that was read badly; *item* is what came out of it, if anything."""

    first: int
    last: int
    item: Item | None


def troubles(attempt: Attempt, shop: Shop) -> list[Trouble]:
    """Return what of *attempt* a person would look at again, in order of speech: questions, poor or odd lines, words
    left over."""
    found = []
    seen: set[int] = set(attempt.taken)
    for item, done in attempt.outcomes:
        for first, last in item.spans:
            seen |= set(range(first, last + 1))
            if item.doubtful:
                continue  # the caller did not know how many
            if not isinstance(done, OrderLine) or item.found.coverage < _POOR or _is_odd(item, done, shop):
                found.append(Trouble(first, last, item))
    for phrase in attempt.phrases:
        seen |= set(range(phrase.first, phrase.last + 1))
    tokens = attempt.hearing.tokens
    found += [Trouble(place, place, None) for place in range(len(tokens)) if place not in seen and _says(tokens[place])]
    return sorted(found, key=lambda trouble: trouble.first)


def _is_odd(item: Item, done: OrderLine, shop: Shop) -> bool:
    """Say whether a line counts more than is usual, or was counted twice."""
    most = shop.usual(done.sku)
    return bool(item.more) or len(item.spans) > 1 or (most is not None and done.quantity > most * _MUCH)


def offer(attempt: Attempt, shop: Shop) -> list[Choice]:
    """Return the choices that may mend *attempt*, each once: of every kind and trouble the first, then the second."""
    rows = [list(_choices(attempt, trouble, shop)) for trouble in troubles(attempt, shop)]
    lists = [[choice for choice in row if choice.turn is kind] for kind in _ORDER for row in rows]
    turns = (choice for layer in zip_longest(*lists) for choice in layer if choice is not None)
    return list(dict.fromkeys(turns))


_WHERE = frozenset({Op.PLACE, Op.SHARE, Op.ENTRY})  # nouns of these phrases name no goods
_ORDER = (Turn.OMIT, Turn.NUMBERS, Turn.DESCRIBES, Turn.PLAIN, Turn.PAUSE, Turn.AGAIN, Turn.COUNTS)


def _choices(attempt: Attempt, trouble: Trouble, shop: Shop) -> Iterator[Choice]:
    first, last = _reach(attempt, trouble)
    yield from _roles(attempt, first, last)
    yield from other_numbers(attempt.hearing.tokens, attempt.marks, first, last, shop)
    yield from _plain(attempt, trouble)
    yield from _pauses(attempt, first, last)
    yield from _again(attempt, trouble)
    yield from omissions(attempt, trouble.first, trouble.last)


def _roles(attempt: Attempt, first: int, last: int) -> Iterator[Choice]:
    for mark in attempt.marks:
        if first <= mark.first and mark.last <= last and mark.role is not Role.NOISE and not mark.doubtful:
            if mark.role is not Role.PROPERTY:
                yield Choice(Turn.DESCRIBES, mark.first)
            if mark.role is Role.OPEN:
                yield Choice(Turn.COUNTS, mark.first)


def _plain(attempt: Attempt, trouble: Trouble) -> Iterator[Choice]:
    """Offer to read as goods what a phrase, a date or a payment took beside the trouble; who calls and asides stay."""
    tokens = attempt.hearing.tokens
    phrases = [phrase for phrase in attempt.phrases if phrase.op not in _WHERE]
    runs = [tuple(range(phrase.first, phrase.last + 1)) for phrase in phrases]
    runs = [run for run in runs if all(_may_name(tokens[place].text) for place in run)]
    for run in (*runs, *_runs(attempt.taken - attempt.beside.caller - attempt.beside.around.asides)):
        if run[0] <= trouble.last + _AROUND and run[-1] >= trouble.first - _AROUND:
            yield Choice(Turn.PLAIN, run[0], run)


def _pauses(attempt: Attempt, first: int, last: int) -> Iterator[Choice]:
    tokens = attempt.hearing.tokens
    unsure = {place for mark in attempt.marks if mark.doubtful for place in range(mark.first, mark.last + 1)}
    for place in range(max(1, first), min(last + 1, len(tokens) - 1) + 1):
        if place not in unsure and _may_pause(tokens, place):
            yield Choice(Turn.PAUSE, place)


def _reach(attempt: Attempt, trouble: Trouble) -> tuple[int, int]:
    """Return the trouble with the items that touch it: a wrong border is seen on either side."""
    spans = [span for item, _ in attempt.outcomes for span in item.spans]
    before = [begin for begin, end in spans if trouble.first - _AROUND <= end + 1 <= trouble.first]
    after = [end for begin, end in spans if trouble.last <= begin - 1 <= trouble.last + _AROUND]
    return min(before, default=trouble.first), max(after, default=trouble.last)


def _may_pause(tokens: Sequence[Token], place: int) -> bool:
    before, after = tokens[place - 1], tokens[place]
    if before.brk or before.text in _JOINS or (is_letter_name(before.text) and is_letter_name(after.text)):
        return False
    return after.value is not None or not is_stop(after.text)


def _again(attempt: Attempt, trouble: Trouble) -> Iterator[Choice]:
    """Offer the goods said before at the beginning of the trouble, and behind each quantity within."""
    starts = [trouble.first]
    starts += [mark.last + 1 for mark in attempt.marks if trouble.first <= mark.last < trouble.last]
    starts += [mark.first for mark in attempt.marks if trouble.first < mark.first <= trouble.last]
    earlier = [item for item, _ in attempt.outcomes if item.spans and item.spans[0][0] < trouble.first]
    for item in earlier[-_BEFORE:][::-1]:
        words = [atom for atom in item.own or item.evidence if atom.kind in {Kind.WORD, Kind.ARTICLE}]
        for atoms in (words, [atom for atom in words if atom.is_head]):
            places = _places(atoms)
            for at in dict.fromkeys(starts):
                if places and places[-1] < at:
                    yield Choice(Turn.AGAIN, at, places)


def _places(atoms: Sequence[Atom]) -> tuple[int, ...]:
    return tuple(sorted({place for atom in atoms for place in range(atom.first, atom.last + 1)}))


def _may_name(word: str) -> bool:
    """Say whether *word* of a phrase may as well be a part of a name: «плюс», «пятьдесят на пятьдесят»."""
    return word in _JOINS or word_form(word).pos in {"NOUN", "ADJF", "NUMR", None}


def _runs(taken: Collection[int]) -> Iterator[tuple[int, ...]]:
    run: list[int] = []
    for place in sorted(taken):
        if run and place != run[-1] + 1:
            yield tuple(run)
            run = []
        run.append(place)
    if run:
        yield tuple(run)


def _says(token: Token) -> bool:
    return token.value is not None or (is_content(token.text) and not is_stop(token.text))
