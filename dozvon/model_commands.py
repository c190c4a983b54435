"""``dozvon models …``: speech models of other makers, fetched when asked and never at run time."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, help="Модели речи: список, скачать, выбрать, проверить.")
