"""Walk through an utterance event by event; the draft at the end is what the caller wants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.orders.course.alike import on_alike
from nlp.orders.course.contrasts import settle_contrasts
from nlp.orders.course.denials import on_but_not, on_not_but
from nlp.orders.course.entries import drop_entries, on_entry
from nlp.orders.course.goods import behind_total, take_recap, take_segment, take_share
from nlp.orders.course.kinds import drop_listed
from nlp.orders.course.left_open import on_open
from nlp.orders.course.lending import lend_words, tell_all
from nlp.orders.course.parts import drop_totals, on_parts, split_total
from nlp.orders.course.past_orders import drop_confirmed, leave_out_denied, on_usual
from nlp.orders.course.per_each import on_per
from nlp.orders.course.removals import on_cancel, on_keep, on_remove
from nlp.orders.course.replacements import behind_what_was, on_change, on_replacement
from nlp.orders.course.same_quantity import on_same, settle_measures
from nlp.orders.course.scene import Scene
from nlp.orders.course.shares import on_double, on_each, on_equal, settle_halves, split_equally
from nlp.orders.course.torn import settle_torn
from nlp.orders.items.item import Item
from nlp.orders.items.segments import Segment
from nlp.orders.speech.events import ButNot, Chunk, NotBut, sequence, usual_first
from nlp.orders.speech.operations import Op
from nlp.orders.speech.phrases import Phrase
from nlp.text.morph import word_form

_LET_IT_BE = frozenset("ладно давай давайте уж пусть все таки ну да".split())


@dataclass(slots=True)
class Walked:
    """The items of the order, what else became of the phrases that change it, and these phrases.

    *no_history* are those that asked for a past order that is not there, *idle* the tokens of what was taken back and
    is not in the order.
    """

    items: list[Item]
    no_history: list[Phrase]
    cancelled: bool
    idle: list[tuple[int, int]]
    phrases: Sequence[Phrase] = ()


def walk(scene: Scene, phrases: Sequence[Phrase]) -> Walked:
    """Return what the order is after the last word."""
    scene.events = usual_first(sequence(scene.line, phrases, scene.taken))
    while (event := scene.coming()) is not None:
        scene.at += 1
        if isinstance(event, Chunk):
            _on_chunk(scene, event)
        elif isinstance(event, NotBut):
            on_not_but(scene)
        elif isinstance(event, ButNot):
            on_but_not(scene)
        elif event.op in _HANDLERS:
            _HANDLERS[event.op](scene, event)
        elif event.op is not Op.NOTHING:
            scene.pending = _stronger(scene.pending, event)
    drop_entries(scene)
    drop_confirmed(scene)
    settle_torn(scene)
    settle_measures(scene)
    settle_halves(scene)
    drop_totals(scene)
    tell_all(scene)
    lend_words(scene)
    settle_contrasts(scene.draft.items)
    return Walked(scene.draft.items, scene.no_history, scene.cancelled, scene.idle, phrases)


def _on_chunk(scene: Scene, chunk: Chunk) -> None:
    pending, scene.pending = scene.pending, None
    if pending is not None and pending.op is Op.REPLACE and (rest := behind_what_was(scene, chunk)) is not None:
        pending, chunk = None, rest
    if pending is not None and pending.op in {Op.REPLACE, Op.CHANGE}:
        on_replacement(scene, chunk, pending)
        return
    if pending is not None and pending.op in {Op.PLACE, Op.SHARE} and scene.is_quantity(chunk.first):
        take_share(scene, chunk)
        return
    if pending is None or pending.op is Op.RECAP:
        rest = behind_total(scene, chunk, recap=pending is not None)
        if rest is None:
            return
        pending, chunk = (pending, chunk) if rest is chunk else (None, rest)
    removed = scene.removed
    if pending is not None and pending.op is Op.CORRECT and removed is not None:
        if _counts_at_once(scene, chunk):
            scene.draft.items.append(removed)  # «не надо, хотя ладно, пять»
            scene.fresh = [removed]
        else:
            pending = None  # «не надо, хотя давайте рукавиц пять»: ordered anew, and corrects nothing else
    scene.correcting = pending is not None and pending.op in {Op.CORRECT, Op.SET}
    bare_first = scene.correcting or _goes_on(scene, pending) or _says_which_before(scene, chunk)
    segments = scene.segments(chunk, bare_first=bare_first)
    if not segments:
        scene.pending = pending
        return
    if isinstance(scene.coming(), ButNot) and scene.correcting:
        scene.held = segments
        return
    segments = _more_before(scene, pending, chunk, segments)
    scene.fresh, scene.removed = [], None
    segments = leave_out_denied(scene, segments)
    if pending is not None and pending.op is Op.RECAP:
        take_recap(scene, segments)
        return
    adding = pending is not None and pending.op is Op.ADD
    for index, segment in enumerate(segments):
        against = index > 0 and scene.line.tokens[segment.first - 1].text == "а"  # «добавьте дисков, а шампуня шесть»
        take_segment(scene, segment, pending if index == 0 or (adding and not against) else None)
        split_equally(scene)
    split_total(scene)
    drop_listed(scene)


def _more_before(scene: Scene, pending: Phrase | None, chunk: Chunk, segments: list[Segment]) -> list[Segment]:
    """«Газ две коробки и ещё четыре баллона, тренога одна»: a count before goods in the nominative adds to the last.

    Only where that is counted behind its words and in such units, and the goods behind have a count of their own.
    """
    last, count = scene.draft.last, segments[0].quantity
    if pending is None or pending.op is not Op.ADD or last is None or last.place is None or last.counted is None:
        return segments
    if count is None or count.unit is None or count.first != segments[0].first or not segments[0].evidence:
        return segments
    counts_behind = all(atom.last < last.counted.first for atom in last.own)
    if not counts_behind or not scene.draft.holds(last.place, count.unit):
        return segments
    apart = scene.behind_count(chunk)
    goods = apart[1] if len(apart) > 1 else None
    if goods is None or goods.quantity is None or not goods.evidence:
        return segments
    named = "nomn" in word_form(goods.evidence[0].text).cases and scene.draft.read(goods).place is not None
    return apart if named else segments


def _goes_on(scene: Scene, pending: Phrase | None) -> bool:
    """Say whether the next number may count what was named before: «таких же две», «всех цветов по шесть»."""
    pointer = scene.pointer()
    if pending is not None and pending.op is Op.ALIKE:
        return pointer is not None or scene.draft.has_usual
    return pointer is not None and (bool(pointer.apart) or (pending is not None and pending.op is Op.ADD))


def _counts_at_once(scene: Scene, chunk: Chunk) -> bool:
    first = chunk.first
    while first < chunk.last and scene.line.tokens[first].text in _LET_IT_BE:
        first += 1
    return scene.is_quantity(first)


def _says_which_before(scene: Scene, chunk: Chunk) -> bool:
    """«Шоколад тот, что в прошлый раз брали, двадцать», «лента как всегда, пачек пять»: its quantity follows."""
    last = scene.draft.last
    phrase = scene.phrase_before(chunk)
    if phrase is None or phrase.op not in {Op.NOTHING, Op.USUAL} or last is None or last not in scene.fresh:
        return False
    return scene.is_quantity(chunk.first) and (last.usual or not last.has_quantity)


def _stronger(before: Phrase | None, phrase: Phrase) -> Phrase:
    """Of two phrases in a row the one that says more holds: «ой, ещё» adds, «нет, вместо» replaces."""
    if before is None or before.op in {Op.CORRECT, Op.RECAP, Op.EXCEPT, Op.SET}:
        return phrase
    return phrase if phrase.op in {Op.REPLACE, Op.CHANGE, Op.CORRECT, Op.ALIKE, Op.PLACE, Op.SHARE} else before


_HANDLERS: dict[Op, Callable[[Scene, Phrase], None]] = {
    Op.REMOVE: on_remove,
    Op.USUAL: on_usual,
    Op.SAME: on_same,
    Op.EACH: on_each,
    Op.EQUAL: on_equal,
    Op.DOUBLE: on_double,
    Op.CANCEL: on_cancel,
    Op.KEEP: on_keep,
    Op.CHANGE: on_change,
    Op.ALIKE: on_alike,
    Op.PARTS: on_parts,
    Op.OPEN: on_open,
    Op.ENTRY: on_entry,
    Op.PER: on_per,
}
