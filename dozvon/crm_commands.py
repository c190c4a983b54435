"""``dozvon crm …``: check company data, and make the sandbox CRM fail to see what happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dozvon.failure import WorkFailed, failing, say

if TYPE_CHECKING:
    from crm.sandbox.faults import Fault
    from crm.sandbox.remote import SandboxControl
    from crm.seam import CrmError

crm = typer.Typer(no_args_is_help=True, help="Данные компании и песочница CRM.")


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.add_typer(crm, name="crm")


@crm.command("check-data")
def check_data(folder: Annotated[Path, typer.Argument(help="Папка с catalog.csv, stock.csv, clients.csv, …")]) -> None:
    """Проверить CSV компании: каждая ошибка и каждое сомнение с файлом и строкой, и что мешает понимать заказы."""
    from crm.company_data import read_company_data
    from nlp.orders.catalogue.check import check_catalogue

    report = read_company_data(folder)
    for problem in report.problems:
        sys.stdout.write(f"{problem}{' (предупреждение)' if problem.warning else ''}\n")
    if report.errors:
        raise WorkFailed(f"{folder}: ошибок {len(report.errors)}")
    data = report.data
    say(
        f"{folder}: ошибок нет. Артикулов {len(data.products)}, строк склада {len(data.stock)}, "
        f"клиентов {len(data.clients)}, менеджеров {len(data.managers)}, строк прошлых заказов {len(data.past_orders)}."
    )
    for found in check_catalogue(data.products):
        sys.stdout.write(f"{', '.join(found.skus)}: {found.text}\n")


@crm.command("fail")
def fail(
    kind: Annotated[str, typer.Argument(help="Как ломаться: error_500, hang, reset_after_commit, nonsense, …")],
    count: Annotated[int | None, typer.Option(min=1, help="Сколько раз; без него — пока не велят перестать.")] = None,
    duration: Annotated[float | None, typer.Option("--for", help="Сколько секунд подряд.")] = None,
    path: Annotated[str, typer.Option(help="Только запросы, в пути которых есть эти знаки, например /drafts.")] = "",
    method: Annotated[list[str] | None, typer.Option(help="Только этот метод (можно несколько).")] = None,
    seconds: Annotated[float, typer.Option(help="Сколько висеть или опаздывать, с.")] = 30.0,
) -> None:
    """Велеть песочнице ломаться."""
    from pydantic import ValidationError

    from crm.sandbox.faults import Fault, FaultKind

    if kind not in list(FaultKind):
        raise typer.BadParameter(f"так ломаться нельзя; можно: {', '.join(FaultKind)}", param_hint="KIND")
    with failing(ValidationError, doing="неверно"):
        fault = Fault(
            kind=FaultKind(kind), count=count, duration_s=duration, path=path, methods=method or [], seconds=seconds
        )
    with _control() as control:
        _show(control.fail(fault))


@crm.command("heal")
def heal() -> None:
    """Велеть песочнице больше не ломаться."""
    with _control() as control:
        control.heal()
    say("Песочница CRM работает как следует.")


@crm.command("faults")
def faults() -> None:
    """Показать, как песочница ломается сейчас."""
    with _control() as control:
        _show(control.faults())


@crm.command("reload")
def reload() -> None:
    """Велеть песочнице прочитать CSV заново; с ошибками в них остаются прежние данные."""
    with _control() as control:
        say(f"Прочитано, версия данных {control.reload().version}.")


def _show(standing: list[Fault]) -> None:
    for fault in standing:
        left = "пока не велят перестать" if fault.count is None else f"ещё {fault.count}"
        where = f", {' '.join(fault.methods) or 'любой метод'} {fault.path or 'любой путь'}"
        sys.stdout.write(f"{fault.kind.value}: {left}{where}\n")
    if not standing:
        say("Песочница CRM не ломается.")


@contextmanager
def _control() -> Iterator[SandboxControl]:
    from crm.sandbox.remote import SandboxControl
    from crm.seam import CrmError
    from dozvon.settings import load_settings

    settings = load_settings()
    control = SandboxControl(settings.crm_url, settings.crm_secret, timeout_s=settings.crm_timeout_s)
    try:
        yield control
    except CrmError as error:
        raise WorkFailed(f"песочница CRM {settings.crm_url}: {_said(error)}") from error
    finally:
        control.close()


def _said(error: CrmError) -> str:
    from crm.seam import CrmDenied, CrmRefused

    if isinstance(error, CrmRefused):
        return error.detail or error.reason
    if isinstance(error, CrmDenied):
        return "не пускает: проверьте DOZVON_CRM_TOKEN"
    return f"не отвечает ({error}); она запускается командой dozvon crm-sandbox или dozvon up"
