"""The commands that run Dozvon's processes: all together (``up``) or one by one."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dozvon.failure import failing, say

db = typer.Typer(no_args_is_help=True, help="База данных.")


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command("up")(up)
    app.command("demo")(demo)
    app.command("line")(line)
    app.command("intake")(intake)
    app.command("worker")(worker)
    app.command("api")(api)
    app.command("crm-sandbox")(crm_sandbox)
    app.command("broker")(broker)
    app.command("doctor")(doctor)
    app.command("settings")(settings_table)
    db.command("upgrade")(db_upgrade)
    app.add_typer(db, name="db")


def up() -> None:
    """Запустить всё на этой машине: линии, работника, API и стол, песочницу CRM, брокер."""
    from dozvon.launch import run_everything
    from dozvon.settings import load_settings

    raise typer.Exit(run_everything(load_settings()))


def demo(
    once: Annotated[bool, typer.Option("--once", help="Закончить после трёх звонков.")] = False,
    folder: Annotated[Path, typer.Option(help="Папка показа: она очищается при каждом запуске.")] = Path("var/demo"),
) -> None:
    """Показать продукт: поднять всё с выдуманной компанией и сделать три настоящих звонка."""
    from dozvon.demo import run_demo

    raise typer.Exit(run_demo(folder, once=once))


def line(group: Annotated[int, typer.Option(min=1, help="Номер группы линий.")] = 1) -> None:
    """Одна группа из четырёх линий: отвечает, записывает, называет номер заявки."""
    from dozvon.logs import set_up_logs
    from dozvon.settings import load_settings
    from dozvon.wiring import line_settings
    from telephony.line import run_line

    settings = load_settings()
    set_up_logs(f"line-{group}", settings.log_level)
    raise typer.Exit(run_line(line_settings(settings, group)))


def intake() -> None:
    """Перенести записанные звонки из очереди линии в базу; выдавать линиям номера заявок."""
    from dozvon.intake import run_intake
    from dozvon.logs import set_up_logs
    from dozvon.settings import load_settings

    settings = load_settings()
    set_up_logs("intake", settings.log_level)
    raise typer.Exit(run_intake(settings))


def worker() -> None:
    """Работник: превращает записи в слова, слова в черновики, черновики в сделки CRM."""
    from asr.engine import EngineError
    from dozvon.logs import set_up_logs
    from dozvon.settings import load_settings
    from dozvon.wiring import worker_settings
    from worker.run import run_worker

    settings = load_settings()
    set_up_logs("worker", settings.log_level)
    with failing(EngineError, doing="работник не запущен"):
        raise typer.Exit(run_worker(worker_settings(settings)))


def api() -> None:
    """API и стол для менеджеров и руководителя."""
    from api.app import run_api
    from dozvon.logs import set_up_logs
    from dozvon.settings import load_settings
    from dozvon.wiring import api_settings

    settings = load_settings()
    set_up_logs("api", settings.log_level)
    raise typer.Exit(run_api(api_settings(settings)))


def crm_sandbox() -> None:
    """Песочница CRM: настоящая маленькая CRM над CSV компании."""
    from dozvon.launch import run_sandbox
    from dozvon.logs import set_up_logs
    from dozvon.settings import load_settings

    settings = load_settings()
    set_up_logs("crm-sandbox", settings.log_level)
    raise typer.Exit(run_sandbox(settings))


def broker() -> None:
    """Свой брокер (Valkey) на Unix-сокете в папке данных."""
    from dozvon.launch import run_own_broker
    from dozvon.settings import load_settings

    raise typer.Exit(run_own_broker(load_settings()))


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Только документ JSON.")] = False) -> None:
    """Проверить порты, диск, модели, базу, брокер, CRM и линии; сказать, что делать."""
    from dozvon.doctor import examine
    from dozvon.settings import load_settings

    findings = examine(load_settings())
    if as_json:
        rows = [{"check": item.check, "ok": item.ok, "text": item.text} for item in findings]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for item in findings:
            sys.stdout.write(f"{'  ' if item.ok else '! '}{item.check}: {item.text}\n")
    raise typer.Exit(0 if all(item.ok for item in findings) else 1)


def settings_table() -> None:
    """Все настройки: имя, что значит, что действует сейчас (секреты скрыты)."""
    from dozvon.settings import Settings, load_settings

    values = load_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(values, name)
        secret = value and any(word in name for word in ("secret", "token", "password", "key"))
        sys.stdout.write(f"DOZVON_{name.upper()}={'***' if secret else value}\n    {field.description}\n")


def db_upgrade() -> None:
    """Создать таблицы или довести их до этой версии."""
    from sqlalchemy.exc import SQLAlchemyError

    from dozvon.settings import load_settings
    from models.database import upgrade

    with failing(SQLAlchemyError, OSError, doing="база не обновлена"):
        upgrade(load_settings().database)
    say("База обновлена.")
