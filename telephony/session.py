"""One call on a line: carries out what the conversation asks for, and keeps the journal of it.

The journal is on disk before anything is recorded, and again at each turn, so that a process that dies at any moment
leaves a call that can be understood.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pjsua2 as pj

from telephony import conversation as talk
from telephony import wav
from telephony.calls import Invite, LineCall
from telephony.hours import Branch
from telephony.media import CallMedia, Retired
from telephony.numbers import NumberStore
from telephony.prompts import Prompts
from telephony.silence import LevelGate
from telephony.spool import CallState, Journal, Part, Spool, sync_file

CLOSING_S = 3.0  # how long pjsip may take to close a sound file before its header is mended here

log = logging.getLogger("telephony")


@dataclass(frozen=True)
class Tools:
    """What every call of a line uses."""

    spool: Spool
    numbers: NumberStore
    prompts: Prompts
    retired: Retired
    dial_duty: Callable[[Session], LineCall | None]
    local_now: Callable[[], dt.datetime]


class Session:
    """A call that is being answered. Only the loop of the line calls it."""

    def __init__(self, call: LineCall, invite: Invite, branch: Branch, rules: talk.Rules, tools: Tools, group: int):
        self.call, self.invite = call, invite
        self.duty: LineCall | None = None
        self._duty_media: CallMedia | None = None
        self.media = CallMedia(call, tools.retired)
        self._rules, self._tools = rules, tools
        self.state = talk.State()
        self._gate = LevelGate()
        self._answered_s = time.monotonic()
        self._held_since_s: float | None = None
        self._packets, self._packets_at_s = 0, self._answered_s
        self._recording: tuple[int, float] | None = None  # part, monotonic start
        self._ended_s: float | None = None
        self.confirmed = False
        self.journal = Journal(
            call_id=tools.spool.new_call_id(),
            group=group,
            answered_at=tools.local_now().isoformat(),
            phone=invite.phone,
            called=invite.called,
            peer=invite.peer,
            branch=branch.name,
            answer_delay_s=round(self._answered_s - invite.at_s, 4),
        )

    @property
    def over(self) -> bool:
        """Whether the call has ended; it may still have a file to close."""
        return self._ended_s is not None

    def begin(self, *, disk_full: bool) -> None:
        """The caller's telephone has confirmed the answer: start to speak. Safe to call again."""
        if self.confirmed:
            return
        self.confirmed = True
        self._packets_at_s = time.monotonic()
        self.feed(talk.Answered(time.monotonic(), disk_full=disk_full))
        self._write()

    def feed(self, event: talk.Event) -> None:
        """Give the conversation an event and do what it asks for."""
        before = self.state.phase
        self.state, actions = talk.advance(self.state, event, self._rules)
        if before is talk.Phase.NOTICE and isinstance(event, talk.PromptDone):
            self._change(notice_played_at=self._tools.local_now().isoformat())
        after = self.state
        for action in actions:
            self._do(action)
            if self.state is not after:
                return  # carrying it out was itself an event: what else was asked for is out of date

    def digit(self, digit: str, method: str) -> None:
        """A key was pressed."""
        pressed = {"at_s": self._offset(), "digit": digit, "method": method}
        self.journal = replace(self.journal, digits=(*self.journal.digits, pressed)[:100])
        self.feed(talk.Digit(time.monotonic(), digit))

    def tick(self, *, has_space: bool) -> None:
        """Look at the call: has a prompt ended, is the caller speaking, is there room on the disk?"""
        now_s = time.monotonic()
        if self.over or not self.confirmed:
            return
        if self._held_since_s is None:
            if self.media.finished_playing(now_s):
                self.feed(talk.PromptDone(now_s))
            self.feed(talk.Tick(now_s, self._gate.is_loud(self.media.level())))
        if not has_space:
            self.feed(talk.DiskFull(now_s))

    def media_changed(self) -> None:
        """Streams were made, changed or put on hold. Idempotent."""
        if self.over:
            return
        info = self.call.getInfo()  # kept while its parts are read: they point into it
        status = [media.status for media in info.media if media.type == pj.PJMEDIA_TYPE_AUDIO]
        on_hold = not status or status[0] in (pj.PJSUA_CALL_MEDIA_LOCAL_HOLD, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD)
        if status and status[0] in (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD):
            self.media.connect()
            self.journal = replace(self.journal, codec=self._codec())
        now_s = time.monotonic()
        if on_hold and self._held_since_s is None and self.confirmed:
            self._held_since_s = now_s
        elif not on_hold and self._held_since_s is not None:
            self._resume(now_s)

    def silent_for_s(self, now_s: float) -> float:
        """Return for how long no sound packet has come; 0 on hold, when none need come."""
        if self._held_since_s is not None:
            self._packets_at_s = now_s
            return 0.0
        packets = self._count_packets()
        if packets != self._packets:
            self._packets, self._packets_at_s = packets, now_s
        return now_s - self._packets_at_s

    def lasted_s(self, now_s: float) -> float:
        return now_s - self._answered_s

    def ended(self, reason: talk.Reason) -> None:
        """The call is over: stop the recorder at once; ``close`` finishes the journal when the file is closed."""
        if self.over:
            return
        if self._held_since_s is not None:
            self._resume(time.monotonic(), replay=False)
        self._ended_s = time.monotonic()
        self.feed(talk.Ended(self._ended_s, reason))
        self.media.close()

    def give_up(self, reason: talk.Reason) -> None:
        """End the call from this side."""
        self.ended(reason)
        for leg in (self.call, self.duty):
            if leg is not None and leg.isActive():
                leg.hangup(pj.CallOpParam(True))

    def duty_media(self) -> None:
        """The duty leg has sound: let the two hear each other."""
        if self.duty is not None and not self.over:
            self._duty_media = self._duty_media or CallMedia(self.duty, self._tools.retired)
            self._duty_media.connect()
            self.media.bridge(self._duty_media)

    def transferred(self) -> None:
        """Somebody on duty has answered."""
        self._change(transferred=True)
        self.feed(talk.DutyAnswered(time.monotonic()))

    def duty_gone(self) -> None:
        """The duty leg has ended: before it was answered the caller is told, after it the call is over."""
        if self._duty_media is not None:
            self._duty_media.close()
        if self.over:
            return
        if self.journal.transferred:
            self.give_up(talk.Reason.TRANSFERRED)
        else:
            self.feed(talk.DutyFailed(time.monotonic()))

    def _leave_duty(self) -> None:
        duty, self.duty = self.duty, None  # what becomes of that leg no longer matters to the caller
        if duty is not None and duty.isActive():
            duty.hangup(pj.CallOpParam(True))

    def close(self) -> bool:
        """Finish the journal once the sound is closed; return whether it is done. OSError: the disk is full still."""
        if self._ended_s is None or not self._sound_closed(self._ended_s):
            return False
        if not self.confirmed:
            return True  # cancelled, or never acknowledged: nobody was on the line, so there is nothing to keep
        duration_s = round(self._ended_s - self._answered_s, 3)
        # The end is computed from the monotonic clock: a clock that is set during the call does not bend it.
        answered = dt.datetime.fromisoformat(self.journal.answered_at)
        self.journal = replace(
            self.journal,
            state=CallState.CLOSED,
            ended_at=(answered + dt.timedelta(seconds=duration_s)).isoformat(),
            duration_s=duration_s,
            reason=str(self.state.reason or talk.Reason.CALLER_HUNG_UP),
            spoke=self.state.spoke,
            urgent=self.state.urgent,
            truncated=self.state.truncated,
            parts=tuple(self._finished(part) for part in self.journal.parts),
        )
        self._tools.spool.write(self.journal)
        return True

    def _do(self, action: talk.Action) -> None:
        match action:
            case talk.Play(codes):
                prompts = self._tools.prompts
                self.media.play(prompts.files(codes), prompts.seconds(codes), time.monotonic())
            case talk.StartRecording(part):
                self._start_recording(part)
            case talk.StopRecording():
                self._stop_recording()
            case talk.TakeNumber():
                self._take_number()
            case talk.CallDuty():
                self.duty = self._tools.dial_duty(self)
                if self.duty is None:
                    self.feed(talk.DutyFailed(time.monotonic()))
            case talk.LeaveDuty():
                self._leave_duty()
            case talk.HangUp():
                self.hang_up()

    def hang_up(self) -> None:
        """Say BYE. The state change that follows ends the session."""
        parameters = pj.CallOpParam(True)
        self.call.hangup(parameters)

    def _start_recording(self, number: int) -> None:
        path = self._tools.spool.sound(self.journal.call_id, number)
        part = Part(path.name, self._tools.local_now().isoformat(), self._offset())
        try:
            self._change(state=CallState.RECORDING, parts=(*self.journal.parts, part))
            self.media.record(path)
        except pj.Error as error:
            if self.call.isActive():  # otherwise the caller has just hung up, and the note of it is on its way
                log.error("call %s: the recording could not be started: %s", self.journal.call_id, error.reason)
                self.feed(talk.DiskFull(time.monotonic()))
            return
        self._recording = (number, time.monotonic())

    def _stop_recording(self) -> None:
        self.media.stop_recording()
        if self._recording is None:
            return
        seconds = round(time.monotonic() - self._recording[1], 3)
        self._recording = None
        parts = (*self.journal.parts[:-1], replace(self.journal.parts[-1], seconds=seconds))
        self._change(parts=parts, spoke=self.state.spoke)

    def _take_number(self) -> None:
        number = self.journal.request_number or self._tools.numbers.take()
        self._change(request_number=number)
        self.feed(talk.NumberTaken(time.monotonic(), number))

    def _resume(self, now_s: float, *, replay: bool = True) -> None:
        started_s = self._held_since_s or now_s
        self._held_since_s = None
        hold = {"from_s": round(started_s - self._answered_s, 3), "to_s": round(now_s - self._answered_s, 3)}
        self.journal = replace(self.journal, holds=(*self.journal.holds, hold)[:100])
        self._packets_at_s = now_s
        self.feed(talk.Resumed(now_s, now_s - started_s))
        if replay:
            self.media.replay(now_s)

    def _sound_closed(self, ended_s: float) -> bool:
        paths = [self._tools.spool.folder / part.file for part in self.journal.parts]
        if all(path.exists() and wav.is_closed(path) for path in paths):
            return True
        return time.monotonic() - ended_s > CLOSING_S

    def _finished(self, part: Part) -> Part:
        path = self._tools.spool.folder / part.file
        if not path.exists():
            return replace(part, seconds=0.0)
        repaired = wav.repair(path)
        sync_file(path)
        return replace(part, seconds=round(wav.facts(path).seconds, 3), repaired=repaired)

    def _count_packets(self) -> int:
        try:
            statistics = self.call.getStreamStat(0)
            return int(statistics.rtcp.rxStat.pkt)
        except pj.Error:
            return self._packets

    def _codec(self) -> str:
        try:
            stream = self.call.getStreamInfo(0)
            return str(stream.codecName)
        except pj.Error:
            return self.journal.codec

    def _offset(self) -> float:
        return round(time.monotonic() - self._answered_s, 3)

    def _change(self, **facts: Any) -> None:
        self.journal = replace(self.journal, **facts)
        self._write()

    def _write(self) -> None:
        """Keep the journal on disk. On a full disk the older one stays, and the sound goes on."""
        try:
            self._tools.spool.write(self.journal)
        except OSError as error:
            log.error("call %s: the journal could not be written: %s", self.journal.call_id, error.strerror)
