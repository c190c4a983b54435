"""From what an engine's library says to words: times, confidences, clips."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as HeardWord

from asr.token_words import words_of
from asr.whisper_engine import words_by_clip

pytestmark = pytest.mark.unit

CLIPS = [{"start": 0.0, "end": 10.0}, {"start": 10.0, "end": 14.0}]


def heard(
    start: float, end: float, text: str, *, loops: float = 1.0, silent: float = 0.0, sure: float = -0.2
) -> Segment:
    words = [HeardWord(start + i * 0.5, start + i * 0.5 + 0.4, f" {word}", 0.9) for i, word in enumerate(text.split())]
    return Segment(0, 0, start, end, text, [], sure, loops, silent, words, 0.0)


def test_letters_become_words_at_the_spaces() -> None:
    tokens = ["м", "н", "е", " ", "п", "я", "т", "ь"]
    times = [0.4, 0.44, 0.48, 0.6, 0.8, 0.84, 0.9, 1.0]
    me, five = words_of(tokens, times, [-0.1] * 8, 3.0)
    assert (me.text, five.text) == ("мне", "пять")
    assert me.start < 0.4 <= me.end <= five.start < 0.8 < five.end < 1.3


def test_word_pieces_with_leading_spaces_become_words() -> None:
    found = words_of([" пят", "ьсот", " пар", "."], [0.4, 0.6, 1.0, 1.2], [-0.1] * 4, 3.0)
    assert [word.text for word in found] == ["пятьсот", "пар"]


def test_marks_of_the_vocabulary_are_no_letters() -> None:
    assert [word.text for word in words_of(["<unk>", "д", "а"], [0.1, 0.2, 0.3], [], 1.0)] == ["да"]


def test_no_tokens_are_no_words() -> None:
    assert words_of([], [], [], 3.0) == ()


def test_a_long_word_is_as_sure_as_a_short_one_of_equal_letters() -> None:
    short, long = words_of(list("да перчатками"), [i * 0.1 for i in range(13)], [-0.2] * 13, 3.0)
    assert short.confidence == long.confidence == pytest.approx(math.exp(-0.2), abs=0.001)


def test_one_doubtful_letter_makes_a_word_less_sure() -> None:
    sure, doubtful = words_of(list("пар мар"), [i * 0.1 for i in range(7)], [0, 0, 0, 0, -3, 0, 0], 3.0)
    assert sure.confidence is not None
    assert doubtful.confidence is not None
    assert doubtful.confidence < sure.confidence


def test_words_never_overlap_and_never_leave_the_stretch() -> None:
    tokens = list("а б в г д")
    found = words_of(tokens, [i * 0.04 for i in range(len(tokens))], [], 0.4)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert found[0].start >= 0
    assert found[-1].end <= 0.4


def test_segments_return_to_the_clip_they_came_from_on_its_clock() -> None:
    first, second = words_by_clip([heard(1.0, 2.0, "мне пять"), heard(10.5, 11.5, "да да")], CLIPS)
    assert [(word.text, word.start) for word in first] == [("мне", 1.0), ("пять", 1.5)]
    assert [(word.text, word.start) for word in second] == [("да", 0.5), ("да", 1.0)]


@pytest.mark.parametrize(
    "segment",
    [
        pytest.param(heard(1.0, 2.0, "а а а а", loops=3.0), id="loops"),
        pytest.param(heard(1.0, 2.0, "спасибо", silent=0.9, sure=-1.5), id="silence"),
    ],
)
def test_segments_that_whisper_itself_doubts_are_dropped(segment: Segment) -> None:
    assert words_by_clip([segment], CLIPS) == [(), ()]


def test_punctuation_is_taken_off_words() -> None:
    [words, _] = words_by_clip([heard(1.0, 2.0, "«Здравствуйте, … мне 1,5 метра!»")], CLIPS)
    assert [word.text for word in words] == ["Здравствуйте", "мне", "1,5", "метра"]
