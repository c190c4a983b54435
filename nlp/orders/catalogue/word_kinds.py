"""Under which term a word of a name is kept, and whether it is an abbreviation that people spell by letters."""

from __future__ import annotations

from functools import lru_cache

from nlp.text.letters import VOWELS
from nlp.text.morph import noun_of, word_form
from nlp.text.sound import is_latin

CLOSED_CLASSES = frozenset({"NPRO", "PREP", "CONJ", "PRCL", "INTJ", "ADVB", "PRED", "VERB", "INFN", "GRND"})
LONGEST_CODE = 7
Terms = dict[str, None]  # a set of words in the order of the price list, so that equals stay in one order


@lru_cache(maxsize=200_000)
def term_of(word: str) -> str:
    """Return the term under which *word* of a product name is kept."""
    if is_latin(word) or len(word) <= 3:
        return word
    form = word_form(word)
    if not form.known and (len(word) <= LONGEST_CODE or word in form.lemmas):
        return word  # names stand in the nominative
    return form.adjective or (noun_of(word) if form.pos in CLOSED_CLASSES else form.lemmas[0])


def is_code(term: str) -> bool:
    """Say whether *term* may be an abbreviation that people spell by letters."""
    if len(term) > LONGEST_CODE:
        return False
    vowels = sum(letter in VOWELS for letter in term)
    return len(term) <= 3 or vowels == 0 or (vowels / len(term) < 0.3 and not word_form(term).known)
