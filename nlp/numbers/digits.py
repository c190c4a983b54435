"""Digits that are a name: phones, tax numbers (ИНН), articles and request numbers, however they are grouped in speech.

A run of number words is turned into digits. Where the natural reading has the wrong length, «двадцать два» is tried
as «20» and «2» too, with as few such cuts as reach a length that the kind of number allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import phonenumbers
from stdnum.ru import inn

from nlp.numbers.items import is_count_noun
from nlp.numbers.lexicon import Role, fold, look_up
from nlp.numbers.spans import DigitString

_CODE_WORDS = ("артикул", "код", "заявк", "договор")
_INN_WORDS = ("инн", "иэнэн", "иннэ", "инэн", "иннн")
_BETWEEN_DIGITS = ("плюс", "дальше", "потом", "тире", "дефис")
_PHONE_WORDS = ("телефон", "звон", "звяк", "перезвон", "набер", "сотов", "мобильн", "контакт", "тел")
_REPEATED = {
    "нуля": "0", "ноля": "0", "нулей": "0", "нолей": "0", "единицы": "1", "двойки": "2", "тройки": "3",
    "четверки": "4", "пятерки": "5", "шестерки": "6", "семерки": "7", "восьмерки": "8", "девятки": "9",
}  # fmt: skip
_NOT_DIGITS = re.compile(r"[^\d]")
_TYPED = re.compile(r"\+?[\d()\-]*\d[\d()\-]*")
_MAX_CUTS = 3
_MAX_PIECES = 24  # longer runs are lists of quantities


@dataclass(frozen=True, slots=True)
class _Piece:
    """One word of a run: its digits, the place it takes, and the tokens it covers."""

    first: int
    last: int
    digits: str
    role: Role


def find_digit_strings(tokens: Sequence[str]) -> list[DigitString]:
    """Return phones, tax numbers and codes of *tokens* by place; they never overlap.

    A word such as «ИНН» or «телефон» before the digits decides between readings that are both possible; other codes
    are found only after a word that announces them, or typed with a leading zero or at least seven digits.
    """
    texts = [fold(token) for token in tokens]
    found: list[DigitString] = []
    for run in _runs(texts):
        found += _read_run(texts, run)
    return found


def _runs(texts: Sequence[str]) -> Iterator[list[_Piece]]:
    """Yield the longest stretches of digit words."""
    run: list[_Piece] = []
    at = 0
    while at < len(texts):
        piece = _piece(texts, at)
        if piece is not None:
            run.append(piece)
            at = piece.last + 1
            continue
        if run and texts[at] not in _BETWEEN_DIGITS:
            yield run
            run = []
        at += 1
    if run:
        yield run


def _piece(texts: Sequence[str], at: int) -> _Piece | None:
    text = texts[at]
    word = look_up(text)
    following = texts[at + 1] if at + 1 < len(texts) else ""
    if word is not None and word.role is Role.UNIT and 2 <= word.value <= 5 and following in _REPEATED:
        return _Piece(at, at + 1, _REPEATED[following] * int(word.value), Role.DIGITS)
    if text[:1].isdigit() or text[:1] == "+":
        return _Piece(at, at, _NOT_DIGITS.sub("", text), Role.DIGITS) if _TYPED.fullmatch(text) else None
    if word is None or word.role not in (Role.ZERO, Role.UNIT, Role.TEEN, Role.TEN, Role.HUNDRED):
        return None
    return _Piece(at, at, str(word.value), word.role)


def _read_run(texts: Sequence[str], run: Sequence[_Piece]) -> list[DigitString]:
    found: list[DigitString] = []
    at = 0
    while at < len(run):
        string, used = _string_at(texts, run[at : at + _MAX_PIECES])
        if string is not None:
            found.append(string)
        at += used
    return found


def _string_at(texts: Sequence[str], run: Sequence[_Piece]) -> tuple[DigitString | None, int]:
    """Return the digit string that begins with the first piece of *run*, and how many pieces are done with."""
    cue = _cue(texts, run[0].first)
    if cue == "phone" or (cue != "inn" and _may_begin_phone(run[0])):
        for reading in _readings(run, (11, 10)):
            string = _phone(run, reading, announced=cue == "phone")
            if string is not None:
                return string, reading.used
    if cue == "inn" or len(run[0].digits) >= 10:
        for reading in _readings(run, (10, 12)):
            if inn.is_valid(reading.digits):
                return DigitString(run[0].first, run[reading.used - 1].last, reading.digits, "inn"), reading.used
    if cue in ("code", "inn", "number"):
        return _code(texts, run, enough=10 if cue == "inn" else 3, spelled=cue == "number")
    return _typed_code(run[0]), 1


def _may_begin_phone(piece: _Piece) -> bool:
    """Unannounced phones begin with 7, 8 or a mobile code; lists of sizes and quantities are not searched for them."""
    return piece.role is Role.DIGITS or piece.digits in ("7", "8", "9", "900")


def _typed_code(piece: _Piece) -> DigitString | None:
    if piece.role is not Role.DIGITS or piece.first != piece.last:
        return None
    long = len(piece.digits) >= 7 or (len(piece.digits) > 2 and piece.digits[0] == "0")
    return DigitString(piece.first, piece.last, piece.digits, "code") if long else None


def _code(texts: Sequence[str], run: Sequence[_Piece], *, enough: int, spelled: bool) -> tuple[DigitString | None, int]:
    """Read all of *run* as one code, less a last group that counts what follows («артикул 205, двести пар»)."""
    joined = frozenset(n for n in range(1, len(run)) if _joins(run[n - 1], run[n]))
    groups = list(_groups(run, joined))
    following = texts[run[-1].last + 1] if run[-1].last + 1 < len(texts) else ""
    if is_count_noun(following):
        groups = groups[:-1]
    digits = "".join(digits for digits, _ in groups)
    if len(digits) < enough or (spelled and len(groups[0][0]) < 3 and groups[0][0] != "0"):
        return None, len(run)
    used = groups[-1][1]
    return DigitString(run[0].first, run[used - 1].last, digits, "code"), used


def _cue(texts: Sequence[str], first: int) -> str | None:
    """Return what the words before token *first* announce: ``inn``, ``phone``, ``code`` or ``number``."""
    for back in range(1, 6):
        text = texts[first - back] if first >= back else ""
        if not text or look_up(text) is not None:
            return None
        if text in _INN_WORDS:
            return "inn"
        if text.startswith(_PHONE_WORDS):
            return "phone"
        if back <= 2 and text.startswith(_CODE_WORDS):
            return "code"
        if back <= 2 and text.startswith("номер"):
            return "phone" if _cue(texts, first - back) == "phone" else "number"
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    digits: str
    used: int  # pieces
    groups: tuple[str, ...]


def _readings(run: Sequence[_Piece], lengths: tuple[int, ...]) -> Iterator[_Reading]:
    """Yield readings of each length in *lengths*, the natural ones first, then those with more cuts."""
    joints = [n for n in range(1, len(run)) if _joins(run[n - 1], run[n])]
    for cuts in range(min(_MAX_CUTS, len(joints)) + 1):
        readings = [_reading(run, frozenset(joints) - set(cut), lengths) for cut in combinations(joints, cuts)]
        for length in lengths:
            yield from sorted((found[length] for found in readings if length in found), key=_is_oddly_grouped)


def _is_oddly_grouped(reading: _Reading) -> bool:
    """Phones are said as 8 912 123 45 67: among readings with as many cuts this one is meant."""
    sizes = [len(group) for group in reading.groups]
    return sizes not in ([1, 3, 3, 2, 2], [3, 3, 2, 2], [4, 3, 2, 2])


def _reading(run: Sequence[_Piece], joined: frozenset[int], lengths: tuple[int, ...]) -> dict[int, _Reading]:
    """Return the reading of each length that ends where a group ends."""
    found: dict[int, _Reading] = {}
    groups: tuple[str, ...] = ()
    for text, used in _groups(run, joined):
        groups += (text,)
        digits = "".join(groups)
        if len(digits) in lengths:
            found[len(digits)] = _Reading(digits, used, groups)
        if len(digits) >= max(lengths):
            break
    return found


def _groups(run: Sequence[_Piece], joined: frozenset[int]) -> Iterator[tuple[str, int]]:
    """Yield the digits of each group with the number of pieces used up to its end."""
    at = 0
    while at < len(run):
        stop, value = at + 1, run[at].digits
        while stop < len(run) and stop in joined:
            value = str(int(value) + int(run[stop].digits))
            stop += 1
        yield value, stop
        at = stop


def _joins(left: _Piece, right: _Piece) -> bool:
    if left.role is Role.HUNDRED:
        return right.role in (Role.TEN, Role.TEEN, Role.UNIT)
    return left.role is Role.TEN and right.role is Role.UNIT


def _phone(run: Sequence[_Piece], reading: _Reading, *, announced: bool) -> DigitString | None:
    """Return *reading* as a Russian phone. Unannounced, it must be a mobile one or grouped as phones are.

    So a row of sizes («сорок восемь пятьдесят пятьдесят два …») is not taken for a phone.
    """
    digits = reading.digits
    local = digits[1:] if len(digits) == 11 and digits[0] in "78" else digits
    if len(local) != 10 or local[0] not in "3489" or (len(digits) == 10 and digits[0] == "8"):
        return None
    area_at = 1 if len(digits) == 11 else 0
    grouped = len(reading.groups) == 1 or (len(reading.groups) > area_at and len(reading.groups[area_at]) == 3)
    if not announced and local[0] != "9" and not (grouped and len(digits) == 11):
        return None
    number = phonenumbers.parse("+7" + local)
    if not phonenumbers.is_possible_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return DigitString(run[0].first, run[reading.used - 1].last, digits, "phone", e164)
