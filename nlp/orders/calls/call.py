"""One call as it is judged: its words, what was found in it, and what the rules take it for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.orders.around.intent import Cues, Spoken
from nlp.orders.calls.words import Word
from nlp.orders.reading import Intent


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of a call when it is judged. ``facts`` are counts and shares of what was found in it."""

    words: Sequence[Word]
    cues: Cues
    spoken: Spoken
    facts: Mapping[str, float]
    by_rules: Intent
