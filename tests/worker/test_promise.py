"""By when a caller was promised an answer."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from worker.promise import AnswerPromise

pytestmark = pytest.mark.unit
TEN = AnswerPromise(dt.time(10, 0), "Europe/Moscow", {"Екатеринбург": "Asia/Yekaterinburg"})


def _moscow(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.mark.parametrize(
    ("called", "branch", "due"),
    [
        pytest.param("2026-11-18T22:14", None, "2026-11-19T10:00", id="the next morning"),
        pytest.param("2026-11-19T05:00", None, "2026-11-19T10:00", id="the same morning"),
        pytest.param("2026-11-19T10:00", None, "2026-11-20T10:00", id="the hour itself is past"),
        pytest.param("2026-11-20T22:14", None, "2026-11-23T10:00", id="after a weekend"),
        pytest.param("2026-12-31T23:00", None, "2027-01-11T10:00", id="after the New Year holidays"),
        pytest.param("2026-11-18T22:14", "Екатеринбург", "2026-11-19T08:00", id="by the clock of the branch"),
        pytest.param("2026-11-19T07:30", "Екатеринбург", "2026-11-19T08:00", id="half past nine in the branch"),
        pytest.param("2026-11-18T22:14", "Тула", "2026-11-19T10:00", id="a branch that is not listed"),
    ],
)
def test_the_answer_is_due_on_the_next_working_morning(called: str, branch: str | None, due: str) -> None:
    assert TEN.due(_moscow(called), branch) == _moscow(due)


def test_a_company_that_works_every_day_answers_on_saturday() -> None:
    promise = AnswerPromise(dt.time(9, 30), "Europe/Moscow", every_day=True)
    assert promise.due(_moscow("2026-11-20T22:14"), None) == _moscow("2026-11-21T09:30")
