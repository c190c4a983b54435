"""Engines and sessions for SQLite and PostgreSQL, and the migrations that make their tables.

On SQLite every connection is set to WAL with a busy timeout, and transactions begin as writers: two writers then wait
for each other instead of failing when a read turns into a write.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

BUSY_TIMEOUT_MS = 15_000
Maker = sessionmaker[Session]


def make_engine(url: str) -> Engine:
    """Return an engine for *url* (``sqlite:///file`` or ``postgresql+psycopg://…``)."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_as_writer)
    return engine


def make_sessions(engine: Engine) -> Maker:
    """Return the maker of sessions. Objects stay readable after commit."""
    return sessionmaker(engine, expire_on_commit=False)


def reading(maker: Maker) -> Maker:
    """Return a maker of sessions like *maker* that only read: on SQLite they wait for no writer."""
    engine: Engine = maker.kw["bind"]
    return Maker(engine.execution_options(reads_only=True), expire_on_commit=False)


def upgrade(url: str) -> None:
    """Bring the database at *url* to the newest revision; safe to run again."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(_alembic(url), "head")


def pending_revisions(engine: Engine) -> bool:
    """Return whether the database is older than this code."""
    head = ScriptDirectory.from_config(_alembic("")).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != head


def _alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    return config


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN below is then the only one
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_as_writer(connection: Any) -> None:
    reads_only = connection.get_execution_options().get("reads_only", False)  # such a reader waits for nobody
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
