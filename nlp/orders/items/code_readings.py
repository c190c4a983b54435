"""Codes as people say them: letters by their names, digits in groups of their own choice.

«Сто восемьдесят двести пять» is 180205, «у сэ пэ двести пять» UCP 205, «сто шесть эр ноль два семьсот» 106R02700.
The words are followed along the codes of the catalogue; a code that they spell is one more reading of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from nlp.numbers import NumberSpan, find_numbers
from nlp.numbers.lexicon import Role as NumberRole
from nlp.numbers.lexicon import look_up
from nlp.orders.catalogue.code_index import APART, DECIMAL, SHORT_CODE, CodeIndex
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.names import plain
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.atoms import AtomReader
from nlp.orders.measures.properties import mark_of
from nlp.orders.speech.lexicon import LINKS
from nlp.orders.speech.tokens import TIMES, Token
from nlp.text.letters import letters_of
from nlp.text.morph import word_form

CODE_WEIGHT, _DESCRIBES, _MISS = 0.9, 0.7, 1.0  # of each group of letters or digits
_MARKS = frozenset({"дробь", "тире", "дефис", "черточка", "слэш", "слеш", "точка", "запятая", TIMES, "на", "и"})
_ZEROS = frozenset({"ноля", "нуля", "нолей", "нулей"})  # «два ноля четыреста семнадцать»
_GROUP = re.compile(r"\d+|[^\W\d_]+")
_AS_PART = 0.9  # of the weight, where other articles carry the code whole
_LONGEST_NUMBER = 5  # words of a number
_ENDS = 2
_CHANCE, _MOST_SAID = 4, 2
_PHONE_LIKE = 6
_CUT_COST = 0.6  # of a code that ends within a number where a longer one does not
_LITTLE = frozenset(
    {"а", "и", "в", "с", "к", "у", "о", "на", "по", "не", "до", "за", "от", "из", "ли", "же", "то", "да"}
)
_LITTLE_COST, _JOIN_COST, _MOST_COST = 0.1, 0.1, 0.2


@dataclass(frozen=True, slots=True)
class Spelt:
    """The *code* that tokens ``first`` to ``last`` spell, and what it costs that speech suggests otherwise.

    ``joints``: how many numbers were said right behind another within one group of digits.
    """

    first: int
    last: int
    code: str
    cost: float
    joints: int


def find_codes(index: CodeIndex, tokens: Sequence[Token], first: int, last: int, skip: Collection[int]) -> list[Spelt]:
    """Return the codes of the catalogue that stretches of tokens *first* to *last* spell, without the *skip* tokens."""
    found: dict[tuple[int, int, str], Spelt] = {}
    for place in range(first, last + 1):
        if place not in skip:
            for spelt in follow(index, tokens, place, last, skip):
                key = spelt.first, spelt.last, spelt.code
                if key not in found or spelt.cost < found[key].cost:
                    found[key] = spelt
    return telling(tokens, list(found.values()))


def telling(tokens: Sequence[Token], found: Sequence[Spelt]) -> list[Spelt]:
    """Leave out what only repeats the end of a longer code, and of codes from one place all but the two longest."""
    told: list[Spelt] = []
    reach = -1
    for spelt in sorted(found, key=lambda spelt: (spelt.first, -spelt.last)):
        beside = [other for other in told if other.first == spelt.first]
        lasts = {other.last for other in beside} | {spelt.last}
        longer = any(other.last > spelt.last for other in beside)
        torn = longer and tokens[spelt.last].word == tokens[spelt.last + 1].word  # typed as one word
        if (beside or spelt.last > reach) and len(lasts) <= _ENDS and not torn:
            told.append(spelt)
        reach = max(reach, spelt.last)
    return told


def begins_code(index: CodeIndex, tokens: Sequence[Token], first: int, last: int) -> bool:
    """Say whether tokens *first* to *last* begin with so long a code that they are no phone («904.3747-10, пять»)."""
    spelt = follow(index, tokens, first, last, ())
    return any(sum(letter.isdigit() for letter in code.code) >= _PHONE_LIKE for code in spelt)


def coded(
    catalogue: Catalogue, reader: AtomReader, tokens: Sequence[Token], atoms: Sequence[Atom], codes: Sequence[Spelt]
) -> Iterator[tuple[int, int, tuple[Atom, ...], float]]:
    """Yield which of *atoms*, from the first up to the second number, may be a code instead, and what that costs.

    The code comes with the rest of a number that runs on behind it.
    """
    for spelt in codes:
        index = next((n for n, atom in enumerate(atoms) if atom.last >= spelt.first), len(atoms))
        stop = next((n for n, atom in enumerate(atoms) if atom.first > spelt.last), len(atoms))
        if index >= stop or _is_read(catalogue, atoms[index], spelt) or _is_told(catalogue, atoms[index:stop], spelt):
            continue
        before = _before(catalogue, reader, tokens, atoms[index], spelt)
        if before is None:
            continue
        code, cost = code_atom(catalogue, tokens, spelt), spelt.cost + _JOIN_COST * len(before)
        if code.kind is Kind.PROPERTY and (atoms[index].first, atoms[index].last) == (spelt.first, spelt.last):
            code.mark = atoms[index].mark
        made = [*before, code]
        ended = atoms[stop - 1]
        if ended.last > spelt.last:
            rest = _number_at(tokens, spelt.last + 1)
            mark = mark_of(tokens, rest, catalogue.number_context, spelt.last) if rest is not None else None
            after = reader.number_atom(tokens, mark) if mark is not None else None
            if ended.mark is None or after is None:
                continue
            made.append(after)
            stop = next((n for n, atom in enumerate(atoms) if atom.first > after.last), len(atoms))
            cost += _CUT_COST if _cuts_number(codes, spelt, ended.mark.number_last) else 0.0
        made[0].link = atoms[index].link or atoms[index].first < spelt.first
        made[-1].brk = atoms[stop - 1].brk
        yield index, stop, tuple(made), cost


def _before(
    catalogue: Catalogue, reader: AtomReader, tokens: Sequence[Token], atom: Atom, spelt: Spelt
) -> list[Atom] | None:
    """Return the count that ran into *spelt* («двести | двадцать тридцать вторых»); ``None``: *spelt* tears *atom*."""
    front = tokens[atom.first : spelt.first]
    if all(token.text in LINKS for token in front):  # «и» before letters is no part of either
        return []
    if atom.mark is None or atom.mark.number_first != atom.first or any(token.value is not None for token in front):
        return None
    spans = find_numbers([token.text for token in front])
    if len(spans) != 1 or spans[0].last - spans[0].first + 1 != len(front) or spans[0].doubtful:
        return None
    span = replace(spans[0], first=atom.first, last=spelt.first - 1)
    count = reader.number_atom(tokens, mark_of(tokens, span, catalogue.number_context, atom.first - 1))
    return None if count is None else [count]


def _is_read(catalogue: Catalogue, atom: Atom, spelt: Spelt) -> bool:
    """Say whether *atom* says what *spelt* does, as a size or a measure."""
    if (atom.first, atom.last) != (spelt.first, spelt.last) or atom.mark is None or atom.row is None:
        return False
    size = not atom.mark.kind.startswith("@") or not is_of_one_kind(catalogue, spelt.code)
    return size and bool(np.all(atom.row[catalogue.codes.places(spelt.code)] > 0))


def _is_told(catalogue: Catalogue, atoms: Sequence[Atom], spelt: Spelt) -> bool:
    """Say whether words and sizes tell the article whose number *spelt* is: «мр три двоечка» of MR3-2."""
    places = catalogue.codes.only_articles(spelt.code)
    whole = sum(atom.last - atom.first + 1 for atom in atoms) > spelt.last - spelt.first
    return whole and bool(places) and all(atom.row is not None and np.any(atom.row[places] > 0) for atom in atoms)


def _cuts_number(codes: Sequence[Spelt], spelt: Spelt, number_last: int) -> bool:
    """Say whether *spelt* ends within a number of which a longer code takes more («а тысяча | сто двадцать»)."""
    return any(other.first == spelt.first and spelt.last < other.last <= number_last for other in codes)


def code_atom(catalogue: Catalogue, tokens: Sequence[Token], spelt: Spelt) -> Atom:
    """Return the atom of a code: evidence for the articles that carry it and against all others.

    A long code of one kind of goods names them; what several kinds carry («ДУ80») and a short one only describe.
    """
    places = catalogue.codes.places(spelt.code)
    names = len(spelt.code) > SHORT_CODE and is_of_one_kind(catalogue, spelt.code)
    weight = (CODE_WEIGHT if names else _DESCRIBES) * _pieces(tokens, spelt)
    row = np.full(len(catalogue), -_MISS, dtype=np.float32)
    whole = catalogue.codes.whole(spelt.code)
    row[places] = weight * _AS_PART if whole else weight
    row[whole] = weight
    text = " ".join(token.text for token in tokens[spelt.first : spelt.last + 1])
    kind = Kind.ARTICLE if names else Kind.PROPERTY
    return Atom(kind, spelt.first, spelt.last, row, weight, is_head=names, text=text, code=spelt.code)


def is_of_one_kind(catalogue: Catalogue, code: str) -> bool:
    """Say whether all articles that carry *code* share a noun."""
    heads = [catalogue.features[place].heads for place in catalogue.codes.places(code)]
    return len(heads) == 1 or bool(frozenset.intersection(*heads))


def _pieces(tokens: Sequence[Token], spelt: Spelt) -> int:
    """Return of how many groups the code is made: of so long a number also of how many it was said."""
    written = len(_GROUP.findall(spelt.code))
    last = look_up(tokens[spelt.last].text)
    called = last is not None and last.role is NumberRole.ORDINAL  # «шестнадцать тридцать вторых»
    said = spelt.code.isdigit() and (called or _is_long(spelt.code))
    return min(written + spelt.joints, _MOST_SAID) if said else written


def _is_long(digits: str) -> bool:
    """Say whether two numbers do not make up *digits* by chance."""
    return len(digits) > _CHANCE or "0" in digits[:-1]


def follow(
    index: CodeIndex, tokens: Sequence[Token], place: int, last: int, skip: Collection[int], *, start: str = ""
) -> Iterator[Spelt]:
    """Yield every code spelt from *place* on; *start* is what it begins with unsaid."""
    open_ends = [(place, start, 0.0, 0, False)]
    while open_ends:
        at, code, cost, joints, parted = open_ends.pop()
        if at > place and code in index and not parted and not (code.isdigit() and not joints):
            yield Spelt(place, at - 1, code, cost + min(_JOIN_COST * joints, _MOST_COST), joints)
        if at > last or at in skip or (at > place and _ends(tokens, at - 1)):
            continue
        if code and tokens[at].text in _MARKS:
            open_ends.append((at + 1, code, cost, joints, True))
        for stop, grown, more, joined in _steps(index, tokens, at, last, code, parted=parted):
            open_ends.append((stop, grown, cost + more, joints + joined, False))


def _ends(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a pause behind the token at *place* ends what it belongs to."""
    return tokens[place].brk > 0 and not (place + 1 < len(tokens) and tokens[place + 1].word == tokens[place].word)


