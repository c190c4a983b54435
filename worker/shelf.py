"""The company's data within reach: as the CRM has it, or as it last had it while the CRM is away.

The last whole is kept in memory and in a file, so that a worker that starts while the CRM is down still knows the
catalogue. Stock in it is never promised to anybody: the price stage asks for that afresh.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from crm.seam import CrmError
from models.company import CompanyData, OrderTerms
from worker.reads import CompanySource

_CODEC = TypeAdapter(CompanyData)
_log = structlog.get_logger(__name__)


class NoCompanyData(Exception):
    """The CRM is down and was never seen: there is no catalogue to understand an order with."""


class CompanyShelf:
    """Holds the last company data. Safe to use from several threads."""

    def __init__(self, crm: CompanySource, snapshot: Path, terms: OrderTerms) -> None:
        self._crm = crm
        self._snapshot = snapshot
        self._terms = terms
        self._seen: CompanyData | None = None
        self._ours: CompanyData | None = None
        self._lock = threading.Lock()

    def current(self) -> CompanyData:
        """Return the newest data there are; the same object while nothing changed. Raises NoCompanyData."""
        with self._lock:
            try:
                return self._keep(self._crm.company_data())
            except CrmError as error:
                _log.warning("company_data_from_snapshot", error_code=error.code)
                return self._last()

    def warehouse_of(self, client_id: str | None) -> str | None:
        """Return the warehouse that serves a client, as far as the data in memory know."""
        with self._lock:
            if self._ours is None or client_id is None:
                return None
            return next((client.warehouse for client in self._ours.clients if client.client_id == client_id), None)

    def _keep(self, seen: CompanyData) -> CompanyData:
        if self._ours is None or seen is not self._seen:
            self._seen, self._ours = seen, replace(seen, terms=self._terms)
            self._write(self._ours)
        return self._ours

    def _last(self) -> CompanyData:
        if self._ours is None:
            self._ours = self._read()
        return self._ours

    def _write(self, data: CompanyData) -> None:
        draft = self._snapshot.with_name(f"{self._snapshot.name}.{os.getpid()}")
        try:
            self._snapshot.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_CODEC.dump_json(data))
            draft.replace(self._snapshot)
        except OSError as error:  # a full disk costs the copy, not the order
            _log.warning("company_snapshot_not_written", error_number=error.errno)
            with suppress(OSError):
                draft.unlink()

    def _read(self) -> CompanyData:
        try:
            return replace(_CODEC.validate_json(self._snapshot.read_bytes()), terms=self._terms)
        except (OSError, ValidationError) as error:
            raise NoCompanyData from error
