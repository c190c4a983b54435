"""What a folder with a speech model holds: which engine reads it, and a version that changes when its files do.

``dozvon models pull`` writes the file ``dozvon-model.json`` beside the weights. A folder that a person filled by hand
is recognised by the names of its files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asr.engine import ModelMissing

MANIFEST = "dozvon-model.json"
EMBEDDED_DIR = Path(__file__).parent / "embedded"
EDGE_BYTES = 65_536  # of each file, both ends go into the version

# Files by which a folder filled by hand tells its type; onnx-asr itself asks for these names.
ONNX_TYPES = (
    ("v3_e2e_rnnt_encoder*.onnx", "gigaam-v3-e2e-rnnt"),
    ("v3_e2e_ctc*.onnx", "gigaam-v3-e2e-ctc"),
    ("v3_rnnt_encoder*.onnx", "gigaam-v3-rnnt"),
    ("v3_ctc*.onnx", "gigaam-v3-ctc"),
    ("v2_rnnt_encoder*.onnx", "gigaam-v2-rnnt"),
    ("v2_ctc*.onnx", "gigaam-v2-ctc"),
    ("am-onnx/encoder*.onnx", "vosk"),
)


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model on disk. ``engine``: ``onnx-asr`` or ``faster-whisper``; ``model_type``: onnx-asr's name for the kind."""

    path: Path
    name: str
    engine: str
    model_type: str | None = None
    quantization: str | None = None
    version: str = ""
    demonstration: bool = False
    hears_silence: bool = False  # trained on sound without words: needs no voice detector to keep it from inventing
    window_s: float | None = None  # what it was trained on, where that is less than its engine's window


def read_model_folder(path: Path) -> ModelFolder:
    """Return what the folder *path* holds. Raises ModelMissing when it is not a model that an engine here reads."""
    if not path.is_dir():
        raise ModelMissing(f"no model folder at {path}")
    manifest = _json(path / MANIFEST)
    config = _json(path / "config.json")
    engine = manifest.get("engine") or _engine_of(path, config)
    model_type = manifest.get("model_type") or (_onnx_type(path, config) if engine == "onnx-asr" else None)
    if engine == "onnx-asr" and model_type is None:
        raise ModelMissing(f"{path} holds ONNX files of an unknown kind: name it in {MANIFEST} as model_type")
    return ModelFolder(
        path=path,
        name=manifest.get("name", path.name),
        engine=engine,
        model_type=model_type,
        quantization=manifest["quantization"] if "quantization" in manifest else _quantization(path),
        version=_version(path),
        demonstration=bool(manifest.get("demonstration", path.is_relative_to(EMBEDDED_DIR))),
        hears_silence=bool(manifest.get("hears_silence", config.get("hears_silence", False))),
        window_s=manifest.get("window_s", config.get("window_s")),
    )


def recorded_files(path: Path) -> dict[str, str]:
    """Return the checksums that ``dozvon models pull`` recorded in the folder's manifest, by file name."""
    return {name: str(file["sha256"]) for name, file in _json(path / MANIFEST).get("files", {}).items()}


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelMissing(f"{path} is not JSON: {error}") from error
    return found if isinstance(found, dict) else {}


def _engine_of(path: Path, config: dict[str, Any]) -> str:
    if (path / "model.bin").is_file():
        return "faster-whisper"
    if config or any(path.rglob("*.onnx")):
        return "onnx-asr"
    raise ModelMissing(f"{path} holds neither model.bin (faster-whisper) nor *.onnx files (onnx-asr)")


def _onnx_type(path: Path, config: dict[str, Any]) -> str | None:
    for pattern, model_type in ONNX_TYPES:
        if any(path.glob(pattern)):
            return model_type
    if "decoder_params" in config and "pad_token_id" in config:
        return "t-one-ctc"  # its config has no model_type of onnx-asr's
    declared = config.get("model_type")
    return declared if isinstance(declared, str) else None


def _quantization(path: Path) -> str | None:
    """Return ``int8`` when the folder has no full-precision file of the same name."""
    names = {file.name for file in path.glob("*.onnx")}
    short = {name for name in names if ".int8" in name or "_int8" in name}
    return "int8" if short and not names - short - {"preprocessor.onnx"} else None


def _version(path: Path) -> str:
    """Fingerprint names, sizes and both ends of all files: cheap, and no retrained weights keep it."""
    digest = hashlib.sha256()
    for file in sorted(item for item in path.rglob("*") if item.is_file() and item.suffix not in (".md", ".part")):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(path)}:{size}:".encode())
        with file.open("rb") as opened:
            digest.update(opened.read(EDGE_BYTES))
            opened.seek(max(0, size - EDGE_BYTES))
            digest.update(opened.read(EDGE_BYTES))
    return digest.hexdigest()[:12]
