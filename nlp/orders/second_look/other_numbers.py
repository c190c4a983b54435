"""Other numbers in one run of number words: «два четыре двадцать» is 2.4 and 20 where names state 2.4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from nlp.numbers import find_numbers
from nlp.orders.measures.marks import NumberMark
from nlp.orders.second_look.choices import Choice, Turn
from nlp.orders.second_look.judge import Shop
from nlp.orders.speech.tokens import Token

_LONGEST = 9  # words in one run
_MOST = 5  # other readings of one run
_MOST_NUMBERS = 4
_TENTHS = 100  # «два двадцать пять» may be 2.25, «два двести» is no decimal
_BIGGEST_WHOLE = 10  # of a decimal said without its point

Numbers = tuple[tuple[int, Decimal], ...]


def other_numbers(
    tokens: Sequence[Token], marks: Sequence[NumberMark], first: int, last: int, shop: Shop
) -> Iterator[Choice]:
    """Yield the likeliest other numbers of each run within tokens *first* to *last*."""
    for begin, end in _runs(tokens, marks, first, last):
        usual = tuple((span.first + begin, span.value) for span in find_numbers(_texts(tokens, begin, end)))
        ranked = sorted(
            ((_unlikely(numbers, shop), numbers) for numbers in _readings(tokens, begin, end)), key=lambda pair: pair[0]
        )
        places = tuple(range(begin, end + 1))
        chosen = [numbers for _, numbers in ranked if numbers != usual and any(_states(numbers, shop))]
        for numbers in chosen[:_MOST]:
            yield Choice(Turn.NUMBERS, begin, places, tuple((tokens[at].word, value) for at, value in numbers))


def _texts(tokens: Sequence[Token], begin: int, end: int) -> list[str]:
    return [token.text for token in tokens[begin : end + 1]]


def _runs(tokens: Sequence[Token], marks: Sequence[NumberMark], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of two and more spoken number words that no pause and no other word divides."""
    spoken = {
        place
        for mark in marks
        if not mark.doubtful and mark.high is None
        for place in range(mark.number_first, mark.number_last + 1)
        if tokens[place].value is None
    }
    begin = first
    while begin <= last:
        end = begin
        while end <= last and (end in spoken or _joins(tokens, spoken, begin, end)):
            end += 1
            if tokens[end - 1].brk:
                break
        if 2 <= end - begin <= _LONGEST:
            yield begin, end - 1
        begin = max(end, begin + 1)


def _joins(tokens: Sequence[Token], spoken: set[int], begin: int, place: int) -> bool:
    """«Один и шесть»: the little word of a decimal."""
    return place > begin and place + 1 in spoken and tokens[place].text == "и"


def _readings(tokens: Sequence[Token], begin: int, end: int) -> Iterator[Numbers]:
    """Yield every row of numbers that the words may say: whole numbers, and decimals of two of them."""
    texts = _texts(tokens, begin, end)

    def rest(place: int, left: int) -> Iterator[Numbers]:
        if place == len(texts):
            yield ()
            return
        if left == 0:
            return
        for stop in range(place + 1, len(texts) + 1):
            for value in _values(texts[place:stop]):
                for numbers in rest(stop, left - 1):
                    yield ((begin + place, value), *numbers)

    yield from rest(0, _MOST_NUMBERS)


def _values(words: Sequence[str]) -> Iterator[Decimal]:
    found = find_numbers(words)
    if len(found) == 1 and found[0].first == 0 and found[0].last == len(words) - 1 and found[0].high is None:
        yield found[0].value
        return
    for middle in range(1, len(words)):
        whole = find_numbers(words[:middle])
        tail = middle + (words[middle] == "и")
        part = find_numbers(words[tail:])
        if len(whole) != 1 or len(part) != 1 or part[0].first or part[0].last != len(words) - tail - 1:
            continue
        value, tenths = whole[0].value, part[0].value
        if whole[0].last == middle - 1 and value < _BIGGEST_WHOLE and 0 < tenths < _TENTHS and tenths == int(tenths):
            yield Decimal(f"{int(value)}.{int(tenths)}")


def _states(numbers: Numbers, shop: Shop) -> list[bool]:
    return [shop.states(value) for _, value in numbers]


def _unlikely(numbers: Numbers, shop: Shop) -> float:
    """Return how unlikely a row is: numbers that no name states, other than a last one that counts, and many parts."""
    stated = _states(numbers, shop)
    return len(numbers) + 2.0 * sum(not known for known in stated[:-1]) - 0.5 * sum(stated)
