"""What a call wants: an order, or a question, a complaint, a call back, or nothing of these.

Counted from cues of wholesale speech. Goods and numbers alone do not make an order: «привезли сто пар, половина
рваные» is a complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.orders.reading import Intent
from nlp.orders.speech.phrases import Line

_ORDER = re.compile(
    r"(?<!\S)(?:нужн[оыа]?|нужен|надо|закаж\w+|заказать|запиш\w+|записывай\w*|пишите|оформ\w+|отгруз\w+|"
    r"приготов\w+|подготов\w+|соберите|дайте|давайте|"
    r"возьм\w+|берем|беру|взять|пришлит\w+|пришлешь|прислать|привез(?:ите|ти)|отправьте|положите|добавьте|"
    r"(?:хочу|хотим|хотел\w*)(?! (?:бы )?(?:у вас |с вами |еще )*(?:узнать|спросить|уточнить|поинтересоваться|обсудить|"
    r"поговорить|пообщаться|договориться|встретиться))|"
    r"хотелось|заказыва(?!л)\w+|требуется|понадоб\w+|"
    r"(?:примите|прими|оставить|сделать|сделаем|делаю|наша|есть|принимайте) (?:\S+ )?(?:заказ\w*|заявк\w*)|"
    r"заявочк\w+|повтор\w+|как обычно|отложите|отложить|зарезервируй\w*|забронируй\w*)(?!\S)"
)
_STRONG_ORDER = re.compile(
    r"(?<!\S)(?:закаж\w+|заказать|запиш\w+|записывай\w*|пишите|оформ\w+|отгруз\w+|примите (?:\S+ )?за\w+|"
    r"привезите|соберите|приготовьте|положите|заявка|заявочк\w+|отложите|отложить|зарезервируй\w*|забронируй\w*|"
    r"(?:нам|мне) нуж\w+(?! (?:\S+ )?(?:цен\w+|прайс\w*|консультаци\w+|информаци\w+|сертификат\w*|скидк\w+))|"
    r"нам надо|мне надо|возьм\w+|пришлите|отправьте|добавьте|заказ(?:ываю|ываем)?|хочу заказать|хотим заказать|"
    r"дайте|давайте|тогда)(?!\S)"
)
_COMPLAINT = re.compile(
    r"(?<!\S)(?:претензи\w+|бракован\w+|брак\w*|рван\w+|порван\w+|порва\w+|рвутся|недовез\w+|недопоста\w+|"
    r"недовоз\w*|недодали|недоложили|не довезли|не доложили|"
    r"не хватает|нехватк\w+|недостач\w+|перепутали|пересорт\w*|не т[оеу](?:т|й|м)?(?: что)? (?:\S+ )?(?:привезли|"
    r"прислали|отгрузили|положили|заказывали)|"
    r"(?:привезли|прислали|отгрузили|положили|пришл[иао]) (?:\S+ ){0,3}(?:не т[оеу]\w*|друг\w+|меньше|не \w+ а)|"
    r"не соответству\w+|жалоб\w+|жалова\w+|пожалова\w+|безобраз\w+|возмут\w+|возмущ\w+|сломан\w*|сломал\w+|"
    r"(?<!вами )(?<!вами еще )не работа(?!л\w+ (?:\S+ )?(?:с вами|у вас))\w+|"
    r"испорчен\w+|просрочен\w+|плесень|мокр\w+ коробк\w+|"
    r"верните|возврат\w*|вернуть деньг\w+|обещали\w*|обещал\w*|до сих пор|так и не|опазд\w+|опоздал\w*|"
    r"задерж(?:к|ив|ал|ан)\w*|"
    r"никуда не годит\w+|(?:половина|часть|треть|все) (?:\S+ )?(?:пуст\w+|бит\w+|крив\w+)|"
    r"ужас\w*|кошмар|разочарован\w*|недовол\w+|хамств\w+|нахамил\w*|"
    r"отклеи\w+|расклеи\w+|отвали\w+|облез\w+|полинял\w*|выцвел\w*|разорвал\w+|сгорел\w*|перегорел\w*|заржавел\w*|"
    r"погнул\w+|помял\w+|раскололи\w*|"
    r"рассыпал\w+|промок\w*|испортил\w+|отпал\w+|заклинил\w*|воняет|вонь|надрез\w*|дыр[аыу]|примите назад|"
    r"(?:забирайте|заберите) (?:назад|обратно)|представител\w+|"
    r"(?:второй|третий|четвертый|пятый|который|сотый) (?:уже )?раз (?:\S+ )?(?:звон|пиш|прош|привоз|выставл|счет)\w*|"
    r"(?:совсем|вообще|опять|абсолютно) не т(?:от|а|о|е|у|ого|ой|ех)|что за (?:отношени|безобраз|ерунд|бардак)\w*|"
    r"накрича\w+|нагруб\w+|компенс\w+|кто (?:\S+ )?(?:платит\w*|возмест\w+)|неправильн\w+|"
    r"(?:в|по) (?:накладн\w+|документ\w*|счет[уе]) (?:\S+ ){1,6}а (?:\S+ ){0,2}"
    r"(?:положи\w+|привез\w+|приш\w+|приех\w+|факт\w*)|"
    r"(?:заказывал\w*|просил\w*) (?:\S+ ){1,6}а (?:в|по|тут|там|оказал\w+|приех\w+)(?= )|"
    r"не подош\w+|нельзя (?:носить|вешать|использовать|работать|ставить|продавать)|непригодн\w+|в негодност\w+|"
    r"(?:привезли|прислали|отгрузили|положили|дали) (?:\S+ ){1,6}а (?:мы |я )?(?:заказывал\w*|просил\w*)|"
    r"(?:заказывал\w*|просил\w*) (?:\S+ ){1,6}а (?:вы |нам )?(?:привезли|прислали|отгрузили|положили|дали|пришл[иао])|"
    r"когда (?:вы )?(?:поменяете|замените)|"
    r"некачествен\w+|плохо\w* качеств\w+|развал\w+|расползл\w+|лопнул\w*|дыряв\w+|дырк\w+|треснул\w*|разбит\w*|"
    r"протекл\w*|протекает|протекают|течет|рекламаци\w+|поврежден\w+|поцарапан\w+|помят\w+|исправляйте|"
    r"разберитесь|не первый раз|вместо (?:\S+ ){1,3}(?:положили|привезли|прислали|пришл[аио])|"
    r"такое (?:\S+ )?(?:не нужно|не буду)|"
    r"мят(?:ый|ая|ые|ое)|с жучк\w+|тухл\w+|дохл\w+|в пятнах|в дырах|в трещинах|в плесени|разбирай\w+|"
    r"возвраща\w+|вздут\w+|вздул\w+|прокис\w+|что (?:\S+ )?с (?:этим|ними|ней|ним) делать|"
    r"(?:рассыпа|крош|лома|слома|гн|отлета|слета|раскалыва|отвалива|слипа|расслаива|осыпа)(?:ет|ют|ит|ат|ется|ются|утся|ится|"
    r"атся|ают|аются)|кто (?:\S+ ){0,3}отвеча\w+|"
    r"гнил\w+|ржав(?:ы[йеех]|ая|ое|ую|еет|еют|чин\w+)|бит(?:ый|ые|ая)|не привезли|не приехал\w*|"
    r"не доставили|не отгрузили|ошиблись|обманул\w+)(?!\S)"
)
_QUESTION = re.compile(
    r"(?<!\S)(?:сколько (?:\S+ ){0,3}(?:стоит|стоят|будет стоить|стоить|осталось)|почем|какая (?:\S+ )?цена|"
    r"какие (?:\S+ )?цены|по какой цене|какой прайс|(?:узнать|скажите|назовите|подскажите|какую) (?:\S+ )?цен[уы]|"
    r"прайс\w*|"
    r"(?:есть|имеется|имеются|остал\w+) ли|есть у вас|у вас есть|(?:есть|имеются|"
    r"остались) (?:\S+ ){0,4}(?:в наличии|на складе)|в наличии (?:есть|ли|имеется)|наличие|"
    r"когда (?:\S+ ){0,4}(?:будет|будут|придет|придут|привез\w+|пришл\w+|приедет|отправ\w+|поступ\w+|отгруз\w+|"
    r"доставят|поступление|машина|ждать|появ\w+)|"
    r"где (?:\S+ ){0,2}(?:мой|моя|мое|мои|наш|наша|наше|наши|заказ|груз|машина|посылка|счет|документы)|подскажите|"
    r"скажите пожалуйста|"
    r"как(?:ой|ие) (?:\S+ )?(?:срок\w*|график|режим|адрес|остат\w+|условия|скидк\w+)|(?:можно|хотел\w*|хочу|"
    r"хотели) (?:бы )?(?:узнать|уточнить|спросить|поинтересоваться)|"
    r"(?:узнать|спросить) хотел\w*|в чем разница|разниц[аы]|акт сверки|"
    r"(?:заказ|заявк[ау]|груз) (?:наш\w* |мо\w+ )?(?:собрали|"
    r"готов\w*|отправили|отгрузили|уехал\w*|получили)|"
    r"(?:собрали|готов\w*|отправили|отгрузили) (?:ли )?(?:\S+ )?(?:наш\w*|мо\w+) (?:заказ|груз|заявк\w)|"
    r"(?:заказ|груз|машин[ау]|доставк[ау]) (?:наш\w* |мо\w+ )?(?:везут|привезут|едет|приедет|отправят|выехал\w*)|"
    r"вы (?:\S+ ){0,2}(?:отправили|отгрузили|собрали|получили|выслали)|"
    r"до скольких?|(?:суббот|воскресень)\w (?:у вас )?(?:рабоч|выходн)\w+|можно ли|как долго|(?:взять|купить) можно|"
    r"сколько (?:\S+ ){0,2}(?:идет|идут|едет|едут|займет|занимает|ждать|ехать)|"
    r"(?:заявк\w+|заказ|груз|отгрузк\w|счет) (?:\S+ ){0,3}(?:собран|отгружен|отправлен|оформлен|принят|доставлен|"
    r"оплачен)\w?|во сколько|со скольки|как вы работаете|работаете ли|статус|трек\w*|на каком этапе|"
    r"отгрузили ли|отправили ли|пришел ли|дошла ли|получили ли|возможно ли|делаете ли|"
    r"вы (?:\S+ ){0,5}(?:возите|привозите|отправляете|высылаете|торгуете|оказываете|"
    r"меняете|ремонтируете|доставляете|работаете|продаете|делаете|выдаете|принимаете|отгружаете)|"
    r"нужна (?:\S+ )?цена|цена на|какая (?:\S+ )?скидка|скидка какая|"
    r"(?:есть )?в продаже(?: есть| имеются| бывают)?|где (?:\S+ )?(?:посмотреть|скачать|взять|найти)|"
    r"(?:заявк\w+|заказ) (?:\S+ ){0,3}(?:в работу )?(?:взяли|приняли|видели|дошл[аи]|обработали)|"
    r"уточнить|интересует вопрос|чем отлича\w+|какая разница)(?!\S)"
)
_STRONG_QUESTION = re.compile(
    r"(?<!\S)(?:нужна (?:\S+ )?цена|цена на|какая (?:\S+ )?скидка|скидка какая|сколько (?:\S+ ){0,2}(?:стоит|"
    r"стоят|стоить)|почем)(?!\S)"
)
_CALLBACK = re.compile(
    r"(?<!\S)(?<!\bне )(?:пере ?звон(?!ю|им)\w*|позвон(?:ите|ить|ит) (?:мне|нам)|позвоните|наберите|набери|свяжитесь|"
    r"свяжись|пусть (?:\S+ ){0,3}(?:позвонит|перезвонит|наберет|свяжется)|"
    r"(?:пусть|пускай) (?:\S+ ){0,6}(?:набер|перезвон|позвон|свяж)(?:ет|ит|ут|ят)(?:ся)?|"
    r"чтобы? (?:\S+ ){0,2}(?:наб(?:ра|ира)л\w*|позвонил\w*|перезвонил\w*|связал\w+)|"
    r"пусть (?:\S+ ){0,3}(?:наберут|перезвонят|позвонят|свяжутся)|хочу обсудить|хотел\w* бы обсудить|"
    r"жд\w+ (?:\S+ )?звон\w+|хочу поговорить|соедините|нужен менеджер|связаться)(?!\S)"
)
_OFFER = re.compile(
    r"(?<!\S)(?:вы выиграли|выиграли приз|розыгрыш\w*|нажмите (?:цифру |кнопку |клавишу )?\w+|предлагаем|предлагаю|"
    r"хотим предложить|хотели (?:бы )?(?:вам )?предложить|вас приветствует|специальное предложение|наше предложение|"
    r"(?:взять|оформить|одобрен\w*|выгодн\w+) кредит\w*|кредит\w* (?:для|под|на|до)|банкротств\w*|"
    r"списа(?:ть|ние) долг\w*|"
    r"служба безопасности|пенсионн\w+ фонд\w*|(?:положена|начислена) выплат\w*|опрос\w*|участ(?:вует|вуете|ие) в|"
    r"бесплатн\w+ (?:диагностик\w*|консультац\w*|замер\w*|урок\w*|пробн\w+)|инвестиц\w*|голосовой помощник|"
    r"(?:ваша|вашей|вашу) (?:банковск\w+ )?карт\w+|подозрительн\w+ операци\w+|оставайтесь на линии)(?!\S)"
)
_ABOUT_OURS = (
    r"(?:моя|наша|мой|наш|мою|нашу) (?:заявк\w|заказ|груз|отгрузк\w) (?:\S+ ){0,4}(?:собра|отгру|готов|отправ|оформ|"
    r"приня|достав|едет|везут)\w*"
)
_WHERE = re.compile(
    r"(?<!\S)(?:а |и )?(?:где|когда) (?:\S+ ){0,3}(?:мо[йяеи]|наш[аеи]?|заказ\w*|груз\w*|машин\w*|достав\w+|посылк\w*|"
    r"водител\w*|отгрузк\w*|приед\w+|привез\w+)(?!\S)|"
    rf"(?<!\S)(?:машин\w+|доставк\w+|заказ|груз) (?:\S+ ){{0,4}}где(?!\S)|(?<!\S){_ABOUT_OURS}(?!\S)"
)
# What the caller wants to talk about is no complaint made here: «наберите меня насчёт возврата».
_TOPIC = re.compile(
    r"(?<!\S)(?:насчет|по|по поводу|про|вопрос по|касательно|о|об) (?:\S+ )?(?:возврат|брак|претензи|рекламаци|"
    r"недостач|недовоз|пересорт)\w*"
)
_DELIVERED = re.compile(
    r"(?<!\S)(?:вы|ваши) (?:(?:мне|нам) )?(?:\S+ ){0,5}(?:привезли|прислали|отгрузили|положили|доставили)(?!\S)"
)
_PROMISED = re.compile(
    r"(?<!\S)(?:обещали\w*|обещал\w*|до сих пор|так и не|задерж(?:к|ив|ал|ан)\w*|опазд\w+|опоздал\w*|"
    r"не приехал\w*)(?!\S)"
)
# Words that begin a question whatever it is about; the recogniser writes no question mark.
_ASKS = re.compile(
    r"(?<!\S)(?:(?<!то )(?<!вряд )(?<!мало )ли|каков\w*|"
    r"как(?:ой|ая|ое|ие|их|ую)(?! (?:нибудь|то|либо))|(?<!же )сколько|почем|почему|зачем|когда|"
    r"где|куда|откуда|кто|чем|(?<!если )(?<!не )бывае?ю?т|имеется|имеются|у вас|"
    r"вы (?:\S+ ){0,3}?\w+(?:ете|ите)|скажите|или|"
    r"(?:появ|поступ|подорожа|подешеве)(?:ится|ятся|ит|ят|ет|ют)|(?:ожида|планиру)[ею]тся)(?!\S)"
)
_UNSURE = re.compile(
    r"(?<!\S)не (?:знаю|решил\w?|помню) (?:\S+ ){0,4}или(?!\S)"
)  # «… на два или на четыре, сами решите»
_FORMAL = re.compile(
    r"(?<!\S)(?:у вас|(?!знаете|понимаете|считаете)\w+[аяуюе]ете|вы (?:\S+ ){0,3}?\w+(?:ете|ите)|"
    r"скажите|подскажите)(?!\S)"
)
_INFORMAL = re.compile(r"(?<!\S)(?:ты|тебя|тебе|твой|твоя|твое|твои|\w{2,}(?:ешь|ишь))(?!\S)")
_FAMILY = re.compile(
    r"(?<!\S)(?:мам|мама|мамочка|мамул[ья]|пап|папа|папочка|папул[ья]|бабуль|бабуля|дедуль|дедуля|"
    r"любимая|любимый|зая|зай)(?!\S)"
)
_WRONG_NUMBER = re.compile(
    r"(?<!\S)(?:ошиб\w+ номером|не туда (?:попал\w*|звон\w+)|неправильный номер|это (?:не )?(?:поликлиника|аптека|"
    r"больница|такси|банк)|куда я (?:\S+ )?(?:попал|дозвони)\w*|"
    r"вы (?:разве )?не (?:поликлиника|аптека|больница|такси|банк))(?!\S)"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """How often each intent was heard."""

    order: int
    strong_order: int
    complaint: int
    question: int
    strong_question: bool
    doubting: int  # «или нет»: a question only where nothing is ordered
    callback: int
    wrong_number: bool
    offers: int  # an advertising robot or a salesman: it offers, and orders nothing
    promised: int  # of the complaints those that only remind of a promise
    where: bool  # asks where a delivery is
    told: bool  # tells of an order made before
    topics: int  # of the complaints those that only name what a call back should be about
    delivered: bool  # «вы нам привезли …»: tells of goods that came
    asks: int  # words that questions have
    formal: bool  # asks of the company itself
    informal: bool  # «ты»
    family: bool  # a relative is spoken to


_DOUBTING = re.compile(r"(?<!\S)(?:или (?:еще |пока |уже )*нет)(?!\S)")
_TOLD = re.compile(
    r"(?<!\S)(?:заказывал\w*|делали (?:\S+ )?заказ|отправлял\w* (?:\S+ )?(?:заявку|заказ)|"
    rf"(?:заявку|заказ) (?:\S+ )?(?:кида|скида|дела|отправля|оставля|оформля|присыла|подава|сброси)л\w*|"
    rf"оставлял\w* (?:\S+ )?заявку|{_ABOUT_OURS})(?!\S)"
)
# Papers that are asked for, the caller's order that there is already, a day that is asked: none of it orders goods.
_NO_ORDER = re.compile(
    r"(?<!\S)(?:(?:акт|счет|документ|накладн|сертификат|ответ|деньг|возврат|декларац)\w* (?:нам |мне |тоже |еще )*"
    r"(?:нуж\w+|надо|пришлите|дайте|сделайте|выставьте|отправьте)|"
    r"(?:нуж\w+|надо|пришлите|дайте|сделайте|выставьте|отправьте) (?:нам |мне |тоже |еще )*"
    r"(?:акт|документ|накладн|сертификат|ответ|деньг|возврат|декларац)\w*|"
    r"(?:где|наш|мой|этот|весь|вчерашн\w+|прошл\w+) заказ|(?:моя|наша|вчерашн\w+) заявка|заказ от|"
    r"когда (?:\S+ ){0,3}(?:отгруз\w+|привез\w+|достав\w+|отправ\w+|пришл\w+))(?!\S)"
)


def places_of_cues(line: Line) -> tuple[set[int], set[int]]:
    """Return the tokens of complaints and those of questions in *line*."""
    complaints, questions = (
        {place for match in pattern.finditer(line.text) for place in range(*_stretch(line, match))}
        for pattern in (_COMPLAINT, _QUESTION)
    )
    return complaints, questions


def _stretch(line: Line, match: re.Match[str]) -> tuple[int, int]:
    first, last = line.span(match)
    return first, last + 1


def find_cues(text: str) -> Cues:
    """Count the cues in *text*: normal words joined by single spaces."""
    ordering = _NO_ORDER.sub(" ", text)
    return Cues(
        order=len(_ORDER.findall(ordering)),
        strong_order=len(_STRONG_ORDER.findall(ordering)),
        complaint=len(_COMPLAINT.findall(text)),
        question=len(_QUESTION.findall(text)),
        doubting=len(_DOUBTING.findall(text)),
        strong_question=bool(_STRONG_QUESTION.search(text)),
        callback=len(_CALLBACK.findall(text)),
        wrong_number=bool(_WRONG_NUMBER.search(text)),
        offers=len(_OFFER.findall(text)),
        promised=len(_PROMISED.findall(text)),
        where=bool(_WHERE.search(text)),
        told=bool(_TOLD.search(text)),
        topics=len(_TOPIC.findall(text)),
        delivered=bool(_DELIVERED.search(text)),
        asks=len(_ASKS.findall(_UNSURE.sub("", text))),
        formal=bool(_FORMAL.search(text)),
        informal=bool(_INFORMAL.search(text)),
        family=bool(_FAMILY.search(text)),
    )


@dataclass(frozen=True, slots=True)
class Spoken:
    """How many goods were named, by what was said of them; what is only told of is counted apart."""

    lines: int  # that were understood
    counted: int  # that have a quantity
    known: int  # of these what the catalogue has
    named: int  # that have none
    told: int  # that are only spoken of
    faint: bool  # some goods are named, though too faintly to be asked for
    resumed: bool  # ordered behind all that is no order


def decide(cues: Cues, spoken: Spoken, *, usual: bool, cancelled: bool) -> Intent:
    """Return the intent; *cancelled* says that the caller took back a whole order.

    Goods named without a quantity make an order only where nothing says that the call is about something else.
    """
    lines, goods, named = spoken.lines, spoken.counted, spoken.named
    if usual:
        return Intent.ORDER
    if cancelled and not goods:
        return Intent.OTHER
    if cues.wrong_number and not lines:
        return Intent.OTHER
    if cues.offers and not lines and not cues.strong_order:
        return Intent.OTHER
    if cues.family and not lines and not cues.strong_order:
        return Intent.OTHER
    if cues.where and cues.complaint <= cues.promised and not cues.strong_order and (cues.told or not lines):
        return Intent.QUESTION
    if spoken.resumed and not cues.strong_question:
        return Intent.ORDER
    others = _other_cues(cues)
    wanted = cues.strong_order > others or (not others and cues.strong_order >= cues.asks)
    if named and not goods and wanted and not spoken.told:
        return Intent.ORDER
    if goods and not lines and cues.callback and not cues.order:
        # «Перезвоните, хочу обсудить поставку двухсот приборов»
        return Intent.QUESTION if cues.question > cues.callback else Intent.CALLBACK
    if goods and not (spoken.told and not lines and not (cues.order or cues.strong_order)):
        return _with_goods(cues, spoken)
    return _without_goods(cues, told=bool(spoken.told), named=bool(goods or named) or spoken.faint)


def _with_goods(cues: Cues, spoken: Spoken) -> Intent:
    if cues.delivered and not (cues.order or cues.strong_order or cues.question):
        return Intent.COMPLAINT
    asked = cues.question or (cues.asks and (cues.formal or not spoken.known))
    if asked and not spoken.lines and not cues.order and cues.complaint <= cues.promised:
        return Intent.QUESTION  # «чем отличается двести пятый от двести шестого»
    if cues.complaint and not cues.strong_order:
        reminds = cues.question and cues.complaint <= cues.promised
        return Intent.QUESTION if reminds else Intent.COMPLAINT
    if cues.complaint > cues.strong_order + spoken.counted:
        return Intent.COMPLAINT
    priced = cues.strong_question and not cues.strong_order
    if cues.question and spoken.counted <= 1 and (priced or not (cues.order or cues.strong_order)):
        return Intent.QUESTION
    return Intent.ORDER


def _other_cues(cues: Cues) -> int:
    return cues.complaint + cues.question + cues.doubting + cues.callback


def _without_goods(cues: Cues, *, told: bool, named: bool) -> Intent:
    if cues.wrong_number:
        return Intent.OTHER
    if told and (cues.complaint > cues.promised or cues.told):
        return Intent.COMPLAINT if cues.complaint > cues.promised else Intent.QUESTION
    if cues.callback and 0 < cues.complaint <= cues.topics:
        return Intent.CALLBACK
    if (cues.question or cues.doubting) and 0 < cues.complaint <= cues.promised:
        return Intent.QUESTION
    if cues.complaint and cues.complaint >= cues.question:
        return Intent.COMPLAINT
    if cues.callback and cues.callback >= cues.question:
        return Intent.CALLBACK
    if cues.question or cues.doubting:
        return Intent.QUESTION
    if cues.informal and not (cues.callback or cues.complaint):
        return Intent.OTHER
    if cues.callback or not (told or cues.formal or (named and cues.asks)):
        return Intent.CALLBACK if cues.callback else Intent.OTHER
    return Intent.QUESTION if cues.asks else Intent.COMPLAINT
