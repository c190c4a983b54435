"""Words that nobody said."""

from __future__ import annotations

import pytest

from asr.engine import Word
from asr.guards import GuardOptions, UnsureGuard, drop_impossible, drop_invented, drop_loops, guards_for

pytestmark = pytest.mark.unit


def words(text: str, confidence: float | None = 0.9) -> tuple[Word, ...]:
    return tuple(Word(float(place), place + 1.0, word, confidence) for place, word in enumerate(text.split()))


def left(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize(
    "text",
    [
        "Продолжение следует...",
        "Субтитры сделал DimaTorzok",
        "Субтитры создавал DimaTorzok",
        "Редактор субтитров А.Семкин Корректор А.Егорова",
        "Спасибо за просмотр!",
        "Подписывайтесь на канал",
        "Играет музыка",
        "ТЕЛЕФОННЫЙ ЗВОНОК",
    ],
)
def test_what_whisper_says_on_silence_is_dropped(text: str) -> None:
    assert drop_invented(words(text), 5.0) == ()


@pytest.mark.parametrize(
    "text",
    [
        "спасибо за заказ",
        "продолжение следует обсудить завтра",
        "перевод за перчатки уже сделал",
        "музыка у вас красивая на удержании",
        "спасибо",
    ],
)
def test_what_callers_say_is_kept(text: str) -> None:
    assert left(drop_invented(words(text), 5.0)) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("мне пять пар", "мне пять пар", id="no loop"),
        pytest.param("да да да да да", "да да да да да", id="agreeing is no loop"),
        pytest.param("ноль ноль ноль ноль пять", "ноль ноль ноль ноль пять", id="zeros of a number are no loop"),
        pytest.param("алло " * 9, "", id="one word over and over"),
        pytest.param("мне пять " + "и вот так " * 5, "мне пять", id="a phrase over and over"),
        pytest.param("и вот и вот и вот", "и вот и вот и вот", id="three times is stammering"),
    ],
)
def test_loops_are_dropped_and_repetition_is_not(text: str, kept: str) -> None:
    assert left(drop_loops(words(text), 30.0)) == kept.strip()


def test_more_words_than_a_mouth_can_say_are_dropped() -> None:
    assert drop_impossible(words("а б в г д е ж з и к л м н"), 1.0) == ()
    assert len(drop_impossible(words("да конечно"), 0.3)) == 2


def test_a_stretch_that_the_engine_is_unsure_of_is_dropped_whole() -> None:
    guard = UnsureGuard(0.5)
    assert guard(words("у е ы", 0.3), 2.0) == ()
    assert len(guard(words("мне пять", 0.7), 2.0)) == 2
    assert len(guard(words("мне пять", None), 2.0)) == 2


def test_only_whisper_needs_guards_against_its_own_inventions() -> None:
    assert drop_invented in guards_for("faster-whisper", GuardOptions())
    assert drop_invented not in guards_for("onnx-asr", GuardOptions())
