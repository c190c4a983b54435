"""Sentences of Russian wholesale telephone talk, as they are spoken, drawn from a seed.

A third of the sentences are words of the dictionary in random order, or mixed into talk: without them
the network learns the templates by heart and cannot spell a word that it never saw.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from random import Random

from training.speech import lexicon, numerals
from training.speech.alphabet import fold
from training.speech.phrases import KINDS, SHORT_PHRASES
from training.speech.words import Dictionary, adjective, inflect

DICTIONARY_SHARE = 28
SHORT_SHARE = 4
LETTER_NAMES = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщэюя",
        ("а бэ вэ гэ дэ е жэ зэ и й ка эль эм эн о пэ эр эс тэ у эф ха цэ че ша ща э ю я").split(),
        strict=True,
    )
)
LATIN_NAMES = tuple(
    "эй би си ди и эф джи эйч ай джей кей эль эм эн о пи кью ар эс ти ю ви дабл_ю икс игрек зет".split()
)
SYLLABLES = tuple(
    "ба бер ви вел гор гран дел дор ек зор ин ка кел ко кро лам ле лин лю ма мак мер мо нел ни нор ол пак пе про"
    " ра рек рис ро са сен сил стар та тек тер ти тор трон ул фа фер фи фло хан"
    " хел цен чер шел шти эк эл ют яр дже вуд".split()
)
ENDINGS = tuple(
    "кс нд рт лайт тек про лон мир стар вел ман гер стон борн лайн микс фор макс ди ка он ус ит ер а о и".split()
)
FILLERS = tuple("ну э вот значит так это самое как его там в общем короче".split())

_SLOT = re.compile(r"\{(\w+)\}")
_MAYBE = re.compile(r"\[([^\[\]]*)\]")
_TEMPLATES = tuple(templates for templates, _ in KINDS.values())
_WEIGHTS = tuple(weight for _, weight in KINDS.values())


class Speaker:
    """Draws sentences; everything that it says follows from its random generator."""

    def __init__(self, rng: Random, dictionary: Dictionary, random_share: int = DICTIONARY_SHARE) -> None:
        self.rng = rng
        self.random_share = random_share
        self.dictionary = dictionary

    def sentence(self) -> str:
        """Return one sentence in lower case, with ё where it is known."""
        kind = self.rng.randint(1, 100)
        if kind <= self.random_share:
            return self.random_words()
        if kind <= self.random_share + SHORT_SHARE:
            return " ".join(self.rng.choice(SHORT_PHRASES) for _ in range(self.rng.choice((1, 1, 2, 2, 3))))
        templates = self.rng.choices(_TEMPLATES, _WEIGHTS)[0]
        said = self.fill(self.rng.choice(templates))
        if self.rng.random() < 0.08:
            said = self._hesitate(said)
        return said

    def fill(self, template: str) -> str:
        """Return *template* with half of its options left out and its slots filled."""
        while "[" in template:
            template = _MAYBE.sub(lambda found: found[1] if self.rng.random() < 0.5 else "", template)
        said = _SLOT.sub(lambda found: SLOTS[found[1]](self), template)
        return " ".join(said.replace("_", " ").split())

    def random_words(self) -> str:
        """Return words of the dictionary in no order, sometimes with talk, names or numbers between."""
        count = self.rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 8))
        said = [self.rng.choice(self.dictionary.words) for _ in range(count)]
        for place in range(count):
            kind = self.rng.random()
            if kind < 0.06:
                said[place] = numerals.cardinal(numerals.any_number(self.rng), self.rng.choice(tuple(numerals.CASES)))
            elif kind < 0.1:
                said[place] = self.surname()
            elif kind < 0.13:
                said[place] = self.brand()
            elif kind < 0.16:
                said[place] = self.rng.choice(
                    ("и", "в", "на", "с", "от", "до", "за", "по", "не", "а", "у", "к", "о", "из", "под")
                )
        return " ".join(said)

    def goods(self, number: str, case: str) -> str:
        """Return a product with its adjectives in a number and case."""
        trade = self.rng.choice(lexicon.TRADES)
        if self.rng.random() < 0.06:
            return self.rng.choice(self.dictionary.words)
        head = self.rng.choice(trade.heads)
        says = [
            adjective(word, head, number, case)
            for word in self.rng.sample(trade.adjectives, self.rng.choice((0, 0, 1, 1, 2)))
        ]
        noun = inflect(head, number, case)
        said = [noun, *says] if self.rng.random() < 0.6 else [*says, noun]
        if self.rng.random() < 0.4:
            said.append(self.rng.choice(trade.endings))
        return " ".join(said)

    def brand(self) -> str:
        """Return a foreign or made-up brand as it is heard."""
        if self.rng.random() < 0.5:
            return self.rng.choice(lexicon.BRANDS)
        name = "".join(self.rng.choice(SYLLABLES) for _ in range(self.rng.choice((1, 1, 2)))) + self.rng.choice(ENDINGS)
        return (
            name
            if self.rng.random() < 0.8
            else f"{name} {self.rng.choice(('про', 'плюс', 'икс', 'макс', 'супер', 'лайт', 'эко'))}"
        )

    def company(self) -> str:
        """Return a company's name."""
        kind = self.rng.random()
        form = self.rng.choice(("ооо ", "ип ", "ао ", "", "", "фирма ", "торговый дом ", "компания "))
        form = form.replace("ооо", "о о о") if self.rng.random() < 0.3 else form
        if kind < 0.4:
            return form + "".join(self.rng.sample(lexicon.COMPANY_HEADS, self.rng.choice((2, 2, 3))))
        if kind < 0.6:
            return form + " ".join(self.rng.sample(lexicon.COMPANY_HEADS, 2))
        if kind < 0.8:
            return form + self.rng.choice(lexicon.COMPANY_WORDS)
        return form + (self.surname() if kind < 0.9 else self.brand())

    def surname(self) -> str:
        """Return a surname: common, or any of the dictionary's in any form."""
        if self.rng.random() < 0.5:
            name = self.rng.choice(lexicon.SURNAMES)
            return name + self.rng.choice(("", "", "", "а", "у", "ой"))
        return self.rng.choice(self.dictionary.surnames)

    def person(self) -> str:
        """Return somebody as named in talk."""
        name, patronymic = self.name(), self.patronymic()
        return self.rng.choice(
            (name, f"{name} {patronymic}", f"{name} {self.surname()}", f"{self.surname()} {name} {patronymic}")
        )

    def name(self) -> str:
        """Return a first name, now and then in another case."""
        if self.rng.random() < 0.2:
            return self.rng.choice(self.dictionary.names)
        return self.rng.choice(self.rng.choice((lexicon.NAMES_M, lexicon.NAMES_F)))

    def patronymic(self) -> str:
        """Return a patronymic of either gender."""
        if self.rng.random() < 0.2:
            return self.rng.choice(self.dictionary.patronymics)
        said = self.rng.choice(lexicon.PATRONYMICS)
        return said if self.rng.random() < 0.5 else re.sub("ич$", "на", said).replace("ьина", "ьинична")

    def spelled(self) -> str:
        """Return a few letters named one by one, Russian or Latin."""
        latin = self.rng.random() < 0.5
        names = LATIN_NAMES if latin else tuple(LETTER_NAMES.values())
        return " ".join(self.rng.choice(names) for _ in range(self.rng.randint(1, 5)))

    def abbreviation(self) -> str:
        """Return a mark said by its letters, as one word: «вэвэгэ», «пэвэхэ»."""
        known = (
            "вэвэгэ",
            "вэвэгэнгэ",
            "пэвэхэ",
            "пээнде",
            "пэвээс",
            "шэвэвэпэ",
            "эспэ",
            "дээспэ",
            "эмдээф",
            "ка икс",
            "цэпэ",
            "узо",
            "кагэ",
            "сип",
        )
        if self.rng.random() < 0.5:
            return self.rng.choice(known)
        said = "".join(LETTER_NAMES[self.rng.choice("бвгдкмнпрстфц")] for _ in range(self.rng.randint(2, 4)))
        return said if self.rng.random() < 0.7 else self.spelled()

    def _hesitate(self, said: str) -> str:
        words = said.split()
        words.insert(self.rng.randint(0, len(words)), self.rng.choice(FILLERS))
        return " ".join(words)

    def pick(self, values: tuple[str, ...]) -> str:
        """Return any of *values*."""
        return self.rng.choice(values)


