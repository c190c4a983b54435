"""Units of orders: what counts goods and what measures a property.

A count unit makes the number beside it a quantity. A property unit («ампер», «класс») makes it part of the product's
name. Metres, kilograms and litres may be either; the catalogue decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from nlp.numbers.lexicon import look_up
from nlp.text.lists import word_list
from nlp.text.morph import plural_genitive, word_form
from nlp.text.pet_forms import plain_shapes
from nlp.text.sound import sound_key


class Unit(StrEnum):
    """What a client counts in."""

    PIECE = "шт"
    PAIR = "пара"
    SET = "компл"
    PACK = "упак"
    PACKET = "пачка"  # a pack where the catalogue has packs, else the piece itself
    BOX = "кор"
    CRATE = "ящик"  # a box, or the pack of what is sold by measure
    BAG = "мешок"
    ROLL = "рул"
    PALLET = "паллета"
    CONTAINER = "тара"  # bottle, can, bucket, sheet: the piece itself, or the pack of what is sold by measure
    UNNAMED = "тара без названия"  # a noun that counts goods and is in no list: «двадцать батонов»
    BARREL = "бочка"
    METRE = "м"
    KILOGRAM = "кг"
    LITRE = "л"
    SQUARE = "м2"
    CUBE = "м3"


@dataclass(frozen=True, slots=True)
class CountUnit:
    unit: Unit
    factor: Decimal = Decimal(1)  # тонна is 1000 kilograms


def _table(rows: dict[str, CountUnit]) -> dict[str, CountUnit]:
    return {word: unit for words, unit in rows.items() for word in words.split()}


COUNT_UNITS = _table(
    {
        "штука шт штучка штук штуковина единица позиция экземпляр": CountUnit(Unit.PIECE),
        "пара парочка пар": CountUnit(Unit.PAIR),
        "комплект компл комплектик набор гарнитур к-т": CountUnit(Unit.SET),
        "упаковка упак уп упаковочка блок спайка бандероль блистер стопка обойма": CountUnit(Unit.PACK),
        "пачка пач пачечка пучок пучочек": CountUnit(Unit.PACKET),
        "коробка кор короб коробочка картонка гофрокороб кейс шоубокс": CountUnit(Unit.BOX),
        "ящик ящичек": CountUnit(Unit.CRATE),
        "мешок мешочек меш куль кипа тюк сетка сеточка авоська": CountUnit(Unit.BAG),
        "рулон рул рулончик бухта бух моток катушка барабан бобина бабина ролик кассета "
        "шпуля шпулька клубок отрез": CountUnit(Unit.ROLL),
        "паллета палета паллет палет поддон паллетик еврокуб евроконтейнер бигбэг цистерна": (CountUnit(Unit.PALLET)),
        "банка баночка бан бут вед фл кан бутылка бутылочка бутыль канистра ведро ведерко флакон тюбик туба баллон": (
            CountUnit(Unit.CONTAINER)
        ),
        "пакет пакетик саше связка": CountUnit(Unit.CONTAINER),
        "баллончик лист пластина хлыст палка плита секция кусок картридж головка булка буханка лоток": (
            CountUnit(Unit.CONTAINER)
        ),
        "кега кег фляга бидон тубус стик брикет брус брусок полутуша вязанка": CountUnit(Unit.CONTAINER),
        "бочка бочонок": CountUnit(Unit.BARREL),
        "метр м метрик метров мп погонный пм": CountUnit(Unit.METRE),
        "километр км": CountUnit(Unit.METRE, Decimal(1000)),
        "килограмм кг кило килограммчик": CountUnit(Unit.KILOGRAM),
        "тонна т": CountUnit(Unit.KILOGRAM, Decimal(1000)),
        "центнер": CountUnit(Unit.KILOGRAM, Decimal(100)),
        "литр л": CountUnit(Unit.LITRE),
        "квадрат квадратный": CountUnit(Unit.SQUARE),
        "куб кубометр": CountUnit(Unit.CUBE),
    }
)
# Kinds of properties, with the factor that brings spoken and written values to one scale.
PROPERTY_UNITS: dict[str, tuple[str, Decimal]] = {
    word: (kind, Decimal(factor))
    for words, kind, factor in (
        ("ампер а a амперный ач ah", "a", "1"),
        ("миллиампер ма ma мач mah", "ma", "1"),
        ("килоампер ка ka", "ka", "1"),
        ("вольт в v вольтовый", "v", "1"),
        ("киловольт кв", "v", "1000"),
        ("ватт ват вт w", "w", "1"),
        ("киловатт квт kw", "w", "1000"),
        ("миллиметр мм mm", "mm", "1"),
        ("сантиметр см cm", "mm", "10"),
        ("миллилитр мл ml куб кубик", "l", "0.001"),
        ("грамм гр г g", "kg", "0.001"),
        ("класс кл", "class", "1"),
        ("полюс п p полюсник полюсный", "pole", "1"),
        ("жила жильный", "core", "1"),
        ("нить нитка нитяной", "thread", "1"),
        ("кельвин k к", "kelvin", "1"),
        ("люмен лм lm", "lm", "1"),
        ("гигабайт гигабайтный гиг гига гб gb", "gb", "1"),
        ("терабайт терабайтный тб tb", "gb", "1000"),
        ("микрон мкм", "mkm", "1"),
        ("микрофарад микрофарада мкф", "uf", "1"),
        ("нанофарад нанофарада нф", "uf", "0.001"),
        ("пикофарад пикофарада пф", "uf", "0.000001"),
        ("килоом", "ohm", "1000"),
        ("ом", "ohm", "1"),
        ("децибел дб db", "db", "1"),
        ("люкс лк lx", "lx", "1"),
        ("килогерц кгц khz", "hz", "1000"),
        ("мегагерц мгц mhz", "hz", "1000000"),
        ("гигагерц ггц ghz", "hz", "1000000000"),
        ("мегабайт мегабайтный мб mb", "gb", "0.001"),
        ("мегапиксель мегапиксельный мпикс мпкс", "mpx", "1"),
        ("атмосфера атм", "bar", "1"),
        ("мегапаскаль мпа mpa", "bar", "10"),
        ("килоньютон кн kn", "kn", "1"),
        ("ньютон", "newton", "1"),
        ("карат", "carat", "1"),
        ("диоптрия дптр", "dptr", "1"),
        ("mesh", "mesh", "1"),
        ("текс tex", "tex", "1"),
        ("промилле", "promille", "1"),
        ("калория килокалория ккал", "kcal", "1"),
        ("дюйм дюймовый", "inch", "1"),
        ("градус", "deg", "1"),
        ("градус", "deg", "1"),
        ("герц гц", "hz", "1"),
        ("бар bar", "bar", "1"),
        ("процент", "%", "1"),
        ("денье ден", "den", "1"),
        ("модуль мод модульный", "module", "1"),
        ("слой слойный", "layer", "1"),
        ("клавиша клавишный", "key", "1"),
        ("гнездо гнездный место местный пост постовой", "slot", "1"),
        ("фаза фазный", "phase", "1"),
        ("размер р", "size", "1"),
        ("сорт", "sort", "1"),
        ("квадрат квадратный мм2 кв", "mm2", "1"),
        ("ступень ступенька ступенчатый", "step", "1"),
        ("квадрат", "mm2", "1"),
    )
    for word in words.split()
}
_PROPERTY_SOUNDS = {sound_key(word): unit for word, unit in PROPERTY_UNITS.items() if len(word) > 3}  # «клас»
MEASURES: dict[Unit, str] = {
    Unit.METRE: "m",
    Unit.KILOGRAM: "kg",
    Unit.LITRE: "l",
    Unit.SQUARE: "mm2",
}  # may also be a property
# Kinds of which goods have few: «сорок, четыре полюса».
COUNTED_KINDS = frozenset({"pole", "core", "key", "slot", "phase", "layer", "thread", "class"})
MEASURED = frozenset({*MEASURES, Unit.CUBE})  # base units of what is sold by weight, volume, length or area
PACKAGES = frozenset({Unit.PACK, Unit.PACKET, Unit.BOX, Unit.CRATE, Unit.BAG, Unit.ROLL, Unit.PALLET})
SIZES = frozenset({*MEASURES.values(), "mm", "dims", "size"})  # kinds of which «большой» speaks
PREFIX_KINDS = {
    "класс": "class", "размер": "size", "сорт": "sort", "номер": "no", "диаметр": "", "сечение": "", "длина": "",
    "ширина": "", "толщина": "", "высота": "", "рост": "height", "плотность": "", "мощность": "w", "модель": "",
    "тип": "", "серия": "", "формат": "", "степень": "", "цоколь": "", "напряжение": "v", "номинал": "a",
    "объем": "", "фасовка": "", "кратность": "", "зернистость": "", "жирность": "", "частота": "", "давление": "",
    "крепость": "", "глубина": "", "фракция": "",
}  # fmt: skip
_CANONICAL = {
    "шт": "штука",
    "штучка": "штука",
    "рул": "рулон",
    "уп": "упаковка",
    "упак": "упаковка",
    "пар": "пара",
    "пач": "пачка",
}
ONES = frozenset(  # one of each, which the dictionary does not know or takes for many of another thing
    word_list(
        "кега кегу паллета паллету палета палету паллетик моток комплектик гарнитур шоубокс евроконтейнер еврокуб "
        "бигбэг пачечка пачечку полутуша полутушу стик"
    )
)
_SHORTEST_PLAIN = 4  # letters of a unit said as a pet form
_MISHEARD = 5  # letters: a shorter strange word may be anything
_FORMS = {
    "коробка": "коробки коробку коробок коробками", "упаковка": "упаковки упаковку упаковок", "пачка": "пачки пачек",
    "мешок": "мешка мешков мешки", "штука": "штуки штуку", "метр": "метра метров", "рулон": "рулона рулонов",
    "килограмм": "килограмма килограммов", "комплект": "комплекта комплектов", "бутылка": "бутылки бутылок",
    "канистра": "канистры канистр", "баллон": "баллона баллонов", "паллета": "паллеты паллет",
}  # fmt: skip
_SHORT = frozenset(word_list("а в к м п г т л р c a p k v w g"))  # a unit only when glued to its number
_NOT_GOODS = frozenset(
    word_list(
        "год лет день месяц неделя час минута секунда рубль руб процент человек раз копейка километр км этаж квартира"
    )
)


def count_unit(word: str, *, glued: bool = False) -> CountUnit | None:
    """Return the count unit that *word* (lower case) names in any form; single letters count only when *glued*."""
    if word in _SHORT and not glued:
        return None
    return _lookup_count(word)


def count_kind(word: str) -> str:
    """Return the kind of property that a count unit makes in a name («48 листов», «10 секций»)."""
    form = word_form(word)
    return "#" + next((_CANONICAL.get(lemma, lemma) for lemma in form.lemmas if lemma in COUNT_UNITS), form.lemmas[0])


def agrees(number: Decimal, word: str) -> bool:
    """Say whether *word* can be counted by *number*: not «пять коробку», «один штук»."""
    if number < 1 or number != int(number) or len(word) < 4:
        return True
    grammemes = word_form(word).grammemes
    if number % 10 == 1 and number % 100 != 11:
        return "sing" in grammemes
    return "plur" in grammemes or "gent" in grammemes or not {"sing", "accs"} <= grammemes


def stands_counted(number: Decimal, word: str) -> bool:
    """Say whether *word* is in the form that stands behind *number*: «коробок» behind fifty, and not «коробки»."""
    form = word_form(word)
    if number != int(number) or number % 10 in {1, 2, 3, 4} or not form.known or len(word) < _SHORTEST_PLAIN:
        return True
    return form.counted or word == plural_genitive(word)


def property_unit(word: str, *, glued: bool = False) -> tuple[str, Decimal] | None:
    """Return the kind and scale of the property that *word* measures, or ``None``."""
    if (word in _SHORT or word in {"ка", "кв", "ма", "бар", "ден"}) and not glued:
        return None
    return _lookup_property(word)


@lru_cache(maxsize=20_000)
def _lookup_count(word: str) -> CountUnit | None:
    if word in COUNT_UNITS:
        return COUNT_UNITS[word]
    if len(word) < 3:
        return None
    form = word_form(word)
    pets = () if look_up(word) is not None else form.lemmas  # «единичка» is a number
    shapes = (shape for lemma in pets for shape in plain_shapes(lemma) if len(shape) >= _SHORTEST_PLAIN)
    lemmas = (*(lemma for lemma in form.lemmas if len(lemma) > 2), *shapes)  # «рулончик» is a «рулон»
    found = next((COUNT_UNITS[lemma] for lemma in lemmas if lemma in COUNT_UNITS), None)
    return found if found is not None or form.known or len(word) < _MISHEARD else _count_sounds().get(sound_key(word))


@lru_cache(maxsize=1)
def _count_sounds() -> dict[str, CountUnit]:
    """Return the units by the sound of their forms: «каробок», «упоковки»."""
    return {sound_key(form): COUNT_UNITS[lemma] for lemma, forms in _FORMS.items() for form in forms.split()}


@lru_cache(maxsize=20_000)
def _lookup_property(word: str) -> tuple[str, Decimal] | None:
    if word in PROPERTY_UNITS:
        return PROPERTY_UNITS[word]
    if len(word) < 3:
        return None
    form = word_form(word)
    found = next((PROPERTY_UNITS[lemma] for lemma in form.lemmas if lemma in PROPERTY_UNITS and len(lemma) > 2), None)
    return found if found is not None or form.known else _PROPERTY_SOUNDS.get(sound_key(word))


@lru_cache(maxsize=20_000)
def counts_no_goods(word: str) -> bool:
    """Say whether a number before *word* is time, money or people and never a quantity of goods."""
    return word in _NOT_GOODS or any(lemma in _NOT_GOODS for lemma in word_form(word).lemmas)
