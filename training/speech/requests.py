"""What tired people say to an answering machine, for the word model beside the network.

The templates of ``phrases`` are made to teach letters: every word form, any mixture. A word model also has to know what
usually follows what, so here an order is put together as people do it: a greeting, who calls, several items of one
trade, corrections on the way, when and where to, a farewell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from training.speech import numerals
from training.speech.lexicon import Trade
from training.speech.phrases import SHORT_PHRASES
from training.speech.request_lines import (
    ASKS,
    CHANGES,
    CLOSINGS,
    FAREWELLS,
    FILLERS,
    ITEMS,
    JOINTS,
    LETTERS,
    MANIFOLD,
    NICKS,
    OPENINGS,
    OTHER,
    TIMES,
    WHO,
)
from training.speech.text import Speaker
from training.speech.wares import MEASURED, WARES
from training.speech.words import Dictionary, adjective, agree, inflect


class Buyer(Speaker):
    """Somebody who leaves an order at night; each order keeps to one trade."""

    def __init__(self, rng: Random, dictionary: Dictionary) -> None:
        super().__init__(rng, dictionary)
        self.trade: Trade = WARES[0]

    def sentence(self) -> str:
        """Return one order, question or complaint in lower case."""
        self.trade = self.rng.choice(WARES)
        kind = self.rng.random()
        if kind < 0.12:
            parts = [self.maybe(OPENINGS, 0.5), self.say(OTHER), self.maybe(FAREWELLS, 0.3)]
        elif kind < 0.17:
            parts = [self.rng.choice(SHORT_PHRASES), self.maybe(CLOSINGS, 0.5)]
        else:
            parts = [self.maybe(OPENINGS, 0.4), self.maybe(WHO, 0.35), self.maybe(ASKS, 0.7), self.items()]
            parts += [self.maybe(CHANGES, 0.12), self.maybe(CLOSINGS, 0.45), self.maybe(FAREWELLS, 0.25)]
        words = " ".join(part for part in parts if part).split()
        if self.rng.random() < 0.08 and words:
            words.insert(self.rng.randrange(len(words)), self.rng.choice(FILLERS))
        return " ".join(words)

    def items(self) -> str:
        """Return one to six items of this order."""
        said = self.say(ITEMS)
        for _ in range(self.rng.choice((0, 0, 0, 1, 1, 1, 2, 2, 3, 5))):
            said += self.rng.choice(JOINTS) + self.say(ITEMS)
        return said

    def maybe(self, templates: tuple[str, ...], chance: float) -> str:
        """Return one of *templates* filled, or nothing."""
        return self.say(templates) if self.rng.random() < chance else ""

    def say(self, templates: tuple[str, ...]) -> str:
        """Return one of *templates* filled with goods of this order's trade."""
        template = self.rng.choice(templates)
        for slot, value in OWN_SLOTS.items():
            while slot in template:
                template = template.replace(slot, value(self), 1)
        return self.fill(template)

    def named(self, number: str, case: str) -> str:
        """Return a product of the trade in a number and case, its adjective before or behind."""
        head = self.rng.choice(self.trade.heads)
        count = self.rng.choice((0, 0, 1, 1, 1, 2))
        says = [adjective(word, head, number, case) for word in self.rng.sample(self.trade.adjectives, count)]
        if self.rng.random() < 0.1:
            says = [adjective(self.rng.choice(TIMES) + self.rng.choice(MANIFOLD), head, number, case)]
        noun = inflect(head, number, case)
        return " ".join([noun, *says] if self.rng.random() < 0.6 else [*says, noun])

    def amount(self) -> str:
        """Return a number with the unit that trade counts in, as it is said."""
        unit = self.rng.choice(MEASURED)
        number = numerals.any_number(self.rng)
        kind = self.rng.random()
        if kind < 0.12:
            return numerals.amount(self.rng, unit)
        if kind < 0.2:
            return self.rng.choice(
                (
                    "полторы тысячи штук",
                    "полтонны",
                    "полкило",
                    "пару коробок",
                    "сотню",
                    "полсотни",
                    "десяток",
                    "пару сотен",
                )
            )
        if self.rng.random() < 0.05:
            return f"тысяча {inflect(unit, 'plur', 'gent')}"
        gender = {"femn": "f", "neut": "n"}.get(agree(unit), "m")
        counted = numerals.counted(unit, number)
        counted = {"килограммов": "килограмм", "граммов": "грамм"}.get(counted, counted)
        return f"{numerals.cardinal(number, 'accs', gender)} {counted}"


OWN_SLOTS: dict[str, Callable[[Buyer], str]] = {
    "{is}": lambda say: say.named(say.rng.choice(("sing", "plur", "plur")), "nomn"),
    "{of}": lambda say: say.named("plur", "gent"),
    "{wanted}": lambda say: say.named(say.rng.choice(("sing", "plur", "plur")), "accs"),
    "{amount}": Buyer.amount,
    "{nick}": lambda say: inflect(
        say.rng.choice(NICKS), *say.rng.choice((("sing", "nomn"), ("sing", "accs"), ("plur", "gent")))
    ),
    "{letters}": lambda say: " ".join(say.rng.sample(LETTERS, say.rng.choice((1, 2, 2, 3)))).replace("|", " "),
    "{ending}": lambda say: say.rng.choice(say.trade.endings),
}


def orders(seed: int, dictionary: Dictionary) -> Iterator[str]:
    """Yield what buyers say, without end; the same seed and dictionary give the same words."""
    buyer = Buyer(Random(seed), dictionary)
    while True:
        yield buyer.sentence()
