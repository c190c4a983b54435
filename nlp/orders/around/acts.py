"""What is done with goods that are named: they are ordered, told of, or asked about.

«Катушка через две рыбалки хрустит» orders nothing, though it names goods and a number: a verb of the third person
tells what goods do. «… но рыбаки просят, твистеров двадцать» is an order again: a word that turns the talk or gives
a task stands before what is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nlp.orders.around.naming import LEGAL_FORMS
from nlp.orders.speech.phrases import Line
from nlp.orders.speech.tokens import SENTENCE
from nlp.text.lists import word_list
from nlp.text.morph import word_form

_BEHIND, _BEHIND_COUNTED, _BEFORE = 4, 2, 6  # tokens between goods and a verb that tells of them
# Verbs of the third person that tell why goods are ordered, who fetches and pays, or how a thing is called.
_REASONS = frozenset(
    word_list(
        "быть хотеть хотеться нужный надо требоваться потребоваться понадобиться взять брать заказать заказывать "
        "закончиться заканчиваться кончиться кончаться уйти уходить просить попросить говорить сказать думать решить "
        "забыть мочь смочь хватить хватать дать давать приехать подъехать забрать забирать заехать заезжать ехать "
        "позвонить перезвонить звонить набрать платить оплатить заплатить звать писать написать записать беспокоить "
        "ждать разобрать раскупить расхватать знать посмотреть получить получаться называться повторить продиктовать "
        "передать считать посчитать требовать велеть тревожить интересовать работать договариваться договориться "
        "сойти обещать заставить решиться болеть"
    )
)
# Verbs that are also said of goods that are ordered: «он килограммовый идёт»; without a number they ask or tell.
_STANDS = frozenset(
    word_list("остаться оставаться идти стоить находиться подойти подходить лежать стоять бывать иметься")
)
_TASKS = frozenset(
    word_list(
        "давайте давай дайте дай нужно надо нужен нужна нужны запишите пишите запиши пиши примите привезите пришлите "
        "отгрузите положите возьму возьмем хочу добавьте закажу заказываю отправьте соберите оформите"
    )
)
_TURNS = _TASKS | frozenset(
    word_list("но поэтому ладно зато общем значит сейчас теперь мне нам тогда снова итак короче пусть еще")
)
_NAMES = LEGAL_FORMS | {"это"}  # what stands before a name
_THERE = frozenset("есть да имеется имеются осталось остались остался осталась будет будут".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """Goods that were named: the first and last of their tokens, and that of their quantity, if they have one."""

    first: int
    last: int
    count: int | None
    clear: bool  # the catalogue has them


def told_of(
    line: Line, goods: Mention, others: Collection[int], complaints: Collection[int], names: Collection[int] = ()
) -> bool:
    """Say whether *goods* are only spoken of.

    *others* are the tokens of all goods, *complaints* those of bad words, *names* those known to be of something else.
    """
    at = goods.last if goods.count is None else goods.count
    if any(token.text in _TASKS for token in line.tokens[goods.last + 1 : goods.last + 3]):
        return False
    for place in range(at, max(-1, goods.first - 1 - _BEFORE), -1):
        inside = place >= goods.first
        if place in complaints or (_tells(line, place, goods) and place not in others and place not in names):
            return True
        if _turns(line, place) or (not inside and (place in others or _ends(line, place))):
            break
    far = _BEHIND if goods.count is None else _BEHIND_COUNTED
    for place in range(goods.last + 1, min(len(line.tokens), goods.last + 1 + far)):
        if place in others or _turns(line, place) or _ends(line, place - 1):
            return False
        if (_tells(line, place, goods) and place not in names) or place in complaints:
            return True
    return False


def goes_on_to_order(line: Line, counted: Sequence[Mention], beside: Collection[int]) -> bool:
    """Say whether goods are counted behind all that is *beside* an order, and a word turns the talk between them."""
    if not beside:
        return False
    last = max(beside)
    return any(
        goods.count is not None
        and goods.count > last
        and any(_turns(line, place) and not _is_whose(line, place) for place in range(last + 1, len(line.tokens)))
        for goods in counted
    )


def _tells(line: Line, place: int, goods: Mention) -> bool:
    """Say whether the word at *place* is a verb that tells of *goods*; of clear and counted ones what happened."""
    form = word_form(line.tokens[place].text)
    came = line.tokens[place].text == "пришли" and place > goods.first  # and not «пришли мне …»
    tells = form.known and form.pos == "VERB" and form.grammemes & {"past", "3per"} and "NOUN" not in form.grammemes
    if not tells or not (came or "impr" not in form.grammemes) or _describes(line, place):
        return False
    if _ends(line, place) and (place == 0 or _ends(line, place - 1)):
        return False  # «Метал. монт. 1180х2230»: a word cut short
    if line.words(place - 1, place - 1) in _NAMES or not _has_doer(line, place, goods):
        return False  # «ип Тер-Оганесян», «насос Вило»
    if goods.count is None:
        return _REASONS.isdisjoint(form.lemmas)
    happened = not goods.clear or "past" in form.grammemes or line.words(place - 1, place - 1) == "не"
    return happened and (_REASONS | _STANDS).isdisjoint(form.lemmas)


def _has_doer(line: Line, place: int, goods: Mention) -> bool:
    """Say whether what is told by a verb in the past can be told of *goods*: it agrees with a noun of theirs."""
    told = word_form(line.tokens[place].text).grammemes
    if "past" not in told or "plur" in told or {"neut", "perf"} <= told:
        return True  # «пятнадцать штук накопилось»
    gender = told & {"masc", "femn", "neut"}
    near = line.tokens[max(0, min(goods.first, place) - _BEHIND) : goods.last + 1]
    forms = [word_form(token.text) for token in near if token is not line.tokens[place]]
    return any("NOUN" in form.grammemes and gender & form.grammemes for form in forms)


def _describes(line: Line, place: int) -> bool:
    """«Рич, который в литровых пакетах продаётся, двенадцать»: which of the goods are meant."""
    before = line.tokens[max(0, place - _BEHIND) : place]
    return any(token.text.startswith("котор") for token in before)


def _turns(line: Line, place: int) -> bool:
    """«Но», «поэтому», «давайте»; «если есть, четыре коробки», «если не подорожала, то шесть»."""
    text, following = line.tokens[place].text, line.words(place + 1, place + 1)
    begun = text == "то" and "если" in line.words(max(0, place - _BEFORE), place).split()
    return text in _TURNS or begun or (text == "если" and following in _THERE)


def _is_whose(line: Line, place: int) -> bool:
    return line.tokens[place].text in {"мне", "нам"}


def _ends(line: Line, place: int) -> bool:
    return place >= 0 and line.tokens[place].brk == SENTENCE
