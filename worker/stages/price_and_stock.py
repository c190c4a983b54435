"""Price and stock of this moment, from the CRM itself. While it is down both are shown as not known."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crm.seam import CrmError
from models.tables import Stage
from worker.jobs import Claim, Outcome
from worker.pipeline import Pipeline
from worker.pricing import PriceList, Wanted, ask_prices
from worker.stages.loading import result_of


def price_and_stock(pipeline: Pipeline, held: Claim) -> Outcome:
    """Ask for every line understood. A CRM that is down fails nothing: the draft is made, the refresher asks again."""
    reading = result_of(pipeline.sessions, held, Stage.UNDERSTAND).get("reading", {})
    caller = result_of(pipeline.sessions, held, Stage.MATCH_CLIENT)
    lines = [Wanted(line["sku"], Decimal(str(line["quantity"]))) for line in reading.get("lines", [])]
    try:
        prices = ask_prices(pipeline.crm, [line.sku for line in lines])
    except CrmError as error:
        return Outcome({"error_code": error.code}, Stage.DRAFT, held.engine_key)
    warehouse = caller.get("warehouse") or pipeline.terms.default_warehouse
    result = {
        "offers": [prices.offer(line.sku, line.quantity, warehouse).to_document() for line in lines],
        "delivery_charge": _charge(pipeline, prices, lines, reading),
        "checked_at": pipeline.clock().isoformat(),
    }
    return Outcome(result, Stage.DRAFT, held.engine_key)


def _charge(pipeline: Pipeline, prices: PriceList, lines: list[Wanted], reading: dict[str, Any]) -> str | None:
    mode = (reading.get("delivery") or {}).get("mode")
    charge = prices.delivery_charge(lines, pipeline.terms, mode)
    return None if charge is None else str(charge)
