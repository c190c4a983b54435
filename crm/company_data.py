"""Read the company-data CSV files into values, all or nothing.

Every fault of every file is collected before anything is said, so that a person mends the data once. A row with a
fault is never half in use: it is left out whole, and only if the caller asked for the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from crm.csv_fields import Fields
from crm.csv_rows import DataProblem, read_records
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

SHOWN_PROBLEMS = 50  # of a longer list in the one line of the error; the whole list is in ``problems``
ROLES = ("mop", "rop", "admin")

Row = TypeVar("Row")


class CompanyDataError(Exception):
    """The company data have faults; nothing was loaded. ``str`` is one line in Russian that names each by its place."""

    code: ClassVar[str] = "crm.bad_company_data"

    def __init__(self, problems: Sequence[DataProblem]) -> None:
        super().__init__(list(problems))  # the argument, so that the error can be pickled
        self.problems: tuple[DataProblem, ...] = tuple(problems)

    def __str__(self) -> str:
        shown = "; ".join(str(problem) for problem in self.problems[:SHOWN_PROBLEMS])
        more = len(self.problems) - SHOWN_PROBLEMS
        return f"{shown}; и ещё {more}" if more > 0 else shown


@dataclass(frozen=True, slots=True)
class CompanyDataReport:
    """What was usable, and all that was wrong, in the order of files and lines."""

    data: CompanyData
    problems: tuple[DataProblem, ...]

    @property
    def errors(self) -> tuple[DataProblem, ...]:
        return tuple(problem for problem in self.problems if not problem.warning)


def load_company_data(
    folder: Path,
    *,
    tolerate_errors: bool = False,
    terms: OrderTerms | None = None,
    required: Collection[str] = ("catalog.csv",),
    on_problem: Callable[[DataProblem], None] | None = None,
) -> CompanyData:
    """Return the company of *folder*; a missing file means that nothing is known.

    *on_problem* gets each warning, and with *tolerate_errors* each fault whose row is left out.
    Raises CompanyDataError with every fault found, unless *tolerate_errors*. A folder that is not there is always an
    error, a missing file is one where *required* names it.
    """
    report = read_company_data(folder, terms=terms, required=required)
    if report.errors and (not tolerate_errors or not folder.is_dir()):
        raise CompanyDataError(report.errors)
    if on_problem is not None:
        for problem in report.problems:
            on_problem(problem)
    return report.data


def read_company_data(
    folder: Path, *, terms: OrderTerms | None = None, required: Collection[str] = ("catalog.csv",)
) -> CompanyDataReport:
    """Return all usable rows of *folder* together with all problems; raises nothing for bad data."""
    if not folder.is_dir():
        missing = DataProblem(str(folder), None, "missing_folder", "папки с данными компании нет")
        return CompanyDataReport(CompanyData(), (missing,))
    problems = [
        DataProblem(name, None, "missing_file", "файла нет")
        for name in FILES
        if name in required and not (folder / name).is_file()
    ]
    reader = _Reader(folder, problems)
    managers = list(reader.rows("managers.csv", _manager))
    clients = list(reader.rows("clients.csv", _client))
    products = list(reader.rows("catalog.csv", _product))
    stock = list(reader.rows("stock.csv", _stock_row))
    orders = list(reader.rows("orders.csv", _past_order_line))
    turnover = list(reader.rows("turnover.csv", _turnover))
    reader.check_references()
    terms = OrderTerms() if terms is None else terms
    data = CompanyData(products, stock, clients, managers, orders, turnover, terms)
    order = {name: place for place, name in enumerate(FILES)}
    problems.sort(key=lambda problem: (order.get(problem.file, -1), problem.line or 0))
    return CompanyDataReport(data, tuple(problems))


FILES: dict[str, tuple[str, ...]] = {
    "catalog.csv": (
        *("sku", "name", "category", "unit", "pack", "box", "aliases"),
        *("price", "wholesale_price", "wholesale_from"),
    ),
    "stock.csv": ("sku", "warehouse", "available", "expected_date", "expected_quantity"),
    "clients.csv": (
        *("client_id", "name", "inn", "phones", "group_id"),
        *("manager_id", "warehouse", "timezone", "segment"),
    ),
    "managers.csv": ("manager_id", "name", "role", "branch", "phone", "email", "telegram"),
    "orders.csv": ("order_id", "client_id", "date", "sku", "quantity"),
    "turnover.csv": ("client_id", "month", "amount"),
}


class _Reader:
    """Reads the files of one folder; remembers keys and references across them."""

    def __init__(self, folder: Path, problems: list[DataProblem]) -> None:
        self._folder = folder
        self._problems = problems
        self._keys: dict[str, dict[tuple[str, ...], int]] = {}  # of each file: key to its first line
        self._references: list[tuple[str, int, str, str]] = []  # file, line, file referred to, key

    def rows(self, name: str, make: Callable[[Fields], Row]) -> Iterator[Row]:
        path = self._folder / name
        if not path.exists():
            return
        seen = self._keys.setdefault(name, {})
        for record in read_records(path, FILES[name], self._problems):
            fields = Fields(name, record)
            row = make(fields)
            if fields.key is not None and not fields.faulty:
                first = seen.setdefault(fields.key, record.line)
                if first != record.line:
                    fields.fault("duplicate", f"повтор «{fields.key[0]}», уже есть в строке {first}")
            self._problems.extend(fields.problems)
            if not fields.faulty:
                self._references.extend((name, record.line, target, key) for target, key in fields.references)
                yield row

    def check_references(self) -> None:
        """Warn of rows that name what is not there; a file that is missing altogether is not asked."""
        for name, line, target, key in self._references:
            known = self._keys.get(target)
            if known is not None and (key,) not in known:
                message = f"«{key}» нет в {target}"
                self._problems.append(DataProblem(name, line, "unknown_reference", message, warning=True))


def _product(row: Fields) -> Product:
    product = Product(
        sku=row.key_text("sku"),
        name=row.text("name", required=True),
        category=row.text("category"),
        unit=row.text("unit", required=True),
        pack=row.positive("pack"),
        box=row.positive("box"),
        aliases=row.listed("aliases"),
        price=row.amount("price"),
        wholesale_price=row.amount("wholesale_price"),
        wholesale_from=row.positive("wholesale_from"),
        weight_kg=row.positive("weight_kg"),
    )
    row.set_key(product.sku)
    if (product.wholesale_price is None) != (product.wholesale_from is None):
        row.warn("wholesale", "оптовая цена и порог заданы не вместе: опт не действует")
    return product


def _stock_row(row: Fields) -> StockRow:
    stock = StockRow(
        sku=row.key_text("sku"),
        warehouse=row.key_text("warehouse"),
        available=row.required_amount("available"),
        expected_date=row.date("expected_date"),
        expected_quantity=row.amount("expected_quantity"),
    )
    row.set_key(stock.sku, stock.warehouse, stock.expected_date.isoformat() if stock.expected_date else "")
    row.refer("catalog.csv", stock.sku)
    return stock


def _client(row: Fields) -> Client:
    client = Client(
        client_id=row.key_text("client_id"),
        name=row.text("name", required=True),
        inn=row.inn("inn"),
        phones=row.phones("phones"),
        group_id=row.optional("group_id"),
        manager_id=row.optional("manager_id"),
        warehouse=row.optional("warehouse"),
        timezone=row.timezone("timezone"),
        segment=row.optional("segment"),
    )
    row.set_key(client.client_id)
    row.refer("managers.csv", client.manager_id)
    if client.segment is not None and not _is_segment(client.segment):
        row.warn("segment", "сегмент не из квадрата AX … CZ")
    return client


def _manager(row: Fields) -> Manager:
    manager = Manager(
        manager_id=row.key_text("manager_id"),
        name=row.text("name", required=True),
        role=row.choice("role", ROLES),
        branch=row.optional("branch"),
        phone=next(iter(row.phones("phone")), None),
        email=row.optional("email"),
        telegram=row.optional("telegram"),
    )
    row.set_key(manager.manager_id)
    return manager


def _past_order_line(row: Fields) -> PastOrderLine:
    line = PastOrderLine(
        order_id=row.key_text("order_id"),
        client_id=row.key_text("client_id"),
        date=row.required_date("date"),
        sku=row.key_text("sku"),
        quantity=row.required_positive("quantity"),
    )
    row.refer("clients.csv", line.client_id)
    row.refer("catalog.csv", line.sku)
    return line


def _turnover(row: Fields) -> MonthlyTurnover:
    turnover = MonthlyTurnover(
        client_id=row.key_text("client_id"), month=row.month("month"), amount=row.signed_amount("amount")
    )
    row.set_key(turnover.client_id, turnover.month.isoformat())
    row.refer("clients.csv", turnover.client_id)
    return turnover


def _is_segment(text: str) -> bool:
    return len(text) == 2 and text[0] in "ABC" and text[1] in "XYZ"


def group_of(clients: Iterable[Client]) -> dict[str, tuple[Client, ...]]:
    """Return for every ``client_id`` the clients of its group, itself included; no group is a group of one."""
    everyone = list(clients)
    by_group: dict[str, list[Client]] = {}
    for client in everyone:
        by_group.setdefault(client.group_id or f"\0{client.client_id}", []).append(client)
    return {client.client_id: tuple(by_group[client.group_id or f"\0{client.client_id}"]) for client in everyone}
