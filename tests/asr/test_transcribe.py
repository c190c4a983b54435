"""From a sound file to the document that other programs read."""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from asr.build import AsrSettings, build_transcriber, locate_model
from asr.digits_twice import DigitsTwice
from asr.engine import Audio, AudioRejected, EngineBusy, EngineInfo, ModelMissing, Segment, Transcript, Word
from asr.testing import ScriptedTranscriber
from asr.transcribe import CallFacts, engine_note, merge_channels, readable, to_document, transcribe_file

pytestmark = pytest.mark.unit

Say = Callable[[str], Audio]
INFO = EngineInfo("scripted", "test")


def transcript(*segments: tuple[float, float, str], duration: float = 10.0) -> Transcript:
    return Transcript(tuple(Segment(start, end, text, ()) for start, end, text in segments), duration, INFO)


@pytest.fixture
def stereo(tmp_path: Path, say: Say) -> Path:
    client, manager = say("мне нужно пятьсот пар").samples, say("хорошо записал").samples
    length = max(len(client), len(manager))
    channels = [np.pad(side, (0, length - len(side))) for side in (client, manager)]
    soundfile.write(tmp_path / "call.wav", np.stack(channels, axis=1), 8_000)
    return tmp_path / "call.wav"


def test_each_channel_is_heard_apart_and_named(stereo: Path) -> None:
    engine = ScriptedTranscriber("мне нужно пятьсот пар", "хорошо записал")
    channels = transcribe_file(stereo, engine, hints=["перчатки"])
    merged = merge_channels(channels, ("client", "manager"))
    assert {(segment.speaker, segment.text) for segment in merged.segments} == {
        ("client", "мне нужно пятьсот пар"),
        ("manager", "хорошо записал"),
    }
    assert engine.hints == [("перчатки",)]


def test_progress_goes_from_nothing_to_all(stereo: Path, tiny_ctc: Path) -> None:
    seen: list[tuple[str, float]] = []
    transcribe_file(stereo, build_transcriber(AsrSettings(model=str(tiny_ctc))), progress=lambda *at: seen.append(at))
    assert [stage for stage, _ in seen if stage == "decode"] == ["decode", "decode"]
    shares = [share for stage, share in seen if stage == "recognise"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, pytest.approx(1.0))
    assert len(shares) > 2


def test_channels_interleave_by_time_and_last_as_long_as_the_longer() -> None:
    merged = merge_channels(
        [transcript((0.0, 1.0, "алло"), (5.0, 6.0, "да")), transcript((2.0, 3.0, "слушаю"), duration=12.0)]
    )
    assert [(segment.text, segment.speaker) for segment in merged.segments] == [
        ("алло", "speaker_0"),
        ("слушаю", "speaker_1"),
        ("да", "speaker_0"),
    ]
    assert merged.duration == 12.0


def test_nobody_is_named_in_a_mono_recording_unless_told() -> None:
    assert merge_channels([transcript((0.0, 1.0, "алло"))]).segments[0].speaker is None
    assert merge_channels([transcript((0.0, 1.0, "алло"))], ("client",)).segments[0].speaker == "client"


def test_the_document_has_the_fields_that_others_rely_on() -> None:
    word = Word(0.4, 0.8, "пятьсот", 0.97, disputed="шестьсот")
    heard = Transcript((Segment(0.4, 6.1, "пятьсот", (word,), 0.93, "client"),), 41.3, INFO)
    facts = CallFacts(
        call_id="c-1",
        started_at=dt.datetime(2026, 11, 20, 22, 14, 3, tzinfo=dt.timezone(dt.timedelta(hours=5))),
        direction="inbound",
        source="night_line",
        phone="+79120001122",
    )
    document = json.loads(json.dumps(to_document(heard, facts)))
    assert document["started_at"] == "2026-11-20T22:14:03+05:00"
    assert document["client_id"] is None
    assert document["duration"] == 41.3
    assert document["engine"]["name"] == "scripted"
    [segment] = document["segments"]
    assert set(segment) == {"start", "end", "speaker", "text", "confidence", "words"}
    assert segment["words"] == [
        {"start": 0.4, "end": 0.8, "text": "пятьсот", "confidence": 0.97, "disputed": "шестьсот"}
    ]


def test_people_see_both_readings_of_a_number() -> None:
    words = (
        Word(61.0, 61.5, "пятьсот", disputed="шестьсот"),
        Word(61.6, 62.0, "пар"),
        Word(62.0, 62.4, "пять", disputed=""),
    )
    heard = Transcript((Segment(61.0, 62.4, "пятьсот пар пять", words, speaker="client"),), 70.0, INFO)
    assert readable(heard) == "01:01.0  Клиент: пятьсот [или: шестьсот] пар пять [или: ничего]"
    assert readable(transcript()) == "(речи не найдено)"


def test_the_demonstration_model_says_so() -> None:
    assert engine_note(INFO) is None
    note = engine_note(EngineInfo("onnx-asr", "ctc", demonstration=True))
    assert note is not None
    assert "демонстрационная" in note
    assert "dozvon models pull" in note


def test_refusals_and_failures_reach_the_caller(tmp_path: Path, stereo: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"#EXTM3U")
    with pytest.raises(AudioRejected):
        transcribe_file(tmp_path / "a.wav", ScriptedTranscriber("да"))
    with pytest.raises(EngineBusy):
        transcribe_file(stereo, ScriptedTranscriber(EngineBusy("no memory")))


def test_a_model_is_found_by_name_and_by_path(tmp_path: Path, tiny_ctc: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert locate_model("mine", tmp_path) == tmp_path / "mine"
    assert locate_model(str(tiny_ctc), tmp_path) == tiny_ctc
    with pytest.raises(ModelMissing, match="dozvon models pull gigaam-v3-ctc"):
        locate_model("gigaam-v3-ctc", tmp_path)


def test_a_second_model_makes_numbers_read_twice(tiny_ctc: Path, say: Say) -> None:
    engine = build_transcriber(AsrSettings(model=str(tiny_ctc), second_model=str(tiny_ctc)))
    assert isinstance(engine, DigitsTwice)
    assert "tiny-ctc" in engine.info.version
    [heard] = engine.transcribe_batch([say("мне нужно пятьсот пар")])
    assert all(word.disputed is None for word in heard.words)


def test_building_and_hearing_open_no_socket(
    tiny_ctc: Path, tiny_whisper: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for model in (tiny_ctc, tiny_whisper):
        engine = build_transcriber(AsrSettings(model=str(model)))
        engine.transcribe_batch([say("мне нужно пятьсот пар")])
