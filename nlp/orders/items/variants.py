"""The other flavour, colour or make of what was spoken of last: «сироп карамель шесть, лесной орех шесть»."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.measures.sizes import extremes, measures

_SURE = 0.9


def variant(catalogue: Catalogue, place: int, said: Sequence[Atom]) -> int | None:
    """Return the only article that is the one at *place* but for what was *said*, all of which it carries."""
    terms = _said_terms(said)
    there = catalogue.features[place]
    fitting = []
    for other in catalogue.of_kind(place):
        here = catalogue.features[other]
        new = here.terms - there.terms
        carries = all(atom.row is not None and atom.row[other] > 0 for atom in said)
        if new and new <= terms and carries and here.properties == there.properties:
            fitting.append(other)
    return fitting[0] if len(fitting) == 1 else None


def other_size(catalogue: Catalogue, place: int, said: Sequence[Atom]) -> int | None:
    """Return the large or small one, as *said*, of the sizes of the article at *place*, where there are two."""
    wanted = next((atom.extreme for atom in said if atom.extreme), 0)
    sizes = catalogue.sizes_of(place)
    chosen = extremes(sizes, [measures(catalogue.features[size].properties) for size in sizes], wanted)
    return chosen[0] if wanted and len(chosen) == 1 < len(sizes) else None


def is_said(catalogue: Catalogue, place: int, last: int, said: Sequence[Atom]) -> bool:
    """Say whether all words of the article at *place* were *said*, or with the article at *last* before."""
    return catalogue.features[place].terms <= _said_terms(said) | catalogue.features[last].terms


def _said_terms(said: Sequence[Atom]) -> set[str]:
    return {term for atom in said if atom.kind is Kind.WORD for term, sure in atom.matches if sure >= _SURE}
