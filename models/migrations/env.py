"""Alembic's environment: the URL comes from the caller, never from a file."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from models.base import Amount, UtcDateTime
from models.database import make_engine
from models.tables import Base


def render_type(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types by their name: they differ between the databases."""
    if kind != "type":
        return False
    if isinstance(item, (UtcDateTime, Amount)):
        autogen_context.imports.add("from models.base import Amount, Json, UtcDateTime")
        return f"{type(item).__name__}()"
    if isinstance(item, sa.JSON):
        autogen_context.imports.add("from models.base import Amount, Json, UtcDateTime")
        return "Json"
    return False


engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=render_type
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
