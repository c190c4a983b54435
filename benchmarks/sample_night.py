"""A made-up night at a made-up company, as rows and sound: what the desk's tests and its pictures look at.

Word times are the real ones of the sound: every word is synthesized by itself. Without espeak-ng a tone stands for
each word.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import shutil
import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from models.company import Client, CompanyData, Manager, Product, StockRow
from models.tables import (
    CachedClient,
    CachedManager,
    CachedProduct,
    Call,
    CallSource,
    CallStatus,
    Draft,
    DraftKind,
    DraftLine,
    DraftStatus,
    Recording,
    Request,
    StockState,
    TranscriptRow,
    User,
)

RATE_HZ = 8000
PAUSE_S = 0.06
Samples = npt.NDArray[np.int16]


def _product(sku: str, name: str, unit: str, price: str, wholesale: str, start: int, box: int) -> Product:
    return Product(
        sku=sku,
        name=name,
        unit=unit,
        box=Decimal(box),
        price=Decimal(price),
        wholesale_price=Decimal(wholesale),
        wholesale_from=Decimal(start),
    )


COMPANY = CompanyData(
    products=(
        _product("P-10-PVC", "Перчатки х/б с ПВХ, 10 класс", "пара", "11.20", "9.80", 300, 240),
        _product("P-10-HB", "Перчатки х/б без покрытия, 10 класс", "пара", "8.90", "7.60", 300, 240),
        _product("P-7-PVC", "Перчатки х/б с ПВХ, 7 класс", "пара", "13.40", "11.90", 300, 240),
        _product("P-NIT-L", "Перчатки нитриловые МБС, размер L", "пара", "64.00", "58.50", 120, 120),
        _product("P-SPL", "Краги спилковые пятипалые", "пара", "210.00", "189.00", 60, 60),
        _product("K-SIG-52", "Костюм сигнальный летний, 52–54", "компл", "2340.00", "2150.00", 20, 10),
        _product("B-KIR-43", "Сапоги ПВХ, размер 43", "пара", "690.00", "640.00", 50, 10),
        _product("V-BRZ", "Рукавицы брезентовые с двойным наладонником", "пара", "96.00", "88.00", 100, 100),
    ),
    stock=(
        StockRow("P-10-PVC", "Екатеринбург", Decimal(12000)),
        StockRow("P-10-PVC", "Пенза", Decimal(3400)),
        StockRow("P-10-HB", "Екатеринбург", Decimal(8600)),
        StockRow("P-NIT-L", "Екатеринбург", Decimal(140), dt.date(2026, 11, 25), Decimal(1200)),
        StockRow("P-SPL", "Екатеринбург", Decimal(0), dt.date(2026, 11, 27), Decimal(400)),
        StockRow("K-SIG-52", "Екатеринбург", Decimal(64)),
        StockRow("V-BRZ", "Екатеринбург", Decimal(2100)),
    ),
    clients=(
        Client("K-104", "ООО «СтройПодряд»", "5836012342", ("+79120001122",), "G-1", "M-1", "Екатеринбург"),
        Client("K-117", "ИП Гусева Н. А.", "667412345670", ("+79220003344",), "G-2", "M-1", "Екатеринбург"),
        Client("K-131", "АО «Уральский завод горного оборудования»", "6671098760", (), "G-3", "M-2", "Екатеринбург"),
        Client("K-140", "ТД «Снабжение-Урал»", "6670111220", ("+79090005566",), "G-4", "M-1", "Екатеринбург"),
    ),
    managers=(Manager("M-1", "Ирина Соколова", "mop", "Екатеринбург"), Manager("M-2", "Павел Дёмин", "mop")),
)
_PRODUCTS = {product.sku: product for product in COMPANY.products}
_STOCK = {row.sku: row for row in reversed(COMPANY.stock)}


@dataclass(frozen=True)
class Said:
    """What one caller said and what was made of it; a phrase must stand in ``text`` word for word."""

    text: str
    lines: tuple[tuple[str, int, str, float, tuple[str, ...]], ...] = ()  # article, quantity, phrase, confidence, or
    unresolved: tuple[tuple[str, str, tuple[str, ...], int | None], ...] = ()  # phrase, reason, articles, quantity
    doubtful: frozenset[str] = frozenset()


def add_company(session: Session, company: CompanyData = COMPANY) -> None:
    """Keep *company* as the CRM's last answer."""
    for product in company.products:
        numbers = {
            name: None if getattr(product, name) is None else str(getattr(product, name))
            for name in ("pack", "box", "price", "wholesale_price", "wholesale_from", "weight_kg")
        }
        details: dict[str, Any] = numbers | {"category": product.category, "aliases": list(product.aliases)}
        session.add(CachedProduct(sku=product.sku, name=product.name, unit=product.unit, details=details))
    for client in company.clients:
        details = {"phones": list(client.phones), "warehouse": client.warehouse}
        session.add(
            CachedClient(
                client_id=client.client_id,
                name=client.name,
                inn=client.inn,
                group_id=client.group_id,
                manager_id=client.manager_id,
                timezone="Asia/Yekaterinburg",
                details=details,
            )
        )
    for manager in company.managers:
        session.add(CachedManager(manager_id=manager.manager_id, name=manager.name, role="mop", branch=manager.branch))


