"""What the name of an article says: its words, its properties, and the keys under which the index keeps them.

Keys: ``n:16:a`` a value with its kind, ``n:16`` a value whatever it measures, ``m:16`` the same where it is a part of
a code or section, ``f:3`` the first number of a section, ``s:1.5`` a part of a section in metres, ``d:3x2.5`` a section
or its beginning, ``k:class`` that a kind is stated at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from nlp.numbers import NumberSpan, find_numbers
from nlp.numbers.lexicon import Role, look_up
from nlp.orders.catalogue.shortened import slashed_pairs, slashed_words
from nlp.orders.catalogue.terms import Vocabulary
from nlp.orders.catalogue.type_codes import behind_hyphens, parts_by_hyphens, ranges_of
from nlp.orders.measures.marks import NumberMark
from nlp.orders.measures.properties import STANDARD_KINDS, number_marks
from nlp.orders.measures.ranges import range_kind
from nlp.orders.speech.lexicon import LETTERED
from nlp.orders.speech.repair import split_halves
from nlp.orders.speech.tokens import SENTENCE, TIMES, Token, normal, tokenize
from nlp.orders.speech.units import MEASURES, count_unit, property_unit
from nlp.text.letters import CYRILLIC_ALIKE
from nlp.text.morph import is_modifier, word_form
from nlp.text.sound import fold_code, is_latin, sound_key, spelt_aloud

NEGATION = "без_"
_STOPS = frozenset(
    "и в на для с со из от до по к под при или тип марка шт уп упак упаковка гост ту размер цвет класс кл р".split()
)
_MODEL_NUMBER = 100
_SHADE = re.compile(r"[1-9]\d?\.\d{1,2}")  # a decimal is written with a comma, a shade or model with a point
_PAIR_LETTERS = 2
_MEASURED = frozenset("@" + fold_code(letter) for letter in "dhlbwдвшгh")
_PACKED = frozenset({"#штука", "#упаковка", "#пара"})  # how many a package holds is seldom what it is called by
_SHEET = "#лист"
_CAPITALS_WITHIN = re.compile(r"\b(?:[A-Z][a-z]+){2,}\b")
_SHORTEST_WORD = 4
_GRADE = re.compile(r"(?<=[а-яё]{2} )(?=[ВСКОУИ](?: \d|[,)]|$))")  # a capital that is no preposition: «липа В 15х88»
_SHORTEST_ABBREVIATION = 3
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6"}
_SIZE_LETTERS = {"эс": "s", "эм": "m", "эль": "l", "эл": "l"}
_LARGE = re.compile("икс|ха|хэ")
_LETTER_SIZE = re.compile(f"(?P<large>(?:{_LARGE.pattern})*)(?P<letter>{'|'.join(_SIZE_LETTERS)})ка")


@dataclass(frozen=True, slots=True)
class NameFeatures:
    """``terms`` in order, ``properties`` as one key each, ``keys`` for the index besides the terms."""

    terms: tuple[str, ...] = ()
    properties: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()


class NameReader:
    """Reads names, aliases and categories; collects what of them helps to read numbers in speech."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._read: dict[tuple[str, bool], NameFeatures] = {}
        self.beginnings: set[str] = set()  # of sections, as keys
        self.sections: set[str] = set()
        self.measured: dict[str, set[Decimal]] = defaultdict(set)  # values of litres, kilograms, metres
        self.stated: set[str] = set()  # values with a kind
        self.letters: dict[str, tuple[str, ...]] = {}  # how letters sound -> the letters of codes that sound so

    def read(self, text: str, *, spoken: bool = False) -> NameFeatures:
        """Return the features of *text*; the same text is read once. In a *spoken* one words may be numbers."""
        features = self._read.get((text, spoken))
        if features is None:
            tokens = tokenize(_GRADE.sub("марка ", text))
            features = self._features(text, _with_numbers(tokens) if spoken else tokens)
            self._read[text, spoken] = features
        return features

    def forget(self) -> None:
        """Drop the texts kept; what was collected stays."""
        self._read = {}

    def _features(self, text: str, tokens: Sequence[Token]) -> NameFeatures:
        marks = number_marks(tokens)
        used = {place for mark in marks for place in range(mark.first, mark.last + 1)}
        keys: list[str] = []
        properties = frozenset(self._property(mark, keys) for mark in marks)
        for mark in marks:
            if (letter := _letter_of_section(tokens, mark)) is not None:
                keys.append(f"n:{plain(mark.value)}:@{letter}")
                self._add_letters(letter)
        keys += [key for mark in marks if tokens[mark.last].text == "л" for key in _as_sheets(mark)]
        for mark in marks:
            if not mark.kind and mark.first == mark.last and _SHADE.fullmatch(tokens[mark.first].text):
                self._section([Decimal(part) for part in tokens[mark.first].text.split(".")], keys)  # the shade «7.1»
        keys += [f"s:{plain(value)}" for mark in marks if _in_metres(tokens, mark) for value in mark.values]
        for mark in marks:
            keys += ["m:" + plain(value * 10) for value in mark.values if _in_centimetres(tokens, mark)]
            keys += ["r:" + plain(value) for value in parts_by_hyphens(tokens, mark)]
            for values in behind_hyphens(tokens, mark):
                self._section(values, keys)
        for low, high in ranges_of(text):
            self._section((low, high), keys)
            keys.append(f"n:{plain(low)}:{range_kind(high)}")
        keys += ["n:" + plain(value) for value in _spelt_numbers(tokens, used)]
        keys += ["n:" + _ROMAN[token.text] for token in tokens if token.text in _ROMAN]
        self._sections_in_parts(tokens, marks, keys)
        if "/" in text:
            for term, first, second in slashed_words(normal(text)):
                self._vocabulary.short.add_slashed(term, first, second)
        terms = self._terms(tokens, used)
        for first, second in slashed_pairs(normal(text)) if "/" in text else ():
            keys += ["w:" + term for term in terms if term == first]
            terms = [*(term for term in terms if term != first), self._vocabulary.short.add_pair(first, second)]
        for token, following in pairwise(tokens):
            if (
                token.hyphen
                and len(token.text) == 1
                and following.value is None
                and len(following.text) > _PAIR_LETTERS
            ):
                self._vocabulary.add_lettered(token.text, following.text)
        keys += ["w:" + self._vocabulary.add_compound(parts) for parts in (*_hyphenated(tokens), *_capitalised(text))]
        keys += ["w:" + self._vocabulary.add(joined) for joined in _initials(terms)]
        return NameFeatures(tuple(terms), properties, tuple(keys))

    def _sections_in_parts(self, tokens: Sequence[Token], marks: Sequence[NumberMark], keys: list[str]) -> None:
        """Add the sections whose parts have marks of their own."""
        for before, after in pairwise(marks):
            crossed = [token.text for token in tokens[before.last + 1 : after.first]] == [TIMES]
            if crossed and len(before.values) == len(after.values) == 1:
                self._section((before.raw or before.value, after.raw or after.value), keys)  # «5 м х 10 см»
            if _is_measured(before, after):  # «d20 h15»
                self._section((before.value, after.value), keys)
            if _is_pair(tokens, before, after):
                self._section((before.raw or before.value, after.value), keys)

    def _terms(self, tokens: Sequence[Token], used: Collection[int]) -> list[str]:
        """Return the words of a name in order, and let the vocabulary know them; *used* tokens are numbers' own."""
        terms: list[str] = []
        negated = False
        for place, token in enumerate(tokens):
            if token.text == "без":
                negated = True
            elif place not in used and token.value is None and token.text != TIMES and not _is_stop(tokens, place):
                term = self._vocabulary.add(token.text, short=token.brk == SENTENCE)
                if token.brk == SENTENCE and place and tokens[place - 1].value is not None:
                    self._vocabulary.short.add_counted(token.text)
                terms.append(NEGATION + term if negated else term)
                negated = False
        return terms

    def _property(self, mark: NumberMark, keys: list[str]) -> str:
        """Return the one key that stands for *mark*, and add all its keys to *keys*."""
        if mark.kind == "dims":
            return self._section(mark.values, keys)
        value = plain(mark.value)
        kind = mark.kind or (MEASURES.get(mark.unit.unit, "") if mark.unit is not None else "")
        generic = "m:" if kind.startswith("@") or kind in _PACKED else "n:"
        keys += [generic + number for number in {value, plain(mark.raw) if mark.raw is not None else value}]
        keys.append(f"n:{value}:{kind}")
        if "." in value:
            keys.append("i:" + value.split(".")[0])
        if "." in value and mark.value >= _MODEL_NUMBER:  # «Меркурий 201.5» is called «двести один»
            keys.append("n:" + value.split(".")[0])
        if kind or "." in value:  # a decimal measures something, whatever it is written with: «3,2%», «15,6"»
            self.stated.add(value)
        if mark.raw is not None and mark.raw != int(mark.raw):
            self.stated.add(plain(mark.raw))  # «три и восемь» of «3,8 см», which are 38 mm
        if kind:
            keys.append("k:" + kind)
            self.measured[kind].add(mark.value)
        if kind.startswith("@"):
            keys.append(f"n:{value}:@")
            if kind not in STANDARD_KINDS:
                keys.append("a:" + value)
            self._add_letters(kind[1:])
        return f"n:{value}:{kind}"

    def _section(self, values: Sequence[Decimal], keys: list[str]) -> str:
        whole = section_key(values)
        self.sections.add(whole)
        self.stated.update(plain(value) for value in values if value != int(value))
        for size in range(2, len(values) + 1):
            beginning = section_key(values[:size])
            self.beginnings.add(beginning)
            keys.append("d:" + beginning)
        keys += ["m:" + plain(value) for value in values] + ["f:" + plain(values[0])]
        return "d:" + whole

    def _add_letters(self, code: str) -> None:
        """Remember how the letters of a code sound, read as Latin and as the Cyrillic letters that look the same."""
        for written in (code, code.translate(CYRILLIC_ALIKE)):
            for spelling in (*spelt_aloud(written), written):
                known = self.letters.get(sound_key(spelling), ())
                if code not in known:
                    self.letters[sound_key(spelling)] = (*known, code)


