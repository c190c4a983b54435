"""The command ``dozvon``. Heavy imports stand inside the commands that need them: help answers at once."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from dozvon import (
    crm_commands,
    evaluate_commands,
    model_commands,
    order_command,
    people_commands,
    service_commands,
    speech_command,
)
from dozvon.failure import WorkFailed, WrongSettings

app = typer.Typer(
    name="dozvon",
    help="«Дозвон»: ночные заказы голосом становятся черновиками сделок, утром менеджер их подтверждает.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

service_commands.register(app)
speech_command.register(app)
order_command.register(app)
people_commands.register(app)
crm_commands.register(app)
app.add_typer(model_commands.app, name="models")
app.add_typer(evaluate_commands.app, name="evaluate")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dozvon {version('dozvon')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Показать версию.")
    ] = False,
) -> None:
    """Команды «Дозвона»."""


def main() -> None:
    """Run the command line: exit 0 when done, 1 with one line when the work failed, 2 on wrong arguments."""
    try:
        app()
    except WrongSettings as wrong:
        sys.stderr.write(f"dozvon: {wrong}\n")
        sys.exit(2)
    except WorkFailed as failure:
        sys.stderr.write(f"dozvon: {failure}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)


if __name__ == "__main__":
    main()
