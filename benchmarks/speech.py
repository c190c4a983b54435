"""Measure a speech engine: ``python -m benchmarks.speech DIR``, or ``dozvon evaluate speech DIR``.

Quality comes from the recordings of a folder, invented words from sounds without speech, speed from both together. The
report holds what is needed to repeat it. Exit code 1 when the word error rate passes ``--limit``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from asr.build import AsrSettings, build_transcriber
from asr.decoding import decode_file
from asr.engine import Audio, Transcriber, Transcript
from asr.evaluation import (
    Scored,
    by_fact,
    confidence_of,
    letter_errors,
    listed_errors,
    number_errors,
    score,
    word_errors,
)
from asr.hardware import Hardware
from asr.transcribe import merge_channels
from benchmarks.nonspeech import RATE_HZ, SOUNDS, make
from benchmarks.speech_data import RecordingSet, load_recordings

PEAKS = (0.9, 0.3, 0.05)  # loud, usual and faint
Tell = Callable[[str, float], None]


def measure(
    settings: AsrSettings,
    recordings: RecordingSet,
    *,
    nonspeech_minutes: float = 5.0,
    seed: int = 0,
    hints: Sequence[str] = (),
    tell: Tell = lambda _stage, _share: None,
) -> dict[str, Any]:
    """Return the report on one engine over one set of recordings."""
    began = time.perf_counter()
    engine = build_transcriber(settings)
    load_s = time.perf_counter() - began
    channels = [decode_file(recording.path) for recording in recordings.recordings]
    engine.transcribe_batch(channels[0])  # warm-up, not timed
    transcripts, took_s, processor_s = _listen(engine, channels, hints, tell)
    scored = [
        score(recording.text, transcript.text, recording.facts)
        for recording, transcript in zip(recordings.recordings, transcripts, strict=True)
    ]
    sound_s = sum(audio.seconds for parts in channels for audio in parts)
    return {
        "engine": engine.info.key,
        "demonstration": engine.info.demonstration,
        "recordings": len(scored),
        "seconds": round(sound_s, 1),
        **_quality(scored, recordings, transcripts, seed),
        "invented": invented_words(engine, nonspeech_minutes, seed, tell),
        "speed": {
            "times_real_time": round(sound_s / took_s, 1),
            "times_real_time_per_core": round(sound_s / processor_s, 1),
            "load_s": round(load_s, 2),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "threads": settings.hardware.threads,
            "device": settings.hardware.device,
        },
        "data": recordings.digest,
        "seed": seed,
        "commit": _commit(),
    }


def invented_words(engine: Transcriber, minutes: float, seed: int, tell: Tell) -> dict[str, Any]:
    """Return how many words the engine hears in *minutes* of sounds that hold none, and in which."""
    kinds = [(name, peak) for name in SOUNDS for peak in PEAKS]
    seconds = max(5.0, minutes * 60 / len(kinds))
    words: dict[str, int] = {}
    for index, (name, peak) in enumerate(kinds):
        [transcript] = engine.transcribe_batch([Audio(make(name, seconds, seed + index, peak), RATE_HZ)])
        if transcript.words:
            words[name] = words.get(name, 0) + len(transcript.words)
        tell("nonspeech", (index + 1) / len(kinds))
    heard_minutes = seconds * len(kinds) / 60
    total = sum(words.values())
    return {
        "minutes": round(heard_minutes, 1),
        "words": total,
        "per_minute": round(total / heard_minutes, 3),
        "in": words,
    }


def readable(report: dict[str, Any]) -> str:
    """Return the report as Russian lines for a terminal."""
    speed = report["speed"]
    lines = [
        f"Движок: {report['engine']}" + (" (демонстрационный)" if report["demonstration"] else ""),
        f"Записей: {report['recordings']}, звука {report['seconds'] / 60:.1f} мин",
        _line("Ошибки в словах (WER)", report["words"]),
        _line("Ошибки в буквах (CER)", report["letters"]),
        _line("Записи с неверным числом", report["numbers"]),
    ]
    names = {"products": "Неверно услышанные товары", "names": "Неверно услышанные имена"}
    lines += [_line(names[name], rate) for name, rate in report["listed"].items()]
    for fact, values in report["by"].items():
        lines += [_line(f"  {fact} = {value}", rate) for value, rate in values.items()]
    invented = report["invented"]
    where = f" ({', '.join(invented['in'])})" if invented["in"] else ""
    lines += [
        f"Выдуманные слова: {invented['words']} за {invented['minutes']} мин без речи{where}",
        f"Скорость: {speed['times_real_time']} × реального времени, на ядро {speed['times_real_time_per_core']} ×; "
        f"загрузка {speed['load_s']} с, память {speed['peak_memory_mb']} МБ",
    ]
    return "\n".join(lines)


def _listen(
    engine: Transcriber, channels: Sequence[list[Audio]], hints: Sequence[str], tell: Tell
) -> tuple[list[Transcript], float, float]:
    """Return merged transcripts with the wall and processor seconds that they took."""
    began, began_processor = time.perf_counter(), time.process_time()
    heard: list[Transcript] = []
    for index, parts in enumerate(channels):
        heard.append(merge_channels(engine.transcribe_batch(parts, hints=hints)))
        tell("recognise", (index + 1) / len(channels))
    return heard, time.perf_counter() - began, time.process_time() - began_processor


def _quality(
    scored: Sequence[Scored], recordings: RecordingSet, transcripts: Sequence[Transcript], seed: int
) -> dict[str, Any]:
    facts = sorted({fact for each in scored for fact in each.facts})
    return {
        "words": word_errors(scored, seed).as_dict(),
        "letters": letter_errors(scored, seed).as_dict(),
        "numbers": number_errors(scored, seed).as_dict(),
        "listed": {name: listed_errors(scored, entries, seed).as_dict() for name, entries in recordings.lists.items()},
        "by": {fact: {value: rate.as_dict() for value, rate in by_fact(scored, fact).items()} for fact in facts},
        "confidence": confidence_of(transcripts, scored),
    }


def _line(name: str, rate: dict[str, Any]) -> str:
    if rate["rate"] is None:
        return f"{name}: нечего считать"
    spread = f" (95 %: {100 * rate['low']:.1f}–{100 * rate['high']:.1f})" if rate["low"] is not None else ""
    return f"{name}: {100 * rate['rate']:.1f} %{spread}, {rate['errors']} из {rate['of']}"


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure as the command line says; print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--models-dir", type=Path, default=Path("models"))
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--nonspeech-minutes", type=float, default=30.0)
    parser.add_argument("--limit", type=float, help="fail past this word error rate, as a share")
    told = parser.parse_args(arguments)
    hardware = Hardware(device=told.device, threads=told.threads)
    settings = AsrSettings(model=told.model, models_dir=told.models_dir, hardware=hardware)
    report = measure(settings, load_recordings(told.folder), nonspeech_minutes=told.nonspeech_minutes)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    rate = report["words"]["rate"]
    return int(told.limit is not None and (rate is None or rate > told.limit))


if __name__ == "__main__":
    sys.exit(main())
