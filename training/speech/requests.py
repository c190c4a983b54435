"""What tired people say to an answering machine, for the word model beside the network.

The templates of ``phrases`` are made to teach letters: every word form, any mixture. A word model also has to know what
usually follows what, so here an order is put together as people do it: a greeting, who calls, several items of one
trade, corrections on the way, when and where to, a farewell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from training.speech import numerals
from training.speech.lexicon import Trade
from training.speech.phrases import SHORT_PHRASES, lines
from training.speech.text import Speaker
from training.speech.wares import MEASURED, WARES
from training.speech.words import Dictionary, adjective, agree, inflect

OPENINGS = lines("""
[алло] здравствуйте
[алло] добрый день
[алло] добрый вечер
алло [алло] [это] [склад]
доброго времени суток
вечер добрый
день добрый
доброе утро
девушка [здравствуйте]
так [значит]
слушайте
привет
это опять я
""")
WHO = lines("""
это {company}
это {person} [из] {company}
{company}
{company} [город] {town}
это магазин {company} [город {town}]
это {name} из {town}
это снова {name}
компания {company}
фирма {company}
вас беспокоит {company}
меня зовут {name} [{surname}]
{name} {patronymic} {company}
индивидуальный предприниматель {surname} {name} {patronymic}
от {company} {name}
я от {name} {patronymic}
с вами говорит {person}
""")
ASKS = lines("""
[мне] нужно
[мне] надо
[мне] нужны
нам нужно
нам надо
нам нужны
нам бы
мне бы
запишите [пожалуйста]
пишите
примите [пожалуйста] [заявку] [заказ]
заявка [такая] [на завтра]
заказ [такой]
хочу заказать
хотим заказать
хотел бы заказать
хотела бы заказать
хотел заказать
давайте [мне]
сделайте [пожалуйста] [мне] [заказ]
оформите [пожалуйста] [заказ]
оформите на нас
поставьте [пожалуйста]
пришлите [нам]
привезите [нам]
отгрузите [нам]
отложите [нам]
соберите [нам]
зарезервируйте
возьмём
возьму
берём
будем брать
у нас закончились
на завтра [нам]
по заказу
по заявке
как обычно [и]
как всегда [и]
как в прошлый раз [и] [ещё]
повторите прошлый заказ [и] [плюс]
то же самое [что] [и] [в] [прошлый] [раз] [и]
добавьте [пожалуйста] [к] [вчерашнему] [заказу]
[к заказу] добавьте [ещё]
значит [так]
мы берём
с вас
интересует
требуется
необходимо
""")
ITEMS = (
    "{amount} {of}",
    "{amount} {of}",
    "{amount} {of} {ending}",
    "{is} {amount}",
    "{is} {amount}",
    "{is} {ending} {amount}",
    "{is} {ending} {amount}",
    "{is} {size} {amount}",
    "{is} {number}",
    "{is} {ending} {number}",
    "{is} {brand} {amount}",
    "{wanted} {amount}",
    "{wanted} {ending} {amount}",
    "{is} {ending} {amount} и {ending} {amount}",
    "{is} {ending} и {ending} по {amount}",
    "{is} {ending} и {ending} по {number} каждого",
    "{is} {amount} {ending}",
    "{wanted}",
    "{of} {amount}",
    "{of} {amount} и столько же {of}",
    "{abbreviation} {size} {amount}",
    "{is} {abbreviation} {size} {amount}",
    "{of} штук {number}",
    "штук {number} {of}",
    "{is} размер {number_small} {amount}",
    "{is} по {amount} каждого размера",
    "{brand} {size} {amount}",
    "{is} тоже {number}",
    "{is} тоже {amount}",
    "{ending} тоже {amount}",
    "{is} столько же",
    "{is} {ending} столько же",
    "такие же {ending} {amount}",
    "такой же {ending} {amount}",
    "{is} {nick} {amount}",
    "{nick} {amount} и {nick} {amount}",
    "{is} {nick} {number}",
    "{is} {letters} {number_small} {amount}",
    "{letters} {number_small} {amount} {letters} {number_small} {amount}",
)
JOINTS = (
    " и ",
    " и ",
    " и ещё ",
    " ещё ",
    " ",
    " ",
    " ",
    " потом ",
    " плюс ",
    " дальше ",
    " затем ",
    " также ",
    " а ещё ",
    " и к ним ",
    " и туда же ",
    " второе ",
    " так ",
    " следующее ",
    " значит ",
)
CHANGES = lines("""
ой нет {number}
ой не {number} а {number}
нет подождите {number}
нет не {number} а {number}
нет стоп {amount}
вернее {amount}
точнее {number}
то есть {number}
хотя нет давайте {number}
или лучше {number}
пусть будет {number}
извините ошибся {number}
извините ошиблась не {number} а {number}
простите {amount}
{of} не надо
{of} уберите
вместо {amount} сделайте {amount}
вместо {of} {wanted}
а {of} вычеркните
""")
CLOSINGS = lines("""
доставка {date} [{clock}]
доставка на {street} [дом] {number_small}
доставка [в] {town} [улица {street} {number_small}]
доставьте [пожалуйста] {date} [{clock}]
привезите {date} [{clock}]
везите на улицу {street} дом {number_small}
на улицу {street} [дом] {number_small} [склад номер {number_small}]
адрес прежний
адрес тот же
адрес вы знаете
самовывоз [{date}]
самовывозом [заберём] [{date}]
заберём сами {date} [{clock}]
сами заберём [{date}]
заберу [сам] {date} [{clock}]
отправьте [транспортной компанией] [до] {town}
отправьте на объект {date}
машина придёт {date} [{clock}]
нужно [срочно] {date}
нужно к {clock}
до конца недели
оплата по счёту
оплата наличными
за наличные
безнал
счёт на почту [пожалуйста]
выставьте счёт [на] [{company}]
счёт выставьте на {company}
наш инн {inn}
инн {inn}
[мой] телефон {phone}
[мой] номер {phone}
перезвоните [мне] [пожалуйста] [{date}] [{clock}]
перезвоните [мне] на номер {phone}
перезвоните по цене
если чего то не будет перезвоните
если нет {of} замените [на] [{wanted}]
если {of} нет [то] не надо
сколько это будет стоить
сколько это выйдет
и скидку [не забудьте] [как] [обычно]
и накладную [не забудьте]
и сертификаты [приложите] [пожалуйста]
позвоните когда будет готово
водителю позвонить за час
менеджер [у нас] {name}
получатель {person}
итого {amount}
""")
FAREWELLS = lines("""
[ну] [и] [на этом] [всё] спасибо
[вот] [и] всё
это всё [спасибо]
пока всё [спасибо]
на этом всё [спасибо] [до свидания]
спасибо [большое] [до свидания]
всего доброго
жду [звонка]
до свидания
заранее спасибо
хорошего вечера
""")
OTHER = lines("""
где моя машина [обещали {date}] [до сих пор не приехала]
где мой заказ [номер {code}]
где наш заказ обещали {date} {clock}
когда будет {is}
когда [нам] привезут {wanted}
у меня вопрос [есть] [ли] {is} [в наличии]
есть [ли] [у вас] [в наличии] {is} [{ending}]
подскажите [пожалуйста] сколько стоит {is} [{ending}]
подскажите [пожалуйста] есть ли {is} [{ending}] и какая цена
сколько стоит {is} {ending} если взять {amount}
почём {is} [{ending}]
какая [у вас] цена на {wanted}
какая [у вас] минимальная сумма заказа
будет ли скидка если [я] возьму [сразу] {amount}
вы привезли {wanted} вместо {of}
вы нам не довезли {amount} {of}
в прошлый раз не хватило {amount} {of}
пришёл брак [{amount}] [{of}]
{is} пришли бракованные
{is} оказались не те
верните [нам] деньги за {wanted}
мне нужно поговорить с [моим] менеджером
мне нужно перезвонить [моему] менеджеру {date} {clock}
соедините [меня] с {person}
пусть мне перезвонит {person}
пусть [мой] менеджер перезвонит
перезвоните [мне] [пожалуйста] {date} {clock} [мой номер {phone}]
запишите телефон {phone} [спросить] [{name} {patronymic}]
мне надо отменить [вчерашний] заказ [номер {code}]
отмените [пожалуйста] [мой] [вчерашний] заказ [номер {code}]
[нет] я передумал не надо ничего
извините не туда попал
извините ошибся номером
я [ещё] {date} заказывал {wanted} [до сих пор нет]
вчера заказывал {wanted} добавьте [туда] [ещё] {amount}
никак не могу [до вас] дозвониться
мы на вас пожалуемся
пришлите [нам] прайс [на почту]
пришлите [нам] акт сверки
пришлите [нам] счёт [на {amount}] [{of}]
мы оплатили счёт [номер {code}] когда отгрузка
вы работаете в {date}
до скольки вы работаете [{date}]
""")
NICKS = (
    "двойка тройка четвёрка пятёрка шестёрка семёрка восьмёрка девятка десятка пятнашка двадцатка тридцатка сороковка"
    " пятидесятка шестидесятка семидесятка восьмидесятка сотка полуторка двушка трёшка литрушка двухлитровка"
    " пятилитровка"
).split()
TIMES = (
    "двух трёх четырёх пяти шести семи восьми девяти десяти двенадцати пятнадцати шестнадцати двадцати тридцати сорока"
    " пятидесяти шестидесяти сто двухсот трёхсот пятисот одно"
).split()
MANIFOLD = (
    "литровый килограммовый миллиметровый метровый граммовый сантиметровый жильный полюсный ваттный амперный дюймовый"
    " клапанный местный слойный листовой рулонный фазный секционный ступенчатый вольтовый кубовый штучный"
).split()
LETTERS = (
    "а бэ вэ гэ дэ е же зэ ка эл эль эм эн пэ эр эс тэ ха аш цэ икс игрек зет эф ку дабл|ю си ю ай ви би ди".split()
)
FILLERS = ("ну", "э", "вот", "значит", "так", "это", "наверное", "пожалуйста", "как его", "там")


class Buyer(Speaker):
    """Somebody who leaves an order at night; each order keeps to one trade."""

    def __init__(self, rng: Random, dictionary: Dictionary) -> None:
        super().__init__(rng, dictionary)
        self.trade: Trade = WARES[0]

    def sentence(self) -> str:
        """Return one order, question or complaint in lower case."""
        self.trade = self.rng.choice(WARES)
        kind = self.rng.random()
        if kind < 0.12:
            parts = [self.maybe(OPENINGS, 0.5), self.say(OTHER), self.maybe(FAREWELLS, 0.3)]
        elif kind < 0.17:
            parts = [self.rng.choice(SHORT_PHRASES), self.maybe(CLOSINGS, 0.5)]
        else:
            parts = [self.maybe(OPENINGS, 0.4), self.maybe(WHO, 0.35), self.maybe(ASKS, 0.7), self.items()]
            parts += [self.maybe(CHANGES, 0.12), self.maybe(CLOSINGS, 0.45), self.maybe(FAREWELLS, 0.25)]
        words = " ".join(part for part in parts if part).split()
        if self.rng.random() < 0.08 and words:
            words.insert(self.rng.randrange(len(words)), self.rng.choice(FILLERS))
        return " ".join(words)

    def items(self) -> str:
        """Return one to six items of this order."""
        said = self.say(ITEMS)
        for _ in range(self.rng.choice((0, 0, 0, 1, 1, 1, 2, 2, 3, 5))):
            said += self.rng.choice(JOINTS) + self.say(ITEMS)
        return said

    def maybe(self, templates: tuple[str, ...], chance: float) -> str:
        """Return one of *templates* filled, or nothing."""
        return self.say(templates) if self.rng.random() < chance else ""

    def say(self, templates: tuple[str, ...]) -> str:
        """Return one of *templates* filled with goods of this order's trade."""
        template = self.rng.choice(templates)
        for slot, value in OWN_SLOTS.items():
            while slot in template:
                template = template.replace(slot, value(self), 1)
        return self.fill(template)

    def named(self, number: str, case: str) -> str:
        """Return a product of the trade in a number and case, its adjective before or behind."""
        head = self.rng.choice(self.trade.heads)
        count = self.rng.choice((0, 0, 1, 1, 1, 2))
        says = [adjective(word, head, number, case) for word in self.rng.sample(self.trade.adjectives, count)]
        if self.rng.random() < 0.1:
            says = [adjective(self.rng.choice(TIMES) + self.rng.choice(MANIFOLD), head, number, case)]
        noun = inflect(head, number, case)
        return " ".join([noun, *says] if self.rng.random() < 0.6 else [*says, noun])

    def amount(self) -> str:
        """Return a number with the unit that trade counts in, as it is said."""
        unit = self.rng.choice(MEASURED)
        number = numerals.any_number(self.rng)
        kind = self.rng.random()
        if kind < 0.12:
            return numerals.amount(self.rng, unit)
        if kind < 0.2:
            return self.rng.choice(
                (
                    "полторы тысячи штук",
                    "полтонны",
                    "полкило",
                    "пару коробок",
                    "сотню",
                    "полсотни",
                    "десяток",
                    "пару сотен",
                )
            )
        if self.rng.random() < 0.05:
            return f"тысяча {inflect(unit, 'plur', 'gent')}"
        gender = {"femn": "f", "neut": "n"}.get(agree(unit), "m")
        counted = numerals.counted(unit, number)
        counted = {"килограммов": "килограмм", "граммов": "грамм"}.get(counted, counted)
        return f"{numerals.cardinal(number, 'accs', gender)} {counted}"


OWN_SLOTS: dict[str, Callable[[Buyer], str]] = {
    "{is}": lambda say: say.named(say.rng.choice(("sing", "plur", "plur")), "nomn"),
    "{of}": lambda say: say.named("plur", "gent"),
    "{wanted}": lambda say: say.named(say.rng.choice(("sing", "plur", "plur")), "accs"),
    "{amount}": Buyer.amount,
    "{nick}": lambda say: inflect(
        say.rng.choice(NICKS), *say.rng.choice((("sing", "nomn"), ("sing", "accs"), ("plur", "gent")))
    ),
    "{letters}": lambda say: " ".join(say.rng.sample(LETTERS, say.rng.choice((1, 2, 2, 3)))).replace("|", " "),
    "{ending}": lambda say: say.rng.choice(say.trade.endings),
}


def orders(seed: int, dictionary: Dictionary) -> Iterator[str]:
    """Yield what buyers say, without end; the same seed and dictionary give the same words."""
    buyer = Buyer(Random(seed), dictionary)
    while True:
        yield buyer.sentence()
