"""The lines of one process: takes calls in, moves them on, and gives a line free only when its call is on disk."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import os
import socket
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv4Network
from typing import Any
from zoneinfo import ZoneInfo

import pjsua2 as pj

from telephony import conversation as talk
from telephony import hours, peers
from telephony.calls import LineAccount, LineCall, Note, read_invite
from telephony.endpoint import CallbackFailures, Endpoint, account_config
from telephony.guard import MediaGuard
from telephony.media import RETIRE_S, Retired
from telephony.metrics import LineMetrics
from telephony.numbers import FOLDER, NumberStore
from telephony.prompts import Prompts, opening_words
from telephony.selftest import SelfTest
from telephony.session import Session, Tools
from telephony.settings import LineSettings, Trunk, ready_file
from telephony.spool import Spool

TICK_S = 0.1
HOUSEKEEPING_S = 1.0
BUSY, UNAVAILABLE, STRANGER, FAILED = 486, 503, 403, 500

log = logging.getLogger("telephony")


class LineGroup:
    """Drive it by ``step``; everything happens inside."""

    def __init__(
        self, settings: LineSettings, started: Endpoint, spool: Spool, said: Prompts, metrics: LineMetrics
    ) -> None:
        self._settings, self._endpoint, self._spool, self._metrics = settings, started, spool, metrics
        self._notes: deque[Note] = deque()
        self._numbers = NumberStore(settings.folder / FOLDER)
        self._prompts = said
        self._retired = Retired()
        self._sessions: list[Session] = []
        self._others: list[LineCall] = []  # legs kept until they are gone: refused, test and duty calls
        self._allowed = peers.networks((*settings.allowed_peers, *_trunk_address(settings.trunk)))
        self._guard = MediaGuard(self._allowed, peers.networks(settings.media_peers))
        self._test: SelfTest | None = None
        self._draining = False
        self._has_space = True
        self._next_tick_s = self._next_housekeeping_s = 0.0
        self._account: LineAccount | None = LineAccount(self._notes)

    @property
    def port(self) -> int:
        return self._endpoint.port

    @property
    def test_address(self) -> str:
        return "127.0.0.1" if self._settings.address == "0.0.0.0" else self._settings.address

    @property
    def idle(self) -> bool:
        """Whether no call runs and none has something left to write."""
        return not self._sessions

    def open(self) -> None:
        """Close the door to strangers, then take the account. Raises PeersError."""
        self._let_in(peers.networks((self.test_address,)))
        assert self._account is not None
        self._account.create(_account(self._settings, self._endpoint))

    def expect_test(self, test: SelfTest) -> None:
        self._test = test

    def end_test(self) -> None:
        """From now on only the allowed peers are heard."""
        assert self._test is not None
        self._metrics.lines.set(self._test.answered)
        self._test = None
        self._let_in(())
        ready_file(self._settings).write_text(str(os.getpid()))

    def step(self, wait_ms: int) -> None:
        """Let at most *wait_ms* of SIP happen, then act on it."""
        self._endpoint.handle(wait_ms)
        while self._notes:
            what, call, detail = self._notes.popleft()
            self._survive(call, functools.partial(_HANDLERS[what], self, call, detail))
        now_s = time.monotonic()
        if now_s >= self._next_tick_s:
            self._next_tick_s = now_s + TICK_S
            self._tick()
        if now_s >= self._next_housekeeping_s:
            self._next_housekeeping_s = now_s + HOUSEKEEPING_S
            self._keep_house(now_s)

    def drain(self) -> None:
        """Take no new calls; running ones finish."""
        if self._draining:
            return
        self._draining = True
        ready_file(self._settings).unlink(missing_ok=True)
        if self._account is not None and self._settings.trunk and self._settings.trunk.register:
            self._account.setRegistration(False)

    def hang_up_all(self) -> None:
        """End the running calls; what was said is kept."""
        for session in self._sessions:
            session.ended(talk.Reason.SHUTDOWN)
        until_s = time.monotonic() + 3
        while self._sessions and time.monotonic() < until_s:
            self.step(10)

    def stop(self) -> None:
        """Leave the network. All pjsip objects go before the endpoint does, or pjsip aborts the process."""
        ready_file(self._settings).unlink(missing_ok=True)
        self._metrics.write()
        for session in self._sessions:
            session.media.close()
        until_s = time.monotonic() + 2 * RETIRE_S
        while time.monotonic() < until_s:
            self._endpoint.handle(10)
        self._retired.release(until_s)
        self._sessions.clear()
        self._others.clear()
        self._notes.clear()
        if self._account is not None:
            self._account.shutdown()
            self._account = None
        self._endpoint.stop()

    # what happened

    def _survive(self, call: LineCall | None, act: Callable[[], None]) -> None:
        """Do something with a call that may be gone by now (a CANCEL in the same breath).

        The note that says so is then already in the inbox. A call that is still there, but failed, is ended.
        """
        try:
            act()
        except (pj.Error, peers.PeersError) as error:
            if call is None or not call.isActive():
                return
            session = self._session_of(call)
            why = error.info() if isinstance(error, pj.Error) else error
            log.error("call %s is ended: %s", session.journal.call_id if session else "?", why)
            _answer(call, FAILED)
            if session is not None:
                session.ended(talk.Reason.CALLER_HUNG_UP)

    def _incoming(self, call: LineCall, detail: tuple[str, str]) -> None:
        message, peer = detail
        invite = read_invite(message, peer, time.monotonic())
        if self._test is not None and invite.called == self._test.token:
            self._others.append(call)
            return _answer(call, 200)
        code = self._refusal(invite.called, peer)
        if code is not None:
            self._metrics.rejected(code)
            self._others.append(call)
            return _answer(call, code)
        branch = hours.branch_of(self._settings.branches, invite.called)
        session = Session(call, invite, branch, self._rules(branch), self._tools(branch), self._settings.group)
        self._sessions.append(session)
        _answer(call, 200)
        self._metrics.answer_s.observe(time.monotonic() - invite.at_s)
        return None

    def _refusal(self, called: str, peer: str) -> int | None:
        """Return the code that a call gets instead of an answer."""
        if not peers.is_allowed(peer, self._allowed):
            return STRANGER  # the kernel's filter lets nobody here; this is the second bolt
        if self._draining or self._test is not None:
            return UNAVAILABLE
        branch = hours.branch_of(self._settings.branches, called)
        if hours.is_office_open(branch, dt.datetime.now(dt.UTC)):
            return self._settings.office_code
        return BUSY if len(self._sessions) >= self._settings.lines else None

    def _state(self, call: LineCall, detail: tuple[int, int]) -> None:
        state, _code = detail
        session = self._session_of(call)
        if session is not None and call is session.duty:
            self._duty_state(session, state)
        elif session is not None and state == pj.PJSIP_INV_STATE_CONFIRMED:
            session.begin(disk_full=not self._has_space)
        elif session is not None and state == pj.PJSIP_INV_STATE_DISCONNECTED:
            session.ended(talk.Reason.CALLER_HUNG_UP)
            if session.duty is not None and session.duty.isActive():
                _hang_up(session.duty)
            self._free(session)  # now, not at the next tick: the line may be wanted again at once
        if state == pj.PJSIP_INV_STATE_DISCONNECTED and call in self._others:
            self._others.remove(call)

    def _duty_state(self, session: Session, state: int) -> None:
        if state == pj.PJSIP_INV_STATE_CONFIRMED:
            session.transferred()
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED:
            session.duty_gone()

    def _media(self, call: LineCall, _detail: None) -> None:
        session = self._session_of(call)
        if session is None:
            return
        if call is session.duty:
            session.duty_media()
        else:
            session.media_changed()
            self._guard.watch(call)

    def _digit(self, call: LineCall, detail: tuple[str, str]) -> None:
        session = self._session_of(call)
        if session is not None and call is session.call:
            session.digit(*detail)

    def _refused(self, _call: LineCall, kind: str) -> None:
        self._metrics.refused(kind)

    def _registered(self, _call: None, code: int) -> None:
        self._metrics.registered.set(1 if code == 200 else 0)
        if code >= 300:
            log.error("the PBX refused the registration: %s", code)

    # what goes on by itself

    def _tick(self) -> None:
        self._retired.release(time.monotonic())
        for session in list(self._sessions):
            self._survive(session.call, functools.partial(session.tick, has_space=self._has_space))
            if session.over and session in self._sessions:
                self._free(session)

    def _free(self, session: Session) -> None:
        """Give the line free once the call is on disk: at once, or at a later tick."""
        try:
            closed = session.close()
        except OSError as error:
            log.error("call %s waits for space on the disk: %s", session.journal.call_id, error.strerror)
            return
        if closed:
            self._guard.forget(session.call)
            self._metrics.ended(str(session.journal.reason) if session.confirmed else "not_answered")
            self._sessions.remove(session)

    def _keep_house(self, now_s: float) -> None:
        self._has_space = self._spool.has_space()
        for session in list(self._sessions):
            if not session.over:
                self._survive(session.call, functools.partial(self._watch, session, now_s))
        self._metrics.active.set(len(self._sessions))
        self._metrics.free_bytes.set(self._spool.free_bytes())
        self._metrics.bridge_ports.set(self._endpoint.lib.mediaActivePorts())
        self._metrics.numbers_left.set(self._numbers.left())
        self._metrics.callback_failures.set(CallbackFailures.count)
        self._metrics.write()

    def _watch(self, session: Session, now_s: float) -> None:
        """End what would never end: no sound for long, or past the longest call."""
        if not session.call.isActive():
            return session.ended(talk.Reason.CALLER_HUNG_UP)
        limits = self._settings.limits
        silent_s = session.silent_for_s(now_s)
        self._guard.loosen_if_silent(session.call, silent_s)
        if silent_s > limits.no_rtp_s:
            session.give_up(talk.Reason.NO_RTP)
        elif session.lasted_s(now_s) > limits.call_s:
            session.give_up(talk.Reason.CALL_LIMIT)
        return None

    # helpers

    def _session_of(self, call: LineCall) -> Session | None:
        return next((one for one in self._sessions if call in (one.call, one.duty)), None)

    def _rules(self, branch: hours.Branch) -> talk.Rules:
        now = dt.datetime.now(ZoneInfo(branch.timezone))
        trunk, duty = self._settings.trunk, self._settings.duty_number
        words = opening_words(now, hours.next_opening(branch, now))
        return talk.Rules(self._settings.limits, duty=bool(trunk and duty), opening=words)

    def _tools(self, branch: hours.Branch) -> Tools:
        local_now = functools.partial(dt.datetime.now, ZoneInfo(branch.timezone))
        return Tools(self._spool, self._numbers, self._prompts, self._retired, self._dial_duty, local_now)

    def _dial_duty(self, _session: Session) -> LineCall | None:
        """Call the duty number of the settings, through the PBX: the only call this product ever places."""
        trunk, duty = self._settings.trunk, self._settings.duty_number
        if trunk is None or duty is None or self._account is None:
            return None
        call = LineCall(self._account, self._notes)
        try:
            call.makeCall(f"sip:{duty}@{trunk.host}:{trunk.port}", pj.CallOpParam(True))
        except pj.Error:
            log.error("the duty number could not be called")
            return None
        self._others.append(call)
        return call

    def _let_in(self, extra: tuple[IPv4Network, ...]) -> None:
        handle = peers.udp_socket(self._settings.address, self.port)
        peers.attach(handle, peers.program((*self._allowed, *extra)))


_HANDLERS: dict[str, Callable[[LineGroup, Any, Any], None]] = {
    "incoming": LineGroup._incoming,
    "state": LineGroup._state,
    "media": LineGroup._media,
    "digit": LineGroup._digit,
    "refused": LineGroup._refused,
    "registered": LineGroup._registered,
}


def _answer(call: LineCall, code: int) -> None:
    parameters = pj.CallOpParam(True)
    parameters.statusCode = code
    if code >= 300:
        call.hangup(parameters)
    else:
        call.answer(parameters)


def _hang_up(call: LineCall) -> None:
    call.hangup(pj.CallOpParam(True))


def _trunk_address(trunk: Trunk | None) -> tuple[str, ...]:
    if trunk is None:
        return ()
    try:
        return (socket.gethostbyname(trunk.host),)
    except OSError as error:
        raise peers.PeersError(f"the PBX {trunk.host} has no address: {error}") from error


def _account(settings: LineSettings, started: Endpoint) -> pj.AccountConfig:
    config = account_config(started.where)
    trunk = settings.trunk
    if trunk is None or not trunk.user:
        config.idUri = f"sip:night@{settings.public_address or settings.address}:{started.port}"
        return config
    config.idUri = f"sip:{trunk.user}@{trunk.host}"
    config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", trunk.realm, trunk.user, 0, trunk.password))
    if trunk.register:
        config.regConfig.registrarUri = f"sip:{trunk.host}:{trunk.port}"
    return config
