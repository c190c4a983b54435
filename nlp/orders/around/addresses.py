"""Where the goods should go: a street with its house, or what is said behind «по адресу»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.numbers import NumberSpan, find_numbers
from nlp.orders.speech.operations import NUMBER
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE, Token
from nlp.orders.speech.units import count_unit
from nlp.text.lists import word_list
from nlp.text.morph import word_form

_PLACE_WORD = (
    r"улиц\w+|ул|проспект\w*|пр|пр-т|переул\w+|пер|шоссе|бульвар\w*|набережн\w+|площад\w+|микрорайон\w*|мкр|"
    r"проезд\w*|тракт(?:а|е|у|ом)?|"
    r"квартал\w*|тупик\w*|аллея|аллее"
)
_ADDRESS_ANCHOR = re.compile(rf"(?<!\S)(?:{_PLACE_WORD})(?!\S)")
_ADDRESS_LEAD = re.compile(
    r"(?<!\S)(?:(?:доставк\w+|доставьте|доставить|привез\w+|отвез\w+|довез\w+) (?:\S+ )?(?:на|по)"
    rf"(?= [а-я]+(?:а|ой|ого|ых|ская|ской|ов|ев) {NUMBER})|"
    r"(?:объект|магазин|склад|база|офис|точка|филиал)\w* (?:у нас |наш\w* )?(?:на|по)(?= [а-я]+(?:а|ой|"
    r"ого|ых|ского|ская|ской) )|(?:по|на) адрес\w*|адрес(?: доставки| тот же| такой)*)(?!\S)"
)
_ADDRESS_PART = frozenset(
    word_list(
        "дом дома д корпус корп к строение стр офис оф квартира кв подъезд этаж склад помещение литер литера "
        "владение ворота цех база улица ул проспект пр переулок пер шоссе бульвар набережная площадь микрорайон мкр "
        "проезд тракт дробь город г область район"
    )
)
_STOPS = frozenset(
    word_list(
        "оплата оплатим оплачу платим плачу счет безнал нал наличными спасибо завтра сегодня послезавтра доставка "
        "доставьте привезите позвоните перезвоните телефон мой наш номер все всё и еще там мне нам нужно надо "
        "пожалуйста до к в на утром вечером днем после с со желательно или отсрочка картой предоплата если добавьте "
        "запишите самовывоз ждем жду это только по ну"
    )
)
_ON = frozenset({"на", "по"})
_HOUSE_PARTS = frozenset({"дом", "подъезд", "этаж", "корпус", "квартира", "строение", "офис"})
_HOUSE = 3  # words of a house number
_LONGEST_STREET = 5  # tokens from a city or street to its house
_LONGEST = 14
_PAYING = ("оплат", "безнал", "предоплат")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is written, and the tokens that speak of it."""

    written: str
    places: frozenset[int]


def find_address(line: Line, taken: set[int], days: set[int]) -> Address | None:
    """Return the address said in *line*, if there is one; *days* are the tokens of dates, which belong to none."""
    anchors = _ADDRESS_ANCHOR.finditer(line.text)  # «наш квартал» may be the client's name
    anchor = next((match for match in anchors if line.token_at(match.start()) not in taken), None)
    lead = _ADDRESS_LEAD.search(line.text)
    if lead is not None and (anchor is None or lead.start() < anchor.start()):
        first, last = line.span(lead)
        start = last + 1
    elif anchor is not None:
        first = start = _city_start(line, line.token_at(anchor.start()))
    else:
        return None
    end, house = _end(line, start, taken, days)
    if end <= start or (first == start and house - start > _LONGEST_STREET):
        return None
    return Address(_written(line.tokens, start, end), frozenset(range(first, end)) - days)


