"""The conversation with a caller as a pure state machine: an event in, a new state and actions out.

Nothing here knows of SIP, sound or clocks: every event carries ``now_s``, a monotonic time in seconds. Sound is kept
from the beep on and never before it, so that a caller who hangs up during the notice leaves no sound behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from telephony.prompts import Code, spoken_number
from telephony.settings import Limits


class Phase(StrEnum):
    """notice → beep → recording → number → offer → farewell → over; ``2`` goes from number or offer back to beep.

    ``1`` during the notice goes to connecting → duty → transferred, or to redirected → beep where nobody is on duty
    or answers there.
    """

    RINGING = "ringing"
    NOTICE = "notice"
    CONNECTING = "connecting"
    DUTY = "duty"
    TRANSFERRED = "transferred"
    REDIRECTED = "redirected"  # the caller hears why nobody on duty answers; then the beep
    BEEP = "beep"
    RECORDING = "recording"
    NUMBER = "number"
    OFFER = "offer"
    FAREWELL = "farewell"
    OVER = "over"


class Reason(StrEnum):
    """Why a recording, and with it the call, ended."""

    HASH_KEY = "hash_key"
    SILENCE = "silence"
    LIMIT = "limit"
    DISK_FULL = "disk_full"
    CALLER_HUNG_UP = "caller_hung_up"
    NO_RTP = "no_rtp"
    CALL_LIMIT = "call_limit"
    TRANSFERRED = "transferred"
    SHUTDOWN = "shutdown"
    INTERRUPTED = "interrupted"  # set by the repair after a crash


@dataclass(frozen=True)
class Event:
    """Something happened at the monotonic time ``now_s``."""

    now_s: float


@dataclass(frozen=True)
class Answered(Event):
    disk_full: bool = False


class PromptDone(Event):
    """Everything of the last ``Play`` was played."""


@dataclass(frozen=True)
class Digit(Event):
    digit: str


@dataclass(frozen=True)
class Tick(Event):
    """A few times a second: is the caller loud now? Not sent while the call is on hold."""

    loud: bool = False


class DiskFull(Event):
    """The spool has less than its reserve left."""


@dataclass(frozen=True)
class NumberTaken(Event):
    number: int | None


class DutyAnswered(Event):
    """Somebody on duty has taken the call: from now on the line only waits for its end."""


class DutyFailed(Event):
    """The duty number did not answer, or could not be called."""


@dataclass(frozen=True)
class Ended(Event):
    """The call is over, by whomever."""

    reason: Reason = Reason.CALLER_HUNG_UP


@dataclass(frozen=True)
class Resumed(Event):
    """A hold ended: time on hold is no silence and no part of any limit."""

    held_s: float = 0.0


@dataclass(frozen=True)
class Play:
    """Play these prompts one after another; a prompt that still plays is stopped."""

    codes: tuple[str, ...]


@dataclass(frozen=True)
class StartRecording:
    part: int


@dataclass(frozen=True)
class StopRecording:
    pass


@dataclass(frozen=True)
class TakeNumber:
    """Take the request number; its answer is the event ``NumberTaken``."""


@dataclass(frozen=True)
class CallDuty:
    pass


@dataclass(frozen=True)
class LeaveDuty:
    """Stop ringing at the duty number."""


@dataclass(frozen=True)
class HangUp:
    pass


Action = Play | StartRecording | StopRecording | TakeNumber | CallDuty | LeaveDuty | HangUp


@dataclass(frozen=True)
class Rules:
    """What holds for this call: the limits, whether somebody is on duty, and the words for the opening hour."""

    limits: Limits = field(default_factory=Limits)
    duty: bool = False
    opening: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """Where the conversation is. ``spoke`` and ``truncated`` hold for the whole call, not for its last part."""

    phase: Phase = Phase.RINGING
    since_s: float = 0.0  # when this phase began
    loud_at_s: float | None = None  # when speech was last heard in this part
    part: int = 0
    spoke: bool = False
    urgent: bool = False
    truncated: bool = False
    number: int | None = None
    reason: Reason | None = None


Step = tuple[State, tuple[Action, ...]]


def advance(state: State, event: Event, rules: Rules) -> Step:
    """Return the state after *event* and what is to be done now. An event that means nothing here changes nothing."""
    if state.phase is Phase.OVER:
        return state, ()
    if isinstance(event, Ended):
        return _over(state, event)
    if isinstance(event, DiskFull):
        return _disk_full(state, event)
    if isinstance(event, Resumed):
        return _resumed(state, event), ()
    handler = _HANDLERS.get(state.phase)
    return handler(state, event, rules) if handler else (state, ())


def _ringing(state: State, event: Event, _rules: Rules) -> Step:
    if not isinstance(event, Answered):
        return state, ()
    if event.disk_full:
        state = replace(state, reason=Reason.DISK_FULL)
        return _enter(state, Phase.FAREWELL, event), (Play((Code.NO_SPACE,)),)
    return _enter(state, Phase.NOTICE, event), (Play((Code.NOTICE, Code.GREETING, Code.URGENT_HINT)),)


def _notice(state: State, event: Event, rules: Rules) -> Step:
    if isinstance(event, PromptDone) or (isinstance(event, Digit) and event.digit == "#"):
        return _beep(state, event)
    if isinstance(event, Digit) and event.digit == "1":
        state = replace(state, urgent=True)
        if rules.duty:
            return _enter(state, Phase.CONNECTING, event), (Play((Code.CONNECTING,)),)
        return _enter(state, Phase.REDIRECTED, event), (Play((*rules.opening, Code.AFTER_BEEP)),)
    return state, ()


def _connecting(state: State, event: Event, _rules: Rules) -> Step:
    if isinstance(event, PromptDone):
        return _enter(state, Phase.DUTY, event), (CallDuty(),)
    return state, ()


def _duty(state: State, event: Event, rules: Rules) -> Step:
    if isinstance(event, DutyAnswered):
        return _enter(state, Phase.TRANSFERRED, event), ()
    rang_out = isinstance(event, Tick) and event.now_s - state.since_s >= rules.limits.duty_ring_s
    if not rang_out and not isinstance(event, DutyFailed):
        return state, ()
    words = Play((Code.DUTY_SILENT, *rules.opening, Code.AFTER_BEEP))
    return _enter(state, Phase.REDIRECTED, event), ((LeaveDuty(), words) if rang_out else (words,))


def _redirected(state: State, event: Event, _rules: Rules) -> Step:
    if isinstance(event, PromptDone) or (isinstance(event, Digit) and event.digit == "#"):
        return _beep(state, event)
    return state, ()


def _beep(state: State, event: Event) -> Step:
    """Sound is kept from the first moment of the beep: many callers begin to speak into it."""
    state = replace(_enter(state, Phase.BEEP, event), part=state.part + 1, loud_at_s=None)
    return state, (StartRecording(state.part), Play((Code.BEEP,)))


def _beeping(state: State, event: Event, _rules: Rules) -> Step:
    if isinstance(event, PromptDone):
        return _enter(state, Phase.RECORDING, event), ()
    if isinstance(event, Tick) and event.loud:
        return replace(state, loud_at_s=event.now_s, spoke=True), ()
    return state, ()


def _recording(state: State, event: Event, rules: Rules) -> Step:
    if isinstance(event, Digit) and event.digit == "#":
        return _end_part(state, event, Reason.HASH_KEY)
    if not isinstance(event, Tick):
        return state, ()
    if event.loud:
        state = replace(state, loud_at_s=event.now_s, spoke=True)
    if event.now_s - state.since_s >= rules.limits.recording_s:
        return _end_part(replace(state, truncated=True), event, Reason.LIMIT)
    heard_s, allowed_s = (
        (state.since_s, rules.limits.first_word_s)
        if state.loud_at_s is None
        else (max(state.loud_at_s, state.since_s), rules.limits.silence_s)
    )
    return _end_part(state, event, Reason.SILENCE) if event.now_s - heard_s >= allowed_s else (state, ())


def _end_part(state: State, event: Event, reason: Reason) -> Step:
    """After the first words a number is told; the caller who said nothing at all is told so."""
    state = replace(state, reason=reason)
    if not state.spoke:
        return _enter(state, Phase.FAREWELL, event), (StopRecording(), Play((Code.SILENT,)))
    return _enter(state, Phase.NUMBER, event), (StopRecording(), TakeNumber())


def _number(state: State, event: Event, rules: Rules) -> Step:
    if isinstance(event, NumberTaken):
        state = replace(state, number=event.number)
        return state, (Play(_confirmation(state, may_add=state.part < rules.limits.parts)),)
    return _offer(state, event, rules)


def _offer(state: State, event: Event, rules: Rules) -> Step:
    if isinstance(event, Digit) and event.digit == "2" and state.part < rules.limits.parts:
        return _enter(state, Phase.REDIRECTED, event), (Play((Code.AFTER_BEEP,)),)
    if isinstance(event, Digit) and event.digit == "#":
        return _farewell(state, event)
    if state.phase is Phase.NUMBER:
        return (_enter(state, Phase.OFFER, event), ()) if isinstance(event, PromptDone) else (state, ())
    waited = isinstance(event, Tick) and event.now_s - state.since_s >= rules.limits.offer_s
    return _farewell(state, event) if waited else (state, ())


def _farewell(state: State, event: Event) -> Step:
    return _enter(state, Phase.FAREWELL, event), (Play((Code.GOODBYE,)),)


def _leaving(state: State, event: Event, _rules: Rules) -> Step:
    """The line hangs up by itself once the last words are out; ``Ended`` then closes the state."""
    return (state, (HangUp(),)) if isinstance(event, PromptDone) else (state, ())


def _confirmation(state: State, *, may_add: bool) -> tuple[str, ...]:
    said = (Code.WRITTEN_DOWN,) if state.number is None else (Code.NUMBER_IS, *spoken_number(state.number))
    limit = (Code.LIMIT,) if state.reason is Reason.LIMIT else ()
    return (*limit, *said, Code.DRAFT, *((Code.ADD_HINT,) if may_add else ()))


def _disk_full(state: State, event: Event) -> Step:
    if state.phase not in (Phase.BEEP, Phase.RECORDING):
        return state, ()
    state = replace(state, truncated=True, reason=Reason.DISK_FULL)
    return _enter(state, Phase.FAREWELL, event), (StopRecording(), Play((Code.STOPPED,)))


def _over(state: State, event: Ended) -> Step:
    """What was said stays said: an order that ended by ``#`` keeps that reason when the caller hangs up later."""
    running = state.phase in (Phase.BEEP, Phase.RECORDING)
    reason = event.reason if running or state.reason is None else state.reason
    actions: tuple[Action, ...] = (StopRecording(),) if running else ()
    if running and state.spoke and state.number is None:
        actions = (*actions, TakeNumber())
    return replace(_enter(state, Phase.OVER, event), reason=reason), actions


def _resumed(state: State, event: Resumed) -> State:
    loud_at_s = None if state.loud_at_s is None else state.loud_at_s + event.held_s
    return replace(state, since_s=state.since_s + event.held_s, loud_at_s=loud_at_s)


def _enter(state: State, phase: Phase, event: Event) -> State:
    return replace(state, phase=phase, since_s=event.now_s)


_HANDLERS: dict[Phase, Callable[[State, Event, Rules], Step]] = {
    Phase.RINGING: _ringing,
    Phase.NOTICE: _notice,
    Phase.CONNECTING: _connecting,
    Phase.DUTY: _duty,
    Phase.REDIRECTED: _redirected,
    Phase.BEEP: _beeping,
    Phase.RECORDING: _recording,
    Phase.NUMBER: _number,
    Phase.OFFER: _offer,
    Phase.FAREWELL: _leaving,
}
