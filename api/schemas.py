"""What the HTTP API speaks: money and quantities are numbers, moments are ISO 8601 with an offset."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints

from models.tables import CallSource, CallStatus, Direction, DraftKind, DraftStatus, OutboxState, Role, StockState
from nlp.orders.speech.units import Unit

MAX_LINES = 500
MAX_REQUEST_NUMBER = 2**31 - 1  # what the database's integer holds
MAX_QUANTITY = Decimal(1_000_000_000)

Number = Annotated[
    Decimal,
    PlainSerializer(
        lambda value: int(value) if value == int(value) else float(value), return_type=float, when_used="json"
    ),
]
Quantity = Annotated[Number, Field(gt=0, le=MAX_QUANTITY, decimal_places=3)]


# Without control characters: PostgreSQL cannot keep a NUL, and a page should not show the others.
_PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=_PRINTABLE)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTABLE)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_PRINTABLE)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=_PRINTABLE)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=_PRINTABLE)]
Password = Annotated[str, StringConstraints(max_length=200)]
Item = TypeVar("Item")


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Strict(BaseModel):
    """What is sent to us: a misspelt field is refused, not silently dropped."""

    model_config = ConfigDict(extra="forbid")


class Page(Out, Generic[Item]):
    """Part of a list; ``next`` asks for what follows, ``null`` at the end."""

    items: list[Item]
    next: str | None = None


class SpanOut(Out):
    """Words ``first`` to ``last`` of the transcript, counted from 0 over all segments, and their seconds."""

    first: int
    last: int
    start: float | None
    end: float | None


class StockOut(Out):
    warehouse: str | None
    available: Number | None
    status: str = Field(description="in_stock, partial, out_of_stock, unknown")
    expected_date: dt.date | None
    expected_quantity: Number | None = None


class LineOut(Out):
    id: UUID
    sku: str
    name: str
    quantity: Number
    unit: str
    heard: str | None
    spans: list[SpanOut]
    confidence: float | None = Field(description="null where a person put the line in")
    confidence_words: str = Field(description="уверенно, скорее всего, проверьте, проверено человеком")
    alternatives: list[str]
    note: str | None
    price: Number | None
    amount: Number | None
    stock: StockOut


class UnresolvedOut(Out):
    heard: str
    reason: str
    alternatives: list[str] = []
    quantity: Number | None = None
    unit: str | None = None
    spans: list[SpanOut] = []


class ClientOut(Out):
    client_id: str | None
    name: str | None
    inn: str | None
    matched_by: str
    confidence: float


class DeliveryOut(Out):
    mode: str | None
    date: dt.date | None
    time: str | None
    address: str | None
    charge: Number | None


class CallbackOut(Out):
    phone: str | None
    time: str | None


class CrmOut(Out):
    """Where the write to the CRM stands. ``state`` is ``null`` before anything was to be written."""

    draft_id: str | None
    deal_id: str | None
    error_code: str | None
    state: OutboxState | None


class DraftBrief(Out):
    """One row of the list of drafts."""

    id: UUID
    request_number: int | None
    kind: DraftKind
    intent: str
    status: DraftStatus
    version: int
    client: ClientOut
    manager_id: str | None
    lines_count: int
    unresolved_count: int
    total: Number | None = Field(description="roubles; null while a price is not known")
    stock_state: StockState
    urgent: bool
    interrupted: bool
    answer_by: dt.datetime | None
    created_at: dt.datetime
    decided_at: dt.datetime | None


class DraftOut(DraftBrief):
    call_id: UUID
    phone: str | None
    manager_name: str | None
    delivery: DeliveryOut
    payment: str | None
    callback: CallbackOut | None
    comment: str | None
    lines: list[LineOut]
    unresolved: list[UnresolvedOut]
    stock_checked_at: dt.datetime | None
    decided_by: str | None
    reject_reason: str | None
    unchanged: bool | None = Field(description="confirmed as understood: what first-time-right counts")
    corrections_count: int
    crm: CrmOut


class LineIn(Strict):
    """One line as it should be. ``id`` keeps the words of an existing line, ``unresolved`` those of a phrase."""

    sku: Code
    quantity: Quantity
    id: UUID | None = None
    unit: Unit | None = Field(
        None, description="what `quantity` counts; converted by the catalogue. `null`: base units of the article"
    )
    unresolved: int | None = Field(None, ge=0, lt=MAX_LINES, description="index of the phrase that this line answers")


class DeliveryIn(Strict):
    mode: Literal["delivery", "pickup"] | None = None
    date: dt.date | None = None
    time: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d(-([01]\d|2[0-3]):[0-5]\d)?$")] | None = (
        Field(None, description="HH:MM or HH:MM-HH:MM on the client's clock", examples=["10:00-12:00"])
    )
    address: ShortText | None = None


class CallbackIn(Strict):
    phone: Annotated[str, StringConstraints(pattern=r"^\+[1-9]\d{6,14}$")] | None = None
    time: ShortText | None = None


class DraftPatch(Strict):
    """What to change. A field that is absent stays; ``lines``, if given, are the whole list."""

    version: int = Field(ge=1, le=2**31 - 1, description="the version that was seen; another one gives 409")
    lines: Annotated[list[LineIn], Field(max_length=MAX_LINES)] | None = None
    dismissed: Annotated[list[Annotated[int, Field(ge=0, lt=MAX_LINES)]], Field(max_length=MAX_LINES)] = Field(
        default=[], description="indexes of unresolved phrases that ask for nothing"
    )
    intent: Literal["order"] | None = Field(
        default=None, description="makes a task an order: the machine missed it. The other way round is a rejection"
    )
    client_id: Code | None = None
    delivery: DeliveryIn | None = None
    payment: Literal["invoice", "cash", "card", "deferred"] | None = None
    callback: CallbackIn | None = None
    comment: LongText | None = None


class ConfirmIn(Strict):
    version: int = Field(ge=1, le=2**31 - 1, description="the version that was seen; another one gives 409")


class RejectIn(Strict):
    version: int = Field(ge=1, le=2**31 - 1)
    reason: Reason = Field(examples=["Дубль заявки"])


class CallBrief(Out):
    id: UUID
    source: CallSource
    direction: Direction
    status: CallStatus
    phone: str | None
    branch: str | None
    started_at: dt.datetime
    ended_at: dt.datetime
    end_reason: str
    duration_s: float | None = Field(description="seconds of sound that was kept")
    interrupted: bool
    urgent: bool
    silent: bool
    failure_code: str | None
    failure: str | None = Field(description="the same in words")
    request_number: int | None
    draft_id: UUID | None
    has_sound: bool


class CallOut(CallBrief):
    notice_played_at: dt.datetime | None
    client_id: str | None
    manager_id: str | None
    demonstration_model: bool | None = Field(description="the words are by the model that knows synthetic voices only")
    transcript: dict[str, Any] | None = Field(description="the transcript format; null before the words are known")


class RequestBrief(Out):
    number: int
    created_at: dt.datetime


class RequestOut(RequestBrief):
    """One request number and everything that joined it, as far as the person may see."""

    calls: list[CallBrief]
    drafts: list[DraftBrief]


class ProductOut(Out):
    sku: str
    name: str
    unit: str
    category: str = ""
    pack: Number | None = None
    box: Number | None = None
    price: Number | None = None
    wholesale_price: Number | None = None
    wholesale_from: Number | None = None


class WarehouseOut(Out):
    warehouse: str
    available: Number
    expected_date: dt.date | None
    expected_quantity: Number | None


class ProductStockOut(ProductOut):
    """An article with fresh stock; ``stock`` is ``null`` while the CRM does not answer."""

    stock: list[WarehouseOut] | None


class FoundClientOut(Out):
    client_id: str
    name: str
    inn: str | None
    manager_id: str | None


class SearchIn(Strict):
    """Sent as a body, not in the address: names and numbers of clients do not belong into logs of proxies."""

    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100, pattern=_PRINTABLE)]
    limit: int = Field(10, ge=1, le=50)


class UserOut(Out):
    id: UUID
    login: str
    name: str
    role: Role
    manager_id: str | None
    active: bool
    created_at: dt.datetime


class UserIn(Strict):
    login: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\w.@+-]{2,64}$")]
    name: Name
    role: Role
    password: Password
    manager_id: Code | None = None


class UserPatch(Strict):
    name: Name | None = None
    role: Role | None = None
    manager_id: Code | None = None
    active: bool | None = None
    password: Password | None = None


class TokenOut(Out):
    id: UUID
    user_id: UUID
    name: str
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    last_used_at: dt.datetime | None


class TokenIn(Strict):
    user_id: UUID
    name: Name
    expires_at: AwareDatetime | None = None


class TokenMade(TokenOut):
    token: str = Field(description="shown this once; only its hash is kept")