def find_places(line: Line, is_goods: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of houses that are only spoken of: «у нас течёт на Ленина сорок два, три подъезда».

    A part of a house stands behind the number, or the street is called after somebody.
    """
    texts = [token.text for token in line.tokens]
    spans = find_numbers(texts)
    for span in spans:
        street = span.first - 1
        if street < 1 or texts[street - 1] not in _ON or is_goods(texts[street]) or line.tokens[street].brk == SENTENCE:
            continue
        if not _is_street(texts[street]):
            continue
        end = span.last
        while end + 1 < len(texts) and not line.tokens[end].brk and _goes_on(texts, end + 1, spans):
            end += 1
        parts = [place for place in range(span.last + 1, end + 1) if _is_part(texts[place])]
        ends = [other.last for other in spans if parts and other.first == parts[-1] + 1 and other.last <= end]
        counted = span.last + 1 < len(texts) and count_unit(texts[span.last + 1]) is not None
        if parts or (_is_named_after(texts[street]) and not counted and span.last - span.first < _HOUSE):
            yield street - 1, max([span.last, *parts[-1:], *ends])


def _goes_on(texts: Sequence[str], place: int, spans: Sequence[NumberSpan]) -> bool:
    """Say whether the parts of a house go on at *place*: «во втором подъезде», «три подъезда»."""
    number = next((span for span in spans if span.first <= place <= span.last), None)
    if number is not None:
        after = texts[number.last + 1] if number.last + 1 < len(texts) else ""
        named = texts[number.first - 1] in _HOUSE_PARTS and count_unit(after) is None  # «корпус два»
        return named or _is_part(after)
    return _is_part(texts[place]) or (texts[place] in {"в", "во", "на"} and place + 1 < len(texts))


def _is_part(word: str) -> bool:
    return not _HOUSE_PARTS.isdisjoint(word_form(word).lemmas)


def _is_street(word: str) -> bool:
    form = word_form(word)
    adjective = form.adjective is not None and word.endswith("ой")
    return adjective or (form.pos == "NOUN" and "gent" in form.cases) or _is_named_after(word)


def _is_named_after(word: str) -> bool:
    form = word_form(word)
    return form.is_name and "gent" in form.grammemes and word not in form.lemmas


def _end(line: Line, start: int, taken: set[int], days: set[int]) -> tuple[int, int]:
    """Return where the address that begins at *start* stops, and where its house stands."""
    tokens = line.tokens
    end, house = start, 0
    while end < len(tokens) and end - start < _LONGEST:
        token = tokens[end]
        if token.text.startswith(_PAYING):
            break  # «адрес тот же оплата по счёту»
        if end > start and (token.text in _STOPS or end in taken) and token.text not in _ADDRESS_PART:
            break
        if house and end in days:
            break  # «… дом пять двадцать шестого»
        is_number = _is_number(token.text, token.value is not None)
        if house and token.text not in _ADDRESS_PART and not is_number:
            break
        if not house and is_number:
            house = end
        end += 1
        if token.brk == SENTENCE:
            break
    return end, house


def _city_start(line: Line, anchor: int) -> int:
    """Return where the address begins: a city said before the street belongs to it."""
    start = anchor
    while start > 0 and anchor - start < 3:
        before = line.tokens[start - 1]
        if (
            before.text in {"город", "г"}
            or (start == anchor and _is_city(before.text))
            or (before.text[-2:] in {"ая", "ой"} and start == anchor)
        ):
            start -= 1
        else:
            break
    return start


def _is_city(word: str) -> bool:
    return "Geox" in word_form(word).grammemes


def _is_number(text: str, digits: bool) -> bool:
    return digits or bool(find_numbers([text]))


def _written(tokens: Sequence[Token], start: int, end: int) -> str:
    texts = [token.text for token in tokens[start:end]]
    spans = {span.first: span for span in find_numbers(texts)}
    parts: list[str] = []
    place = 0
    while place < len(texts):
        span = spans.get(place)
        if span is not None:
            parts.append(f"{span.value.normalize():f}")
            place = span.last + 1
            continue
        text = texts[place]
        parts.append(text if text in _ADDRESS_PART else text.capitalize())
        place += 1
    return " ".join(parts)
