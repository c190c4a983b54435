"""``dozvon crm``: company data checked, the sandbox made to fail and healed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.sandbox.remote import SandboxControl

pytestmark = pytest.mark.service
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def dozvon(sandbox_url: str, token: str, tmp_path: Path) -> Run:
    """Run the command against the sandbox of this module."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        root = str(Path(__file__).parents[2])
        settings = {"DOZVON_CRM_URL": sandbox_url, "DOZVON_CRM_TOKEN": token, "DOZVON_DATA_DIR": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-m", "dozvon.cli", "crm", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, **settings, "PYTHONPATH": root, "COLUMNS": "200", **environment},
        )

    return run


def test_faults_are_set_shown_and_cleared(dozvon: Run, control: SandboxControl) -> None:
    told = dozvon("fail", "reset_after_commit", "--count", "2", "--path", "/drafts", "--method", "post")
    assert (told.returncode, told.stdout) == (0, "reset_after_commit: ещё 2, post /drafts\n")
    assert dozvon("faults").stdout == told.stdout
    assert [(fault.kind.value, fault.count) for fault in control.faults()] == [("reset_after_commit", 2)]
    assert dozvon("heal").returncode == 0
    assert control.faults() == []


def test_a_fault_nobody_knows_is_a_wrong_argument(dozvon: Run) -> None:
    outcome = dozvon("fail", "explode")
    assert outcome.returncode == 2
    assert "reset_after_commit" in outcome.stderr


@pytest.mark.parametrize(
    ("setting", "told"),
    [({"DOZVON_CRM_TOKEN": "wrong"}, "не пускает"), ({"DOZVON_CRM_URL": "http://127.0.0.1:9"}, "не отвечает")],
)
def test_a_sandbox_that_cannot_be_told_is_one_line(dozvon: Run, setting: dict[str, str], told: str) -> None:
    outcome = dozvon("heal", **setting)
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert told in outcome.stderr


def test_good_data_are_said_to_be_good(dozvon: Run, demo_folder: Path) -> None:
    outcome = dozvon("check-data", str(demo_folder))
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert "ошибок нет" in outcome.stderr


def test_articles_that_sound_alike_are_named_beside_good_data(dozvon: Run, demo_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    with (folder / "catalog.csv").open("a", encoding="utf-8") as file:
        file.write("X-1,Фартук клеёнчатый,,шт,,,,1,,\nX-2,Клеёнчатый фартук,,шт,,,,1,,\n")
    outcome = dozvon("check-data", str(folder))
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("X-1, X-2: названия не различить на слух")


def test_each_fault_of_the_data_is_named(dozvon: Run, demo_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(demo_folder, folder)
    with (folder / "catalog.csv").open("a", encoding="utf-8") as file:
        file.write("P-SPL,Спилок,,пара,,,,1,,\nP-X,,,,,,,1,,\n")
    outcome = dozvon("check-data", str(folder))
    assert outcome.returncode == 1
    assert [line.split(": ")[0] for line in outcome.stdout.splitlines()] == [
        "catalog.csv:80",
        "catalog.csv:81",
        "catalog.csv:81",
    ]
    assert outcome.stderr.count("\n") == 1
