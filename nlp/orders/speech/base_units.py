"""How a count in a unit that was said becomes base units of an article.

A package that the price list does not give is never taken for the base unit of goods sold by measure: there is no rate.
"""

from __future__ import annotations

import re
from decimal import Decimal

from models.company import Product
from nlp.orders.speech.tokens import normal
from nlp.orders.speech.units import MEASURED, CountUnit, Unit

_BASE: dict[str, Unit] = {
    "м3": Unit.CUBE, "куб": Unit.CUBE, "куб.м": Unit.CUBE, "м³": Unit.CUBE, "м куб": Unit.CUBE, "тн": Unit.KILOGRAM,
    "тонна": Unit.KILOGRAM, "км": Unit.METRE, "рулончик": Unit.ROLL, "бух": Unit.ROLL, "ящ": Unit.BOX,
    "кега": Unit.CONTAINER,
    "пара": Unit.PAIR, "пар": Unit.PAIR, "шт": Unit.PIECE, "штука": Unit.PIECE, "м": Unit.METRE,
    "метр": Unit.METRE, "м.п": Unit.METRE, "мп": Unit.METRE, "пог.м": Unit.METRE, "кг": Unit.KILOGRAM,
    "килограмм": Unit.KILOGRAM, "рул": Unit.ROLL, "рулон": Unit.ROLL, "бухта": Unit.ROLL, "компл": Unit.SET,
    "комплект": Unit.SET, "набор": Unit.SET, "л": Unit.LITRE, "литр": Unit.LITRE, "уп": Unit.PACK,
    "упак": Unit.PACK, "упаковка": Unit.PACK, "пач": Unit.PACKET, "пачка": Unit.PACKET, "кор": Unit.BOX,
    "коробка": Unit.BOX, "ящик": Unit.BOX, "мешок": Unit.BAG, "меш": Unit.BAG, "т": Unit.KILOGRAM,
    "м2": Unit.SQUARE, "кв.м": Unit.SQUARE, "м²": Unit.SQUARE, "м кв": Unit.SQUARE,
    "лист": Unit.CONTAINER, "бут": Unit.CONTAINER, "бан": Unit.CONTAINER, "паллета": Unit.PALLET,
}  # fmt: skip
_LARGE: dict[str, Decimal] = {  # base units that hold many of what people count in
    "т": Decimal(1000), "тн": Decimal(1000), "тонна": Decimal(1000), "км": Decimal(1000), "тыс.шт": Decimal(1000),
    "тыс. шт": Decimal(1000), "тыс шт": Decimal(1000), "тыс": Decimal(1000), "100 шт": Decimal(100),
}  # fmt: skip
_HOLDS = re.compile(
    r"\d+\s*(?:шт|рул|лист|л\b(?!итр)|пар\b|пакет|таб|саше|уп|предм|цвет)|"
    r"\b(?:уп(?:ак(?:овка)?)?|пач(?:ка)?|набор)\b\.?\s*(?:по\s*)?\d"  # «(уп. 100)»
)
_BULK = re.compile(r"\d\s*(?:кг|л)(?![а-я])")
_OF_TWO = re.compile(r"\bпара\b")
_STATED = {
    Unit.KILOGRAM: re.compile(r"(\d+(?:[.,]\d+)?)\s*кг(?![а-я/])"),
    Unit.LITRE: re.compile(r"(\d+(?:[.,]\d+)?)\s*л(?![а-я/])"),
}
_COUNTED = frozenset(
    {Unit.PIECE, Unit.PAIR, Unit.SET, Unit.ROLL, Unit.CONTAINER, Unit.PACK, Unit.PACKET, Unit.BOX, Unit.BAG}
)


def base_unit(product: Product) -> Unit:
    """Return the kind of the product's base unit; an unknown one counts as pieces."""
    return _BASE.get(normal(product.unit).strip(" ."), Unit.PIECE)


def to_base(number: Decimal, spoken: CountUnit | None, product: Product, *, by_contents: bool = True) -> Decimal | None:
    """Return *number* of *spoken* units in base units of *product*, or ``None`` where that unit cannot be.

    Without a spoken unit the number is taken in base units. *by_contents*: kilograms and litres may count packages
    that state how much they hold.
    """
    if spoken is None:
        return number
    base = base_unit(product)
    number *= spoken.factor
    if spoken.unit == base:
        return number / _LARGE.get(normal(product.unit).strip(" ."), Decimal(1))
    rate = _rate(spoken.unit, base, product)
    if rate is None:
        return _whole_packages(number, spoken.unit, base, product) if by_contents else None
    return number * rate


