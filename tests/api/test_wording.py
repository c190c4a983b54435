from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from api import wording
from api.desk.words import Finding, sound_of, transcript_view
from nlp.orders.reading import Span

pytestmark = pytest.mark.unit
URALS = ZoneInfo("Asia/Yekaterinburg")
NOW = dt.datetime(2026, 11, 21, 4, 0, tzinfo=dt.UTC)  # 09:00 there


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("amount", "text"),
    [("4900", "4 900,00 ₽"), ("0", "0,00 ₽"), ("0.5", "0,50 ₽"), ("1234567.891", "1 234 567,89 ₽"), (None, "—")],
)
def test_money_is_written_as_in_an_invoice(amount: str | None, text: str) -> None:
    assert plain(wording.money(None if amount is None else Decimal(amount))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("1", "1 пара"), ("2", "2 пары"), ("5", "5 пар"), ("21", "21 пара"), ("112", "112 пар"), ("1.5", "1,5 пары")],
)
def test_a_unit_agrees_with_its_number(value: str, text: str) -> None:
    assert plain(wording.counted(Decimal(value), "пара")) == text


def test_an_abbreviated_unit_does_not_change() -> None:
    assert plain(wording.counted(Decimal("12.000"), "шт")) == "12 шт"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "уверенно"), (0.9, "уверенно"), (0.89, "скорее всего"), (0.7, "скорее всего"), (0.69, "проверьте")],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    assert wording.confidence_words(confidence) == words


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        pytest.param(NOW - dt.timedelta(hours=1), "сегодня в 08:00", id="same day"),
        pytest.param(NOW - dt.timedelta(hours=10), "вчера в 23:00", id="before midnight there, same day in UTC"),
        pytest.param(NOW + dt.timedelta(hours=15), "завтра в 00:00", id="at midnight"),
        pytest.param(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), "1 марта в 05:00", id="this year"),
        pytest.param(dt.datetime(2025, 12, 31, 20, tzinfo=dt.UTC), "1 января в 01:00", id="new year by that clock"),
        pytest.param(dt.datetime(2025, 3, 1, tzinfo=dt.UTC), "1 марта 2025 г. в 05:00", id="another year"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_the_branch(moment: dt.datetime, text: str) -> None:
    assert plain(wording.moment(moment, URALS, NOW)) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [("+79120001122", "+7 912 000-11-22"), (None, "номер скрыт"), ("", "номер скрыт"), ("anonymous", "anonymous")],
)
def test_a_telephone_is_written_in_groups(number: str | None, text: str) -> None:
    assert plain(wording.phone(number)) == text


def test_a_failure_without_words_of_its_own_is_still_told() -> None:
    assert wording.failure_words("asr.new_failure") == "сбой обработки (asr.new_failure)"


def test_words_know_the_lines_that_stand_on_them() -> None:
    document = {
        "segments": [
            {"words": [{"text": "сто", "start": 0.0, "end": 0.4}, {"text": "пар", "start": 0.5, "end": 0.9}]},
            {"words": [{"text": "ой", "start": 2.0, "end": 2.2, "confidence": 0.3}, {"text": "двести", "start": 2.3}]},
        ]
    }
    line = Finding("line", "tone-0", (Span(0, 1), Span(3, 3)))
    view = transcript_view(document, demonstration=False, findings=[line])
    assert [word.keys for word in view.words] == ["line", "line", "", "line"]
    assert [word.doubtful for word in view.words] == [False, False, True, False]
    assert [[len(run.words) for run in segment.runs] for segment in view.segments] == [[2], [1, 1]]
    assert sound_of(line.spans, view.words) == "0.00-0.90"


def test_a_transcript_without_words_is_shown_by_its_text() -> None:
    view = transcript_view({"segments": [{"start": 0.0, "text": "сто пар"}]}, demonstration=True, findings=[])
    assert [(word.text, word.start) for word in view.words] == [("сто", None), ("пар", None)]
