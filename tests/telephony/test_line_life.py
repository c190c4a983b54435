"""Start, refusal to start, a full disk, and an orderly end."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from telephony.hours import Branch, Period
from telephony.settings import ready_file

pytestmark = pytest.mark.sip


def _refused(line_class: Callable[..., Any], settings: Any) -> tuple[int, str]:
    line = line_class(settings)
    code = line.launch().wait(40)
    return code, line.log.read_text()


@pytest.fixture(scope="module")
def line_class(line: Any) -> type:
    return type(line)


def test_more_lines_than_there_are_is_refused(
    line_class: type, settings_for: Callable[..., Any], tmp_path: Path
) -> None:
    code, said = _refused(line_class, settings_for(tmp_path, lines=5))
    assert code == 1
    assert "the self-test found 4 lines, 5 are configured" in said


def test_a_port_that_is_taken_is_named(
    line: Any, line_class: type, settings_for: Callable[..., Any], tmp_path: Path
) -> None:
    code, said = _refused(line_class, settings_for(tmp_path, port=line.settings.port))
    assert code == 1
    assert f"127.0.0.1:{line.settings.port} cannot be opened" in said


def test_a_bad_prompt_is_named(
    line_class: type, settings_for: Callable[..., Any], short_prompts: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "notice.wav").write_bytes(b"this is no sound")
    code, said = _refused(line_class, settings_for(tmp_path / "spool", prompts=own))
    assert code == 1
    assert "notice.wav" in said


def test_a_wrong_peer_is_named(line_class: type, settings_for: Callable[..., Any], tmp_path: Path) -> None:
    code, said = _refused(line_class, settings_for(tmp_path, allowed_peers=("pbx.local",)))
    assert code == 1
    assert "'pbx.local'" in said


def test_while_the_office_is_open_the_call_is_left_to_it(
    start_line: Callable[..., Any], tmp_path: Path, tools: Any
) -> None:
    all_day = dict.fromkeys(range(7), (Period(dt.time(0), dt.time(0)),))
    day = Branch("day", ("100",), week=all_day, public_holidays=False)
    night = Branch("night", ("200",))
    line = start_line(tmp_path, branches=(night, day))
    codes = {}
    for called in ("100", "200"):
        phone = tools.phone(line.settings.port)
        phone.remote_target = f"sip:{called}@127.0.0.1:{line.settings.port}"
        codes[called] = phone.invite()
        phone.ack()
        if codes[called] == 200:
            phone.bye()
        phone.close()
    assert codes == {"100": 480, "200": 200}
    [journal] = line.closed()
    assert (journal.branch, journal.called) == ("night", "200")
    line.stop()


def test_sigterm_lets_the_running_call_finish(start_line: Callable[..., Any], tmp_path: Path, tools: Any) -> None:
    line = start_line(tmp_path)
    caller = tools.phone(line.settings.port).call()
    said = tools.speech(1.2)
    tools.hear_beep(line, caller)
    talking = caller.talk_beside(said)
    time.sleep(0.5)
    line.process.send_signal(signal.SIGTERM)
    tools.wait_for(lambda: not ready_file(line.settings).exists(), 5)
    late = tools.phone(line.settings.port)
    assert late.invite() == 503
    late.close()
    talking.join()
    caller.press("#")
    assert caller.answer_bye(10)
    assert line.process.wait(10) == 0
    caller.close()
    [journal] = line.journals()
    assert journal.reason == "hash_key"
    assert journal.request_number is not None
    assert tools.kept_share(said, line.sound(journal)) >= 0.7


def test_a_second_sigterm_ends_calls_but_keeps_what_was_said(
    start_line: Callable[..., Any], tmp_path: Path, tools: Any
) -> None:
    line = start_line(tmp_path)
    caller = tools.phone(line.settings.port).call()
    said = tools.speech(1.0)
    tools.hear_beep(line, caller)
    caller.talk(np.append(said, np.zeros(2_400)))
    assert line.stop() == 0
    caller.close()
    [journal] = line.journals()
    assert journal.reason == "shutdown"
    assert tools.kept_share(said, line.sound(journal)) >= 0.7


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("a small disk can only be mounted by root")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run([shutil.which("umount") or "umount", "-l", str(folder)], check=False)


def test_a_full_disk_is_told_and_recovered_from(
    small_disk: Path, start_line: Callable[..., Any], settings_for: Callable[..., Any], tools: Any
) -> None:
    limits = replace(settings_for(small_disk).limits, min_free_bytes=2_000_000)
    line = start_line(small_disk, limits=limits)
    caller = tools.phone(line.settings.port).call()
    said = tools.speech(1.2)
    ballast = small_disk / "ballast"
    tools.hear_beep(line, caller)
    caller.talk(said)
    ballast.write_bytes(bytes(6_500_000))  # the disk fills while the caller speaks
    caller.talk_beside(tools.speech(4, seed=2))
    assert caller.answer_bye(10)
    caller.close()

    later = tools.phone(line.settings.port).call()  # a call to a full disk: an apology, then the end
    assert later.answer_bye(10)
    later.close()
    running, refused = line.closed(2)
    assert (running.reason, running.truncated, running.spoke) == ("disk_full", True, True)
    assert tools.kept_share(said, line.sound(running)) >= 0.7
    assert (refused.reason, refused.parts) == ("disk_full", ())

    ballast.unlink()
    tools.wait_for(lambda: line.metric("spool_free_bytes") > 4_000_000, 5)
    again = tools.phone(line.settings.port).call()
    tools.hear_beep(line, again)
    again.talk(tools.speech(1.0))
    assert again.bye() == 200
    again.close()
    journal = line.closed(3)[-1]
    assert (journal.reason, journal.spoke, journal.truncated) == ("caller_hung_up", True, False)
    line.stop()
