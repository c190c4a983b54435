"""A remark that closes a list and holds for all of it: «желоб тридцать, воронок восемь, всё шоколад»."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.tokens import SENTENCE, Token

_SAYS = frozenset({Kind.WORD, Kind.PROPERTY, Kind.OPEN})
_ALL = frozenset({"все", "всё", "везде"})
_GAP = 3  # tokens from «все» to what is said of all: «все это под …»


def take_remark(tokens: Sequence[Token], atoms: list[Atom], first: int) -> tuple[list[Atom], list[Atom]]:
    """Return *atoms*, read from token *first* on, without the remark on all goods before it, and the remark."""
    for begin, atom in enumerate(atoms):
        before = atoms[begin - 1] if begin else None
        between = max(first if before is None else before.last + 1, atom.first - _GAP)
        if _ALL.isdisjoint(token.text for token in tokens[between : atom.first]) or not _any_counted(atoms[:begin]):
            continue
        end = next((place for place in range(begin, len(atoms)) if not _goes_on(atoms, begin, place)), len(atoms))
        if end > begin and (end == len(atoms) or atoms[end].link or atoms[end - 1].brk):
            if before is not None:
                before.brk = SENTENCE
            return atoms[:begin] + atoms[end:], atoms[begin:end]
    return atoms, []


def _any_counted(before: Sequence[Atom]) -> bool:
    """Say whether some item stands before: one with a count, or one of an earlier stretch of speech."""
    return not before or any(atom.is_quantity or atom.kind is Kind.OPEN for atom in before)


def _goes_on(atoms: Sequence[Atom], begin: int, place: int) -> bool:
    """Say whether the atom at *place* still describes in a remark from *begin* on, and counts nothing."""
    atom = atoms[place]
    counts = atom.kind is Kind.OPEN and not (atom.mark is not None and atom.mark.after_na)
    begins = place > begin and (atom.link or atoms[place - 1].brk > 0)
    return atom.kind in _SAYS and not counts and not begins
