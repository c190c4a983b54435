"""A word left out, as if nobody had said it: which words may be, and what speaks for and against it.

People say more than a name holds («колбы стомиллилитровые», «шарики на двенадцать дюймов», «места у нас коридор
узкий»), and a recogniser makes words of noise. A word that stops an item from being understood may be one of these, or
just what tells it from the goods that are sold; the words themselves, and what is understood without them, tell which.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from nlp.orders.items.atom import Atom, Kind
from nlp.orders.items.item import Item
from nlp.orders.items.strangers import is_colour, is_material
from nlp.orders.reading import OrderLine
from nlp.orders.second_look.attempt import Attempt
from nlp.orders.second_look.choices import Choice, Turn
from nlp.orders.second_look.judge import Measures, Shop
from nlp.orders.speech.lexicon import is_stop
from nlp.text.morph import agree, is_content, is_modifier, word_form
from nlp.text.sound import is_latin, is_letter_name

NEGATIONS = frozenset({"не", "нет", "без", "ни"})
_LONG = 12  # letters


def omissions(attempt: Attempt, first: int, last: int) -> Iterator[Choice]:
    """Offer to leave out each word from *first* to *last*, but numbers, letters, negations, and who calls."""
    for place in range(first, min(last + 1, len(attempt.hearing.tokens))):
        token = attempt.hearing.tokens[place]
        tells = token.value is not None or token.text in NEGATIONS or is_letter_name(token.text)
        if not tells and place not in attempt.beside.caller:
            yield Choice(Turn.OMIT, place, (place,))


def omitted(base: Attempt, place: int, fresh: Sequence[Item], shop: Shop) -> Measures:
    """Return the features of the word at *place* of *base*, of what it stands among, and of the *fresh* lines without
    it."""
    text = base.hearing.tokens[place].text
    item, line = _holding(base, place)
    atoms = item.evidence if item is not None else []
    atom = next((atom for atom in atoms if atom.first <= place <= atom.last), None)
    found = {
        "o_in_line": float(line),
        "o_in_item": float(item is not None),
        "o_taken": float(place in base.taken),
        "o_phrase": float(any(phrase.first <= place <= phrase.last for phrase in base.phrases)),
        "o_known_here": float(shop.knows(text)),
    }
    return found | _of_word(text) | _of_atom(atom, fresh) | _among(text, place, atoms)


def _holding(base: Attempt, place: int) -> tuple[Item | None, bool]:
    """Return the item whose words the one at *place* is among, and whether it became a line."""
    for item, done in base.outcomes:
        if any(first <= place <= last for first, last in item.spans):
            return item, isinstance(done, OrderLine)
    return None, False


def _of_word(text: str) -> Measures:
    form = word_form(text)
    return {
        "o_stop": float(is_stop(text)),
        "o_content": float(is_content(text)),
        "o_known": float(form.known),
        "o_name": float(form.is_name),
        "o_noun": float(form.pos == "NOUN"),
        "o_verb": float(form.pos in {"VERB", "INFN"}),
        "o_modifier": float(is_modifier(text)),
        "o_latin": float(is_latin(text)),
        "o_colour": float(is_colour(text)),
        "o_material": float(is_material(text)),
        "o_animate": float("anim" in form.grammemes),
        "o_oblique": float(bool(form.cases) and "nomn" not in form.cases and "gent" not in form.cases),
        "o_length": min(_LONG, len(text)) / _LONG,
    }


def _of_atom(atom: Atom | None, fresh: Sequence[Item]) -> Measures:
    """Return what the word was read as, how many articles it speaks for, and whether for those without it."""
    found: Measures = {f"o_{kind.value}": float(atom is not None and atom.kind is kind) for kind in Kind}
    row = atom.row if atom is not None else None
    places = [item.found.places[0] for item in fresh if item.found.places]
    return found | {
        "o_weight": atom.weight if atom is not None else 0.0,
        "o_head": float(atom is not None and atom.is_head),
        "o_mentioned": float(atom is not None and atom.mentioned),
        "o_articles": math.log1p(int((row > 0).sum())) if row is not None else 0.0,
        "o_value": min((float(row[place]) for place in places), default=0.0) if row is not None else 0.0,
    }


def _among(text: str, place: int, atoms: Sequence[Atom]) -> Measures:
    """Return where the word stands to the nouns of its item, and what else of it is unknown."""
    heads = [atom for atom in atoms if atom.is_head and not atom.first <= place <= atom.last]
    agrees = is_modifier(text) and any(agree(word_form(text), word_form(atom.text)) for atom in heads)
    return {
        "o_heads": float(len(heads)),
        "o_after_head": float(any(atom.last < place for atom in heads)),
        "o_next_to_head": float(any(place in {atom.first - 1, atom.last + 1} for atom in heads)),
        "o_agrees": float(agrees),
        "o_strangers": float(sum(atom.kind is Kind.UNKNOWN for atom in atoms)),
    }
