"""What a call wants, from what was said of each of the goods that were named."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import takewhile

from nlp.orders.around.acts import Mention, goes_on_to_order, told_of
from nlp.orders.around.arrangements import Around
from nlp.orders.around.intent import Spoken, decide, find_cues, places_of_cues
from nlp.orders.calls.call import Call
from nlp.orders.calls.judge import judged
from nlp.orders.calls.words import words_of
from nlp.orders.course.discourse import Walked
from nlp.orders.doubt.signs import Outcome
from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.orders.reading import Intent, OrderLine, SpokenWord, Unresolved
from nlp.orders.second_look.attempt import Beside
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Line, Phrase

_LAST_TIME = re.compile(r"прошл\w+ раз")
_REASON = 7  # tokens of why something is taken back
_NEAR = 5  # tokens between it and what was wrong


def intent_of(
    line: Line, said: Sequence[SpokenWord], beside: Beside, walked: Walked, outcomes: Sequence[Outcome]
) -> Intent:
    """Decide over all that was said, or, where goods are ordered, over what was not said beside the order."""
    return judged(call_of(line, said, beside, walked, outcomes))


def call_of(
    line: Line, said: Sequence[SpokenWord], beside: Beside, walked: Walked, outcomes: Sequence[Outcome]
) -> Call:
    """Return what a call is judged by."""
    around = beside.around
    course, reasons = _course(line, walked.phrases, outcomes)
    spoken = _spoken(line, around, outcomes, around.taken | course | reasons)
    left_out = around.rings | around.left_open
    if spoken.lines:
        left_out = left_out | reasons | around.asides | around.remarks | _of_last_time(line)
    kept = [token.text for place, token in enumerate(line.tokens) if place not in left_out]
    usual = bool(walked.no_history) or any(item.usual for item in walked.items)
    cues = find_cues(" ".join(kept))
    by_rules = decide(cues, spoken, usual=usual, cancelled=walked.cancelled)
    goods = _places([item for item, _ in outcomes if item.found.verdict is not Verdict.NONE])
    days = {place for span in around.dates for place in range(span.first, span.last + 1)}
    words = words_of(line.tokens, goods, days, beside.caller)
    facts = _facts(line, said, beside, walked, outcomes) | {"goods": len(goods) / max(1, len(line.tokens))}
    return Call(words, cues, spoken, facts | {"usual": float(usual)}, by_rules)


def _facts(
    line: Line, said: Sequence[SpokenWord], beside: Beside, walked: Walked, outcomes: Sequence[Outcome]
) -> dict[str, float]:
    around = beside.around
    callback = around.callback
    return {
        "tokens": math.log1p(len(line.tokens)),
        "lines": math.log1p(sum(isinstance(done, OrderLine) for _, done in outcomes)),
        "asked": math.log1p(sum(isinstance(done, Unresolved) for _, done in outcomes)),
        "nothing": math.log1p(sum(done is None for _, done in outcomes)),
        "unknown": math.log1p(sum(item.found.verdict is Verdict.NONE for item, _ in outcomes)),
        "client": float(beside.client.client_id is not None),
        "callback": float(callback is not None),
        "callback_phone": float(callback is not None and callback.phone is not None),
        "callback_time": float(callback is not None and callback.time is not None),
        "day": float(around.delivery.date is not None),
        "delivery": float(around.delivery.mode is not None),
        "payment": float(around.payment is not None),
        "remarks": float(bool(around.remarks)),
        "cancelled": float(walked.cancelled),
        "idle": float(bool(walked.idle)),
        "asks": float(any("?" in word.text for word in said)),
    }


def _of_last_time(line: Line) -> set[int]:
    """Return the tokens of complaints about an earlier delivery: «скажите им, что в прошлый раз один мятый был»."""
    return {
        place for place in places_of_cues(line)[0] if _LAST_TIME.search(line.words(max(0, place - _NEAR), place - 1))
    }


def _course(line: Line, phrases: Sequence[Phrase], outcomes: Sequence[Outcome]) -> tuple[set[int], set[int]]:
    """Return the tokens of *phrases*, and those that say why something was taken back, up to goods or a number.

    «Свёклу вычёркивайте, мы уже купили», «голден не берут, не надо его».
    """
    said = {place for phrase in phrases for place in range(phrase.first, phrase.last + 1)}
    goods = _places([item for item, done in outcomes if done is not None]) | said
    complaints, _ = places_of_cues(line)
    reasons: set[int] = set()
    for phrase in phrases:
        if phrase.op is Op.REMOVE:
            before = range(phrase.first - 1, max(-1, phrase.first - 1 - _REASON), -1)
            behind = range(phrase.last + 1, min(len(line.tokens), phrase.last + 1 + _REASON))
            for way in (before, behind):
                why = set(takewhile(lambda place: place not in goods, way))
                reasons |= why if why.isdisjoint(complaints) else set()
    return said, reasons


def _spoken(line: Line, around: Around, outcomes: Sequence[Outcome], names: set[int]) -> Spoken:
    """Tell the goods that are ordered from those that are only told of, and from names too faint to ask about.

    *names* are tokens that tell nothing of goods.
    """
    named = [each for each in outcomes if each[1] is not None]
    complaints, questions = places_of_cues(line)
    goods = _places([item for item, _ in named])
    aside = complaints - around.asides - around.remarks
    free = [each for each in named if not told_of(line, _mention(each[0]), goods, aside, names)]
    lines = [item for item, done in free if isinstance(done, OrderLine)]
    asked = [(item, done) for item, done in free if isinstance(done, Unresolved)]
    counted = [*lines, *(item for item, _ in asked if item.number is not None)]
    known = [item for item in counted if item.found.verdict is not Verdict.NONE]
    return Spoken(
        lines=len(lines),
        counted=len(counted),
        known=len(known),
        named=len(lines) + len(asked) - len(counted),
        told=len(named) - len(free),
        faint=any(done is None and item.found.verdict is not Verdict.NONE for item, done in outcomes),
        resumed=goes_on_to_order(line, [_mention(item) for item in known], complaints | questions),
    )


def _places(items: Sequence[Item]) -> set[int]:
    """Return the tokens that name or count *items*."""
    atoms = [atom for item in items for atom in (*item.own, item.counted) if atom is not None]
    return {place for atom in atoms if atom.kind is not Kind.UNKNOWN for place in range(atom.first, atom.last + 1)}


def _mention(item: Item) -> Mention:
    first, last = min(item.spans)[0], max(item.spans)[1]
    at = item.counted.first if item.counted is not None and item.counted.first >= first else last
    return Mention(first, last, None if item.number is None else at, item.found.verdict is not Verdict.NONE)
