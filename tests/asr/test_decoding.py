"""Sound files in, samples or a reason out."""

from __future__ import annotations

import io
import os
import struct
import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from asr.containers import Container, sniff
from asr.decoding import REASON_TEXTS, DecodeLimits, RejectReason, decode_file, reject_reason
from asr.engine import AudioRejected

pytestmark = pytest.mark.unit

RATE_HZ = 8_000


def tone(seconds: float = 2.0, hz: float = 440.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def stereo() -> np.ndarray:
    return np.stack([tone(hz=440.0), tone(hz=300.0) * 0.5], axis=1)


def processor_s() -> float:
    """Return the processor time of this process and its children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def refusal(path: Path, limits: DecodeLimits | None = None) -> RejectReason:
    began = processor_s()
    with pytest.raises(AudioRejected) as caught:
        decode_file(path, limits)
    assert processor_s() - began < 5  # not by the clock: other work on the machine must not fail this
    return reject_reason(caught.value)


def write_with_av(path: Path, container: str, codec: str, rate_hz: int) -> None:
    frame = av.AudioFrame.from_ndarray((tone()[None] * 32_767).astype(np.int16), format="s16", layout="mono")
    frame.sample_rate = RATE_HZ
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate_hz, layout="mono")
        convert = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=rate_hz, frame_size=stream.codec_context.frame_size or 1_024
        )
        for part in [*convert.resample(frame), *convert.resample(None)]:
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))


@pytest.mark.parametrize(
    ("name", "file_format", "subtype"),
    [
        pytest.param("pcm.wav", "WAV", "PCM_16", id="wav pcm"),
        pytest.param("alaw.wav", "WAV", "ALAW", id="wav a-law"),
        pytest.param("ulaw.wav", "WAV", "ULAW", id="wav mu-law"),
        pytest.param("adpcm.wav", "WAV", "IMA_ADPCM", id="wav adpcm"),
        pytest.param("float.wav", "WAV", "FLOAT", id="wav float"),
        pytest.param("big.wav", "RF64", "PCM_16", id="rf64"),
        pytest.param("call.flac", "FLAC", "PCM_16", id="flac"),
        pytest.param("call.ogg", "OGG", "VORBIS", id="ogg vorbis"),
        pytest.param("call.opus", "OGG", "OPUS", id="ogg opus"),
        pytest.param("call.mp3", "MP3", "MPEG_LAYER_III", id="mp3"),
        pytest.param("call.au", "AU", "ULAW", id="au"),
        pytest.param("call.aiff", "AIFF", "PCM_16", id="aiff"),
    ],
)
def test_channels_of_every_kind_of_recording_stay_apart(
    tmp_path: Path, name: str, file_format: str, subtype: str
) -> None:
    soundfile.write(tmp_path / name, stereo(), RATE_HZ, format=file_format, subtype=subtype)
    left, right = decode_file(tmp_path / name)
    assert left.sample_rate_hz == RATE_HZ
    assert left.seconds == pytest.approx(2.0, abs=0.1)
    assert np.abs(left.samples).max() == pytest.approx(0.3, abs=0.06)
    assert np.abs(right.samples).max() == pytest.approx(0.15, abs=0.04)


@pytest.mark.parametrize(
    ("name", "container", "codec", "rate_hz"),
    [
        pytest.param("call.m4a", "mp4", "aac", 16_000, id="m4a"),
        pytest.param("call.webm", "webm", "libopus", 48_000, id="webm"),
        pytest.param("call.wav", "wav", "g726", 8_000, id="wav with a codec that libsndfile lacks"),
    ],
)
def test_what_libsndfile_lacks_is_read_by_ffmpeg(
    tmp_path: Path, name: str, container: str, codec: str, rate_hz: int
) -> None:
    write_with_av(tmp_path / name, container, codec, rate_hz)
    [audio] = decode_file(tmp_path / name)
    assert audio.sample_rate_hz == (8_000 if rate_hz == 8_000 else 16_000)
    assert audio.seconds == pytest.approx(2.0, abs=0.2)
    assert 0.2 < np.abs(audio.samples).max() < 0.6


def test_gsm_in_wav_is_read(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(), RATE_HZ, format="WAV", subtype="GSM610")
    [audio] = decode_file(tmp_path / "a.wav")
    assert audio.seconds == pytest.approx(2.0, abs=0.1)


def test_high_sample_rates_come_down_to_sixteen_kilohertz_with_the_same_sound(tmp_path: Path) -> None:
    seconds = np.arange(2 * 44_100) / 44_100
    soundfile.write(tmp_path / "a.wav", 0.5 * np.sin(2 * np.pi * 1_000 * seconds), 44_100)
    [audio] = decode_file(tmp_path / "a.wav")
    spectrum = np.abs(np.fft.rfft(audio.samples))
    assert audio.sample_rate_hz == 16_000
    assert np.fft.rfftfreq(len(audio.samples), 1 / 16_000)[spectrum.argmax()] == pytest.approx(1_000, abs=2)


def test_a_mono_call_exported_as_stereo_is_one_channel(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.mp3", np.stack([tone(), tone()], axis=1), RATE_HZ)
    assert len(decode_file(tmp_path / "a.mp3")) == 1


@pytest.mark.parametrize("length", [pytest.param(0, id="zero"), pytest.param(0xFFFFFFFF, id="unknown")])
@pytest.mark.parametrize("subtype", ["PCM_16", "ALAW"])
def test_wav_whose_lengths_were_never_written_is_read_to_its_end(tmp_path: Path, subtype: str, length: int) -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, tone(), RATE_HZ, format="WAV", subtype=subtype)
    raw = bytearray(buffer.getvalue())
    struct.pack_into("<I", raw, 4, length)
    struct.pack_into("<I", raw, raw.index(b"data") + 4, length)
    (tmp_path / "crash.wav").write_bytes(raw)
    [audio] = decode_file(tmp_path / "crash.wav")
    assert audio.seconds == pytest.approx(2.0, abs=0.01)
    assert np.abs(audio.samples).max() == pytest.approx(0.3, abs=0.02)


def test_wav_cut_short_gives_what_it_holds(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(), RATE_HZ)
    os.truncate(tmp_path / "a.wav", 44 + RATE_HZ)
    [audio] = decode_file(tmp_path / "a.wav")
    assert audio.seconds == pytest.approx(0.5)


def test_samples_that_are_no_numbers_become_silence(tmp_path: Path) -> None:
    samples = tone()
    samples[100:200] = np.nan
    soundfile.write(tmp_path / "a.wav", samples, RATE_HZ, subtype="FLOAT")
    [audio] = decode_file(tmp_path / "a.wav")
    assert np.isfinite(audio.samples).all()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", RejectReason.EMPTY, id="empty"),
        pytest.param(b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", RejectReason.NOT_AUDIO, id="HLS playlist"),
        pytest.param(b"ffconcat version 1.0\nfile '/etc/passwd'\n", RejectReason.NOT_AUDIO, id="concat list"),
        pytest.param(b"<?xml version='1.0'?><MPD></MPD>", RejectReason.NOT_AUDIO, id="DASH manifest"),
        pytest.param(b"PK\x03\x04" + bytes(100), RejectReason.NOT_AUDIO, id="archive"),
        pytest.param(b"RIFF\0\0\0\0AVI LIST" + bytes(100), RejectReason.NOT_AUDIO, id="RIFF that is no WAVE"),
        pytest.param(b"RIFF\xff\xff\0\0WAVEfmt " + b"\xff" * 200, RejectReason.BROKEN, id="broken header"),
        pytest.param(b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0", RejectReason.BROKEN, id="cut inside the header"),
        pytest.param(b"ID3\x03\0\0\0\0\0\0#EXTM3U\nhttp://127.0.0.1/a.ts\n", RejectReason.BROKEN, id="playlist in ID3"),
        pytest.param(b"OggS" + bytes(300), RejectReason.BROKEN, id="ogg of zeros"),
        pytest.param(b"\0\0\0\x20ftypM4A " + bytes(300), RejectReason.BROKEN, id="mp4 of zeros"),
        pytest.param(b"\x1a\x45\xdf\xa3" + b"\xff" * 300, RejectReason.BROKEN, id="matroska of ones"),
        pytest.param(b"#!AMR\n" + b"\xff" * 300, RejectReason.EMPTY, id="amr without a frame"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_their_reason(
    tmp_path: Path, content: bytes, reason: RejectReason
) -> None:
    (tmp_path / "order.wav").write_bytes(content)
    assert refusal(tmp_path / "order.wav") == reason


def test_wav_without_samples_is_empty(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0, np.float32), RATE_HZ)
    assert refusal(tmp_path / "a.wav") == RejectReason.EMPTY


@pytest.mark.parametrize("hours", [pytest.param(1, id="an hour"), pytest.param(5, id="longer than any call")])
def test_hours_of_silence_in_a_small_file_are_refused(tmp_path: Path, hours: int) -> None:
    path = tmp_path / "a.flac"
    with soundfile.SoundFile(path, "w", RATE_HZ, 1, "PCM_16", format="FLAC") as out:
        for _ in range(hours * 60):
            out.write(np.zeros(60 * RATE_HZ, np.int16))
    assert path.stat().st_size < 500_000
    assert refusal(path) == (RejectReason.BOMB if hours == 1 else RejectReason.TOO_LONG)


def test_length_is_bounded_by_what_is_decoded_when_the_header_lies(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as out:
        out.setparams((1, 1, 8_000, 0, "NONE", ""))
        out.writeframes(bytes(8_000 * 90))
    with (tmp_path / "a.wav").open("r+b") as file:
        file.seek(40)
        file.write(struct.pack("<I", 0))
    assert refusal(tmp_path / "a.wav", DecodeLimits(max_seconds=60)) == RejectReason.TOO_LONG


def test_file_past_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(), RATE_HZ)
    assert refusal(tmp_path / "a.wav", DecodeLimits(max_bytes=1_000)) == RejectReason.TOO_BIG


def test_decoder_that_wants_too_much_memory_is_stopped(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(), RATE_HZ)
    assert refusal(tmp_path / "a.wav", DecodeLimits(memory_bytes=1_000_000)) in (
        RejectReason.TOO_BIG,
        RejectReason.BROKEN,
    )


def test_decoder_that_burns_processor_time_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with soundfile.SoundFile(path, "w", 192_000, 8, "PCM_16") as out:
        out.write(np.zeros((1, 8), np.int16))
    with path.open("r+b") as file:
        file.seek(path.read_bytes().index(b"data") + 4)
        file.write(bytes(4))
    os.truncate(path, 400_000_000)  # sparse: takes no disk
    assert refusal(path, DecodeLimits(cpu_s=1, bytes_per_cpu_s=10**9)) == RejectReason.TOO_SLOW


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../../../../etc/passwd", id="climbing"),
        pytest.param("concat:/etc/passwd|/etc/hosts", id="concat protocol"),
        pytest.param("http://127.0.0.1:9/a.wav", id="address"),
        pytest.param("a\0b.wav", id="zero byte"),
        pytest.param("x" * 300, id="too long a name"),
    ],
)
def test_a_path_in_the_name_opens_nothing(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / name) in (RejectReason.MISSING, RejectReason.NOT_A_FILE, RejectReason.NOT_AUDIO)


def test_links_folders_and_pipes_are_refused_without_waiting(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "real.wav", tone(), RATE_HZ)
    (tmp_path / "link.wav").symlink_to(tmp_path / "real.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    for name in ("link.wav", "pipe.wav", "."):
        assert refusal(tmp_path / name) == RejectReason.NOT_A_FILE


def test_a_name_that_a_decoder_would_obey_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "concat:x|file:y.m4a"
    write_with_av(tmp_path / "plain.m4a", "mp4", "aac", 16_000)
    (tmp_path / "plain.m4a").rename(path)
    assert decode_file(path)[0].seconds == pytest.approx(2.0, abs=0.2)


def test_every_reason_has_words_for_people() -> None:
    assert set(REASON_TEXTS) == set(RejectReason)


@pytest.mark.parametrize(
    ("head", "container"),
    [
        pytest.param(b"\xff\xfb\x90\x00", Container.MP3, id="mp3 frame"),
        pytest.param(b"\xff\xff\xff\xff", None, id="all ones are no mp3 frame"),
        pytest.param(b"\xff\xfe#\0E\0X\0", None, id="UTF-16 text is no mp3 frame"),
        pytest.param(b"RF64\0\0\0\0WAVE", Container.WAV, id="rf64"),
        pytest.param(b"FORM\0\0\0\0AIFC", Container.AIFF, id="aifc"),
        pytest.param(b"#!AMR-WB\n", Container.AMR, id="wide-band amr"),
        pytest.param(b"R", None, id="one byte"),
    ],
)
def test_kind_is_told_by_the_first_bytes(head: bytes, container: Container | None) -> None:
    assert sniff(head) == container
