"""Take other words where the recogniser was unsure and the company's goods explain the others better.

A recogniser may say of some words what else it nearly heard. Where an order was read badly, these are tried one at a
time beside the trouble, and the reading that leaves less unexplained wins, if that outweighs its less likely sound.
Never taken: numbers that nobody heard, words that belong to no language in place of words that do, and whatever would
make a «не» vanish.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nlp.numbers.lexicon import Role, look_up
from nlp.orders.reading import OrderReading, OtherWords, SpokenWord
from nlp.orders.second_look.attempt import Attempt, Said
from nlp.orders.second_look.judge import Measures, Shop, measure
from nlp.orders.second_look.steps import lines_between
from nlp.orders.second_look.turns import troubles
from nlp.text.morph import word_form

MOST_READINGS = 16
_ROUNDS = 3
_BESIDE = 2  # words around a trouble
_TAKEN_AT = 1.5
_OF_SOUND = 0.5  # what a natural logarithm of sound is worth against what a reading explains
_WORTH = {"lines": 1.0, "left_words": -1.0, "unexplained": -0.5, "gap": -2.0}
_QUESTION = -3.0
_TELLING = frozenset("не нет ни без вместо кроме".split())
_PROPERTIES = frozenset({Role.NAMED, Role.ORDINAL})

Read = Callable[[Said], Attempt]
Knows = Callable[[str], bool]
Offer = tuple[int, OtherWords]  # the word from which on others may have been said


def hear_again(said: Said, first: Attempt, read: Read, shop: Shop, knows: Knows, most: int) -> tuple[Said, Attempt]:
    """Return what was said and its reading: *first*, or one with other words that is clearly better.

    *knows* says of a word that the company's names have it; *most* is how many readings this may cost.
    """
    best, left = first, min(most, MOST_READINGS)
    for _ in range(_ROUNDS):
        offers = list(_offered(said, best, shop, knows))[:left]
        left -= len(offers)
        before, chosen, most_gained = None, None, _TAKEN_AT
        for place, other in offers:
            fresh = reheard(said, place, other)
            attempt = read(fresh)
            before = before or measure(best, shop.usual)
            gained = _gained(best, attempt, before, measure(attempt, shop.usual)) - _OF_SOUND * other.behind
            if gained >= most_gained:
                chosen, most_gained = (fresh, attempt), gained
        if chosen is None:
            break
        said, best = chosen
    return said, best


def reheard(said: Said, place: int, other: OtherWords) -> Said:
    """Return *said* with *other* at *place*; every word keeps its number, those that go are left without text."""
    words = list(said.words)
    end = min(place + other.words, len(words))
    for at in range(place, end):
        words[at] = replace(words[at], text=other.text if at == place else "", others=())
    for at in range(place):
        words[at] = replace(words[at], others=tuple(one for one in words[at].others if at + one.words <= place))
    return replace(said, words=words)


def noted(reading: OrderReading, heard: Sequence[SpokenWord], understood: Sequence[SpokenWord]) -> OrderReading:
    """Return *reading* of the words *understood* with a note on lines that stand on other words than were *heard*."""
    changed = [place for place, word in enumerate(heard) if understood[place].text != word.text]
    if not changed:
        return reading
    lines = []
    for line in reading.lines:
        places = [place for span in line.spans for place in range(span.first, span.last + 1) if place in changed]
        lines.append(replace(line, note=_note(line.note, _text(heard, places))) if places else line)
    return replace(reading, lines=tuple(lines))


def _note(before: str | None, heard: str) -> str:
    return "; ".join(filter(None, (before, f"распознано неуверенно: «{heard}»")))


def _text(words: Sequence[SpokenWord], places: Sequence[int]) -> str:
    return " ".join(words[place].text.strip() for place in places)


def _offered(said: Said, attempt: Attempt, shop: Shop, knows: Knows) -> Iterator[Offer]:
    """Yield what may have been said otherwise beside the troubles of *attempt*, the likeliest first."""
    tokens = attempt.hearing.tokens
    near: set[int] = set()
    for trouble in troubles(attempt, shop):
        first, last = tokens[trouble.first].word, tokens[trouble.last].word
        near |= set(range(first - _BESIDE, last + _BESIDE + 1))
    offers = [(place, other) for place, word in enumerate(said.words) for other in word.others]
    for place, other in sorted(offers, key=lambda offer: offer[1].behind):
        spoken = range(place, min(place + other.words, len(said.words)))
        heard = [word for at in spoken for word in said.words[at].text.lower().split()]
        if not near.isdisjoint(spoken) and _may_replace(heard, other.text.lower().split(), knows):
            yield place, other


def _may_replace(heard: Sequence[str], others: Sequence[str], knows: Knows) -> bool:
    """Say whether *others* may stand for *heard*: no number of their own, nothing denied lost, no worse Russian."""
    if _cardinals(others) - _cardinals(heard) or _TELLING & (set(heard) - set(others)):
        return False
    return all(_is_word(word, knows) for word in others) or not all(_is_word(word, knows) for word in heard)


def _cardinals(words: Sequence[str]) -> Counter[object]:
    found = (look_up(word.replace("ё", "е")) for word in words)
    return Counter(number.value for number in found if number is not None and number.role not in _PROPERTIES)


def _is_word(word: str, knows: Knows) -> bool:
    return word_form(word).known or knows(word) or look_up(word) is not None


def _gained(base: Attempt, other: Attempt, before: Measures, after: Measures) -> float:
    """Return what *other* explains more than *base*; nothing where it is another call, asks more or loses a line."""
    asked = len(other.reading.unresolved) - len(base.reading.unresolved)
    if other.reading.intent is not base.reading.intent or asked > 0 or _goes(base, other):
        return 0.0
    return _QUESTION * asked + sum(worth * (after[name] - before[name]) for name, worth in _WORTH.items())


def _goes(base: Attempt, other: Attempt) -> bool:
    """Say whether an article of *base* is gone, or the caller was known and is another now."""
    client = base.reading.client.client_id
    return lines_between(base, other)["gone"] > 0 or client not in {None, other.reading.client.client_id}
