"""What people say beside their order: questions in passing, remarks about last time, what they still have.

«Клей в прошлый раз рваный был, ну ладно», «во сколько вы завтра открываетесь», «а затирка почём у вас», «у нас их
двести осталось»: goods, numbers and days in it belong to no line and no delivery. A person reads it as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nlp.numbers import find_numbers
from nlp.orders.around.intent import find_cues
from nlp.orders.around.own_answers import find_own_answers
from nlp.orders.around.own_needs import find_own_needs
from nlp.orders.around.purposes import find_purposes
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import count_unit
from nlp.text.morph import is_modifier, word_form

Spans = list[tuple[int, int]]

_HOURS = re.compile(
    r"(?<!\S)(?:и |а |да |ну |кстати )*(?:(?:скажите|подскажите|напомните|уточните|скажи)(?: мне| пожалуйста| еще)* )?"
    r"(?:(?:до скольки|во сколько|со скольки|с которого часа|до которого часа) (?:\S+ ){0,3}?"
    r"(?:\w+(?:ете|ите|етесь|итесь)|склад|магазин|офис|база|отгрузка|касса|самовывоз)|"
    r"вы (?:\S+ ){0,3}(?:работаете|открыты|открываетесь|закрываетесь))(?: вообще| завтра| сегодня| там| или нет)*(?!\S)"
)
_PRICE = re.compile(
    r"(?<!\S)(?:почем|по чем|сколько (?:сейчас |теперь |будет |у вас )*(?:стоит|стоят|стоить)|какая (?:сейчас |у вас )*"
    r"цена|по какой (?:сейчас |у вас )*цене|почем нынче)(?: у вас| сейчас| теперь| нынче| там| на)*(?!\S)"
)
_OURS = re.compile(
    r"(?<!\S)у (?:нас|меня) (?!вс[её] )(?:\S+ ){0,4}?(?:остал\w+|полно|навалом|хватает|лежит|лежат|"
    r"стоит|стоят|достаточно|"
    r"(?:еще |уже |пока )+есть|есть (?:еще|уже|пока)|есть(?= $)|куча|запас\w*|"
    r"(?:(?:их|еще|уже|целых|пока) )+(?:\S+ ){1,3}?"
    r"(?:штук\w*|пар\w?|пач\w+|короб\w+|упаков\w+|мешк\w+|рулон\w+))(?: пока| еще| на складе)*(?!\S)"
)
_HAVE = re.compile(r"(?<!\S)у (?:нас|меня) (?:\S+ ){0,2}?(?:остал\w+|лежит|лежат|есть)(?!\S)")
_PLENTY = re.compile(  # «не надо, их ещё полно на складе», «целый ящик лежит»
    r"(?<!\S)(?:(?:там|тут|еще|пока|так|уже|и|на складе) )*"
    r"(?:полно|навалом|завались|предостаточно|(?:цел\w+ )?(?:гора|куча)|цел\w+ \S+(?= (?:лежит|стоит|валяется)))"
    r"(?: (?:на|в) (?:складе|запасе|подсобке|наличии|гараже|цеху|цехе)| еще| пока| лежит| стоит| валяется| осталось)*"
    r"(?!\S)"
)
_CONCLUDES = frozenset(
    "поэтому так значит а но нам мне надо нужно запишите давайте дайте привезите еще теперь пусть пока".split()
)
_TELLS = re.compile(
    r"(?<!\S)(?:у (?:нас|меня)|(?:в|на) прошл\w+ (?:год\w*|месяц\w*|недел\w+|сезон\w*)|"
    r"прошл\w+ (?:летом|зимой|осенью|весной)|"
    r"(?:мы|я) (?:вчера|недавно|позавчера))(?: (?:в|на) прошл\w+ (?:год\w*|месяц\w*|недел\w+|сезон\w*))?(?!\S)"
)
_LIES = frozenset("лежит лежат осталось остались осталась остался валяется стоит стоят имеется есть".split())
_CONCLUDE = frozenset({"поэтому", "значит", "так"})
_STORY_ENDS = _CONCLUDE | frozenset(
    "а но давайте запишите надо нужно нужны нужен мне нам теперь привезите дайте".split()
)
_WISHED = re.compile(r"(?:хоте|(?:по|за)?проси|забы|дума|реши|сказа|заказ|кончи|закончи|брал|взя|покупа|бы)\w*")
_NEEDS = frozenset("быть понадобиться потребоваться требоваться хватать хватить хотеть нужный идти стоить есть".split())
_WRITE_DOWN = re.compile(r"(?<!\S)(?:запишите|записывайте|пишите|примите заказ|диктую|оформите)(?!\S)")
_INTRODUCES = re.compile(r"(?<!\S)(?:это|я|мы|нас|из|звоню|звонит|беспокоит|беспокою)(?!\S)")
_LAST_TIME = re.compile(
    r"(?<!\S)(?<!как )(?<!что )(?<!чем )(?<!сколько )(?:в )?прошл(?:ый раз|ой партии|ом заказе)(?!\S)"
)
_NEVER_MIND = re.compile(
    r"(?<!\S)(?:(?:ну|но|да|а|и) )+ладно(?: бог с ним\w?)?(?!\S)|(?<!\S)бог с (?:ним|ней|ними)(?!\S)"
)
_USED_TO = re.compile(  # «в том месяце брали на пробу один, сейчас …»: a number of another time
    r"(?<!\S)(?:(?:в|на) (?:том|прошл\w+|позапрошл\w+) \w+|(?:в )?(?:прошл\w+|тот) раз|раньше|обычно|всегда) "
    r"(?:мы |я )?(?:бра|взя|заказыва|вози|покупа|бер)\w+ (?:\S+ ){1,4}?"
    r"(?=(?:а |но )?(?:сейчас|теперь|сегодня|в этот раз) )"
)
_AGAIN = frozenset({"как", "что", "чем", "сколько", "же", "столько"})
_BEGINS = frozenset("и а да но или еще запишите нужно надо давайте это здравствуйте добрый вечер день утро так".split())
_ENDS = frozenset("и а но еще запишите давайте сейчас теперь нам мне надо нужно нужен нужны ладно сегодня ну".split())
_BOUGHT = re.compile(r"(?:взя|бра|заказыва|покупа|привози|вози)л\w*")
_LONGEST, _LONGEST_GOODS = 9, 5


def find_asides(line: Line, taken: set[int], is_goods: Callable[[str], bool]) -> Spans:
    """Return the tokens of what is said beside the order; *taken* ones, like the client's name, bound it."""
    texts = [token.text for token in line.tokens]
    spans = find_numbers(texts)
    numbers = {place for span in spans for place in range(span.first, span.last + 1)}
    counts = numbers | {place for place, text in enumerate(texts) if count_unit(text) is not None}
    walls = taken | counts
    found: Spans = [line.span(match) for match in _HOURS.finditer(line.text)]
    found += [line.span(match) for match in _USED_TO.finditer(line.text)]
    found += [line.span(match) for match in _PLENTY.finditer(line.text)]
    found += find_own_answers(line, numbers - taken)
    found += _own_stock(line, walls, is_goods)
    found += _counted_stock(line, taken, counts - taken, is_goods)
    found += _left_there(line, numbers - taken, counts - taken)
    found += _stories(line, taken, numbers, is_goods)
    found += find_own_needs(line, taken, spans, is_goods)
    found += find_purposes(line, is_goods)
    found += _remarks(line, walls)
    found += _prices(line, walls, counts - taken, is_goods)
    return _apart(sorted(found, key=lambda span: (span[0], -span[1])), taken)


