"""What the sandbox CRM keeps: drafts, deals, calls and reservations, in one SQLite file.

One connection behind one lock, and every change in one immediate transaction: the sandbox is for one company that
tries things out, and what must not happen twice is a UNIQUE constraint.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from pydantic import TypeAdapter

from crm.seam import CallEntry, CrmDeal, CrmDraft, CrmDraftStatus, DraftOrder

ORDER = TypeAdapter(DraftOrder)
CALL = TypeAdapter(CallEntry)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, status TEXT NOT NULL,
    body TEXT NOT NULL, created_at TEXT NOT NULL, reason TEXT);
CREATE TABLE IF NOT EXISTS deals (
    id INTEGER PRIMARY KEY AUTOINCREMENT, draft_id INTEGER NOT NULL UNIQUE REFERENCES drafts (id),
    body TEXT NOT NULL, total TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS calls (key TEXT PRIMARY KEY, body TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reserved (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, quantity TEXT NOT NULL, PRIMARY KEY (sku, warehouse));
"""
_DRAFT = "SELECT d.*, s.id AS deal FROM drafts d LEFT JOIN deals s ON s.draft_id = d.id"


class Conflict(Exception):
    """The request contradicts what is kept. ``args[0]`` is the stable code, ``args[1]`` says it in Russian."""


class NotKept(Exception):
    """There is no such draft or deal."""


@dataclass(frozen=True, slots=True)
class Made:
    """A draft, and whether this request made it."""

    draft: CrmDraft
    new: bool


