"""What speaks for and against a line, in numbers that can be weighed.

A line is wrong where goods were said that the company does not sell and something near was taken for them. Each sign
tells one way in which that shows: what was said and the article lacks, what it has and nobody said, whose words were
borrowed from goods before, what stands beside it and was understood as nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import CALLED, Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolve import explained
from nlp.orders.items.strangers import ASIDE_WEIGHT
from nlp.orders.measures.properties import STANDARD_KINDS, STANDARDS
from nlp.orders.reading import OrderLine, Unresolved
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_latin

Signs = dict[str, float]
Outcome = tuple[Item, OrderLine | Unresolved | None]
Usual = Callable[[str], Decimal | None]
_NUMBERS = frozenset({Kind.PROPERTY, Kind.OPEN})
_ADJACENT = 2  # tokens from one item to the next, with one little word between
_THIN, _MUCH, _LITTLE = 0.5, 0.3, 1.7  # the last two are powers of ten from what is usual
_AT_MOST = 0.5  # of them: an amount alone asks for nothing
_MOST_PLACES, _MOST_UNSAID, _MOST_APART = 40, 3, 4
_BORROWED = (
    "gap", "unsaid", "unsaid_numbers", "modifiers", "wordless", "noun_unsaid", "unsure", "against_words_before",
    "against_numbers_before", "bare", "counts_a_size", "lone", "new_words", "new_numbers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line where it stands: *own* words, those taken over *before* it, and the outcomes around it in speech."""

    catalogue: Catalogue
    item: Item
    done: OrderLine
    place: int
    own: Sequence[Atom]
    context: Sequence[Atom]
    earlier: Sequence[Outcome]
    following: Outcome | None

    def value(self, atom: Atom) -> float:
        return float(atom.row[self.place]) if atom.row is not None else 0.0

    def held(self, atoms: Sequence[Atom]) -> list[Atom]:
        """Return those of *atoms* that speak for the article."""
        return [atom for atom in atoms if atom.weight and self.value(atom) > 0]


def lines_of(catalogue: Catalogue, outcomes: Sequence[Outcome]) -> list[tuple[int, Line]]:
    """Return the lines of *outcomes* that stand on words, each with its place among them."""
    order = sorted(range(len(outcomes)), key=lambda index: (_first(outcomes[index][0]), index))
    found = []
    for rank, index in enumerate(order):
        item, done = outcomes[index]
        if not isinstance(done, OrderLine) or item.usual or not item.evidence:
            continue
        own = [atom for atom in item.evidence if any(atom is other for other in item.own)] or item.evidence
        context = [atom for atom in item.evidence if not any(atom is other for other in own)]
        earlier = [outcomes[other] for other in order[:rank]]
        following = outcomes[order[rank + 1]] if rank + 1 < len(order) else None
        place = item.found.places[0]
        line = Line(catalogue, item, done, place, own, context, earlier, following)
        if not _told_otherwise(line):
            found.append((index, line))
    return found


def _told_otherwise(line: Line) -> bool:
    """Say whether something else than its words chose the article: a correction, whose first words speak of another, or
    «маленький» of what was spoken of last."""
    if line.item.found.weak and any(atom.extreme for atom in line.own):
        return True
    kinds = _NUMBERS | {Kind.WORD}
    return len(line.item.spans) > 1 and any(line.value(atom) < 0 for atom in line.own if atom.kind in kinds)


def signs(line: Line, usual: Usual, bought: Collection[str] = ()) -> Signs:
    """Return the signs of *line*; *usual* says how much of an article is at most usual, *bought* what the client has
    bought before."""
    found = _said(line) | _unsaid(line) | _resolved(line) | _counted(line, usual) | _around(line)
    found["bought"] = float(line.done.sku in bought)
    borrowed = 1 - found["noun"]
    found |= {f"borrowed_{name}": found[name] * borrowed for name in _BORROWED}
    found["counts_a_size_bare"] = found["counts_a_size"] * found["bare"]
    found["wordless_of_others"] = found["wordless"] * found["against_nouns_before"]
    found["lone_unsure"] = found["lone"] * found["unsure"]
    return found


