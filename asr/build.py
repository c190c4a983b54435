"""Choose and load the transcriber that the settings name. The one place where an engine is chosen."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from asr.digits_twice import DigitsTwice
from asr.engine import ModelMissing, Transcriber
from asr.gated import GatedTranscriber, Recogniser
from asr.guards import GuardOptions, guards_for
from asr.hardware import Hardware
from asr.loudness import SoundActivity
from asr.model_folder import EMBEDDED_DIR, ModelFolder, read_model_folder
from asr.onnx_engine import OnnxRecogniser
from asr.vad import VadOptions, build_voice_activity

EMBEDDED = {"embedded": "ctc", "embedded-whisper": "whisper"}


@dataclass(frozen=True, slots=True)
class AsrSettings:
    """What the settings say of speech recognition; plain values, handed in by ``dozvon``.

    ``model`` is ``embedded``, ``embedded-whisper``, a name under ``models_dir`` or a path; so is ``second_model``.
    """

    model: str = "embedded"
    models_dir: Path = Path("models")
    hardware: Hardware = field(default_factory=Hardware)
    vad: str = "bundled"
    vad_options: VadOptions = field(default_factory=VadOptions)
    guards: GuardOptions = field(default_factory=GuardOptions)
    second_model: str | None = None  # reads quantities, phones and tax numbers again


def locate_model(model: str, models_dir: Path) -> Path:
    """Return the folder that *model* means. Raises ModelMissing with what to do about it."""
    if model in EMBEDDED:
        return EMBEDDED_DIR / EMBEDDED[model]
    for path in (models_dir / model, Path(model)):
        if path.is_dir():
            return path
    raise ModelMissing(f"модель «{model}» не найдена: выполните dozvon models pull {model}")


def build_recogniser(folder: ModelFolder, hardware: Hardware) -> Recogniser:
    """Load the model in *folder* with the engine that reads it."""
    _forbid_downloads()
    if folder.engine == "faster-whisper":
        from asr.whisper_engine import WhisperRecogniser

        return WhisperRecogniser(folder, hardware)
    if folder.engine == "onnx-asr":
        return OnnxRecogniser(folder, hardware)
    raise ModelMissing(f"no engine called {folder.engine!r}")


def build_transcriber(settings: AsrSettings) -> Transcriber:
    """Return a loaded transcriber. Raises ModelMissing or EngineError; loading takes seconds for large models."""
    first = _gated(settings.model, settings)
    if settings.second_model is None:
        return first
    return DigitsTwice(first, _gated(settings.second_model, settings))


def _gated(model: str, settings: AsrSettings) -> GatedTranscriber:
    folder = read_model_folder(locate_model(model, settings.models_dir))
    voices = build_voice_activity(settings.vad)
    return GatedTranscriber(
        build_recogniser(folder, settings.hardware),
        SoundActivity(voices) if folder.hears_silence else voices,
        options=settings.vad_options,
        guards=guards_for(folder.engine, settings.guards),
        voices=voices if folder.hears_silence else None,
    )


def _forbid_downloads() -> None:
    """Keep the hub's client from the network: models come by ``dozvon models pull`` or by hand, never at run time."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
