"""Words that the recogniser cut in two or three: «от рез ные», «пере фаратор», «без кислотный»."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.numbers.lexicon import look_up
from nlp.orders.catalogue.terms import Vocabulary
from nlp.orders.speech.lexicon import LINKS, STOP_WORDS
from nlp.orders.speech.tokens import Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import is_content, word_form
from nlp.text.sound import is_latin, is_letter_name

_MOST, _SHORTEST, _LONGEST = 3, 6, 24  # pieces, letters of the whole
_SHORTEST_NAME = 5
_LITTLE = 3  # letters of a word that names nobody
_HEARD, _SURE, _EXACT = 0.85, 0.95, 1.0
_LONG, _ALIKE = 8, 0.92
_MUCH_ALIKE = 0.85  # of a Latin name, whose unstressed vowels are read in several ways
_TWO, _SEAMS = 2, ("о", "е")
_MOST_OF_IT = 0.7  # letters of one piece: a longer one is the word itself


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    known: bool  # to the dictionary
    sure: float  # how surely it is a word of the catalogue

    @property
    def odd(self) -> bool:
        """Whether it is no word."""
        return not self.known and self.sure < _HEARD


def join_pieces(tokens: Sequence[Token], vocabulary: Vocabulary, keep: Callable[[str], bool]) -> list[Token]:
    """Return *tokens* with words put together of which some piece is no word and which are one themselves.

    *keep* says of a piece that it is somebody's name.
    """
    pieces = [_piece(token, vocabulary, keep) for token in tokens]
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        wholes = ((stop, _whole(pieces[place:stop], vocabulary)) for stop in _ends(tokens, pieces, place))
        stop, whole = next(((stop, whole) for stop, whole in wholes if whole), (place + 1, tokens[place].text))
        last = tokens[stop - 1]
        result.append(replace(tokens[place], text=whole, brk=last.brk, hyphen=last.hyphen))
        place = stop
    return result


def _piece(token: Token, vocabulary: Vocabulary, keep: Callable[[str], bool]) -> _Piece | None:
    """Return what is known of *token*, or ``None`` where it cannot be a piece of a word."""
    text = token.text
    named = len(text) > _LITTLE and keep(text)
    if token.value is not None or not text.isalpha() or is_latin(text) or named:
        return None
    found = vocabulary.matches(text) if len(text) > 1 and text not in STOP_WORDS else ()
    return _Piece(text, word_form(text).known, found[0][1] if found else 0.0)


def _ends(tokens: Sequence[Token], pieces: Sequence[_Piece | None], place: int) -> Iterator[int]:
    """Yield the places behind the longest row of pieces from *place* on, and behind shorter ones."""
    stop = place
    while stop < min(place + _MOST, len(tokens)) and pieces[stop] is not None:
        if stop > place and look_up(tokens[stop].text) is not None:
            break  # «сто порные» begins with a number, no word ends with one
        stop += 1
        if tokens[stop - 1].brk or tokens[stop - 1].hyphen:
            break
    yield from range(stop, place + 1, -1)


def _whole(row: Sequence[_Piece | None], vocabulary: Vocabulary) -> str | None:
    """Return the word that the pieces of *row* are together, if they are one."""
    pieces = [piece for piece in row if piece is not None]
    if len(pieces) > _TWO and pieces[0].text in LINKS and _whole(pieces[1:], vocabulary):
        return None  # «и барна ульский»
    whole = "".join(piece.text for piece in pieces)
    if len(whole) >= _SHORTEST_NAME and vocabulary.is_compound(whole):
        return whole  # «тайп си» of «Type-C», whose letter is no code of the number behind it; «плей до» of «Play-Doh»
    if _is_one(pieces, whole, vocabulary) or _is_foreign_name(pieces, whole, vocabulary):
        return whole
    unheard = all(piece.sure < _HEARD and piece.text not in STOP_WORDS for piece in pieces)
    if len(pieces) == _TWO and unheard and len(whole) <= _LONGEST:
        linked = (pieces[0].text + vowel + pieces[1].text for vowel in _SEAMS)
        return next((word for word in linked if vocabulary.knows(word)), None)  # «бетон контакт»
    return None


def _is_foreign_name(pieces: Sequence[_Piece], whole: str, vocabulary: Vocabulary) -> bool:
    """«Пены сил» of «Penosil», «а блив» of «Abliv»: one piece is a word here or a little word, the other a stranger."""
    if len(pieces) != _TWO or not _SHORTEST_NAME <= len(whole) <= _LONGEST:
        return False
    if any(look_up(piece.text) is not None or count_unit(piece.text) is not None for piece in pieces):
        return False
    strange = [piece for piece in pieces if piece.sure < _HEARD and piece.text not in STOP_WORDS]
    other = next((piece for piece in pieces if piece not in strange), None)
    if len(strange) != 1 or other is None or (other.text in STOP_WORDS and not strange[0].odd):
        return False
    if is_letter_name(strange[0].text) or (strange[0].known and len(strange[0].text) > _LITTLE):
        return False
    if any(is_latin(term) for term, _ in vocabulary.matches(other.text)):
        return False  # «кактус тэ» of «Cactus TK»
    return vocabulary.sounds_latin(whole, _MUCH_ALIKE if len(whole) >= _SHORTEST else _EXACT)


def _is_one(pieces: Sequence[_Piece], whole: str, vocabulary: Vocabulary) -> bool:
    odd = any(piece.odd for piece in pieces)
    little = pieces[0].text in STOP_WORDS
    if not (odd or little) or not _SHORTEST <= len(whole) <= _LONGEST:
        return False
    if all(is_letter_name(piece.text) for piece in pieces):
        return False
    if odd and word_form(whole).known and is_content(whole):
        return True
    joined = vocabulary.joined(whole)
    others = max(piece.sure for piece in pieces)
    if joined and others < _SURE and joined[0][1] >= (_HEARD if odd or not others else _EXACT):
        return True
    uneven = max(len(piece.text) for piece in pieces) > _MOST_OF_IT * len(whole)
    return odd and not uneven and len(whole) >= _LONG and vocabulary.nearly(whole) >= _ALIKE
