"""Fixed phrases of orders: what is said about the order and not in it.

Patterns run over the normal words joined by single spaces; a phrase knows its tokens. They are general Russian, no
goods and no company appear in them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nlp.numbers import find_numbers
from nlp.orders.speech.entries import find_entries
from nlp.orders.speech.operations import COMPILED, LEFT_OPEN, NUMBER, Op
from nlp.orders.speech.reasons import reason_behind
from nlp.orders.speech.splits import Split, count_places, find_splits
from nlp.orders.speech.tokens import Token
from nlp.text.morph import word_form


@dataclass(frozen=True, slots=True)
class Phrase:
    op: Op
    first: int
    last: int
    text: str


_SPLITS = {Split.COUNTED: Op.PLACE, Split.SHARE: Op.SHARE, Split.END: Op.NOTHING}
_NUMBER = re.compile(NUMBER)
_HALVES = "пятьдесят"
_FEW = 3  # words of what is taken back
_TURNING = frozenset({"а", "но", "только", "лишь"})
_GOES = 5  # words of what goes by «вместо»
_MEASURE = 7  # words between «сколько» and its «столько»
_SHORTEST_NOUN = 4
_SPELT = 3  # letters at most of an abbreviation spelt aloud


class Line:
    """The normal words of an utterance as one string, with the way back to tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._starts: list[int] = []
        place = 0
        for token in tokens:
            self._starts.append(place)
            place += len(token.text) + 1
        self.text = " ".join(token.text for token in tokens)

    def token_at(self, char: int) -> int:
        return max(0, bisect_right(self._starts, char) - 1)

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the first and last token of *match*."""
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        return self.token_at(start), self.token_at(max(start, match.start() + len(text.rstrip()) - 1))

    def words(self, first: int, last: int) -> str:
        return " ".join(token.text for token in self.tokens[first : last + 1])

    def crosses_sentence(self, first: int, last: int) -> bool:
        return any(token.brk == 2 for token in self.tokens[first:last])


def find_operations(
    line: Line,
    taken: set[int],
    is_name: Callable[[str, str], bool],
    is_goods: Callable[[str], bool],
    *,
    measures_fifty: bool = False,
) -> list[Phrase]:
    """Return the operations of *line* by place; none overlaps another or a *taken* token.

    *is_name* says of two neighbours that some article is called by both: «Зева плюс» adds nothing; *is_goods* of a
    word that some article has it. *measures_fifty*: «пятьдесят на пятьдесят» is the size of an article rather than two
    halves.
    """
    found = [
        Phrase(_SPLITS[kind], first, last, line.words(first, last))
        for first, last, kind in find_splits(line.tokens, taken, is_goods)
    ]
    found += [Phrase(Op.ENTRY, *span, line.words(*span)) for span in find_entries(line.tokens, taken)]
    used = set(taken) | {place for phrase in found for place in range(phrase.first, phrase.last + 1)}
    for op, pattern in COMPILED:
        for match in pattern.finditer(line.text):
            if not match.group().strip() or (op is Op.EQUAL and measures_fifty and match.group().startswith(_HALVES)):
                continue
            first, last = line.span(match)
            places = range(first, last + 1)
            if any(place in used for place in places) or line.crosses_sentence(first, last):
                continue
            if op is Op.PARTS and not _splits(line, first):
                continue
            if op is Op.SAME and names_measure(match.group().strip()) and not _is_next(line, last, is_goods):
                continue  # «по числу филиалов»
            if op is Op.SAME and match.group().endswith(" и") and measured_by(line, first) is None:
                continue
            if op is Op.SAME and (asked := measured_by(line, first)) is not None and asked not in used:
                found.append(Phrase(Op.NOTHING, asked, asked, "сколько"))
            if first == last and any(is_name(name, line.tokens[first].text) for name in _before(line, first)):
                continue
            used.update(places)
            found.append(Phrase(op, first, last, match.group().strip()))
    counts = count_places(line.tokens)
    found = [_with_reason(line, phrase, used - taken, counts, is_goods) for phrase in found]
    used.update(place for phrase in found for place in range(phrase.first, phrase.last + 1))
    found += _corrections_with_reason(line, used - taken, counts, is_goods)
    found += _likened(line, used)
    found += _denials_twice(line, found, used)
    found += _contrasts(line, used, counts)
    found = [phrase for place, phrase in enumerate(found) if not _gives_instead(line, found, place)]
    return _joined(line, sorted(found, key=lambda phrase: phrase.first))


def measured_by(line: Line, first: int) -> int | None:
    """«Сколько вентиляторов, столько и решёток»: return the «сколько» that «столько» at token *first* answers."""
    before = range(first - 1, max(-1, first - 1 - _MEASURE), -1)
    return next((place for place in before if line.tokens[place].text == "сколько"), None)


def _is_next(line: Line, last: int, is_goods: Callable[[str], bool]) -> bool:
    return last + 1 < len(line.tokens) and is_goods(line.tokens[last + 1].text)


def names_measure(text: str) -> bool:
    """Say whether «по количеству», «столько же, как» is followed by the goods of which there are as many."""
    return text.split()[-1] in {"как", "количеству", "количество", "числу", "сколько"}


def _likened(line: Line, used: set[int]) -> list[Phrase]:
    """«Зайцев двадцать …, и уно как зайцев»: as many as of goods that were named before by this word."""
    said = []
    for place, token in enumerate(line.tokens[:-1]):
        named = line.tokens[place + 1].text
        if token.text != "как" or place in used or place + 1 in used or len(named) < _SHORTEST_NOUN:
            continue
        nouns = set(word_form(named).nouns)
        before = (other.text for at, other in enumerate(line.tokens[:place]) if at not in used)
        if any(not nouns.isdisjoint(word_form(text).nouns) for text in before):
            first = place - (line.tokens[place - 1].text in {"тоже", "также"} and place - 1 not in used)
            said.append(Phrase(Op.SAME, first, place, line.words(first, place)))
    return said


def places_left_open(line: Line) -> set[int]:
    """Return the tokens that leave an amount open: «сколько, завтра скажу»."""
    spans = (line.span(match) for match in LEFT_OPEN.finditer(line.text))
    return {place for first, last in spans for place in range(first, last + 1)}


def _splits(line: Line, first: int) -> bool:
    """Say whether «из них» stands before a part; in «тридцать лопат, двадцать из них штыковых» it stands within one."""
    place = first - 1
    while place >= 0 and _NUMBER.match(line.tokens[place].text):
        place -= 1
    return place in {first - 1, 0} or place < 0 or not _NUMBER.match(line.tokens[place - 1].text)


def _with_reason(
    line: Line, phrase: Phrase, used: set[int], counts: set[int], is_goods: Callable[[str], bool]
) -> Phrase:
    """Return a correction with the reason that follows it: «ой, нет, там двор большой, давайте …»."""
    if phrase.op is not Op.CORRECT:
        return phrase
    last = reason_behind(line.tokens, phrase.last + 1, used, counts, is_goods)
    return phrase if last is None else replace(phrase, last=last)


def _corrections_with_reason(
    line: Line, used: set[int], counts: set[int], is_goods: Callable[[str], bool]
) -> list[Phrase]:
    """«Шесть, нет, гостей прибавилось, двенадцать»: a «нет» behind a count corrects where a reason follows it."""
    said = []
    for place, token in enumerate(line.tokens):
        if token.text != "нет" or place in used or place - 1 not in counts:
            continue
        last = reason_behind(line.tokens, place + 1, used, counts, is_goods)
        if last is not None:
            said.append(Phrase(Op.CORRECT, place, last, token.text))
    return said


def _denials_twice(line: Line, found: Sequence[Phrase], used: set[int]) -> list[Phrase]:
    """«Не бостон убери»: the «не» is the «нет» of a correction, since «убери» takes back already."""
    said = []
    for phrase in found:
        for place in range(phrase.first - 2, max(-1, phrase.first - 2 - _FEW), -1):
            if phrase.op is not Op.REMOVE or not used.isdisjoint(range(place, phrase.first)):
                break
            if line.tokens[place].text == "не":
                said.append(Phrase(Op.NOTHING, place, place, "не"))
                break
    return said


def _contrasts(line: Line, used: set[int], counts: set[int]) -> list[Phrase]:
    """Return what is denied and says nothing new: between two words that are one, or a count right behind a count.

    «Морковь мытую, не чищеную, мытую два мешка», «два мешка, не три», «два, а не три».
    """
    texts = [token.text for token in line.tokens]
    said = [
        Phrase(Op.NOTHING, place, place + 2, line.words(place, place + 2))
        for place in range(1, len(texts) - 2)
        if texts[place] == "не" and texts[place - 1] == texts[place + 2] and used.isdisjoint(range(place, place + 3))
    ]
    for place in (place for place, text in enumerate(texts) if text == "не"):
        first, last = place - (texts[place - 1] == "а"), _count_behind(texts, place, counts)
        if last is not None and first - 1 in counts and used.isdisjoint(range(first, last + 1)):
            said.append(Phrase(Op.NOTHING, first, last, line.words(first, last)))
    return said


def _count_behind(texts: Sequence[str], place: int, counts: set[int]) -> int | None:
    """Return where the count right behind the «не» at *place* ends, unless another is said instead of it."""
    denied = next((span for span in find_numbers(texts[place + 1 :]) if span.first == 0), None)
    if denied is None:
        return None
    last = place + 1 + denied.last
    last += last + 1 in counts and not find_numbers([texts[last + 1]])  # its unit
    return None if last + 1 < len(texts) and texts[last + 1] in _TURNING else last


def _gives_instead(line: Line, found: Sequence[Phrase], place: int) -> bool:
    """«Вместо белых поставьте синие»: the verb between what goes and what comes changes no quantity."""
    phrase = found[place]
    if phrase.op not in {Op.SET, Op.ALIKE} or _NUMBER.match(line.words(phrase.last + 1, phrase.last + 1)):
        return False
    before = [other for other in found if other.last < phrase.first]
    last = max(before, key=lambda other: other.last, default=None)
    return last is not None and last.op in {Op.REPLACE, Op.CHANGE} and phrase.first - last.last - 1 <= _GOES


def _joined(line: Line, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return *phrases* with what is taken back twice as one: «не надо, вычёркивайте»."""
    joined: list[Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if last is not None and last.op is phrase.op is Op.REMOVE and last.last + 1 == phrase.first:
            joined[-1] = Phrase(Op.REMOVE, last.first, phrase.last, line.words(last.first, phrase.last))
        else:
            joined.append(phrase)
    return joined


def _before(line: Line, place: int) -> list[str]:
    """Return what may be called «… плюс» before *place*: a word, spelt letters («эл эр»), a number in digits."""
    texts = [token.text for token in line.tokens[max(0, place - _SPELT) : place]]
    numbers = [f"{span.value:f}" for span in find_numbers(texts) if span.last + 1 == len(texts)]
    return [*texts[-1:], *("".join(texts[-size:]) for size in range(2, len(texts) + 1)), *numbers]
