"""The product's own reader behind the seam of the evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.orders_data import LabelledOrder
from crm.company_data import load_company_data
from models.company import CompanyData, OrderTerms
from nlp.orders.reader import OrderReader
from nlp.orders.reading import OrderReading, SpokenWord
from nlp.orders.words import words_of_text, words_of_transcript


class RulesReader:
    """Reads written orders, and transcripts where the order has one."""

    name = "rules"

    def __init__(self, company: CompanyData) -> None:
        self._reader = OrderReader(company)

    def read(self, order: LabelledOrder) -> Mapping[str, Any]:
        """Return the order document of *order*."""
        words = words_of_text(order.text) if order.transcript is None else words_of_transcript(dict(order.transcript))
        return self.read_words(words, phone=order.phone, client_id=order.client_id, now=order.now).to_document()

    def read_words(
        self, words: Sequence[SpokenWord], *, phone: str | None, client_id: str | None, now: dt.datetime
    ) -> OrderReading:
        """Return what *words* order."""
        return self._reader.read(words, phone=phone, client_id=client_id, now=now)


def rules_reader(folder: Path, *, terms: OrderTerms | None = None, tolerate_errors: bool = False) -> RulesReader:
    """Return the reader of one company-data folder. Raises CompanyDataError."""
    return RulesReader(load_company_data(folder, tolerate_errors=tolerate_errors, terms=terms))
