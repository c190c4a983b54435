"""One request is one transaction: committed before the answer leaves, or rolled back.

Readers say so to the database: on SQLite they then never wait for the line or the worker, which write all night.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session


def read_session(request: Request) -> Iterator[Session]:
    """Give one request one reading transaction."""
    with request.app.state.parts.readers() as session:
        yield session


def write_session(request: Request) -> Iterator[Session]:
    """Give one request one writing transaction: it opens at the first statement, and is kept before the answer."""
    with request.app.state.parts.writers.begin() as session:
        yield session


ReadSession = Annotated[Session, Depends(read_session, scope="function")]
WriteSession = Annotated[Session, Depends(write_session, scope="function")]