def _with_numbers(tokens: list[Token]) -> list[Token]:
    """Return *tokens* with number words as numbers: «держак триста» is called by 300, «рис кило» by one kilogram.

    Sizes called by their letters («эмка», «хаэлька») become the letters.
    """
    tokens = [_as_letters(token) for token in _ones(split_halves(tokens))]
    spans = {span.first: span for span in _whole_ordinals(find_numbers([token.text for token in tokens]))}
    result: list[Token] = []
    place = 0
    while place < len(tokens):
        span = spans.get(place)
        if span is None or tokens[place].value is not None or span.high is not None:
            result.append(tokens[place])
            place += 1
            continue
        result.append(
            Token(plain(span.value).replace(".", ","), tokens[place].word, span.value, brk=tokens[span.last].brk)
        )
        place = span.last + 1
    return result


def _whole_ordinals(spans: Sequence[NumberSpan]) -> list[NumberSpan]:
    """Return *spans* with «двести пятый» as the one 205: an alias has no count before its size."""
    whole: list[NumberSpan] = []
    for span in spans:
        last = whole[-1] if whole else None
        joins = last is not None and span.kind == "ordinal" and last.last + 1 == span.first and last.kind == "cardinal"
        if joins and last is not None and last.value and last.value % (10 if span.value < 10 else 100) == 0:
            whole[-1] = replace(span, first=last.first, value=last.value + span.value)
        else:
            whole.append(span)
    return whole


