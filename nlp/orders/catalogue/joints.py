"""Words that the recogniser glued together or cut at a wrong place («кругатрезной», «крагис пилковые»).

And compounds that people make of what price lists write in two words: «профтруба» is a «труба профильная».
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.orders.catalogue.matches import Matches
from nlp.orders.measures.compounds import compound, joined, parted
from nlp.orders.speech.tokens import Token
from nlp.text.morph import word_form

_SHORTEST, _PART, _LONGEST = 8, 3, 24
_NOUN, _SEAMS, _CERTAIN = 4, ("о", "е"), 0.92
_SURE = 0.85  # of both parts, as the vocabulary hears them
_FURTHEST = 2  # letters by which a border is moved
_LITTLE = ("с", "и", "з")  # «хб с пвх»: a little word that went into the seam

_HUNDRED = "сто"
_SINGULAR = ("ый", "ий", "ая", "яя", "ое", "ее", "ую", "ого", "ой")  # «сто ваттных ламп» counts

Hear = Callable[[str], Matches]
Begins = Callable[[str, str], bool]
States = Callable[[Decimal, str], bool]


def part_compounds(tokens: Sequence[Token], hear: Hear, begins: Begins) -> list[Token]:
    """Return *tokens* with words that are not the catalogue's cut in a beginning and a noun («проф», «труба»).

    *begins* says of the two that some article has the noun and another word that begins so.
    """
    result: list[Token] = []
    for token in tokens:
        parts = None
        if token.value is None and _SHORTEST <= len(token.text) <= _LONGEST and _is_heard_by_end(token.text, hear):
            parts = next((pair for pair in _fronts(token.text) if _is_sure(pair[1], hear) and begins(*pair)), None)
        if parts is None:
            result.append(token)
        else:
            result += [
                replace(token, text=parts[0], brk=0, hyphen=False, cut=True),
                replace(token, text=parts[1], glued=False),
            ]
    return result


def _is_heard_by_end(word: str, hear: Hear) -> bool:
    """Say whether *word* is no word of the catalogue, or found by its end alone: «бензорукав» by «рукав»."""
    return all(sure < _SURE and word.endswith(term) for term, sure in hear(word))


def _fronts(word: str) -> Iterator[tuple[str, str]]:
    for border in range(_PART, len(word) - _NOUN + 1):
        front = word[:border]
        yield front, word[border:]
        if front[-1] in _SEAMS and border > _NOUN:
            yield front[:-1], word[border:]  # «бензопила» is a «пила бензиновая»


def _is_sure(word: str, hear: Hear) -> bool:
    found = hear(word)
    return bool(found) and found[0][1] >= _CERTAIN and word_form(word).pos in {"NOUN", None}


def mend_joints(tokens: Sequence[Token], hear: Hear, keep: Callable[[str], bool]) -> list[Token]:
    """Return *tokens* with words cut or moved where only then both parts are words of the catalogue.

    *hear* gives the terms that a word sounds like; *keep* says of a word that it is somebody's name.
    """
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        pair = None
        if _is_strange(token, hear) and not keep(token.text):
            if len(token.text) >= _SHORTEST:
                pair = _best(_cuts(token.text), hear)
            if pair is None and following is not None and not token.brk and _is_strange(following, hear):
                moved = _best(_moves(token.text, following.text), hear)
                if moved is not None:
                    result += [replace(token, text=moved[0]), replace(following, text=moved[1])]
                    place += 2
                    continue
        if pair is None:
            result.append(token)
        else:
            result += [replace(token, text=pair[0], brk=0), replace(token, text=pair[1], glued=False)]
        place += 1
    return result


def join_compounds(
    tokens: Sequence[Token],
    states: States = lambda _value, _kind: True,
    knows: Callable[[str], bool] = lambda _word: False,
) -> list[Token]:
    """Return *tokens* with adjectives put together that were heard as a number and a rest («пяти литровая»).

    *states* says whether some article has the property that comes out: «сорок шесть, литровый» are two words. *knows*
    says whether a name has the whole, as «двусторонний» of «двух сторонний».
    """
    result: list[Token] = []
    for token in tokens:
        before = result[-1] if result else None
        whole = joined(before.text, token.text) if before is not None and not before.brk else None
        if whole is None and before is not None and before.text == _HUNDRED and not before.brk:
            whole = _of_hundred(token.text, states)
        if whole is None and before is not None and not before.brk and parted(before.text, token.text, knows):
            result[-1] = replace(before, text=before.text + token.text, brk=token.brk)
            continue
        made = compound(whole) if whole is not None else None
        if before is None or whole is None or made is None or not states(made[1], made[0]):
            result.append(token)
        else:
            result[-1] = replace(before, text=whole, brk=token.brk)
    return result


def _of_hundred(word: str, states: States) -> str | None:
    """«Сто метровый» is 100 m where nothing of 1 m is sold: here the nominative is the genitive of compounds too."""
    alone, made = compound(word), compound(_HUNDRED + word)
    if made is None or not word.endswith(_SINGULAR) or (alone is not None and states(alone[1], alone[0])):
        return None
    return _HUNDRED + word


def _is_strange(token: Token, hear: Hear) -> bool:
    if token.value is not None or not _PART < len(token.text) <= _LONGEST or word_form(token.text).known:
        return False
    if compound(token.text) is not None:
        return False  # «шестипроцентный» is one word
    found = hear(token.text)
    return not found or found[0][1] < _SURE


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    for border in range(_PART, len(word) - _PART + 1):
        yield word[:border], word[border:]
        if word[border] in _LITTLE and len(word) - border > _PART:
            yield word[:border], word[border + 1 :]


def _moves(left: str, right: str) -> Iterator[tuple[str, str]]:
    for size in range(1, _FURTHEST + 1):
        if len(left) - size >= _PART:
            yield left[:-size], left[-size:] + right
        if len(right) - size >= _PART:
            yield left + right[:size], right[size:]


def _best(pairs: Iterator[tuple[str, str]], hear: Hear) -> tuple[str, str] | None:
    best: tuple[float, tuple[str, str]] | None = None
    for pair in pairs:
        left = hear(pair[0])
        if not left or left[0][1] < _SURE:
            continue
        right = hear(pair[1])
        if not right or right[0][1] < _SURE:
            continue
        sure = left[0][1] + right[0][1]
        if best is None or sure > best[0]:
            best = sure, pair
    return best[1] if best is not None else None
