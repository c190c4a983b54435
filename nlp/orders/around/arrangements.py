"""What is said around an order: delivery, address, date, payment, callback, a word for a person to read.

Each finding takes its words out of the order, so that a house number never becomes a quantity.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nlp.dates import DateSpan, find_dates
from nlp.numbers import DigitString, find_numbers
from nlp.orders.around.addresses import find_address, find_places
from nlp.orders.around.asides import find_asides, opening
from nlp.orders.around.remarks import find_remarks, ring_before_coming
from nlp.orders.reading import Callback, Delivery, SpokenWord
from nlp.orders.speech.phrases import Line, places_left_open
from nlp.orders.speech.units import count_unit

_PICKUP = re.compile(
    r"(?<!\S)(?:самовыв\w*|(?:мы )?(?:сами )?(?:забер\w+|забира(?:ю|ем)|подъед\w+|вывез\w+|вывоз(?:им|ить)|заед\w+)"
    r"(?: сами| сам)?|"
    r"сам\w* (?:приед\w+|забер\w+|забира(?:ю|ем)|заед\w+|подъед\w+)|"
    r"приед\w+ (?:за \w+ )?(?:сами|сам|к вам)|за(?:бирать|брать) буд\w+(?: сами)?|"
    r"(?:на )?(?:сво(?:им|ем|ей)|наш(?:им|ем|ей)) (?:транспорт(?:ом|е)|машин(?:ой|е)|авто)|"
    r"(?:наш\w* )?(?:машин\w|водител\w) (?:наш\w* )?(?:приед\w+|подъед\w+|забер\w+|заед\w+))(?!\S)"
)
_NO_DELIVERY = re.compile(r"(?<!\S)(?:доставк\w+ не (?:надо|нужн\w+)|без доставк\w+|не надо доставл\w+)(?!\S)")
_DELIVERY = re.compile(
    r"(?<!\S)(?:(?:с |нужна |нужно |нам |мне |нужно будет |пожалуйста )*(?:доставк\w+|доставьте|доставить|"
    r"дост(?:ав)?(?!\S)|довез\w+|отвез\w+|привез\w+|привозите|подвез\w+|завез\w+|закиньте|"
    r"отгруз\w+ (?:транспортн\w+|тк)|отправ\w+ (?:транспортн\w+|тк|деловыми|курьер\w+)|"
    r"курьер(?:ом|а|ами|ской (?:службой|доставкой)))"
    r"(?: (?:нужна|нужно|как обычно|как всегда|до|ваш\w+|нам|мне|пожалуйста))*)(?!\S)"
)
_PAYMENT = (
    (
        "deferred",
        r"(?:с |на |по |в )?(?:отсрочк\w+|рассрочк\w+)(?: платеж\w*)?"
        r"(?: (?:на )?\S+(?: \S+)? (?:дн\w+|недел\w+|месяц\w*))?|"
        r"(?:под|после) реализац\w+|постоплат\w+|оплат\w+ (?:потом|позже|после)|в долг",
    ),
    (
        "cash",
        r"(?<!б )(?:за |оплат\w+ |плат\w+ )*(?:налич(?:н(?:ы[еймх]|ыми|ого|ой|ая|ую)|к(?:а|ой|у|и|е))|"
        r"нал|налом|к[эе]ш(?:ем|а)?)"
        r"(?: (?:водител\w+|при получении|на месте|курьер\w+))*",
    ),
    (
        "card",
        r"(?:оплат\w+ |плач\w+ )*(?:по |на )?"
        r"(?:карт(?:ой|е|очкой|ы|у)|терминал\w*|перевод\w* на карту|сбп|по кьюар\w*)",
    ),
    (
        "invoice",
        r"(?:оплат\w+ |плат\w+ )*(?:безнал\w*|без нала|б нал|(?:по|на) (?:расчетн\w+ )?счет\w*|"
        r"(?:выстав\w+|скин\w+|пришл\w+|сброс\w+|отправ\w+|сделай\w*|выпиш\w+)"
        r"(?: нам| мне| пожалуйста| на почту| сразу)* счет\w*|"
        r"счет\w* (?:на оплату|выстав\w+|пришл\w+|скин\w+|на почту|на фирму|отправ\w+)|"
        r"счет\w* (?:\S+ ){0,2}(?:сделай\w*|выстав\w+|выпиш\w+|пришл\w+|оформ\w+)|"
        r"(?:по )?предоплат\w+|перечислен\w+|расчетн\w+ счет\w*|счетом|оплат\w+ счет\w*)",
    ),
)
_PAYMENTS = tuple((code, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for code, pattern in _PAYMENT)
_PAY_WORD = re.compile(
    r"(?<!\S)(?:оплат\w+|плат(?:им|ить|ит|ят|ите|еж\w*)|рассчита\w+|расч[её]т)"
    r"(?: (?:как обычно|как всегда|будет|у нас|мы|за))*(?!\S)"
)
_CALL = re.compile(
    r"(?<!\S)(?:пере ?звон(?!ю|им)\w*|(?:(?:по|на|вы)звон(?!ю|им)|звякн)\w*"
    r"(?= (?:мне|нам|менеджер\w*|по|на|утром|завтра|"
    r"в|до|после|за))|набер(?!у|ем)\w+|свяж(?!усь|емся)\w+|"
    r"пусть (?:\S+ ){0,3}(?:позвонит|перезвонит|наберет|свяжется))(?: (?:мне|нам|со мной|с нами|пожалуйста|"
    r"обязательно|потом|обратно|менеджер\w*|по номеру|"
    r"на номер|по телефону|номер|телефон|на этот номер|по этому номеру|на))*(?!\S)"
)
_OURS = re.compile(
    r"(?:уточн|подтверж|перезвон|позвон|набер|реш|узна|скаж|сообщ|провер|посмотр|подума|посчита|отпиш|напиш)"
    r"(?:у|ю|им|ем|ём)|(?:уточн|реш|сообщ|провер|посмотр|подтверд)(?:ит|ат|ят)|"
    r"(?:узна|скаж|подума|посчита|отпиш|напиш)(?:ет|ют|ут)"
)
_BESIDE = 3  # tokens between a day and «привезите»
_BESIDE_DAY, _REASON = 6, 14  # tokens between a day and the one that corrects it; with the reason why
_TALKED_OF = frozenset({"сегодня", "до нового года", "нового года", "к новому году"})
_SAYS_WHEN = frozenset({"на", "прямо", "еще", "уже", "надо", "нужно", "нужны", "можно", "желательно", "лучше"})


@dataclass(slots=True)
class Around:
    """Findings, and the tokens they took out of the order."""

    delivery: Delivery = field(default_factory=Delivery)
    payment: str | None = None
    callback: Callback | None = None
    comment: str | None = None
    taken: set[int] = field(default_factory=set)
    asides: set[int] = field(default_factory=set)
    rings: set[int] = field(default_factory=set)  # of «позвоните за час», which asks for no call back
    remarks: set[int] = field(default_factory=set)  # of what is to be told to somebody
    left_open: set[int] = field(default_factory=set)  # of «сколько, завтра скажу»
    dates: list[DateSpan] = field(default_factory=list)


def read_around(
    line: Line,
    words: Sequence[SpokenWord],
    digits: Sequence[DigitString],
    now: dt.datetime,
    taken: set[int],
    is_goods: Callable[[str], bool],
) -> Around:
    """Return what stands around the order of *line*; *now* carries the client's time zone.

    *is_goods* says of a word that articles are called by it.
    """
    found = Around(taken=set(taken))
    _take_digits(found, digits)
    asides = find_asides(line, found.taken, is_goods)
    found.asides = _places(asides)
    found.taken |= found.asides
    found.taken |= opening(line, found.taken, is_goods)
    callback_at, rings = _read_callback(line, found, digits)
    spans = find_dates([token.text + token.tail for token in line.tokens], now)
    days = _places((span.first, span.last) for span in spans if span.date is not None)
    if (address := find_address(line, found.taken, days)) is not None:
        found.taken |= address.places
    places = [span for span in find_places(line, is_goods) if not _overlaps(found.taken, *span)]
    found.asides |= _places(places)
    found.taken |= found.asides
    found.left_open = places_left_open(line)
    found.dates = [span for span in spans if _is_day(line, found, span)]
    delivery_date = _share_dates(line, found, callback_at)
    mode = _read_mode(line, found)
    if mode is None and address is not None:
        mode = "delivery"
    _read_payment(line, found)
    found.rings = _places(rings)
    remarks = find_remarks(line, found.taken, is_goods)
    found.remarks = _places(remarks)
    found.taken |= found.remarks
    found.comment = "; ".join(_said(line, words, *span) for span in (*rings, *remarks, *asides, *places)) or None
    date, time = (delivery_date.date, delivery_date.time) if delivery_date is not None else (None, None)
    found.delivery = Delivery(mode, date, time, address.written if address is not None else None)
    return found


def _places(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for first, last in spans for place in range(first, last + 1)}


def _take_digits(found: Around, digits: Sequence[DigitString]) -> None:
    for string in digits:
        if string.kind in {"phone", "inn"}:
            found.taken.update(range(string.first, string.last + 1))


def _is_day(line: Line, found: Around, span: DateSpan) -> bool:
    """Say whether *span* may be a day of this order: no words of another thing, no count, no day of ours."""
    free = not _overlaps(found.taken | found.left_open, span.first, span.last)
    return free and not (_counts(line, span) or _is_ours(line, span) or _is_talk(line, span))


def _counts(line: Line, span: DateSpan) -> bool:
    """Say whether a time of day alone is really a quantity («к 1 кор») or a part of a code («2к 1»)."""
    following = span.last + 1
    counted = following < len(line.tokens) and count_unit(line.tokens[following].text) is not None
    return span.date is None and (counted or line.tokens[span.first].glued)


def _is_ours(line: Line, span: DateSpan) -> bool:
    """«Уточню завтра», «завтра скажу»: when the caller will do something, not when the goods are wanted."""
    beside = (*line.tokens[max(0, span.first - 1) : span.first], *line.tokens[span.last + 1 : span.last + 2])
    return any(_OURS.fullmatch(token.text) for token in beside)


def _overlaps(taken: set[int], first: int, last: int) -> bool:
    return any(place in taken for place in range(first, last + 1))


def _read_callback(
    line: Line, found: Around, digits: Sequence[DigitString]
) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    """Return where a call back is asked for, and where only a ring before the delivery is."""
    rings = []
    phones = [string for string in digits if string.e164]
    for match in _CALL.finditer(line.text):
        first, last = line.span(match)
        ring = ring_before_coming(line, first, last) if not phones else None
        first, last = ring or (first, last)
        found.taken.update(range(first, last + 1))
        if ring is not None:
            rings.append(ring)
            continue
        chosen = ([string for string in phones if string.first > last] or phones)[:1]
        found.callback = Callback(phone=chosen[0].e164 if chosen else None)
        return (first, last), rings
    return None, rings


def _share_dates(line: Line, found: Around, callback_at: tuple[int, int] | None) -> DateSpan | None:
    """Give each date to the callback or the delivery it stands by; all of them leave the order."""
    delivery: DateSpan | None = None
    for span in found.dates:
        found.taken.update(range(span.first, _written_end(line, span.last) + 1))
        ordered = line.tokens[span.first].text == "на" and callback_at is not None and span.first < callback_at[0]
        if callback_at is not None and found.callback is not None and _near(span, callback_at) and not ordered:
            found.callback = Callback(found.callback.phone, span.time or (span.date.isoformat() if span.date else None))
        elif delivery is None or _beats(line, delivery, span):
            delivery = (
                span
                if delivery is None or span.date is not None
                else DateSpan(delivery.first, span.last, delivery.date, span.time)
            )
    return delivery


def _written_end(line: Line, last: int) -> int:
    """Return the last token of what was typed as one word: the minutes of «9:00»."""
    while last + 1 < len(line.tokens) and line.tokens[last + 1].word == line.tokens[last].word:
        last += 1
    return last


def _near(span: DateSpan, callback_at: tuple[int, int]) -> bool:
    first, last = callback_at
    gap = span.first - last if span.first > last else first - span.last
    return 0 < gap <= 4


def _beats(line: Line, earlier: DateSpan, later: DateSpan) -> bool:
    """Say whether *later* is rather when the goods are wanted: a day, a corrected one, one beside «привезите»."""
    if earlier.date is not None and earlier.date == later.date and later.time is None:
        return False  # «в субботу, а нет, склад в субботу не работает, давайте в понедельник»
    if (earlier.date is None and later.date is not None) or _corrected(line, earlier, later):
        return True
    beside = _delivers(line, later)
    return later.date is not None and beside is not None and beside < (_delivers(line, earlier) or _BESIDE + 1)


def _corrected(line: Line, earlier: DateSpan, later: DateSpan) -> bool:
    between = line.words(earlier.last + 1, later.first - 1).split()
    denied = earlier.first > 0 and line.tokens[earlier.first - 1].text == "не"  # «не в среду, а в четверг»
    turning = {"нет", "лучше", "вернее", "точнее", "ой", "погодите", "стоп"} | ({"а"} if denied else set())
    turning |= {"давайте", "давай", "тогда"} & set(between[-1:])  # «… не работает, давайте в понедельник»
    near = later.first - earlier.last <= _BESIDE_DAY or (len(between) <= _REASON and not find_numbers(between))
    return bool(turning & set(between)) and near


def _delivers(line: Line, span: DateSpan) -> int | None:
    """Return how far «привезите» or «заберу» stands from a day, if it does so near: 1 is right beside."""
    first, last = max(0, span.first - _BESIDE), min(len(line.tokens) - 1, span.last + _BESIDE)
    near = Line(line.tokens[first : last + 1])
    found = [near.span(match) for pattern in (_DELIVERY, _PICKUP) for match in pattern.finditer(near.text)]
    return min((max(span.first - first - end, first + begin - span.last, 1) for begin, end in found), default=None)


def _is_talk(line: Line, span: DateSpan) -> bool:
    """«У меня давление сегодня», «чтоб до нового года не дёргаться»: a day that is only spoken of."""
    if line.words(span.first, span.last) not in _TALKED_OF or _delivers(line, span) is not None:
        return False
    return span.first == 0 or line.tokens[span.first - 1].text not in _SAYS_WHEN


def _read_mode(line: Line, found: Around) -> str | None:
    mode = None
    for pattern, value in ((_DELIVERY, "delivery"), (_PICKUP, "pickup"), (_NO_DELIVERY, "pickup")):
        for match in pattern.finditer(line.text):
            first, last = line.span(match)
            if _overlaps(found.taken, first, last):
                continue
            found.taken.update(range(first, last + 1))
            mode = value
    return mode


def _read_payment(line: Line, found: Around) -> None:
    best = -1
    for code, pattern in _PAYMENTS:
        for match in pattern.finditer(line.text):
            first, last = line.span(match)
            if code == "cash" and "налич" in match.group() and line.words(first - 1, first - 1) in {"в", "есть", "ли"}:
                continue
            if _overlaps(found.taken, first, last):
                continue
            found.taken.update(range(first, last + 1))
            if first > best or found.payment is None:
                found.payment, best = code, first
    for match in _PAY_WORD.finditer(line.text):
        first, last = line.span(match)
        found.taken.update(range(first, last + 1))


def _said(line: Line, words: Sequence[SpokenWord], first: int, last: int) -> str:
    indexes = sorted({line.tokens[place].word for place in range(first, last + 1)})
    return " ".join(words[index].text.strip() for index in indexes).strip(" ,.;")
