"""What a call wants: an order, or a question, a complaint, a call back, or nothing of these.

Counted from cues of wholesale speech. Goods and numbers alone do not make an order: «привезли сто пар, половина
рваные» is a complaint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.orders.reading import Intent

_ORDER = re.compile(
    r"(?<!\S)(?:нужн[оыа]?|нужен|надо|закаж\w+|заказать|запиш\w+|записывай\w*|пишите|оформ\w+|отгруз\w+|приготов\w+|подготов\w+|соберите|дайте|давайте|"
    r"возьм\w+|берем|беру|взять|пришл\w+|привез(?:ите|ти)|отправьте|положите|добавьте|хочу|хотим|хотел\w*|хотелось|заказыва\w+|требуется|понадоб\w+|"
    r"(?:примите|прими|оставить|сделать|сделаем|делаю|наша|есть|принимайте) (?:\S+ )?(?:заказ\w*|заявк\w*)|заявочк\w+|повтор\w+|как обычно)(?!\S)"
)
_STRONG_ORDER = re.compile(
    r"(?<!\S)(?:закаж\w+|заказать|запиш\w+|записывай\w*|пишите|оформ\w+|отгруз\w+|примите (?:\S+ )?за\w+|привезите|соберите|приготовьте|положите|заявка|заявочк\w+|"
    r"нам нуж\w+|мне нуж\w+|нам надо|мне надо|возьм\w+|пришлите|отправьте|добавьте|заказ(?:ываю|ываем)?|хочу заказать|хотим заказать|дайте|давайте)(?!\S)"
)
_COMPLAINT = re.compile(
    r"(?<!\S)(?:претензи\w+|бракован\w+|брак\w*|рван\w+|порван\w+|порва\w+|рвутся|недовез\w+|недопоста\w+|недовоз\w*|недодали|недоложили|не довезли|не доложили|"
    r"не хватает|нехватк\w+|недостач\w+|перепутали|пересорт\w*|не т[оеу](?:т|й|м)?(?: что)? (?:\S+ )?(?:привезли|прислали|отгрузили|положили|заказывали)|"
    r"(?:привезли|прислали|отгрузили|положили|пришл[иао]) (?:\S+ ){0,3}(?:не т[оеу]\w*|друг\w+|меньше|не \w+ а)|"
    r"не соответству\w+|жалоб\w+|жалова\w+|пожалова\w+|безобраз\w+|возмут\w+|возмущ\w+|сломан\w*|сломал\w+|не работа\w+|испорчен\w+|просрочен\w+|плесень|мокр\w+ коробк\w+|"
    r"верните|возврат\w*|вернуть деньг\w+|обещали\w*|обещал\w*|до сих пор|так и не|опазд\w+|опоздал\w*|задерж\w+|ужас\w*|кошмар|разочарован\w*|недовол\w+|хамств\w+|нахамил\w*|"
    r"некачествен\w+|плохо\w* качеств\w+|развал\w+|расползл\w+|лопнул\w*|дыряв\w+|дырк\w+|треснул\w*|разбит\w*|протек\w+|течет|рекламаци\w+|поврежден\w+|не привезли|не приехал\w*|"
    r"не доставили|не отгрузили|ошиблись|обманул\w+)(?!\S)"
)
_QUESTION = re.compile(
    r"(?<!\S)(?:сколько (?:\S+ ){0,3}(?:стоит|стоят|будет стоить|стоить|осталось)|почем|какая (?:\S+ )?цена|какие (?:\S+ )?цены|по какой цене|какой прайс|цену|ценник|прайс\w*|"
    r"(?:есть|имеется|имеются|остал\w+) ли|есть у вас|у вас есть|(?:есть|имеются|остались) (?:\S+ ){0,4}(?:в наличии|на складе)|в наличии (?:есть|ли|имеется)|наличие|"
    r"когда (?:\S+ ){0,4}(?:будет|будут|придет|придут|привез\w+|приедет|отправ\w+|поступ\w+|отгруз\w+|доставят|поступление|машина|ждать|появ\w+)|"
    r"где (?:\S+ ){0,2}(?:мой|моя|мое|мои|наш|наша|наше|наши|заказ|груз|машина|посылка|счет|документы)|подскажите|скажите пожалуйста|"
    r"как(?:ой|ие) (?:\S+ )?(?:срок\w*|график|режим|адрес|остат\w+|условия|скидк\w+)|(?:можно|хотел\w*|хочу|хотели) (?:бы )?(?:узнать|уточнить|спросить|поинтересоваться)|"
    r"до скольки|во сколько|со скольки|как вы работаете|работаете ли|статус|трек\w*|на каком этапе|отгрузили ли|отправили ли|пришел ли|дошла ли|получили ли|возможно ли|делаете ли|"
    r"вы (?:\S+ )?(?:возите|доставляете|работаете|продаете|делаете)|уточнить|интересует вопрос|чем отлича\w+|какая разница)(?!\S)"
)
_CALLBACK = re.compile(
    r"(?<!\S)(?:пере ?звон\w*|позвон(?:ите|ить|ит) (?:мне|нам)|позвоните|наберите|набери|свяжитесь|свяжись|пусть (?:\S+ ){0,3}(?:позвонит|перезвонит|наберет|свяжется)|"
    r"жд\w+ (?:\S+ )?звон\w+|хочу поговорить|соедините|нужен менеджер|связаться)(?!\S)"
)
_WRONG_NUMBER = re.compile(
    r"(?<!\S)(?:ошиб\w+ номером|не туда (?:попал\w*|звон\w+)|неправильный номер|это (?:не )?(?:поликлиника|аптека|больница|такси|банк))(?!\S)"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """How often each intent was heard."""

    order: int
    strong_order: int
    complaint: int
    question: int
    callback: int
    wrong_number: bool


def find_cues(text: str) -> Cues:
    """Count the cues in *text*: normal words joined by single spaces."""
    counts = [len(pattern.findall(text)) for pattern in (_ORDER, _STRONG_ORDER, _COMPLAINT, _QUESTION, _CALLBACK)]
    return Cues(*counts, wrong_number=bool(_WRONG_NUMBER.search(text)))


def decide(cues: Cues, *, goods: int, usual: bool) -> Intent:
    """Return the intent; *goods* is how many lines and open items with a quantity the order has."""
    if usual:
        return Intent.ORDER
    if goods:
        if cues.complaint and not cues.strong_order:
            return Intent.COMPLAINT
        if cues.complaint > cues.strong_order + goods:
            return Intent.COMPLAINT
        if cues.question and not cues.order and goods <= 1:
            return Intent.QUESTION
        return Intent.ORDER
    if cues.wrong_number:
        return Intent.OTHER
    if cues.complaint:
        return Intent.COMPLAINT
    if cues.callback and cues.callback >= cues.question:
        return Intent.CALLBACK
    if cues.question:
        return Intent.QUESTION
    return Intent.CALLBACK if cues.callback else Intent.OTHER
