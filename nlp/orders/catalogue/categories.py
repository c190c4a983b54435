"""What articles are known by, and what the words of their categories say of each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.company import Product
from nlp.orders.catalogue.names import NameReader

_LIST = re.compile(r"\bи\b|,")  # «Подгузники и трусики»: a category of several kinds


@dataclass(slots=True)
class ProductFeatures:
    """What one article's name says: its terms, properties and head."""

    terms: frozenset[str]
    properties: frozenset[str]
    alias_terms: tuple[frozenset[str], ...]
    heads: frozenset[str]
    called: frozenset[str]  # first nouns of aliases


def settle_categories(
    products: Sequence[Product],
    features: Sequence[ProductFeatures],
    names: NameReader,
    postings: dict[str, list[int]],
) -> None:
    """Settle which words of a category each of its articles is called by.

    The words of a category that holds one kind of goods are words of each: «постельное бельё» of sets. Of «Подгузники и
    трусики» a word that some names have is none of the others.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for place, product in enumerate(products):
        members[product.category].append(place)
    for category, places in members.items():
        if _LIST.search(category):
            _tell_apart(names.read(category).terms, places, features, postings)
        if len(places) > 1 and frozenset.intersection(*(features[place].heads for place in places)):
            named = frozenset().union(*(features[place].terms for place in places))
            for term in names.read(category).terms:
                postings["p:" + term] += places if term not in named else []


def _tell_apart(
    terms: Iterable[str], places: Sequence[int], features: Sequence[ProductFeatures], postings: dict[str, list[int]]
) -> None:
    for term in terms:
        others = {place for place in places if term not in features[place].terms}
        if len(others) < len(places):
            postings["c:" + term] = [place for place in postings["c:" + term] if place not in others]
