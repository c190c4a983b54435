"""What in a catalogue makes orders harder to understand, said in words that its keeper can act on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.company import Product
from nlp.orders.catalogue.names import NameReader
from nlp.orders.catalogue.terms import Vocabulary

_LONGEST_NAME = 300
_MOST_SHOWN = 5
_ALIKE = "названия не различить на слух: добавьте отличие в название или псевдоним"


@dataclass(frozen=True, slots=True)
class CatalogueWarning:
    """One finding: the articles it is about and a sentence in Russian."""

    skus: tuple[str, ...]
    text: str


def check_catalogue(products: Sequence[Product]) -> list[CatalogueWarning]:
    """Return what makes *products* hard to tell apart or to count; an empty list is a good catalogue."""
    return [*_empty(products), *_indistinct(products), *_odd_packs(products)]


def _empty(products: Sequence[Product]) -> Iterator[CatalogueWarning]:
    for product in products:
        if not product.name.strip():
            yield CatalogueWarning((product.sku,), "нет названия: по голосу этот товар не найти")
        elif len(product.name) > _LONGEST_NAME:
            yield CatalogueWarning((product.sku,), f"название длиннее {_LONGEST_NAME} знаков: лишнее мешает узнать")


def _indistinct(products: Sequence[Product]) -> Iterator[CatalogueWarning]:
    """Articles whose names say the same words and numbers can never be told apart."""
    names = NameReader(Vocabulary())
    same: dict[object, list[str]] = defaultdict(list)
    for product in products:
        features = names.read(product.name[:_LONGEST_NAME])
        if features.terms or features.properties:
            same[(frozenset(features.terms), features.properties)].append(product.sku)
    for skus in same.values():
        if len(skus) > 1:
            yield CatalogueWarning(tuple(skus[:_MOST_SHOWN]), _ALIKE)


def _odd_packs(products: Sequence[Product]) -> Iterator[CatalogueWarning]:
    for product in products:
        if product.pack is not None and product.box is not None and product.box < product.pack:
            yield CatalogueWarning((product.sku,), "в коробке меньше, чем в упаковке")
