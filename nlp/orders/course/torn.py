"""One mention that the search tore in two because no article has all of it.

«Стакан двухслойный белый двести пятьдесят» of white cups of one layer fits best as two items, of which one is then
left without a count. Said in one breath and with one noun between them they are one mention: it is an article that
has all of it, or a question, and neither half is a line.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nlp.orders.course.scene import Scene
from nlp.orders.course.series import as_description
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.resolution import Verdict
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import is_spelt

_BOTH = 2
_CLEAR, _SHORTEST = 0.9, 3  # how surely a word was heard; letters: a shorter one may be anything


def settle_torn(scene: Scene) -> None:
    """Put the halves of torn mentions together."""
    items = sorted((item for item in scene.draft.items if _is_plain(item)), key=lambda item: item.spans[0])
    for before, after in pairwise(items):
        if before not in scene.draft.items or not _in_one_breath(scene, before, after):
            continue
        if _is_front(scene, before, after) or _is_tail(scene, before, after):
            counted = after if after.has_quantity else before
            scene.draft.unite(before, after, counted, [*before.own, *after.own])
        elif before.counted is not None and _counts_a_size(scene, before, after):
            scene.draft.unite(before, after, after, [*before.own, as_description(before.counted), *after.own])
        elif after.counted is not None and _goes_on_in_numbers(before, after):
            scene.draft.unite(before, after, before, [*before.own, *after.own, as_description(after.counted)])


def _is_plain(item: Item) -> bool:
    changed = item.usual or item.asked or item.doubtful or item.goes_with or item.apart or item.more
    return not changed and len(item.spans) == 1 and bool(item.own) and not any(atom.either for atom in item.own)


def _in_one_breath(scene: Scene, before: Item, after: Item) -> bool:
    """Say whether *after* follows *before* at once, and at most one of them has a noun of goods."""
    last, first = before.spans[0][1], after.spans[0][0]
    atoms = sorted(after.own, key=lambda atom: atom.first)
    if first != last + 1 or scene.line.tokens[last].brk or atoms[0].link:
        return False
    said = {atom.matches[0][0] for atom in before.own if atom.matches}
    again = any(atom.matches and atom.matches[0][0] in said for atom in after.own)  # «шар из пены …, пену кирпичи …»
    return not again and not (_is_named(before) and _is_named(after))


def _is_named(item: Item) -> bool:
    """Say whether a common noun of *item* names goods, known or not; a brand or an adjective does not."""
    return any(_is_noun(atom) for atom in item.own)


def _is_noun(atom: Atom) -> bool:
    form = word_form(atom.text)
    named = atom.is_head or (atom.kind is Kind.UNKNOWN and not is_modifier(atom.text))
    return named and form.known and not is_modifier(atom.text) and not (form.is_name or "Geox" in form.grammemes)


def _is_front(scene: Scene, before: Item, after: Item) -> bool:
    """«Инокс | луга двести тридцать на два полсотни»: uncounted words that the counted article lacks."""
    if before.has_quantity or not after.has_quantity or (_is_named(after) and _is_told_by_code(after)):
        return False  # «муфтовые втулки эм у вэ пэ сотня»: a noun and a code leave nothing open
    return _contradicts(scene, before, after)


def _is_told_by_code(item: Item) -> bool:
    return any(atom.kind is Kind.ARTICLE or is_spelt(atom.text) for atom in item.own)


def _is_tail(scene: Scene, before: Item, after: Item) -> bool:
    """«Двенадцать рулеток матрикс | трёхметровых»: what is counted first goes on with what its article lacks."""
    if not before.has_quantity or after.has_quantity or before.counted is None:
        return False
    return before.counted.last < before.spans[0][1] and _contradicts(scene, after, before)


def _contradicts(scene: Scene, half: Item, line: Item) -> bool:
    """Say whether *half* surely says of the goods what the article of *line* lacks or states otherwise."""
    place = line.place
    return place is not None and any(
        atom.row is not None and float(atom.row[place]) < 0 and _tells(scene, atom) for atom in half.own
    )


def _tells(scene: Scene, atom: Atom) -> bool:
    """Say whether *atom* tells articles apart beyond doubt: a size, or an adjective or a brand clearly heard that some
    name of the catalogue has. A noun may be said of anything around the goods."""
    if atom.kind is not Kind.WORD or not atom.matches:
        return atom.kind in {Kind.PROPERTY, Kind.ARTICLE} or (atom.kind is Kind.OPEN and atom.unit is not None)
    terms = {term for term, certainty in atom.matches if certainty >= _CLEAR and len(term) >= _SHORTEST}
    if atom.plain or atom.extreme or atom.negated or not terms:
        return False
    if not is_modifier(atom.text) and word_form(atom.text).known:
        return False
    places = () if atom.row is None else np.flatnonzero(atom.row > 0)
    return any(terms & scene.catalogue.features[int(place)].terms for place in places)


def _counts_a_size(scene: Scene, before: Item, after: Item) -> bool:
    """«Твистер пятьдесят | жёлтый десять пачек»: the first number is a size, for what it counts is left open.

    So it is where *after* has no noun and is one of several that *before* may be, or where the number is stated by the
    article that it would count.
    """
    counted = before.counted
    if counted is None or counted.kind is not Kind.OPEN or counted.unit is not None or counted.brk:
        return False
    if not after.has_quantity or after.is_named or after.place is None or counted.last < before.spans[0][1]:
        return False
    if before.found.verdict is Verdict.SEVERAL:
        tokens = scene.line.tokens
        written = counted.first > 0 and (tokens[counted.first].glued or tokens[counted.first - 1].hyphen)  # «ДОТ-6»
        among = after.place in before.found.places and (written or len(before.found.places) > _BOTH)
        return among or not (_is_named(after) or scene.draft.is_like(after.place, before))
    row = counted.as_property
    if row is None or before.place is None or before.place == after.place:
        return False
    return float(row[before.place]) > 0 and scene.draft.is_like(after.place, before)


def _goes_on_in_numbers(before: Item, after: Item) -> bool:
    """«Двадцать ремней | бэ тысяча шестьсот»: goods counted first go on with a size, whatever number ends it."""
    counted, ends = before.counted, after.counted
    if counted is None or ends is None or ends.kind is not Kind.OPEN or ends.unit is not None or after.is_named:
        return False
    first = counted.first == before.spans[0][0] and counted.last < before.spans[0][1]
    return first and before.found.verdict is Verdict.SEVERAL and after.place in before.found.places