def _said(line: Line) -> Signs:
    held, terms = line.held(line.own), line.catalogue.features[line.place].terms
    words = [atom for atom in held if atom.kind is Kind.WORD]
    numbers = [atom for atom in held if atom.kind in _NUMBERS]
    nouns = [atom for atom in held if atom.is_head]
    found = {
        "noun": float(bool(nouns)),
        "called": float(any(line.value(atom) >= CALLED * atom.weight for atom in nouns)),
        "article": float(any(atom.kind is Kind.ARTICLE for atom in held)),
        "wordless": float(not words),
        "numberless": float(not numbers),
        "many_words": float(len(words) > 2),
        "many_numbers": float(len(numbers) > 1),
        "lone": float(len(held) <= 1),
        "unsure": 1 - min((min(1.0, _certainty(atom)) for atom in words), default=1.0),
        "in_part": 1 - min((min(1.0, line.value(atom) / atom.weight) for atom in words), default=1.0),
        "modifiers": float(bool(words) and all(map(_describes, words))),
        "name": float(any(_is_brand(_term(atom), terms) for atom in words)),
        "letters": float(bool(words) and all(len(_term(atom)) <= 2 for atom in words)),
    }
    by_alias = [atom for atom in words if not any(term in terms for term, _ in atom.matches)]
    found["by_alias"] = len(by_alias) / len(words) if words else 0.0
    return found | _against(line, line.own, "") | _against(line, line.context, "_before") | _unknown(line)


def _against(line: Line, atoms: Sequence[Atom], ending: str) -> Signs:
    """Return what of *atoms* the article lacks or states otherwise."""
    against = [
        atom
        for atom in atoms
        if atom.row is not None and atom.weight and line.value(atom) < 0 and not (atom.plain or atom.extreme)
    ]
    words = [atom for atom in against if atom.kind is Kind.WORD]
    return {
        "against_words" + ending: sum(map(_certainty, words)),
        "against_nouns" + ending: float(sum(atom.is_head for atom in words)),
        "against_modifiers" + ending: float(sum(is_modifier(atom.text) for atom in words)),
        "against_numbers" + ending: float(sum(atom.kind in _NUMBERS for atom in against)),
    }


def _unknown(line: Line) -> Signs:
    unknown = [atom for atom in line.own if atom.kind is Kind.UNKNOWN and not (atom.plain or atom.extreme)]
    asides = [atom for atom in unknown if atom.weight <= ASIDE_WEIGHT]
    return {
        "unknown": sum(atom.weight for atom in unknown if atom.weight > ASIDE_WEIGHT),
        "asides": float(len(asides)),
        "names_beside": float(sum(_is_name(atom) for atom in asides)),
    }


def _unsaid(line: Line) -> Signs:
    """Return what the article is called and nobody said, and what of that the goods before were not either."""
    features = line.catalogue.features[line.place]
    own = {term for atom in line.own for term, _ in atom.matches}
    heard = own | {term for atom in line.context for term, _ in atom.matches}
    weights = {term: line.catalogue.weight(term) for term in features.terms if len(term) > 1}
    whole = sum(weights.values()) or 1.0
    numbers = _numbers_unsaid(line, features.properties)
    found = {
        "unsaid": sum(weight for term, weight in weights.items() if term not in heard) / whole,
        "unsaid_alone": sum(weight for term, weight in weights.items() if term not in own) / whole,
        "unsaid_numbers": float(min(_MOST_UNSAID, len(numbers))),
        "noun_unsaid": float(features.heads.isdisjoint(heard)),
        "noun_unsaid_alone": float(features.heads.isdisjoint(own)),
        "new_words": 0.0,
        "new_numbers": 0.0,
    }
    if (before := _before(line)) is not None:
        theirs = line.catalogue.features[before]
        fresh = sum(weight for term, weight in weights.items() if term not in heard and term not in theirs.terms)
        found["new_words"] = fresh / whole
        found["new_numbers"] = float(min(_MOST_UNSAID, len(numbers - theirs.properties)))
    return found


def _numbers_unsaid(line: Line, properties: Collection[str]) -> set[str]:
    held = [atom.mark for atom in line.item.evidence if atom.mark is not None and line.value(atom) > 0]
    values = {f"{value.normalize():f}" for mark in held for value in mark.values}
    return {
        key
        for key in properties
        if not set(key[2:].split(":")[0].split("x")) <= values
        and key.rsplit(":", 1)[-1] not in STANDARD_KINDS
        and key not in STANDARDS
    }


def _resolved(line: Line) -> Signs:
    found = line.item.found
    said, got = explained(line.own, line.place)
    return {
        "gap": max(0.0, 1 - found.coverage),
        "gap_alone": 1 - got / said if said else 0.0,
        "doubtfully_heard": 1 - found.certainty,
        "thin": max(0.0, _THIN - found.margin),
        "weak": float(found.weak),
        "noted": float(line.done.note is not None),
        "rivals": math.log1p(len(found.rivals)),
        "mended": float(len(line.item.spans) > 1),
        "far": float(_apart(line)),
    }