def add_call(session: Session, sound_root: Path, said: Said | None, started_at: dt.datetime, **values: Any) -> Call:
    """Keep one call with its sound and words; ``None`` was said in a call without words."""
    samples, words = speak(said.text) if said else (np.zeros(RATE_HZ, dtype=np.int16), [])
    length_s = len(samples) / RATE_HZ
    call = Call(
        source=CallSource.NIGHT_LINE,
        external_id=uuid4().hex,
        started_at=started_at,
        ended_at=started_at + dt.timedelta(seconds=round(length_s) + 12),
        **{"status": CallStatus.DONE, "end_reason": "hash_key"} | values,
    )
    session.add(call)
    session.flush()
    content = wav(samples)
    key = f"{call.id}.wav"
    sound_root.mkdir(parents=True, exist_ok=True)
    (sound_root / key).write_bytes(content)
    session.add(
        Recording(
            call_id=call.id,
            storage_key=key,
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            duration_s=length_s,
            sample_rate_hz=RATE_HZ,
        )
    )
    if said is not None:
        session.add(_transcript(call, said, words, length_s))
    session.flush()
    return call


def add_draft(session: Session, call: Call, said: Said, *, number: int | None = None, **values: Any) -> Draft:
    """Keep what was understood of *call*."""
    request = Request(number=number, phone=call.phone) if number is not None else None
    if request is not None:
        session.add(request)
        session.flush()
        call.request_id = request.id
    spoken = said.text.split()
    draft = Draft(
        call_id=call.id,
        request_id=request.id if request else None,
        **{"kind": DraftKind.ORDER, "intent": "order", "stock_state": StockState.KNOWN, "created_at": call.ended_at}
        | {"stock_checked_at": call.ended_at}
        | values,
    )
    draft.unresolved = [
        {
            "heard": phrase,
            "reason": reason,
            "alternatives": list(articles),
            "quantity": quantity,
            "unit": "пара" if quantity is not None else None,
            "spans": [span(spoken, phrase)],
        }
        for phrase, reason, articles, quantity in said.unresolved
    ]
    draft.lines = [_line(place, spoken, *line, draft.stock_state) for place, line in enumerate(said.lines)]
    session.add(draft)
    session.flush()
    return draft


def add_decided(session: Session, sound_root: Path, user: User, at: dt.datetime, unchanged: Sequence[bool]) -> None:
    """Keep confirmed orders, so that there is something to count."""
    said = Said("двести пар перчаток с пвх", (("P-10-PVC", 200, "двести пар перчаток с пвх", 0.97, ()),))
    for place, right in enumerate(unchanged):
        call = add_call(session, sound_root, said, at + dt.timedelta(minutes=7 * place), phone="+79120001122")
        add_draft(
            session,
            call,
            said,
            number=900 + place,
            client_id="K-104",
            manager_id="M-1",
            status=DraftStatus.CONFIRMED,
            decided_at=at + dt.timedelta(hours=9, minutes=place),
            decided_by_id=user.id,
            unchanged=right,
        )


def span(spoken: Sequence[str], phrase: str) -> dict[str, Any]:
    """Return where *phrase* stands among the words."""
    wanted = phrase.split()
    for first in range(len(spoken) - len(wanted) + 1):
        if list(spoken[first : first + len(wanted)]) == wanted:
            return {"first": first, "last": first + len(wanted) - 1, "start": None, "end": None}
    raise ValueError(f"nobody said {phrase!r}")


def speak(text: str) -> tuple[Samples, list[tuple[str, float, float]]]:
    """Return the sound of *text* and its words with their seconds."""
    pieces: list[Samples] = [np.zeros(RATE_HZ // 2, dtype=np.int16)]
    words, at = [], 0.5
    for word in text.split():
        sound = _word(word)
        words.append((word, at, at + len(sound) / RATE_HZ))
        pieces += [sound, np.zeros(int(PAUSE_S * RATE_HZ), dtype=np.int16)]
        at += len(sound) / RATE_HZ + int(PAUSE_S * RATE_HZ) / RATE_HZ
    return np.concatenate([*pieces, np.zeros(RATE_HZ // 2, dtype=np.int16)]), words


def wav(samples: Samples) -> bytes:
    """Return *samples* as a WAV file of a telephone line."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


@lru_cache(maxsize=2000)
def _word(word: str) -> Samples:
    if shutil.which("espeak-ng") is None:
        at = np.arange(int(0.09 * RATE_HZ * (2 + len(word) ** 0.5)))
        tone: Samples = (9000 * np.sin(at * 0.15) * np.hanning(len(at))).astype(np.int16)
        return tone
    spoken = subprocess.run(
        ["espeak-ng", "-v", "ru", "-s", "165", "--stdout", word], capture_output=True, check=True
    ).stdout
    samples = np.frombuffer(spoken[44:], dtype="<i2")
    heard = np.flatnonzero(np.abs(samples) > 300)
    voiced = samples[heard[0] : heard[-1]] if heard.size else samples
    places = np.arange(0, len(voiced), 22050 / RATE_HZ)
    resampled: Samples = np.interp(places, np.arange(len(voiced)), voiced).astype(np.int16)
    return resampled


def _transcript(call: Call, said: Said, words: Sequence[tuple[str, float, float]], length_s: float) -> TranscriptRow:
    halves = [words[at : at + 14] for at in range(0, len(words), 14)]
    segments = [
        {
            "start": part[0][1],
            "end": part[-1][2],
            "speaker": "client",
            "text": " ".join(word for word, _, _ in part),
            "words": [
                {"start": start, "end": end, "text": word, "confidence": 0.41 if word in said.doubtful else 0.95}
                for word, start, end in part
            ],
        }
        for part in halves
    ]
    engine = {"name": "onnx-asr", "model": "dozvon-demo-ru"}
    document = {
        "call_id": str(call.id),
        "started_at": call.started_at.isoformat(),
        "direction": "inbound",
        "source": "night_line",
        "duration": length_s,
        "language": "ru",
        "engine": engine,
        "segments": segments,
    }
    return TranscriptRow(call_id=call.id, engine_key="demo", demonstration=True, text=said.text, document=document)


def _line(
    place: int,
    spoken: Sequence[str],
    sku: str,
    quantity: int,
    phrase: str,
    confidence: float,
    others: Sequence[str],
    state: StockState,
) -> DraftLine:
    product, stock = _PRODUCTS[sku], _STOCK.get(sku) if state is StockState.KNOWN else None
    wholesale = product.wholesale_from is not None and quantity >= product.wholesale_from
    price = product.wholesale_price if wholesale else product.price
    return DraftLine(
        position=place,
        sku=sku,
        name=product.name,
        quantity=Decimal(quantity),
        unit=product.unit,
        heard=phrase,
        spans=[span(spoken, phrase)],
        confidence=confidence,
        alternatives=list(others),
        price=price,
        amount=price * quantity if price is not None else None,
        stock_warehouse=stock.warehouse if stock else None,
        stock_available=stock.available if stock else None,
        stock_status=_status(stock, quantity),
        stock_expected_date=stock.expected_date if stock else None,
        stock_expected_quantity=stock.expected_quantity if stock else None,
    )


def _status(stock: StockRow | None, quantity: int) -> str:
    if stock is None:
        return "unknown"
    if stock.available >= quantity:
        return "in_stock"
    return "partial" if stock.available else "out_of_stock"
