"""Containers that names tell of: «Сыр Пармезан, клин 5 кг», «Мёд цветочный (куботейнер 35 кг)».

What goods sold by measure come in stands behind a comma or bracket, with as much as the price list gives for one pack.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from decimal import Decimal

from models.company import Product
from nlp.orders.speech.tokens import normal
from nlp.orders.speech.units import PREFIX_KINDS, CountUnit, Unit, count_unit, property_unit
from nlp.text.morph import noun_of, word_form

_HOLDS = re.compile(r"[,(] ?([а-я]{3,}) (\d+(?:[.,]\d+)?) ?(?:кг|л|м)(?![а-я0-9/²³])")


def containers_of(products: Iterable[Product], heads: Collection[str]) -> frozenset[str]:
    """Return the dictionary forms of the containers that names of *products* tell of; *heads* are goods."""
    words = set()
    for product in products:
        packed = {size for size in (product.pack, product.box) if size is not None}
        for word, held in _HOLDS.findall(normal(product.name)) if packed else ():
            if Decimal(held.replace(",", ".")) in packed:
                words.add(word)
    return frozenset(noun_of(word) for word in words if _is_container(word)) - frozenset(heads)


def _is_container(word: str) -> bool:
    form = word_form(word)
    described = not PREFIX_KINDS.keys().isdisjoint(form.lemmas)
    listed = count_unit(word) is not None or property_unit(word) is not None
    return form.pos == "NOUN" and "nomn" in form.cases and not described and not listed


def as_container(word: str, containers: Collection[str]) -> CountUnit | None:
    """Return the unit that *word* counts in where it is one of *containers* in any form."""
    if not containers or not any(lemma in containers for lemma in word_form(word).lemmas):
        return None
    return CountUnit(Unit.UNNAMED)