def _as_letters(token: Token) -> Token:
    size = _LETTER_SIZE.fullmatch(token.text)
    if size is None:
        return token
    return replace(token, text="x" * len(_LARGE.findall(size["large"])) + _SIZE_LETTERS[size["letter"]])


def _ones(tokens: Sequence[Token]) -> list[Token]:
    result: list[Token] = []
    for token in tokens:
        unit = count_unit(token.text) if len(token.text) > _PAIR_LETTERS else None
        counted = bool(result) and (result[-1].value is not None or bool(find_numbers([result[-1].text])))
        if unit is not None and unit.unit in MEASURES and not counted:
            result.append(Token("1", token.word, Decimal(1)))
        result.append(token)
    return result


def is_abbreviation(word: str) -> bool:
    """Say whether *word*, with which a name begins, is an abbreviation of its goods («КПБ», «РВД», «АКБ»)."""
    return len(word) >= _SHORTEST_ABBREVIATION and not is_latin(word) and word_form(word).pos is None


def noun_behind(terms: Sequence[str]) -> str | None:
    """Return the first noun, adjectives and makes apart, behind the abbreviation *terms* begin with («РВД рукав»)."""
    if not terms or not is_abbreviation(terms[0]):
        return None
    for term in terms[1:]:
        form = word_form(term)
        if form.pos == "NOUN":
            return term if form.known and not form.is_name and "nomn" in form.cases else None
        if not is_modifier(term) and not is_latin(term) and len(term) > _PAIR_LETTERS:
            return None
    return None


def nouns_of(head: str, name: NameFeatures) -> frozenset[str]:
    """Return the nouns of *name*, of which *head* is one: also the «краска» of «крем-краска», the whole of «К-файл»."""
    nouns = {head}
    for key in name.keys:
        if key == "w:" + head or not key.startswith("w:"):
            continue
        if key.endswith(head):
            nouns.add(key[2:])
        rest = key[2 + len(head) :] if key.startswith("w:" + head) else ""
        if rest in name.terms and word_form(rest).pos == "NOUN":
            nouns.add(rest)
    return frozenset(nouns)


