"""Which processes make up one machine, and how each is started."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

from dozvon.failure import WorkFailed, failing, say
from dozvon.settings import Settings
from dozvon.supervisor import Service, Supervisor

LINE_STOP_S = 660.0  # running conversations may finish: the longest one and a little
PID_FILE = "dozvon.pid"


def services(settings: Settings) -> list[Service]:
    """Return what ``dozvon up`` keeps alive with these settings."""
    found = [] if settings.broker_url else [_service("broker")]
    if settings.sandbox:
        found.append(_service("crm-sandbox"))
    found += [_service("worker"), _service("api")]
    if settings.line_groups:
        found.append(_service("intake"))
    for group in range(1, settings.line_groups + 1):
        found.append(
            Service(
                name=f"line-{group}",
                argv=(*_command("line"), "--group", str(group)),
                stop_first=True,
                stop_timeout_s=LINE_STOP_S,
            )
        )
    return found


def run_everything(settings: Settings) -> int:
    """Bring the database up to date, make the first administrator, and supervise until told to stop."""
    prepare(settings)
    claim_folder(settings.data_dir)
    supervisor = Supervisor(
        services(settings), environment=os.environ, on_event=lambda name, event: say(f"[{name}] {event}")
    )
    say(
        f"Стол: http://{settings.api_host}:{settings.api_port}/   линия: sip:{settings.sip_address}:{settings.sip_port}"
    )
    try:
        return supervisor.run()
    finally:
        (settings.data_dir / PID_FILE).unlink(missing_ok=True)


def prepare(settings: Settings, *, first_administrator: bool = True) -> None:
    """Make the folders and tables, and an administrator where nobody can sign in yet."""
    from sqlalchemy.exc import SQLAlchemyError

    from models.database import upgrade

    for folder in (settings.data_dir, settings.sound, settings.spool):
        with failing(OSError, doing=f"папка {folder} не создана"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with failing(SQLAlchemyError, OSError, doing="база не готова (DOZVON_DATABASE_URL)"):
        upgrade(settings.database)
        if first_administrator:
            _make_first_administrator(settings)


def claim_folder(folder: Path) -> None:
    """Refuse to run twice over one data folder: two supervisors would fight for its ports and files."""
    pid_file = folder / PID_FILE
    if pid_file.exists():
        pid = int(pid_file.read_text(encoding="ascii").strip() or 0)
        if pid and pid != os.getpid() and _is_dozvon(pid):
            raise WorkFailed(f"«Дозвон» уже работает над {folder} (процесс {pid}): остановите его")
    pid_file.write_text(str(os.getpid()), encoding="ascii")


def run_sandbox(settings: Settings) -> int:
    """Serve the sandbox CRM until told to stop."""
    from crm.company_data import CompanyDataError
    from crm.sandbox.run import run_sandbox as run
    from dozvon.wiring import sandbox_settings

    with failing(CompanyDataError, OSError, doing=f"данные компании {settings.sandbox_data}"):
        return run(sandbox_settings(settings))


def run_own_broker(settings: Settings) -> int:
    """Become the product's own broker: this process is replaced by the server's."""
    from worker.broker import BrokerError, embedded_broker, run_broker

    with failing(BrokerError):
        return run_broker(embedded_broker(settings.data_dir).folder)


def _service(name: str) -> Service:
    return Service(name=name, argv=_command(name))


def _command(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "dozvon.cli", name)


def _is_dozvon(pid: int) -> bool:
    try:
        return b"dozvon" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _make_first_administrator(settings: Settings) -> None:
    from sqlalchemy import func, select

    from api.accounts import create_user
    from models.database import make_engine, make_sessions
    from models.people import Role, User

    engine = make_engine(settings.database)
    with make_sessions(engine).begin() as session:
        if session.scalar(select(func.count()).select_from(User)):
            return
        password = secrets.token_urlsafe(9)
        create_user(session, login="admin", password=password, role=Role.ADMIN, name="Администратор", manager_id=None)
    engine.dispose()
    say(f"Первый вход на стол: admin / {password}  (смените: dozvon user add; показано один раз)")
