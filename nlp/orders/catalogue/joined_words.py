"""Several tokens that are one word of the catalogue: «пэ вэ ха», «ввг нг», «дим мер», «варёно мороженый»."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.orders.catalogue.matches import SPELT, Matches
from nlp.orders.catalogue.shortened import LITTLE_WORDS
from nlp.orders.catalogue.terms import Vocabulary
from nlp.orders.speech.lexicon import LINKS, STOP_WORDS
from nlp.orders.speech.tokens import TIMES, Token
from nlp.orders.speech.units import count_unit
from nlp.text.morph import is_content, word_form
from nlp.text.sound import is_letter_name, is_spelt

_SURE, _HEARD = 0.9, 0.85
_TWO, _MOST = 2, 6
_SHORTEST_PART = 3
_SPOKEN_CODE = 4  # letters of a token that may be part of an abbreviation spelt aloud


@dataclass(frozen=True, slots=True)
class Joined:
    """A word over several tokens, the last of them at ``last``."""

    last: int
    text: str
    matches: Matches


class JoinedWords:
    """Finds them for one catalogue; *heads* are the nouns of its goods."""

    def __init__(self, vocabulary: Vocabulary, heads: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._heads = heads

    def find(
        self, tokens: Sequence[Token], place: int, last: int, numbers: Collection[int], skip: Collection[int]
    ) -> Joined | None:
        """Return the longest word that begins at *place* and takes more than one token up to *last*."""
        if tokens[place].hyphen and place < last and tokens[place + 1].value is None:
            matches = self._vocabulary.contracted(tokens[place].text, tokens[place + 1].text)
            if matches:
                return Joined(place + 1, matches[0][0], matches)
        for stop in range(_end(tokens, place, last, numbers, skip), place, -1):
            parts = [token.text for token in tokens[place : stop + 1]]
            matches = self._matches(parts)
            if matches:
                return Joined(stop, "".join(parts), matches)
        return None

    def _matches(self, parts: Sequence[str]) -> Matches:
        if len(parts) == _TWO and (lettered := self._vocabulary.lettered(*parts)):
            return lettered
        if parts[0] in LITTLE_WORDS:
            return self._written_short(parts)
        found: Matches = ()
        spelt = len(parts) > _TWO and all(map(is_letter_name, parts))  # «а жэ бэ»
        if self._may_join(parts) and (spelt or not {parts[0], parts[-1]} & LINKS):
            found = self._vocabulary.joined("".join(parts)) or self._written_short(parts)
        return found or self._initials(parts) or self._compound(parts)

    def _initials(self, parts: Sequence[str]) -> Matches:
        vocabulary = self._vocabulary
        if len(parts) > 3 or not STOP_WORDS.isdisjoint(parts):
            return ()
        if any(len(part) < 4 or not is_content(part) or not word_form(part).known for part in parts):
            return ()
        known = [bool(matches) and matches[0][1] >= _SURE for matches in map(vocabulary.matches, parts)]
        if known[-1] or count_unit(parts[-1]) is not None:
            return ()
        found = vocabulary.initials(parts)
        # «высший сорт» beside «высокий»: a word that means something else here needs an abbreviation with a slash
        return tuple(match for match in found if vocabulary.short.is_slashed(match[0])) if any(known) else found

    def _written_short(self, parts: Sequence[str]) -> Matches:
        """«С головой», «варёно мороженый»: two words, the second unknown, for which a name has «с/г», «в/м»."""
        vocabulary = self._vocabulary
        if len(parts) != _TWO or (parts[0] in LITTLE_WORDS and _is_sure(vocabulary.matches(parts[1]))):
            return ()  # «с картошкой» of potatoes is no «с/к»
        return vocabulary.of_two(*parts)

    def _compound(self, parts: Sequence[str]) -> Matches:
        """«Держатель фляги» is the «флягодержатель» where nothing is called by both words."""
        if len(parts) != _TWO or not STOP_WORDS.isdisjoint(parts):
            return ()
        return self._vocabulary.compound_of(*parts)

    def _may_join(self, parts: Sequence[str]) -> bool:
        if all(len(part) <= _SPOKEN_CODE for part in parts) and all(
            is_letter_name(part) or len(part) <= 3 for part in parts
        ):
            return sum(part in STOP_WORDS for part in parts) < len(parts)
        if all(is_spelt(part) for part in parts):
            return True
        if len(parts) > 2 or any(part in STOP_WORDS for part in parts):
            return False
        vocabulary = self._vocabulary
        if len(parts[0]) >= _SHORTEST_PART and "".join(parts) in vocabulary:  # «фас текс»
            return any(part not in vocabulary for part in parts)
        whole = vocabulary.joined("".join(parts))
        if whole and whole[0][0] in self._heads and len(parts[0]) > _SHORTEST_PART:  # «песка бетон»
            return any(part not in vocabulary and not _is_sure(vocabulary.matches(part)) for part in parts)
        heard = (vocabulary.matches(part) for part in parts)
        return any(not matches or matches[0][1] < _HEARD for matches in heard)


def _is_sure(matches: Matches) -> bool:
    """Say whether a part is a name by itself: the «АМ» of «Изоспан AM»."""
    return bool(matches) and matches[0][1] >= SPELT


def _end(tokens: Sequence[Token], place: int, last: int, numbers: Collection[int], skip: Collection[int]) -> int:
    """Return the last token that a word from *place* on may take."""
    end = place
    while end < last and end - place < _MOST - 1 and not tokens[end].brk:
        following = tokens[end + 1]
        if end + 1 in numbers or end + 1 in skip or following.value is not None or following.text == TIMES:
            break
        end += 1
    return end
