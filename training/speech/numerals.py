"""Numbers as people say them on the telephone: amounts, phones, ИНН, dates, times, codes."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from num2words import num2words

from training.speech.words import agree, inflect

CASES = {"nomn": "n", "gent": "g", "datv": "d", "accs": "a", "ablt": "i", "loct": "p"}
MONTHS = tuple("января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split())
WEEKDAYS = tuple("понедельник вторник среду четверг пятницу субботу воскресенье".split())
DIGITS = tuple("ноль один два три четыре пять шесть семь восемь девять".split())
ABOUT = ("пару", "десяток", "с десяток", "сотню", "пару сотен", "тысячу", "пару десятков")
MEASURES = tuple("ампер ватт вольт литров киловатт грамм миллиметров метров микрон люмен".split())
ROUND = (
    10,
    15,
    20,
    24,
    25,
    30,
    36,
    40,
    48,
    50,
    60,
    70,
    72,
    80,
    90,
    96,
    100,
    120,
    144,
    150,
    200,
    240,
    250,
    300,
    350,
    400,
    450,
    500,
    600,
    700,
    750,
    800,
    900,
    1000,
    1200,
    1500,
    2000,
    2500,
    3000,
    5000,
    10000,
)


@lru_cache(maxsize=65536)
def cardinal(number: int, case: str = "nomn", gender: str = "m") -> str:
    """Return a whole number in words, in pymorphy's name of a case."""
    return str(num2words(number, lang="ru", case=CASES[case], gender=gender, animate=False)).replace(
        "одна тысяча", "тысяча"
    )


@lru_cache(maxsize=16384)
def ordinal(number: int, case: str = "nomn", gender: str = "m") -> str:
    """Return an ordinal number in words."""
    return str(num2words(number, lang="ru", to="ordinal", case=CASES[case], gender=gender))


def any_number(rng: Random) -> int:
    """Return an amount as trade has them: often round, often small, sometimes anything."""
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(ROUND)
    if kind < 0.65:
        return rng.randint(1, 30)
    if kind < 0.85:
        return rng.randint(1, 999)
    if kind < 0.95:
        return rng.randint(1, 99) * 100
    return rng.randint(1, 99999)


def amount(rng: Random, unit: str) -> str:
    """Return «двести пар» for the unit «пара»: the number, and the unit in the form that it asks for."""
    kind = rng.random()
    if kind < 0.04:
        return f"{'полторы' if agree(unit) == 'femn' else 'полтора'} {inflect(unit, 'sing', 'gent')}"
    if kind < 0.08:
        return f"{rng.choice(ABOUT)} {inflect(unit, 'plur', 'gent')}"
    if kind < 0.12:
        whole = rng.randint(1, 12)
        return f"{cardinal(whole, gender=_gender(unit))} с половиной {inflect(unit, 'sing', 'gent')}"
    number = any_number(rng)
    if kind < 0.22:
        return f"{inflect(unit, 'plur', 'gent')} {cardinal(number, 'accs', _gender(unit))}"
    if kind < 0.32:
        case = rng.choice(("gent", "datv", "ablt", "loct"))
        plural = "sing" if number % 10 == 1 and number % 100 != 11 else "plur"
        return f"{cardinal(number, case, _gender(unit))} {inflect(unit, plural, case)}"
    return f"{cardinal(number, 'accs', _gender(unit))} {counted(unit, number)}"


def counted(noun: str, number: int) -> str:
    """Return *noun* in the form that follows *number*: «пара», «пары», «пар»."""
    tail, teen = number % 10, 10 < number % 100 < 20
    if tail == 1 and not teen:
        return inflect(noun, "sing", "accs")
    if tail in (2, 3, 4) and not teen:
        return inflect(noun, "sing", "gent")
    return inflect(noun, "plur", "gent")


def digits(rng: Random, code: str) -> str:
    """Read a code aloud in groups of one to three digits, as people do."""
    words, place = [], 0
    habit = rng.choice((1, 2, 3, 0))
    while place < len(code):
        size = habit or rng.randint(1, 3)
        group = code[place : place + size]
        zeros = len(group) - len(group.lstrip("0"))
        words += ["ноль"] * zeros if len(group) > zeros else ["ноль"] * len(group)
        words += [cardinal(int(group))] if len(group) > zeros else []
        place += size
    return " ".join(words)


def phone(rng: Random) -> str:
    """Return a telephone number in words, grouped as 3-3-2-2 or by digit."""
    code = f"9{rng.randint(0, 99):02d}" if rng.random() < 0.7 else str(rng.randint(301, 499))
    rest = f"{rng.randint(0, 9999999):07d}"
    head = rng.choice(("восемь ", "плюс семь ", "семь ", ""))
    if rng.random() < 0.25:
        return head + " ".join(DIGITS[int(digit)] for digit in code + rest)
    parts = (code, rest[:3], rest[3:5], rest[5:])
    return head + " ".join(_group(part) for part in parts)


