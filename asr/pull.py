"""Fetch a model of the catalogue: resumed where it broke off, checked against its checksums, never half in place.

The only part of this room that speaks to a network, and only when a person asks for it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from asr.engine import EngineError
from asr.model_folder import MANIFEST, recorded_files
from asr.registry import ModelFile, RegisteredModel

DEFAULT_BASE_URL = "https://huggingface.co"
CHUNK_BYTES = 1 << 20
ATTEMPTS = 5
SPARE_BYTES = 200 * 1024 * 1024  # left free on the disk

Progress = Callable[[str, int, int | None], None]  # file, bytes there, bytes in all if known


class PullFailed(EngineError):
    """A model could not be fetched; the message says what to do by hand."""

    code = "asr.pull_failed"


@dataclass(frozen=True, slots=True)
class PullSettings:
    """Where models are fetched from and put; ``base_url`` may name a mirror of one's own."""

    models_dir: Path
    base_url: str = DEFAULT_BASE_URL
    timeout_s: float = 30.0
    pause_s: float = 2.0  # between attempts, times the number of the attempt


@dataclass(frozen=True, slots=True)
class PulledFile:
    """A file in place; ``pinned`` says whether its checksum was known beforehand."""

    name: str
    size: int
    sha256: str
    pinned: bool


def pull_model(model: RegisteredModel, settings: PullSettings, progress: Progress | None = None) -> list[PulledFile]:
    """Fetch what is missing of *model* and return its files. Raises PullFailed.

    What is there already and right is kept, so that a second call costs a checksum and nothing else.
    """
    folder = settings.models_dir / model.name
    folder.mkdir(parents=True, exist_ok=True)
    _check_space(model, folder)
    known = recorded_files(folder)
    try:
        with httpx.Client(timeout=settings.timeout_s, follow_redirects=True) as client:
            pulled = [_pull_file(client, model, file, folder, settings, known, progress) for file in model.files]
    except httpx.HTTPError as error:
        raise PullFailed(by_hand(model, settings, reason=_reason(error))) from error
    _write_manifest(model, folder, pulled)
    return pulled


def by_hand(model: RegisteredModel, settings: PullSettings, reason: str = "") -> str:
    """Return in Russian which files of *model* to put where when there is no network."""
    folder = settings.models_dir / model.name
    lines = [f"скачать не удалось ({reason})." if reason else "Скачать вручную:"]
    lines.append("На машине с интернетом скачайте файлы:")
    lines += [f"  {_url(model, file, settings)}{_size_text(file)}" for file in model.files]
    lines.append(f"положите их в папку {folder} и выполните: dozvon models check {model.name}")
    return "\n".join(lines)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _pull_file(
    client: httpx.Client,
    model: RegisteredModel,
    file: ModelFile,
    folder: Path,
    settings: PullSettings,
    known: dict[str, str],
    progress: Progress | None,
) -> PulledFile:
    target = folder / file.name
    expected = file.sha256 or known.get(file.name)
    if not (target.is_file() and expected is not None and checksum(target) == expected):
        partial = folder / f"{file.name}.part"
        _download(client, _url(model, file, settings), partial, settings, _teller(progress, file))
        found = checksum(partial)
        if expected is not None and found != expected:
            partial.unlink()
            raise PullFailed(f"{file.name}: контрольная сумма {found[:12]}…, а ждали {expected[:12]}…; файл удалён")
        partial.replace(target)
    return PulledFile(file.name, target.stat().st_size, checksum(target), pinned=file.sha256 is not None)


def _download(
    client: httpx.Client, url: str, partial: Path, settings: PullSettings, tell: Callable[[int, int | None], None]
) -> None:
    """Bring *partial* to its full length, going on from where it is; gives up after some broken attempts."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _continue(client, url, partial, tell)
            return
        except (httpx.TransportError, httpx.RemoteProtocolError):
            if attempt == ATTEMPTS:
                raise
            time.sleep(settings.pause_s * attempt)


def _continue(client: httpx.Client, url: str, partial: Path, tell: Callable[[int, int | None], None]) -> None:
    there = partial.stat().st_size if partial.is_file() else 0
    headers = {"Accept-Encoding": "identity"}  # a packed body would not be the file's bytes
    if there:
        headers["Range"] = f"bytes={there}-"
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing is left to fetch; the checksum tells whether it is right
        response.raise_for_status()
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        done = there if resumed else 0  # a server without ranges sends all again
        length = response.headers.get("Content-Length")
        total = done + int(length) if length is not None else None
        with partial.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_bytes():
                file.write(chunk)
                done += len(chunk)
                tell(done, total)


def _check_space(model: RegisteredModel, folder: Path) -> None:
    there = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    missing = max(0, model.size - there)
    if shutil.disk_usage(folder).free < missing + SPARE_BYTES:
        raise PullFailed(f"на диске мало места: модели {model.name} нужно ещё {missing / 1e6:.0f} МБ в {folder}")


def _write_manifest(model: RegisteredModel, folder: Path, pulled: list[PulledFile]) -> None:
    manifest = {
        "name": model.name,
        "engine": model.engine,
        "model_type": model.model_type,
        "quantization": model.quantization,
        "repository": model.repository,
        "revision": model.revision,
        "licence": model.licence,
        "files": {file.name: {"size": file.size, "sha256": file.sha256, "pinned": file.pinned} for file in pulled},
    }
    path = folder / MANIFEST
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def _url(model: RegisteredModel, file: ModelFile, settings: PullSettings) -> str:
    return f"{settings.base_url.rstrip('/')}/{model.repository}/resolve/{model.revision}/{file.name}"


def _size_text(file: ModelFile) -> str:
    return f"  ({file.size / 1e6:.1f} МБ)" if file.size else ""


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"сервер ответил {error.response.status_code}"
    return "нет связи с сервером моделей"


def _teller(progress: Progress | None, file: ModelFile) -> Callable[[int, int | None], None]:
    def tell(done: int, total: int | None) -> None:
        if progress is not None:
            progress(file.name, done, total if total is not None else file.size)

    return tell