def _whole_packages(number: Decimal, unit: Unit, base: Unit, product: Product) -> Decimal | None:
    """«Двадцать килограмм» of what is sold in packets of one kilogram are twenty; one packet's weight counts none."""
    if unit not in _STATED or base not in _COUNTED:
        return None
    held = _stated(product, unit)
    return number / held if held and number > held and number % held == 0 else None


def _rate(unit: Unit, base: Unit, product: Product) -> Decimal | None:
    counted = base in _COUNTED
    if unit in {Unit.PIECE, Unit.SET}:
        return Decimal(1) if counted else None
    if unit is Unit.METRE:
        return Decimal(1) if base is Unit.SQUARE else None  # «сто метров» of tiles are square ones
    if unit is Unit.PAIR:
        return _pair_rate(product, base)
    if unit is Unit.PACK:
        return product.pack or _packaged(product, base)
    if unit is Unit.PACKET:
        return product.pack or (Decimal(1) if counted and base is not Unit.PAIR else _stated(product, base))
    if unit in {Unit.BOX, Unit.CRATE}:
        crate = product.pack if unit is Unit.CRATE and not counted else None
        return product.box or crate or _piece_named(product, base, ("коробк", "ящик", "короб", "кейс"))
    if unit is Unit.BAG:
        return _bag_rate(product, base)
    if unit is Unit.ROLL:
        return _roll_rate(product, base)
    return _container_rate(unit, base, product)


def _pair_rate(product: Product, base: Unit) -> Decimal | None:
    """A pair is two pieces, but one of what is a pair by its own name («Заглушка торцевая, пара»)."""
    if _OF_TWO.search(normal(product.name)):
        return Decimal(1) if base in {Unit.PIECE, Unit.SET} else None
    return Decimal(2) if base is Unit.PIECE else None


def _container_rate(unit: Unit, base: Unit, product: Product) -> Decimal | None:
    """A bottle or a sheet is the piece itself; of what is sold by measure it is what the name or the price list says.

    A noun of no list may be a package of pieces as well, where the price list has packages.
    """
    if unit not in {Unit.CONTAINER, Unit.UNNAMED, Unit.BARREL}:
        return None
    if base in _COUNTED:
        several = unit is Unit.UNNAMED and product.pack is not None and product.pack > 1
        return None if several or base is Unit.PAIR else Decimal(1)
    if unit is Unit.BARREL:
        return _stated(product, base) if "боч" in normal(product.name) else None
    return _stated(product, base) or product.pack


def _stated(product: Product, measure: Unit) -> Decimal | None:
    """Return how many kilograms or litres one holds by its name («фарш зам. 1 кг», «вед. 5 кг»)."""
    if measure not in _STATED:
        return None
    stated = set(_STATED[measure].findall(normal(product.name)))
    return Decimal(stated.pop().replace(",", ".")) if len(stated) == 1 else None


def _packaged(product: Product, base: Unit) -> Decimal | None:
    """An article that says how many it holds («100 шт», «(уп. 50)») or how many kilograms is a package itself."""
    holds = _HOLDS.search(normal(product.name)) is not None or _stated(product, Unit.KILOGRAM) is not None
    if base in _COUNTED and base is not Unit.PAIR and holds:
        return Decimal(1)
    return _piece_named(product, base, ("упак", "пачк", "блок", "пакет", "набор"))


def _bag_rate(product: Product, base: Unit) -> Decimal | None:
    if base is Unit.KILOGRAM:
        return product.pack or _stated(product, base) or product.box
    named = _piece_named(product, base, ("мешок", "мешк", "куль"))
    if named is not None:
        return named
    if base in _COUNTED and base is not Unit.PAIR and _BULK.search(normal(product.name)):
        return Decimal(1)  # what is sold by weight or volume is a bag itself
    return product.box or product.pack


def _roll_rate(product: Product, base: Unit) -> Decimal | None:
    if base in MEASURED:
        return product.pack or product.box
    return Decimal(1) if base in {Unit.PIECE, Unit.SET} else None


def _piece_named(product: Product, base: Unit, stems: tuple[str, ...]) -> Decimal | None:
    """One unit is one package only where the article itself is called one."""
    if base not in _COUNTED or base is Unit.PAIR:
        return None
    text = normal(" ".join((product.name, *product.aliases)))
    return Decimal(1) if any(stem in text for stem in stems) else None
