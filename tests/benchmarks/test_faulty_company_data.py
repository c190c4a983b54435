"""A catalogue with errors: each named by its file and line, and the rest usable only if told so."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from benchmarks.orders_readers import rules_reader
from crm.company_data import CompanyDataError, read_company_data
from nlp.orders.words import words_of_text

pytestmark = pytest.mark.unit

HEADER = "sku name category unit pack box aliases price wholesale_price wholesale_from".split()
ROWS = [
    ["A1", "Перчатки х/б 10 класс", "", "пара", "10", "300", "", "9.8", "", ""],
    ["A1", "Перчатки х/б 13 класс", "", "пара", "10", "300", "", "9.8", "", ""],
    ["A2", "Краги спилковые", "", "", "", "", "", "219", "", ""],
    ["A3", "", "", "пара", "", "", "", "48", "", ""],
    ["A4", "Ы" * 1_000_000, "", "пара", "", "", "", "48", "", ""],
    ["A5", "Рукавицы брезентовые", "", "пара", "десять", "", "", "48", "", ""],
    ["", "Без артикула", "", "шт", "", "", "", "420", "", ""],
    ["A6", "Фартук брезентовый", "", "шт", "10", "50", "", "420", "", ""],
]
FAULTS = {3, 4, 5, 6, 7, 8}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with (tmp_path / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    return tmp_path


def test_every_fault_is_named_by_file_and_line(folder: Path) -> None:
    named = {(problem.file, problem.line) for problem in read_company_data(folder).problems}
    assert named >= {("catalog.csv", line) for line in FAULTS}


def test_nothing_is_read_from_faulty_data_unless_told_so(folder: Path) -> None:
    with pytest.raises(CompanyDataError, match=r"catalog\.csv:3"):
        rules_reader(folder)


def test_the_rest_is_usable_when_told_so(folder: Path) -> None:
    reader = rules_reader(folder, tolerate_errors=True)
    now = dt.datetime(2026, 11, 20, 22, 14, tzinfo=dt.UTC)
    reading = reader.read_words(words_of_text("фартук брезентовый десять штук"), phone=None, client_id=None, now=now)
    assert [(line.sku, line.quantity) for line in reading.lines] == [("A6", 10)]
