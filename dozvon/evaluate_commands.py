"""``dozvon evaluate …``: measure what the product does on a folder of one's own examples."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from dozvon.failure import WorkFailed, failing, say

if TYPE_CHECKING:
    from benchmarks.orders_data import Catalogue
    from dozvon.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Измерить качество на своих примерах.")


@app.command("orders")
def orders(
    folder: Annotated[Path, typer.Argument(help="Папка (или файл .jsonl) размеченных заказов, или папка таких папок.")],
    data: Annotated[Path | None, typer.Option(help="Папка данных компании, если она лежит отдельно.")] = None,
    split: Annotated[str | None, typer.Option(help="Только файлы с этим именем, например test.")] = None,
    show_misses: Annotated[bool, typer.Option("--misses", help="Показать заказы, понятые не так.")] = False,
    tolerate_errors: Annotated[bool, typer.Option(help="Работать без строк данных, в которых есть ошибки.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Как часто заказ понят верно с первого раза, точность строк, клиента и даты, честность уверенности."""
    from benchmarks.orders_data import LabelError, load_catalogues

    with failing(LabelError, OSError):
        catalogues = load_catalogues(folder, split=split, data=data)
    if not any(catalogue.orders for catalogue in catalogues):
        raise WorkFailed(f"{folder}: нет размеченных заказов (*.jsonl рядом с catalog.csv)")
    _report(catalogues, show_misses=show_misses, tolerate_errors=tolerate_errors, as_json=as_json)


@app.command("own")
def own(
    data: Annotated[Path, typer.Option(help="Папка данных компании: по ней заказы читаются заново.")],
    to: Annotated[Path | None, typer.Option(help="Куда записать заказы; по умолчанию own.jsonl в --data.")] = None,
    since: Annotated[dt.datetime | None, typer.Option(help="Только решённые с этого дня.")] = None,
    show_misses: Annotated[bool, typer.Option("--misses", help="Показать заказы, понятые не так.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Взять подтверждённые менеджерами заказы как размеченные и измерить на них."""
    from benchmarks.orders_data import LabelError, load_catalogues
    from dozvon.settings import load_settings

    target = to or data / "own.jsonl"
    count = _export_own(load_settings(), target, since)
    say(f"{target}: заказов {count}")
    if count == 0:
        raise WorkFailed("подтверждённых заказов ещё нет: измерять не на чем")
    with failing(LabelError, OSError):
        catalogues = load_catalogues(target, data=data)
    _report(catalogues, show_misses=show_misses, tolerate_errors=True, as_json=as_json)


def _report(catalogues: list[Catalogue], *, show_misses: bool, tolerate_errors: bool, as_json: bool) -> None:
    from functools import partial

    from benchmarks.orders_evaluation import read_all, report
    from benchmarks.orders_readers import rules_reader
    from benchmarks.orders_report import markdown, misses
    from crm.company_data import CompanyDataError

    with failing(CompanyDataError, OSError, doing="данные компании"):
        outcomes, _names = read_all(catalogues, partial(rules_reader, tolerate_errors=tolerate_errors))
    found = report(outcomes)
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(markdown(found) + "\n")
    if show_misses:
        for line in misses(outcomes):
            say(line)


def _export_own(settings: Settings, target: Path, since: dt.datetime | None) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from api.labelled import lines
    from models.database import make_engine, make_sessions

    zone = ZoneInfo(settings.timezone)
    engine = make_engine(settings.database)
    from_moment = since.replace(tzinfo=zone) if since is not None and since.tzinfo is None else since
    try:
        with make_sessions(engine)() as session:
            exported = list(lines(session, from_moment, zone))
    except SQLAlchemyError as error:
        raise WorkFailed(f"база не читается ({type(error).__name__}): что не так, скажет dozvon doctor") from error
    finally:
        engine.dispose()
    with failing(OSError, doing=str(target)):
        target.write_text("".join(exported), encoding="utf-8")
    return len(exported)


@app.command("speech")
def speech(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Папка: звук и рядом текст с тем же именем (.txt).")],
    engine: Annotated[str | None, typer.Option(help="Имя или папка модели вместо той, что в настройках.")] = None,
    hints: Annotated[Path | None, typer.Option(help="Файл слов, которые могут прозвучать, по строке.")] = None,
    nonspeech: Annotated[float, typer.Option(help="Минут звуков без речи: сколько слов движок придумает.")] = 5.0,
    as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON на стандартный вывод.")] = False,
) -> None:
    """Распознавание речи: ошибки в словах, числах, товарах и именах, выдуманные слова, скорость, память."""
    from asr.engine import EngineError
    from benchmarks.speech import measure, readable
    from benchmarks.speech_data import DataError, load_recordings
    from dozvon.progress import progress_bar
    from dozvon.settings import load_settings
    from dozvon.wiring import asr_settings

    with failing(DataError, OSError, UnicodeDecodeError, doing="записи не читаются"):
        recordings = load_recordings(folder)
        words = hints.read_text(encoding="utf-8").splitlines() if hints else []
    stages = {"recognise": "записи", "nonspeech": "звуки без речи"}
    with failing(EngineError, OSError), progress_bar(stages) as bar:
        settings = asr_settings(load_settings(), model=engine)
        report = measure(settings, recordings, nonspeech_minutes=nonspeech, hints=words, tell=bar)
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write(readable(report) + "\n")
