"""The way of a call: one module a stage, each a plain function of the pipeline's parts and a claim."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from models.tables import Stage
from worker.pipeline import Pipeline
from worker.stages.draft import draft
from worker.stages.match_client import match_client
from worker.stages.price_and_stock import price_and_stock
from worker.stages.transcribe import transcribe
from worker.stages.understand import understand
from worker.workshop import StageWork


def stages_of(pipeline: Pipeline) -> Mapping[Stage, StageWork]:
    """Return the work of every stage, tied to *pipeline*."""
    return {
        Stage.TRANSCRIBE: partial(transcribe, pipeline),
        Stage.UNDERSTAND: partial(understand, pipeline),
        Stage.MATCH_CLIENT: partial(match_client, pipeline),
        Stage.PRICE_AND_STOCK: partial(price_and_stock, pipeline),
        Stage.DRAFT: partial(draft, pipeline),
    }
