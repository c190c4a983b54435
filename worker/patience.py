"""A CRM for the stages that does not wait twice for one that is down.

A CRM that hangs costs its whole time-out at every question, and a draft is six questions away from a recording. After
one failure the next questions fail at once for a while; the relay and the refresher ask the CRM itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from crm.seam import Crm, CrmError, CrmRefused, CrmUnavailable
from models.company import Client, CompanyData, Product, StockRow

Answer = TypeVar("Answer")
REST_S = 20.0


class PatientReads:
    """The reads of a CRM that the stages use, given up together while it does not answer."""

    def __init__(self, crm: Crm, rest_s: float = REST_S) -> None:
        self._crm = crm
        self._rest_s = rest_s
        self._down_until = 0.0
        self._lock = threading.Lock()

    def company_data(self) -> CompanyData:
        return self._ask(self._crm.company_data)

    def find_clients(self, *, phone: str) -> tuple[Client, ...]:
        return self._ask(lambda: self._crm.find_clients(phone=phone))

    def related_clients(self, client_id: str) -> tuple[Client, ...]:
        return self._ask(lambda: self._crm.related_clients(client_id))

    def products(self, skus: Sequence[str]) -> tuple[Product, ...]:
        return self._ask(lambda: self._crm.products(skus))

    def stock(self, skus: Sequence[str]) -> tuple[StockRow, ...]:
        return self._ask(lambda: self._crm.stock(skus))

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        with self._lock:
            if time.monotonic() < self._down_until:
                raise CrmUnavailable("the CRM did not answer a moment ago")
        try:
            return question()
        except CrmRefused:
            raise  # it answered
        except CrmError:
            with self._lock:
                self._down_until = time.monotonic() + self._rest_s
            raise
