"""Cells of one CSV record as values; what does not read is noted and the row goes on, so that all faults are found.

A getter that meets a fault returns a stand-in of its type. The stand-in never leaves the reader, because a row with
a fault is left out. Cells of personal data (names, phones, ИНН) are never repeated in a message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stdnum.ru import inn as inn_number

from crm.csv_rows import DataProblem, Record
from crm.folding import phone_to_e164

ZERO = Decimal(0)
EPOCH = dt.date(1970, 1, 1)

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


class Fields:
    """The cells of one record, read one by one. ``problems`` grows; ``faulty`` says that the row cannot be used."""

    def __init__(self, file: str, record: Record) -> None:
        self._file = file
        self._line = record.line
        self._cells = record.cells
        self.problems: list[DataProblem] = []
        self.faulty = False
        self.key: tuple[str, ...] | None = None
        self.references: list[tuple[str, str]] = []

    def fault(self, code: str, message: str) -> None:
        self.faulty = True
        self.problems.append(DataProblem(self._file, self._line, code, message))

    def warn(self, code: str, message: str) -> None:
        self.problems.append(DataProblem(self._file, self._line, code, message, warning=True))

    def set_key(self, *key: str) -> None:
        """Say what must be unique in the file."""
        self.key = key

    def refer(self, file: str, key: str | None) -> None:
        """Say that this row names the row *key* of *file*."""
        if key:
            self.references.append((file, key))

    def text(self, column: str, *, required: bool = False) -> str:
        text = self._cells.get(column, "")
        if required and not text:
            self.fault("empty", f"пустая ячейка {column}")
        return text

    def key_text(self, column: str) -> str:
        return self.text(column, required=True)

    def optional(self, column: str) -> str | None:
        return self._cells.get(column) or None

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the parts between ``|``, without empty ones and repeats."""
        parts = (part.strip() for part in self._cells.get(column, "").split("|"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def choice(self, column: str, choices: Collection[str]) -> str:
        text = self.text(column, required=True)
        if text and text not in choices:
            self.fault("bad_choice", f"{column} «{text[:20]}», а может быть {', '.join(choices)}")
        return text

    def amount(self, column: str) -> Decimal | None:
        """Return a number of zero or more, or ``None`` where the cell is empty."""
        value = self._number(column)
        if value is not None and value < 0:
            self.fault("bad_number", f"{column} меньше нуля")
        return value

    def positive(self, column: str) -> Decimal | None:
        value = self._number(column)
        if value is not None and value <= 0:
            self.fault("bad_number", f"{column} должно быть больше нуля; где не продаётся, ячейка пустая")
        return value

    def required_amount(self, column: str) -> Decimal:
        self.text(column, required=True)
        return self.amount(column) or ZERO

    def required_positive(self, column: str) -> Decimal:
        self.text(column, required=True)
        return self.positive(column) or ZERO

    def signed_amount(self, column: str) -> Decimal:
        self.text(column, required=True)
        return self._number(column) or ZERO

    def date(self, column: str) -> dt.date | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        value = _iso_date(text)
        if value is None:
            self.fault("bad_date", f"{column} «{text[:20]}»: дата пишется как 2026-11-23")
        return value

    def required_date(self, column: str) -> dt.date:
        self.text(column, required=True)
        return self.date(column) or EPOCH

    def month(self, column: str) -> dt.date:
        """Return the first day of the month written as ``2026-10``."""
        text = self.text(column, required=True)
        value = _iso_date(f"{text}-01") if len(text) == 7 else _iso_date(text)
        if text and value is None:
            self.fault("bad_date", f"{column} «{text[:20]}»: месяц пишется как 2026-10")
        return (value or EPOCH).replace(day=1)

    def phones(self, column: str) -> tuple[str, ...]:
        """Return phones in E.164; one written in the Russian way is taken with a warning."""
        found = []
        for part in self.listed(column):
            if _E164.fullmatch(part):
                found.append(part)
                continue
            phone = phone_to_e164(part)
            if phone is None:
                self.fault("bad_phone", f"{column}: это не телефон; он пишется как +79120001122")
            else:
                self.warn("phone_form", f"{column}: телефон не в виде +79120001122")
                found.append(phone)
        return tuple(dict.fromkeys(found))

    def inn(self, column: str) -> str | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) in (10, 12)):
            self.fault("bad_inn", f"{column}: в ИНН 10 или 12 цифр")
        elif not inn_number.is_valid(text):
            self.warn("inn_checksum", f"{column}: контрольная цифра ИНН не сходится")
        return text

    def timezone(self, column: str) -> str | None:
        text = self._cells.get(column, "")
        if text and not _is_timezone(text):
            self.fault("bad_timezone", f"{column} «{text[:40]}» не часовой пояс; он пишется как Asia/Yekaterinburg")
        return text or None

    def _number(self, column: str) -> Decimal | None:
        text = self._cells.get(column, "")
        if not text:
            return None
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        hint = ": дробь пишется через точку" if "," in text else ""
        self.fault("bad_number", f"{column} «{text[:20]}» не число{hint}")
        return None


def _iso_date(text: str) -> dt.date | None:
    """Return the date of an ISO date, or of an ISO time as it is written, offset and all."""
    try:
        return dt.datetime.fromisoformat(text).date() if len(text) >= 10 and text[4] == "-" else None
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
