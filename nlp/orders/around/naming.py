"""How a client is named in speech: what announces a name, and whether it calls or is whom the order is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE, Token, tokenize
from nlp.text.lists import word_list
from nlp.text.morph import word_form

LEGAL_FORMS = frozenset(
    word_list(
        "ооо зао оао ао ип пао чп нко тоо пбоюл мкп муп гуп фгуп гбу мбу ано тд тк гк пкф сзао "
        "ук тсж снт кфх мбдоу мдоу мбоу моу гбоу мкоу доу сош гбуз гауз мау маоу"
    )
)
_KINDS = frozenset(
    word_list(
        "компания компании компанию фирма фирмы фирму организация организации организацию магазин магазина завод "
        "завода предприятие предприятия база базы общество контора конторы холдинг холдинга клиент клиента имя юрлицо"
    )
)
_CALLS = frozenset(word_list("беспокоит звонит звоню звоним вас говорит снова опять"))
_LEADS = frozenset(word_list("от из для на через это с"))
_GREETINGS = frozenset(
    "здравствуйте здрасте привет приветствую добрый доброе доброй день вечер утро ночи ночь алло але да девушка "
    "так слушай слушайте ну это а "
    "пожалуйста".split()
)
_ANNOUNCES = frozenset("беспокоит звонит это связи здравствуйте добрый говорит тревожит снова опять".split())
_AFTERWARDS = frozenset("беспокоит звонит связи говорит тревожит".split())
_FOR = frozenset({"на", "для", "через"})
_INDIVIDUAL = frozenset({"индивидуальный", "предприниматель"})
_LONGEST_NAME = 5
_REACH = 3  # tokens in which a name is announced


class Announced(IntEnum):
    """How clearly something says that a client's name stands here."""

    NOT = 0
    OPENING = 1  # nothing but greetings before it, or a word that leads to names and to much else
    CLEARLY = 2  # «компания …», «… беспокоит»
    FORMALLY = 3  # «ооо …»


def announced(line: Line, first: int, stop: int) -> Announced:
    """Say how clearly a name over tokens *first* to *stop* is announced by what stands around it."""
    before = _before(line, first)
    if before and (before[-1] in LEGAL_FORMS or before[-1] in _INDIVIDUAL):
        return Announced.FORMALLY
    after = {token.text for token in line.tokens[stop + 1 : stop + 3]}
    if (before and before[-1] in _KINDS | _CALLS | {"это"}) or after & _AFTERWARDS:
        return Announced.CLEARLY
    if before and before[-1] == "на" and not {"nomn", "accs"} & word_form(line.tokens[first].text).cases:
        before = before[:-1]  # «есть на складе» is where, no name
    leads = any(word in _KINDS | _CALLS | _LEADS for word in before)
    opening = all(token.text in _GREETINGS for token in line.tokens[:first])
    return Announced.OPENING if leads or opening or after & _ANNOUNCES else Announced.NOT


def is_formal(line: Line, first: int) -> bool:
    """Say whether a legal form stands right before token *first*."""
    before = _before(line, first)
    return bool(before) and (before[-1] in LEGAL_FORMS or before[-1] in _INDIVIDUAL)


def is_ordered_for(line: Line, first: int) -> bool:
    """«Заказ на Алтай», «для Алтая», «на компанию Алтай»: whoever calls, the order is for the one named so."""
    place = first - 1
    while place >= 0 and line.tokens[place].text in LEGAL_FORMS | _KINDS:
        place -= 1
    return place >= 0 and line.tokens[place].text in _FOR and line.tokens[place].brk != SENTENCE


def unknown_caller(line: Line, is_goods: Callable[[str], bool]) -> range:
    """Return the tokens of a name that opens the call and that nobody knows: «кафе Причальное беспокоит»."""
    first = next((place for place, token in enumerate(line.tokens) if token.text not in _GREETINGS), 0)
    for place in range(first + 1, min(first + _LONGEST_NAME, len(line.tokens) - 1) + 1):
        if is_goods(line.tokens[place - 1].text) or line.tokens[place - 1].brk == SENTENCE:
            break
        if line.tokens[place].text in _AFTERWARDS:
            return range(first, place)
    return range(0)


def is_person(words: Sequence[str], following: str) -> bool:
    """«Виктория Сергеевна»: one word that a patronymic or another name follows is a person, no company."""
    return len(words) == 1 and word_form(words[0]).is_name and "Patr" in word_form(following).grammemes


def name_tokens(name: str) -> list[Token]:
    """Return the tokens of a client's *name*; «№» is not always said («столовая семь»)."""
    return tokenize(name.replace("№", " "))


def same_number(heard: str, name: str) -> bool:
    """Say whether both words may stand in one grammatical number: «бокалы» are not «Бокал»."""
    numbers = {"sing", "plur"}
    said, called = word_form(heard).grammemes & numbers, word_form(name).grammemes & numbers
    return not said or not called or bool(said & called)


def _before(line: Line, first: int) -> list[str]:
    return [token.text for token in line.tokens[max(0, first - _REACH) : first] if token.brk != SENTENCE]
