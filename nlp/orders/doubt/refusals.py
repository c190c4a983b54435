"""What speaks for and against an item that was refused: nearly all of it fits one article, and something does not.

The rules refuse an item for one word that no article carries, one that another article carries, or a noun that the
name only mentions. Often that word is an aside, misheard or another name of the same thing; as often it asks for goods
that are not sold. The signs of a line say how well the rest fits; these say what it was refused for.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from rapidfuzz import fuzz

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.doubt.signs import Line, Outcome, Signs, Usual, lines_of, signs
from nlp.orders.items.atom import CALLED, Atom, Kind
from nlp.orders.items.strangers import ASIDE_WEIGHT, is_colour, is_material
from nlp.orders.reading import OrderLine
from nlp.text.morph import agree, is_modifier, word_form
from nlp.text.sound import is_latin, sound_key

_ALIKE, _SHORTEST = 75, 5
_MUCH_SAID, _CLEAR_MARGIN = 3.0, 2.0
_NUMBERS = frozenset({Kind.PROPERTY, Kind.OPEN})
_NEAR = 0.6  # of the best sum: what else the rest of the item may mean


def refused(
    catalogue: Catalogue, outcomes: Sequence[Outcome], offers: Mapping[int, OrderLine]
) -> list[tuple[int, Line]]:
    """Return for each of *outcomes* in *offers* the line it would be, where one article alone fits it best.

    What this article lacks means another one, however well the rest fits, where it tells the goods: an adjective
    («стяжка белая» of black ones, «гайки барашковые»), a kind («саморезы по металлу», «чай липтон») or what they come
    with («колесо с тормозом»).
    """
    held = {done.sku for _, done in outcomes if isinstance(done, OrderLine)}
    offered = [(item, offers.get(index, done)) for index, (item, done) in enumerate(outcomes)]
    found = [(index, line) for index, line in lines_of(catalogue, offered) if index in offers]
    return [(index, line) for index, line in found if line.done.sku not in held and not _is_other(line)]


def _is_other(line: Line) -> bool:
    strange = [atom.text for atom in _strangers(line)]
    return (
        any(map(is_modifier, _denied(line)))
        or any(map(is_colour, strange))
        or _comes_with(line)
        or _is_described(line)
        or _is_of_a_kind(line)
    )


def _is_of_a_kind(line: Line) -> bool:
    """Say whether an unknown noun stands right behind the noun of the goods, with no number between them, or is for
    them («лампа для аквариума»).

    Behind a number it is rather a measure («зерно», «микрофарад»), before the goods what people say besides.
    """
    unsaid = _unsaid_terms(line)
    nouns = [atom for atom in line.own if atom.is_head and line.value(atom) > 0]
    mentioned = not nouns and any(atom.mentioned for atom in line.held(line.own))
    if mentioned and any(atom.is_head for atom in _strangers(line)):
        return True
    numbers = [atom for atom in line.item.evidence if atom.kind in _NUMBERS]
    return any(
        noun.first < stranger.first
        and not any(noun.first < number.first < stranger.first for number in numbers)
        and not _alike(stranger, unsaid)
        for stranger in _strangers(line)
        for noun in nouns
    )


def _is_described(line: Line) -> bool:
    """Say whether a word that no article carries describes the noun of the goods: «гайки барашковые»."""
    nouns = [word_form(atom.text) for atom in line.held(line.item.evidence) if atom.is_head]
    unsaid = _unsaid_terms(line)
    strange = [atom.text for atom in _strangers(line) if is_modifier(atom.text) and not _alike(atom, unsaid)]
    return any(agree(word_form(word), noun) for word in strange for noun in nouns)


def refusal_signs(line: Line, usual: Usual, bought: Collection[str] = ()) -> Signs:
    """Return the signs of what would be *line* and was refused."""
    found = signs(line, usual, bought) | _held(line) | _strange(line) | _spoken_against(line)
    found["only_stranger"] = found["strangers"] * (1 - min(1.0, found["r_against"]))
    found["no_stranger"] = float(not found["strangers"])
    found["stranger_before_named"] = found["stranger_before"] * found["called"]
    found["stranger_is_head_unnamed"] = found["stranger_noun"] * (1 - found["noun"])
    return found


def _held(line: Line) -> Signs:
    held = line.held(line.item.evidence)
    total: Row = np.sum([atom.row for atom in line.item.evidence if atom.row is not None], axis=0)
    best = float(total[line.place])
    got = sum(line.value(atom) for atom in held)
    return {
        "got": min(_MUCH_SAID, got),
        "clear": min(_CLEAR_MARGIN, line.item.found.margin),
        "near": math.log1p(float(np.sum(total >= _NEAR * best))),
        "held_words": float(min(3, sum(atom.kind is Kind.WORD for atom in held))),
        "held_numbers": float(min(3, sum(atom.kind in _NUMBERS for atom in held))),
        "counted_with_unit": float(line.item.unit is not None),
    }


def _strange(line: Line) -> Signs:
    strangers = _strangers(line)
    held = line.held(line.own)
    first = min((atom.first for atom in held), default=0)
    last = max((atom.last for atom in held), default=0)
    unsaid = _unsaid_terms(line)
    return {
        "strangers": float(len(strangers)),
        "stranger_noun": float(any(atom.is_head for atom in strangers)),
        "stranger_modifier": float(any(is_modifier(atom.text) for atom in strangers)),
        "stranger_known": float(any(word_form(atom.text).known for atom in strangers)),
        "stranger_unfamiliar": float(any(not word_form(atom.text).known for atom in strangers)),
        "stranger_latin": float(any(is_latin(atom.text) for atom in strangers)),
        "stranger_name": float(any(word_form(atom.text).is_name for atom in strangers)),
        "stranger_person": float(any("anim" in word_form(atom.text).grammemes for atom in strangers)),
        "stranger_oblique": float(any(not atom.nominative and not atom.genitive for atom in strangers)),
        "stranger_material": float(any(is_material(atom.text) for atom in strangers)),
        "stranger_short": float(any(len(atom.text) <= 3 for atom in strangers)),
        "stranger_before": float(bool(strangers) and all(atom.last < first for atom in strangers)),
        "stranger_after": float(bool(strangers) and all(atom.first > last for atom in strangers)),
        "stranger_paused": float(any(atom.brk for atom in strangers)),
        "stranger_alike": max((_alike(atom, unsaid) for atom in strangers), default=0.0),
        "stranger_weight": sum(atom.weight for atom in strangers),
    }


def _unsaid_terms(line: Line) -> list[str]:
    said = {term for atom in line.item.evidence if line.value(atom) > 0 for term, _ in atom.matches}
    return [term for term in line.catalogue.features[line.place].terms if term not in said]


def _alike(atom: Atom, unsaid: Sequence[str]) -> float:
    """Return how like a word nobody knows is to one of the article that nobody said, from 0 to 1."""
    if len(atom.text) < _SHORTEST:
        return 0.0
    keys = [sound_key(term) for term in unsaid if len(term) >= _SHORTEST and not is_latin(term)]
    best = max((fuzz.partial_ratio(sound_key(atom.text), key) for key in keys), default=0.0)
    return max(0.0, best - _ALIKE) / (100 - _ALIKE)


def _comes_with(line: Line) -> bool:
    """Say whether a word that the article does not carry tells what the goods have: «с тормозом»."""
    having = [atom for atom in _lacking(line) if atom.mentioned and atom.kind is Kind.WORD]
    if any("ablt" in (cases := word_form(atom.text).cases) and "nomn" not in cases for atom in having):
        return True
    return any("ablt" in word_form(atom.text).cases and not atom.nominative for atom in _strangers(line))


def _strangers(line: Line) -> list[Atom]:
    return [atom for atom in line.own if atom.kind is Kind.UNKNOWN and atom.weight > ASIDE_WEIGHT]


def _denied(line: Line) -> list[str]:
    return [atom.text for atom in _lacking(line) if atom.kind is Kind.WORD]


def _lacking(line: Line) -> list[Atom]:
    """Return what was said, also of the goods before, and the article lacks or states otherwise."""
    return [
        atom
        for atom in line.item.evidence
        if atom.row is not None and atom.weight and line.value(atom) < 0 and not (atom.plain or atom.extreme)
    ]


def _spoken_against(line: Line) -> Signs:
    against = _lacking(line)
    words = [atom for atom in against if atom.kind is Kind.WORD]
    numbers = [atom for atom in against if atom.kind in _NUMBERS]
    heads = [atom for atom in line.item.evidence if atom.is_head and atom.row is not None and atom.weight]
    return {
        "r_against": sum(-line.value(atom) for atom in against),
        "r_against_own": sum(-line.value(atom) for atom in against if any(atom is own for own in line.own)),
        "r_words": float(len(words)),
        "r_letters": float(sum(len(atom.text) <= 2 for atom in words)),
        "r_mentioned": float(any(atom.mentioned for atom in words)),
        "r_negated": float(any(atom.negated for atom in line.item.evidence)),
        "r_heads": float(sum(atom.is_head for atom in words)),
        "r_numbers": float(len(numbers)),
        "r_open_numbers": float(sum(atom.kind is Kind.OPEN for atom in numbers)),
        "only_mentioned": float(any(0 < line.value(atom) < CALLED * atom.weight for atom in heads)),
    }
