"""What a search nearly heard stands at the words that it would replace."""

from __future__ import annotations

import pytest

from asr.engine import EngineInfo, Other, Segment, Transcript, Word
from asr.others import FURTHEST, with_others
from asr.transcribe import to_document

pytestmark = pytest.mark.unit
BEST = "нам кабель канал десять штук"


def heard(*readings: tuple[str, float]) -> dict[str, list[tuple[str, int, float]]]:
    """Return what may stand in place of each word of BEST that has such."""
    words = [Word(place, place + 1.0, text) for place, text in enumerate(BEST.split())]
    return {
        word.text: [(other.text, other.words, other.behind) for other in word.others]
        for word in with_others(words, readings)
        if word.others
    }


@pytest.mark.parametrize(
    ("reading", "place", "other"),
    [
        ("нам кабель канат десять штук", "канал", ("канат", 1, 1.0)),
        ("нам кабельканал десять штук", "кабель", ("кабельканал", 2, 1.0)),
        ("нам кабель канал десять", "штук", ("", 1, 1.0)),
        ("нам кабель канал и десять штук", "десять", ("и десять", 1, 1.0)),
        ("нам кабель канал десять штук тоже", "штук", ("штук тоже", 1, 1.0)),
        ("а нам кабель канал десять штук", "нам", ("а нам", 1, 1.0)),
    ],
)
def test_a_difference_stands_at_its_first_word(reading: str, place: str, other: tuple[str, int, float]) -> None:
    assert heard((reading, 1.0)) == {place: [other]}


def test_the_likeliest_of_equal_differences_counts() -> None:
    assert heard(("нам кабель канат десять штук", 1.0), ("нам кабель канат десять штук", 2.0)) == {
        "канал": [("канат", 1, 1.0)]
    }


def test_what_is_far_behind_or_differs_in_everything_is_left_out() -> None:
    assert heard(("нам кабель канат десять штук", FURTHEST + 1), ("вам табель какао весит шесть", 1.0)) == {}


def test_the_document_carries_what_was_nearly_heard_only_where_there_is_something() -> None:
    words = (Word(0.0, 0.5, "канал", 0.5, others=(Other("канат", 1, 0.7),)), Word(0.5, 1.0, "десять", 0.9))
    transcript = Transcript((Segment(0.0, 1.0, "канал десять", words),), 1.0, EngineInfo("onnx-asr", "ctc"))
    first, second = to_document(transcript)["segments"][0]["words"]
    assert first["others"] == [{"text": "канат", "words": 1, "behind": 0.7}]
    assert "others" not in second
