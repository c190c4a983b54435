import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

PROGRAM = """
import logging
import structlog
from dozvon.logs import set_up_logs
set_up_logs("test", "INFO")
structlog.get_logger("room").info("call_stored", call_id="c-1", **{"pii.phone": "+79120001122"})
logging.getLogger("library").warning("plain")
"""


def test_a_log_line_is_json_without_personal_data() -> None:
    lines = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stderr.splitlines()
    ours, theirs = map(json.loads, lines)
    assert (ours["event"], ours["call_id"], ours["service"]) == ("call_stored", "c-1", "test")
    assert "9120001122" not in lines[0]
    assert theirs["event"] == "plain"
