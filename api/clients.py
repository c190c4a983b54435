"""Finding a client by what a manager types: a part of the name, an ИНН, a telephone."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import CachedClient

_NO_DIGITS = re.compile(r"\D+")
MIN_DIGITS = 4  # fewer digits of a telephone fit too many clients


def search(session: Session, query: str, limit: int = 10) -> list[CachedClient]:
    """Return the clients that fit *query*: a name that begins with it first, then by name.

    Compared here and not by the database, whose SQLite kind knows no case of Russian letters.
    """
    wanted, digits = _fold(query), _NO_DIGITS.sub("", query)
    found = [
        (rank, client.name, client)
        for client in session.scalars(select(CachedClient))
        if (rank := _rank(client, wanted, digits)) is not None
    ]
    return [client for _, _, client in sorted(found, key=lambda item: item[:2])[:limit]]


def _rank(client: CachedClient, wanted: str, digits: str) -> int | None:
    name = _fold(client.name)
    if client.client_id.casefold() == wanted or client.inn == digits != "":
        return 0
    if name.startswith(wanted):
        return 1
    if all(word in name for word in wanted.split()):
        return 2
    is_number = len(digits) >= MIN_DIGITS and not re.search(r"[^\d\s()+-]", wanted)
    phones = [str(number) for number in client.details.get("phones") or ()]
    return 3 if is_number and any(digits[-10:] in number for number in (*phones, client.inn or "")) else None


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[«»\"'.,]", " ", text.casefold().replace("ё", "е")).split())
