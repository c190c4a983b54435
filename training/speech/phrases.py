"""Templates of what is said on a wholesale company's telephone, by clients and by managers.

A name in braces is filled by ``text.SLOTS``; parts in square brackets are said half of the time.
"""

from __future__ import annotations

ORDERS = """
[добрый вечер] [это {company}] запишите {goods} {amount}
[здравствуйте] [меня зовут {name}] нужно {amount} {goods_gent}
{amount} {goods_gent}
{amount} {goods_gent} [и] {amount} {goods_gent}
{goods} {amount} {goods} {amount}
{goods} {size} {amount}
{goods_gent} {size} {amount} [и {goods_gent} {size} {amount}]
[и] [ещё] [давайте] {goods_accs} {amount}
мне [бы] [ещё] {amount} {goods_gent} {size}
хочу заказать {goods_accs} {amount} [на {date}]
добавьте [пожалуйста] [к заказу] {amount} {goods_gent}
возьму {amount} {goods_gent} [по {money}]
закажем {goods_gent} {amount} {goods_gent} {amount} {goods_gent} {amount}
поставьте [в заявку] {goods_accs} {size} {number}
{goods} фирмы {brand} {amount}
{brand} {goods} {size} {amount}
{goods} {brand} {number} {unit_gent}
пишите {goods} {number} {goods} {number} {goods} {number}
первое {goods} {amount} второе {goods} {amount}
отгрузите [нам] {amount} {goods_gent} {date}
у нас закончились {goods_plur} [пришлите] {amount}
[так] [значит] {goods} [{size}] {amount} [это раз] [это всё]
{abbreviation} {size} {amount}
кабель {abbreviation} {size} {amount}
{goods} {abbreviation} {size} [{amount}]
{goods} артикул {code} {amount}
по {number} штук каждого размера {goods_gent}
{goods} размер {letter_size} {number} и {letter_size} {number}
сделайте счёт на {amount} {goods_gent}
как обычно [и] [плюс] {amount} {goods_gent}
как в прошлый раз только {goods_gent} {amount}
всё то же самое что {date} [и ещё {amount} {goods_gent}]
наш стандартный заказ [на {date}]
вместо {goods_gent} {goods_accs} [{amount}]
вместо {amount} сделайте {amount}
если нет {goods_gent} то {goods_accs}
{goods_gent} не надо [только {goods_plur}]
уберите {goods_accs} [из заявки]
{goods} {number} [{unit_gent}] а {goods} {number} [{unit_gent}]
"""

CORRECTIONS = """
ой нет не {number} а {number}
нет стоп {goods_gent} не {amount} а {amount}
ой простите не {goods} а {goods}
{goods} {amount} ой нет {amount}
{amount} нет подождите {amount}
извините ошибся [не {number}] {number} [{unit_gent}]
вернее {amount}
то есть {goods} [{amount}]
стоп [стоп] давайте {amount} вместо {amount}
нет лучше {amount} {goods_gent}
так {goods} {amount} хотя нет {amount}
погодите {number} или {number} да {number}
не на {date} а на {date}
фамилия не {surname} а {surname}
исправьте там {number} на {number}
я оговорился {goods} [{amount}]
"""

PEOPLE = """
[здравствуйте] это {person} [из] [{company}]
[алло] [добрый день] {person} [компания] {company} [город {town}]
меня зовут {name} [{patronymic}] [фамилия] {surname}
{surname} {name} {patronymic}
вас беспокоит {company} [{name}]
беспокоит {name} {patronymic} из {company}
{company} слушает
[добрый день] компания {company} менеджер {name} [слушаю вас]
соедините с {person} [пожалуйста]
могу я услышать {person}
передайте {person} что звонил {person}
это {name} снова [по поводу {goods_gent}]
наша фирма называется {company}
на {company} выписывайте [инн {inn}]
для {person}
по буквам {spelled}
почта {spelled} собака {spelled} точка ру
контактное лицо {person} [телефон] {phone}
общество с ограниченной ответственностью {company}
индивидуальный предприниматель {person}
директор {person} бухгалтер {person}
{name} {surname} и {name} {surname}
{surname} {surname} {surname} {surname}
{name} {name} {patronymic} {surname}
"""