def _inflected_unit(say: Speaker) -> str:
    return inflect(say.pick(lexicon.UNITS), "plur", "gent")


def _place(say: Speaker) -> str:
    return say.pick(say.dictionary.places)


def _money(say: Speaker) -> str:
    number = numerals.any_number(say.rng)
    return f"{numerals.cardinal(number, 'accs')} {numerals.counted('рубль', number)}"


def _ordinal(say: Speaker) -> str:
    return numerals.ordinal(say.rng.randint(1, 120), say.pick(tuple(numerals.CASES)), say.pick(("m", "f", "n")))


def _digits(say: Speaker) -> str:
    return numerals.digits(say.rng, "".join(say.pick(tuple("0123456789")) for _ in range(say.rng.randint(2, 12))))


SLOTS: dict[str, Callable[[Speaker], str]] = {
    "goods": lambda say: say.goods(say.pick(("sing", "plur")), "nomn"),
    "goods_accs": lambda say: say.goods(say.pick(("sing", "plur")), "accs"),
    "goods_gent": lambda say: say.goods("plur", "gent"),
    "goods_plur": lambda say: say.goods("plur", "nomn"),
    "goods_datv": lambda say: say.goods("plur", "datv"),
    "amount": lambda say: numerals.amount(say.rng, say.pick(lexicon.UNITS)),
    "number": lambda say: numerals.cardinal(numerals.any_number(say.rng), say.pick(("nomn", "nomn", "accs", "gent"))),
    "number_small": lambda say: numerals.cardinal(say.rng.randint(1, 200)),
    "unit_gent": _inflected_unit,
    "size": lambda say: numerals.size(say.rng),
    "letter_size": lambda say: say.pick(("эс", "эм", "эль", "икс эль", "икс икс эль", "три икс эль", "икс эс")),
    "money": _money,
    "date": lambda say: numerals.date(say.rng),
    "clock": lambda say: numerals.clock(say.rng),
    "phone": lambda say: numerals.phone(say.rng),
    "inn": lambda say: numerals.taxpayer(say.rng),
    "code": lambda say: numerals.digits(say.rng, str(say.rng.randint(1, 9999999))),
    "digits": _digits,
    "ordinal": _ordinal,
    "brand": Speaker.brand,
    "company": Speaker.company,
    "name": Speaker.name,
    "surname": Speaker.surname,
    "patronymic": Speaker.patronymic,
    "person": Speaker.person,
    "spelled": Speaker.spelled,
    "abbreviation": Speaker.abbreviation,
    "town": lambda say: say.pick(lexicon.TOWNS),
    "street": lambda say: say.pick(lexicon.STREETS),
    "place": _place,
}


def sentences(
    seed: int, dictionary: Dictionary, *, reserved: bool = False, random_share: int = DICTIONARY_SHARE
) -> Iterator[str]:
    """Yield distinct sentences without end; the same seed and dictionary give the same ones.

    One sentence in forty is reserved for evaluation, by its words alone, and never yielded for training.
    """
    speaker = Speaker(Random(seed), dictionary, random_share)
    seen: set[str] = set()
    while True:
        said = speaker.sentence()
        if said and said not in seen and is_reserved(said) == reserved:
            seen.add(said)
            yield said


def is_reserved(said: str) -> bool:
    """Tell whether a sentence is kept out of training, whatever seed drew it."""
    return zlib.crc32(fold(said).encode()) % 40 == 7
