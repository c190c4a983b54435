import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.sip


@pytest.mark.timeout(400)
def test_three_real_calls_become_what_was_ordered(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    outcome = subprocess.run(
        [sys.executable, "-m", "dozvon.cli", "demo", "--once", "--folder", str(folder)],
        capture_output=True,
        text=True,
        timeout=380,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert outcome.stdout.count("Черновик такой, как сказано.") == 3
    assert "vahrusheva" in outcome.stdout


def test_a_folder_that_is_no_demo_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("важное")
    outcome = subprocess.run(
        [sys.executable, "-m", "dozvon.cli", "demo", "--once", "--folder", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert outcome.returncode == 1
    assert (tmp_path / "keep.txt").exists()
    shutil.rmtree(tmp_path)
