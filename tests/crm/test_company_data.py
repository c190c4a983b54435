"""Company data: all or nothing, and every fault named by its place."""

from __future__ import annotations

import csv
import datetime as dt
import io
import pickle
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.company_data import FILES, CompanyDataError, group_of, load_company_data, read_company_data
from models.company import Client, OrderTerms, Product

pytestmark = pytest.mark.unit

GOOD = "P-1,Перчатки х/б,Перчатки,пара,10,300,хб|перчатки хб,8.4,7.6,600"
MEGABYTE = "а" * 1_000_000


def test_a_good_row_becomes_a_product(write: Callable[..., Path]) -> None:
    data = load_company_data(write("catalog.csv", GOOD))
    assert list(data.products) == [
        Product(
            sku="P-1",
            name="Перчатки х/б",
            category="Перчатки",
            unit="пара",
            pack=Decimal(10),
            box=Decimal(300),
            aliases=("хб", "перчатки хб"),
            price=Decimal("8.4"),
            wholesale_price=Decimal("7.6"),
            wholesale_from=Decimal(600),
        )
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("P-1,Другие,,пара,,,,1,,", "duplicate", id="the article again"),
        pytest.param("P-2,Перчатки,,,,,,1,,", "empty", id="no unit"),
        pytest.param("P-2,  ,,пара,,,,1,,", "empty", id="a name of blanks"),
        pytest.param(",Перчатки,,пара,,,,1,,", "empty", id="no article"),
        pytest.param(f"P-2,{MEGABYTE},,пара,,,,1,,", "too_long", id="a cell of a megabyte"),
        pytest.param(f'P-2,"{MEGABYTE}",,пара,,,,1,,', "too_long", id="a quoted cell of a megabyte"),
        pytest.param(f'P-2,"{MEGABYTE},,пара,,,,1,,', "too_long", id="a megabyte that nobody closed"),
        pytest.param('P-2,"Перчатки,,пара,,,,1,,', "quotes", id="an open quote"),
        pytest.param('P-2,"Перчатки"х,,пара,,,,1,,', "quotes", id="text after a closing quote"),
        pytest.param('P-2,Перчатки,,пара,,,,"9,80",,', "bad_number", id="a decimal comma"),
        pytest.param("P-2,Перчатки,,пара,,,,9,80,,", "columns", id="a decimal comma without quotes"),
        pytest.param("P-2,Перчатки,,пара", "columns", id="too few cells"),
        pytest.param("P-2,Перчатки,,пара,,,,дорого,,", "bad_number", id="a word for a price"),
        pytest.param("P-2,Перчатки,,пара,,,,NaN,,", "bad_number", id="not a number at all"),
        pytest.param("P-2,Перчатки,,пара,,,,1e9,,", "bad_number", id="an exponent"),
        pytest.param("P-2,Перчатки,,пара,,,,-1,,", "bad_number", id="a price below nothing"),
        pytest.param("P-2,Перчатки,,пара,0,,,1,,", "bad_number", id="a pack of nothing"),
        pytest.param("P-2,Пер\x00чатки,,пара,,,,1,,", "control", id="a zero byte"),
    ],
)
def test_a_bad_article_is_named_and_the_rest_is_usable_only_if_told_so(
    write: Callable[..., Path], row: str, code: str
) -> None:
    folder = write("catalog.csv", GOOD, row, GOOD.replace("P-1", "P-3"))
    with pytest.raises(CompanyDataError) as caught:
        load_company_data(folder)
    assert [(problem.file, problem.line, problem.code) for problem in caught.value.problems] == [
        ("catalog.csv", 3, code)
    ]
    assert "catalog.csv:3: " in str(caught.value)
    assert len(str(caught.value)) < 300
    listed: list[str] = []
    data = load_company_data(folder, tolerate_errors=True, on_problem=lambda problem: listed.append(str(problem)))
    assert [product.sku for product in data.products] == ["P-1", "P-3"]
    assert [line.split(": ")[0] for line in listed] == ["catalog.csv:3"]


