"""Prove that a model folder works: files there and right, the model loads, a second of silence has no words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from asr.build import build_recogniser
from asr.engine import EngineError
from asr.hardware import Hardware
from asr.model_folder import ModelFolder, read_model_folder, recorded_files
from asr.pull import checksum
from asr.registry import RegisteredModel

NOISE_LEVEL = 0.001


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at, in Russian."""

    passed: bool
    text: str


def check_model(path: Path, hardware: Hardware, model: RegisteredModel | None = None) -> list[Check]:
    """Return what was found; the checks end with the first that makes the next ones meaningless.

    *model* is the catalogue's entry for the folder, where there is one: then its files are compared with it.
    """
    checks: list[Check] = []
    for check in _checks(path, hardware, model):
        checks.append(check)
        if not check.passed:
            break
    return checks


def _checks(path: Path, hardware: Hardware, model: RegisteredModel | None) -> Iterator[Check]:
    yield from _files(path, model)
    try:
        folder = read_model_folder(path)
        yield Check(True, f"папка {path}: {folder.engine}, {folder.model_type or 'Whisper'}, версия {folder.version}")
        yield from _runs(folder, hardware)
    except EngineError as error:
        yield Check(False, str(error))


def _files(path: Path, model: RegisteredModel | None) -> Iterator[Check]:
    recorded = recorded_files(path)
    listed = {file.name: file.sha256 or recorded.get(file.name) for file in model.files} if model else {}
    expected = recorded | listed
    for name, sha256 in expected.items():
        if not (path / name).is_file():
            yield Check(False, f"нет файла {path / name}")
        elif sha256 is None:
            yield Check(True, f"{name}: есть, контрольная сумма неизвестна")
        elif checksum(path / name) == sha256:
            yield Check(True, f"{name}: контрольная сумма верна")
        else:
            yield Check(False, f"{name}: контрольная сумма не та, файл повреждён или от другой версии")


def _runs(folder: ModelFolder, hardware: Hardware) -> Iterator[Check]:
    began = time.perf_counter()
    recogniser = build_recogniser(folder, hardware)
    yield Check(True, f"модель загрузилась за {time.perf_counter() - began:.1f} с ({hardware.device})")
    noise = np.random.default_rng(0).standard_normal(recogniser.sample_rate_hz) * NOISE_LEVEL
    began = time.perf_counter()
    recogniser.recognise([noise.astype(np.float32)])
    yield Check(True, f"секунда тишины распознана за {time.perf_counter() - began:.2f} с")
