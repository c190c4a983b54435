"""Price and stock of this moment, from the CRM itself. While it is down both are shown as not known."""

from __future__ import annotations

from decimal import Decimal

from crm.seam import CrmError
from models.tables import Stage
from worker.jobs import Claim, Outcome
from worker.pipeline import Pipeline
from worker.pricing import ask_prices
from worker.stages.loading import result_of


def price_and_stock(pipeline: Pipeline, held: Claim) -> Outcome:
    """Ask for every line understood. A CRM that is down fails nothing: the draft is made, the refresher asks again."""
    reading = result_of(pipeline.sessions, held, Stage.UNDERSTAND).get("reading", {})
    caller = result_of(pipeline.sessions, held, Stage.MATCH_CLIENT)
    lines = reading.get("lines", [])
    warehouses = (caller.get("warehouse"), pipeline.terms.default_warehouse)
    try:
        prices = ask_prices(pipeline.crm, [line["sku"] for line in lines])
    except CrmError as error:
        return Outcome({"error_code": error.code}, Stage.DRAFT, held.engine_key)
    offers = [prices.offer(line["sku"], Decimal(str(line["quantity"])), warehouses).to_document() for line in lines]
    result = {"offers": offers, "checked_at": pipeline.clock().isoformat()}
    return Outcome(result, Stage.DRAFT, held.engine_key)