@pytest.mark.parametrize(
    ("name", "row", "code"),
    [
        pytest.param("stock.csv", "P-1,ЕКБ,,,", "empty", id="stock without a number"),
        pytest.param("stock.csv", "P-1,ЕКБ,5,23.11.2026,", "bad_date", id="a date in the Russian way"),
        pytest.param("stock.csv", "P-1,ЕКБ,5,2026-02-30,", "bad_date", id="a day that never comes"),
        pytest.param("clients.csv", "K-1,ООО «А»,,перезвоню,,,,,", "bad_phone", id="a word for a phone"),
        pytest.param("clients.csv", "K-1,ООО «А»,12345,,,,,,", "bad_inn", id="an ИНН of five digits"),
        pytest.param("clients.csv", "K-1,ООО «А»,,,,,,Урал,", "bad_timezone", id="no such time zone"),
        pytest.param("clients.csv", "K-1,,,,,,,,", "empty", id="a client without a name"),
        pytest.param("managers.csv", "M-1,Иванова,директор,,,,", "bad_choice", id="no such role"),
        pytest.param("orders.csv", "З-1,K-1,вчера,P-1,5", "bad_date", id="a word for a date"),
        pytest.param("orders.csv", "З-1,K-1,2026-10-01,P-1,0", "bad_number", id="an order of nothing"),
        pytest.param("turnover.csv", "K-1,октябрь,5", "bad_date", id="a word for a month"),
        pytest.param("turnover.csv", "K-1,2026-10,", "empty", id="a month without a sum"),
    ],
)
def test_a_bad_row_of_any_file_is_named(write: Callable[..., Path], name: str, row: str, code: str) -> None:
    write("catalog.csv", GOOD)
    with pytest.raises(CompanyDataError) as caught:
        load_company_data(write(name, row))
    assert [(problem.file, problem.line, problem.code) for problem in caught.value.problems] == [(name, 2, code)]


def test_all_faults_of_all_files_are_told_at_once(write: Callable[..., Path]) -> None:
    write("stock.csv", "P-1,ЕКБ,много,,", "P-1,ЕКБ,5,завтра,")
    folder = write("catalog.csv", GOOD, GOOD, "P-2,,,,,,,х,,")
    with pytest.raises(CompanyDataError) as caught:
        load_company_data(folder)
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("catalog.csv", 3),
        ("catalog.csv", 4),
        ("catalog.csv", 4),
        ("catalog.csv", 4),
        ("stock.csv", 2),
        ("stock.csv", 3),
    ]
    assert "\n" not in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


@pytest.mark.parametrize(
    ("name", "row", "code"),
    [
        pytest.param("stock.csv", "P-9,ЕКБ,5,,", "unknown_reference", id="stock of an article nobody has"),
        pytest.param("orders.csv", "З-1,K-1,2026-10-01,P-9,5", "unknown_reference", id="an article no longer sold"),
        pytest.param("clients.csv", "K-1,ООО «А»,6671100005,,,,,,", "inn_checksum", id="an ИНН that does not add up"),
        pytest.param("clients.csv", "K-1,ООО «А»,,8 (912) 000-11-22,,,,,", "phone_form", id="a Russian phone"),
        pytest.param("clients.csv", "K-1,ООО «А»,,,,,,,АХ", "segment", id="a segment in Cyrillic"),
        pytest.param("catalog.csv", "P-2,Перчатки,,пара,,,,5,4,", "wholesale", id="a wholesale price alone"),
    ],
)
def test_a_doubtful_row_is_used_with_a_warning(write: Callable[..., Path], name: str, row: str, code: str) -> None:
    folder = write("catalog.csv", GOOD) if name != "catalog.csv" else write(name, row)
    if name != "catalog.csv":
        write(name, row)
    report = read_company_data(folder)
    assert [(problem.code, problem.warning, problem.line) for problem in report.problems] == [(code, True, 2)]
    assert load_company_data(folder) == report.data


