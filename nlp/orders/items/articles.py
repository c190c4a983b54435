"""Article numbers: typed as the catalogue writes them, or their digits said after «артикул»."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.catalogue.code_index import PRICE_LIST, article_key
from nlp.orders.catalogue.index import Catalogue
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.tokens import Token
from nlp.text.sound import is_latin

ARTICLE_WEIGHT = 3.0
_ARTICLE_WORDS = frozenset({"артикул", "арт", "код", "артикула"})
_SHORTEST, _LONGEST = 3, 8


def find_article(catalogue: Catalogue, tokens: Sequence[Token], place: int, last: int) -> Atom | None:
    """Return the article number that begins at *place* and ends by *last*, or ``None``."""
    announced = place > 0 and tokens[place - 1].text in _ARTICLE_WORDS
    end = place
    while end < last and tokens[end + 1].word == tokens[place].word:
        end += 1
    if announced:
        spans = find_numbers([token.text for token in tokens[place : min(last, place + _LONGEST) + 1]])
        if (spoken := _spoken(catalogue, spans, place)) is not None:
            return spoken
    folded = article_key("".join(token.text for token in tokens[place : end + 1]))
    digits = any(letter.isdigit() for letter in folded) and end > place
    typed = len(folded) >= _SHORTEST and (digits or _is_foreign(catalogue, tokens[place : end + 1]))
    places = catalogue.by_article(folded) if typed else []
    return _atom(catalogue, places, place, end, folded) if places else None


def _is_foreign(catalogue: Catalogue, tokens: Sequence[Token]) -> bool:
    """Say whether *tokens* are Latin letters that are no words of names: «MAK», «UL-KR»."""
    return all(is_latin(token.text) and not catalogue.vocabulary.knows(token.text) for token in tokens)


def _spoken(catalogue: Catalogue, spans: Sequence[NumberSpan], place: int) -> Atom | None:
    digits, end, best = "", 0, None
    for span in spans:
        if span.first != end or span.value != int(span.value):
            break
        digits, end = digits + str(int(span.value)), span.last + 1
        plain = PRICE_LIST + digits in catalogue.codes  # of these the search over readings decides where they end
        if not plain and (places := catalogue.by_article(digits, announced=True)):
            best = places, end
    return None if best is None else _atom(catalogue, best[0], place, place + best[1] - 1, digits)


def _atom(catalogue: Catalogue, places: Sequence[int], first: int, last: int, text: str) -> Atom:
    return Atom(Kind.ARTICLE, first, last, catalogue.article_row(places), ARTICLE_WEIGHT, is_head=True, text=text)
