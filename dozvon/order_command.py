"""``dozvon order``: the words of one order to a draft, over company data in CSV files."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from dozvon.failure import WorkFailed, failing

if TYPE_CHECKING:
    from models.company import CompanyData
    from nlp.orders.reading import OrderReading


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command("order")(order)


def order(
    data: Annotated[Path, typer.Option(help="Папка данных компании: catalog.csv, stock.csv, clients.csv, …")],
    text: Annotated[str | None, typer.Argument(help="Слова заказа; «-» читает их со стандартного ввода.")] = None,
    transcript: Annotated[Path | None, typer.Option(help="Файл расшифровки (JSON) вместо текста.")] = None,
    phone: Annotated[str | None, typer.Option(help="Номер звонящего, например +79120001122.")] = None,
    client: Annotated[str | None, typer.Option(help="Клиент (client_id), если он уже известен.")] = None,
    now: Annotated[str | None, typer.Option(help="Момент звонка, ISO 8601; по умолчанию сейчас.")] = None,
    tolerate_errors: Annotated[
        bool, typer.Option(help="Работать без строк данных, в которых есть ошибки (они называются).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Понять заказ: строки, количества, клиент, доставка; что не понято, сказано отдельно."""
    from dozvon.settings import load_settings
    from dozvon.wiring import load_data, order_terms

    if (text is None) == (transcript is None):
        raise typer.BadParameter("нужен либо текст заказа, либо --transcript ФАЙЛ", param_hint="TEXT / --transcript")
    company = load_data(data, order_terms(load_settings()), tolerate_errors=tolerate_errors)
    moment = _moment(now, company.terms.timezone)
    if transcript is not None:
        document = _read_transcript(transcript)
        reading = read_transcript(company, document, phone=phone, client=client, now=moment if now else None)
    else:
        words = sys.stdin.read() if text == "-" else str(text)
        reading = read_text(company, words, phone=phone, client=client, now=moment)
    if as_json:
        sys.stdout.write(json.dumps(reading.to_document(), ensure_ascii=False, indent=2) + "\n")
    else:
        show(reading, company)


def read_text(
    company: CompanyData, text: str, *, phone: str | None, client: str | None, now: dt.datetime
) -> OrderReading:
    """Return what typed *text* orders."""
    from nlp.orders.reader import OrderReader
    from nlp.orders.words import words_of_text

    return OrderReader(company).read(words_of_text(text), phone=phone, client_id=client, now=now)


def read_transcript(
    company: CompanyData, document: dict[str, Any], *, phone: str | None, client: str | None, now: dt.datetime | None
) -> OrderReading:
    """Return what a transcript orders. What the command line does not say, the transcript may."""
    from nlp.orders.reader import OrderReader
    from nlp.orders.words import words_of_transcript

    started = document.get("started_at")
    moment = now or (dt.datetime.fromisoformat(started) if started else dt.datetime.now(dt.UTC))
    return OrderReader(company).read(
        words_of_transcript(document),
        phone=phone if phone is not None else document.get("phone"),
        client_id=client if client is not None else document.get("client_id"),
        now=moment,
    )


def show(reading: OrderReading, company: CompanyData) -> None:
    """Print a reading as a person would want to see it."""
    from rich.console import Console

    from dozvon.order_view import client_line, draft_table, remarks

    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(client_line(reading, company))
    if reading.lines:
        console.print(draft_table(reading.to_document()["lines"], {item.sku: item.name for item in company.products}))
    for remark in remarks(reading):
        console.print(remark)


def _moment(text: str | None, timezone: str) -> dt.datetime:
    if text is None:
        return dt.datetime.now(ZoneInfo(timezone))
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"не момент ISO 8601: {text}", param_hint="--now") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))


def _read_transcript(path: Path) -> dict[str, Any]:
    with failing(OSError, ValueError, doing=f"расшифровка {path} не читается"):
        document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or not isinstance(document.get("segments"), list):
        raise WorkFailed(f"{path}: это не расшифровка, нет списка segments")
    return document