def test_a_phone_in_the_russian_way_is_kept_as_e164(write: Callable[..., Path]) -> None:
    write("catalog.csv", GOOD)
    data = load_company_data(write("clients.csv", "K-1,ООО «А»,,8 (912) 000-11-22|+79120001122|343 000 11 33,,,,,"))
    assert data.clients[0].phones == ("+79120001122", "+73430001133")


def test_messages_hold_no_personal_data(write: Callable[..., Path]) -> None:
    write("catalog.csv", GOOD)
    report = read_company_data(write("clients.csv", "K-1,ООО «Тайна»,99988877,звоните Петрову,,,,,"))
    text = " ".join(map(str, report.problems))
    assert len(report.errors) == 2
    assert not any(secret in text for secret in ("Тайна", "99988877", "Петров"))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param("sku;name;unit\nP-1;П;пара\n".encode(), "delimiter", 1, id="semicolons"),
        pytest.param(b"sku,name,category,unit\n", "columns", 1, id="columns are missing"),
        pytest.param(b"", "columns", 1, id="an empty file"),
        pytest.param(f"sku,sku,{GOOD}".encode(), "columns", 1, id="no header"),
        pytest.param("sku,name".encode("utf-16"), "encoding", 1, id="utf-16"),
    ],
)
def test_a_file_that_is_not_ours_is_named_as_a_whole(tmp_path: Path, content: bytes, code: str, line: int) -> None:
    (tmp_path / "catalog.csv").write_bytes(content)
    with pytest.raises(CompanyDataError) as caught:
        load_company_data(tmp_path)
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [(code, line)]


def test_a_file_in_windows_1251_is_one_problem(write: Callable[..., Path]) -> None:
    folder = write("catalog.csv", *(GOOD.replace("P-1", f"P-{n}") for n in range(50)))
    text = (folder / "catalog.csv").read_text(encoding="utf-8")
    (folder / "catalog.csv").write_bytes(text.encode("cp1251"))
    report = read_company_data(folder)
    assert [(problem.code, problem.line) for problem in report.problems] == [("encoding", 2)]
    assert "Windows-1251" in str(report.problems[0])


def test_one_line_that_is_not_utf8_is_that_lines_problem(write: Callable[..., Path]) -> None:
    folder = write("catalog.csv", GOOD, "P-2,Gloves,,pair,,,,1,,")
    with (folder / "catalog.csv").open("ab") as file:
        file.write("P-3,Краги,,пара,,,,1,,\n".encode("cp1251"))
    report = read_company_data(folder)
    assert [(problem.code, problem.line) for problem in report.problems] == [("encoding", 4)]
    assert len(report.data.products) == 2


def test_what_spreadsheets_do_to_a_file_is_no_fault(tmp_path: Path) -> None:
    rows = [
        "SKU, Name ,category,unit,pack,box,aliases,price,wholesale_price,wholesale_from,weight_kg,note",
        'P-1,"Шланг 3/4"", армированный",,м,,,,120.5,,,0.4,""',
        "",
        ",,,,,,,,,,,",
        'P-2,"Перчатки\nзимние",,пара,,,,1,,,,',
        'P-3,Труба 1/2",,м,,,,1,,,,',
    ]
    (tmp_path / "catalog.csv").write_bytes(("\ufeff" + "\r\n".join(rows)).encode())
    data = load_company_data(tmp_path)
    assert [(product.sku, product.name) for product in data.products] == [
        ("P-1", 'Шланг 3/4", армированный'),
        ("P-2", "Перчатки зимние"),
        ("P-3", 'Труба 1/2"'),
    ]
    assert data.products[0].weight_kg == Decimal("0.4")


def test_a_quote_that_swallows_rows_costs_only_its_own(write: Callable[..., Path]) -> None:
    rows = [GOOD.replace("P-1", f"P-{number}") for number in range(100)]
    rows[10] = 'P-10,"Перчатки,,пара,,,,1,,'
    rows[60] = 'P-60,"Краги,,пара,,,,1,,'
    report = read_company_data(write("catalog.csv", *rows))
    assert [problem.line for problem in report.problems] == [12, 62]
    assert len(report.data.products) == 98


