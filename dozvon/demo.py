"""The demo: the product running, and three real calls to it.

Nothing is scripted: a caller process plays sound into RTP, and everything printed here is read back from the
database after the line, the worker and the CRM have done their work.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel

from dozvon.demo_calls import CALLS, DemoCall
from dozvon.demo_setup import demo_environment, make_people, settings_of, wait_ready
from dozvon.demo_watch import CallWatch, verdict
from dozvon.failure import WorkFailed
from dozvon.launch import prepare, services
from dozvon.supervisor import Supervisor

if TYPE_CHECKING:
    from dozvon.settings import Settings

CALL_TIMEOUT_S = 120.0
DRAFT_TIMEOUT_S = 120.0
MARKER = ".dozvon-demo"


@dataclass
class Demo:
    """One run: its console, settings and the processes it supervises."""

    console: Console
    settings: Settings
    supervisor: Supervisor

    def wait(self, ready: Callable[[], bool], timeout_s: float, what: str) -> None:
        """Look after the processes until *ready*. Raises :class:`WorkFailed` when it takes too long."""
        deadline = time.monotonic() + timeout_s
        while not ready():
            self.supervisor.tick()
            if failed := self.supervisor.failed():
                raise WorkFailed(f"{what}: не запускается {', '.join(failed)}, причина в {self.supervisor.log_dir}")
            if time.monotonic() > deadline:
                raise WorkFailed(f"{what}: не дождались за {timeout_s:.0f} с, журналы в {self.supervisor.log_dir}")
            time.sleep(0.1)


def run_demo(folder: Path, *, once: bool) -> int:
    """Run the demo in *folder*; return 0 when every draft is what was ordered."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    folder = folder.absolute()
    _empty(folder)
    environment = demo_environment(folder)
    settings = settings_of(environment)
    prepare(settings, first_administrator=False)
    logs = folder / "log"
    supervisor = Supervisor(services(settings), environment=environment, log_dir=logs)
    demo = Demo(console, settings, supervisor)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        console.print(Panel("Показ «Дозвона»: выдуманная компания, настоящие звонки", expand=False))
        supervisor.start()
        wait_ready(demo)
        password = make_people(settings)
        results = [_one_call(demo, number, call, environment) for number, call in enumerate(CALLS, start=1)]
        _show_what_next(demo, password, all(results))
        if not once:
            _serve(supervisor)
        return 0 if all(results) else 1
    except KeyboardInterrupt:
        return 0
    finally:
        console.print("Останавливаю ...")
        supervisor.stop()


def _one_call(demo: Demo, number: int, call: DemoCall, environment: dict[str, str]) -> bool:
    """Place one call and follow it to its draft; return whether the draft is what was ordered."""
    console = demo.console
    console.rule(f"Звонок {number}: {call.title}")
    seconds = call.sound.stat().st_size / 8000
    console.print(f"  [dim]{call.phone} звонит на линию, говорит {seconds:.0f} с[/]")
    began = time.monotonic()
    watch = CallWatch(demo.settings.database, call.phone, console, began)
    caller = subprocess.Popen(
        [sys.executable, "-m", "telephony.caller", *_caller_arguments(demo.settings, call)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(demo.settings.data_dir / "log" / "caller.log").open("ab"),
    )
    demo.wait(lambda: watch.look() or caller.poll() is not None, CALL_TIMEOUT_S, "звонок")
    if caller.poll() not in (None, 0):
        raise WorkFailed(f"звонок не состоялся (код {caller.returncode}), журнал: {demo.settings.data_dir}/log")
    demo.wait(watch.look, DRAFT_TIMEOUT_S, "черновик")
    caller.wait()
    watch.show_result()
    right = verdict(watch.lines(), watch.intent(), call)
    console.print("  [green]Черновик такой, как сказано.[/]" if right else "  [red]Черновик не такой, как сказано.[/]")
    return right


def _caller_arguments(settings: Settings, call: DemoCall) -> list[str]:
    return [
        f"sip:night@{settings.sip_address}:{settings.sip_port}",
        str(call.sound),
        "--from-number",
        call.phone,
        "--digits-after",
        "#",
    ]


def _show_what_next(demo: Demo, password: str, right: bool) -> None:
    settings = demo.settings
    demo.console.rule("Что дальше")
    demo.console.print(
        f"Стол:     http://{settings.api_host}:{settings.api_port}/  вход: [bold]vahrusheva[/] (менеджер), "
        f"[bold]krutikov[/] (руководитель), [bold]admin[/]; пароль у всех: [bold]{password}[/]\n"
        f"CRM:      {settings.crm_url}/  (песочница: черновики, сделки, остатки); вход: crm, пароль "
        f"[bold]{settings.crm_secret}[/]\n"
        f"Позвонить самому: любым софтфоном на этой машине, sip:night@{settings.sip_address}:{settings.sip_port} "
        f"(без регистрации, кодек PCMA или PCMU).\n"
        "Встроенная модель речи демонстрационная: она знает только синтезированные голоса. Чтобы понимать людей, "
        "сначала:\n  .venv/bin/dozvon models pull gigaam-v3-ctc && .venv/bin/dozvon models use gigaam-v3-ctc\n"
        f"Журналы:  {settings.data_dir / 'log'}"
    )
    if not right:
        demo.console.print("[red]Не все черновики такие, как сказано: смотрите выше.[/]")


def _serve(supervisor: Supervisor) -> None:
    sys.stdout.write("Работаю. Ctrl-C, чтобы закончить.\n")
    sys.stdout.flush()
    while True:
        supervisor.tick()
        time.sleep(0.3)


def _empty(folder: Path) -> None:
    """Clear the folder of an earlier demo; refuse one that is something else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise WorkFailed(f"{folder} не пуста и это не папка показа: возьмите другую (--folder)")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(str(os.getpid()), encoding="ascii")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
