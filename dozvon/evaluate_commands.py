"""``dozvon evaluate …``: measure what the product does on a folder of one's own examples."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dozvon.failure import failing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.orders_evaluation import Outcome

app = typer.Typer(no_args_is_help=True, help="Измерить качество на своих примерах.")


@app.command("orders")
def orders(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Папка (или файл .jsonl) с размеченными заказами.")],
    data: Annotated[Path | None, typer.Option(help="Папка данных компании, если её нет рядом с заказами.")] = None,
    split: Annotated[str | None, typer.Option(help="Только файлы с этим именем, например dev.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Показать, что понято не так.")] = False,
    tolerate_errors: Annotated[bool, typer.Option(help="Работать без строк данных, в которых есть ошибки.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Понимание заказов: с первого раза верно, строки, догадки вместо вопросов, клиент, дата, уверенность."""
    from benchmarks.orders_data import LabelError, digest, load_catalogues
    from benchmarks.orders_evaluation import read_all, report
    from benchmarks.orders_readers import RulesReader
    from dozvon.settings import load_settings
    from dozvon.wiring import load_data, order_terms

    terms = order_terms(load_settings())
    with failing(LabelError, OSError, doing="размеченные заказы не читаются"):
        catalogues = load_catalogues(folder, split=split, data=data)
    outcomes, names = read_all(
        catalogues, lambda company: RulesReader(load_data(company, terms, tolerate_errors=tolerate_errors))
    )
    _print(report(outcomes) | {"reader": names, "data": digest(catalogues)}, outcomes, misses=misses, as_json=as_json)


def _print(report: Mapping[str, Any], outcomes: Sequence[Outcome], *, misses: bool, as_json: bool) -> None:
    from benchmarks.orders_report import markdown
    from benchmarks.orders_report import misses as lines_of_misses

    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        return
    sys.stdout.write(markdown(report) + "\n")
    if misses:
        sys.stdout.write("\n".join(["", *lines_of_misses(outcomes)]) + "\n")
