"""For whom, where and on what occasion goods are wanted: «для бригады», «в учительскую», «на подарки сотрудникам».

Such words describe no goods, unless the catalogue has them. What goods are made for («саморезы по дереву», «фильтр на
трактор») does describe them and is left to the goods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nlp.numbers import find_numbers
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.splits import PLACES
from nlp.orders.speech.tokens import SENTENCE
from nlp.orders.speech.units import count_unit
from nlp.text.lists import word_list
from nlp.text.morph import is_modifier, word_form

_CASES = {
    "для": {"gent"}, "на": {"accs"}, "в": {"accs"}, "во": {"accs"}, "под": {"accs"}, "к": {"datv"}, "ко": {"datv"},
}  # fmt: skip
_PEOPLE = frozenset(
    word_list(
        "бабушка дед дедушка мама папа мать отец родители жена муж сын дочь дочка внук внучка тесть теща свекровь сват "
        "зять невестка брат сестра сосед соседка друг подруга дядя дядька тетя тетка начальник начальница директор "
        "шеф бухгалтер завхоз завуч учитель учительница воспитатель прораб бригадир мастер сторож охрана уборщица "
        "гость невеста жених хозяин хозяйка ребята парень пацан мужик сотрудник работник коллектив коллега арендатор "
        "покупатель постоялец пациент ученик студент рабочий человек монтажник строитель бригада клиент заказчик"
    )
)
_OCCASIONS = frozenset(
    word_list(
        "наряд подарок проба образец свадьба юбилей праздник корпоратив утренник выставка банкет фуршет поминки "
        "экзамен урок сезон проект ярмарка субботник переезд ремонт стройка объект дело нужда потребность раздача "
        "розыгрыш конкурс соревнование поход дорога"
    )
)
_ROOMS = tuple(
    word_list(
        "учительск перевязочн процедурн операционн ординаторск серверн котельн бойлерн приемн столов мастерск кладов "
        "гладильн прачечн парикмахерск кондитерск булочн пекарн шашлычн чебуречн пельменн игров раздевалк диспетчерск "
        "аппаратн насосн сестринск регистратур бытовк подсобк"
    )
)
_ROOM_ENDS = frozenset({"ая", "ую", "ой", "ые", "ых", "а", "у", "и", "е", "я", "ю"})
_KINDS = frozenset({"кухня", "сад", "гараж", "дорога"})  # «смеситель для кухни» is a kind of goods
_MODIFIERS = 2


def find_purposes(line: Line, is_goods: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each; *is_goods* says of a word that articles are called by it."""
    texts = [token.text for token in line.tokens]
    numbers = {place for span in find_numbers(texts) for place in range(span.first, span.last + 1)}
    for first, text in enumerate(texts):
        if text not in _CASES or line.tokens[first].brk:
            continue
        last = first + 1
        while last < len(texts) - 1 and last - first <= _MODIFIERS and _describes(line, last, is_goods):
            last += 1
        whom = texts[last] if last < len(texts) else ""
        if not whom or last in numbers or is_goods(whom):
            continue
        place = last - first > 1 and not PLACES.isdisjoint(word_form(whom).lemmas)  # «это на другой дом»
        counted = first > 0 and (first - 1 in numbers or count_unit(texts[first - 1]) is not None)
        behind = counted or (first > 0 and is_goods(texts[first - 1]))  # not «везите на объект», «посмотрю на полке»
        beside = behind and line.tokens[first - 1].brk != SENTENCE
        if place or (beside and _is_meant(text, whom)):
            yield first, last + (last + 1 not in numbers and _is_whose(line, last + 1, is_goods))


def _describes(line: Line, place: int, is_goods: Callable[[str], bool]) -> bool:
    token = line.tokens[place]
    return is_modifier(token.text) and not token.brk and not is_goods(token.text) and not _is_room(token.text)


def _is_meant(before: str, whom: str) -> bool:
    form = word_form(whom)
    if form.cases.isdisjoint(_CASES[before]):
        return False
    named = not {*PLACES, *_PEOPLE, *_OCCASIONS}.isdisjoint(form.lemmas) or (form.known and form.is_name)
    kind = before == "для" and not _KINDS.isdisjoint(form.lemmas)
    return (named and not kind) or _is_room(whom)


def _is_room(word: str) -> bool:
    """Say whether *word* is a room called by an adjective: «учительская», «серверная»."""
    return any(word.startswith(room) and word[len(room) :] in _ROOM_ENDS for room in _ROOMS)


def _is_whose(line: Line, place: int, is_goods: Callable[[str], bool]) -> bool:
    """«Наряд снегурочки», «дяди Васи»: somebody in the genitive behind it."""
    if place >= len(line.tokens) or line.tokens[place - 1].brk:
        return False
    text = line.tokens[place].text
    form = word_form(text)
    somebody = form.is_name or "anim" in form.grammemes
    return somebody and bool({"gent", "datv"} & form.cases) and not is_goods(text) and count_unit(text) is None