class Store:
    """The database of one sandbox. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10.0)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def use_data(self, version: str) -> None:
        """Note the version of the company data; new data are taken to contain what was sold before them."""
        with self._change() as db:
            known = db.execute("SELECT value FROM meta WHERE name = 'data'").fetchone()
            if known is None or known["value"] != version:
                db.execute("DELETE FROM reserved")
                db.execute("INSERT OR REPLACE INTO meta VALUES ('data', ?)", (version,))

    def create_draft(self, key: str, order: DraftOrder) -> Made:
        body = ORDER.dump_json(order)
        digest = hashlib.sha256(body).hexdigest()
        with self._change() as db:
            row = db.execute(f"{_DRAFT} WHERE d.key = ?", (key,)).fetchone()
            if row is not None:
                if row["digest"] != digest:
                    raise Conflict("key_reused", "под этим ключом уже есть другой черновик")
                return Made(_draft(row), new=False)
            db.execute(
                "INSERT INTO drafts (key, digest, status, body, created_at) VALUES (?, ?, 'new', ?, ?)",
                (key, digest, body.decode(), _now()),
            )
            return Made(_draft(db.execute(f"{_DRAFT} WHERE d.key = ?", (key,)).fetchone()), new=True)

    def draft(self, draft_id: str) -> CrmDraft:
        with self._lock:
            return _draft(self._row(draft_id))

    def drafts(self, *, key: str | None = None, limit: int, offset: int = 0) -> list[CrmDraft]:
        """Return drafts, the newest first."""
        where, values = ("WHERE d.key = ?", [key]) if key is not None else ("", [])
        with self._lock:
            rows = self._db.execute(f"{_DRAFT} {where} ORDER BY d.id DESC LIMIT ? OFFSET ?", [*values, limit, offset])
            return [_draft(row) for row in rows]

    def update_draft(self, draft_id: str, order: DraftOrder) -> CrmDraft:
        with self._change() as db:
            kept = _draft(self._row(draft_id))
            _refuse_decided(kept)
            db.execute(
                "UPDATE drafts SET body = ? WHERE id = ?", (ORDER.dump_json(order).decode(), _number("D-", draft_id))
            )
            return replace(kept, order=order)

    def reject_draft(self, draft_id: str, reason: str) -> CrmDraft:
        with self._change() as db:
            kept = _draft(self._row(draft_id))
            if kept.status is CrmDraftStatus.CONFIRMED:
                raise Conflict("draft_confirmed", "черновик уже стал сделкой")
            db.execute(
                "UPDATE drafts SET status = 'rejected', reason = coalesce(reason, ?) WHERE id = ?",
                (reason, _number("D-", draft_id)),
            )
            return replace(kept, status=CrmDraftStatus.REJECTED)

    def confirm_draft(
        self, draft_id: str, order: DraftOrder | None, warehouse_of: Callable[[DraftOrder], str | None]
    ) -> tuple[CrmDeal, bool]:
        """Return the deal of the draft and whether it is new; a new deal reserves its lines."""
        with self._change() as db:
            kept = _draft(self._row(draft_id))
            if kept.deal_id is not None:
                return _deal(
                    db.execute("SELECT * FROM deals WHERE id = ?", (_number("S-", kept.deal_id),)).fetchone()
                ), False
            _refuse_decided(kept)
            final = kept.order if order is None else order
            body = ORDER.dump_json(final).decode()
            db.execute("UPDATE drafts SET status = 'confirmed', body = ? WHERE id = ?", (body, _number("D-", draft_id)))
            cursor = db.execute(
                "INSERT INTO deals (draft_id, body, total, created_at) VALUES (?, ?, ?, ?)",
                (_number("D-", draft_id), body, str(final.total), _now()),
            )
            _reserve(db, final, warehouse_of(final))
            return _deal(db.execute("SELECT * FROM deals WHERE id = ?", (cursor.lastrowid,)).fetchone()), True

    def deals(self, *, draft_id: str | None = None, limit: int, offset: int = 0) -> list[CrmDeal]:
        """Return deals, the newest first."""
        where, values = ("WHERE draft_id = ?", [_number("D-", draft_id)]) if draft_id is not None else ("", [])
        with self._lock:
            rows = self._db.execute(
                f"SELECT * FROM deals {where} ORDER BY id DESC LIMIT ? OFFSET ?", [*values, limit, offset]
            )
            return [_deal(row) for row in rows]

    def log_call(self, key: str, entry: CallEntry) -> bool:
        """Keep one call; return whether it is new."""
        with self._change() as db:
            cursor = db.execute(
                "INSERT OR IGNORE INTO calls VALUES (?, ?, ?)", (key, CALL.dump_json(entry).decode(), _now())
            )
            return cursor.rowcount == 1

    def calls(self, *, limit: int, offset: int = 0) -> list[CallEntry]:
        """Return logged calls, the newest first."""
        with self._lock:
            rows = self._db.execute("SELECT body FROM calls ORDER BY rowid DESC LIMIT ? OFFSET ?", (limit, offset))
            return [CALL.validate_json(row["body"]) for row in rows]

    def reserved(self) -> dict[tuple[str, str], Decimal]:
        """Return what deals hold back, by article and warehouse."""
        with self._lock:
            rows = self._db.execute("SELECT * FROM reserved")
            return {(row["sku"], row["warehouse"]): Decimal(row["quantity"]) for row in rows}

    def _row(self, draft_id: str) -> sqlite3.Row:
        row: sqlite3.Row | None = self._db.execute(f"{_DRAFT} WHERE d.id = ?", (_number("D-", draft_id),)).fetchone()
        if row is None:
            raise NotKept(draft_id)
        return row

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Give one transaction, committed at the end or rolled back whole."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _number(prefix: str, text: str) -> int:
    """Return the row of an id like ``D-12``; anything else is the row of nothing."""
    digits = text.removeprefix(prefix)
    sound = text.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < 18
    return int(digits) if sound else -1


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _draft(row: sqlite3.Row) -> CrmDraft:
    return CrmDraft(
        draft_id=f"D-{row['id']}",
        key=row["key"],
        status=CrmDraftStatus(row["status"]),
        order=ORDER.validate_json(row["body"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        deal_id=None if row["deal"] is None else f"S-{row['deal']}",
    )


def _deal(row: sqlite3.Row) -> CrmDeal:
    return CrmDeal(
        deal_id=f"S-{row['id']}",
        draft_id=f"D-{row['draft_id']}",
        order=ORDER.validate_json(row["body"]),
        total=Decimal(row["total"]),
        created_at=datetime.fromisoformat(row["created_at"]),
    )


def _refuse_decided(draft: CrmDraft) -> None:
    if draft.status is CrmDraftStatus.CONFIRMED:
        raise Conflict("draft_confirmed", "черновик уже стал сделкой")
    if draft.status is CrmDraftStatus.REJECTED:
        raise Conflict("draft_rejected", "черновик отклонён")


def _reserve(db: sqlite3.Connection, order: DraftOrder, default_warehouse: str | None) -> None:
    for line in order.lines:
        warehouse = line.warehouse if line.warehouse is not None else default_warehouse
        if warehouse is None:
            continue
        key = (line.sku, warehouse)
        row = db.execute("SELECT quantity FROM reserved WHERE sku = ? AND warehouse = ?", key).fetchone()
        held = Decimal(row["quantity"]) if row is not None else Decimal(0)
        db.execute("INSERT OR REPLACE INTO reserved VALUES (?, ?, ?)", (*key, str(held + line.quantity)))
