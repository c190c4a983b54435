"""The step from one reading of an order to another, in numbers that can be weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.orders.items.atom import Kind
from nlp.orders.items.item import Item
from nlp.orders.measures.marks import NumberMark
from nlp.orders.reading import OrderLine, UnresolvedReason
from nlp.orders.second_look.attempt import Attempt, Settled
from nlp.orders.second_look.choices import Choice, Turn
from nlp.orders.second_look.judge import MEASURED, THIN, Measures, Shop
from nlp.orders.second_look.omissions import omitted
from nlp.orders.speech.operations import Op
from nlp.text.morph import word_form

_SURE = 0.85
_TELLING = frozenset({Kind.WORD, Kind.PROPERTY, Kind.ARTICLE})
_STRONG = frozenset({Op.CORRECT, Op.REMOVE, Op.REPLACE, Op.CHANGE, Op.USUAL, Op.SAME, Op.CANCEL})


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading as it is weighed: by itself, and as doubt and trust leave it."""

    attempt: Attempt
    settled: Settled
    measures: Measures


def compare(base: Seen, other: Seen, choice: Choice, shop: Shop) -> Measures:
    """Return the features of the step from *base* to *other* by *choice*."""
    before, after = base.measures, other.measures
    step: Measures = {f"d_{name}": after[name] - before[name] for name in MEASURED}
    step |= {f"b_{reason.value}": before[reason.value] for reason in UnresolvedReason}
    step |= lines_between(base.attempt, other.attempt) | _settled_between(base, other)
    step["same_call"] = float(_call(base.attempt) == _call(other.attempt))
    step["same_questions"] = float(len(base.attempt.reading.unresolved) == len(other.attempt.reading.unresolved))
    step["words"] = math.log1p(len(base.attempt.hearing.tokens))
    step["t_" + choice.turn.value] = 1.0
    mark = next((mark for mark in base.attempt.marks if mark.first <= choice.at <= mark.last), None)
    step |= _OF_TURN[choice.turn](_Turned(base.attempt, other.attempt, choice, mark, shop))
    return step


def _settled_between(base: Seen, other: Seen) -> Measures:
    """Return how the two differ as they would be shown, and the worst signs of the lines that came with the step."""
    before, after = base.settled, other.settled
    held = {(line.sku, line.quantity) for line in base.attempt.reading.lines}
    found = {
        "j_lines": float(len(after.lines) - len(before.lines)),
        "j_questions": float(len(after.questions) - len(before.questions)),
        "j_same": float(_shown(before) == _shown(after)),
        "j_sure": min((line.confidence for line in after.lines if (line.sku, line.quantity) not in held), default=1.0),
    }
    for line, signs in after.signs.items():
        if line not in held:
            for name, value in signs.items():
                found["s_" + name] = max(value, found.get("s_" + name, value))
    return found


def _shown(settled: Settled) -> tuple[object, ...]:
    lines = sorted((line.sku, line.quantity) for line in settled.lines)
    return lines, sorted(question.reason.value for question in settled.questions)


@dataclass(frozen=True, slots=True)
class _Turned:
    """A turn where it stands, with the number there, and the reading that it leads to."""

    base: Attempt
    other: Attempt
    choice: Choice
    mark: NumberMark | None
    shop: Shop


def _call(attempt: Attempt) -> tuple[object, ...]:
    reading = attempt.reading
    return reading.client.client_id, reading.callback, reading.delivery, reading.payment


def lines_between(base: Attempt, other: Attempt) -> Measures:
    """Return how the lines of *base* and *other* differ."""
    held = {(line.sku, line.quantity) for line in base.reading.lines}
    now = {(line.sku, line.quantity) for line in other.reading.lines}
    skus = {sku for sku, _ in now}
    gone = [line for line in base.reading.lines if (line.sku, line.quantity) not in now]
    fresh = _fresh_lines(base, other)
    found = _fresh([item for item, _ in fresh])
    found["gone"] = len([line for line in gone if line.sku not in skus])
    found["changed"] = len([line for line in gone if line.sku in skus])
    found["gone_sure"] = len([line for line in gone if line.confidence >= _SURE])
    found["fresh_worst"] = min((line.confidence for _, line in fresh), default=1.0)
    offered = {sku for question in base.reading.unresolved for sku in question.alternatives}
    found["fresh_asked"] = len({line.sku for _, line in fresh} & offered)
    found["fresh_again"] = len({line.sku for _, line in fresh} & {sku for sku, _ in held})
    return found


def _fresh_lines(base: Attempt, other: Attempt) -> list[tuple[Item, OrderLine]]:
    held = {(line.sku, line.quantity) for line in base.reading.lines}
    return [
        (item, line)
        for item, line in other.outcomes
        if isinstance(line, OrderLine) and (line.sku, line.quantity) not in held
    ]


def _fresh(items: Sequence[Item]) -> Measures:
    """Return how well the lines that came with the step stand."""
    told = [sum(atom.kind in _TELLING for atom in item.own) for item in items]
    return {
        "fresh": len(items),
        "fresh_gap": max((1 - item.found.coverage for item in items), default=0.0),
        "fresh_heads": float(all(any(atom.is_head for atom in item.own) for item in items)),
        "fresh_worded": min(told, default=0),
        "fresh_thin": sum(item.found.margin < THIN for item in items),
        "fresh_weak": sum(item.found.weak or item.found.note is not None for item in items),
        "fresh_unsure": max((1 - item.found.certainty for item in items), default=0.0),
    }


def _pause(at: _Turned) -> Measures:
    inside = at.mark is not None and at.mark.number_first < at.choice.at <= at.mark.number_last
    return {
        "pause_inside": float(inside),
        "pause_number": float(at.mark is not None and at.mark.first == at.choice.at),
        "pause_unit": float(at.mark is not None and not inside and at.mark.first < at.choice.at),
        "pause_noun": float(at.mark is None and word_form(at.base.hearing.tokens[at.choice.at].text).pos == "NOUN"),
        "pause_after_number": float(any(other.last == at.choice.at - 1 for other in at.base.marks)),
    }


def _again(at: _Turned) -> Measures:
    return {
        "again_words": float(len(at.choice.places)),
        "again_far": math.log1p(at.choice.at - at.choice.places[-1]),
        "again_inside": float(at.mark is not None and at.mark.first < at.choice.at),
        "again_number": float(at.mark is not None and at.mark.first == at.choice.at),
    }


def _plain(at: _Turned) -> Measures:
    phrase = next((phrase for phrase in at.base.phrases if phrase.first == at.choice.at), None)
    return {
        "plain_phrase": float(phrase is not None),
        "plain_words": float(len(at.choice.places)),
        "plain_strong": float(phrase is not None and phrase.op in _STRONG),
    }


def _number(at: _Turned) -> Measures:
    if at.mark is None:
        return {}
    return {"number_unit": float(at.mark.unit is not None), "number_kind": float(bool(at.mark.kind))}


def _numbers(at: _Turned) -> Measures:
    return {"numbers_parts": float(len(at.choice.numbers)), "numbers_words": float(len(at.choice.places))}


def _omit(at: _Turned) -> Measures:
    fresh = [item for item, _ in _fresh_lines(at.base, at.other)]
    return omitted(at.base, at.choice.at, fresh, at.shop)


_OF_TURN = {
    Turn.PAUSE: _pause,
    Turn.AGAIN: _again,
    Turn.PLAIN: _plain,
    Turn.DESCRIBES: _number,
    Turn.COUNTS: _number,
    Turn.NUMBERS: _numbers,
    Turn.OMIT: _omit,
}
