"""What the worker does beside the stages: relay the outbox, freshen stock, keep the caches, hand on failed calls.

One turn of it runs in a thread of its own, so that a confirmed order reaches the CRM while a long recording is still
being transcribed.
"""

from __future__ import annotations

import time

from crm.seam import Crm
from models.company import CompanyData
from worker.caches import write_caches
from worker.leftovers import make_tasks
from worker.outbox import Relay
from worker.pipeline import Pipeline
from worker.refresher import Refresher
from worker.shelf import NoCompanyData

REFRESH_EVERY_S = 10.0
CACHES_EVERY_S = 30.0


class CrmDesk:
    """Calls what is due in each turn."""

    def __init__(self, pipeline: Pipeline, crm: Crm) -> None:
        self._relay = Relay(pipeline.sessions, crm)
        self._refresher = Refresher(pipeline.sessions, crm, pipeline.terms, pipeline.shelf)
        self._pipeline = pipeline
        self._cached: CompanyData | None = None
        self._refresh_at = 0.0
        self._caches_at = 0.0

    def turn(self) -> None:
        make_tasks(self._pipeline.sessions, self._pipeline.promise)
        self._relay.run_due()
        now = time.monotonic()
        if now >= self._caches_at:
            self._caches_at = now + CACHES_EVERY_S
            self._keep_caches()
        if now >= self._refresh_at:
            self._refresh_at = now + REFRESH_EVERY_S
            self._refresher.refresh()

    def _keep_caches(self) -> None:
        try:
            company = self._pipeline.shelf.current()
        except NoCompanyData:
            return
        if company is not self._cached:
            write_caches(self._pipeline.sessions, company)
            self._cached = company
