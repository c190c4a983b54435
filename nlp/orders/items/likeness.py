"""Another article of the same kind: «вместо двадцать пятой лески тридцатую», «полотенца не белые, а синие»."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Resolution, Verdict
from nlp.text.sound import is_latin

_SHORTEST_BRAND = 3
_CATEGORY = 0.5  # of what articles of the name give: less is only their category
_EQUAL = 0.02  # likenesses that are one likeness


def another(catalogue: Catalogue, place: int, said: Sequence[Atom], denied: Sequence[Atom] = ()) -> Resolution:
    """Return what differs from the article at *place* as *said*: all of that it carries, the rest as alike as can be.

    What *denied* words name it must not carry. Several that are equally alike are a question.
    """
    wanted = [atom.row for atom in said if atom.row is not None]
    against = [atom.row for atom in denied if atom.row is not None and not atom.is_head]
    fitting = [
        other
        for other in catalogue.of_kind(place)
        if other != place and all(row[other] > 0 for row in wanted) and not any(row[other] > 0 for row in against)
    ]
    if not fitting or not wanted:
        return Resolution(Verdict.NONE)
    ranked = sorted(((_likeness(catalogue, place, other), other) for other in fitting), reverse=True)
    best = [other for likeness, other in ranked if likeness >= ranked[0][0] - _EQUAL]
    verdict = Verdict.ONE if len(best) == 1 else Verdict.SEVERAL
    return Resolution(verdict, best, [other for _, other in ranked], coverage=1.0)


def prefer_like(catalogue: Catalogue, found: Resolution, last: int, *, leaning: bool) -> None:
    """Of the equals in *found* take the one like the article at *last*: of the same brand, or, *leaning*, in all."""
    kept = _alike_by(catalogue, last, leaning=leaning)
    shared = sorted(
        ((len(kept & _alike_by(catalogue, place, leaning=leaning)), place) for place in found.places), reverse=True
    )
    if shared[0][0] and (len(shared) == 1 or shared[0][0] > shared[1][0]):
        best = shared[0][1]
        found.verdict, found.weak = Verdict.ONE, True
        found.places = [best, *(place for place in found.places if place != best)]
        found.note = "выбрано по соседней позиции заказа"


def _alike_by(catalogue: Catalogue, place: int, *, leaning: bool) -> frozenset[str]:
    features = catalogue.features[place]
    if leaning:
        return features.terms | features.properties | _code_letters(features.properties)
    return frozenset(term for term in features.terms if is_latin(term) and len(term) >= _SHORTEST_BRAND)


def describing(atoms: Sequence[Atom]) -> list[Atom]:
    """Return the atoms that tell what is meant and count nothing."""
    return [atom for atom in atoms if atom.kind in {Kind.WORD, Kind.PROPERTY, Kind.OPEN, Kind.ARTICLE}]


def _likeness(catalogue: Catalogue, place: int, other: int) -> float:
    one, two = catalogue.features[place], catalogue.features[other]
    said, also = ((each.terms | _numbers(each.properties) | _code_letters(each.properties)) for each in (one, two))
    return len(said & also) / max(1, len(said | also))


def _code_letters(properties: frozenset[str]) -> set[str]:
    """Return the letters of codes among *properties*: of «Б-1600» a bare «1250» is the «Б-1250» and no «А-1250»."""
    return {kind for key in properties if (kind := key.rsplit(":", 1)[-1]).startswith("@")}


def _numbers(properties: frozenset[str]) -> set[str]:
    """Return *properties* with each number of a section («230х2,0х22») by itself."""
    return {number for key in properties for number in (key[2:].split("x") if key.startswith("d:") else (key,))}


def points_at(evidence: Sequence[Atom], item: Item) -> float | None:
    """Return how well *evidence* describes *item*, or ``None`` where it describes something else."""
    places = item.found.places or item.found.rivals[:1]
    if not places:
        return None
    scores = []
    for place in places[:6]:
        score = 0.0
        for atom in evidence:
            if atom.row is None:
                continue
            value = float(atom.row[place])
            if value < 0 and (atom.is_head or atom.kind is Kind.PROPERTY):
                score -= 5
            if atom.is_head and 0 < value < _CATEGORY * float(atom.row.max()):
                continue  # «решётки» are no anemostats, though both are sold among «решётки»
            score += value
        scores.append(score)
    best = max(scores)
    return best if best > 0.2 else None
