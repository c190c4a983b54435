"""Words that no article carries: what people say besides, goods that are not sold here, kinds of goods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.numbers import find_numbers
from nlp.orders.items.atom import Atom, Kind
from nlp.orders.speech.lexicon import COLOURS, SHADES, STOP_WORDS
from nlp.orders.speech.tokens import Token
from nlp.text.lists import word_list
from nlp.text.morph import is_modifier, word_form

UNKNOWN_WEIGHT = 0.45
ASIDE_WEIGHT = 0.15
UNKNOWN_MODIFIER_WEIGHT = 0.8  # «кевларовые» that no article carries speaks against all of them
_WHICH = frozenset({"которая", "который", "которое", "которые"})
TURNING = _WHICH | {"но", "типа"}
DESCRIBING = frozenset({"по", "под", "из", "для", "с", "со"})
OF_WHAT = frozenset({"для", "под", "с", "со"})
_HAVING = frozenset({"с", "со"})
_FAR = 4  # tokens from «на» to its noun
_PHONES = frozenset(word_list("телефон номер мобильный сотовый городской рабочий домашний личный чужой другой"))
_PURPOSES = frozenset(
    word_list(
        "объект склад магазин дача ремонт работа стройка офис дом цех бригада участок база себя клиент заказчик "
        "ребята парни мужики "
        "рабочий человек монтажник строитель дело завод школа сад больница кухня запас утро вечер обед день "
        "неделя счет телефон договор месяц адрес раз заказ класс кабинет группа отдел зал смена праздник"
    )
)

_PRAISE = frozenset(  # adjectives that tell one article from no other
    word_list(
        "ходовой популярный востребованный лучший свежий свеженький качественный недорогой дешевый дешевенький "
        "нормальный приличный проверенный привычный родимый классный отличный знакомый известный правильный "
        "подходящий нужный имеющийся соответствующий прежний вышеуказанный всякий"
    )
)
_OWNERS = frozenset({"них", "него", "нее", "нас", "меня"})
MATERIALS = frozenset(
    word_list(
        "нержавейка оцинковка чугун латунь бронза медь алюминий титан сталь железо пластик полипропилен полиэтилен "
        "поликарбонат стекло керамика фаянс фарфор дерево береза дуб бук сосна фанера картон бумага крафт хлопок лен "
        "шерсть шелк кожа кожзам замша брезент капрон нейлон силикон резина каучук поролон велюр флис бархат хром "
        "никель мельхиор акрил винил латекс нитрил бамбук мрамор гранит гипс бетон"
    )
)
_STEMS = sorted(stem for word in MATERIALS if len(stem := word.rstrip("аяоеьй")) > 3)
_MADE_OF = re.compile(
    f"(?:{'|'.join(_STEMS)})(?:[ао]?н|янн?|ов|ев)(?:ый|ой)|(?:кожан|медн|дубов|буков|льнян|бумажн|стальн)(?:ый|ой)"
)


def is_colour(word: str) -> bool:
    """Say whether *word* is an adjective of colour, also one that may be a flavour."""
    return not (COLOURS | SHADES).isdisjoint(word_form(word).lemmas)


def is_material(word: str) -> bool:
    """Say whether *word* tells a material: «силикон», «нержавейка», «силиконовый», «деревянный»."""
    form = word_form(word)
    return not MATERIALS.isdisjoint(form.lemmas) or bool(form.adjective and _MADE_OF.fullmatch(form.adjective))


def tells_kind(tokens: Sequence[Token], before: Atom, atom: Atom) -> bool:
    """«Саморезы по металлу»: after a preposition an unknown noun tells a kind, unless it is whom or where for."""
    described = before.kind in {Kind.WORD, Kind.PROPERTY}
    if atom.kind is not Kind.UNKNOWN or not described or before.last != atom.first - 2:
        return False
    form = word_form(atom.text)
    little = tokens[atom.first - 1].text
    kind = form.pos == "NOUN" and not form.is_name and not _PURPOSES & set(form.lemmas)
    kind = kind and ("anim" not in form.grammemes or little in _HAVING)  # «корм с уткой», not «для бабушки»
    return kind and not before.brk and little in DESCRIBING


def is_brand(before: Atom, atom: Atom) -> bool:
    """«Наушники сони пять», «нож поварской самура»: what goods are called by behind their words.

    It is the name of a person in an oblique case behind the noun, or that of a place without a preposition.
    """
    if atom.kind is not Kind.UNKNOWN or before.brk or before.last != atom.first - 1:
        return False
    form = word_form(atom.text)
    if before.is_head and form.is_name and atom.text not in form.lemmas:
        return True
    return before.kind is Kind.WORD and form.known and "Geox" in form.grammemes and not is_modifier(atom.text)


def is_packed(tokens: Sequence[Token], place: int) -> bool:
    """«Монарх в стекле»: what the goods come in."""
    return place > 0 and tokens[place - 1].text == "в" and "loct" in word_form(tokens[place].text).cases


def runs_on(tokens: Sequence[Token], place: int) -> bool:
    """«Фонарь на двух батарейках», «тумба на колёсах»: what the goods run or stand on, by its case nothing else."""
    cases = word_form(tokens[place].text).cases
    if "loct" not in cases or not cases.isdisjoint({"nomn", "accs", "gent"}):
        return False
    before = place - 1
    while before > max(0, place - _FAR) and (find_numbers([tokens[before].text]) or is_modifier(tokens[before].text)):
        before -= 1
    return before > 0 and tokens[before].text == "на" and not any(token.brk for token in tokens[before:place])


def is_aside(tokens: Sequence[Token], place: int) -> bool:
    """«Звоню с мобильного»: from where one calls; «28L», «d230»: a letter at a number that no name has; «но …»."""
    text, before = tokens[place].text, tokens[place - 1].text if place else ""
    letter = len(text) == 1 and (tokens[place].glued or (place + 1 < len(tokens) and tokens[place + 1].glued))
    behind = {token.text for token in tokens[max(0, place - 2) : place]} & {"с", "со"}
    calls = bool(behind) and not _PHONES.isdisjoint(word_form(text).lemmas)  # «с другого телефона»
    calls = calls or (place > 1 and before in {"с", "со"} and word_form(tokens[place - 2].text).pos == "VERB")
    told = _is_subject(tokens, place) or _is_somebodys(tokens, place)
    where = before in {"в", "во"} and bool({"loct", "accs"} & word_form(text).cases)  # «летит как в печку»
    told = told or (place + 1 < len(tokens) and tokens[place + 1].text in _WHICH)  # «росса четыре, красная которая»
    return before in TURNING or letter or calls or told or where


def _is_subject(tokens: Sequence[Token], place: int) -> bool:
    """«Клиент хочет гибкую черепицу», «мастера написали»: who does something is nothing that is ordered."""
    if place + 1 >= len(tokens) or tokens[place].brk or "nomn" not in word_form(tokens[place].text).cases:
        return False
    verb = tokens[place + 1].text
    form = word_form(verb)
    return form.pos == "VERB" and verb not in STOP_WORDS and bool({"3per", "past"} & form.grammemes)


def _is_somebodys(tokens: Sequence[Token], place: int) -> bool:
    """«У них договор»: what somebody has."""
    owner = place > 1 and tokens[place - 2].text == "у" and tokens[place - 1].text in _OWNERS
    return owner and not tokens[place - 1].brk and "nomn" in word_form(tokens[place].text).cases


def unknown(place: int, text: str, *, aside: bool) -> Atom:
    """A word that no article carries. A noun in an oblique case is what people talk about, hardly what they order."""
    form = word_form(text)
    made_of = not MATERIALS.isdisjoint(form.lemmas)  # «нержавейка лист»
    head = not made_of and (form.counted or not is_modifier(text))  # «прутков» may be an adjective too
    aside = aside or (head and form.known and not ({"nomn", "accs", "gent"} & form.grammemes))
    place_name = "Geox" in form.grammemes and not is_modifier(text)  # a river is called «Красная» too
    aside = aside or (form.known and (form.is_name or place_name)) or form.adjective in _PRAISE
    weight = ASIDE_WEIGHT if aside else (UNKNOWN_WEIGHT if head else UNKNOWN_MODIFIER_WEIGHT)
    return Atom(Kind.UNKNOWN, place, place, None, weight, is_head=head and not aside, text=text)