PLACES = """
доставка [в] [город] {town} улица {street} [дом] {number_small} [корпус {number_small}]
адрес {town} {street} {number_small} [строение {number_small}] [офис {number_small}]
везите на {street} {number_small} [в {town}]
мы находимся [в] {place} [улица] {street} дом {number_small}
город {town} проспект {street} {number_small}
{ordinal} километр {place} шоссе [склад номер {number_small}]
отправьте транспортной [компанией] до {town} [деловыми линиями]
самовывоз [со склада] [на {street}]
{place} область {place} район посёлок {place}
{town} {town} {place}
деревня {place} [дом {number_small}]
переулок {street} {number_small} дробь {number_small}
доставить [надо] в {place} {date} [{clock}]
машина идёт из {place} в {place}
"""

TIMES = """
перезвоните [мне] {date} [{clock}]
позвоните {clock} [пожалуйста]
{date} {clock}
привезите {date} [{clock}]
когда будет {goods} {date} или {date}
нужно {date} крайний срок {date}
мы работаем {clock} [обед {clock}]
давайте {date} [{clock}] созвонимся
отгрузка {date} оплата {date}
заявка от {date}
счёт номер {number} от {date}
договор номер {number} дробь {number_small} от {date}
я наберу {clock}
ждали {date} а приехало {date}
срок поставки {number_small} дней
срок {number_small} недели
"""

CODES = """
[мой] телефон {phone}
[запишите] номер {phone} [добавочный {number_small}]
{phone}
[наш] инн {inn}
инн {inn} [кпп {inn}]
перезвоните на {phone} [{name}]
расчётный счёт {inn} {inn}
номер заказа {code}
артикул {code}
код {code} [{goods}]
накладная номер {code}
{digits}
{number} {number} {number}
{number} {number} {number} {number} {number} {number}
{size}
{size} {size}
{amount}
{amount} {amount}
{ordinal} {ordinal} {ordinal}
повторяю {phone}
восемь восемьсот {number} {number_small} {number_small}
"""

QUESTIONS = """
[подскажите] сколько стоит {goods} [{size}]
есть [в наличии] {goods_plur} [{size}]
а {goods_plur} [{brand}] есть
какая цена [на] {goods_accs} [если взять {amount}]
почём [у вас] {goods_plur}
когда привезут {goods_accs}
сколько будет {amount} {goods_gent}
какая скидка от {amount}
чем {goods} отличается от {goods_gent}
вы доставляете в {town}
можно [ли] заказать {goods_accs} [на {date}]
какие размеры есть [на] {goods_accs}
минимальная партия какая
а подешевле {goods_plur} есть
сертификат на {goods_accs} есть
сколько в упаковке {unit_gent} [{goods_gent}]
вы с ндс работаете
отсрочка [платежа] {number_small} дней возможна
где мой заказ [номер {code}]
что с отгрузкой [на {town}]
во сколько {date} приедет машина
остаток по {goods_datv} какой
на складе {goods_gent} {amount} осталось
"""

COMPLAINTS = """
{goods} [пришли] бракованные [из {number}]
вы [нам] привезли {goods_accs} вместо {goods_gent}
недостача {amount} {goods_gent}
не хватает {amount} [{goods_gent}]
пересорт по накладной {code}
[я] третий день не могу дозвониться [до {person}]
почему так дорого {money} за {goods_accs}
у конкурентов {goods} по {money}
это слишком дорого
мы оплатили {date} а отгрузки нет
верните деньги {money}
претензия по {goods_datv} [партия {code}]
{goods} порвались через {number_small} дней
качество {goods_gent} плохое
водитель не приехал {clock}
я буду жаловаться [директору]
это безобразие [верните {money}]
вы обещали {date} [а привезли {date}]
больше у вас заказывать не будем
подам в суд [на вашу компанию]
я недоволен [вашим сервисом]
"""

