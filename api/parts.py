"""What one API process is made of, in one place that requests reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from api.catalogue import Catalogue
from api.metrics import Metrics
from api.quotes import Quoter
from api.settings import ApiSettings
from api.throttle import Throttle
from models.database import Maker


@dataclass(frozen=True)
class Parts:
    settings: ApiSettings
    writers: Maker
    readers: Maker
    throttle: Throttle
    catalogue: Catalogue
    quoter: Quoter
    metrics: Metrics


def parts_of(request: Request) -> Parts:
    """Return what the application of this request is made of."""
    return cast(Parts, request.app.state.parts)


Made = Annotated[Parts, Depends(parts_of)]
