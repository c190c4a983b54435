"""The catalogue as a person searches it: from the CRM's last answer, so that it works while the CRM is down.

People type beginnings of words in any form («перч 10 пвх», «перчаток»): every typed word must begin a word of the
article, or share a long beginning with one.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.company import Product
from models.database import Maker
from models.tables import CachedProduct

REFRESH_S = 30.0  # how long a new article may be missing from the search
SHORTEST_STEM = 4  # «перчаток» and «перчатки» share five letters; fewer letters join different words
LONGEST_ENDING = 3
_WORD = re.compile(r"[a-zа-я0-9]+(?:[.,/-][a-zа-я0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Entry:
    product: Product
    sku: str
    words: tuple[str, ...]


class Catalogue:
    """Articles kept in memory, read again when they change."""

    def __init__(self, readers: Maker) -> None:
        self._readers = readers
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._state: tuple[int, Any] | None = None
        self._entries: Mapping[str, _Entry] = {}

    def search(self, query: str, limit: int = 10) -> list[Product]:
        """Return the articles that fit *query*, best first."""
        wanted = _words(query)
        if not wanted:
            return []
        scored = ((_score(entry, wanted, _fold(query)), entry) for entry in self._fresh().values())
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].product.name))
        return [entry.product for _, entry in best[:limit]]

    def products(self, skus: Iterable[str]) -> dict[str, Product]:
        """Return the known ones of *skus*."""
        entries = self._fresh()
        return {sku: entries[sku].product for sku in skus if sku in entries}

    def _fresh(self) -> Mapping[str, _Entry]:
        with self._lock:
            if time.monotonic() - self._looked_at > REFRESH_S:
                with self._readers() as session:
                    self._reload(session)
                self._looked_at = time.monotonic()
            return self._entries

    def _reload(self, session: Session) -> None:
        state = session.execute(select(func.count(CachedProduct.id), func.max(CachedProduct.seen_at))).one()
        if tuple(state) != self._state:
            rows = session.scalars(select(CachedProduct))
            self._entries = {row.sku: _entry(product_of(row)) for row in rows}
            self._state = (state[0], state[1])


def product_of(row: CachedProduct) -> Product:
    """Return a kept article as a value; a detail that is not what it should be counts as not known."""
    details = row.details
    return Product(
        sku=row.sku,
        name=row.name,
        unit=row.unit,
        category=str(details.get("category") or ""),
        aliases=tuple(str(alias) for alias in details.get("aliases") or ()),
        pack=_decimal(details.get("pack")),
        box=_decimal(details.get("box")),
        price=_decimal(details.get("price")),
        wholesale_price=_decimal(details.get("wholesale_price")),
        wholesale_from=_decimal(details.get("wholesale_from")),
        weight_kg=_decimal(details.get("weight_kg")),
    )


def _entry(product: Product) -> _Entry:
    text = " ".join((product.sku, product.name, product.category, *product.aliases))
    return _Entry(product, _fold(product.sku), tuple(dict.fromkeys(_words(text))))


def _score(entry: _Entry, wanted: Sequence[str], whole: str) -> float:
    """Return how well an article fits: 0 where one of the wanted words is in none of its words."""
    if entry.sku == whole:
        return 1000.0
    begun = 100.0 if entry.sku.startswith(whole) else 0.0
    likeness = [max((_likeness(word, other) for other in entry.words), default=0.0) for word in wanted]
    if 0.0 in likeness:
        return begun
    fewer_other_words = len(wanted) / (len(entry.words) + 1)  # decides between two that fit
    return begun + sum(likeness) + fewer_other_words


def _likeness(typed: str, word: str) -> float:
    if word == typed:
        return 3.0
    if word.startswith(typed):
        return 2.0
    if typed.isdigit():
        return 0.0
    shared = _shared_beginning(typed, word)
    long_enough = shared >= SHORTEST_STEM and max(len(typed), len(word)) - shared <= LONGEST_ENDING
    return 1.0 if long_enough else 0.0


def _shared_beginning(one: str, other: str) -> int:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared


def _words(text: str) -> list[str]:
    return _WORD.findall(_fold(text))


def _fold(text: str) -> str:
    return text.strip().casefold().replace("ё", "е")


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None