def _steps(
    index: CodeIndex, tokens: Sequence[Token], at: int, last: int, code: str, *, parted: bool
) -> Iterator[tuple[int, str, float, bool]]:
    token = tokens[at]
    if token.value is None:
        little = _LITTLE_COST if token.text in _LITTLE else 0.0
        for row in letters_of(token.text):
            if len(row) == len(token.text) > 1 and _is_word(token.text):
                continue
            for grown in _grown(index, code, row):
                yield at + 1, grown, little, False
    after_digit = bool(code) and code[-1].isdigit()
    joints = (APART, DECIMAL) if after_digit else ("",)
    if after_digit and not parted and token.value is None and tokens[at - 1].value is None:
        joints = ("", *joints)  # what is typed in two is no one number
    for stop, digits in _numbers(tokens, at, last):
        for joint in joints:
            if index.begins(code + joint + digits):
                yield stop, code + joint + digits, 0.0, after_digit and not joint


def _is_word(text: str) -> bool:
    return text in _LITTLE or (word_form(text).known and len(text) > SHORT_CODE)


def _grown(index: CodeIndex, code: str, row: Sequence[str]) -> list[str]:
    starts = [code]
    for letters in row:
        starts = [
            start + letter for start in starts for letter in dict.fromkeys(letters) if index.begins(start + letter)
        ]
    return starts