MANAGER = """
[да] [конечно] я [вам] перезвоню {date} [{clock}]
выставлю счёт {date}
отправлю [вам] коммерческое предложение [на {goods_accs}]
сделаю [вам] скидку {number_small} процентов
могу предложить {goods_accs} [по {money}]
{goods} есть [в наличии] {amount}
{goods_gent} нет [будут {date}]
итого {amount} на сумму {money}
сумма {money} [с доставкой]
всё верно {amount} {goods_gent}
ваш заказ [номер {code}] принят
уточните [пожалуйста] [размер] [цвет] [количество]
какой размер [вам] нужен
какой объём [вы] берёте [в месяц]
на какой адрес [доставить]
давайте [я] зафиксирую {goods} {amount}
уточню у склада и перезвоню [вам] [{clock}]
понимаю [вас] давайте посмотрим что можно сделать
а [если] мы {goods_accs} по {money} сделаем
наша цена включает доставку
при заказе от {money} доставка бесплатно
я с руководителем согласую [и] [вам] [напишу]
меня зовут {name} компания {company} [вам] удобно говорить
предлагаю попробовать {goods_accs} [{brand}]
договор пришлю {date}
спасибо за заказ [хорошего] [вечера]
оставайтесь на линии
чем могу помочь
напомните [как] вас зовут
с какой [вы] компании
"""

SHORT = """
алло|да|нет|ага|угу|хорошо|понял|поняла|спасибо|спасибо большое|до свидания|всего доброго|всего хорошего
добрый день|добрый вечер|доброе утро
здравствуйте|привет|слушаю|да да|нет нет|конечно|ладно|давайте|секунду|минутку|одну минуту|подождите|сейчас|так
ну|вот|ну вот|ну да|это всё|всё верно
верно|правильно|неправильно|не так|не надо|отмена|отмените|отменить заказ|повторите|повторите пожалуйста
не слышно|плохо слышно|вас не слышно|что|чего
кто это|сколько|когда|куда|где|почему|как обычно|как всегда|то же самое|без изменений|нормально|отлично
замечательно|супер|договорились|жду|жду звонка
не понял|не поняла|ещё раз|ещё раз пожалуйста|помедленнее пожалуйста|записали|записал|пишите|диктую|готов
готова|не знаю|может быть|наверное|точно
в общем|короче|значит|ну это самое|как его|там это|мне некогда|я занят|я на совещании|перезвоните позже
перезвоните завтра|соедините с менеджером
соедините с оператором|позовите человека|хочу поговорить с человеком|оформить заказ|хочу сделать заказ
сделать заказ|примите заказ|примите заявку|по заказу
всё спасибо|больше ничего|ничего не нужно|пока всё|на этом всё|это весь заказ|да всё правильно|да оформляйте
оформляйте|подтверждаю|согласен|согласна
не согласен|дорого|дороговато|подумаю|я подумаю|надо подумать|надо посоветоваться|нам не интересно
не интересует|уже есть поставщик|работаем с другими
пришлите на почту|отправьте на почту|скиньте в вотсап|напишите в телеграм|нет денег|нет бюджета|денег нет
с наступающим|как дела|как ваши дела
погода хорошая|как погода у вас|что нового|как продажи|спасибо за ожидание|извините|простите
извините за беспокойство|ой|ой нет|ой простите|стоп|нет стоп
подождите подождите|не туда попали|ошиблись номером|вы ошиблись|это склад|это бухгалтерия|это отдел продаж
после сигнала оставьте сообщение|абонент не отвечает
спокойной ночи|хорошего дня|хорошего вечера|удачи|счастливо|будьте здоровы|пока|обнимаю|целую|взаимно
и вам того же|благодарю|благодарю за звонок
"""


def lines(block: str) -> tuple[str, ...]:
    """Return the templates of one block."""
    return tuple(line.strip() for line in block.strip().splitlines())


SHORT_PHRASES = tuple(phrase.strip() for line in lines(SHORT) for phrase in line.split("|"))
KINDS = {  # weights in a hundred; the dictionary's share is beside them in text.py
    "orders": (lines(ORDERS), 24),
    "corrections": (lines(CORRECTIONS), 5),
    "people": (lines(PEOPLE), 8),
    "places": (lines(PLACES), 5),
    "times": (lines(TIMES), 5),
    "codes": (lines(CODES), 8),
    "questions": (lines(QUESTIONS), 6),
    "complaints": (lines(COMPLAINTS), 4),
    "manager": (lines(MANAGER), 6),
}
