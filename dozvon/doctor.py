"""``dozvon doctor``: one line for each part, what is wrong and what to do about it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dozvon.failure import WorkFailed

if TYPE_CHECKING:
    from dozvon.settings import Settings

LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Finding:
    """One part looked at. ``text`` says in Russian what was found and, where it is wrong, what to do."""

    check: str
    ok: bool
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Look at every part; nothing is changed and nothing is started."""
    checks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("папки", _folders),
        ("диск", _disk),
        ("база", _database),
        ("брокер", _broker),
        ("CRM", _crm),
        ("модель речи", _speech_model),
        ("часы работы", _hours),
        ("фразы", _prompts),
        ("порты", _ports),
        ("линии", _lines),
    )
    return [_finding(name, check, settings) for name, check in checks]


def _finding(name: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, ok=True, text=check(settings))
    except WorkFailed as failure:
        return Finding(name, ok=False, text=str(failure))


def _folders(settings: Settings) -> str:
    for folder in (settings.data_dir, settings.sound, settings.spool):
        existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not os.access(existing, os.W_OK):
            raise WorkFailed(f"в {existing} нельзя писать: дайте права или задайте DOZVON_DATA_DIR")
    return f"{settings.data_dir.absolute()} доступна для записи"


def _disk(settings: Settings) -> str:
    path = next(p for p in (settings.spool, *settings.spool.parents) if p.exists())
    free = shutil.disk_usage(path).free
    if free < LOW_DISK_BYTES:
        raise WorkFailed(f"на диске {path} свободно {free / 1e9:.1f} ГБ: освободите место, линия перестанет отвечать")
    return f"свободно {free / 1e9:.0f} ГБ"


def _database(settings: Settings) -> str:
    from sqlalchemy.exc import SQLAlchemyError

    from models.database import make_engine, pending_revisions

    if settings.database.startswith("sqlite:///") and not Path(settings.database.removeprefix("sqlite:///")).exists():
        raise WorkFailed("базы ещё нет: выполните dozvon db upgrade (dozvon up делает это сам)")
    engine = make_engine(settings.database)
    try:
        pending = pending_revisions(engine)
    except SQLAlchemyError as error:
        raise WorkFailed(f"не открывается ({type(error).__name__}): проверьте DOZVON_DATABASE_URL") from error
    finally:
        engine.dispose()
    if pending:
        raise WorkFailed("старой версии: выполните dozvon db upgrade")
    return f"{engine.dialect.name}, таблицы этой версии"


def _broker(settings: Settings) -> str:
    from worker.broker import answers, embedded_broker

    if settings.broker_url:
        if not answers(settings.broker_url):
            raise WorkFailed("Redis не отвечает: проверьте DOZVON_BROKER_URL; звонки ждут в базе и не теряются")
        return "Redis отвечает"
    return "свой, отвечает" if answers(embedded_broker(settings.data_dir).url) else "свой, поднимется с dozvon up"


def _crm(settings: Settings) -> str:
    from crm.build import build_crm
    from crm.seam import CrmError
    from dozvon.wiring import crm_settings

    try:
        version = build_crm(crm_settings(settings)).data_version()
    except CrmError as error:
        where = "она поднимается с dozvon up" if settings.sandbox else "проверьте DOZVON_CRM_URL и DOZVON_CRM_TOKEN"
        raise WorkFailed(f"{settings.crm_url} не отвечает ({error.code}): {where}") from error
    return f"{settings.crm_url} отвечает, данные {version[:12]}"


def _speech_model(settings: Settings) -> str:
    from asr.build import locate_model
    from asr.engine import EngineError
    from asr.model_folder import read_model_folder
    from dozvon.wiring import asr_settings

    chosen = asr_settings(settings)
    try:
        folder = read_model_folder(locate_model(chosen.model, chosen.models_dir))
    except EngineError as error:
        raise WorkFailed(str(error)) from error
    if chosen.model.startswith("embedded"):
        return "встроенная демонстрационная: для голосов людей нужна другая (dozvon models list)"
    return f"{chosen.model} ({folder.engine})"


def _hours(settings: Settings) -> str:
    from dozvon.branches import load_branches

    branches = load_branches(settings.branches_file, settings.timezone)
    if settings.branches_file is None:
        return "не заданы: линия отвечает днём и ночью (DOZVON_BRANCHES_FILE)"
    return f"филиалов: {len(branches)}"


def _prompts(settings: Settings) -> str:
    from telephony.prompts import PromptsError, load

    try:
        load(settings.prompts_dir)
    except PromptsError as error:
        raise WorkFailed(str(error)) from error
    return f"свои, {settings.prompts_dir}" if settings.prompts_dir else "встроенные, синтезированный голос"


def _ports(settings: Settings) -> str:
    wanted = [("API", settings.api_host, settings.api_port, socket.SOCK_STREAM)]
    if settings.sandbox:
        wanted.append(("песочница CRM", "127.0.0.1", settings.sandbox_port, socket.SOCK_STREAM))
    wanted += [
        (f"линия {group + 1}", settings.sip_address, settings.sip_port + group, socket.SOCK_DGRAM)
        for group in range(settings.line_groups)
    ]
    taken = [f"{name} {port}" for name, host, port, kind in wanted if not _can_bind(host, port, kind)]
    if taken and not _running(settings):
        raise WorkFailed(f"заняты другой программой: {', '.join(taken)}: освободите или задайте другие DOZVON_…_PORT")
    return "заняты работающим «Дозвоном»" if taken else "свободны"


def _lines(settings: Settings) -> str:
    from dozvon.wiring import line_settings
    from telephony.settings import is_ready

    groups = range(1, settings.line_groups + 1)
    silent = [group for group in groups if not is_ready(line_settings(settings, group))]
    total = settings.line_groups * settings.lines_per_group
    if not _running(settings):
        return f"{total}, проверятся звонком самой себе при запуске"
    if silent:
        raise WorkFailed(f"не отвечают группы {', '.join(map(str, silent))}: смотрите журнал line")
    return f"отвечают все группы, линий {total}"


def _running(settings: Settings) -> bool:
    from dozvon.launch import PID_FILE

    try:
        pid = int((settings.data_dir / PID_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return Path(f"/proc/{pid}").exists()


def _can_bind(host: str, port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
