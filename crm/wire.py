"""The sandbox protocol: JSON bodies that the sandbox CRM and its client share.

Values travel as the dataclasses of ``models.company`` and ``crm.seam``; decimals as strings, so that nothing is
rounded on the way. Whoever is asked about stands in the body and never in the address: addresses end up in logs.
"""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from crm.seam import DraftOrder, Id, Text

API = "/api/v1"
KEY_HEADER = "Idempotency-Key"
PAGE_SIZE = 1000  # items in one page of a list
MOST_SKUS = 500  # articles in one question

Item = TypeVar("Item")


class Strict(BaseModel):
    """A body that a request brings: a field nobody knows is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(BaseModel, Generic[Item]):
    """A part of a list. ``version`` is that of the company data, so that a whole of several pages is known for one."""

    version: str
    total: Annotated[int, Field(ge=0)]
    next_offset: Annotated[int, Field(ge=0)] | None
    items: list[Item]


class Found(BaseModel, Generic[Item]):
    """All that fits a question. An envelope, so that a stray ``[]`` is not taken for "nothing found"."""

    items: list[Item]


class Version(BaseModel):
    """Which company data are being served."""

    version: str
    loaded_at: AwareDatetime


class ClientQuery(Strict):
    """Who is looked for: all that is given must fit."""

    phone: Annotated[str, StringConstraints(max_length=50)] | None = None
    inn: Annotated[str, StringConstraints(max_length=20)] | None = None
    name: Annotated[str, StringConstraints(max_length=300)] | None = None


class GroupQuery(Strict):
    """Whose group is looked for."""

    client_id: Id


class SkuQuery(Strict):
    """Which articles are asked about."""

    skus: Annotated[list[Id], Field(max_length=MOST_SKUS)]


class Rejection(Strict):
    """Why a draft is rejected, in words."""

    reason: Text


class Confirmation(Strict):
    """What becomes of a draft; an order takes the place of the draft's own."""

    order: DraftOrder | None = None


class Failure(BaseModel):
    """Why not: ``code`` is stable, ``message`` is for a person."""

    code: str
    message: str