def _own_stock(line: Line, walls: set[int], is_goods: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """«У нас их двести осталось»; behind goods («скакалки у нас ещё есть») the same words take them back."""
    for match in _OURS.finditer(line.text):
        first, last = line.span(match)
        begin = _begin(line, first, walls)
        named = begin < first and all(is_goods(token.text) for token in line.tokens[begin:first])
        if not line.crosses_sentence(first, last) and not (named and not walls & set(range(first, last + 1))):
            yield first, last


def _counted_stock(
    line: Line, taken: set[int], counts: set[int], is_goods: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """«У нас осталось десять хомутов, поэтому …», «мыши у нас есть, сто штук»: what is counted is there already."""
    tokens = line.tokens
    for match in _HAVE.finditer(line.text):
        first, last = line.span(match)
        named = first > 0 and is_goods(tokens[first - 1].text)
        if tokens[last].text == "есть" and not named:
            continue  # «у нас есть заявка»
        end = last
        while end + 1 < len(tokens) and tokens[end].brk != SENTENCE and end + 1 not in taken:
            text = tokens[end + 1].text
            if text in _CONCLUDES or not (end + 1 in counts or is_goods(text) or is_modifier(text)):
                break
            end += 1
        over = end + 1 == len(tokens) or tokens[end].brk == SENTENCE or tokens[end + 1].text in _CONCLUDES
        if over and counts & set(range(last + 1, end + 1)):
            yield first - named, end


def _left_there(line: Line, numbers: set[int], counts: set[int]) -> Iterator[tuple[int, int]]:
    """«Ещё три мешка лежит»: a count between two words that say what is there already."""
    tokens = line.tokens
    for place, token in enumerate(tokens):
        if token.text not in {"еще", "пока", "целых"} or place + 1 not in numbers:
            continue
        end = place + 1
        while end + 1 in counts and end - place < _LONGEST_GOODS:
            end += 1
        if end + 1 < len(tokens) and tokens[end + 1].text in _LIES and token.brk != SENTENCE:
            yield place, end + 1


def _stories(
    line: Line, taken: set[int], numbers: set[int], is_goods: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """«У нас печь сломалась», «в прошлом году три тысячи куличей ушло»: what happened to the caller orders nothing.

    Goods of which it tells may be what is complained of.
    """
    for match in _TELLS.finditer(line.text):
        first, last = line.span(match)
        end = _story_end(line, last, taken, numbers, is_goods)
        if end is None:
            continue
        told = any(_tells(line.tokens[place].text) for place in range(last + 1, end + 1))
        goods = any(is_goods(line.tokens[place].text) for place in range(last + 1, end + 1))
        if not goods or (told and not find_cues(line.words(first, end)).complaint):
            yield first, end


def _story_end(
    line: Line, last: int, taken: set[int], numbers: set[int], is_goods: Callable[[str], bool]
) -> int | None:
    """Return the verb of a story that begins before *last*, or where its conclusion begins."""
    end = None
    for place in range(last + 1, min(last + _LONGEST + _LONGEST_GOODS, len(line.tokens))):
        text = line.tokens[place].text
        if place in taken or line.tokens[place - 1].brk == SENTENCE or text in _STORY_ENDS:
            said = range((end or last) + 1, place)
            counted = end is None and not numbers.isdisjoint(said) and place < last + _LONGEST
            if counted and text in _STORY_ENDS:
                return place - 1  # «у меня сто двадцать семей, нужно …»
            concluded = end is not None and text in _CONCLUDE
            return place - 1 if concluded and not any(is_goods(line.tokens[at].text) for at in said) else end
        if place < last + _LONGEST and _tells(text):
            end = place
    return end


def _remarks(line: Line, walls: set[int]) -> Iterator[tuple[int, int]]:
    """«Клей в прошлый раз рваный был», «прошлые полотенца линяли, ну ладно»: of the past, and no goods to order."""
    for match in _LAST_TIME.finditer(line.text):
        first, last = line.span(match)
        end = _end_of_story(line, last, walls)
        if end is not None and line.words(first - 1, first - 1) not in _AGAIN | {"в"}:
            yield _begin(line, first, walls), end
    for match in _NEVER_MIND.finditer(line.text):
        first, last = line.span(match)
        begin = _begin(line, first, walls, links=False)
        if any(_is_past(line.tokens[place].text) for place in range(begin, first)):
            yield begin, last


def _end_of_story(line: Line, last: int, walls: set[int]) -> int | None:
    """Return the past verb that ends what «в прошлый раз» tells; what was bought then is no story."""
    for place in range(last + 1, min(last + 5, len(line.tokens))):
        text = line.tokens[place].text
        if place in walls or line.tokens[place - 1].brk == SENTENCE or _BOUGHT.fullmatch(text) or text in _ENDS:
            return None
        if _is_past(text):
            following = line.tokens[place + 1].text if place + 1 < len(line.tokens) else ""
            tells = place + 1 not in walls and word_form(following).pos in {"ADJS", "PRTS", "PRTF", "ADJF"}
            return place + (tells and following in _BROKEN)
    return None


_BROKEN = frozenset("рваный рваная рваное рваные битый битая битые мокрый мокрая мокрые кривой кривая кривые".split())


def _is_past(text: str) -> bool:
    form = word_form(text)
    return "past" in form.grammemes and form.pos in {"VERB", "PRTS"}


def _tells(text: str) -> bool:
    """Say whether *text* is a verb that tells what somebody or something did or does, and no wish."""
    if _WISHED.fullmatch(text):
        return False
    form = word_form(text)
    does = form.pos == "VERB" and "3per" in form.grammemes and "impr" not in form.grammemes
    return _is_past(text) or (does and form.known and _NEEDS.isdisjoint(form.lemmas))


def _begin(line: Line, first: int, walls: set[int], *, links: bool = True) -> int:
    """Return where the clause begins that goes on at *first*: after a wall, a sentence, a greeting or an «и»."""
    begin = first
    while begin > 0 and first - begin < _LONGEST:
        before = line.tokens[begin - 1]
        if begin - 1 in walls or before.brk == SENTENCE or (before.text in _BEGINS and (links or begin < first)):
            break
        begin -= 1
    return begin


def _prices(
    line: Line, walls: set[int], counts: set[int], is_goods: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """«… а затирка белая почём у вас»: beside goods that are ordered a price is asked in passing."""
    for match in _PRICE.finditer(line.text):
        first, last = line.span(match)
        begin = next((place for place in range(first, max(0, first - _LONGEST), -1) if _opens(line, place)), 0)
        if begin == 0 or line.crosses_sentence(begin, first):
            continue
        goods = {place for place in range(begin - 1) if is_goods(line.tokens[place].text)}
        if not goods or not any(place < begin for place in counts):
            continue
        if begin == first:
            last = _end_of_goods(line, last, walls)
        yield begin - 1, last


def _opens(line: Line, place: int) -> bool:
    """Say whether a clause begins at *place*: «… а затирка»."""
    return line.tokens[place - 1].text in {"а", "и", "да", "кстати"}


def _end_of_goods(line: Line, last: int, walls: set[int]) -> int:
    end = last
    while end + 1 < len(line.tokens) and end - last < _LONGEST_GOODS:
        following = line.tokens[end + 1]
        if end + 1 in walls or line.tokens[end].brk == SENTENCE or following.text in _BEGINS:
            break
        end += 1
    return end


def opening(line: Line, taken: set[int], is_goods: Callable[[str], bool]) -> set[int]:
    """«Это Иван с Перми, я у вас по рекомендации, запишите …»: the words of who calls, up to the order itself."""
    match = _WRITE_DOWN.search(line.text)
    if match is None or not _INTRODUCES.search(line.text[: match.start()]):
        return set()
    first, last = line.span(match)
    texts = [token.text for token in line.tokens[:first]]
    named = any(is_goods(text) for place, text in enumerate(texts) if place not in taken)
    counted = any(not taken & set(range(span.first, span.last + 1)) for span in find_numbers(texts))
    return set() if named or counted else set(range(last + 1))


def _apart(spans: Sequence[tuple[int, int]], taken: set[int]) -> Spans:
    """Return *spans* that overlap neither each other nor what is taken, the earlier ones first."""
    kept: Spans = []
    for first, last in spans:
        free = not any(place in taken for place in range(first, last + 1))
        if free and (not kept or first > kept[-1][1]):
            kept.append((first, last))
    return kept
