"""Migrations run on both databases, and what they make is what the entities say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

import models
from models.database import make_engine, pending_revisions, upgrade
from models.tables import Base

pytestmark = pytest.mark.service
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@BOTH
def test_migrated_tables_are_those_of_the_entities(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


@BOTH
def test_constraints_of_the_entities_are_in_the_database(engine: Engine) -> None:
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        uniques = {unique["name"] for unique in found.get_unique_constraints(table.name)}
        wanted = {str(constraint.name) for constraint in table.constraints}
        keys = {str(key["name"]) for key in found.get_foreign_keys(table.name)}
        primary = found.get_pk_constraint(table.name)["name"]
        assert wanted <= {*checks, *uniques, *keys, primary}


@BOTH
def test_a_second_upgrade_changes_nothing(engine: Engine, database_url: str) -> None:
    assert not pending_revisions(engine)
    upgrade(database_url)
    assert not pending_revisions(engine)


def test_an_empty_sqlite_file_is_older_than_the_code(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new' / 'x.db'}")
    (tmp_path / "new").mkdir()
    assert pending_revisions(engine)
    engine.dispose()


def test_upgrade_makes_the_folder_of_an_sqlite_file(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path / 'deep' / 'folder' / 'x.db'}")
    assert (tmp_path / "deep" / "folder" / "x.db").is_file()


def test_an_empty_postgresql_database_is_brought_up(empty_postgres: Callable[[], str]) -> None:
    url = empty_postgres()
    upgrade(url)
    engine = make_engine(url)
    assert not pending_revisions(engine)
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_downgrade_leaves_nothing_behind(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}" if kind == "sqlite" else request.getfixturevalue("empty_postgres")()
    upgrade(url)
    config = Config()
    config.set_main_option("script_location", str(Path(models.__file__).parent / "migrations"))
    config.attributes["url"] = url
    command.downgrade(config, "base")
    engine = make_engine(url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


def test_sqlite_survives_a_kill_and_lets_readers_work_beside_a_writer(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
