"""Fixed phrases of orders: what is said about the order and not in it.

Patterns run over the normal words joined by single spaces; a phrase knows its tokens. They are general Russian, no
goods and no company appear in them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from nlp.numbers import find_numbers
from nlp.orders.speech.left_open import AMOUNT_LEFT_OPEN
from nlp.orders.speech.tokens import Token


class Op(Enum):
    """What a phrase does to the order."""

    CORRECT = "correct"
    REMOVE = "remove"
    REPLACE = "replace"  # «вместо»
    CHANGE = "change"  # «замените … на …»
    ADD = "add"
    SET = "set"
    SAME = "same"
    EACH = "each"
    EQUAL = "equal"
    USUAL = "usual"
    RECAP = "recap"
    CANCEL = "cancel"
    DOUBLE = "double"
    ALIKE = "alike"  # «такие же»
    KEEP = "keep"  # «оставляем брезентовые»: names what stays
    EXCEPT = "except"  # «только», «кроме», «но» after the usual
    PARTS = "parts"  # «из них»: what was counted is split up
    OPEN = "open"  # «сколько, скажу завтра»: how many is left open
    NOTHING = "nothing"  # said of goods, but changes nothing: «те же, что всегда берём»


@dataclass(frozen=True, slots=True)
class Phrase:
    op: Op
    first: int
    last: int
    text: str


# «всех четырёх цветов», «каждого вкуса»
KINDS = (
    r"(?:(?:все|всех|всеми|оба|обе|обоих|обеих)(?: (?:двух|трех|четырех|пяти|шести|семи|восьми|\d))?|кажд\w+) "
    r"(?:вид|сорт|тип|цвет|вкус|аромат|запах|размер|оттен|расцвет|разновидност|наименован|позици|артикул|рисун)\w*"
)
_OPS: tuple[tuple[Op, str], ...] = (
    (
        Op.NOTHING,
        r"(?:те|тот|та|то|такие|такую|такой|которые|который|что|которую|как(?:ие|ой|"
        r"ую)) (?:же )?(?:самы\w+ )?(?:которые |что |который |как |какие |которую )?(?:мы |я |вы |нам |и |у вас |"
        r"вам )*"
        r"(?:всегда|обычно|раньше|постоянно|в прошлый раз|прошлый раз|в тот раз) (?:мы |нам |у вас |"
        r"вы )*(?:бер\w+|брал\w+|заказыва\w+|привозил\w+|покупа\w+|возил\w+)|"
        r"(?:в прошлый раз|прошлый раз|раньше|всегда|обычно) (?:мы |я |у вас |вы )*(?:бер\w+|брал\w+|заказыва\w+|"
        r"привозил\w+|покупа\w+)",
    ),
    (Op.NOTHING, r"(?:не (?:надо|нужн\w+)) (?:нет|ой|хотя|а нет)(?: нет)? (?:надо|нужн\w+)"),
    (Op.NOTHING, r"вместо (?:нашего |моего )?(?:обычн|прошл|стандартн|привычн)\w+ заказа"),
    (Op.OPEN, AMOUNT_LEFT_OPEN),
    (Op.NOTHING, r"(?:а |ну )?если (?:\S+ )?(?:нет|нету|не (?:будет|окажется|останется))(?: то| тогда)? (?:и |уже )?"
                 r"не (?:надо|нужн\w+|беда|страшно|WRITE|клад\w+)"),
    (Op.NOTHING, r"(?:для|на|в|во|из|от|по|с) (?!завтра|сегодня|этот)(?:\S+ ){1,3}?"
                 r"(?:пока |вообще |сейчас |нам |мне |уже )*"
                 r"(?:ничего|ниче)(?: пока| больше| вообще)? не (?:надо|нужно|требуется|WRITE)"),
    (Op.NOTHING, r"(?:и )?(?:все )?больше ничего(?: не (?:надо|нужно))?(?: спасибо)?"),
    (
        Op.CANCEL,
        r"(?:отменя\w+|отмен\w+|аннулир\w+) (?:пожалуйста |тогда |весь |всю |мой |наш |полностью |"
        r"вообще )*(?:заказ\w*|заявк\w*|"
        r"все)(?! \d)|ничего не (?:надо|нужно)|"
        r"(?:все|всего|ничего|вообще|нет) (?:\S+ )?не (?:надо|нужно)(?: (?:забудьте|отмена|спасибо|пока))|"
        r"все не (?:надо|нужно)|(?<!\bне )забудьте|отмена|отбой|все отменя\w+|"
        r"(?:заказ|заявк[ау]) (?:пока )?(?:отменя\w+|отмен\w+|не (?:надо|нужн\w+|WRITE))|ничего (?:пока )?не WRITE|"
        r"(?<!больше )не (?:надо|нужно|WRITE) (?:пока |вообще |мне |нам )*ничего",
    ),
    (
        Op.CANCEL,
        r"(?:отменя\w+|отмен\w+|аннулир\w+) (?:наш |мой |весь |нашу |мою |всю )*(?:вчерашн\w+|сегодняшн\w+|"
        r"утренн\w+|предыдущ\w+|последн\w+|прошл\w+) (?:заказ\w*|заявк\w*)",
    ),
    (
        Op.USUAL,
        r"(?:все |давайте |сделайте |нам |мне |опять |снова |заказ )*(?:так же |также |то же(?: самое)? |"
        r"такой же заказ )?"
        r"как (?:и |мы |мне |нам |вы |у нас |у меня )*(?:обычно|всегда|обыкновенно|(?:в |на )?(?:прошл\w+|тот|"
        r"последн\w+|предыдущ\w+)"
        r"(?: раз\w*| недел\w+| заказ\w*| месяц\w*| заявк\w+)?)(?: брали| заказывали| берем| брал| брала|"
        r" заказывал\w*| было)?|"
        r"(?:повтор\w+|продублир\w+|дублир\w+) (?:мне |нам |пожалуйста |мой |наш |весь |еще раз )*(?:прошл\w+|"
        r"последн\w+|предыдущ\w+|"
        r"тот же|заказ)(?: заказ\w*| заявк\w+| раз\w*)?|"
        r"(?:повтори|продублируй)(?:те)?(?: пожалуйста)?(?= (?:но|только|кроме|без|и|плюс|еще) |$)|"
        r"(?:тот|та|ту|такой|такую) же (?:самы[йу] |сам\w+ )?(?:заказ|заявк[ау])(?: что (?:и )?(?:(?:в|на) )?LAST)?|"
        r"(?:заказ|заявка) (?:тот|та) же(?: самы\w| сам\w+)?(?: что (?:и )?(?:(?:в|на) )?LAST)?|"
        r"(?:к |ко )?(?:наш\w+ |мо\w+ |сво\w+ )?(?:обычн\w+|стандартн\w+|прошл\w+|последн\w+|предыдущ\w+|"
        r"постоянн\w+|регулярн\w+|типов\w+|ежемесячн\w+|"
        r"еженедельн\w+) (?:наш\w* |мо\w+ )?(?:заказ\w*|заявк\w+|набор\w*|заявочк\w+|список|списк\w+)"
        r"(?: (?:так )?(?:давайте |сделайте |надо )?повтор\w+)?"
        r"(?! (?:уже )?(?:доше\w+|дошл\w+|приш\w+|приехал\w*|получил\w*|забрал\w*|оплатил\w*|не (?:при|до)\w+))|"
        r"(?:к|ко) (?:наш\w+ |мо\w+ )?(?:обычному|стандартному|прошлому)|по (?:старой|обычной) схеме|"
        r"(?:то же(?: самое)?|тоже самое|все то же(?: самое)?|такой же заказ)(?: что (?:и )?(?:(?:в|на) )?LAST)?"
        r"(?= |$)(?! количеств\w+)(?! по)",
    ),
    (Op.USUAL, r"(?:столько же|столько|так же|как) (?:сколько|как|что) (?:и )?(?:в прошлый раз|в тот раз|обычно|"
               r"всегда|раньше)(?: брали)?"),
    (Op.RECAP, r"(?:я |мы )?(?:уже |же )?(?:говорил\w*|называл\w*)(?: уже| да)*|"
     r"(?:итого|еще раз повтор\w+|повторяю|повторю|еще раз)(?: значит)?"),
    (
        Op.REMOVE,
        r"(?:пока |уже |больше |совсем )*(?:не надо|не нужн\w+|не нужен|не буд\w+ (?:брать|заказывать)|"
        r"не буд(?:у|ем)(?! \S+ть(?: |$))|"
        r"не бер\w+|"
        r"не станем брать|не заказыва\w+|"
        r"не клади\w*|не пиши\w*|(?<!ничего )не (?:везите|привозите|отправляйте|присылайте)(?! до| раньше| без)|"
        r"убери\w*|уберем|уберу|убирай\w*|убираем|убрать|вычеркн\w+|вычеркивай\w*|"
        r"вычеркиваем|исключ\w+|удали\w*|удаляем|отмени\w*|отменя\w+|"
        r"откаж\w+сь|откажемся|отказываемся|снимите|выкинь\w*|выкидывай\w*|выбрось\w*|"
        r"(?:ладно |тогда |лучше )+без (?:них|нее|него|этого|этих)|"
        r"зачеркн\w+|уберай\w*|нафиг|минус(?= (?!NUMBER)\w{3})|(?:про|насчет) \S+ (?:пока )?забудьте|"
        r"забудьте (?:пока )?(?:про|о|об)|отстав\w+|"
        r"минусуй\w*|у (?:нас|меня) (?:их )?(?:еще |пока |уже |там )*(?:полно|навалом|хватает|(?:еще|пока|уже) есть)|"
        r"у (?:нас|меня) (?:их )?(?:еще |пока |уже |там )+(?:есть|остал\w+|лежит|лежат))"
        r"(?: пожалуйста| вообще| совсем| тогда| пока| уже| не надо| не нужн\w+| есть еще| их| ее| его)*",
    ),
    (Op.REPLACE, r"вместо|взамен"),
    (Op.CHANGE, r"замени\w*|заменить|заменим|поменя\w+|меняем|меняйте"),
    (
        Op.CORRECT,
        r"(?:ой |ай |ах |так |нет |а нет |хотя |но )*(?:нет |не |а )?(?:стоп|(?:по)?стой(?:те)?|погоди\w*|подожди\w*|"
        r"обожди\w*|секунд\w+|минут(?:очк)?у)(?: нет| стоп| (?:по)?стой(?:те)?| погоди\w*| подожди\w*| ой| не так)*|"
        r"(?:ой |а |нет )*(?:вернее|точнее|правильнее|поправк\w+|поправл\w+сь|поправь\w*|исправл\w+сь|исправь\w*|"
        r"исправлю|впрочем|(?:во?т )?вру|соврал\w?|запутал\w+сь|сбил\w+сь|ошиб\w+сь|ошибк\w+|ошибся|ошиблась|"
        r"оговорил\w+|перепутал\w*|передумал\w*|пардон|тьфу|то есть|в смысле|извин\w+ нет|прост\w+ нет|не так|"
        r"не то сказал\w*|я не то сказал\w*|виноват\w*)(?: нет| на| лучше| не так)*|"
        r"(?:ой |нет |а |хотя |но |или )*(?:нет |а )?(?:давайте |пусть |уж )?(?:все таки |даже )?лучше(?: давайте|"
        r" пусть будет| на)?|"
        r"это (?:уже )?(?:очень |слишком |совсем |как то )?(?:много|многовато|мало|маловато|перебор|чересчур|лишка|"
        r"дурь|ерунда|глупость)(?: давайте| пусть)?|(?:многовато|маловато|перебор)(?: будет)?(?: давайте| пусть)?|"
        r"(?:потом |хотя |ой |а |ну )*нет (?:слушай\w*|знаете(?: что)?|знаешь(?: что)?|смотри\w*|подумал\w?|"
        r"передумал\w?)|"
        r"(?:ой|ай|ах|хотя|а|но|так)(?: ой)? нет(?: нет)*(?: давайте)?|нет нет(?: нет)*|нет(?= не )|ой(?= не )|не не|"
        r"нет (?:давай\w*|дайте|дай|пусть|бер\w+|возьм\w+|пишите|запиш\w+|делайте|сделайте|поставьте)|"
        r"пусть|нет(?: все же| все таки| пожалуй| наверное| тогда)?"
        r"(?= (?:на |\S+(?:ой|ый|ий|ая|ие|ые|ую|их|ых) )?NUMBER)|"
        r"(?<!нас )(?<!вас )(?<!меня )(?<!если )(?<!или )(?<!наличии )(?<!больше )нет(?= (?!бол)(?:\S+ ){1,3}NUMBER)|"
        r"нет(?= (?:\S+ ){0,2}(?:пар|штук|коробок|упаков\w+|метров))|(?:нет |ой |а )+наоборот|"
        r"(?<!нас )(?<!вас )(?<!меня )(?<!если )(?<!или )(?<!больше )нет(?= (?:\S+ ){1,2}давайте (?:\S+ )?"
        r"(?:NUMBER|\w+(?:сот|десят|дцат)\w*(?!\S)))|"
        r"ой|хотя(?= )|пусть (?:лучше )?будет",
    ),
    (Op.SAME, r"столько(?: же)? и"),
    (Op.SAME, r"(?:еще |и |тоже |по |добав\w+ |прибав\w+ |докин\w+ )*"
              r"(?:столько же?|стольк[оу] ж|такое же количество|в таком же количестве|"
              r"тем же количеством|то же количество|(?:в )?(?:том|таком) же (?:объеме|количестве|числе)|аналогично|"
              r"в таком же объеме)(?: (?:коробок|упаковок|пачек|мешков|рулонов|"
              r"штук|пар|метров|килограмм\w*|литров|бухт))?"),
    (Op.EQUAL, r"(?:в )?(?:поровну|пополам|напополам|равными частями|в равных (?:долях|частях|количествах)|"
               r"пятьдесят на пятьдесят)"),
    (
        Op.EACH,
        rf"{KINDS}|(?:на )?кажд(?:ых|ого|ой|ый|ую|ому|ые|ая)|(?:и )?(?:тех и (?:тех|других)|того и (?:того|другого)|"
        r"той и другой|те и другие)|ко? всем(?: (?:двум|трем|четырем|пяти|шести))?(?= по )|обоих|обеих|"
        r"и то и другое|всех по",
    ),
    (Op.DOUBLE, r"на (?:NUMBER ){1,2}(?:\w+ )?(?:больше|меньше)|(?:больше|меньше) на(?: NUMBER){1,2}"),
    (Op.DOUBLE, r"(?:в два раза|вдвое|в 2 раза) (?:больше|побольше|меньше|поменьше)|удво\w+|двойн\w+ количеств\w+|"
                r"половин\w+ от (?:этого|него|них|того)|(?:вполовину|наполовину) меньше"),
    (Op.ALIKE, r"(?:еще |и )*(?:так(?:их|ие|ой|ую|ая|ого|ое) же?|тех же|те же|тот же|той же|точно так\w+ же|"
               r"этих же|эти же|их же)(?: сам\w+)?"
               r"(?: (?:номер|размер|цвет|артикул|вид|фирма|марка|модель))?(?: только| но)?"),
    (Op.SET, r"(?:всего|всех|все|везде|всем)(?= по NUMBER)|добав\w+ до(?= NUMBER)|"
             r"(?:давайте |сделайте |возьм\w+ )?(?:побольше|поменьше)(?= NUMBER)|"
             r"(?:сделай\w*|сделать|изменить?|измени\w*|увелич\w+|уменьш\w+|пусть будет|поставь\w*|"
             r"доведи\w*)(?: до| на)?"),
    (Op.ADD, r"(?:и |к этому |плюс |сюда |туда )*(?:еще|добав\w+|плюс|докин\w+|докладывай\w*|дополнительно|"
             r"прибав\w+|сверху|в придачу|плюсом|подкин\w+|накин\w+|подброс\w+|приплюс\w+|внеси\w*|"
             r"включите)(?: еще| к этому| туда| сюда| плюсом| также)*"),
    (Op.PARTS, r"(?:всего )?(?:из (?:них|которых)|в том числе)"),
    (Op.KEEP, r"(?:остав(?:ь\w*|ля\w+|им)|остается|остаются)(?: как (?:был[иоа]?|есть|раньше))?|"
              r"(?:без изменений|не трогайте|не меняйте|как (?:был[иоа]?|есть))"),
    (Op.EXCEPT, r"только|кроме|за исключением|единственное"),
)  # fmt: skip
NUMBER = (
    r"(?:\d+|одн[ауо]|один|два|две|три|четыре|пять|шесть|семь|восемь|девять|десят\w*|\w+надцать|двадцать|тридцать|"
    r"сорок|\w+десят|девяносто|сто|двести|"
    r"триста|\w+ста|\w+сот|тысяч\w*|полтор\w+|пол\w+|двух|трех|четырех|пяти|шести|семи|восьми|девяти|\w+дцати|"
    r"сорока|ста|\w+идесяти)(?!\S)"
)
_WRITE = (
    r"(?:записывай\w*|запиш\w+|пишите|пиши|оформляй\w*|оформл\w+|отправляй\w*|привозите|везите|отгружай\w*|собирай\w*|"
    r"готовь\w*|выставляй\w*)"
)
_LAST = r"(?:(?:прошл\w+|тот|последн\w+|предыдущ\w+) (?:раз|недел\w+|месяц\w*)|всегда|обычно)"
_NUMBER = re.compile(NUMBER)
_HALVES = "пятьдесят"
_FEW = 3  # words of what is taken back
_GOES = 5  # words of what goes by «вместо»
_MEASURE = 7  # words between «сколько» and its «столько»
_SPELT = 3  # letters at most of an abbreviation spelt aloud


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, meaning in (("NUMBER", NUMBER), ("LAST", _LAST), ("WRITE", _WRITE)):
        pattern = pattern.replace(name, meaning)
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


_COMPILED = tuple((op, _compiled(pattern)) for op, pattern in _OPS)
_LEFT_OPEN = _compiled(AMOUNT_LEFT_OPEN)


class Line:
    """The normal words of an utterance as one string, with the way back to tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._starts: list[int] = []
        place = 0
        for token in tokens:
            self._starts.append(place)
            place += len(token.text) + 1
        self.text = " ".join(token.text for token in tokens)

    def token_at(self, char: int) -> int:
        return max(0, bisect_right(self._starts, char) - 1)

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return the first and last token of *match*."""
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        return self.token_at(start), self.token_at(max(start, match.start() + len(text.rstrip()) - 1))

    def words(self, first: int, last: int) -> str:
        return " ".join(token.text for token in self.tokens[first : last + 1])

    def crosses_sentence(self, first: int, last: int) -> bool:
        return any(token.brk == 2 for token in self.tokens[first:last])


def find_operations(
    line: Line, taken: set[int], is_name: Callable[[str, str], bool], *, measures_fifty: bool = False
) -> list[Phrase]:
    """Return the operations of *line* by place; none overlaps another or a *taken* token.

    *is_name* says of two neighbours that some article is called by both: «Зева плюс» adds nothing. *measures_fifty*:
    «пятьдесят на пятьдесят» is the size of an article rather than two halves.
    """
    used = set(taken)
    found: list[Phrase] = []
    for op, pattern in _COMPILED:
        for match in pattern.finditer(line.text):
            if not match.group().strip() or (op is Op.EQUAL and measures_fifty and match.group().startswith(_HALVES)):
                continue
            first, last = line.span(match)
            places = range(first, last + 1)
            if any(place in used for place in places) or line.crosses_sentence(first, last):
                continue
            if op is Op.PARTS and not _splits(line, first):
                continue
            if op is Op.SAME and match.group().endswith(" и") and measured_by(line, first) is None:
                continue
            if first == last and any(is_name(name, line.tokens[first].text) for name in _before(line, first)):
                continue
            used.update(places)
            found.append(Phrase(op, first, last, match.group().strip()))
    found += _denials_twice(line, found, used)
    found += _contrasts(line, used)
    found = [phrase for place, phrase in enumerate(found) if not _gives_instead(line, found, place)]
    return _joined(line, sorted(found, key=lambda phrase: phrase.first))


def measured_by(line: Line, first: int) -> int | None:
    """«Сколько вентиляторов, столько и решёток»: return the «сколько» that «столько» at token *first* answers."""
    before = range(first - 1, max(-1, first - 1 - _MEASURE), -1)
    return next((place for place in before if line.tokens[place].text == "сколько"), None)


def places_left_open(line: Line) -> set[int]:
    """Return the tokens that leave an amount open: «сколько, завтра скажу»."""
    spans = (line.span(match) for match in _LEFT_OPEN.finditer(line.text))
    return {place for first, last in spans for place in range(first, last + 1)}


def _splits(line: Line, first: int) -> bool:
    """Say whether «из них» stands before a part; in «тридцать лопат, двадцать из них штыковых» it stands within one."""
    place = first - 1
    while place >= 0 and _NUMBER.match(line.tokens[place].text):
        place -= 1
    return place in {first - 1, 0} or place < 0 or not _NUMBER.match(line.tokens[place - 1].text)


def _denials_twice(line: Line, found: Sequence[Phrase], used: set[int]) -> list[Phrase]:
    """«Не бостон убери»: the «не» is the «нет» of a correction, since «убери» takes back already."""
    said = []
    for phrase in found:
        for place in range(phrase.first - 2, max(-1, phrase.first - 2 - _FEW), -1):
            if phrase.op is not Op.REMOVE or not used.isdisjoint(range(place, phrase.first)):
                break
            if line.tokens[place].text == "не":
                said.append(Phrase(Op.NOTHING, place, place, "не"))
                break
    return said


def _contrasts(line: Line, used: set[int]) -> list[Phrase]:
    """«Морковь мытую, не чищеную, мытую два мешка»: what is denied between two words that are one says nothing new."""
    texts = [token.text for token in line.tokens]
    return [
        Phrase(Op.NOTHING, place, place + 2, line.words(place, place + 2))
        for place in range(1, len(texts) - 2)
        if texts[place] == "не" and texts[place - 1] == texts[place + 2] and used.isdisjoint(range(place, place + 3))
    ]


def _gives_instead(line: Line, found: Sequence[Phrase], place: int) -> bool:
    """«Вместо белых поставьте синие»: the verb between what goes and what comes changes no quantity."""
    phrase = found[place]
    if phrase.op is not Op.SET or _NUMBER.match(line.words(phrase.last + 1, phrase.last + 1)):
        return False
    before = [other for other in found if other.last < phrase.first]
    last = max(before, key=lambda other: other.last, default=None)
    return last is not None and last.op in {Op.REPLACE, Op.CHANGE} and phrase.first - last.last - 1 <= _GOES


def _joined(line: Line, phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return *phrases* with what is taken back twice as one: «не надо, вычёркивайте»."""
    joined: list[Phrase] = []
    for phrase in phrases:
        last = joined[-1] if joined else None
        if last is not None and last.op is phrase.op is Op.REMOVE and last.last + 1 == phrase.first:
            joined[-1] = Phrase(Op.REMOVE, last.first, phrase.last, line.words(last.first, phrase.last))
        else:
            joined.append(phrase)
    return joined


def _before(line: Line, place: int) -> list[str]:
    """Return what may be called «… плюс» before *place*: a word, spelt letters («эл эр»), a number in digits."""
    texts = [token.text for token in line.tokens[max(0, place - _SPELT) : place]]
    numbers = [f"{span.value:f}" for span in find_numbers(texts) if span.last + 1 == len(texts)]
    return [*texts[-1:], *("".join(texts[-size:]) for size in range(2, len(texts) + 1)), *numbers]