def _apart(line: Line) -> int:
    """Return how many tokens stand within the line that it does not stand on: «четыре, если возите, а бельё …»."""
    counted = [line.item.counted] if line.item.counted is not None else []
    atoms = sorted((*line.own, *counted), key=lambda atom: atom.first)
    if len(line.item.spans) > 1:
        return 0
    return min(_MOST_APART, max((after.first - before.last - 1 for before, after in pairwise(atoms)), default=0))


def _counted(line: Line, usual: Usual) -> Signs:
    counted = line.item.counted
    row = counted.as_property if counted is not None else None
    bare = counted is not None and counted.kind is Kind.OPEN and line.item.unit is None
    found = {
        "bare": float(bare),
        "unit_alone": float(counted is not None and counted.kind is Kind.UNIT),
        "counts_a_size": float(row is not None and _of_kind(line, np.flatnonzero(row > 0)[:_MOST_PLACES])),
        "counts_its_size": float(row is not None and row[line.place] > 0),
        "much": 0.0,
        "little": 0.0,
    }
    if (most := usual(line.done.sku)) is not None and most > 0 and line.done.quantity > 0:
        ratio = math.log10(float(line.done.quantity / most))
        found["much"] = min(_AT_MOST, max(0.0, ratio - _MUCH))
        found["little"] = min(_AT_MOST, max(0.0, -ratio - _LITTLE))
    return found


def _around(line: Line) -> Signs:
    """Return how the line stands among the others: what it may be a torn piece of, what it is unlike."""
    names = any(atom.is_head and line.value(atom) > 0 for atom in line.own)
    alike = any(_is_like(line, item) for item, _ in line.earlier)
    found = dict.fromkeys(
        ("behind_uncounted", "borrows_of_uncounted", "behind_question", "behind_nothing", "behind_unlike"), 0.0
    )
    found |= dict.fromkeys(("before_uncounted", "before_question", "before_nothing"), 0.0)
    found |= {"unlike_all": float(not alike and not names), "begins": float(not line.earlier and not names)}
    found["goes_on"] = float(any(atom.link for atom in line.own[1:]))
    if line.earlier:
        item, done = line.earlier[-1]
        near = 0 <= _first(line.item) - _last(item) <= _ADJACENT
        found["behind_uncounted"] = float(near and not item.has_quantity)
        found["borrows_of_uncounted"] = float(near and not item.has_quantity and not names)
        found["behind_question"] = float(near and isinstance(done, Unresolved) and not names)
        found["behind_nothing"] = float(near and done is None and not names)
        found["behind_unlike"] = float(not names and not _is_like(line, item))
    if line.following is not None:
        item, done = line.following
        near = 0 <= _first(item) - _last(line.item) <= _ADJACENT
        found["before_uncounted"] = float(near and not item.has_quantity)
        found["before_question"] = float(near and isinstance(done, Unresolved))
        found["before_nothing"] = float(near and done is None)
    return found


def _before(line: Line) -> int | None:
    """Return the article of the item before, or the nearest to what was said of it."""
    places = line.earlier[-1][0].found.places if line.earlier else []
    return places[0] if places else None


def _is_like(line: Line, item: Item) -> bool:
    return _of_kind(line, (*item.found.places[:1], *item.found.rivals[:1]))


def _of_kind(line: Line, places: Collection[int]) -> bool:
    features = line.catalogue.features
    return any(not features[line.place].heads.isdisjoint(features[int(place)].heads) for place in places)


def _describes(atom: Atom) -> bool:
    return is_modifier(atom.text) or is_modifier(_term(atom))


def _is_brand(term: str, terms: Collection[str]) -> bool:
    return term in terms and (is_latin(term) or not word_form(term).known)


def _is_name(atom: Atom) -> bool:
    form = word_form(atom.text)
    return form.is_name or "Geox" in form.grammemes or not form.known


def _term(atom: Atom) -> str:
    return atom.matches[0][0] if atom.matches else atom.text


def _certainty(atom: Atom) -> float:
    return atom.matches[0][1] if atom.matches else 0.5


def _first(item: Item) -> int:
    return min((first for first, _ in item.spans), default=10**6)


def _last(item: Item) -> int:
    return max((last for _, last in item.spans), default=-1)


def weighed(found: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """Return the probability that *weights* give to the signs *found*."""
    total = bias + sum(weight * found.get(name, 0.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
