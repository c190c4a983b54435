"""What may be decided otherwise in one order: the edits of its tokens that give another reading.

Every stage decides once. A choice says «here it may be otherwise» as an edit of what was heard, so that no stage needs
a second way of its own: a pause before a word, the goods of the item before said again, other numbers in a row of
number words, a number that describes or counts, a word that belongs to no phrase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum

from nlp.orders.measures.marks import NumberMark, Role
from nlp.orders.speech.tokens import COMMA, Token


class Turn(Enum):
    """The ways in which a decision may be turned."""

    PAUSE = "pause"  # a pause before the token: numbers and items end there
    AGAIN = "again"  # the goods named before are meant again
    PLAIN = "plain"  # the tokens are words of goods: no phrase, client or date takes them
    DESCRIBES = "describes"  # the number is a property
    COUNTS = "counts"  # the number is a quantity
    NUMBERS = "numbers"  # a run of number words says other numbers
    OMIT = "omit"  # the tokens are left out, as if nobody had said them


@dataclass(frozen=True, slots=True)
class Choice:
    """One turn at token *at*; *places* are the tokens said again, made plain, or read as *numbers* (word, value)."""

    turn: Turn
    at: int
    places: tuple[int, ...] = ()
    numbers: tuple[tuple[int, Decimal], ...] = ()

    @property
    def end(self) -> int:
        """The first token from which on places move by ``shift``."""
        return self.at + len(self.places) * (self.turn in {Turn.NUMBERS, Turn.OMIT})

    @property
    def shift(self) -> int:
        if self.turn is Turn.AGAIN:
            return len(self.places)
        return len(self.numbers) - (self.end - self.at)

    def moved(self, place: int) -> int | None:
        """Return where the token at *place* stands when the choice is taken; ``None`` where it is no more."""
        if self.at <= place < self.end:
            return None
        return place + self.shift * (place >= self.end)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The tokens of an order with what is decided about them beforehand, by place."""

    tokens: tuple[Token, ...]
    plain: frozenset[int] = frozenset()
    roles: Mapping[int, Role] = field(default_factory=dict)

    def turned(self, choice: Choice) -> Hearing:
        """Return the hearing in which *choice* is taken."""
        if choice.turn is Turn.PLAIN:
            return replace(self, plain=self.plain | set(choice.places))
        if choice.turn in _ROLES:
            return replace(self, roles={**self.roles, choice.at: _ROLES[choice.turn]})
        if choice.turn is Turn.PAUSE:
            tokens = list(self.tokens)
            tokens[choice.at - 1] = replace(tokens[choice.at - 1], brk=max(tokens[choice.at - 1].brk, COMMA))
            return replace(self, tokens=tuple(tokens))
        return self._with(choice, self._fresh(choice))

    def _fresh(self, choice: Choice) -> list[Token]:
        if choice.turn is Turn.AGAIN:
            word = self.tokens[choice.at].word
            return [replace(self.tokens[place], word=word, brk=0, glued=False) for place in choice.places]
        return [Token(f"{value.normalize():f}", word, value) for word, value in choice.numbers]

    def _with(self, choice: Choice, fresh: Sequence[Token]) -> Hearing:
        """Return the hearing with *fresh* in place of the tokens that *choice* takes out; a pause there stays."""
        before, after = list(self.tokens[: choice.at]), self.tokens[choice.end :]
        pause = max((token.brk for token in self.tokens[choice.at : choice.end]), default=0)
        head = [*before, *fresh]
        if pause and head:
            head[-1] = replace(head[-1], brk=max(head[-1].brk, pause))
        plain = frozenset(moved for place in self.plain if (moved := choice.moved(place)) is not None)
        roles = {moved: role for place, role in self.roles.items() if (moved := choice.moved(place)) is not None}
        return Hearing((*head, *after), plain, roles)

    def settle(self, marks: Sequence[NumberMark]) -> list[NumberMark]:
        """Return *marks* with the roles that are decided beforehand."""
        if not self.roles:
            return list(marks)
        return [self._settled(mark) for mark in marks]

    def _settled(self, mark: NumberMark) -> NumberMark:
        role = next((self.roles[place] for place in range(mark.first, mark.last + 1) if place in self.roles), None)
        if role is None:
            return mark
        return replace(mark, role=role, unit=None if role is Role.PROPERTY else mark.unit)


_ROLES = {Turn.DESCRIBES: Role.PROPERTY, Turn.COUNTS: Role.COUNT}
