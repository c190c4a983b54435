"""An utterance as a row of events: chunks of goods, and the phrases between them that say what to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Line, Phrase
from nlp.orders.speech.tokens import SENTENCE, Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import word_form

_NOT_BUT_DISTANCE = 9
_TELLS = frozenset({"1per", "3per", "past"})
_BUTS = frozenset({"а", "давайте", "пусть"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens ``first`` to ``last`` between two phrases."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NotBut:
    """«Не X, а Y»: the next chunk is denied, the one after it holds."""

    first: int  # «не»
    but: int  # «а», or where what holds begins
    without: bool = False  # no word stands between both


@dataclass(frozen=True, slots=True)
class ButNot:
    """«(Нет,) Y, а не X»: the chunk before holds, the next one is denied."""

    first: int  # «а»


Event = Phrase | Chunk | NotBut | ButNot


def sequence(line: Line, phrases: Sequence[Phrase], taken: set[int]) -> list[Event]:
    """Return *phrases* and the chunks between them in order; «не … а …» is found here."""
    borders: dict[int, tuple[int, Event]] = {phrase.first: (phrase.last, phrase) for phrase in phrases}
    blocked = {place for phrase in phrases for place in range(phrase.first, phrase.last + 1)} | taken
    tokens = line.tokens
    for place, token in enumerate(tokens):
        if token.text == "не" and place not in blocked and (but := _but_after(tokens, place, blocked)) is not None:
            borders[place] = (place, NotBut(place, but))
        elif token.text == "не" and place not in blocked and (end := _said_again(tokens, place, phrases)) is not None:
            borders[place] = (place, NotBut(place, end, without=True))
        elif token.text == "не" and place > 1 and tokens[place - 1].text == "а" and place not in blocked:
            begins = [phrase for phrase in phrases if phrase.last < place - 1]
            if begins and begins[-1].op is Op.CORRECT and 0 < place - 1 - begins[-1].last <= _NOT_BUT_DISTANCE:
                borders[place - 1] = (place, ButNot(place - 1))
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
            last = event.but - event.without
        start = place = last + 1
    if start < len(tokens):
        events.append(Chunk(start, len(tokens) - 1))
    return events


def _said_again(tokens: Sequence[Token], place: int, phrases: Sequence[Phrase]) -> int | None:
    """«… двадцатки десять, нет, не двадцатки, двадцать четвёртые»: where the denied words end, said again."""
    corrected = any(phrase.op is Op.CORRECT and phrase.last == place - 1 for phrase in phrases)
    near = tokens[max(0, place - _NOT_BUT_DISTANCE) : place - 1]
    before = {token.text for token in near if count_unit(token.text) is None}
    end = place + 1
    while corrected and end < len(tokens) and tokens[end].text in before:
        end += 1
    return end if place + 1 < end < len(tokens) else None


def _but_after(tokens: Sequence[Token], place: int, blocked: set[int]) -> int | None:
    said = word_form(tokens[place + 1].text) if place + 1 < len(tokens) else None
    if said is not None and said.known and (said.pos == "INFN" or (said.pos == "VERB" and _TELLS & said.grammemes)):
        return None  # «не знаю», «чуть не забыла»
    for index in range(place + 1, min(len(tokens), place + _NOT_BUT_DISTANCE)):
        if index in blocked or tokens[index - 1].brk == SENTENCE:
            return None
        if index > place + 1 and tokens[index].text in _BUTS:
            return index
    return None


def usual_first(events: list[Event]) -> list[Event]:
    """«Вместо белых чёрные, а так всё как обычно»: the usual order stands before what is changed in it."""
    ops = [event.op if isinstance(event, Phrase) else None for event in events]
    changes = [place for place, op in enumerate(ops) if op in {Op.REPLACE, Op.CHANGE}]
    usual = [place for place, op in enumerate(ops) if op is Op.USUAL]
    if not changes or not usual or usual[0] < changes[0]:
        return events
    phrase = events[usual[0]]
    if not isinstance(phrase, Phrase) or not phrase.text.startswith("все"):
        return events
    return [phrase, *events[: usual[0]], *events[usual[0] + 1 :]]
