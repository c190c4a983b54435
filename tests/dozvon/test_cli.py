import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.service

DATA = Path(__file__).parents[2] / "dozvon" / "demo_data"
NOW = "2026-11-20T22:14:03+05:00"


def dozvon(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dozvon.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
    )


def test_help_answers_within_a_second() -> None:
    took_s = []
    for _ in range(3):
        began = time.perf_counter()
        assert "transcribe" in dozvon("--help").stdout
        took_s.append(time.perf_counter() - began)
    assert min(took_s) < 1.0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("nonsense",), id="no such command"),
        pytest.param(("order", "сто перчаток"), id="no company data named"),
        pytest.param(("order", "--data", str(DATA)), id="no words"),
        pytest.param(("order", "сто", "--data", str(DATA), "--now", "вчера"), id="no moment"),
        pytest.param(("user", "add", "ivanova", "--role", "boss"), id="no such role"),
        pytest.param(("line", "--group", "0"), id="no such group"),
    ],
)
def test_wrong_arguments_exit_with_two(arguments: tuple[str, ...]) -> None:
    outcome = dozvon(*arguments)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("order", "сто перчаток", "--data", "/nowhere"), id="no folder of data"),
        pytest.param(("order", "--transcript", "/nowhere.json", "--data", str(DATA)), id="no transcript"),
        pytest.param(("transcribe", "/nowhere.wav"), id="no sound"),
        pytest.param(("transcribe", __file__), id="no sound file"),
        pytest.param(("transcribe", __file__, "--model", "/nowhere"), id="no model"),
    ],
)
def test_work_that_fails_exits_with_one_and_says_so_in_one_line(arguments: tuple[str, ...]) -> None:
    outcome = dozvon(*arguments)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert len(outcome.stderr.splitlines()) == 1, outcome.stderr


def test_an_order_becomes_the_fixed_document() -> None:
    words = "здравствуйте нам нужно пятьсот пар перчаток с пвх десятый класс доставка в пятницу"
    outcome = dozvon("order", words, "--data", str(DATA), "--phone", "+79120001122", "--now", NOW, "--json")
    document = json.loads(outcome.stdout)
    assert document["intent"] == "order"
    assert document["client"]["client_id"] == "K-104"
    [line] = document["lines"]
    assert (line["sku"], line["quantity"], line["unit"]) == ("P-10-PVC", 500, "пара")
    assert (line["price"], line["amount"], line["stock"]["status"]) == (9.8, 4900, "in_stock")
    assert document["delivery"]["mode"] == "delivery"
    assert document["delivery"]["date"] == "2026-11-27"


def test_words_may_come_on_standard_input(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "dozvon.cli", "order", "-", "--data", str(DATA), "--json"],
        input="перезвоните мне завтра утром пожалуйста",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert json.loads(outcome.stdout)["intent"] == "callback"


def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path) -> None:
    outcome = dozvon("db", "upgrade", cwd=tmp_path, DOZVON_LINES_PER_GROUP="9")
    assert outcome.returncode == 2
    assert "DOZVON_LINES_PER_GROUP" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_tables_are_made_and_people_added(tmp_path: Path) -> None:
    assert dozvon("db", "upgrade", cwd=tmp_path).returncode == 0
    added = dozvon("user", "add", "ivanova", "--role", "mop", "--manager-id", "M-1", "--make-password", cwd=tmp_path)
    assert added.returncode == 0
    assert len(added.stdout.strip()) >= 10
    assert "ivanova\tmop" in dozvon("user", "list", cwd=tmp_path).stdout
    assert dozvon("user", "add", "ivanova", "--make-password", cwd=tmp_path).returncode == 1


def test_secrets_are_not_shown_among_settings(tmp_path: Path) -> None:
    outcome = dozvon("settings", cwd=tmp_path, DOZVON_PBX_PASSWORD="тайна", DOZVON_SECRET_KEY="тайна")
    assert "DOZVON_API_PORT=8080" in outcome.stdout
    assert "тайна" not in outcome.stdout


def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    outcome = dozvon("doctor", cwd=tmp_path)
    assert outcome.returncode == 1
    assert "dozvon db upgrade" in outcome.stdout
    assert "Traceback" not in outcome.stderr