def _numbers(tokens: Sequence[Token], at: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield where each whole number that begins at *at* ends, with its digits."""
    if tokens[at].value is not None:
        yield at + 1, _typed(tokens[at].text)
        return
    if at < last and tokens[at + 1].text in _ZEROS and (many := look_up(tokens[at].text)) is not None:
        yield at + 2, "0" * min(int(many.value), _LONGEST_NUMBER)
    for stop in range(at + 1, min(last + 2, at + 1 + _LONGEST_NUMBER)):
        if tokens[stop - 1].value is not None or (stop > at + 1 and _ends(tokens, stop - 2)):
            return
        spans = find_numbers([token.text for token in tokens[at:stop]])
        if not spans or spans[0].first != 0:
            return
        if spans[-1].last == stop - at - 1 and (value := _whole(spans)) is not None:
            yield stop, plain(value)


def _whole(spans: Sequence[NumberSpan]) -> Decimal | None:
    """Return the number that *spans* are together: one, or «двести» and «второй»."""
    if len(spans) == 1:
        return None if spans[0].doubtful else spans[0].value
    tens, unit = spans[0].value, spans[1].value
    ordinal = len(spans) == 2 and spans[1].kind == "ordinal" and spans[0].kind != "ordinal"
    joins = ordinal and spans[1].first == spans[0].last + 1 and tens % (10 if unit < 10 else 100) == 0 and tens > 10
    return tens + unit if joins else None


def _number_at(tokens: Sequence[Token], first: int) -> NumberSpan | None:
    """Return the number that begins at token *first*, or ``None``."""
    value = tokens[first].value
    if value is not None:
        return NumberSpan(first, first, value)
    spans = find_numbers([token.text for token in tokens[first : first + _LONGEST_NUMBER + 1]])
    if not spans or spans[0].first != 0:
        return None
    return replace(spans[0], first=first, last=first + spans[0].last)


def _typed(text: str) -> str:
    return text.replace(",", DECIMAL).replace("/", APART)
