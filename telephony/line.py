"""One line group: a process with up to four lines, one loop and one thread of Python.

The loop never waits for a database, a network or a model. What a call leaves is in the spool before the line is free.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import sys
import time
from types import FrameType

import pjsua2 as pj

from telephony import endpoint, prompts, spool
from telephony.group import LineGroup
from telephony.metrics import LineMetrics
from telephony.peers import PeersError
from telephony.selftest import SelfTest
from telephony.settings import LineSettings, is_ready, ready_file

EXIT_OK = 0
EXIT_FAILED = 1
LOOP_MS = 10
NICENESS = -10

log = logging.getLogger("telephony")


class LineError(Exception):
    """The line cannot start. The text is one line that says what is wrong and what to do."""


def run_line(settings: LineSettings) -> int:
    """Answer calls until SIGTERM or SIGINT, then let running calls finish. Returns the exit code.

    0 after an orderly end; 1 where the line could not start, with one line on standard error that says why.
    """
    _go_first()
    try:
        group = open_line(settings)
    except (LineError, prompts.PromptsError, PeersError) as error:
        sys.stderr.write(f"line group {settings.group}: {error}\n")
        return EXIT_FAILED
    try:
        return _serve(group, settings)
    finally:
        group.stop()


def _go_first() -> None:
    """Let sound go before everything else on this machine, where that is permitted: recognition takes all it gets."""
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)


def open_line(settings: LineSettings) -> LineGroup:
    """Return a line that is ready to answer: spool repaired, endpoint started, self-test passed."""
    said = prompts.load(settings.prompts)
    store = spool.Spool(settings.folder, settings.limits.min_free_bytes)
    try:
        store.open()
        ready_file(settings).unlink(missing_ok=True)
        repaired = spool.recover(store)
    except OSError as error:
        raise LineError(f"the spool {settings.folder} cannot be used: {error.strerror}") from error
    metrics = LineMetrics(settings.folder, settings.group)
    metrics.repaired.inc(len(repaired))
    for journal in repaired:
        log.warning("call %s was interrupted by a crash and is closed now", journal.call_id)
    where = endpoint.Where(
        settings.address, settings.port, settings.public_address, settings.rtp_port, settings.rtp_ports
    )
    try:
        started = endpoint.start(where, rejected=metrics.rejected)
    except pj.Error as error:
        raise LineError(
            f"SIP port {settings.address}:{settings.port} cannot be opened ({error.reason}): is another line running?"
        ) from error
    group = LineGroup(settings, started, store, said, metrics)
    try:
        group.open()
        _self_test(group, settings)
    except (LineError, PeersError):
        group.stop()
        raise
    return group


def _self_test(group: LineGroup, settings: LineSettings) -> None:
    test = SelfTest(group.test_address, group.port, settings.lines)
    group.expect_test(test)
    test.start()
    while not test.finished:
        group.step(LOOP_MS)
        test.step()
    test.close()
    group.end_test()
    if test.answered < settings.lines:
        raise LineError(
            f"the self-test found {test.answered} lines, {settings.lines} are configured: "
            "one group can have 4; start more groups for more lines"
        )


def _serve(group: LineGroup, settings: LineSettings) -> int:
    stopping: list[float] = []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.append(time.monotonic())

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    gc.collect()
    gc.freeze()
    log.info("line group %s answers on %s:%s", settings.group, settings.address, group.port)
    while True:
        group.step(LOOP_MS)
        if not stopping:
            continue
        group.drain()
        if group.idle:
            return EXIT_OK
        if time.monotonic() - stopping[0] > settings.limits.drain_s or len(stopping) > 1:
            group.hang_up_all()
            return EXIT_OK


__all__ = ["LineError", "is_ready", "open_line", "ready_file", "run_line"]
