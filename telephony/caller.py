"""A caller: places one real SIP call, follows a script, and says what happened. For the demo, tests and checks.

A process can hold one pjsip endpoint, so a call is a process of its own: ``place_call`` starts it and waits;
``python -m telephony.caller`` is that process. A script is a list of steps:

``beep`` wait for the line's tone · ``play:FILE`` say a WAV · ``digits:12#`` press keys (RFC 4733) · ``info:1`` press
keys by SIP INFO · ``wait:SECONDS`` · ``hold`` / ``unhold`` · ``end`` wait until the line hangs up · ``hangup``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pjsua2 as pj

from telephony import endpoint, wav
from telephony.beep import BeepEar
from telephony.calls import LineAccount, LineCall, Note
from telephony.media import RETIRE_S, CallMedia, Retired

KEY_PAUSE_S = 0.25
STEP_TIMEOUT_S = 90.0
LEAVE_S = 2.0


@dataclass(frozen=True)
class CallOutcome:
    """What became of a call. *status* is the last SIP code; *beeps* are seconds from the answer."""

    answered: bool
    status: int
    answer_delay_s: float | None = None
    duration_s: float = 0.0
    beeps: tuple[float, ...] = ()
    ended_by: str = ""  # "line", "caller", "timeout"
    steps_done: int = 0


class CallerError(Exception):
    """The calling process failed. The text says how it ended."""


def place_call(
    uri: str,
    sound: Path | None = None,
    *,
    after_play_digits: str = "#",
    wait_for_end: bool = True,
    script: Sequence[str] | None = None,
    caller: str = "+79120001122",
    address: str = "127.0.0.1",
    heard: Path | None = None,
    timeout_s: float = 180.0,
) -> CallOutcome:
    """Call *uri* in a process of its own, and return what happened when it has ended.

    Without a *script*: wait for the beep, say *sound*, press *after_play_digits*, then wait for the line's goodbye
    (or hang up at once). *heard* keeps what the line said. Raises CallerError where the process itself fails.
    """
    steps = list(script) if script is not None else usual_script(sound, after_play_digits, wait_for_end=wait_for_end)
    command = [sys.executable, "-m", "telephony.caller", uri, "--from-number", caller, "--address", address]
    command += ["--timeout", str(timeout_s), *(["--heard", str(heard)] if heard else []), "--steps", *steps]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout_s + 30, check=False)
    except subprocess.TimeoutExpired as error:
        raise CallerError(f"the caller did not end within {timeout_s + 30:.0f} s") from error
    if done.returncode != 0:
        raise CallerError(f"the caller ended with code {done.returncode}: {done.stderr.strip()[-300:]}")
    fields = json.loads(done.stdout)
    return CallOutcome(**{**fields, "beeps": tuple(fields["beeps"])})


def usual_script(sound: Path | None, digits: str, *, wait_for_end: bool) -> list[str]:
    """Return the script of an ordinary order."""
    said = [f"play:{sound}"] if sound else []
    pressed = [f"digits:{digits}"] if digits else []
    return ["beep", *said, *pressed, "end" if wait_for_end else "hangup"]


@dataclass
class _Caller:
    """The call while it runs."""

    started: endpoint.Endpoint
    account: LineAccount
    notes: deque[Note]
    heard: Path
    steps: deque[str]
    timeout_s: float
    call: LineCall | None = None
    media: CallMedia | None = None
    ear: BeepEar = field(init=False)
    recorder_on: bool = False
    placed_s: float = 0.0
    answered_s: float | None = None
    ended_s: float | None = None
    status: int = 0
    beeps: list[float] = field(default_factory=list)
    ended_by: str = "line"
    done: int = 0
    step_since_s: float = 0.0
    keys: deque[str] = field(default_factory=deque)
    retired: Retired = field(default_factory=Retired)

    def __post_init__(self) -> None:
        self.ear = BeepEar(self.heard)

    def run(self, uri: str) -> None:
        self.call = LineCall(self.account, self.notes)
        self.media = CallMedia(self.call, self.retired)
        self.placed_s = time.monotonic()
        self.call.makeCall(uri, pj.CallOpParam(True))
        while self.ended_s is None:
            self.started.handle(10)
            self._take_notes()
            now_s = time.monotonic()
            if now_s - self.placed_s > self.timeout_s:
                self._hang_up("timeout")
            elif self.answered_s is not None and self.recorder_on:
                self._follow(now_s)
        until_s = time.monotonic() + LEAVE_S
        while time.monotonic() < until_s and self.call.isActive():
            self.started.handle(10)

    def _take_notes(self) -> None:
        while self.notes:
            what, _call, detail = self.notes.popleft()
            if what == "media":
                self._media()
            elif what == "state":
                self._state(*detail)

    def _media(self) -> None:
        assert self.call is not None
        assert self.media is not None
        info = self.call.getInfo()  # kept while its parts are read: they point into it
        if not any(one.status == pj.PJSUA_CALL_MEDIA_ACTIVE for one in info.media):
            return
        self.media.connect()
        if not self.recorder_on:
            self.recorder_on = True
            self.media.record(self.heard)

    def _state(self, state: int, code: int) -> None:
        self.status = code or self.status
        now_s = time.monotonic()
        if state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.answered_s = self.step_since_s = now_s
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED and self.ended_s is None:
            self.ended_s = now_s

    def _follow(self, now_s: float) -> None:
        if not self.steps:
            return self._hang_up("caller")
        name, _, value = self.steps[0].partition(":")
        if now_s - self.step_since_s > STEP_TIMEOUT_S and name != "wait":
            return self._hang_up("timeout")
        if self._begin(name, value, now_s) or not self._is_done(name, value, now_s):
            return None
        self.steps.popleft()
        self.done += 1
        self.step_since_s = now_s
        self._begun = False
        return None

    _begun: bool = False

    def _begin(self, name: str, value: str, now_s: float) -> bool:
        """Start a step once; return whether it was started now."""
        if self._begun:
            return False
        self._begun = True
        assert self.call is not None
        assert self.media is not None
        if name == "play":
            self.media.play([value], wav.length_s(Path(value)), now_s)
        elif name in ("digits", "info"):
            self.keys.extend(value)
        elif name == "hold":
            self.call.setHold(pj.CallOpParam(True))
        elif name == "unhold":
            parameters = pj.CallOpParam(True)
            parameters.opt.flag = pj.PJSUA_CALL_UNHOLD
            self.call.reinvite(parameters)
        elif name == "hangup":
            self._hang_up("caller")
        return True

    def _is_done(self, name: str, value: str, now_s: float) -> bool:
        assert self.media is not None
        if name == "beep":
            return self._heard_beep(now_s)
        if name == "play":
            return self.media.finished_playing(now_s)
        if name in ("digits", "info"):
            return self._press(name, now_s)
        if name == "wait":
            return now_s - self.step_since_s >= float(value)
        return name in ("hold", "unhold")

    def _heard_beep(self, now_s: float) -> bool:
        at_s = self.ear.listen()
        if at_s is None:
            return False
        self.beeps.append(round(at_s, 3))
        return True

    def _press(self, name: str, now_s: float) -> bool:
        assert self.call is not None
        if now_s - self.step_since_s < KEY_PAUSE_S:
            return False
        if not self.keys:
            return True
        self.step_since_s = now_s
        key = pj.CallSendDtmfParam()
        key.digits = self.keys.popleft()
        key.method = pj.PJSUA_DTMF_METHOD_SIP_INFO if name == "info" else pj.PJSUA_DTMF_METHOD_RFC2833
        self.call.sendDtmf(key)
        return not self.keys

    def _hang_up(self, by: str) -> None:
        assert self.call is not None
        if self.ended_s is None:
            self.ended_by, self.ended_s = by, time.monotonic()
            self.call.hangup(pj.CallOpParam(True))

    def outcome(self) -> CallOutcome:
        answered, ended_s = self.answered_s, self.ended_s or time.monotonic()
        return CallOutcome(
            answered is not None,
            200 if answered is not None else self.status,
            None if answered is None else round(answered - self.placed_s, 4),
            0.0 if answered is None else round(ended_s - answered, 3),
            tuple(self.beeps),
            self.ended_by,
            self.done,
        )


def run(arguments: argparse.Namespace) -> CallOutcome:
    """Place the call in this process."""
    started = endpoint.start(endpoint.Where(arguments.address, 0, rtp_port=arguments.rtp_port, rtp_ports=2000))
    notes: deque[Note] = deque()
    account = LineAccount(notes)
    config = endpoint.account_config(started.where)
    config.idUri = f"sip:{arguments.from_number}@{arguments.address}:{started.port}"
    account.create(config)
    with tempfile.TemporaryDirectory() as folder:
        heard = arguments.heard or Path(folder) / "heard.wav"
        calling = _Caller(started, account, notes, heard, deque(arguments.steps), arguments.timeout)
        try:
            calling.run(arguments.uri)
            outcome = calling.outcome()
        finally:
            # Every pjsip object goes before the endpoint, or pjsip aborts the process.
            if calling.media is not None:
                calling.media.close()
            calling.media = calling.call = None
            notes.clear()
            until_s = time.monotonic() + 2 * RETIRE_S
            while time.monotonic() < until_s:
                started.handle(10)
            calling.retired.release(until_s)
            account.shutdown()
            del account, calling
            started.stop()
    return outcome


def main() -> int:
    """Read the arguments, call, and print the outcome as JSON."""
    parser = argparse.ArgumentParser(prog="python -m telephony.caller", description=__doc__)
    parser.add_argument("uri")
    parser.add_argument("sound", nargs="?", type=Path, help="WAV to say after the beep (PCM, A-law or mu-law)")
    parser.add_argument("--from-number", default="+79120001122")
    parser.add_argument("--digits-after", default="#", help="keys to press after the sound")
    parser.add_argument("--hang-up", action="store_true", help="hang up then, in place of waiting for the goodbye")
    parser.add_argument("--steps", nargs="+", help="a script of its own in place of all that")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--heard", type=Path)
    parser.add_argument("--timeout", type=float, default=180.0)
    parser.add_argument("--rtp-port", type=int, default=0)
    arguments = parser.parse_args()
    usual = usual_script(arguments.sound, arguments.digits_after, wait_for_end=not arguments.hang_up)
    arguments.steps = arguments.steps or usual
    arguments.rtp_port = arguments.rtp_port or 30_000 + (os.getpid() * 8) % 20_000
    # pjsip prints to standard output before it can be told not to; that is kept for the outcome alone.
    with os.fdopen(os.dup(1), "w") as answer:
        os.dup2(2, 1)
        json.dump(asdict(run(arguments)), answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
