"""``dozvon models …``: speech models of other makers, fetched when asked and never at run time."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dozvon.failure import WorkFailed, failing, say

if TYPE_CHECKING:
    from asr.registry import RegisteredModel

app = typer.Typer(no_args_is_help=True, help="Модели речи: список, скачать, выбрать, проверить.")

SETTING = "DOZVON_ASR_MODEL"


@app.command("list")
def list_models() -> None:
    """Какие модели есть: размер, лицензия, опубликованные ошибки на русских телефонных разговорах."""
    from asr.build import EMBEDDED
    from asr.registry import MODELS
    from dozvon.settings import load_settings

    settings = load_settings()
    chosen = settings.asr_model or "embedded"
    for name in EMBEDDED:
        mark = "→" if name == chosen else " "
        sys.stdout.write(f"{mark} {name}\n    встроенная, демонстрационная: знает только синтезированные голоса\n")
    for model in MODELS:
        mark = "→" if model.name == chosen else " "
        there = "скачана" if (settings.models / model.name).is_dir() else "не скачана"
        size = (
            f"{model.size / 1e6:,.0f} МБ".replace(",", " ")
            if all(file.size for file in model.files)
            else "размер известен не весь"
        )
        sys.stdout.write(
            f"{mark} {model.name}  ({model.engine}, {size}, {model.licence}; {there})\n    {model.about}\n"
        )
        for figure in model.figures:
            sys.stdout.write(f"    ошибок в словах {figure.wer:g} %: {figure.what} ({figure.source})\n")


@app.command("pull")
def pull(name: Annotated[str, typer.Argument(help="Имя из dozvon models list.")]) -> None:
    """Скачать модель: с продолжением после обрыва и проверкой контрольных сумм."""
    from asr.pull import DEFAULT_BASE_URL, PullFailed, PullSettings, pull_model
    from dozvon.progress import byte_bar
    from dozvon.settings import load_settings

    model = _registered(name)
    settings = load_settings()
    wanted = PullSettings(settings.models, base_url=settings.models_url or DEFAULT_BASE_URL)
    try:
        with failing(OSError, doing=f"модель {name}"), byte_bar() as progress:
            pulled = pull_model(model, wanted, progress)
    except PullFailed as failure:
        *details, last = str(failure).splitlines()
        for line in details:
            say(line)
        raise WorkFailed(last) from failure
    for file in pulled:
        if not file.pinned:
            say(f"{file.name}: контрольная сумма заранее не известна, записана при скачивании: {file.sha256}")
    say(f"Готово: {settings.models / name}. Выбрать её: dozvon models use {name}")


@app.command("use")
def use(
    name: Annotated[str, typer.Argument(help="Имя или папка модели; embedded — встроенная.")],
) -> None:
    """Выбрать модель: записать её в dozvon.env. Работающий «Дозвон» возьмёт её при следующем запуске."""
    from asr.build import locate_model
    from asr.engine import EngineError
    from asr.model_folder import read_model_folder
    from dozvon.settings import ENV_FILE, load_settings

    with failing(EngineError):
        read_model_folder(locate_model(name, load_settings().models))
    with failing(OSError, doing=f"{ENV_FILE} не записан"):
        write_setting(Path(ENV_FILE), SETTING, name)
    if os.environ.get(SETTING) not in (None, name):
        say(f"Внимание: переменная окружения {SETTING}={os.environ[SETTING]} сильнее файла {ENV_FILE}.")
    say(f"Готово: {SETTING}={name} в {ENV_FILE}. Перезапустите dozvon up.")


@app.command("check")
def check(
    path: Annotated[str, typer.Argument(help="Имя или папка модели.")],
) -> None:
    """Доказать, что модель на месте: файлы целы, она загружается, секунда тишины не даёт слов."""
    from asr.build import locate_model
    from asr.check import check_model
    from asr.engine import EngineError
    from asr.registry import find_model
    from dozvon.settings import load_settings
    from dozvon.wiring import asr_settings

    settings = load_settings()
    with failing(EngineError):
        folder = locate_model(path, settings.models)
    checks = check_model(folder, asr_settings(settings).hardware, find_model(folder.name))
    for item in checks:
        sys.stdout.write(f"{'✓' if item.passed else '✗'} {item.text}\n")
    if not all(item.passed for item in checks):
        raise WorkFailed(f"модель {path} не годится: {checks[-1].text}")


def write_setting(path: Path, name: str, value: str) -> None:
    """Set one line of a settings file, leaving the others as they are."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if line.partition("=")[0].strip() != name]
    beside = path.with_name(f"{path.name}.new")
    beside.write_text("\n".join([*kept, f"{name}={value}"]) + "\n", encoding="utf-8")
    beside.replace(path)


def _registered(name: str) -> RegisteredModel:
    from asr.registry import MODELS, find_model

    model = find_model(name)
    if model is None:
        raise typer.BadParameter(f"нет модели {name}; есть: {', '.join(item.name for item in MODELS)}")
    return model
