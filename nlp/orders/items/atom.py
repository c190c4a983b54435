"""The smallest thing that reading an order moves around: one word, property, number or quantity as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nlp.orders.catalogue.matches import Matches
from nlp.orders.catalogue.number_rows import Row
from nlp.orders.measures.marks import NumberMark
from nlp.orders.speech.units import CountUnit

CALLED = 0.64  # of its weight: below it a noun is only mentioned by the article


class Kind(StrEnum):
    WORD = "word"
    UNKNOWN = "unknown"
    PROPERTY = "property"
    OPEN = "open"
    COUNT = "count"
    UNIT = "unit"  # «коробку перчаток»: one
    ARTICLE = "article"


@dataclass(slots=True, eq=False)
class Atom:
    """Evidence over tokens ``first`` to ``last``; ``row`` scores every article, ``weight`` is the most it can give."""

    kind: Kind
    first: int
    last: int
    row: Row | None = None
    weight: float = 0.0
    is_head: bool = False
    as_property: Row | None = None  # of a number that may count: its row if it names a property
    as_count: Row | None = None  # of a measure: what it costs each article to be counted so
    mark: NumberMark | None = None
    unit: CountUnit | None = None
    matches: Matches = ()
    brk: int = 0  # punctuation after
    text: str = ""
    code: str = ""  # that was spelt
    genitive: bool = False
    nominative: bool = False
    negated: bool = False
    mentioned: bool = False  # «для лопат», «с ручкой»: what the goods are for or have
    link: bool = False  # «и», «ещё», «плюс» before it
    either: bool = False  # «красные или синие»
    per: Atom | None = None  # «пять коробок» has «по сто пар»
    plain: bool = False  # «простой», «обычный»: of equals the one that says least of itself
    extreme: int = 0  # «большой» is 1, «маленький» -1: of two articles the larger or smaller

    @property
    def number(self) -> Decimal:
        """The number of a quantity; a unit alone is one."""
        return self.mark.value if self.mark is not None else Decimal(1)

    @property
    def is_quantity(self) -> bool:
        return self.kind in {Kind.COUNT, Kind.UNIT}
