"""A draft as lines of a terminal: used by ``dozvon order`` and the demo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from models.company import CompanyData
    from nlp.orders.reading import OrderReading

STOCK = {"in_stock": "есть", "partial": "есть часть", "out_of_stock": "нет", "unknown": "остаток неизвестен"}
INTENTS = {
    "order": "заказ",
    "callback": "просит перезвонить",
    "question": "вопрос",
    "complaint": "жалоба",
    "other": "не заказ",
    "missed_call": "пропущенный звонок",
}
MATCHED = {"phone": "по номеру", "inn": "по ИНН", "name": "по названию", "none": "не узнан"}
REASONS = {
    "no_product": "нет такого товара",
    "ambiguous": "подходит несколько товаров",
    "no_quantity": "не понято количество",
    "unit_mismatch": "эта единица не подходит товару",
    "no_history": "прошлых заказов нет",
}
DELIVERY = {"delivery": "доставка", "pickup": "самовывоз"}
SHORT_UNITS = {"пара": "пар", "рул": "рул.", "компл": "компл."}
PAYMENTS = {"invoice": "по счёту", "cash": "наличными", "card": "картой", "deferred": "с отсрочкой"}


def money(value: float | Decimal | None) -> str:
    """Return roubles as people write them; an unknown price is said so."""
    if value is None:
        return "—"
    return f"{Decimal(str(value)):,.2f} ₽".replace(",", " ").replace(".", ",")


def quantity(value: float | Decimal, unit: str) -> str:
    """Return a quantity with its unit: «12 000 пар»."""
    number = f"{Decimal(str(value)).normalize():,f}".replace(",", " ").replace(".", ",")
    return f"{number} {SHORT_UNITS.get(unit, unit)}"


def day(date: dt.date | str) -> str:
    """Return a date, or one in ISO form, as people write it: «27.11.2026»."""
    return f"{dt.date.fromisoformat(str(date)):%d.%m.%Y}"


def draft_table(lines: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Table:
    """Return the lines of an order document as a table."""
    table = Table(show_edge=False, pad_edge=False)
    for title, justify in (("Артикул", "left"), ("Товар", "left"), ("Количество", "right"), ("Цена", "right")):
        table.add_column(title, justify=justify, no_wrap=title != "Товар")  # type: ignore[arg-type]
    table.add_column("Сумма", justify="right", no_wrap=True)
    table.add_column("Остаток")
    for line in lines:
        table.add_row(
            escape(line["sku"]),
            escape(names.get(line["sku"], "")),
            quantity(line["quantity"], line["unit"]),
            money(line["price"]),
            money(line["amount"]),
            stock_text(line["stock"], line["unit"]),
        )
    return table


def stock_text(stock: Mapping[str, Any], unit: str) -> str:
    """Return in words what the warehouse has."""
    text = STOCK[stock["status"]]
    if stock["available"] is not None and stock["status"] != "out_of_stock":
        text += f": {quantity(stock['available'], unit)}"
    if stock["warehouse"]:
        text += f", {stock['warehouse']}"
    if stock["expected_date"]:
        text += f", ждут {day(stock['expected_date'])}"
    return text


def client_line(reading: OrderReading, company: CompanyData) -> str:
    """Return one line: what the call is and whose."""
    names = {client.client_id: client.name for client in company.clients}
    found = reading.client
    who = f"{escape(names.get(found.client_id or '', found.client_id or ''))} ({MATCHED[found.matched_by]})"
    return f"[bold]{INTENTS[reading.intent]}[/], клиент: {who if found.client_id else 'не узнан'}"


def remarks(reading: OrderReading) -> list[str]:
    """Return what stands around the lines, and first what was not understood."""
    found = [f"[yellow]Не понято:[/] «{escape(item.heard)}»: {REASONS[item.reason]}" for item in reading.unresolved]
    delivery = reading.delivery
    if delivery.mode or delivery.date or delivery.address:
        mode = DELIVERY.get(delivery.mode or "", "дата")
        parts = [mode, day(delivery.date) if delivery.date else "", delivery.time or "", escape(delivery.address or "")]
        found.append("Получение: " + ", ".join(part for part in parts if part))
    if reading.delivery_charge is not None:
        found.append(f"Доставка добавлена: {money(reading.delivery_charge)}")
    if reading.payment:
        found.append(f"Оплата: {PAYMENTS.get(reading.payment, reading.payment)}")
    if reading.callback:
        when = ", ".join(part for part in (reading.callback.phone, reading.callback.time) if part)
        found.append(f"Перезвонить: {when or 'да'}")
    if reading.comment:
        found.append(f"Комментарий: {escape(reading.comment)}")
    return found
