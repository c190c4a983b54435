"""Words to meaning: what the call orders or asks, over the company's data of this moment.

A call without words is not read at all: nothing is ever ordered by silence.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from models.tables import Stage
from nlp.orders.reading import ClientMatch, Intent, MatchedBy, OrderReading
from nlp.orders.words import words_of_transcript
from worker.drafting import MISSED_CALL
from worker.jobs import Claim, Outcome
from worker.pipeline import Pipeline
from worker.shelf import NoCompanyData
from worker.stages.loading import load_call, load_transcript
from worker.workshop import Waiting

WAIT_FOR_CATALOGUE_S: Final = 15.0
PATIENCE: Final = dt.timedelta(minutes=10)  # then a person gets the words as they are, with nothing understood
NOT_READ: Final = OrderReading(
    intent=Intent.OTHER,
    client=ClientMatch(None, MatchedBy.NONE, 0.0),
    comment="Каталог компании был недоступен, слова не разобраны. Прослушайте запись.",
)


def understand(pipeline: Pipeline, held: Claim) -> Outcome:
    """Read the call's words. Raises Waiting while there is no catalogue to read them with."""
    call = load_call(pipeline.sessions, held)
    words = words_of_transcript(load_transcript(pipeline.sessions, held).document)
    if not words:
        return Outcome({"intent": MISSED_CALL}, Stage.MATCH_CLIENT, held.engine_key)
    try:
        company = pipeline.shelf.current()
    except NoCompanyData as nothing:
        if pipeline.clock() - held.created_at < PATIENCE:
            raise Waiting("crm.never_seen", WAIT_FOR_CATALOGUE_S) from nothing
        return _outcome(held, NOT_READ, {})
    reader = pipeline.readers.of(company)
    reading = reader.read(words, phone=call.phone, client_id=call.client_id, now=call.started_at)
    names = {product.sku: product.name for product in company.products}
    return _outcome(held, reading, {line.sku: names.get(line.sku, line.sku) for line in reading.lines})


def _outcome(held: Claim, reading: OrderReading, names: dict[str, str]) -> Outcome:
    result = {
        "intent": reading.intent.value,
        "reading": reading.to_document(),
        "reader_version": reading.reader_version,
        "names": names,
    }
    return Outcome(result, Stage.MATCH_CLIENT, held.engine_key)
