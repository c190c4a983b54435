"""Cut text into tokens: names of the catalogue and spoken or typed orders by the same rules.

A token is a run of letters or a number; punctuation stays as the strength of the break after a token. Numbers keep
whether they were glued to their neighbours («16А», «М8»), which is what tells an ampere from a conjunction.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.numbers.lexicon import look_up
from nlp.orders.reading import SpokenWord

NO_BREAK, COMMA, SENTENCE = 0, 1, 2
TIMES = "×"  # stands between the numbers of a section, however it was written

_DOTTED = re.compile(r"\b(?:[а-яa-z]\.){2,}[а-яa-z]\b\.?(?=\s|$)")  # «L.O.L.»
_SLASHED = re.compile(r"\b([а-яa-z])(?:/|\.(?=[а-яa-z]\.))([а-яa-z])\b")
_INITIAL = re.compile(r"(?<![\w.])([a-z])\.(?=[a-z]{3})")  # «J.Crew»
_WRITTEN = (  # how price lists write what is said as a word
    (re.compile(r"(?<=\d)\s?%"), "процент "),
    (re.compile(r"(?<=[a-zа-я])\+(?!\w)|(?<=\d)\+(?=\s|$)"), " плюс "),
    (re.compile(r"(?<=[a-zа-я])['’`](?=[a-zа-я])"), ""),  # «Lay's» is read as one word
    (re.compile(r"\bн/(?=[а-я]{3})"), "не"),  # «н/стер.»
    (re.compile(r"\bб/(?=[кпстфхцчшщ][а-я]+(?:[ыио]й|[ая]я|[оеыи]е)\b)"), "бес"),  # «б/шовный»
    (re.compile(r"\bб/(?=[а-я]{2,}(?:[ыио]й|[ая]я|[оеыи]е)\b)"), "без"),  # «б/молочная»
    (re.compile(r"\bб/(?=[а-я]{3})"), "без "),  # «б/ацетона»
    (re.compile(r"№(?=\s?\d)"), " номер "),
    (re.compile(r"\bк(?:ом)?-т\b"), "комплект"),
    (re.compile(r"\bн-р\b"), "набор"),
    (re.compile(r"(?<=\d\s(?:мм|см))\s?[xх×*]\s?(?=\d)|(?<=\d(?:мм|см))\s?[xх×*]\s?(?=\d)"), TIMES),
    (re.compile(r"(?<=\d\sм)\s?[xх×*]\s?(?=\d)|(?<=\dм)\s?[xх×*]\s?(?=\d)"), TIMES),  # «5 м х 10 см»
)
_WRITTEN_MARKS = frozenset("%+/xх×*№'’`-")
_SQUARE = re.compile(r"(?:(?<=\d)|(?<![\w/]))м[2²](?!\w)")  # and not «г/м2»
_CUBE = re.compile(r"(?:(?<=\d)|(?<=\d ))м[3³](?!\w)")
_TIMES = re.compile(r"(?<=\d)\s?[xх×*]\s?(?=\d)")
_TAIL_TIMES = re.compile(r"(?<=\d)[xх×*](?=\s|$)")
_HAS_CROSS = re.compile(r"\d\s?[xх×*]")
_PIECE = re.compile(
    r"(?P<frac>\d{1,2}/\d{1,2}(?![\d/])|\d{1,3}/\d{1,3}(?![\d/]|\s?[вv](?![a-zа-я])))|"  # no «380/220 В»
    r"(?P<num>\d+(?:[.,]\d+)?)"
    r"(?P<tail>-(?:[оыи]?[йе]|[ое]?го|о?м[уи]?|ая|ую|ти|х|ых|ю|и|я)\b|(?:[оыи]й|й|[ое]го|ая|ую)\b)?|"  # «25-го», «646й»
    r"(?P<word>[a-zа-я]+)|(?P<mark>[^\sa-zа-я\d])"
)
_FRACTIONS = {"1/2": "0.5", "3/4": "0.75", "1/4": "0.25", "3/8": "0.375", "1/8": "0.125"}
_OF_INCHES = re.compile(r"(\d{1,2})/(8|16|32)(?=\s?(?:[\"″”]|''|дюйм))")  # «9/16"» is no section
_LONGEST_CUT = 8
_RANGE = 2  # «100 - 120» may be a doubt, «450 - 2» is none
_CODE = re.compile(r"[A-ZА-Я]{1,3}[,;]?$|[A-ZА-Я]+-?\d|[A-Z][a-z]")  # «черн. M», «арм. А500С»: no sentence begins so
_PLACE_CUTS = frozenset("г ул д кв корп стр обл пр пер оф им пос мкр наб пл ш просп б-р р-н".split())
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]")
_ORDINALS = (
    "первое второе третье четвертое пятое шестое седьмое восьмое девятое десятое",
    "первых вторых третьих четвертых",
)
_LIST_WORDS = {word: number for words in _ORDINALS for number, word in enumerate(words.split(), start=1)}
_SENTENCE_MARKS = frozenset(".!?;\n…")
_DASHES = frozenset("-–—")
_COMMA_MARKS = frozenset(",:—–(")


@dataclass(slots=True)
class Token:
    """One token: ``word`` is the index of the spoken word it came from, ``value`` is set for digits."""

    text: str
    word: int
    value: Decimal | None = None
    glued: bool = False  # no space before it
    brk: int = NO_BREAK  # the strongest punctuation after it
    hyphen: bool = False  # joined to the next by a hyphen
    cut: bool = False  # written short: «брезент.», «каб-канал»
    dashed: bool = False  # a number that a dash parts from the goods before it
    entry: int = 0  # the number in a list that stood before it: «2)», «второе»
    tail: str = ""  # the ending of a number in digits: «-го» of «25-го»


def normal(text: str) -> str:
    """Return *text* in lower case with ``ё`` as ``е``: the form every comparison is made in."""
    return text.lower().replace("ё", "е")


def tokenize(text: str, word: int = 0) -> list[Token]:
    """Return the tokens of *text*; all of them carry *word* as their index."""
    text = normal(text)
    if "/" in text:
        text = _OF_INCHES.sub(lambda match: str(Decimal(match[1]) / Decimal(match[2])), text)
    if "м2" in text or "м²" in text:
        text = _SQUARE.sub(" квадратов", text)
    if "м3" in text or "м³" in text:
        text = _CUBE.sub(" кубометров", text)
    if not _WRITTEN_MARKS.isdisjoint(text):
        for pattern, said in _WRITTEN:
            text = pattern.sub(said, text)
    if "/" in text or "." in text:
        text = _INITIAL.sub(r"\1-", text)
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
        text = _SLASHED.sub(r"\1\2", text)
    if _HAS_CROSS.search(text):
        text = _TAIL_TIMES.sub(TIMES, _TIMES.sub(TIMES, text))
    tokens: list[Token] = []
    end = -1
    for match in _PIECE.finditer(text):
        if (mark := match["mark"]) is not None:
            _add_mark(tokens, mark, word)
            if mark == TIMES:
                end = match.end()
            continue
        glued = bool(tokens) and match.start() == end
        if (fraction := match["frac"]) is not None and fraction not in _FRACTIONS:
            tokens += _crossed(fraction, word, glued=glued)
        else:
            tokens.append(_token(match, word, glued=glued))
        end = match.end()
    return tokens


def tokens_of_words(words: Sequence[SpokenWord]) -> list[Token]:
    """Return the tokens of spoken or typed *words*; ``Token.word`` points back into *words*.

    Digits grouped by thousands («1 500») become one number where the second group can be nothing else.
    """
    tokens: list[Token] = []
    for index, word in enumerate(words):
        fresh = tokenize(word.text, index)
        if fresh and "\n" in word.text:
            fresh[-1].brk = SENTENCE
        if fresh and tokens and index and _is_dashed(words[index - 1].text, word.text, tokens[-1], fresh[0]):
            fresh[0].dashed = True
        elif tokens and index and words[index - 1].text.strip() in _DASHES:
            tokens[-1].brk = max(tokens[-1].brk, COMMA)
        if not fresh and tokens:
            tokens[-1].brk = max(tokens[-1].brk, _mark_strength(word.text.strip("".join(_DASHES))))
        elif fresh and fresh[0].text == TIMES and not (tokens and tokens[-1].value is not None):
            fresh[0].text = "х"
        tokens.extend(fresh)
    return _join_thousands(_drop_list_numbers(_mark_cut(tokens, words), words))


def _is_dashed(said: str, word: str, before: Token, number: Token) -> bool:
    """Say whether a dash with a space beside it parts the *number* of *word* from what stands before it, no range."""
    if said.strip() not in _DASHES and not (word[0] in _DASHES and number.value is not None):
        return False
    if number.value is None:
        return look_up(number.text) is not None and before.value is None
    return before.value is None or before.glued or not before.value < number.value <= _RANGE * before.value


def _token(match: re.Match[str], word: int, *, glued: bool) -> Token:
    if (fraction := match["frac"]) is not None:
        return Token(fraction, word, Decimal(_FRACTIONS[fraction]), glued)
    if (number := match["num"]) is not None:
        return Token(number, word, Decimal(number.replace(",", ".")), glued, tail=match["tail"] or "")
    return Token(match["word"], word, None, glued)


def _crossed(pair: str, word: int, *, glued: bool) -> list[Token]:
    """«24/6» is two numbers of one size."""
    first, second = pair.split("/")
    return [
        Token(first, word, Decimal(first), glued),
        Token(TIMES, word, None, glued=True),
        Token(second, word, Decimal(second), glued=True),
    ]


def _add_mark(tokens: list[Token], mark: str, word: int) -> None:
    if mark == TIMES:
        tokens.append(Token(TIMES, word, None, glued=True))
    elif tokens:
        tokens[-1].brk = max(tokens[-1].brk, _mark_strength(mark))
        tokens[-1].hyphen = tokens[-1].hyphen or mark in "-‑/"


def _mark_strength(marks: str) -> int:
    if any(mark in _SENTENCE_MARKS for mark in marks):
        return SENTENCE
    return COMMA if any(mark in _COMMA_MARKS for mark in marks) else NO_BREAK


def _mark_cut(tokens: list[Token], words: Sequence[SpokenWord]) -> list[Token]:
    """A full stop before a small letter or a digit ends no sentence: the word was written short."""
    for token, following in itertools.pairwise(tokens):
        if token.brk == SENTENCE and token.word != following.word and words[token.word].text.endswith("."):
            begins = words[following.word].text[:1]
            is_code = _CODE.match(words[following.word].text) is not None
            short = len(token.text) <= _LONGEST_CUT
            if token.text in _PLACE_CUTS:
                token.brk = NO_BREAK
            elif (begins.islower() or begins.isdigit() or is_code) and token.value is None and short:
                token.brk, token.cut = NO_BREAK, True
        if token.brk == SENTENCE and token.word == following.word and "." in words[token.word].text[1:-1]:
            token.brk = COMMA  # «п.п.-4шт» is one word
        token.cut = token.cut or (token.hyphen and token.value is None and len(token.text) <= 4)
    return tokens


def _drop_list_numbers(tokens: list[Token], words: Sequence[SpokenWord]) -> list[Token]:
    """Leave out «1)», «2.» and «первое …, второе …» that number the items of a list; what follows keeps the number."""
    spoken = [token for token in tokens if token.text in _LIST_WORDS]
    listed = len(spoken) > 1 and _LIST_WORDS[spoken[0].text] == 1
    kept: list[Token] = []
    entry = said = 0
    for token in tokens:
        typed = token.value is not None and _LIST_NUMBER.fullmatch(words[token.word].text.strip()) is not None
        opens = not kept or kept[-1].brk == SENTENCE or words[token.word].text.strip().endswith(")")
        follows = listed and _LIST_WORDS.get(token.text) == said + 1
        follows = follows or (typed and said > 0 and token.value == said + 1 and token is not tokens[-1])
        if (typed and opens) or follows:
            if kept:
                kept[-1].brk = SENTENCE
            entry = int(token.value) if token.value is not None else said + 1
            said = entry
            continue
        token.entry, entry = entry, 0
        kept.append(token)
    return kept


def _join_thousands(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        coded = len(joined) > 1 and last is not None and joined[-2].word == last.word  # «С-5 100 шт»
        if last is not None and not coded and _continues_thousands(last, token):
            joined[-1] = Token(
                last.text + token.text, last.word, Decimal(last.text + token.text), last.glued, token.brk
            )
            continue
        joined.append(token)
    return joined


def _continues_thousands(last: Token, token: Token) -> bool:
    if last.value is None or token.value is None or last.brk or last.glued or token.glued or last.hyphen:
        return False
    if not (last.text.isdigit() and token.text.isdigit() and len(token.text) == 3 and last.text[0] != "0"):
        return False
    return (len(last.text) == 1 and token.text[-1] == "0") or (len(last.text) <= 3 and token.text == "000")
