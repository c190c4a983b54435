"""What is said around an order: delivery, address, date, payment, callback, a word for a person to read.

Each finding takes its words out of the order, so that a house number never becomes a quantity.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nlp.dates import DateSpan, find_dates
from nlp.numbers import DigitString, find_numbers
from nlp.orders.asides import find_asides
from nlp.orders.phrases import NUMBER, Line
from nlp.orders.reading import Callback, Delivery, SpokenWord
from nlp.orders.tokens import Token
from nlp.orders.units import count_unit
from nlp.text.lists import word_list
from nlp.text.morph import word_form

_PICKUP = re.compile(
    r"(?<!\S)(?:самовывоз\w*|(?:мы )?(?:сами )?(?:забер\w+|подъед\w+|вывез\w+|заед\w+)(?: сами| сам)?|"
    r"сам\w* (?:приед\w+|забер\w+|заед\w+|подъед\w+)|"
    r"приед\w+ (?:за \w+ )?(?:сами|сам|к вам)|за(?:бирать|брать) буд\w+(?: сами)?|своим транспортом|"
    r"(?:наш\w* )?(?:машин\w|водител\w) (?:наш\w* )?(?:приед\w+|подъед\w+|забер\w+|заед\w+))(?!\S)"
)
_NO_DELIVERY = re.compile(r"(?<!\S)(?:доставк\w+ не (?:надо|нужн\w+)|без доставк\w+|не надо доставл\w+)(?!\S)")
_DELIVERY = re.compile(
    r"(?<!\S)(?:(?:с |нужна |нужно |нам |мне |нужно будет |пожалуйста )*(?:доставк\w+|доставьте|доставить|"
    r"довез\w+|отвез\w+|привез\w+|привозите|подвез\w+|завез\w+|закиньте|"
    r"отгруз\w+ (?:транспортн\w+|тк)|отправ\w+ (?:транспортн\w+|тк|деловыми|курьер\w+)|курьер\w+)"
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
        r"(?:за |оплат\w+ |плат\w+ )*(?:налич(?!ии|ие)\w+|нал|налом|кэш\w*|кеш\w*)"
        r"(?: (?:водител\w+|при получении|на месте|курьер\w+))*",
    ),
    (
        "card",
        r"(?:оплат\w+ |плач\w+ )*(?:по |на )?"
        r"(?:карт(?:ой|е|очкой|ы|у)|терминал\w*|перевод\w* на карту|сбп|по кьюар\w*)",
    ),
    (
        "invoice",
        r"(?:оплат\w+ |плат\w+ )*(?:безнал\w*|без нала|(?:по|на) (?:расчетн\w+ )?счет\w*|"
        r"(?:выстав\w+|скин\w+|пришл\w+|сброс\w+|отправ\w+|сделай\w*|выпиш\w+)"
        r"(?: нам| мне| пожалуйста| на почту| сразу)* счет\w*|"
        r"счет\w* (?:на оплату|выстав\w+|пришл\w+|скин\w+|на почту|на фирму|отправ\w+)|"
        r"счет\w* (?:\S+ ){0,2}(?:сделай\w*|выстав\w+|выпиш\w+|пришл\w+|оформ\w+)|"
        r"(?:по )?предоплат\w+|перечислен\w+|расчетн\w+ счет\w*|счетом|оплат\w+ счет\w*)",
    ),
)
_PAYMENTS = tuple((code, re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")) for code, pattern in _PAYMENT)
_PAY_WORD = re.compile(
    r"(?<!\S)(?:оплат\w+|плат\w+|рассчита\w+|расч[её]т)(?: (?:как обычно|как всегда|будет|у нас|мы|за))*(?!\S)"
)
_CALL = re.compile(
    r"(?<!\S)(?:пере ?звон(?!ю|им)\w*|(?:(?:по|на|вы)звон|звякн)\w*(?= (?:мне|нам|менеджер\w*|по|на|утром|завтра|"
    r"в|до|после|за))|набер(?!у|ем)\w+|свяж(?!усь|емся)\w+|"
    r"пусть (?:\S+ ){0,3}(?:позвонит|перезвонит|наберет|свяжется))(?: (?:мне|нам|со мной|с нами|пожалуйста|"
    r"обязательно|потом|обратно|менеджер\w*|по номеру|"
    r"на номер|по телефону|номер|телефон|на этот номер|по этому номеру|на))*(?!\S)"
)
_COMMENT = re.compile(
    r"(?<!\S)(?:(?:и )?(?:передайте|скажите водителю|скажите|для водителя|водителю|предупредите|пропуск|"
    r"комментарий|примечание|имейте в виду|учтите|важно чтобы|"
    r"обязательно чтобы|только чтобы|просьба|проследите|(?:на (?:коробках|коробке|мешках|упаковке) )?(?:подпишите|"
    r"напишите|наклейте|промаркируйте|укажите)|упакуйте|позвоните за|звонить за|звоните за|позвонить за|"
    r"документы|накладн\w+|сертификат\w*|с сертификат\w*))(?!\S)"
)
_REMARK = re.compile(
    r"(?<!\S)(?:(?:одним|целым|единым) (?:куском|отрезком|рулоном)|одной бухтой|не резать|не разрезать|не режьте|"
    r"без замен\w*|не заменя\w+)(?!\S)"
)
_ANDS = frozenset({"и", "а", "потом", "да"})
_COMMENT_ENDS = frozenset({"еще", "также", "добавьте", "плюс"})
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


_OURS = re.compile(
    r"(?:уточн|подтверж|перезвон|позвон|набер|реш|узна|скаж|сообщ|провер|посмотр|подума|посчита|отпиш|напиш)"
    r"(?:у|ю|им|ем|ём)"
)
_LONGEST_STREET = 5  # tokens from a city or street to its house
_PAYING = ("оплат", "безнал", "предоплат")


@dataclass(slots=True)
class Around:
    """Findings, and the tokens they took out of the order."""

    delivery: Delivery = field(default_factory=Delivery)
    payment: str | None = None
    callback: Callback | None = None
    comment: str | None = None
    taken: set[int] = field(default_factory=set)
    asides: set[int] = field(default_factory=set)
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
    found.asides = {place for first, last in asides for place in range(first, last + 1)}
    found.taken |= found.asides
    callback_at = _read_callback(line, found, digits)
    spans = find_dates([token.text for token in line.tokens], now)
    address = _read_address(line, found, {span.first for span in spans if span.date is not None})
    found.dates = [
        span
        for span in spans
        if not _overlaps(found.taken, span.first, span.last) and not _counts(line, span) and not _is_ours(line, span)
    ]
    delivery_date = _share_dates(line, found, callback_at)
    mode = _read_mode(line, found)
    if mode is None and address is not None:
        mode = "delivery"
    _read_payment(line, found)
    comments = [*_read_comment(line, words, found, is_goods), *(_said(line, words, *span) for span in asides)]
    found.comment = "; ".join(comments) or None
    date, time = (delivery_date.date, delivery_date.time) if delivery_date is not None else (None, None)
    found.delivery = Delivery(mode, date, time, address)
    return found


def _take_digits(found: Around, digits: Sequence[DigitString]) -> None:
    for string in digits:
        if string.kind in {"phone", "inn"}:
            found.taken.update(range(string.first, string.last + 1))


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


def _read_callback(line: Line, found: Around, digits: Sequence[DigitString]) -> tuple[int, int] | None:
    match = _CALL.search(line.text)
    if match is None:
        return None
    first, last = line.span(match)
    found.taken.update(range(first, last + 1))
    phones = [string for string in digits if string.e164]
    after = [string for string in phones if string.first > last]
    chosen = (after or phones)[:1]
    found.callback = Callback(phone=chosen[0].e164 if chosen else None)
    return first, last


def _share_dates(line: Line, found: Around, callback_at: tuple[int, int] | None) -> DateSpan | None:
    """Give each date to the callback or the delivery it stands by; all of them leave the order."""
    delivery: DateSpan | None = None
    for span in found.dates:
        found.taken.update(range(span.first, _written_end(line, span.last) + 1))
        ordered = line.tokens[span.first].text == "на" and callback_at is not None and span.first < callback_at[0]
        if callback_at is not None and found.callback is not None and _near(span, callback_at) and not ordered:
            found.callback = Callback(found.callback.phone, span.time or (span.date.isoformat() if span.date else None))
        elif delivery is None or (delivery.date is None and span.date is not None) or _corrected(line, delivery, span):
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


def _corrected(line: Line, earlier: DateSpan, later: DateSpan) -> bool:
    between = line.words(earlier.last + 1, later.first - 1).split()
    return bool({"нет", "лучше", "вернее", "точнее", "ой", "а"} & set(between)) and later.first - earlier.last <= 6


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


def _read_address(line: Line, found: Around, days: set[int]) -> str | None:
    anchors = _ADDRESS_ANCHOR.finditer(line.text)  # «наш квартал» may be the client's name
    anchor = next((match for match in anchors if line.token_at(match.start()) not in found.taken), None)
    lead = _ADDRESS_LEAD.search(line.text)
    if anchor is None and lead is None:
        return None
    tokens = line.tokens
    if lead is not None and (anchor is None or lead.start() < anchor.start()):
        lead_first, start = line.span(lead)
        start += 1
    else:
        start = _city_start(line, line.token_at(anchor.start())) if anchor else 0
        lead_first = start
    end, house = start, 0
    while end < len(tokens) and end - start < 14:
        token = tokens[end]
        if token.text.startswith(_PAYING):
            break  # «адрес тот же оплата по счёту»
        if end > start and (token.text in _STOPS or (end in found.taken)) and token.text not in _ADDRESS_PART:
            break
        if house and end in days:
            break  # «… дом пять двадцать шестого»
        if house and token.text not in _ADDRESS_PART and not _is_number(token.text, token.value is not None):
            break
        if not house and _is_number(token.text, token.value is not None):
            house = end
        end += 1
        if tokens[end - 1].brk == 2:
            break
    if end <= start or (lead_first == start and house - start > _LONGEST_STREET):
        return None
    found.taken.update(range(lead_first, end))
    return _written(tokens, start, end)


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


def _read_comment(line: Line, words: Sequence[SpokenWord], found: Around, is_goods: Callable[[str], bool]) -> list[str]:
    remarks = [line.span(match) for match in _REMARK.finditer(line.text)]
    for first, last in remarks:
        found.taken.update(range(first, last + 1))
    matches = _COMMENT.finditer(line.text)
    match = next((match for match in matches if not is_goods(match.group())), None)  # «светильник накладной»
    if match is None:
        return [_said(line, words, *span) for span in remarks]
    first, last = line.span(match)
    if _overlaps(found.taken, first, last):
        return []
    end = last + 1
    while end < len(line.tokens) and end - first < 14 and end not in found.taken and line.tokens[end - 1].brk != 2:
        following = line.tokens[end + 1].text if end + 1 < len(line.tokens) else ""
        if line.tokens[end].text in _COMMENT_ENDS or (line.tokens[end].text in _ANDS and is_goods(following)):
            break
        end += 1
    found.taken.update(range(first, end))
    return [_said(line, words, first, end - 1)]


def _said(line: Line, words: Sequence[SpokenWord], first: int, last: int) -> str:
    indexes = sorted({line.tokens[place].word for place in range(first, last + 1)})
    return " ".join(words[index].text.strip() for index in indexes).strip(" ,.;")
