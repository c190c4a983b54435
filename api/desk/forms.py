"""The draft's form: what a person typed and which button was pressed, as a change of the draft.

Every button of the form keeps everything that was typed; the pressed one adds its own deed. So the page works without
JavaScript, and one press is one correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from pydantic import ValidationError
from starlette.datastructures import FormData

from api.errors import InvalidInput, QuantityMissing
from api.schemas import MAX_QUANTITY, DraftPatch

_BLANKS = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
_FIELDS: Mapping[str, str] = {
    "delivery": "Доставка: проверьте дату (ГГГГ-ММ-ДД) и время (ЧЧ:ММ или ЧЧ:ММ-ЧЧ:ММ)",
    "callback": "Перезвонить: проверьте номер телефона",
    "payment": "Выберите оплату из списка",
    "comment": "Комментарий слишком длинный",
    "lines": "Проверьте строки заказа",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """The pressed button: ``save``, ``stock``, ``find:SLOT``, ``swap:LINE:SKU``, ``remove:LINE``, ``add:SKU``,
    ``pick:PHRASE:SKU``, ``dismiss:PHRASE``, ``client:ID``, ``order``."""

    name: str
    subject: str = ""
    sku: str = ""


def deed_of(form: FormData) -> Deed:
    """Return the pressed button; a form sent by Enter saves."""
    name, _, rest = _text(form, "action").partition(":")
    if name in ("swap", "pick"):
        subject, _, sku = rest.partition(":")
        return Deed(name, subject, sku)
    if name == "add":
        return Deed(name, sku=rest)
    return Deed(name or "save", rest)


def patch_of(form: FormData, deed: Deed) -> DraftPatch:
    """Return the change that the form asks for. Raises ``QuantityMissing`` and ``InvalidInput``."""
    body: dict[str, Any] = {"version": _text(form, "version")}
    if "has_lines" in form:
        body["lines"] = list(_lines(form, deed))
    if deed.name == "dismiss":
        body["dismissed"] = [deed.subject]
    if deed.name == "order":
        body["intent"] = "order"
    if deed.name == "client":
        body["client_id"] = deed.subject or None
    body |= _details(form)
    try:
        return DraftPatch.model_validate(body)
    except ValidationError as error:
        raise InvalidInput({"fields": sorted({_said(item["loc"]) for item in error.errors()})}) from error


def typed(form: FormData) -> dict[str, str]:
    """Return what was written into the inputs of quantities, to show it again."""
    return {name: value for name, value in form.items() if name.startswith("quantity-") and isinstance(value, str)}


def _lines(form: FormData, deed: Deed) -> Iterable[dict[str, Any]]:
    for line_id in form.getlist("line"):
        if deed.name == "remove" and deed.subject == line_id:
            continue
        swapped = deed.name == "swap" and deed.subject == line_id
        sku = deed.sku if swapped else _text(form, f"sku-{line_id}")
        yield {"id": line_id, "sku": sku, "quantity": _quantity(form, f"quantity-{line_id}")}
    if deed.name == "add":
        yield {"sku": deed.sku, "quantity": _quantity(form, "quantity-new"), "unit": _text(form, "unit-new") or None}
    if deed.name == "pick":
        place = f"phrase-{deed.subject}"
        quantity, unit = _quantity(form, f"quantity-{place}"), _text(form, f"unit-{place}") or None
        yield {"sku": deed.sku, "quantity": quantity, "unit": unit, "unresolved": deed.subject}


def _details(form: FormData) -> dict[str, Any]:
    """Return the fields around the lines, as far as the form has them."""
    body: dict[str, Any] = {}
    if "delivery_mode" in form:
        names = ("mode", "date", "time", "address")
        body["delivery"] = {name: _text(form, f"delivery_{name}") or None for name in names}
    if "payment" in form:
        body["payment"] = _text(form, "payment") or None
    if "callback_phone" in form:
        number, hour = _text(form, "callback_phone"), _text(form, "callback_time")
        body["callback"] = {"phone": _e164(number), "time": hour or None} if number or hour else None
    if "comment" in form:
        body["comment"] = _text(form, "comment") or None
    return body


def _quantity(form: FormData, name: str) -> Decimal:
    try:
        value = Decimal(_text(form, name).translate(_BLANKS).replace(",", "."))
    except InvalidOperation as error:
        raise QuantityMissing({"field": name}) from error
    if not value.is_finite() or not 0 < value <= MAX_QUANTITY or value != round(value, 3):
        raise QuantityMissing({"field": name})
    return value


def _e164(number: str) -> str | None:
    """Return a number as people type it, in E.164; what is none stays as it is, for the check to refuse."""
    if not number:
        return None
    try:
        parsed = phonenumbers.parse(number, "RU")
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _said(place: tuple[int | str, ...]) -> str:
    return _FIELDS.get(str(place[0]) if place else "", InvalidInput.message)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""
