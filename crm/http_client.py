"""The CRM seam over the sandbox protocol.

Reads are asked again with growing pauses; writes are sent once. A write that may have been seen and was not answered
in the protocol has an unknown outcome, whatever it was that came instead of the answer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from crm.http_answers import NOT_TAKEN, parse, sound_body
from crm.http_exchange import Answer, AnswerLost, AnswerTooLarge, Exchange, NotSent
from crm.seam import (
    CallEntry,
    CrmDeal,
    CrmDraft,
    CrmNonsense,
    CrmOutcomeUnknown,
    CrmRefused,
    CrmUnavailable,
    DraftOrder,
    Id,
)
from crm.wire import (
    API,
    KEY_HEADER,
    MOST_SKUS,
    PAGE_SIZE,
    ClientQuery,
    Confirmation,
    Found,
    GroupQuery,
    Page,
    Rejection,
    SkuQuery,
    Version,
)
from models.company import (
    Client,
    CompanyData,
    Manager,
    MonthlyTurnover,
    OrderTerms,
    PastOrderLine,
    Product,
    StockRow,
)

Value = TypeVar("Value")
MOST_WAIT_S = 5.0  # a read waits so long for a CRM that asks for patience; longer is the caller's matter
MOST_WHOLES = 3  # how often the whole is begun again because the data changed under it


@dataclass(frozen=True, slots=True)
class HttpCrmSettings:
    """How to reach a CRM that speaks the sandbox protocol, and how hard to try."""

    url: str
    token: str
    timeout_s: float = 10.0  # of one request, all of it
    read_attempts: int = 3
    backoff_s: float = 0.2  # before the second attempt; then twice as long each time, with jitter
    requests_per_s: float = 20.0
    terms: OrderTerms = field(default_factory=OrderTerms)


class HttpCrm:
    """A CRM behind the sandbox protocol. Safe to use from several threads."""

    name = "sandbox"

    def __init__(self, settings: HttpCrmSettings) -> None:
        self._settings = settings
        self._exchange = Exchange(
            settings.url, settings.token, timeout_s=settings.timeout_s, requests_per_s=settings.requests_per_s
        )
        self._whole: tuple[str, CompanyData] | None = None

    def close(self) -> None:
        self._exchange.close()

    def check(self) -> None:
        self.data_version()

    def data_version(self) -> str:
        return self._read("GET", "/version", _VERSION).version

    def company_data(self) -> CompanyData:
        version = self.data_version()
        for _ in range(MOST_WHOLES):
            whole = self._whole
            if whole is not None and whole[0] == version:
                return whole[1]
            seen = {version}
            data = CompanyData(
                products=self._list("/products", _PRODUCTS, seen),
                stock=self._list("/stock", _STOCK, seen),
                clients=self._list("/clients", _CLIENTS, seen),
                managers=self._list("/managers", _MANAGERS, seen),
                past_orders=self._list("/orders", _ORDERS, seen),
                turnover=self._list("/turnover", _TURNOVER, seen),
                terms=self._settings.terms,
            )
            if seen == {version}:
                self._whole = (version, data)
                return data
            version = self.data_version()
        raise CrmUnavailable("the company data change faster than they can be read")

    def find_clients(
        self, *, phone: str | None = None, inn: str | None = None, name: str | None = None
    ) -> tuple[Client, ...]:
        try:
            query = ClientQuery(phone=phone, inn=inn, name=name)
        except ValidationError:
            return ()  # longer than any phone, ИНН or name: nobody has it
        return tuple(self._read("POST", "/clients/search", _FOUND_CLIENTS, content=_dump(_CLIENT_QUERY, query)).items)

    def related_clients(self, client_id: str) -> tuple[Client, ...]:
        if not _is_id(client_id):
            return ()
        content = _dump(_GROUP_QUERY, GroupQuery.model_construct(client_id=client_id))
        return tuple(self._read("POST", "/clients/related", _FOUND_CLIENTS, content=content).items)

    def managers(self) -> tuple[Manager, ...]:
        return self._list("/managers", _MANAGERS, set())

    def products(self, skus: Sequence[str]) -> tuple[Product, ...]:
        return self._by_sku("/products/search", skus, _FOUND_PRODUCTS)

    def stock(self, skus: Sequence[str]) -> tuple[StockRow, ...]:
        return self._by_sku("/stock/search", skus, _FOUND_STOCKS)

    def create_draft(self, key: str, order: DraftOrder) -> CrmDraft:
        draft = self._write("POST", "/drafts", _DRAFT, _dump(_ORDER, order), key=key)
        if draft.key != key:
            raise CrmOutcomeUnknown("the CRM answered with another draft")
        return draft

    def find_draft(self, key: str) -> CrmDraft | None:
        found = self._read("GET", "/drafts", _FOUND_DRAFTS, params={"key": key}).items
        if len(found) > 1 or any(draft.key != key for draft in found):
            raise CrmNonsense("the CRM found drafts of other keys")
        return found[0] if found else None

    def update_draft(self, draft_id: str, order: DraftOrder) -> CrmDraft:
        return self._write("PUT", f"/drafts/{_id(draft_id)}", _DRAFT, _dump(_ORDER, order))

    def reject_draft(self, draft_id: str, reason: str) -> CrmDraft:
        body = _dump(_REJECTION, Rejection.model_construct(reason=reason))
        return self._write("POST", f"/drafts/{_id(draft_id)}/reject", _DRAFT, body)

    def confirm_draft(self, draft_id: str, order: DraftOrder | None = None) -> CrmDeal:
        body = _dump(_CONFIRMATION, Confirmation.model_construct(order=order))
        return self._write("POST", f"/drafts/{_id(draft_id)}/deal", _DEAL, body)

    def find_deal(self, draft_id: str) -> CrmDeal | None:
        try:
            return self._read("GET", f"/drafts/{_id(draft_id)}/deal", _DEAL)
        except CrmRefused as refusal:
            if refusal.reason == "not_found":
                return None
            raise

    def log_call(self, key: str, entry: CallEntry) -> None:
        self._send("PUT", f"/calls/{_id(key)}", _dump(_CALL, entry))

    def _list(self, path: str, page: TypeAdapter[Page[Value]], seen: set[str]) -> tuple[Value, ...]:
        """Return all pages of a list; note in *seen* the versions they are of."""
        items: list[Value] = []
        offset: int | None = 0
        while offset is not None:
            part = self._read("GET", path, page, params={"offset": offset, "limit": PAGE_SIZE})
            if part.next_offset is not None and part.next_offset <= offset:
                raise CrmNonsense("the next page is no later one")
            items += part.items
            seen.add(part.version)
            offset = part.next_offset
        return tuple(items)

    def _by_sku(self, path: str, skus: Sequence[str], of: TypeAdapter[Found[Value]]) -> tuple[Value, ...]:
        asked = [sku for sku in dict.fromkeys(skus) if _is_id(sku)]
        found: list[Value] = []
        for start in range(0, len(asked), MOST_SKUS):
            query = SkuQuery.model_construct(skus=asked[start : start + MOST_SKUS])
            found += self._read("POST", path, of, content=_dump(_SKU_QUERY, query)).items
        return tuple(found)

    def _read(
        self,
        method: str,
        path: str,
        of: TypeAdapter[Value],
        *,
        params: dict[str, str | int] | None = None,
        content: bytes | None = None,
    ) -> Value:
        """Return what the CRM answers, asked up to ``read_attempts`` times while it is unavailable."""
        pause_s = self._settings.backoff_s
        for left in reversed(range(self._settings.read_attempts)):
            try:
                return parse(sound_body(self._ask(method, path, content, params)), of)
            except CrmUnavailable as error:
                wait_s = pause_s * random.uniform(0.5, 1.5) if error.retry_after_s is None else error.retry_after_s
                if left == 0 or wait_s > MOST_WAIT_S:
                    raise
            time.sleep(wait_s)
            pause_s *= 2
        raise CrmUnavailable("no attempt is allowed")

    def _ask(self, method: str, path: str, content: bytes | None, params: dict[str, str | int] | None) -> Answer:
        try:
            return self._exchange.send(method, API + path, content=content, params=params)
        except (NotSent, AnswerLost) as error:
            raise CrmUnavailable(str(error)) from error
        except AnswerTooLarge as error:
            raise CrmNonsense("the answer is too large") from error

    def _write(
        self, method: str, path: str, of: TypeAdapter[Value], content: bytes, *, key: str | None = None
    ) -> Value:
        body = self._send(method, path, content, key=key)
        try:
            return parse(body, of)
        except CrmNonsense as error:
            raise CrmOutcomeUnknown(str(error)) from error

    def _send(self, method: str, path: str, content: bytes, *, key: str | None = None) -> bytes:
        """Send a write once and return the body of an answer that says yes."""
        try:
            answer = self._exchange.send(
                method, API + path, content=content, headers=None if key is None else {KEY_HEADER: key}
            )
        except NotSent as error:
            raise CrmUnavailable(str(error)) from error
        except (AnswerLost, AnswerTooLarge) as error:
            raise CrmOutcomeUnknown(str(error)) from error
        try:
            return sound_body(answer)
        except (CrmUnavailable, CrmNonsense) as error:
            if answer.status in NOT_TAKEN:
                raise
            raise CrmOutcomeUnknown(str(error)) from error


def _is_id(text: str) -> bool:
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return text.isprintable()


def _id(text: str) -> str:
    if not _is_id(text) or "/" in text or text in (".", ".."):
        raise CrmRefused("not an id")
    return quote(text, safe="")


def _dump(of: TypeAdapter[Value], value: Value) -> bytes:
    try:
        return of.dump_json(value)
    except PydanticSerializationError as error:
        raise CrmRefused("the request holds text that is not Unicode") from error


_ID: TypeAdapter[str] = TypeAdapter(Id)
_VERSION = TypeAdapter(Version)
_PRODUCTS = TypeAdapter(Page[Product])
_STOCK = TypeAdapter(Page[StockRow])
_CLIENTS = TypeAdapter(Page[Client])
_MANAGERS = TypeAdapter(Page[Manager])
_ORDERS = TypeAdapter(Page[PastOrderLine])
_TURNOVER = TypeAdapter(Page[MonthlyTurnover])
_FOUND_PRODUCTS = TypeAdapter(Found[Product])
_FOUND_STOCKS = TypeAdapter(Found[StockRow])
_FOUND_CLIENTS = TypeAdapter(Found[Client])
_FOUND_DRAFTS = TypeAdapter(Found[CrmDraft])
_DRAFT = TypeAdapter(CrmDraft)
_DEAL = TypeAdapter(CrmDeal)
_ORDER = TypeAdapter(DraftOrder)
_CALL = TypeAdapter(CallEntry)
_CLIENT_QUERY = TypeAdapter(ClientQuery)
_GROUP_QUERY = TypeAdapter(GroupQuery)
_SKU_QUERY = TypeAdapter(SkuQuery)
_REJECTION = TypeAdapter(Rejection)
_CONFIRMATION = TypeAdapter(Confirmation)