def _is_stop(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a token is a little word; behind «тип» a letter is none."""
    text = tokens[place].text
    return text in _STOPS and not (len(text) == 1 and place > 0 and tokens[place - 1].text in LETTERED)


def _capitalised(text: str) -> list[list[str]]:
    """Return the parts of Latin words written with capitals within: «AtlasDesign», «GoldGun»."""
    return [re.findall("[a-z]+", re.sub("([A-Z])", r" \1", word).lower()) for word in _CAPITALS_WITHIN.findall(text)]


def _hyphenated(tokens: Sequence[Token]) -> Iterator[list[str]]:
    """Yield the parts of words that hyphens join: «Koh-i-Noor» is heard as «кохинор», «Type-C» as «тайпси»."""
    chain: list[str] = []
    for token in tokens:
        if token.value is None and token.text.isalpha():
            chain.append(token.text)
        if token.hyphen and token.value is None:
            continue
        if len(chain) > 1 and token.value is None:
            yield chain
        chain = []


def _spelt_numbers(tokens: Sequence[Token], used: Collection[int]) -> Iterator[Decimal]:
    """Yield the numbers that a name has in words («Экстрим два шоколада», «Три медведя»), as speech has them."""
    for place, token in enumerate(tokens):
        word = look_up(token.text) if token.value is None and place not in used and len(token.text) > 2 else None
        if word is not None and word.role is Role.UNIT and word.value == int(word.value):
            yield word.value


def _initials(terms: Sequence[str]) -> Iterator[str]:
    """Yield what two or three Latin words in a row are written short or as one: «RC» and «терравита»."""
    for one, other in pairwise(terms):
        if is_latin(one) and is_latin(other) and min(len(one), len(other)) >= _PAIR_LETTERS:
            yield one + other
    for size in (2, 3):
        for first in range(len(terms) - size + 1):
            words = terms[first : first + size]
            if all(is_latin(word) and len(word) >= _SHORTEST_WORD for word in words):
                yield "".join(word[0] for word in words)


def _letter_of_section(tokens: Sequence[Token], mark: NumberMark) -> str | None:
    """Return the letter by which a section is called together with its first number: M8 of «М8х40»."""
    if mark.kind != "dims" or mark.first == mark.number_first or tokens[mark.first].value is not None:
        return None
    letter = tokens[mark.first].text
    return fold_code(letter) if len(letter) == 1 and mark.first + 1 == mark.number_first else None


def _as_sheets(mark: NumberMark) -> tuple[str, ...]:
    """«Тетрадь 48 л.», «бумага 500 л»: the letter stands for litres and for sheets."""
    whole = mark.kind == "l" and mark.value == int(mark.value)
    return (f"n:{plain(mark.value)}:{_SHEET}", "k:" + _SHEET) if whole else ()


def _in_metres(tokens: Sequence[Token], mark: NumberMark) -> bool:
    """Say whether *mark* is a section in metres («1,5х100 м»), whose numbers people say with the unit."""
    after = mark.last + 1
    return mark.kind == "dims" and after < len(tokens) and tokens[after].text == "м" and not tokens[mark.last].brk


def _in_centimetres(tokens: Sequence[Token], mark: NumberMark) -> bool:
    """Say whether *mark* is a section in centimetres («173х61х0,6 см»), of which people say parts in millimetres."""
    last = tokens[mark.last]
    return mark.kind == "dims" and last.value is None and property_unit(last.text) == ("mm", Decimal(10))


def _is_pair(tokens: Sequence[Token], before: NumberMark, after: NumberMark) -> bool:
    """Say whether two numbers are one code with letters between («10W-40», «6СТ-60»): it is said as a section is."""
    between = tokens[before.number_last + 1 : after.number_first]
    if len(between) != 1 or len(before.values) > 1 or len(after.values) > 1:
        return False
    letters = between[0]
    joined = letters.hyphen or tokens[after.number_first].glued
    return letters.glued and joined and len(letters.text) <= _PAIR_LETTERS


def _is_measured(before: NumberMark, after: NumberMark) -> bool:
    """Say whether two numbers behind each other are measures called by their letters: diameter, height, width."""
    called = before.kind in _MEASURED and after.kind in _MEASURED and before.kind != after.kind
    return called and after.first == before.last + 1


def section_key(values: Iterable[Decimal]) -> str:
    """Return the key of a section: its numbers joined by ``x``."""
    return "x".join(plain(value) for value in values)


@lru_cache(maxsize=100_000)
def plain(value: Decimal) -> str:
    """Return *value* without trailing zeros or exponent."""
    return f"{value.normalize():f}"