def taxpayer(rng: Random) -> str:
    """Return ten or twelve digits read aloud."""
    return digits(rng, "".join(str(rng.randint(0, 9)) for _ in range(rng.choice((10, 10, 12)))))


def date(rng: Random) -> str:
    """Return a day as it is said: «двадцать третьего мая», «в четверг», «завтра»."""
    kind = rng.random()
    day = rng.randint(1, 31)
    if kind < 0.4:
        return f"{ordinal(day, rng.choice(('gent', 'nomn', 'datv')), 'n')} {rng.choice(MONTHS)}"
    if kind < 0.65:
        weekday = rng.choice(WEEKDAYS)
        next_one = "следующую " if weekday[-1] == "у" else "следующий "
        return f"{'во' if weekday == 'вторник' else 'в'} {rng.choice(('', '', next_one))}{weekday}"
    if kind < 0.75:
        return f"{ordinal(day, 'gent', 'n')} числа"
    return rng.choice(
        (
            "завтра",
            "сегодня",
            "послезавтра",
            "на той неделе",
            "в конце недели",
            "в начале месяца",
            "через неделю",
            "к выходным",
            "вчера",
            "позавчера",
            "в понедельник с утра",
            "до конца дня",
        )
    )


def clock(rng: Random) -> str:
    """Return a time of day as it is said."""
    hour = rng.randint(1, 23)
    part = rng.choice(("утра", "дня", "вечера", "ночи", ""))
    kind = rng.random()
    if kind < 0.3:
        return f"в {cardinal(rng.randint(1, 12), 'accs')} {rng.choice(('часов', ''))} {part}"
    if kind < 0.5:
        minute = cardinal(rng.choice((5, 10, 15, 20, 30, 40, 45, 50)))
        return f"{rng.choice(('в', 'к', 'до', 'после'))} {cardinal(hour, 'gent')} {minute}"
    if kind < 0.65:
        return f"в половине {ordinal(rng.randint(1, 12), 'gent')}"
    if kind < 0.8:
        return f"с {cardinal(rng.randint(7, 12), 'gent')} до {cardinal(rng.randint(13, 22), 'gent')}"
    if kind < 0.9:
        return f"без {cardinal(rng.choice((5, 10, 15, 20)), 'gent')} {cardinal(rng.randint(1, 12))} {part}"
    return rng.choice(
        ("к обеду", "после обеда", "с утра", "ближе к вечеру", "в полдень", "через час", "через полчаса", "утром")
    )


def size(rng: Random) -> str:
    """Return a size, a section, a rating or a price as it is said beside a product."""
    one, two = rng.randint(1, 99), rng.randint(1, 99)
    return rng.choice(
        (
            f"{cardinal(one)} на {cardinal(two)}",
            f"{cardinal(one)} на {cardinal(two)} на {cardinal(rng.randint(1, 999))}",
            f"{cardinal(rng.randint(1, 12))} и {cardinal(rng.randint(1, 9))}",
            f"{cardinal(rng.randint(1, 12))} с половиной",
            f"{cardinal(rng.randint(1, 20))} запятая {cardinal(rng.randint(1, 99))}",
            f"ноль {rng.choice((cardinal(rng.randint(1, 9)), cardinal(two)))}",
            f"{num2words(rng.randint(0, 60) + rng.randint(1, 9) / 10, lang='ru')}",
            f"размер {cardinal(rng.randint(36, 62))}",
            f"{ordinal(rng.randint(5, 64), 'nomn')} размер",
            f"{ordinal(rng.randint(5, 64), 'gent')} размера",
            f"{ordinal(rng.randint(1, 20), 'gent')} класса",
            f"на {cardinal(any_number(rng))} {rng.choice(MEASURES)}",
            f"диаметр {cardinal(rng.randint(3, 500))}",
            f"номер {cardinal(rng.randint(1, 999))}",
            f"артикул {digits(rng, str(rng.randint(100, 9999999)))}",
            f"по {cardinal(rng.randint(2, 9999), 'datv')}",
            f"по {cardinal(rng.randint(2, 9999), 'accs')} {rng.choice(('рублей', 'рубля', 'за штуку', ''))}",
        )
    )


def _gender(noun: str) -> str:
    return {"femn": "f", "neut": "n"}.get(agree(noun), "m")


def _group(part: str) -> str:
    zeros = len(part) - len(part.lstrip("0"))
    number = [cardinal(int(part))] if zeros < len(part) else []
    return " ".join(["ноль"] * zeros + number)
