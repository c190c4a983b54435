"""Goods shared out over places: «на кухню три коробки и в зал ещё две», «восемь на офис и шесть на склад».

Two places, each with a count beside it and no goods between them, share what was named before the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from nlp.numbers import find_numbers
from nlp.orders.speech.lexicon import STOP_WORDS
from nlp.orders.speech.tokens import SENTENCE, Token
from nlp.orders.speech.units import count_unit
from nlp.text.lists import word_list
from nlp.text.morph import is_modifier, word_form

_TO = frozenset({"на", "в", "во", "для"})
PLACES = frozenset(
    word_list(
        "объект склад магазин офис цех бригада участок база клиент заказчик школа сад садик больница кухня класс "
        "кабинет группа отдел отделение зал смена завод дом дача точка филиал корпус павильон киоск ларек салон "
        "стройка площадка ресторан бар кафе столовая буфет этаж подъезд секция вахта гараж ферма общежитие лагерь "
        "гостиница отель аптека рынок производство контора хирургия терапия реанимация поликлиника стационар "
        "лаборатория прачечная кондитерская мастерская адрес район поселок деревня село город"
    )
)
_FILLERS = frozenset("и а еще да плюс потом туда это тоже также ну там уже нам вот".split())
_ORDINALS = frozenset("первое первую первый второе второй вторую третье третий третью другой другую другое".split())
_HALF, _PARTS = "половин", ("половин", "часть", "остальн", "остаток")
_DAYS = frozenset({"сегодня", "завтра", "послезавтра"})
_LONGEST = 4  # words of one place


class Split(Enum):
    """What stands behind a place."""

    COUNTED = "counted"  # the count of the goods before it
    SHARE = "share"  # one more count of these goods
    END = "end"  # something else


@dataclass(frozen=True, slots=True)
class Place:
    """Where some of the goods go: tokens ``first`` to ``last``; ``sure`` where its words can mean nothing else."""

    first: int
    last: int
    sure: bool
    whole: bool  # it has a noun: «на детский» has none


def find_splits(
    tokens: Sequence[Token], taken: Collection[int], is_goods: Callable[[str], bool]
) -> list[tuple[int, int, Split]]:
    """Return the tokens of each place that shares goods with others, and what stands behind it."""
    halves = {place for place, token in enumerate(tokens) if token.text.startswith(_HALF)}
    counts = count_places(tokens, ordinals=False) - set(taken) - halves
    found = [(first, last, Split.END) for first, last in _halves(tokens, taken)]
    for row in _rows(tokens, _places(tokens, taken, counts, is_goods), counts):
        if not any(place.sure for place in row):
            continue
        counted_behind = _counted_behind(tokens, row, counts)
        if counted_behind is None:
            continue
        for place in row:
            ends = place is row[-1] and not counted_behind
            kind = Split.COUNTED if place is row[0] and counted_behind else Split.END if ends else Split.SHARE
            last = place.last if ends else _over_fillers(tokens, place.last, counts)
            found.append((place.first, last, kind))
    return found


def count_places(tokens: Sequence[Token], *, ordinals: bool = True) -> set[int]:
    """Return the tokens of numbers and units."""
    texts = [token.text for token in tokens]
    spans = [span for span in find_numbers(texts) if ordinals or span.kind != "ordinal"]
    counts = {place for span in spans for place in range(span.first, span.last + 1)}
    return counts | {place for place, text in enumerate(texts) if count_unit(text) is not None}


def _halves(tokens: Sequence[Token], taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """«Половину завтра, вторую половину в пятницу»: when parts of it come, which order nothing more."""
    for place, token in enumerate(tokens):
        if not token.text.startswith(_PARTS) or place in taken:
            continue
        first = place - (place > 0 and tokens[place - 1].text in _ORDINALS and place - 1 not in taken)
        last = _over(tokens, place, _FILLERS | {"можно", "мне"})
        if last + 1 in taken:
            yield first, last


def _places(
    tokens: Sequence[Token], taken: Collection[int], counts: Collection[int], is_goods: Callable[[str], bool]
) -> list[Place]:
    places: list[Place] = []
    at = 0
    while at < len(tokens):
        place = _known(tokens, at, taken)
        if place is None and tokens[at].text in _TO and at not in taken:
            place = _place(tokens, at, taken, counts, is_goods)
        if place is not None:
            places.append(place)
        at = place.last + 1 if place is not None else at + 1
    return places


def _known(tokens: Sequence[Token], first: int, taken: Collection[int]) -> Place | None:
    """Return the day, address or client, found before, that begins at *first* or behind a preposition there."""
    begins = tokens[first].text in _DAYS or (first not in taken and tokens[first].text in _TO)
    begins = begins or (tokens[first].text in _TO and first - 1 not in taken)
    last = first
    while begins and last + 1 < len(tokens) and last + 1 in taken:
        last += 1
    return Place(first, last, sure=True, whole=True) if last > first or (first in taken and begins) else None


def _place(
    tokens: Sequence[Token],
    first: int,
    taken: Collection[int],
    counts: Collection[int],
    is_goods: Callable[[str], bool],
) -> Place | None:
    """Return the place that the preposition at *first* begins: «на основной корпус», «на детский», «на Ленина»."""
    last = first
    for at in range(first + 1, min(len(tokens), first + 1 + _LONGEST)):
        text = tokens[at].text
        if at in taken or at in counts or tokens[at - 1].brk or is_goods(text) or text in STOP_WORDS - _ORDINALS:
            break
        last = at
        form = word_form(text)
        if not _describes(text):
            named = form.is_name or "Geox" in form.grammemes
            known = not PLACES.isdisjoint(form.lemmas)
            return Place(first, last, known or named, whole=True)
    return Place(first, last, sure=False, whole=False) if last > first else None


def _describes(text: str) -> bool:
    return is_modifier(text) or text in _ORDINALS or any(span.kind == "ordinal" for span in find_numbers([text]))


def _rows(tokens: Sequence[Token], places: Sequence[Place], counts: Collection[int]) -> list[list[Place]]:
    """Return the places that follow each other with one count and nothing else between them."""
    rows: list[list[Place]] = []
    for place in places:
        before = rows[-1][-1] if rows else None
        if before is not None and _shares(tokens, before, place, counts):
            rows[-1].append(place)
        elif place.whole:
            rows.append([place])
    return [row for row in rows if len(row) > 1]


def _shares(tokens: Sequence[Token], before: Place, place: Place, counts: Collection[int]) -> bool:
    between = range(before.last + 1, place.first)
    if any(tokens[at].brk == SENTENCE for at in range(before.last, place.first)):
        return False
    said = [at for at in between if at in counts]
    rest = [at for at in between if at not in counts]
    return bool(said) and all(tokens[at].text in _FILLERS for at in rest) and said[-1] - said[0] + 1 == len(said)


def _counted_behind(tokens: Sequence[Token], row: Sequence[Place], counts: Collection[int]) -> bool | None:
    """Say whether each place of *row* is named before its count; ``None`` where neither way fits all of them."""
    after = _next(tokens, row[-1].last)
    before = row[0].first - 1 in counts
    if after not in counts:
        return False if before else None
    links = {_links(tokens, one.last + 1, two.first, counts) for one, two in pairwise(row)}
    if not before or "behind" in links:
        return True
    return "before" not in links and not _begins_counted(tokens, after, counts)


def _begins_counted(tokens: Sequence[Token], place: int, counts: Collection[int]) -> bool:
    """Say whether the count at *place* is that of the goods behind it: «… на склад, сорок розеток»."""
    while place in counts:
        place += 1
    return place < len(tokens) and not tokens[place - 1].brk and word_form(tokens[place].text).counted


def _links(tokens: Sequence[Token], start: int, stop: int, counts: Collection[int]) -> str:
    """Say where «и» stands between two places: «before» or «behind» the count, or nowhere."""
    links = [at for at in range(start, stop) if tokens[at].text in {"и", "а", "еще", "плюс"}]
    said = [at for at in range(start, stop) if at in counts]
    if not links or not said:
        return ""
    return "before" if links[0] < said[0] else "behind"


def _next(tokens: Sequence[Token], last: int) -> int:
    return _over(tokens, last, _FILLERS) + 1


def _over(tokens: Sequence[Token], last: int, fillers: Collection[str]) -> int:
    """Return the last of the *fillers* that stand behind token *last*, else *last*."""
    while last + 1 < len(tokens) and tokens[last + 1].text in fillers:
        last += 1
    return last


def _over_fillers(tokens: Sequence[Token], last: int, counts: Collection[int]) -> int:
    """«Восемь на офис и ещё шесть на склад»: «и ещё» before the next count belongs to the phrase."""
    end = _over(tokens, last, _FILLERS)
    return end if end + 1 in counts else last
