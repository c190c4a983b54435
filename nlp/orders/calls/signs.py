"""What is measured of a call: its words, pairs of them, how it is told, what was found in it, the rules' verdict."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Final

from nlp.orders.calls.call import Call
from nlp.orders.calls.words import CALLER, GOODS, MARKED, NUMBER, UNIT, Word

Signs = dict[str, float]

_EDGE = 4  # words at the beginning and at the end that are looked at by themselves
_NEAR = 4  # words before the last goods that have a number
_BESIDE = 2  # words between goods and their number
_MOST_CUES = 3
_GREETINGS: Final = frozenset(
    {"алло", "здравствуйте", "здравствовать.impr", "добрый", "вечер", "день", "утро", "это", CALLER, "привет"}
)
_SMALL: Final = frozenset({"<PREP>", "<CONJ>", "<PRCL>", "<NPRO>", "<ADVB>", "<PRED>", "<INTJ>"})


def signs(call: Call, known: Collection[str]) -> Signs:
    """Return the signs of *call*; words that are not among the *known* are looked at as what kind of word they are."""
    words = [word if word in known or word in MARKED else kind for word, kind in call.words]
    frame = [word if kind in _SMALL or kind in MARKED else kind for word, kind in call.words]
    found: Signs = dict.fromkeys(_words(words), 1.0)
    found |= dict.fromkeys((f"frame {one} {two}" for one, two in itertools.pairwise(("^", *frame, "$"))), 1.0)
    found |= _grammar(call.words)
    found |= {f"fact {name}": value for name, value in call.facts.items() if value}
    found |= {f"cue {name}": min(float(count), _MOST_CUES) for name, count in asdict(call.cues).items() if count}
    found |= {f"goods {name}": math.log1p(count) for name, count in asdict(call.spoken).items() if count}
    found[f"rules {call.by_rules.value}"] = 1.0
    return found


def _words(words: Sequence[str]) -> Iterator[str]:
    yield from words
    yield from (f"{one} {two}" for one, two in itertools.pairwise(("^", *words, "$")))
    opening = [word for word in words if word not in _GREETINGS]
    yield from (f"^ {word}" for word in opening[:_EDGE])
    yield from (f"{word} $" for word in words[-_EDGE:])
    if (last := _last_counted(words)) is not None:
        yield from (f"{word} .. goods" for word in words[max(0, last - _NEAR) : last] if word not in MARKED)
        yield from (f"goods .. {word}" for word in words[last + 1 :] if word not in MARKED)


def _last_counted(words: Sequence[str]) -> int | None:
    """Return the place of the last goods that have a number beside them."""
    counted = (
        place
        for place in range(len(words) - 1, -1, -1)
        if words[place] == GOODS and NUMBER in words[max(0, place - _BESIDE) : place + _BESIDE + 1]
    )
    return next(counted, None)


def _grammar(words: Sequence[Word]) -> Signs:
    """Count the kinds of words: who does what when; and how much is said beside goods and numbers."""
    count = Counter(kind for _, kind in words)
    other = sum(number for kind, number in count.items() if kind not in MARKED)
    found = {f"count {kind}": math.log1p(number) for kind, number in count.items()}
    found["others"] = math.log1p(other)
    found["others each"] = math.log1p(other / (1 + count[GOODS]))
    found["counted"] = math.log1p(min(count[NUMBER], count[GOODS] + count[UNIT]))
    return found
