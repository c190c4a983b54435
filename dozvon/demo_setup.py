"""What the demo needs before its first call: settings of its own, people who may sign in, processes that answer."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dozvon.demo import Demo
    from dozvon.settings import Settings

READY_TIMEOUT_S = 90.0
PEOPLE = (
    ("vahrusheva", "Вахрушева Елена", "mop", "M-1"),
    ("nikulin", "Никулин Артём", "mop", "M-2"),
    ("krutikov", "Крутиков Олег", "rop", "M-4"),
    ("admin", "Шестакова Инна", "admin", "M-5"),
)


def demo_environment(folder: Path) -> dict[str, str]:
    """Return the environment of every process of the demo: nothing of a real installation leaks into it."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("DOZVON_")}
    crm_port = _free_port(8090, socket.SOCK_STREAM)
    return own | {
        "DOZVON_DATA_DIR": str(folder),
        "DOZVON_API_PORT": str(_free_port(8080, socket.SOCK_STREAM)),
        "DOZVON_SANDBOX_PORT": str(crm_port),
        "DOZVON_CRM_URL": f"http://127.0.0.1:{crm_port}",
        "DOZVON_SIP_PORT": str(_free_port(5080, socket.SOCK_DGRAM)),
        "DOZVON_TIMEZONE": "Asia/Yekaterinburg",
        "DOZVON_DEFAULT_WAREHOUSE": "ЕКБ",
        "PYTHONUNBUFFERED": "1",
    }


def settings_of(environment: Mapping[str, str]) -> Settings:
    """Return the settings that a process with this environment would read."""
    from dozvon.settings import settings_from

    return settings_from(environment)


def wait_ready(demo: Demo) -> None:
    """Wait until the CRM, the desk and the line answer, and show each as it comes."""
    settings = demo.settings
    checks = (
        ("песочница CRM", lambda: _answers(f"{settings.crm_url}/health")),
        ("API и стол", lambda: _answers(f"http://{settings.api_host}:{settings.api_port}/readyz")),
        ("ночная линия", lambda: _line_answers(settings)),
    )
    for name, ready in checks:
        demo.wait(ready, READY_TIMEOUT_S, name)
        demo.console.print(f"  [green]✓[/] {name}")


def make_people(settings: Settings) -> str:
    """Make those who may sign in to the demo's desk; return their common password."""
    from api.accounts import create_user
    from models.database import make_engine, make_sessions
    from models.people import Role

    password = secrets.token_hex(4)
    engine = make_engine(settings.database)
    with make_sessions(engine).begin() as session:
        for login, name, role, manager_id in PEOPLE:
            create_user(session, login=login, password=password, role=Role(role), name=name, manager_id=manager_id)
    engine.dispose()
    return password


def _answers(url: str) -> bool:
    import httpx

    try:
        return httpx.get(url, timeout=2.0).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _line_answers(settings: Settings) -> bool:
    from dozvon.wiring import line_settings
    from telephony.settings import is_ready

    return is_ready(line_settings(settings, group=1))


def _free_port(preferred: int, kind: socket.SocketKind) -> int:
    """Return *preferred* where it is free, else a port that the system picks."""
    for port in (preferred, 0):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return preferred
