"""``dozvon transcribe``: a sound file to words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dozvon.failure import failing, say


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command("transcribe")(transcribe)


def transcribe(
    audio: Annotated[Path, typer.Argument(help="Звуковой файл: WAV, FLAC, OGG, MP3, …")],
    model: Annotated[str | None, typer.Option(help="Имя или папка модели вместо той, что в настройках.")] = None,
    speakers: Annotated[str, typer.Option(help="Кто на каналах, через запятую, например client,manager.")] = "",
    hints: Annotated[Path | None, typer.Option(help="Файл слов, которые могут прозвучать, по строке.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Расшифровать звук. Ход работы пишется на стандартный вывод ошибок."""
    from asr.build import build_transcriber
    from asr.engine import EngineError
    from asr.transcribe import CallFacts, engine_note, merge_channels, readable, to_document, transcribe_file
    from dozvon.progress import progress_bar
    from dozvon.settings import load_settings
    from dozvon.wiring import asr_settings

    with failing(EngineError, OSError):
        transcriber = build_transcriber(asr_settings(load_settings(), model=model))
    words = hints.read_text(encoding="utf-8").splitlines() if hints else []
    names = tuple(part.strip() for part in speakers.split(",") if part.strip())
    with failing(EngineError, OSError, doing=str(audio)), progress_bar({"decode": "звук", "recognise": "слова"}) as bar:
        channels = transcribe_file(audio, transcriber, hints=words, progress=bar)
        heard = merge_channels(channels, names)
    if note := engine_note(heard.engine):
        say(note)
    if as_json:
        document = to_document(heard, CallFacts(speakers=names))
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(readable(heard) + "\n")
