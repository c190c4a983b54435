"""Who is calling: a company or person named aloud, a tax number, a phone, confirmed against the company's clients.

A name beats a tax number beats the phone, because the caller's words say for whom the order is; the phone says only
who holds it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from models.company import Client
from nlp.numbers import DigitString, find_numbers
from nlp.orders.around.client_kin import Kin, words_of
from nlp.orders.around.naming import (
    LEGAL_FORMS,
    Announced,
    announced,
    is_formal,
    is_ordered_for,
    is_person,
    name_tokens,
    same_number,
)
from nlp.orders.reading import ClientMatch, MatchedBy
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import count_unit
from nlp.text.morph import word_form
from nlp.text.sound import is_latin, read_latin, sound_key, sound_keys, spelt_aloud

_PREPOSITIONS = frozenset({"в", "к", "с", "у", "о", "и", "а"})
_SHORTEST_OWN = 4
_OF_TIME = frozenset({"до", "после", "к"})  # «до обеда» is when, whatever «Домашний обед» is called
_QUOTED = re.compile(r"[«\"“]([^»\"”]+)[»\"”]")
_BEGINNING = 2  # sounds by which a name is looked for
_LONGEST_NAME = 6
_ALIKE = 84.0
_SURELY = 92.0
_LEFT_OUT = 2  # sounds; more is another word
_PER_SLIP = 6  # sounds of a name for each that may be misheard


@dataclass(frozen=True, slots=True)
class NamedClient:
    """A client found in speech over tokens ``first`` to ``last``."""

    client_id: str
    first: int
    last: int
    likeness: float
    ordered_for: bool = False  # «заказ на …»


@dataclass(frozen=True, slots=True)
class _Window:
    """Words up to token ``stop`` that may be a name, with their keys and how clearly they are announced."""

    stop: int
    words: list[str]
    following: str
    keys: set[str]
    sign: Announced


class ClientIndex:
    """Finds clients by phone, tax number and name."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self._clients = {client.client_id: client for client in clients}
        self._by_phone: dict[str, list[str]] = defaultdict(list)
        self._by_inn = {client.inn: client.client_id for client in clients if client.inn}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._weak: set[str] = set()  # one common word: needs an introduction
        self._foreign: set[str] = set()
        for client in clients:
            for phone in client.phones:
                self._by_phone[_digits(phone)].append(client.client_id)
            self._add_name(client)
        self._kin = Kin(clients)
        self._beginnings = {key[:_BEGINNING] for key in self._by_name}
        self._buckets: dict[str, list[str]] = defaultdict(list)
        for key in self._by_name:
            self._buckets[key[:1]].append(key)

    def get(self, client_id: str | None) -> Client | None:
        return self._clients.get(client_id) if client_id is not None else None

    def by_phone(self, phone: str | None) -> Client | None:
        """Return the client of *phone*; the first of a group where several share it, ``None`` where strangers do."""
        if phone is None:
            return None
        owners = self._by_phone.get(_digits(phone), [])
        groups = {self._clients[owner].group_id or owner for owner in owners}
        return self._clients[owners[0]] if owners and len(groups) == 1 else None

    def match(
        self,
        line: Line,
        digits: Sequence[DigitString],
        is_goods: Callable[[str], bool],
        *,
        phone: str | None,
        client_id: str | None,
    ) -> tuple[ClientMatch, list[tuple[int, int]]]:
        """Return who the order is for, and the token spans in which clients were named.

        *is_goods* says of a word that articles are called by it: goods are a client's name only where one is announced.
        """
        named = self.find_names(line, is_goods)
        spans = [(name.first, name.last) for name in named]
        if named:
            named = [name for name in named if name.ordered_for] or named
            best = max(named, key=lambda name: (name.likeness, name.last))
            surest = [name for name in named if name.likeness >= best.likeness - 4]
            chosen = surest[-1]  # «я из Альфы, но заказ на Бету»: the later name is whom the order is for
            if (caller := self._owner_called_so(chosen, line, client_id, phone)) is not None:
                return ClientMatch(caller, MatchedBy.PHONE, 1.0), spans
            return ClientMatch(chosen.client_id, MatchedBy.NAME, round(chosen.likeness / 100, 3)), spans
        for string in digits:
            if (string.kind == "inn" or len(string.digits) in {10, 12}) and string.digits in self._by_inn:
                return ClientMatch(self._by_inn[string.digits], MatchedBy.INN, 1.0), spans
        if client_id is not None:
            by_phone = self.by_phone(phone)
            way = MatchedBy.PHONE if by_phone is None or by_phone.client_id == client_id else MatchedBy.NONE
            return ClientMatch(client_id, way, 1.0), spans
        for said in (phone, *(string.e164 for string in digits if string.e164)):
            if (owner := self.by_phone(said)) is not None:
                return ClientMatch(owner.client_id, MatchedBy.PHONE, 1.0 if said == phone else 0.9), spans
        return ClientMatch(None, MatchedBy.NONE, 0.0), spans

    def _owner_called_so(self, named: NamedClient, line: Line, client_id: str | None, phone: str | None) -> str | None:
        """«Бекетов» from the phone of «Бекетов и сыновья»: a part of a name means the related caller called so too."""
        owner = self.get(client_id) or self.by_phone(phone)
        other = self._clients[named.client_id]
        if owner is None or owner is other or not owner.group_id or owner.group_id != other.group_id:
            return None
        texts = [token.text for token in line.tokens[named.first : named.last + 1] if token.text not in LEGAL_FORMS]
        said = {sound_key(_nominative(text)) for text in texts}
        words = [{sound_key(_nominative(word)) for word in words_of(client)} for client in (owner, other)]
        return owner.client_id if said < words[1] and said <= words[0] else None

    def may_name(self, word: str) -> bool:
        """Say whether *word* sounds like a part of some client's name."""
        return any(sound in key for sound in sound_keys(word) for key in self._by_name)

    def own_numbers(self, line: Line, client_id: str | None, is_goods: Callable[[str], bool]) -> set[int]:
        """Return the tokens of the number in the client's own name («садик сто тридцать четыре беспокоит»).

        It stands behind a word that names no goods, and counts nothing.
        """
        client = self.get(client_id)
        numbers = {token.value for token in name_tokens(client.name) if token.value is not None} if client else set()
        own: set[int] = set()
        tokens = line.tokens
        for span in find_numbers([token.text for token in tokens]) if numbers else []:
            name = [token.text for token in tokens[max(0, span.first - 2) : span.first] if token.text != "номер"]
            counts = span.last + 1 < len(tokens) and count_unit(tokens[span.last + 1].text) is not None
            if span.value in numbers and name and not counts and word_form(name[-1]).pos == "NOUN":
                own.update(range(span.first, span.last + 1) if not is_goods(name[-1]) else ())
        return own

    def own_words(self, line: Line, client_id: str | None, is_goods: Callable[[str], bool]) -> set[int]:
        """Return the tokens that are words of the client's own name and name no goods: «…, это всё, Сурикова»."""
        client = self.get(client_id)
        words = [token.text for token in name_tokens(client.name)] if client is not None else []
        keys = {sound_key(form) for word in words if len(word) >= _SHORTEST_OWN for form in (word, _nominative(word))}
        return {
            place
            for place, token in enumerate(line.tokens)
            if len(token.text) >= _SHORTEST_OWN
            and not (place and line.tokens[place - 1].text in _OF_TIME)
            and keys & {sound_key(token.text), sound_key(_nominative(token.text))}
            and not is_goods(token.text)
        }

    def find_names(self, line: Line, is_goods: Callable[[str], bool]) -> list[NamedClient]:
        """Return clients named in *line*, by place."""
        found: list[NamedClient] = []
        tokens = line.tokens
        place = 0
        while place < len(tokens):
            hit = self._at(line, place, is_goods)
            if hit is None:
                place += 1
                continue
            if (closer := self._kin.told_apart(hit.client_id, tokens, hit.first, hit.last)) is not None:
                hit = replace(hit, client_id=closer[0], first=closer[1], last=closer[2])
            found.append(hit)
            place = hit.last + 1
        return found

    def _at(self, line: Line, place: int, is_goods: Callable[[str], bool]) -> NamedClient | None:
        tokens = line.tokens
        if not self._may_begin(tokens[place].text):
            return None
        first, ordered_for = _first(line, place), is_ordered_for(line, place)
        windows = [window for window in _windows(line, place) if not is_person(window.words, window.following)]
        for window in windows:
            if (hit := self._exactly(window, _least(window, is_goods))) is not None:
                return NamedClient(hit[0], first, window.stop, hit[1], ordered_for)
        near = [
            (hit[1], window.stop, hit[0])
            for window in windows
            if window.sign >= _least(window, is_goods) and (hit := self._nearly(window))
        ]
        if near:
            likeness, stop, client_id = max(near)
            return NamedClient(client_id, first, stop, likeness, ordered_for)
        return None

    def _may_begin(self, word: str) -> bool:
        """Say whether some name begins as *word* sounds; saves reading windows that cannot be one."""
        if len(word) < 2 or word in LEGAL_FORMS:
            return False
        return any(key[:_BEGINNING] in self._beginnings or len(key) < _BEGINNING for key in sound_keys(word))

    def _exactly(self, window: _Window, least: Announced) -> tuple[str, float] | None:
        """Return the client that is called so; one common word is a name only where it is announced at *least* so."""
        for key in window.keys:
            owners = self._by_name.get(key)
            if not owners or len(owners) != 1:
                continue
            owner = next(iter(owners))
            if key in self._weak and (
                window.sign < least or not same_number(window.words[0], _first_word(self._clients[owner]))
            ):
                continue
            return owner, 100.0 if window.sign is Announced.FORMALLY else 97.0
        return None

    def _nearly(self, window: _Window) -> tuple[str, float] | None:
        best: tuple[str, float] | None = None
        formal = window.sign is Announced.FORMALLY
        for key in window.keys:
            if len(key) < 5:
                continue
            near = process.extract(
                key,
                self._buckets.get(key[:1], []),
                scorer=fuzz.ratio,
                limit=2,
                score_cutoff=_ALIKE if formal else _SURELY - 4,
            )
            near = [hit for hit in near if self._may_slip(key, hit[0])]
            if near and len(self._by_name[near[0][0]]) == 1 and (len(near) == 1 or near[0][1] - near[1][1] > 3):
                likeness = near[0][1]
                if best is None or likeness > best[1]:
                    best = next(iter(self._by_name[near[0][0]])), likeness
        return best

    def _may_slip(self, heard: str, key: str) -> bool:
        """Say whether the name *key* may be misheard as *heard*; foreign spelling is read with one slip more."""
        slips = max(1, len(key) // _PER_SLIP) + (key in self._foreign)
        return Levenshtein.distance(heard, key) <= slips and abs(len(heard) - len(key)) <= _LEFT_OUT

    def _add_name(self, client: Client) -> None:
        words = words_of(client)
        if not words:
            return
        variants: list[list[str]] = [words]
        if len(words) == 3 and any(token.text == "ип" for token in name_tokens(client.name)):
            variants += [words[:1], words[:2], words[1:2] + words[:1], words[1:2] + words[2:] + words[:1]]
        for quoted in _QUOTED.findall(client.name):
            variants.append([token.text for token in name_tokens(quoted) if token.text not in LEGAL_FORMS])
        if len(words) > 1 and words[-1].isdigit():
            variants.append(words[:-1])  # «Форсаж 161» is called «Форсаж»
        for variant in filter(None, variants):
            for key in _name_keys(variant):
                self._by_name[key].add(client.client_id)
                if any(is_latin(word) for word in variant):
                    self._foreign.add(key)
                if len(variant) == 1:
                    self._weak.add(key)


def _first(line: Line, place: int) -> int:
    """Return where the name at *place* begins with its legal form."""
    tokens = line.tokens
    if not is_formal(line, place):
        return place
    first = place - 1
    if tokens[first].text == "предприниматель" and first and tokens[first - 1].text == "индивидуальный":
        first -= 1
    return first


def _windows(line: Line, place: int) -> Iterator[_Window]:
    """Yield the words that a name at *place* may have, the most first."""
    tokens = line.tokens
    for stop in range(min(len(tokens), place + _LONGEST_NAME) - 1, place - 1, -1):
        if any(tokens[inner].brk == SENTENCE for inner in range(place, stop)):
            continue
        if stop > place and tokens[stop].text in _PREPOSITIONS:  # «Белоусов в пятницу»
            continue
        words = [token.text for token in tokens[place : stop + 1]]
        following = tokens[stop + 1].text if stop + 1 < len(tokens) else ""
        yield _Window(stop, words, following, _spoken_keys(words), announced(line, place, stop))


def _least(window: _Window, is_goods: Callable[[str], bool]) -> Announced:
    return Announced.CLEARLY if all(is_goods(word) for word in window.words) else Announced.OPENING


def _first_word(client: Client) -> str:
    return words_of(client)[0]


def _spoken_keys(words: Sequence[str]) -> set[str]:
    """Return the keys of words as heard: as they stand, and in dictionary form."""
    if not words or words[0] in LEGAL_FORMS or len(words[0]) < 2:
        return set()
    readings = [_with_digits(words)]
    if len(words) > 1:
        readings.append([words[0], *_with_digits(words[1:])])  # «СТО на Маерчака» is no hundred
    spoken = {"".join(form(word) for word in reading) for reading in readings for form in (str, _nominative)}
    keys = {sound_key(reading) for word in spoken for reading in (read_latin(word) if is_latin(word) else {word})}
    return {key for key in keys if len(key) >= 3}


def _with_digits(words: Sequence[str]) -> list[str]:
    """«Трест номер семь» is written «Трест №7»."""
    spans = find_numbers(words)
    if not spans:
        return list(words)
    result, place = [], 0
    for span in spans:
        result += [word for word in words[place : span.first] if word != "номер"]
        result.append(str(int(span.value)))
        place = span.last + 1
    return result + list(words[place:])


def _name_keys(words: Sequence[str]) -> set[str]:
    plain = "".join(words)
    keys = {sound_key(reading) for reading in (read_latin(plain) if is_latin(plain) else {plain})}
    keys.add(sound_key("".join(_nominative(word) for word in words)))
    if len(plain) <= 5:
        keys |= {sound_key(spelling) for spelling in spelt_aloud(plain)}
    return {key for key in keys if len(key) >= 2}


def _nominative(word: str) -> str:
    return word_form(word).lemmas[0] if len(word) > 3 and not is_latin(word) else word


def _digits(phone: str) -> str:
    digits = "".join(letter for letter in phone if letter.isdigit())
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits
