"""Labelled orders: what was said, and what should be understood of it.

The format is described in ``tests/data/orders/README.md``; the desk exports managers' corrections in it, with the whole
order document as ``expected``. Both shapes of ``expected`` are read here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

CATALOGUE = "catalog.csv"
OWN = "own"  # the difficulty of orders that nobody graded


class LabelError(Exception):
    """A labelled order cannot be read; the message names its file and line."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be understood. ``lines`` holds base units by article; ``reasons`` what should become a question."""

    intent: str
    client_id: str | None
    lines: Mapping[str, Decimal]
    reasons: tuple[str, ...] = ()
    date: dt.date | None = None
    mode: str | None = None
    payment: str | None = None
    callback_phone: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledOrder:
    """One order of the set. ``transcript`` is the recogniser's document where the order was spoken."""

    id: str
    catalogue: str
    difficulty: str
    text: str
    now: dt.datetime
    phone: str | None
    client_id: str | None
    expected: Expected
    transcript: Mapping[str, Any] | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One company's data folder with the orders over it."""

    name: str
    folder: Path
    orders: tuple[LabelledOrder, ...]


def load_catalogues(root: Path, *, split: str | None = None, data: Path | None = None) -> list[Catalogue]:
    """Return the catalogues of *root*: itself, or each folder in it, that holds company data and ``*.jsonl``.

    *split* keeps the files of that name only; *data* is the company's folder where *root* has labelled orders alone.
    Raises LabelError.
    """
    if root.is_file():
        return [_catalogue(root.stem, data or root.parent, [root])]
    folders = [root] if _files(root, split) else sorted(path for path in root.glob("*") if path.is_dir())
    found = [_catalogue(folder.name, data or folder, files) for folder in folders if (files := _files(folder, split))]
    if not found:
        raise LabelError(f"{root}: нет размеченных заказов (*.jsonl)")
    return found


def digest(catalogues: Sequence[Catalogue]) -> str:
    """Return a short fingerprint of the labels and the catalogues they are over."""
    hasher = hashlib.sha256()
    for catalogue in catalogues:
        hasher.update((catalogue.folder / CATALOGUE).read_bytes())
        for order in catalogue.orders:
            hasher.update(repr(order).encode())
    return hasher.hexdigest()[:12]


def _files(folder: Path, split: str | None) -> list[Path]:
    return sorted(path for path in folder.glob("*.jsonl") if split is None or path.stem == split)


def _catalogue(name: str, data: Path, files: Sequence[Path]) -> Catalogue:
    if not (data / CATALOGUE).is_file():
        raise LabelError(f"{data}: нет {CATALOGUE}; укажите папку данных компании")
    return Catalogue(name, data, tuple(order for file in files for order in _read(file, name)))


def _read(file: Path, catalogue: str) -> Iterator[LabelledOrder]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _order(json.loads(line), catalogue)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
            raise LabelError(f"{file.name}, строка {number}: размеченный заказ не читается ({error!r})") from error


def _order(document: Mapping[str, Any], catalogue: str) -> LabelledOrder:
    now = dt.datetime.fromisoformat(document["now"])
    if now.tzinfo is None:
        raise ValueError("now без смещения")
    transcript = document.get("transcript")
    if document.get("text") is None and transcript is None:
        raise ValueError("нет ни text, ни transcript")
    return LabelledOrder(
        id=str(document["id"]),
        catalogue=catalogue,
        difficulty=document.get("difficulty") or OWN,
        text=document.get("text") or "",
        now=now,
        phone=document.get("phone"),
        client_id=document.get("client_id"),
        expected=_expected(document["expected"]),
        transcript=transcript,
        tags=tuple(document.get("tags", ())),
    )


def _expected(document: Mapping[str, Any]) -> Expected:
    delivery = document.get("delivery") or {}
    callback = document.get("callback") or {}
    client = document.get("client", document)
    return Expected(
        intent=document["intent"],
        client_id=client.get("client_id"),
        lines=lines_of(document),
        reasons=tuple(sorted(item["reason"] for item in document.get("unresolved", ()))),
        date=dt.date.fromisoformat(delivery["date"]) if delivery.get("date") else None,
        mode=delivery.get("mode"),
        payment=document.get("payment"),
        callback_phone=callback.get("phone"),
    )


def lines_of(document: Mapping[str, Any]) -> dict[str, Decimal]:
    """Return base units by article; an article named in two lines counts once, with the sum."""
    lines: dict[str, Decimal] = {}
    for line in document.get("lines", ()):
        lines[line["sku"]] = lines.get(line["sku"], Decimal(0)) + Decimal(str(line["quantity"])).normalize()
    return lines
