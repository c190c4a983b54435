"""The conversation without a telephone: events in, actions out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.conversation import (
    Action,
    Answered,
    CallDuty,
    Digit,
    DiskFull,
    DutyAnswered,
    DutyFailed,
    Ended,
    Event,
    HangUp,
    LeaveDuty,
    NumberTaken,
    Phase,
    Play,
    PromptDone,
    Reason,
    Resumed,
    Rules,
    StartRecording,
    State,
    StopRecording,
    TakeNumber,
    Tick,
    advance,
)
from telephony.prompts import Code
from telephony.settings import Limits

pytestmark = pytest.mark.unit

RULES = Rules(Limits(recording_s=60, first_word_s=8, silence_s=4, offer_s=5, duty_ring_s=25))
ON_DUTY = Rules(RULES.limits, duty=True)


def run(events: Iterable[Event], rules: Rules = RULES, state: State | None = None) -> tuple[State, list[Action]]:
    state, done = state or State(), []
    for event in events:
        state, actions = advance(state, event, rules)
        done += actions
    return state, done


RECORDING = (Answered(0), PromptDone(10), PromptDone(10.5))
SPOKEN = (*RECORDING, Tick(11, loud=True), Tick(12, loud=True))


def test_sound_is_kept_from_the_first_moment_of_the_beep() -> None:
    state, actions = run([Answered(0), PromptDone(10)])
    assert state.phase is Phase.BEEP
    assert actions == [
        Play((Code.NOTICE, Code.GREETING, Code.URGENT_HINT)),
        StartRecording(1),
        Play((Code.BEEP,)),
    ]


def test_the_number_is_said_digit_by_digit_and_then_the_line_hangs_up() -> None:
    state, actions = run([*SPOKEN, Digit(13, "#"), NumberTaken(13, 1042), PromptDone(25), Tick(31), PromptDone(34)])
    assert actions[3:] == [
        StopRecording(),
        TakeNumber(),
        Play((Code.NUMBER_IS, "digit_1", "digit_0", "digit_4", "digit_2", Code.DRAFT, Code.ADD_HINT)),
        Play((Code.GOODBYE,)),
        HangUp(),
    ]
    assert (state.reason, state.number) == (Reason.HASH_KEY, 1042)


def test_without_a_number_the_caller_hears_that_the_order_is_written_down() -> None:
    _state, actions = run([*SPOKEN, Digit(13, "#"), NumberTaken(13, None)])
    assert actions[-1] == Play((Code.WRITTEN_DOWN, Code.DRAFT, Code.ADD_HINT))


@pytest.mark.parametrize(
    ("events", "reason", "spoke"),
    [
        pytest.param([Tick(15.9, loud=False)], Reason.SILENCE, True, id="a pause after speech"),
        pytest.param([Tick(15.0, loud=True), Tick(18.9), Tick(19.1)], Reason.SILENCE, True, id="counted from the last"),
    ],
)
def test_silence_ends_the_order(events: list[Event], reason: Reason, spoke: bool) -> None:
    state, _actions = run([*SPOKEN, *events, Tick(16.0)] if len(events) == 1 else [*SPOKEN, *events])
    assert (state.phase, state.reason, state.spoke) == (Phase.NUMBER, reason, spoke)


def test_a_caller_who_says_nothing_is_told_so_and_gets_no_number() -> None:
    state, actions = run([*RECORDING, Tick(18.4), Tick(18.6)])
    assert actions[-2:] == [StopRecording(), Play((Code.SILENT,))]
    assert (state.phase, state.spoke) == (Phase.FAREWELL, False)


def test_the_limit_ends_the_recording_and_is_said() -> None:
    talking = [Tick(11 + second, loud=True) for second in range(61)]
    state, actions = run([*RECORDING, *talking, NumberTaken(72, 7)])
    assert state.truncated
    assert isinstance(actions[-1], Play)
    assert actions[-1].codes[:3] == (Code.LIMIT, Code.NUMBER_IS, "digit_7")


@pytest.mark.parametrize("when", [pytest.param(20, id="while the number is said"), pytest.param(27, id="after it")])
def test_two_adds_a_part_to_the_same_order(when: float) -> None:
    spoken = [*SPOKEN, Digit(13, "#"), NumberTaken(13, 5)]
    events = [*spoken, *([PromptDone(25)] if when > 25 else []), Digit(when, "2"), PromptDone(30)]
    state, actions = run(events)
    assert actions[-2:] == [StartRecording(2), Play((Code.BEEP,))]
    assert state.number == 5


def test_parts_are_counted_and_the_last_one_offers_no_more() -> None:
    rules = Rules(Limits(parts=1))
    state, actions = run([*SPOKEN, Digit(13, "#"), NumberTaken(13, 5), Digit(14, "2")], rules)
    assert actions[-1] == Play((Code.NUMBER_IS, "digit_5", Code.DRAFT))
    assert state.phase is Phase.NUMBER


def test_one_during_the_notice_rings_the_duty_number() -> None:
    state, actions = run([Answered(0), Digit(2, "1"), PromptDone(4)], ON_DUTY)
    assert actions[1:] == [Play((Code.CONNECTING,)), CallDuty()]
    assert (state.phase, state.urgent) == (Phase.DUTY, True)


def test_a_transferred_call_only_waits_for_its_end() -> None:
    state, actions = run(
        [Answered(0), Digit(2, "1"), PromptDone(4), DutyAnswered(9), Tick(300), Digit(301, "2")], ON_DUTY
    )
    assert state.phase is Phase.TRANSFERRED
    assert actions[-1] == CallDuty()


@pytest.mark.parametrize(
    ("event", "first"),
    [
        pytest.param(DutyFailed(9), Play((Code.DUTY_SILENT, Code.AFTER_BEEP)), id="busy"),
        pytest.param(Tick(29.1), LeaveDuty(), id="rings for too long"),
    ],
)
def test_when_nobody_on_duty_answers_the_order_is_taken(event: Event, first: Action) -> None:
    state, actions = run([Answered(0), Digit(2, "1"), PromptDone(4), event, PromptDone(35)], ON_DUTY)
    assert actions[3] == first
    assert actions[-2:] == [StartRecording(1), Play((Code.BEEP,))]
    assert state.phase is Phase.BEEP


def test_with_nobody_on_duty_one_says_when_the_office_opens() -> None:
    rules = Rules(RULES.limits, opening=(Code.OFFICE_OPENS, Code.TOMORROW, "hour_09"))
    _state, actions = run([Answered(0), Digit(2, "1")], rules)
    assert actions[-1] == Play((Code.OFFICE_OPENS, Code.TOMORROW, "hour_09", Code.AFTER_BEEP))


def test_one_after_the_beep_is_part_of_the_order() -> None:
    _state, actions = run([*SPOKEN, Digit(13, "1")], ON_DUTY)
    assert CallDuty() not in actions


def test_hash_during_the_notice_goes_straight_to_the_beep() -> None:
    state, _actions = run([Answered(0), Digit(1, "#")])
    assert state.phase is Phase.BEEP


def test_a_full_disk_is_told_instead_of_the_notice() -> None:
    state, actions = run([Answered(0, disk_full=True), PromptDone(3)])
    assert actions == [Play((Code.NO_SPACE,)), HangUp()]
    assert state.reason is Reason.DISK_FULL


def test_a_disk_that_fills_ends_the_recording_and_keeps_it() -> None:
    state, actions = run([*SPOKEN, DiskFull(13)])
    assert actions[-2:] == [StopRecording(), Play((Code.STOPPED,))]
    assert (state.truncated, state.spoke, state.reason) == (True, True, Reason.DISK_FULL)


def test_hanging_up_while_speaking_takes_a_number_all_the_same() -> None:
    state, actions = run([*SPOKEN, Ended(13)])
    assert actions[-2:] == [StopRecording(), TakeNumber()]
    assert state.reason is Reason.CALLER_HUNG_UP


def test_hanging_up_after_the_order_keeps_what_ended_it() -> None:
    state, _actions = run([*SPOKEN, Digit(13, "#"), NumberTaken(13, 5), Ended(14)])
    assert (state.phase, state.reason) == (Phase.OVER, Reason.HASH_KEY)


def test_time_on_hold_is_no_silence() -> None:
    state, _actions = run([*SPOKEN, Resumed(40, held_s=28), Tick(43.9)])
    assert state.phase is Phase.RECORDING


times = st.floats(0, 2000, allow_nan=False)
events = st.one_of(
    st.builds(PromptDone, times),
    st.builds(Digit, times, st.sampled_from("0123456789*#")),
    st.builds(Tick, times, st.booleans()),
    st.builds(DiskFull, times),
    st.builds(NumberTaken, times, st.none() | st.integers(1, 99999)),
    st.builds(DutyFailed, times),
    st.builds(DutyAnswered, times),
    st.builds(Resumed, times, st.floats(0, 100)),
    st.builds(Ended, times, st.sampled_from(Reason)),
)


@settings(deadline=None)
@given(st.lists(events, max_size=60), st.booleans(), st.booleans())
def test_whatever_happens_recordings_open_and_close_in_turn(happened: list[Event], duty: bool, full: bool) -> None:
    ordered = sorted(happened, key=lambda event: event.now_s)
    _state, actions = run([Answered(0, full), *ordered, Ended(3000)], Rules(RULES.limits, duty=duty))
    turns = [type(action) for action in actions if isinstance(action, StartRecording | StopRecording)]
    assert turns == [StartRecording, StopRecording] * (len(turns) // 2)
    starts = [action.part for action in actions if isinstance(action, StartRecording)]
    assert starts == list(range(1, len(starts) + 1))
    assert len(starts) <= RULES.limits.parts
    assert not (full and starts)


@settings(deadline=None)
@given(st.lists(events, max_size=60))
def test_nobody_but_the_duty_number_is_ever_called(happened: list[Event]) -> None:
    _state, actions = run([Answered(0), *sorted(happened, key=lambda event: event.now_s)], RULES)
    assert CallDuty() not in actions


@settings(deadline=None)
@given(st.lists(events, max_size=40), times)
def test_after_its_end_a_call_does_nothing(happened: list[Event], when: float) -> None:
    over, _actions = run([Answered(0), Ended(when)])
    state, actions = run(happened, state=over)
    assert state == over
    assert actions == []
