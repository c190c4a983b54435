"""Say what a call is: a learned weighing of its signs, of which the rules' verdict is one.

An order that is taken for something else may be missed, a question that stands among the orders is seen; so a call
is an order from a likelihood below a half, and from a small one where goods were counted that the company sells and
the rules took it for an order.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from nlp.orders.calls.call import Call
from nlp.orders.calls.signs import signs
from nlp.orders.reading import Intent

INTENTS: Final = (Intent.ORDER, Intent.QUESTION, Intent.COMPLAINT, Intent.CALLBACK, Intent.OTHER)
ORDER_AT, WITH_LINES_AT = 0.4, 0.15
WEIGHTS: Final = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """Words that are known by themselves, and what each sign says for each of ``INTENTS``."""

    words: frozenset[str]
    bias: Sequence[float]
    signs: Mapping[str, Sequence[float]]

    def likelihoods(self, call: Call) -> dict[Intent, float]:
        """Return how likely *call* is each of the intents."""
        sums = list(self.bias)
        for name, value in signs(call, self.words).items():
            for place, weight in enumerate(self.signs.get(name, ())):
                sums[place] += weight * value
        most = max(sums)
        shares = [math.exp(each - most) for each in sums]
        return {intent: share / sum(shares) for intent, share in zip(INTENTS, shares, strict=True)}


def judged(call: Call) -> Intent:
    """Return what *call* is; one without a word is nothing."""
    return Intent.OTHER if not call.words else decided(call, learned().likelihoods(call))


def decided(call: Call, likely: Mapping[Intent, float]) -> Intent:
    """Return what *call* is whose intents are so *likely*."""
    looks_so = call.by_rules is Intent.ORDER and call.facts["lines"] > 0
    if likely[Intent.ORDER] >= (WITH_LINES_AT if looks_so else ORDER_AT):
        return Intent.ORDER
    return max(INTENTS[1:], key=lambda intent: likely[intent])


@lru_cache(maxsize=1)
def learned() -> Weights:
    """Return the weights that ``python -m training.intent`` has learned."""
    document = json.loads(resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return Weights(frozenset(document["words"]), document["bias"], document["signs"])