def test_a_missing_optional_file_means_that_nothing_is_known(write: Callable[..., Path]) -> None:
    terms = OrderTerms(minimum_sum=Decimal(3000))
    data = load_company_data(write("catalog.csv", GOOD), terms=terms)
    assert (data.stock, data.clients, data.past_orders, data.turnover, data.terms) == ([], [], [], [], terms)


@pytest.mark.parametrize("tolerate", [False, True])
def test_a_folder_that_is_not_there_is_always_an_error(tmp_path: Path, tolerate: bool) -> None:
    with pytest.raises(CompanyDataError, match="нет"):
        load_company_data(tmp_path / "nowhere", tolerate_errors=tolerate)


def test_a_folder_without_a_catalogue_is_an_error_where_one_is_needed(write: Callable[..., Path]) -> None:
    folder = write("clients.csv", "K-1,ООО «А»,,,,,,,")
    with pytest.raises(CompanyDataError, match=r"catalog\.csv: файла нет"):
        load_company_data(folder)
    assert len(load_company_data(folder, required=()).clients) == 1


def test_times_are_taken_for_their_dates(write: Callable[..., Path]) -> None:
    write("catalog.csv", GOOD)
    data = load_company_data(write("orders.csv", "З-1,K-1,2026-11-20T23:30:00+05:00,P-1,5"))
    assert data.past_orders[0].date == dt.date(2026, 11, 20)


def test_clients_of_one_group_are_related_and_the_rest_are_alone() -> None:
    related = [Client("K-1", "А", group_id="G"), Client("K-2", "Б", group_id="G")]
    clients = [*related, Client("K-3", "В"), Client("K-4", "Г")]
    groups = group_of(clients)
    assert groups["K-1"] == groups["K-2"] == (clients[0], clients[1])
    assert (groups["K-3"], groups["K-4"]) == ((clients[2],), (clients[3],))


def test_twenty_thousand_articles_load_fast(write: Callable[..., Path]) -> None:
    rows = [f'A-{n},"Перчатки, модель {n}",,пара,10,300,хб|перчатки {n},9.{n % 99},8.9,600' for n in range(20_000)]
    folder = write("catalog.csv", *rows)
    began = time.process_time()
    assert len(load_company_data(folder).products) == 20_000
    assert time.process_time() - began < 1.5


def test_the_demo_company_has_no_fault_and_no_warning(demo_folder: Path) -> None:
    report = read_company_data(demo_folder)
    assert report.problems == ()
    assert len(report.data.products) >= 70
    assert {row.warehouse for row in report.data.stock} == {"ЕКБ", "ЧЛБ", "ПРМ"}
    assert {manager.role for manager in report.data.managers} == {"mop", "rop", "admin"}
    assert all(phone.startswith(("+7912000", "+7343000")) for client in report.data.clients for phone in client.phones)


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(cells, cells), max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_csv_writer_writes_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(FILES["catalog.csv"])
    written = [(f"A-{place}", name or "имя", category) for place, (name, category) in enumerate(rows)]
    for sku, name, category in written:
        writer.writerow([sku, name, category, "шт", "", "", "", "1.5", "", ""])
    (tmp_path / "catalog.csv").write_bytes(buffer.getvalue().encode())
    data = load_company_data(tmp_path)
    assert [(product.sku, product.name, product.category) for product in data.products] == written


@given(st.dictionaries(st.sampled_from(sorted(FILES)), st.binary(max_size=400)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_the_reader(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, columns in FILES.items():
        (tmp_path / name).write_bytes(",".join(columns).encode() + b"\n" + files.get(name, b""))
    report = read_company_data(tmp_path)
    assert all(product.name and product.unit and product.sku for product in report.data.products)
