"""What the company answers about articles right now: names and prices, and stock in its warehouses.

Asked before the transaction of a change opens: a CRM that thinks for seconds must not hold the database. After a
failure the CRM is left alone for a while, so that a person's every click does not wait for the same silence.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import structlog

from api.catalogue import Catalogue
from crm.seam import Crm, CrmError
from models.company import Product, StockRow

LEAVE_ALONE_S = 20.0
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Quote:
    """Articles by their number, and their stock; ``stock`` is ``None`` where the CRM did not answer."""

    products: Mapping[str, Product]
    stock: tuple[StockRow, ...] | None

    def stock_of(self, sku: str) -> list[StockRow] | None:
        return None if self.stock is None else [row for row in self.stock if row.sku == sku]


class Quoter:
    """Asks the CRM, and the last known catalogue where it does not answer."""

    def __init__(self, crm: Crm | None, catalogue: Catalogue) -> None:
        self._crm = crm
        self._catalogue = catalogue
        self._silent_until = self._trusted_until = float("-inf")

    def check(self) -> bool | None:
        """Return whether the CRM answers, asking it now and then; ``None`` where there is no CRM."""
        if self._crm is None:
            return None
        if self._is_silent or time.monotonic() < self._trusted_until:
            return not self._is_silent
        try:
            self._crm.check()
        except CrmError as error:
            self._hush(error)
            return False
        self._trusted_until = time.monotonic() + LEAVE_ALONE_S
        return True

    def quote(self, skus: Iterable[str]) -> Quote:
        """Return what is known of *skus*; an article that nobody knows is left out."""
        wanted = sorted(set(skus))
        known = self._catalogue.products(wanted)
        if self._crm is None or not wanted or self._is_silent:
            return Quote(known, None)
        try:
            fresh = {product.sku: product for product in self._crm.products(wanted)}
            return Quote(fresh, tuple(self._crm.stock(wanted)))
        except CrmError as error:
            self._hush(error)
            return Quote(known, None)

    @property
    def _is_silent(self) -> bool:
        return time.monotonic() < self._silent_until

    def _hush(self, error: CrmError) -> None:
        self._silent_until = time.monotonic() + LEAVE_ALONE_S
        self._trusted_until = float("-inf")
        _log.warning("crm_did_not_answer", code=error.code)
