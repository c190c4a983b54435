"""The rules read an order; a second reader, where one is configured, marks the lines it reads otherwise.

A second reader that fails costs nothing but its opinion: the order stands as the rules read it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import structlog

from models.company import CompanyData
from nlp.orders.reader import OrderReader
from nlp.orders.reading import OrderReading, SpokenWord
from nlp.orders.second_reader import SecondReader, SecondReaderFailed, SecondReaderSettings

_log = structlog.get_logger(__name__)


class TwiceRead:
    """An order reader whose readings are checked by a language model of the company's own."""

    def __init__(self, company: CompanyData, settings: SecondReaderSettings) -> None:
        self._rules = OrderReader(company)
        self._second = SecondReader(settings, {product.sku: product for product in company.products})

    def read(
        self, words: Sequence[SpokenWord], *, phone: str | None, client_id: str | None, now: dt.datetime
    ) -> OrderReading:
        """Return what the rules read, with the disputed lines marked."""
        reading = self._rules.read(words, phone=phone, client_id=client_id, now=now)
        try:
            return self._second.check(reading, " ".join(word.text for word in words))
        except SecondReaderFailed as failure:
            _log.warning("second_reader_failed", code=failure.code)
            return reading
