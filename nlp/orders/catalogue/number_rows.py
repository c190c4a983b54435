"""Which articles a number that describes holds of: exactly, in another scale, as part of a code, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from nlp.orders.catalogue.names import plain, section_key
from nlp.orders.measures.marks import NumberMark

Row = NDArray[np.float32]
Postings = Mapping[str, NDArray[np.int32]]
_ROUNDED = frozenset({"l", "kg", "m"})
_NEAR = Decimal("0.02")  # of a measure: what is left out when it is said round
_FEWEST_PARTS = 4
_NOWHERE = np.empty(0, dtype=np.int32)
_MODEL = 100  # a smaller number is rather a size than the code of a model
_WHOLE_PART = 10  # of a decimal by which people call what is sold
_FEWEST_SMALL = 50  # grams or millilitres of a bare number
_SHORTEST_CM = 15  # a smaller bare number is rather something else
_OTHER_SCALES = tuple(Decimal(10) ** power for power in (1, -1, 2, -2, 3, -3))  # mm, cm, m
_MEASURED = frozenset({"size", "mm", "mm2", "no", "height"})  # kinds that names write as parts of a section
_SMALL_PARTS = frozenset({"l", "kg"})  # kinds that types of standards state in millilitres and grams
_IMPLIED_ONE = frozenset({"slot", "key", "layer"})


def raise_row(postings: Postings, row: Row, key: str, value: float) -> None:
    """Raise *row* to at least *value* for the articles that *postings* hold under *key*."""
    places = postings.get(key)
    if places is not None:
        row[places] = np.maximum(row[places], value)


class NumberRows:
    """Rows of numbers over *articles* articles; *measured* are the values that names state, by kind."""

    def __init__(self, postings: Postings, articles: int, measured: Mapping[str, Collection[Decimal]]) -> None:
        self._postings = postings
        self._articles = articles
        self._measured = measured

    def row(self, mark: NumberMark, weight: float, miss: float) -> Row:
        """Return the row of a property; articles that state another value of the same kind get twice *miss*."""
        if "|" in mark.kind:
            return np.maximum(*(self.row(replace(mark, kind=kind), weight, miss) for kind in mark.kind.split("|")))
        row = np.full(self._articles, -miss, dtype=np.float32)
        if mark.kind == "dims":
            return self._section(row, mark.values, weight)
        kind = mark.kind
        value = plain(mark.value * mark.unit.factor) if mark.unit is not None else plain(mark.value)
        if kind in _IMPLIED_ONE and value == "1":
            row[:] = 0.2 * weight  # what says nothing of its places has one
        if not kind:
            self._bare(row, mark, value, weight)
            return row
        stated = self._postings.get("k:" + kind)
        if stated is not None:
            row[stated] = -2 * miss
        self._of_another_kind(row, kind, value, weight)
        if stated is not None and not kind.startswith("@"):
            row[stated] = -2 * miss  # the three of МР-3 is no 3 mm of what is 4 mm
        self._metres(row, mark, kind, value, weight)
        self._raise(row, f"n:{value}:{kind}", weight)
        if (near := self._nearly(mark.value, kind)) is not None:
            self._raise(row, f"n:{near}:{kind}", weight * 0.85)
        if kind[0] not in "@#" and stated is None:  # names write it in a way of their own («4Н»)
            self._raise(row, "n:" + value, weight * 0.8)
        return row

    def _section(self, row: Row, values: Sequence[Decimal], weight: float) -> Row:
        self._raise(row, "d:" + section_key(values), weight)
        for factor in _OTHER_SCALES:  # said in centimetres of what names give in millimetres, or the other way
            self._raise(row, "d:" + section_key([value * factor for value in values]), weight * 0.85)
        for factor in (Decimal(1), *_OTHER_SCALES):  # «метр на сорок» of a mirror 400х1000
            self._raise(row, "d:" + section_key([value * factor for value in values[::-1]]), weight * 0.7)
        return self._raise_apart(row, values, weight * 0.85)

    def _bare(self, row: Row, mark: NumberMark, value: str, weight: float) -> None:
        """A number that nothing tells the kind of."""
        self._raise(row, "m:" + value, weight * 0.6)
        self._raise(row, "f:" + value, weight * 0.73)  # by it people call what is sold: «двадцать пятая труба»
        if mark.value >= _MODEL:
            self._raise(row, "a:" + value, weight * 0.73)  # of a code: «хамелеон семьсот семьдесят семь»
        self._raise(row, "n:" + value, weight * 0.9)
        self._parts(row, mark.value, weight * 0.6)
        if mark.unit is None and _FEWEST_SMALL <= mark.value < 1000:  # «по четыреста пятьдесят» of «0,45 кг»
            for kind in ("kg", "l"):
                self._raise(row, f"n:{plain(mark.value / 1000)}:{kind}", weight * 0.8)
        if mark.ordinal and mark.value >= _WHOLE_PART:
            self._raise(row, "i:" + value, weight * 0.55)  # «девятнадцатая» of 19,05
        if mark.unit is None and mark.value > 1:  # «на три с половиной» of 3500, «на двадцать» of 20000
            sure = 0.8 if mark.value != int(mark.value) else 0.55 if mark.after_na else 0.0
            self._raise(row, "n:" + plain(mark.value * 1000), weight * sure)
        if mark.value >= _SHORTEST_CM and mark.unit is None:  # said in centimetres
            self._raise(row, "f:" + plain(mark.value * 10), weight * 0.6)
            self._raise(row, f"n:{plain(mark.value * 10)}:mm", weight * 0.6)

    def _of_another_kind(self, row: Row, kind: str, value: str, weight: float) -> None:
        """The same number where names state it as something else, or as nothing in particular."""
        if kind.startswith("@"):
            self._raise(row, "n:" + value, weight * 0.6)
            self._raise(row, "m:" + value, weight * 0.6)
        else:
            self._raise(row, f"n:{value}:", weight * 0.85)
            if kind not in _ROUNDED:  # the 100 of ПЭ100 is no hundred metres
                self._raise(row, f"n:{value}:@", weight * 0.85)
        if kind in _MEASURED:
            self._raise(row, "m:" + value, weight * 0.7)
        if kind in _SMALL_PARTS:  # «двести пятьдесят миллилитров» of a flask 2-250-2
            self._raise(row, "r:" + plain(Decimal(value) * 1000), weight * 0.7)

    def _metres(self, row: Row, mark: NumberMark, kind: str, value: str, weight: float) -> None:
        """A metre in speech is a thousand millimetres in a section, and a section may be written in metres."""
        if kind not in {"m", "mm"}:
            return
        millimetres = mark.value * (1000 if kind == "m" else 1)
        self._raise(row, "m:" + plain(millimetres), weight * 0.7)
        other = f"{plain(millimetres)}:mm" if kind == "m" else f"{plain(mark.value / 1000)}:m"
        self._raise(row, "n:" + other, weight)
        if kind == "m":
            self._raise(row, ("m:" if "." in value else "s:") + value, weight * 0.85)

    def _parts(self, row: Row, value: Decimal, weight: float) -> None:
        """«Двадцать пятая леска» is 0.25 mm, «двести десять» 2.1 m, «девятка» 0.9 mm."""
        if value != int(value) or value < _FEWEST_PARTS:
            return
        if value < _MODEL:
            self._raise(row, f"n:{plain(value / (10 if value < 10 else 100))}:mm", weight)
        else:
            self._raise(row, f"n:{plain(value / 100)}:m", weight)

    def _nearly(self, value: Decimal, kind: str) -> str | None:
        """Return the value of *kind* that is said rounded: «четыре с половиной литра» of «4,54 л»."""
        if kind not in _ROUNDED or f"n:{plain(value)}:{kind}" in self._postings:
            return None
        near = (other for other in self._measured[kind] if abs(other - value) <= value * _NEAR and other != value)
        return next((plain(other) for other in near), None)

    def _raise_apart(self, row: Row, values: Sequence[Decimal], value: float) -> Row:
        """Raise articles that state each of *values* by itself: «48х66» of a name with «48 мм 66 м»."""
        common: set[int] | None = None
        for number in values:
            keys = "n:" + plain(number), "a:" + plain(number)  # «G3/8» of «8 мм - G3/8»
            here = {place for key in keys for place in self._postings.get(key, _NOWHERE).tolist()}
            common = here if common is None else common & here
        if common and len(set(values)) > 1:
            apart = list(common)
            row[apart] = np.maximum(row[apart], value)
        return row

    def _raise(self, row: Row, key: str, value: float) -> None:
        raise_row(self._postings, row, key, value)
