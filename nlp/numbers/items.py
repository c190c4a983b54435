"""The words of a text as the grammar of numbers sees them: what each may mean, and where a hyphen joins two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.numbers.lexicon import NumberWord, Role, fold, look_up
from nlp.numbers.spans import NumberKind

PAIR = frozenset({"пара", "пару", "пары", "парой", "паре", "парочка", "парочку"})
TRIO = frozenset({"тройка", "тройку", "троечку"})  # «пара тройка»
COUNT_NOUNS = (
    "штук", "шт", "штуч", "упаков", "пач", "короб", "мешк", "мешоч", "рулон", "метр", "килограм", "кило", "бухт",
    "ящик", "паллет", "палет", "поддон", "комплект", "банк", "баноч", "литр", "ведер", "ведр", "моток", "мотк", "тонн",
    "катуш", "барабан", "связ", "набор", "дней", "дня", "часов", "часа", "час", "минут", "недел", "лист", "месяц",
    "пар", "кусок", "куск", "хлыст",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A token or a part of a hyphenated one. ``hyphen`` says that a hyphen joins it to the next item."""

    index: int
    text: str
    word: NumberWord | None
    hyphen: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A number over items ``start`` up to ``stop`` (exclusive)."""

    start: int
    stop: int
    value: Decimal
    kind: NumberKind = "cardinal"
    high: Decimal | None = None


def split_items(tokens: Sequence[str]) -> list[Item]:
    """Return the items of *tokens*: «сто-сто» becomes two, everything that is no number stays whole."""
    items: list[Item] = []
    for index, token in enumerate(tokens):
        text = fold(token)
        word = look_up(text)
        parts = text.split("-") if word is None and "-" in text and not text[0].isdigit() else [text]
        words = [look_up(part) for part in parts] if len(parts) > 1 else [word]
        if len(parts) > 1 and None in words and not _is_pair_range(parts):
            parts, words = [text], [None]
        last = len(parts) - 1
        items += [
            Item(index, part, meaning, n < last) for n, (part, meaning) in enumerate(zip(parts, words, strict=True))
        ]
    return items


def is_count_noun(text: str) -> bool:
    """Say whether *text* (folded) is a word for pieces, packs, measures or days."""
    return text.startswith(COUNT_NOUNS)


def _is_pair_range(parts: Sequence[str]) -> bool:
    return parts[0] in PAIR and look_up(parts[1]) is not None


class Items:
    """A list of items with what every rule of the grammar asks of it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items

    def _below_thousand(self, at: int) -> Found | None:
        """Join hundreds, tens and units, each at most once and downwards."""
        value, here = Decimal(0), at
        for roles in ((Role.HUNDRED,), (Role.TEN, Role.TEEN), (Role.UNIT,)):
            word = self._word(here)
            if word is None or word.role not in roles:
                continue
            if here > at and (not self._joins(here - 1) or self._is_compound_ordinal(here)):
                break
            value, here = value + word.value, here + 1
            if word.role is Role.TEEN:
                break
        if here == at and self._role(at) is Role.ZERO:
            here += 1
        return Found(at, here, value) if here > at else None

    def _is_compound_ordinal(self, at: int) -> bool:
        """«Двадцать пятое» is one; «двадцать пятого класса» counts twenty of the fifth class."""
        if self._role(at) is not Role.TEN or self._role(at + 1) is not Role.ORDINAL:
            return False
        return self._value(at + 1) < 10 and not self._text(at + 2).startswith("класс") and self._joins(at)

    def _text(self, at: int) -> str:
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def _word(self, at: int) -> NumberWord | None:
        return self.items[at].word if 0 <= at < len(self.items) else None

    def _role(self, at: int) -> Role | None:
        word = self._word(at)
        return word.role if word else None

    def _value(self, at: int) -> Decimal:
        word = self._word(at)
        return word.value if word else Decimal(0)

    def _joins(self, at: int) -> bool:
        return not self.items[at].hyphen

    def _is_feminine(self, at: int) -> bool:
        word = self._word(at)
        return word is not None and word.feminine
