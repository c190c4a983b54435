"""What the caller needs the goods for: «поминки на шестьдесят человек», «шьём сто костюмов», «стена сорок квадратов».

Its numbers count people, land and work; nothing of it is ordered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from nlp.numbers import NumberSpan
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import count_unit
from nlp.text.lists import word_list
from nlp.text.morph import is_modifier, word_form

_PEOPLE = frozenset(
    word_list(
        "человек гость персона ребенок семья рабочий сотрудник постоялец пациент ученик студент мужик монтажник "
        "сварщик мастер боец водитель житель девушка женщина мужчина дети душа голова посетитель участник школьник"
    )
)
_LAND = frozenset(
    word_list(
        "стена дом комната квартира потолок пол участок крыша фасад забор двор периметр теплица огород поле помещение "
        "площадь ванная санузел балкон веранда гараж цех зал кухня коридор объект дача площадка"
    )
)
_MADE = frozenset(
    word_list(
        "шить делать строить печь готовить красить варить кормить монтировать клеить собирать ремонтировать крыть "
        "утеплять обшивать застилать сажать сеять прокладывать обслуживать"
    )
)
_EVENTS = frozenset(
    word_list(
        "банкет поминки свадьба юбилей праздник корпоратив заезд смена группа класс лагерь бригада команда мероприятие "
        "выпускной фуршет обед ужин завтрак конференция турнир ярмарка отряд экипаж коллектив"
    )
)
_AREA = frozenset(word_list("квадрат сотка гектар метр квартира этаж комната"))
_PLANS = frozenset(word_list("проект смета план расчет чертеж норма замер"))
_TURNS = frozenset("но а поэтому значит так нам мне давайте запишите надо нужно нужны берем возьмем и".split())
_OWNERS = frozenset({"нас", "меня", "вас", "нее", "него", "них", "кого", "одного"})
_LEADS = frozenset("на для под у нас меня нам мне надо нужно там тут будет ждем кормить одеть одеваем делаю".split())
_FEW = 4  # words beside the number


def find_own_needs(
    line: Line, taken: set[int], spans: Sequence[NumberSpan], is_goods: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each such remark; *spans* are the numbers of *line*."""
    for span in spans:
        if not taken.isdisjoint(range(span.first, span.last + 1)):
            continue
        found = _of_people(line, span, is_goods) or _of_work(line, span) or _of_land(line, span, is_goods)
        found = found or _of_plan(line, span, is_goods) or _of_somebody(line, span, is_goods)
        if found is not None and taken.isdisjoint(range(found[0], found[1] + 1)):
            yield found


def _of_people(line: Line, span: NumberSpan, is_goods: Callable[[str], bool]) -> tuple[int, int] | None:
    """«Поминки на шестьдесят человек», «бригаду надо одеть восемь человек»."""
    last = span.last + 1
    if last >= len(line.tokens) or is_goods(line.tokens[last].text):
        return None
    if _PEOPLE.isdisjoint(word_form(line.tokens[last].text).lemmas):
        return None
    return _back(line, span.first, is_goods), last


def _of_work(line: Line, span: NumberSpan) -> tuple[int, int] | None:
    """«Шьём пятьдесят костюмов»: what the caller makes of the goods."""
    first = span.first - 1
    if first < 0 or span.last + 1 >= len(line.tokens):
        return None
    form = word_form(line.tokens[first].text)
    makes = form.pos == "VERB" and "1per" in form.grammemes and not _MADE.isdisjoint(form.lemmas)
    thing = span.last + 1
    counted = word_form(line.tokens[thing].text).pos == "NOUN" and count_unit(line.tokens[thing].text) is None
    return (first, thing) if makes and counted else None


def _of_land(line: Line, span: NumberSpan, is_goods: Callable[[str], bool]) -> tuple[int, int] | None:
    """«Стена сорок квадратов», «участок у меня десять соток»: how large the place is."""
    last = span.last + 1
    if last >= len(line.tokens) or _AREA.isdisjoint(word_form(line.tokens[last].text).lemmas):
        return None
    first = span.first
    while first > 0 and span.first - first < _FEW and not line.tokens[first - 1].brk:
        text = line.tokens[first - 1].text
        if is_goods(text):
            return None
        first -= 1
        if not _LAND.isdisjoint(word_form(text).lemmas):
            return first, last
    return None


def _of_plan(line: Line, span: NumberSpan, is_goods: Callable[[str], bool]) -> tuple[int, int] | None:
    """«По проекту сорок две розетки, но берём с запасом»: up to the word that turns to what is ordered."""
    first = span.first - 2
    if first < 0 or line.tokens[first].text != "по":
        return None
    if is_goods(line.tokens[first + 1].text) or _PLANS.isdisjoint(word_form(line.tokens[first + 1].text).lemmas):
        return None
    return _up_to_turn(line, first, span.last)


def _of_somebody(line: Line, span: NumberSpan, is_goods: Callable[[str], bool]) -> tuple[int, int] | None:
    """«У заказчика пятьдесят шесть с половиной, но …», «у Васи нога сорок пятая, значит …»: what somebody has."""
    for first in range(span.first - 2, max(-1, span.first - _FEW), -1):
        if line.tokens[first].text != "у" or line.tokens[first + 1].text in _OWNERS:
            continue
        form = word_form(line.tokens[first + 1].text)
        owner = "gent" in form.cases and ("anim" in form.grammemes or form.is_name)
        if owner and not any(is_goods(token.text) for token in line.tokens[first + 1 : span.first]):
            return _up_to_turn(line, first, span.last)
    return None


def _up_to_turn(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """Return *first* and the last token before a word that turns to the order, where one follows near."""
    for place in range(last + 1, min(len(line.tokens), last + 1 + _FEW)):
        if line.tokens[place - 1].brk == SENTENCE or line.tokens[place].text in _TURNS:
            return first, place - 1
    return None


def _back(line: Line, first: int, is_goods: Callable[[str], bool]) -> int:
    """Return where the clause begins that counts people: its nouns are events and groups, no goods."""
    begin = first
    while begin > 0 and first - begin < _FEW and not line.tokens[begin - 1].brk:
        text = line.tokens[begin - 1].text
        form = word_form(text)
        event = not is_goods(text) and not _EVENTS.isdisjoint(form.lemmas)
        if not (text in _LEADS or event or (is_modifier(text) and not is_goods(text))):
            break
        begin -= 1
        if event and text not in _LEADS:
            break
    return begin
