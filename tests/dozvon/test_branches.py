import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dozvon.branches import load_branches
from dozvon.failure import WorkFailed
from telephony.hours import is_office_open

pytestmark = pytest.mark.unit

GOOD = """
[[branch]]
name = "Екатеринбург"
numbers = ["+73430000000"]
timezone = "Asia/Yekaterinburg"
week = { mon = ["09:00-13:00", "14:00-18:00"], sat = ["10:00-15:00"] }
overrides = { "2026-11-23" = [] }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "branches.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param("2026-11-16T13:30", False, id="lunch on Monday"),
        pytest.param("2026-11-16T14:00", True, id="after lunch"),
        pytest.param("2026-11-17T12:00", False, id="a day that is not named"),
        pytest.param("2026-11-23T12:00", False, id="closed by an override"),
        pytest.param("2026-11-21T12:00", True, id="an ordinary Saturday"),
    ],
)
def test_hours_of_the_file_decide(tmp_path: Path, moment: str, is_open: bool) -> None:
    [branch] = load_branches(write(tmp_path, GOOD), "Europe/Moscow")
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    assert is_office_open(branch, at) is is_open


def test_without_a_file_the_line_always_answers() -> None:
    [branch] = load_branches(None, "Europe/Moscow")
    assert not is_office_open(branch, dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("[[branch]]\nweek = { mo = [] }", "нет таких дней: mo", id="a wrong day"),
        pytest.param('[[branch]]\nweek = { mon = ["9-18"] }', "филиал 1", id="wrong hours"),
        pytest.param('[[branch]]\nweek = { mon = "09:00-18:00" }', "списком", id="hours that are no list"),
        pytest.param('[[branch]]\ntimezone = "Asia/Nowhere"', "нет часового пояса", id="a wrong zone"),
        pytest.param("[[branch]]\nhours = 1", "неизвестные ключи: hours", id="a wrong key"),
        pytest.param("name = 1", "нет ни одного раздела", id="no branch"),
        pytest.param("[[branch", "не читаются", id="no TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(WorkFailed, match=complaint):
        load_branches(write(tmp_path, text), "Europe/Moscow")
