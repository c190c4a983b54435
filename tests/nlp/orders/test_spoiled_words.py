"""Words as a recogniser or a typist spoiled them, names said letter by letter, and people and houses told of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp.text.sound import sound_key

pytestmark = pytest.mark.unit
Read = Callable[..., dict[str, Any]]
Show = Callable[[dict[str, Any]], str]


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("кабель вега тайп си тридцать", "KTC 30"),  # the letter is a part of «Type-C», no code of thirty
        ("кабель вега тайпси пять и кабель вега лайтнинг десять", "KTC 5, KTL 10"),
        ("переходник мини ди две упаковки", "ADM 20"),
        ("плей до десять наборов и кукла лол шесть штук", "KUK 6, PDO 10"),
        ("кабель вега тайпси пять и барна ульское кресло два", "BAR 2, KTC 5"),
    ],
)
def test_a_name_written_in_parts_is_found_as_its_parts_sound(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", said)) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("наконечник эф ви четыре миллиметра двести штук", "NFV 200"),
        ("наконечник эй ви четыре миллиметра двести штук", "NAV 200"),
        ("плёнка кондор АМ 15 рул, плёнка кондор D 5 рул", "PLAM 15, PLD 5"),
    ],
)
def test_letters_choose_between_codes_that_sound_alike(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", said)) == due


@pytest.mark.parametrize("pair", ["свитч свич", "лестничный лесничный", "счетчик щетчик", "поздний позний"])
def test_what_nobody_pronounces_is_not_compared(pair: str) -> None:
    written, heard = pair.split()
    assert sound_key(written) == sound_key(heard)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("ресло барнаульское два", "BAR 2"),
        ("ленка ондор дэ пять рулонов", "PLD 5"),
    ],
)
def test_a_word_that_lost_its_first_sound_is_still_heard(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", said)) == due


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("краска тикори девять литр один ведро тикори два и семь литр два банка", "KR3 2, KR9 1"),
        ("коммутатор восемь порт три штука кабель вега тайпси два упаковка", "KTC 20, SW8 3"),
        ("кабель вега тайпси пять упаковок коммутатор шестнадцать портов коробка", "KTC 50, SW16 10"),
    ],
)
def test_units_are_counted_whether_they_are_declined_or_not(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", said)) == due


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("Добр. вечер. Нужн.: коммут. 16 порт. - 2 шт, карт. упак. 5мм 3 уп. Дост. во вторник", "KART 60, SW16 2"),
        ("Патч-корд 2м 5 шт. Самовыв.", "KORD 5"),
        ("струйн принт 2 шт, крес офис 3 шт", "BAR 3, STR 2"),
        ("плёнка кон D 2 рул, картридер 5 шт", "KRD 5, PLD 2"),  # «кон» is a word, yet none of the goods
    ],
)
def test_words_typed_short_are_read_as_such(typed: str, due: str, read: Read, lines_of: Show) -> None:
    document = read("computers", typed)
    assert lines_of(document) == due
    assert document["unresolved"] == []


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("клиент хочет плёнку кондор дэ пять рулонов", "PLD 5"),
        ("но проведите через трест у них договор коммутатор шестнадцать портов два", "SW16 2"),
        ("у нас лифт встал на ленина сорок два три подъезда нужна плёнка кондор дэ пять рулонов", "PLD 5"),
        ("мы на мира двадцать пять во втором подъезде наконечник эф ви сто штук", "NFV 100"),
        ("мы на кирова двадцать квартира восемь наконечник эф ви сто штук", "NFV 100"),
        ("кабель летит как в печку значит коммутатор шестнадцать портов два", "SW16 2"),
        ("вилки на гагарина семь коммутатор шестнадцать портов два", "SW16 2"),
    ],
)
def test_people_and_houses_told_of_are_no_goods(said: str, due: str, read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", said)) == due


@pytest.mark.parametrize(
    ("said", "client_id"),
    [
        ("плюс звонит ремстрой кисти десять", "C3"),
        ("это ремстрой но проведите через трест номер семь кисти десять", "C5"),
    ],
)
def test_whom_an_order_goes_through_and_a_word_beside_the_call_tell_the_client(
    said: str, client_id: str, read: Read
) -> None:
    assert read("repair", said)["client"]["client_id"] == client_id


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Кисти 10 шт. самовывоз ср. нал.", "2026-11-25"),
        ("кисти десять привезите в субботу склад в субботу не работает давайте в понедельник", "2026-11-23"),
        ("кисти десять в воскресенье поминки привезите в субботу", "2026-11-21"),
        ("Кисти 10 шт. Самовыв. чт, б/нал", "2026-11-26"),
        ("кисти десять а цвет хозяин завтра скажет", None),
    ],
)
def test_days_are_those_of_the_delivery(said: str, date: str | None, read: Read) -> None:
    assert read("repair", said)["delivery"]["date"] == date


def test_a_word_of_the_language_alone_is_no_word_typed_short(read: Read, lines_of: Show) -> None:
    assert lines_of(read("computers", "Картридер 5 шт, кон 2 шт")) == "KRD 5"


def test_cashless_payment_may_be_written_short(read: Read) -> None:
    assert read("repair", "Кисти 10 шт. Самовыв. чт, б/нал")["payment"] == "invoice"
