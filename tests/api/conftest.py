"""A desk that really serves: uvicorn on a free port over a real database, with a made-up night in it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from itsdangerous import TimestampSigner
from sqlalchemy import Engine, select

from api.app import create_app
from api.settings import ApiSettings
from api.who import COOKIE
from benchmarks.sample_night import COMPANY
from benchmarks.sample_night_calls import add_night
from crm.testing import ScriptedCrm
from models.database import Maker, make_engine, make_sessions
from models.tables import Draft, Request, User

NO_TLS = ssl.create_default_context()  # made once: reading the certificates takes longer than a request
PASSWORD = "ночная-смена"
MORNING = dt.datetime.now(dt.UTC).replace(microsecond=0)
NUMBERS = {"easy": 1041, "hard": 1042, "suits": 1043, "callback": 1045, "complaint": 1047, "missed": 1050}


@dataclass
class Desk:
    """A served desk, and the database and the CRM behind it."""

    url: str
    app: FastAPI
    settings: ApiSettings
    sessions: Maker
    crm: ScriptedCrm
    clients: list[httpx.Client] = field(default_factory=list)

    def visitor(self, **options: Any) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=30, verify=NO_TLS, **options)
        self.clients.append(client)
        return client

    def client(self, login: str) -> httpx.Client:
        """Return the browser of somebody who has signed in; it sends the secret of its session with every request.

        The cookie is made as the desk makes it: checking a password takes a fifth of a second, by design.
        """
        with self.sessions() as session:
            user = session.scalars(select(User).where(User.login == login)).one()
        kept = {"u": str(user.id), "e": user.session_epoch, "c": "the secret of this session", "t": int(time.time())}
        cookie = TimestampSigner(self.settings.secret_key).sign(b64encode(json.dumps(kept).encode())).decode()
        client = self.visitor(headers={"X-CSRF-Token": str(kept["c"])})
        client.cookies.set(COOKIE, cookie, domain="127.0.0.1")
        return client

    def draft(self, name: str) -> str:
        """Return the id of a draft of the made-up night."""
        with self.sessions() as session:
            found = session.scalars(select(Draft).join(Request).where(Request.number == NUMBERS[name])).one()
            return str(found.id)

    def call(self, name: str) -> str:
        with self.sessions() as session:
            found = session.scalars(select(Draft.call_id).join(Request).where(Request.number == NUMBERS[name])).one()
            return str(found)


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """Return a folder with the database and the sound of the night, to be copied."""
    folder = tmp_path_factory.mktemp("night")
    shutil.copy(migrated_sqlite, folder / "dozvon.db")
    engine = make_engine(f"sqlite:///{folder / 'dozvon.db'}")
    with make_sessions(engine).begin() as session:
        add_night(session, folder / "sound", MORNING, PASSWORD)
    engine.dispose()  # the last connection that closes writes the journal into the file
    return folder


@pytest.fixture
def night_engine(request: pytest.FixtureRequest, night: Path, tmp_path: Path) -> Iterator[Engine]:
    """Give a database with the night in it; ``postgresql`` as parameter gives one there."""
    if getattr(request, "param", "sqlite") == "postgresql":
        engine = make_engine(request.getfixturevalue("migrated_postgres_copy"))
        with make_sessions(engine).begin() as session:
            add_night(session, night / "sound", MORNING, PASSWORD)
    else:
        shutil.copy(night / "dozvon.db", tmp_path / "dozvon.db")
        engine = make_engine(f"sqlite:///{tmp_path / 'dozvon.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def migrated_postgres_copy(request: pytest.FixtureRequest, empty_postgres: Callable[[], str]) -> str:
    from models.database import upgrade

    url = empty_postgres()
    upgrade(url)
    return url


@pytest.fixture
def options() -> dict[str, Any]:
    """What a test wants otherwise in the settings."""
    return {}


@pytest.fixture
def desk(night_engine: Engine, night: Path, options: dict[str, Any]) -> Iterator[Desk]:
    """Serve the desk until the test ends."""
    sessions = make_sessions(night_engine)
    settings = replace(
        ApiSettings(
            database_url=str(night_engine.url),
            sound_root=night / "sound",
            secret_key="a key for tests only",
            timezone="Asia/Yekaterinburg",
            company_name="ООО «Перчатки Урала»",
            signin_per_minute=100,
        ),
        **options,
    )
    crm = ScriptedCrm(COMPANY)
    app = create_app(settings, sessions, crm)
    with _served(app) as url:
        desk = Desk(url, app, settings, sessions, crm)
        yield desk
        for client in desk.clients:
            client.close()


@pytest.fixture
def irina(desk: Desk) -> httpx.Client:
    """A manager whose drafts most of the night's are."""
    return desk.client("irina")


@pytest.fixture
def pavel(desk: Desk) -> httpx.Client:
    """Another manager."""
    return desk.client("pavel")


@pytest.fixture
def admin(desk: Desk) -> httpx.Client:
    return desk.client("admin")


class _served:
    """Runs an application on a free port in a thread."""

    def __init__(self, app: FastAPI) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
