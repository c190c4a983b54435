"""Rows of one company-data CSV file, with every fault named by file and line.

The rows come from people and other programs, so the text is split into records here and not by one long-lived
``csv.reader``: a quote that nobody closed, or a cell of a megabyte, then costs its own record and not the rest of the
file. Line numbers are those an editor shows; the header is line 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_CELL_CHARS = 10_000  # a list of aliases may be long; a name never is
MAX_RECORD_CHARS = 100_000  # below the limit of the csv module, which is one for the whole process
MAX_RECORD_LINES = 20  # a quoted cell may hold line breaks, but not half of the file
MANY_BAD_LINES = 10  # from here on a wrong encoding is one problem of the file and not one for each line

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UNDECODED = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class DataProblem:
    """One fault of the company data. ``code`` is stable, ``message`` is Russian and holds no personal data.

    A warning leaves the row in use; any other problem means that the row (or, without a line, the file) is not.
    """

    file: str
    line: int | None
    code: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it begins on, and its cells by column name, trimmed."""

    line: int
    cells: dict[str, str]


def read_records(path: Path, required: Sequence[str], problems: list[DataProblem]) -> Iterator[Record]:
    """Yield the sound records of *path*; append what is wrong with the others to *problems*.

    Columns beyond *required* are passed on as they stand. A file without one of the required columns yields nothing.
    A byte order mark and any line ends are accepted; blank records are skipped.
    """
    lines = _lines(path, problems)
    if not lines:
        return
    header = _header(path.name, lines[0], required, problems)
    if header is None:
        return
    at = 1
    while at < len(lines):
        cells, used, problem = _record(lines, at, len(header))
        if problem is not None:
            problems.append(DataProblem(path.name, at + 1, *problem))
        elif cells is not None:
            yield Record(at + 1, dict(zip(header, cells, strict=True)))
        at += used


def _lines(path: Path, problems: list[DataProblem]) -> list[str]:
    """Return the physical lines of the file; bytes that are not UTF-8 stay in them as lone surrogates."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            problems.append(DataProblem(path.name, None, "too_large", "файл больше 256 МБ"))
            return []
        raw = path.read_bytes()
    except OSError as error:
        problems.append(DataProblem(path.name, None, "unreadable", f"файл не читается ({error.strerror})"))
        return []
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        problems.append(DataProblem(path.name, 1, "encoding", "файл в кодировке UTF-16, нужна UTF-8"))
        return []
    text = raw.decode("utf-8-sig", errors="surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not text.isascii():
        bad = [number for number, line in enumerate(lines, start=1) if _UNDECODED.search(line)]
        sound = sum(1 for line in lines if not line.isascii()) - len(bad)
        if len(bad) >= MANY_BAD_LINES and len(bad) > sound:
            problems.append(DataProblem(path.name, bad[0], "encoding", _encoding_message(raw)))
            return []
    return lines


def _encoding_message(raw: bytes) -> str:
    cyrillic = sum(1 for char in raw[:100_000].decode("cp1251", errors="ignore") if "а" <= char <= "я")
    return "файл не в UTF-8" + (" (похоже на Windows-1251)" if cyrillic else "")


def _header(name: str, line: str, required: Sequence[str], problems: list[DataProblem]) -> list[str] | None:
    header = [cell.strip().casefold() for cell in next(csv.reader([line[:MAX_RECORD_CHARS]]), [])]
    missing = [column for column in required if column not in header]
    if missing and len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        problems.append(DataProblem(name, 1, "delimiter", "столбцы разделены не запятой; нужна запятая"))
    elif missing:
        problems.append(DataProblem(name, 1, "columns", f"нет столбцов: {', '.join(missing)}"))
    elif len({cell for cell in header if cell}) != sum(1 for cell in header if cell):
        problems.append(DataProblem(name, 1, "columns", "имя столбца повторяется"))
    else:
        return header
    return None


def _record(lines: list[str], at: int, width: int) -> tuple[list[str] | None, int, tuple[str, str] | None]:
    """Return the cells of the record that begins at line index *at* (``None`` if blank), its lines, its problem."""
    if len(lines[at]) > MAX_RECORD_CHARS:
        unbalanced = lines[at].count('"') % 2 == 1
        return None, _damaged(lines, at, width) if unbalanced else 1, _TOO_LONG
    text = lines[at]
    for used in range(1, MAX_RECORD_LINES + 1):
        cells = _split(text)
        if cells is not None:
            problem = _problem_of(cells, width)
            if problem is not None and used > 1:
                return None, _damaged(lines, at, width), problem
            return (None if problem or not any(cells) else cells), used, problem
        if not _open_quote(text):
            return None, 1 if used == 1 else _damaged(lines, at, width), ("quotes", "кавычки стоят неверно")
        if at + used >= len(lines) or len(text) > MAX_RECORD_CHARS:
            break
        text = f"{text}\n{lines[at + used]}"
    return None, _damaged(lines, at, width), ("quotes", "кавычка не закрыта, или ячейка слишком длинная")


_TOO_LONG = ("too_long", f"ячейка длиннее {MAX_CELL_CHARS} знаков")


def _split(text: str) -> list[str] | None:
    """Return the trimmed cells of one complete record, or ``None`` where its quotes do not work out."""
    if '"' not in text:
        return [" ".join(cell.split()) for cell in text.split(",")]
    try:
        rows = list(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error:
        return None
    return [" ".join(cell.split()) for cell in rows[0]] if len(rows) == 1 else None


def _open_quote(text: str) -> bool:
    """Return whether *text* ends inside a quoted cell."""
    try:
        list(csv.reader(io.StringIO(text, newline="\n"), strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _damaged(lines: list[str], at: int, width: int) -> int:
    """Return how many lines the damaged record at *at* takes: up to the next line that is whole in itself."""
    for index in range(at + 1, len(lines)):
        line = lines[index]
        if len(line) <= MAX_RECORD_CHARS and line.count(",") >= width - 1:
            cells = _split(line)
            if cells is not None and len(cells) == width:
                return index - at
    return len(lines) - at


def _problem_of(cells: list[str], width: int) -> tuple[str, str] | None:
    if not any(cells):
        return None
    joined = "".join(cells)
    if len(joined) > MAX_CELL_CHARS and max(map(len, cells)) > MAX_CELL_CHARS:
        return _TOO_LONG
    if _UNDECODED.search(joined):
        return "encoding", "строка не в UTF-8"
    if _CONTROL.search(joined):
        return "control", "в ячейке управляющие знаки"
    if len(cells) != width:
        hint = " (запятая внутри ячейки требует кавычек, дробь пишется через точку)" if len(cells) > width else ""
        return "columns", f"ячеек {len(cells)}, а столбцов {width}{hint}"
    return None
