"""What the evaluation of orders counts, with readers that are told what to answer."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.orders_data import Catalogue, LabelError, LabelledOrder, digest, lines_of, load_catalogues
from benchmarks.orders_docs import MarkMissing, paste
from benchmarks.orders_evaluation import evaluate, read_all, report
from benchmarks.orders_report import markdown, misses

pytestmark = pytest.mark.unit

Answer = Callable[[LabelledOrder], dict[str, Any]]


class Told:
    """A reader that answers by a function of the order, labels included."""

    name = "told"

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def read(self, order: LabelledOrder) -> Mapping[str, Any]:
        return self._answer(order)


def right(order: LabelledOrder) -> dict[str, Any]:
    expected = order.expected
    return {
        "intent": expected.intent,
        "client": {"client_id": expected.client_id},
        "lines": [
            {"sku": sku, "quantity": float(quantity), "confidence": 0.96} for sku, quantity in expected.lines.items()
        ],
        "unresolved": [{"reason": reason} for reason in expected.reasons],
        "delivery": {"mode": expected.mode, "date": expected.date.isoformat() if expected.date else None},
        "payment": expected.payment,
    }


def labelled(number: int, **expected: Any) -> dict[str, Any]:
    return {
        "id": f"o-{number}",
        "difficulty": "easy" if number % 2 else "nasty",
        "text": f"слова {number}",
        "phone": None,
        "now": "2026-11-20T22:14:00+05:00",
        "expected": {"intent": "order", "client_id": "C1", "lines": [], "unresolved": []} | expected,
    }


ORDERS = [
    labelled(1, lines=[{"sku": "A", "quantity": 10}, {"sku": "B", "quantity": 2.5}], delivery={"date": "2026-11-23"}),
    labelled(2, lines=[{"sku": "A", "quantity": 5}], unresolved=[{"reason": "ambiguous"}]),
    labelled(3, intent="question"),
    labelled(4, unresolved=[{"reason": "no_quantity"}, {"reason": "no_product"}]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog.csv").write_text("sku,name\nA,Перчатки\nB,Кабель\n", encoding="utf-8")
    write(tmp_path / "dev.jsonl", ORDERS)
    return tmp_path


def write(file: Path, orders: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(order, ensure_ascii=False) + "\n" for order in orders), encoding="utf-8")


def told(folder: Path, answer: Answer) -> dict[str, Any]:
    return evaluate(load_catalogues(folder), lambda _: Told(answer))


def changed(number: int, **parts: Any) -> Answer:
    """Answer right, but for the order *number*."""
    return lambda order: right(order) | (parts if order.id == f"o-{number}" else {})


def test_all_right_is_all_ones(folder: Path) -> None:
    figures = told(folder, right)["all"]
    assert [figures[name]["share"] for name in ("first_time_right", "intent", "client", "date")] == [1, 1, 1, 1]
    assert (figures["lines"]["f1"], figures["questions"]["asked"], figures["questions"]["wrong_guesses"]) == (1, 3, 0)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"lines": [{"sku": "A", "quantity": 10, "confidence": 1}]}, id="a line is missing"),
        pytest.param({"intent": "question"}, id="another intent"),
        pytest.param(
            {"lines": [{"sku": "A", "quantity": 11, "confidence": 1}, {"sku": "B", "quantity": 2.5, "confidence": 1}]},
            id="another quantity",
        ),
    ],
)
def test_an_order_is_first_time_right_only_whole(folder: Path, parts: dict[str, Any]) -> None:
    result = told(folder, changed(1, **parts))
    assert result["all"]["first_time_right"]["share"] == 0.75
    assert result["by_difficulty"]["easy"]["first_time_right"]["share"] == 0.5
    assert result["by_difficulty"]["nasty"]["first_time_right"]["share"] == 1


def test_two_lines_of_one_article_count_as_their_sum() -> None:
    document = {"lines": [{"sku": "A", "quantity": 4}, {"sku": "A", "quantity": 6.0}]}
    assert lines_of(document) == {"A": 10}


def test_a_line_in_place_of_a_question_is_a_wrong_guess(folder: Path) -> None:
    guess = [{"sku": "B", "quantity": 1, "confidence": 0.9}]
    questions = told(folder, changed(4, lines=guess, unresolved=[{"reason": "no_product"}]))["all"]["questions"]
    assert (questions["due"], questions["wrong_guesses"], questions["asked"]) == (3, 1, 2)


def test_a_needless_question_is_counted_and_is_no_wrong_guess(folder: Path) -> None:
    questions = told(folder, changed(3, unresolved=[{"reason": "ambiguous"}]))["all"]["questions"]
    assert (questions["needless"], questions["wrong_guesses"]) == (1, 0)


def test_a_date_that_nobody_said_is_a_wrong_date(folder: Path) -> None:
    date = told(folder, changed(2, delivery={"mode": None, "date": "2026-11-24"}))["all"]["date"]
    assert (date["share"], date["n"]) == (0.5, 2)


def test_calibration_sets_confidence_beside_the_share_of_right_lines(folder: Path) -> None:
    wrong = [{"sku": "B", "quantity": 1, "confidence": 0.96}]
    table = told(folder, changed(2, lines=wrong))["calibration"]
    [row] = table["table"]
    assert (row["lines"], row["right"], table["lines"]) == (3, pytest.approx(2 / 3), 3)
    assert table["expected_error"] == pytest.approx(0.96 - 2 / 3)


def test_interval_holds_the_share_and_repeats(folder: Path) -> None:
    first, second = (told(folder, changed(1, intent="other"))["all"]["first_time_right"] for _ in range(2))
    assert first == second
    assert first["low"] <= first["share"] <= first["high"]


def test_misses_name_the_order_and_what_was_understood(folder: Path) -> None:
    outcomes, names = read_all(load_catalogues(folder), lambda _: Told(changed(3, intent="order")))
    text = "\n".join(misses(outcomes))
    assert names == ["told"]
    assert "o-3" in text
    assert "o-1" not in text
    assert "| all | 4 | 75.0 %" in markdown(report(outcomes))


def test_the_managers_export_is_read_as_it_comes(folder: Path) -> None:
    document = {
        "intent": "order",
        "client": {"client_id": "C1", "matched_by": "phone", "confidence": 1.0},
        "lines": [{"sku": "A", "quantity": 10, "unit": "пара", "heard": "десять пар", "confidence": 1.0}],
        "unresolved": [],
        "delivery": {"mode": None, "date": None, "time": None, "address": None},
        "payment": None,
        "callback": None,
    }
    exported = folder / "export.jsonl"
    write(exported, [{"id": "x", "text": "десять пар", "now": ORDERS[0]["now"], "phone": None, "expected": document}])
    [catalogue] = load_catalogues(exported, data=folder)
    [order] = catalogue.orders
    assert (order.difficulty, order.expected.client_id, dict(order.expected.lines)) == ("own", "C1", {"A": 10})


def test_folders_of_a_set_are_its_catalogues(folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "set"
    for name in ("one", "two"):
        (whole / name).mkdir(parents=True)
        (whole / name / "catalog.csv").write_text("sku,name\n", encoding="utf-8")
        write(whole / name / "dev.jsonl", ORDERS[:1])
        write(whole / name / "test.jsonl", ORDERS[1:3])
    assert [(item.name, len(item.orders)) for item in load_catalogues(whole)] == [("one", 3), ("two", 3)]
    assert [len(item.orders) for item in load_catalogues(whole, split="dev")] == [1, 1]


@pytest.mark.parametrize("line", ["{", '{"id": 1}', json.dumps(labelled(9) | {"now": "2026-11-20T10:00:00"})])
def test_a_bad_label_is_named_by_file_and_line(folder: Path, line: str) -> None:
    (folder / "dev.jsonl").write_text(json.dumps(ORDERS[0]) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"dev\.jsonl, строка 2"):
        load_catalogues(folder)


def test_labels_without_company_data_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "dev.jsonl", ORDERS)
    with pytest.raises(LabelError, match=r"catalog\.csv"):
        load_catalogues(tmp_path)


def test_digest_follows_the_labels(folder: Path) -> None:
    first = digest(load_catalogues(folder))
    write(folder / "dev.jsonl", ORDERS[:3])
    assert digest(load_catalogues(folder)) != first


def test_figures_are_pasted_between_their_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("до\n<!-- x -->\nстарое\n<!-- /x -->\nпосле\n", encoding="utf-8")
    paste(page, "x", "новое")
    assert page.read_text(encoding="utf-8") == "до\n<!-- x -->\nновое\n<!-- /x -->\nпосле\n"
    with pytest.raises(MarkMissing):
        paste(page, "y", "")


def test_empty_set_of_outcomes_has_no_shares() -> None:
    assert report([])["all"]["first_time_right"]["share"] is None
    assert markdown(report([]))


def test_catalogue_keeps_its_folder(folder: Path) -> None:
    [catalogue] = load_catalogues(folder)
    assert isinstance(catalogue, Catalogue)
    assert catalogue.folder == folder
